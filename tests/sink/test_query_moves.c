/* Tests for sink/query_moves.c: figures that moved, their points, and what
 * changed last. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "invent.h"
#include "proto/buf.h"
#include "proto/mem.h"
#include "sink/query.h"
#include "tests/help.h"

#define NOON 1900000000000

#define FLOOD "the flood of the Alder at Birch near Cedar, by Odo Elm\n"

struct fixture {
	char *dir, *path;
	struct store *s;
	struct query *q;
	struct buf got;
	unsigned stop; /* after so many rows; 0: never */
	unsigned rows;
};

static void
put(struct fixture *f, const char *outlet, const char *id,
    const char *published, const char *text)
{
	struct arena arena = { 0 };
	struct invent v;
	enum store_outcome o;

	invent(&v, outlet, id, published, text);
	invent_gists(&v, &arena);
	v.entry.lease.job = store_head(f->s);
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
	assert_int_equal(o, STORE_COMMITTED);
	arena_free(&arena);
}

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);
	struct store_opts o = { .epoch = true };
	struct buf why = { 0 };

	f->dir = help_temp_dir();
	o.path = f->path = help_path(f->dir, "claims.db");
	if (store_open(&o, &f->s, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	/* The toll: 12, then 15 in two outlets, then 18; the level: 3, 5. */
	put(f, "Tarn Herald", "1", "2031-05-01T08:00:00+02:00",
	    FLOOD "Nobody: Now 12 miners dead.\nNobody: Now river level 3.");
	put(f, "Tarn Mail", "1", "2031-05-03T08:00:00+02:00",
	    FLOOD "Nobody: Now 15 miners dead.\nBo Finch: It rained.");
	put(f, "Tarn Herald", "2", "2031-05-02T08:00:00+02:00",
	    FLOOD "Nobody: Now 15 miners dead.");
	put(f, "Tarn Herald", "3", "2031-05-04",
	    FLOOD "Nobody: Now river level 5.");
	put(f, "Tarn Post", "1", "2031-05-05",
	    FLOOD "Nobody: Now 18 miners dead.");
	if (query_open(f->path, &f->q, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	query_close(f->q);
	store_close(f->s);
	buf_free(&f->got);
	help_remove_dir(f->dir);
	free(f->path);
	free(f);
	return 0;
}

static void
is(struct fixture *f, const char *want)
{
	assert_string_equal(buf_cstr(&f->got), want);
	buf_clear(&f->got);
	f->rows = 0;
}

static bool
go_on(struct fixture *f)
{
	return ++f->rows != f->stop;
}

static bool
note_move(void *arg, const struct query_move *m)
{
	struct fixture *f = arg;

	assert_int_equal(m->relation.from, m->from.id);
	assert_int_equal(m->relation.to, m->to.id);
	buf_printf(&f->got, "%.*s > %.*s; ", (int)m->from.text.n,
	    m->from.text.p, (int)m->to.text.n, m->to.text.p);
	return go_on(f);
}

static void
moved(struct fixture *f, struct query_filter filter, const char *want)
{
	assert_int_equal(query_moved(f->q, &filter, note_move, f), RC_OK);
	is(f, want);
}

#define F(...)                                   \
	(struct query_filter)                    \
	{                                        \
		.text = { NULL, 0 }, __VA_ARGS__ \
	}

static void
what_moved_is_told_once_a_matter_the_last_first(void **state)
{
	struct fixture *f = *state;

	moved(f, F(.limit = 0),
	    "Now 15 miners dead. > Now 18 miners dead.; Now river level 3. > "
	    "Now river level 5.; ");
	moved(f, F(.limit = 1), "Now 15 miners dead. > Now 18 miners dead.; ");
	f->stop = 1;
	moved(f, F(.limit = 0), "Now 15 miners dead. > Now 18 miners dead.; ");
}

static void
filters_ask_about_the_newer_figure(void **state)
{
	struct fixture *f = *state;

	moved(f, F(.has_value_max = true, .value_max = 6),
	    "Now river level 3. > Now river level 5.; ");
	moved(f, F(.outlet = SPAN("Tarn Post")),
	    "Now 15 miners dead. > Now 18 miners dead.; ");
	moved(f, F(.has_changed_by_min = true, .changed_by_min = 2.5),
	    "Now 15 miners dead. > Now 18 miners dead.; ");
	moved(f, F(.has_changed_by_min = true, .changed_by_min = 3.5), "");
	moved(f, F(.speaker = SPAN("Bo Finch")), "");
	/* With a filter it is the last of those that it lets through. */
	moved(f, F(.has_value_max = true, .value_max = 15),
	    "Now river level 3. > Now river level 5.; Now 12 miners dead. > "
	    "Now 15 miners dead.; ");
}

static void
a_dispute_is_no_movement(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Mail", "2", "2031-05-06",
	    FLOOD "Cy Moor: The bolt broke.\nAda Brook: No, The bolt broke.");
	put(f, "Tarn Mail", "3", "2031-05-04",
	    FLOOD "Nobody: Now river level 6.");
	moved(f, F(.limit = 0),
	    "Now 15 miners dead. > Now 18 miners dead.; Now river level 3. > "
	    "Now river level 5.; ");
}

static bool
note_point(void *arg, const struct query_point *p)
{
	struct fixture *f = arg;

	assert_true(p->has_value);
	assert_false(p->has_low);
	buf_printf(&f->got, "%.*s %.12g%s c%d m%d a%d %.*s; ", (int)p->at.n,
	    p->at.p, p->value, p->current ? "" : " (older)", (int)p->claim,
	    (int)p->mention, (int)p->article, (int)p->outlet.n, p->outlet.p);
	return go_on(f);
}

static void
points(struct fixture *f, int64_t claim, const char *want)
{
	assert_int_equal(query_points(f->q, claim, note_point, f), RC_OK);
	is(f, want);
}

static void
points_are_all_mentions_of_connected_figures_by_time(void **state)
{
	static const char toll[] =
	    "2031-05-01T08:00:00+02:00 12 c1 m1 a1 Tarn Herald; "
	    "2031-05-02T08:00:00+02:00 15 c3 m5 a3 Tarn Herald; "
	    "2031-05-03T08:00:00+02:00 15 c3 m3 a2 Tarn Mail; "
	    "2031-05-05 18 c6 m7 a5 Tarn Post; ";
	struct fixture *f = *state;

	points(f, 1, toll);
	points(f, 3, toll);
	points(f, 6, toll);
	points(f, 2,
	    "2031-05-01T08:00:00+02:00 3 c2 m2 a1 Tarn Herald; "
	    "2031-05-04 5 c5 m6 a4 Tarn Herald; ");
	f->stop = 1;
	points(f, 1, "2031-05-01T08:00:00+02:00 12 c1 m1 a1 Tarn Herald; ");
}

static void
words_have_no_points_and_nothing_has_none(void **state)
{
	struct fixture *f = *state;

	points(f, 4, "");
	points(f, 99, "");
}

static void
older_revisions_have_points_too(void **state)
{
	struct fixture *f = *state;

	put(f, "Tarn Herald", "3", "2031-05-04",
	    FLOOD "Nobody: Now river level 4.");
	points(f, 2,
	    "2031-05-01T08:00:00+02:00 3 c2 m2 a1 Tarn Herald; "
	    "2031-05-04 5 (older) c5 m6 a4 Tarn Herald; "
	    "2031-05-04 4 c7 m8 a4 Tarn Herald; ");
}

static bool
note_claim(void *arg, const struct form_claim *c)
{
	struct fixture *f = arg;

	buf_printf(&f->got, "c%d %d; ", (int)c->id, (int)c->changed);
	return go_on(f);
}

static void
changed(struct fixture *f, struct query_filter filter, const char *want)
{
	assert_int_equal(query_changed(f->q, &filter, note_claim, f), RC_OK);
	is(f, want);
}

static void
claims_come_by_their_last_change(void **state)
{
	struct fixture *f = *state;

	/* 1 article, 2 c1, 3 c2, 4 article, 5 c3, 6 c4, 7 c1 revised, 8
	 * article, 9 c3 corroborated, 10 article, 11 c5, 12 c2 revised, 13
	 * article, 14 c6, 15 c3 revised */
	changed(f, F(.limit = 0), "c3 15; c6 14; c2 12; c5 11; c1 7; c4 6; ");
	changed(f, F(.limit = 2), "c3 15; c6 14; ");
	changed(f, F(.limit = 2, .cursor = 14), "c2 12; c5 11; ");
	changed(f, F(.cursor = 6), "");
	changed(f, F(.rising = true, .limit = 1), "c3 15; ");
	changed(f, F(.status = SPAN("revised")), "c3 15; c2 12; c1 7; ");
}

static bool
note_relation(void *arg, const struct form_relation *r)
{
	struct fixture *f = arg;

	for (int i = 0; i < 2; i++) {
		assert_true(r->part[i].there);
		buf_printf(&f->got, "%d-%d %.*s; ", (int)r->part[i].at.start,
		    (int)r->part[i].at.end, (int)r->part[i].exact.n,
		    r->part[i].exact.p);
	}
	return true;
}

static void
relations_come_with_the_words_of_both_sides(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(query_relations(f->q, 1, note_relation, f), RC_OK);
	is(f, "67-69 12; 67-69 15; ");
	put(f, "Tarn Mail", "2", "2031-05-06",
	    FLOOD "Cy Moor: The bolt broke.\nAda Brook: No, The bolt broke.");
	assert_int_equal(query_relations(f->q, 7, note_relation, f), RC_OK);
	is(f, "64-79 The bolt broke.; 91-110 No, The bolt broke.; ");
}

static void
the_store_s_name_is_kept_by_a_copy_of_another_generation(void **state)
{
	struct fixture *f = *state;
	char *path = help_path(f->dir, "copy.db");
	struct store_opts o = { .path = path };
	struct buf why = { 0 };
	struct query *q;
	struct store *s;

	assert_int_equal(query_backup(f->q, path, NULL, NULL, &why), RC_OK);
	assert_int_equal(store_open(&o, &s, &why), RC_OK);
	q = query_on(s);
	assert_int_equal(strlen(query_store(q)), 16);
	assert_string_equal(query_store(q), query_store(f->q));
	assert_string_not_equal(query_generation(q), query_generation(f->q));
	assert_string_not_equal(query_store(q), query_generation(f->q));
	query_close(q);
	store_close(s);
	buf_free(&why);
	free(path);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(what_moved_is_told_once_a_matter_the_last_first),
		T(filters_ask_about_the_newer_figure),
		T(a_dispute_is_no_movement),
		T(points_are_all_mentions_of_connected_figures_by_time),
		T(words_have_no_points_and_nothing_has_none),
		T(older_revisions_have_points_too),
		T(claims_come_by_their_last_change),
		T(relations_come_with_the_words_of_both_sides),
		T(the_store_s_name_is_kept_by_a_copy_of_another_generation),
	};

	return cmocka_run_group_tests_name(
	    "sink/query_moves", tests, NULL, NULL);
}
