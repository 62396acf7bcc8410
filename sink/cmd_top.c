/* cmd_top.c -- claimwire top: how the pipeline does, live. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "board.h"
#include "cmd.h"
#include "proto/clock.h"
#include "term.h"

#define REFRESH_MS  1000
#define PATIENCE_MS 500 /* for one role's answer */
#define LOOK_BACK   400 /* changes looked at when it starts */

struct top {
	const struct cmd_call *call;
	const struct conf *conf;
	struct query *store; /* NULL: there is none yet */
	struct board board;
	char generation[64]; /* of the store whose changes are shown */
	bool colour;
};

/* ---- what there is to show ---- */

static bool
take_change(void *arg, const struct query_change *c)
{
	board_take(arg, c);
	return true;
}

/* A store that was put in the place of another is shown from its end too. */
static void
start_over(struct top *t, int64_t head)
{
	t->board.head = head > LOOK_BACK ? head - LOOK_BACK : 0;
	snprintf(t->generation, sizeof t->generation, "%s",
	    query_generation(t->store));
}

static int
take_changes(struct top *t)
{
	int64_t before = t->board.head, head;
	enum rc rc;

	if ((rc = query_head(t->store, &head)) != RC_OK)
		return cmd_failed(t->call, rc);
	if (head < before ||
	    strcmp(t->generation, query_generation(t->store)) != 0)
		start_over(t, head);
	rc = query_changes(
	    t->store, t->board.head, NULL, take_change, &t->board);
	return rc == RC_OK ? -1 : cmd_failed(t->call, rc);
}

/* Look at everything once; since_ms: since the look before, 0: none. */
static int
look(struct top *t, int64_t since_ms)
{
	struct board *b = &t->board;
	int64_t before = b->head;
	int code = -1;

	if (t->store == NULL && !cmd_try_store(t->call, &t->store))
		t->store = NULL;
	if (survey_take(&b->survey, t->conf, t->store, PATIENCE_MS) != RC_OK)
		return cmd_fail(t->call, EXIT_OPEN,
		    "the accounts in %s cannot be read; check its permissions",
		    conf_str(t->conf, CONF_DATA));
	if (b->survey.tree[SURVEY_SINK] == NULL ||
	    !pageaddr_read(t->conf, b->page))
		b->page[0] = '\0';
	if (t->store != NULL)
		code = take_changes(t);
	b->changes_per_s = since_ms > 0
	    ? (double)(b->head - before) * 1000 / (double)since_ms
	    : -1;
	return code;
}

static void
draw(const struct top *t, unsigned width, unsigned height, struct buf *out)
{
	const struct board_view v = { .width = width,
		.height = height,
		.colour = t->colour,
		.wall_ms = clock_wall_ms(),
		.data = conf_str(t->conf, CONF_DATA) };

	board_draw(&t->board, &v, out);
}

/* ---- once ---- */

static int
snapshot(struct top *t)
{
	struct buf out = { 0 };
	int code = look(t, 0);

	if (code >= 0)
		return code;
	survey_measure(&t->board.survey, t->conf, PATIENCE_MS, REFRESH_MS / 2);
	draw(t, cmd_width(), 0, &out);
	cmd_write(buf_span(&out));
	buf_free(&out);
	return cmd_end(t->call);
}

/* ---- live ---- */

static bool
show(const struct top *t)
{
	struct buf out = { 0 };
	unsigned width, height;
	bool ok;

	term_size(STDOUT_FILENO, &width, &height);
	draw(t, width, height, &out);
	ok = term_draw(buf_span(&out));
	buf_free(&out);
	return ok;
}

/* Until the next look is due: true; or until it shall end. */
static bool
wait_for(const struct top *t, struct term *term, int64_t until_ms)
{
	for (;;) {
		int64_t left = until_ms - clock_mono_ms();
		char key = 0;

		if (left <= 0)
			return true;
		switch (term_wait(term, (int)left, &key)) {
		case TERM_END:
			return false;
		case TERM_RESIZE:
			if (!show(t))
				return false;
			break;
		case TERM_KEY:
			if (key == 'q' || key == 'Q')
				return false;
			break;
		case TERM_QUIET:
			break;
		}
	}
}

static int
live(struct top *t)
{
	struct term term = { 0 };
	int64_t now = clock_mono_ms(), last = 0;
	int code;

	if (!term_open(&term))
		return cmd_fail(t->call, EXIT_OPEN,
		    "the terminal cannot be set up: %s; --once does without",
		    strerror(errno));
	for (;;) {
		code = look(t, last > 0 ? now - last : 0);
		if (code >= 0 || !show(t) ||
		    !wait_for(t, &term, now + REFRESH_MS))
			break;
		last = now;
		now = clock_mono_ms();
	}
	term_close(&term);
	return code >= 0 ? code : EXIT_DONE;
}

static int
run(const struct cmd_call *call)
{
	struct top t = { .call = call, .conf = call->args->conf };
	bool once = cmd_value(call, "once") != NULL;
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0 ||
	    (code = cmd_colour(call, &t.colour)) >= 0)
		return code;
	code = once || !cmd_is_terminal() || isatty(STDIN_FILENO) != 1
	    ? snapshot(&t)
	    : live(&t);
	query_close(t.store);
	board_free(&t.board);
	return code;
}

static const struct role_option options[] = {
	{ "once", NULL, "what there is now, in plain lines, and end" },
	CMD_COLOUR_OPTION,
	{ NULL, NULL, NULL },
};

const struct cmd cmd_top_face = {
	.name = "top",
	.usage = "",
	.about = "how the pipeline does and what it finds, live",
	.more = "q or Ctrl-C ends it.  When standard output is no terminal, "
		"what there is now is\nprinted once.",
	.option = options,
	.run = run,
};
