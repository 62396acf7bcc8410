/* Tests for sink/query_*.c: evidence, speakers and outlets by pages. */
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

struct fixture {
	char *dir, *path;
	struct store *s;
	struct query *q;
};

static void
put(struct fixture *f, const char *outlet, const char *id,
    const char *published, const char *text)
{
	struct invent v;
	enum store_outcome o;

	invent(&v, outlet, id, published, text);
	v.article.url = span_of("https://tarn.example/1");
	v.entry.lease.job = store_head(f->s);
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
	assert_int_equal(o, STORE_COMMITTED);
}

/* c1 is held by m1 (of an old revision), m6, m7 and m8. */
static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);
	struct store_opts o = { 0 };
	struct buf why = { 0 };

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "claims.db");
	o.path = f->path;
	if (store_open(&o, &f->s, &why) != RC_OK ||
	    query_open(f->path, &f->q, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
	put(f, "Tarn Herald", "h1", "2031-05-01T10:00:00+02:00",
	    "Ada Brook: The weir holds.\nBo Finch: Up 4 percent in May.");
	put(f, "Tarn Herald", "h1", "2031-05-01T10:00:00+02:00",
	    "Bo Finch: Down 9.\nAda Brook: The weir holds. \n\nOdd Moss: No.");
	put(f, "Tarn Mail", "m1", "2031-05-01T08:30:00Z",
	    "Ada Brook: The weir holds.");
	put(f, "Tarn Mail", "m2", "2031-04-30", "Ada Brook: The weir holds.");
	put(f, NULL, "x1", NULL,
	    "\xc2\xabWhat?\xc2\xbb\nAda Brook: The weir holds.");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	query_close(f->q);
	store_close(f->s);
	help_remove_dir(f->dir);
	free(f->path);
	free(f);
	return 0;
}

static bool
note(void *arg, const struct query_evidence *e)
{
	struct span words = textmap_cut(e->text, e->hull);

	buf_printf(arg, "m%d%s %.*s|", (int)e->mention->id,
	    e->mention->current ? "" : " old", (int)words.n, words.p);
	return true;
}

static void
evidence(struct fixture *f, struct query_filter qf, const char *want)
{
	struct buf b = { 0 };

	assert_int_equal(query_evidence(f->q, &qf, note, &b), RC_OK);
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
}

#define F(...)                \
	(struct query_filter) \
	{                     \
		__VA_ARGS__   \
	}
#define HOLDS " Ada Brook: The weir holds.|"

static void
current_evidence_comes_first_and_then_the_earliest(void **state)
{
	struct fixture *f = *state;

	/* without a time, the moment of commit counts: 2030 */
	evidence(
	    f, F(.claim = 1), "m8" HOLDS "m7" HOLDS "m6" HOLDS "m1 old" HOLDS);
	evidence(f, F(.claim = 1, .limit = 2), "m8" HOLDS "m7" HOLDS);
	evidence(f, F(.claim = 1, .limit = 2, .cursor = 7),
	    "m6" HOLDS "m1 old" HOLDS);
	evidence(f, F(.claim = 1, .cursor = 1), "");
	evidence(f, F(.claim = 1, .cursor = 99), "");
	evidence(f, F(.claim = 99), "");
	evidence(f, F(.mention = 1), "m1 old" HOLDS);
	assert_int_equal(
	    query_evidence(f->q, &F(.mention = 99), note, NULL), RC_NOENT);
}

static void
an_article_shows_what_its_current_text_holds(void **state)
{
	struct fixture *f = *state;

	evidence(f, F(.article = 1),
	    "m3 Bo Finch: Down 9.|m4 Ada Brook: The weir holds. |"
	    "m5 Odd Moss: No.|");
	evidence(f, F(.article = 1, .limit = 1), "m3 Bo Finch: Down 9.|");
	evidence(f, F(.article = 1, .cursor = 4), "m5 Odd Moss: No.|");
}

static bool
note_facts(void *arg, const struct query_evidence *e)
{
	buf_printf(arg, "%.*s %.*s %u", (int)e->title.n, e->title.p,
	    (int)e->url.n, e->url.p, e->text->length);
	return false;
}

static void
evidence_comes_with_its_article(void **state)
{
	struct fixture *f = *state;
	struct query_filter qf = { .claim = 1 };
	struct buf b = { 0 };

	assert_int_equal(query_evidence(f->q, &qf, note_facts, &b), RC_OK);
	assert_string_equal(
	    buf_cstr(&b), "A day in Lower Tarn https://tarn.example/1 34");
	buf_free(&b);
}

struct page {
	struct buf b;
	int64_t cursor;
};

static bool
note_speaker(void *arg, const struct query_speaker *s)
{
	struct page *p = arg;

	buf_printf(&p->b, "s%d %d, ", (int)s->id, (int)s->claims);
	p->cursor = s->cursor;
	return true;
}

static void
speakers_come_by_pages_though_their_numbers_grow(void **state)
{
	struct fixture *f = *state;
	struct query_filter qf = { .limit = 2 };
	struct page p = { 0 };

	assert_int_equal(query_speakers(f->q, &qf, note_speaker, &p), RC_OK);
	assert_string_equal(buf_cstr(&p.b), "s1 2, s2 1, ");
	/* s2 rises above where the page ended: nobody is told twice. */
	put(f, "Tarn Mail", "m3", NULL, "Bo Finch: 1.\nBo Finch: 2.");
	buf_clear(&p.b);
	qf.cursor = p.cursor;
	assert_int_equal(query_speakers(f->q, &qf, note_speaker, &p), RC_OK);
	assert_string_equal(buf_cstr(&p.b), "s3 1, ");
	buf_clear(&p.b);
	qf = F(.rising = true, .cursor = 1);
	assert_int_equal(query_speakers(f->q, &qf, note_speaker, &p), RC_OK);
	assert_string_equal(buf_cstr(&p.b), "s2 3, s3 1, ");
	buf_free(&p.b);
}

static bool
note_outlet(void *arg, const struct query_outlet *o)
{
	buf_printf(arg, "o%d %.*s %d %d, ", (int)o->id,
	    o->name.p != NULL ? (int)o->name.n : 1,
	    o->name.p != NULL ? o->name.p : "-", (int)o->articles,
	    (int)o->claims);
	return true;
}

static void
outlets_come_with_what_they_hold_now(void **state)
{
	struct fixture *f = *state;
	struct query_filter qf = { 0 };
	struct buf b = { 0 };

	assert_int_equal(query_outlets(f->q, &qf, note_outlet, &b), RC_OK);
	assert_string_equal(buf_cstr(&b),
	    "o1 Tarn Herald 1 3, o2 Tarn Mail 2 1, o3 tarn.example 1 1, ");
	buf_clear(&b);
	qf = F(.limit = 1, .cursor = 1);
	assert_int_equal(query_outlets(f->q, &qf, note_outlet, &b), RC_OK);
	assert_string_equal(buf_cstr(&b), "o2 Tarn Mail 2 1, ");
	buf_free(&b);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(current_evidence_comes_first_and_then_the_earliest),
		T(an_article_shows_what_its_current_text_holds),
		T(evidence_comes_with_its_article),
		T(speakers_come_by_pages_though_their_numbers_grow),
		T(outlets_come_with_what_they_hold_now),
	};

	return cmocka_run_group_tests_name(
	    "sink/query_evidence", tests, NULL, NULL);
}
