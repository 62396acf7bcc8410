/* readcmd.c -- sources in, article records out. */
#include "readcmd.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>

#include "proto/clock.h"
#include "proto/render.h"
#include "proto/tongue.h"
#include "source_web.h"

static void
refuse(void *arg, const struct source_refusal *r)
{
	uint64_t *refused = arg;

	(*refused)++;
	if (r->line > 0)
		fprintf(stderr, "claimwire-producer: %s:%" PRIu64 ": %s\n",
		    r->file, r->line, r->what);
	else
		fprintf(
		    stderr, "claimwire-producer: %s: %s\n", r->file, r->what);
}

static void
print(const struct article *a, struct buf *line)
{
	struct article named = *a;
	char tag[TONGUE_MAX];
	struct json j;

	named.lang = tongue_of(a->text, a->lang, tag);
	buf_clear(line);
	j = json_on(line);
	render_article(&j, &named);
	buf_puts(line, "\n");
	fwrite(line->p, 1, line->n, stdout);
}

/* Until the source has more. */
static void
wait_for(struct source *s)
{
	struct pollfd p = { .fd = source_fd(s), .events = POLLIN };
	int64_t wake = source_wake(s), ms = -1;

	if (wake != INT64_MAX) {
		ms = wake - clock_mono_ms();
		ms = ms < 0 ? 0 : ms;
	}
	fflush(stdout);
	poll(&p, 1, (int)ms);
}

static void
read_all(struct source *s, struct buf *line)
{
	struct source_item item;
	enum rc rc = RC_OK;

	while (rc != RC_END && !ferror(stdout)) {
		rc = source_next(s, clock_mono_ms(), &item);
		if (rc == RC_AGAIN)
			wait_for(s);
		else if (rc == RC_OK && item.has_article)
			print(&item.article, line);
	}
}

/* One source; RC_OK when it could be opened. */
static enum rc
read_one(const char *operand, const struct source_opts *o, struct buf *line)
{
	struct buf why = { 0 };
	struct source *s;
	enum rc rc = source_open(operand, o, &s, &why);

	if (rc == RC_OK) {
		read_all(s, line);
		source_close(s);
	} else
		fprintf(stderr, "claimwire-producer: %s\n", buf_cstr(&why));
	buf_free(&why);
	return rc;
}

int
readcmd_run(const struct conf *c, char **source, int n)
{
	const struct source_web_opts web = source_web_conf(c);
	uint64_t refused = 0;
	const struct source_opts o = { .once = true,
		.refuse = refuse,
		.arg = &refused,
		.web = &web,
		.record_maps = conf_str(c, CONF_RECORD_MAPS) };
	struct buf line = { 0 };
	int code = EXIT_DONE;

	for (int i = 0; i < n; i++)
		if (read_one(source[i], &o, &line) != RC_OK)
			code = EXIT_OPEN;
	buf_free(&line);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fputs("claimwire-producer: standard output cannot be written; "
		      "check where it goes\n",
		    stderr);
		return EXIT_OPEN;
	}
	return code == EXIT_DONE && refused > 0 ? EXIT_REFUSED : code;
}
