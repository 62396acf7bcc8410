/*
 * Tests for the whole engine, read from tests/gold/: blocks that anybody can
 * add to (its README.md says how).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "../help.h"
#include "invented.h"

static void
put(struct buf *b, struct span s)
{
	buf_append(b, s.p != NULL ? s.p : "-", s.p != NULL ? s.n : 1);
}

static void
claim_line(struct buf *b, const char *s, const struct found_claim *c)
{
	if (c->kind == FOUND_FIGURE)
		return;
	buf_printf(b, "claim %s | ", found_kind_text(c->kind));
	put(b, c->speaker);
	buf_puts(b, " | ");
	put(b,
	    c->has_cue ? invented_cut(s, c->cue) : (struct span) { NULL, 0 });
	buf_puts(b, " | ");
	for (uint32_t i = 0; i < c->n_content; i++) {
		buf_puts(b, i > 0 ? " // " : "");
		put(b, invented_cut(s, c->content[i]));
	}
	buf_puts(b, "\n");
}

static void
act_line(struct buf *b, const struct found_claim *c)
{
	if (c->kind != FOUND_FIGURE)
		buf_printf(b, "act %s%s%s\n", found_act_text(c->act),
		    c->negative ? " -" : "", c->hedged ? " hedged" : "");
}

static void
figure_line(struct buf *b, const char *s, const struct found_figure *g)
{
	const char *way = found_direction_text(g->direction);

	buf_puts(b, "figure ");
	put(b, invented_cut(s, g->at));
	if (g->has_low && g->has_high)
		buf_printf(b, " | %.12g-%.12g", g->low, g->high);
	else if (g->has_value)
		buf_printf(b, " | %.12g", g->value);
	else
		buf_puts(b, " | -");
	buf_puts(b, " | ");
	put(b, g->unit);
	if (g->counted.p != NULL) {
		buf_puts(b, " ");
		put(b, g->counted);
	}
	buf_printf(b, " | %s%s\n", way != NULL ? way : "-",
	    g->is_change ? " change" : "");
}

static void
subject_line(struct buf *b, const char *s, const struct found_figure *g)
{
	buf_puts(b, "subject ");
	put(b, invented_cut(s, g->at));
	buf_puts(b, " | ");
	put(b, g->subject.p != NULL ? g->subject : span_of("-"));
	buf_puts(b, "\n");
}

static void
time_line(struct buf *b, const char *s, const struct found_time *x)
{
	buf_puts(b, "time ");
	put(b, invented_cut(s, x->at));
	buf_printf(b, " | %s | ", found_timex_text(x->type));
	put(b, x->value);
	buf_puts(b, "\n");
}

static void
entity_line(struct buf *b, const struct found_entity *e)
{
	buf_puts(b, "entity ");
	put(b, e->name);
	buf_printf(b, " | %s | %u\n", found_type_text(e->type), e->n_mentions);
}

/* The lines of one sort of things; "SORT none" when there are none. */
static void
lines_of(struct buf *b, const char *sort, const char *s, const struct found *f)
{
	size_t n = b->n;

	if (strcmp(sort, "claim") == 0)
		for (uint32_t i = 0; i < f->n_claims; i++)
			claim_line(b, s, &f->claims[i]);
	if (strcmp(sort, "act") == 0)
		for (uint32_t i = 0; i < f->n_claims; i++)
			act_line(b, &f->claims[i]);
	if (strcmp(sort, "figure") == 0)
		for (uint32_t i = 0; i < f->n_figures; i++)
			figure_line(b, s, &f->figures[i]);
	if (strcmp(sort, "subject") == 0)
		for (uint32_t i = 0; i < f->n_figures; i++)
			subject_line(b, s, &f->figures[i]);
	if (strcmp(sort, "time") == 0)
		for (uint32_t i = 0; i < f->n_times; i++)
			time_line(b, s, &f->times[i]);
	if (strcmp(sort, "entity") == 0)
		for (uint32_t i = 0; i < f->n_entities; i++)
			entity_line(b, &f->entities[i]);
	if (b->n == n)
		buf_printf(b, "%s none\n", sort);
}

/* Only the sorts that a block expects something of are compared. */
static bool
expects(const char *want, const char *sort)
{
	const char *at = want;
	size_t n = strlen(sort);

	while ((at = strstr(at, sort)) != NULL) {
		if ((at == want || at[-1] == '\n') && at[n] == ' ')
			return true;
		at += n;
	}
	return false;
}

static int
check(const char *file, const char *title, const char *s, const char *want)
{
	static const char *const sorts[] = { "claim", "act", "figure",
		"subject", "time", "entity" };
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct found f = invented_found(s, &arena);
	int bad;

	for (size_t i = 0; i < sizeof sorts / sizeof sorts[0]; i++)
		if (expects(want, sorts[i]))
			lines_of(&b, sorts[i], s, &f);
	bad = strcmp(buf_cstr(&b), want) != 0;
	if (bad)
		print_error("%s: %s\n--- expected\n%s--- found\n%s", file,
		    title, want, buf_cstr(&b));
	buf_free(&b);
	arena_free(&arena);
	return bad;
}

/* The line after p, p's own line end cut off. */
static char *
next_line(char *p)
{
	char *nl = strchr(p, '\n');

	if (nl == NULL)
		return p + strlen(p);
	*nl = '\0';
	return nl + 1;
}

/* One block from its title on; returns where the next begins. */
static char *
block(const char *file, char *title, int *bad)
{
	char *text = next_line(title), *want, *end;

	want = strstr(text, "\n>>>\n");
	if (want == NULL) {
		print_error("%s: %s: no >>> line\n", file, title);
		(*bad)++;
		return text + strlen(text);
	}
	*want = '\0';
	want += strlen("\n>>>\n");
	end = strstr(want, "\n=== ");
	if (end != NULL)
		*++end = '\0';
	*bad += check(file, title, text, want);
	return end != NULL ? end + 1 : want + strlen(want);
}

/* The number of failed blocks. */
static int
run_file(const char *path)
{
	size_t n;
	char *all = help_read_file(path, &n), *p;
	int bad = 0;

	assert_non_null(all);
	p = strncmp(all, "=== ", 4) == 0 ? all + 1 : all + strlen(all);
	while (*p != '\0')
		p = block(path, p + 3, &bad);
	free(all);
	return bad;
}

static void
every_gold_block_is_found(void **state)
{
	glob_t g;
	int bad = 0;

	(void)state;
	assert_int_equal(glob("tests/gold/*.txt", 0, NULL, &g), 0);
	for (size_t i = 0; i < g.gl_pathc; i++)
		bad += run_file(g.gl_pathv[i]);
	globfree(&g);
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_gold_block_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
