/* sources_test.c -- what would be taken of an address. */
#include "sources_test.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>

#include "pollstate.h"
#include "proto/clock.h"
#include "proto/utf8.h"
#include "source_web.h"

struct trial {
	uint64_t taken, refused;
};

static void
refuse(void *arg, const struct source_refusal *r)
{
	struct trial *t = arg;

	t->refused++;
	if (r->line > 0)
		printf("  not taken: line %" PRIu64 ": %s\n", r->line, r->what);
	else
		printf("  not taken: %s\n", r->what);
}

/* What a terminal might obey, and line ends, become blanks. */
static void
print_plain(struct span s, size_t most)
{
	uint32_t cp;
	size_t cut = utf8_offset(s, most);

	s.n = cut;
	for (size_t n; s.n > 0; s.p += n, s.n -= n) {
		n = utf8_next(s, &cp);
		if (utf8_acts(cp))
			putchar(' ');
		else
			fwrite(s.p, 1, n, stdout);
	}
}

static void
print_entry(const struct article *a)
{
	struct span when = a->published.p != NULL ? a->published : a->updated;
	struct span what = a->title.p != NULL ? a->title : a->text;

	printf("  taken: ");
	print_plain(when.p != NULL ? when : span_of("no date"), 25);
	printf("  %zu bytes of text  ", a->text.n);
	print_plain(what, 80);
	printf("\n");
}

/* What the cursor says of the poll as a whole. */
static void
print_state(struct span cursor)
{
	struct pollstate st;

	if (pollstate_decode(cursor, &st) != RC_OK)
		return;
	if (st.page != 0) {
		pollstate_free(&st);
		return;
	}
	if (st.title != NULL) {
		printf("  feed: ");
		print_plain(span_of(st.title), 200);
		printf("\n");
	}
	if (st.moved != NULL)
		printf("  moved for good to %s\n", st.moved);
	if (st.failed == 0)
		printf("  unchanged polls cost %s\n",
		    st.etag != NULL || st.modified != NULL
			? "little: it has validators"
			: "a whole feed: it has no validators");
	pollstate_free(&st);
}

static void
wait_for(struct source *s)
{
	struct pollfd p = { .fd = source_fd(s), .events = POLLIN };
	int64_t wake = source_wake(s), ms = -1;

	if (wake != INT64_MAX) {
		ms = wake - clock_mono_ms();
		ms = ms < 0 ? 0 : ms;
	}
	poll(&p, 1, (int)ms);
}

int
sources_test(const struct conf *c, const char *address)
{
	const struct source_web_opts web = source_web_conf(c);
	struct trial t = { 0, 0 };
	const struct source_opts o = {
		.once = true, .refuse = refuse, .arg = &t, .web = &web
	};
	struct source *s;
	struct source_item item;
	enum rc rc = RC_OK;

	if (!source_web_is_address(address)) {
		fprintf(stderr,
		    "claimwire-producer: %s: no address: it begins with "
		    "http:// or https://\n",
		    address);
		return EXIT_USAGE;
	}
	printf("%s\n", address);
	s = source_web_open(&address, 1, &o);
	while (rc != RC_END) {
		rc = source_next(s, clock_mono_ms(), &item);
		if (rc == RC_AGAIN)
			wait_for(s);
		if (rc == RC_OK && item.has_article) {
			t.taken++;
			print_entry(&item.article);
			if (item.note != NULL)
				printf("    only what the feed has of it: "
				       "%s\n",
				    item.note);
		} else if (rc == RC_OK)
			print_state(item.cursor);
	}
	source_close(s);
	printf("  %" PRIu64 " taken, %" PRIu64 " not\n", t.taken, t.refused);
	return t.refused > 0 || t.taken == 0 ? EXIT_REFUSED : EXIT_DONE;
}
