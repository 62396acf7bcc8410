/*
 * history.h -- random histories of a store, for tests of what is derived: few
 * enough speakers and sentences that claims repeat, vanish and return.
 */
#ifndef TESTS_HISTORY_H
#define TESTS_HISTORY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "invent.h"
#include "proto/buf.h"
#include "proto/mem.h"
#include "sink/outlets.h"
#include "sink/query.h"
#include "tests/help.h"

#define HISTORY_BATCH 16

static inline uint64_t
history_draw(uint64_t *seed, uint64_t below)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return (*seed * 0x2545f4914f6cdd1du >> 33) % below;
}

static inline void
history_text(uint64_t *seed, struct buf *b)
{
	static const char *const who[] = { "Ada Brook", "Bo Finch", "Cy Moor",
		"Nobody", "Zo\xc3\xab Ash", "Mrs. Brook", "Dan Brook",
		"Mr. Finch", "Zoe Ash", "Bo Q. Finch" };
	static const char *const what[] = { "The weir holds.",
		"No, The weir holds.", "It rained.", "Mills rose %d percent.",
		"Now wages rose %d percent, or 13.",
		"The river level is now %d.",
		"\xe2\x80\x9cNo comment,\xe2\x80\x9d she said.", NULL };
	/* A part of one sentence: parts that share much say the same, and
	 * long ones show that short ones do. */
	static const char *const part[] = { "mills ", "beside ", "Marl ",
		"need ", "cleaner ", "water ", "before ", "summer ", "comes " };
	/* Two events, and articles that tell of both or none. */
	static const char *const names[] = { "the Alder of Birch and Cedar",
		"the Dogwood of Elm and Fir", "nothing",
		"the Alder of Birch and Cedar, the Dogwood of Elm and Fir" };
	uint64_t n = history_draw(seed, 4);

	buf_clear(b);
	buf_printf(b, "Day %d of %s\n", (int)history_draw(seed, 12),
	    names[history_draw(seed, 4)]);
	for (uint64_t i = 0; i < n; i++) {
		const char *form = what[history_draw(seed, 8)];

		buf_printf(b, "%s: ",
		    who[history_draw(
			seed, history_draw(seed, 4) == 0 ? 10 : 5)]);
		for (uint64_t k = form != NULL ? 9 : history_draw(seed, 5),
			      end = k + 4 + history_draw(seed, 6);
		     k < end && k < 9; k++)
			buf_puts(b, part[k]);
		if (form == NULL) {
			buf_puts(b, "\n");
			continue;
		}
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
		buf_printf(b, form, (int)history_draw(seed, 4) * 10);
#pragma GCC diagnostic pop
		buf_puts(b, "\n");
	}
	buf_cstr(b);
}

/* A part of one of three long stories, or of two: outlets copy them. */
static inline void
history_story(uint64_t *seed, struct buf *b)
{
	int stories = history_draw(seed, 3) == 0
	    ? 1 + (int)history_draw(seed, 2)
	    : 0;

	for (; stories > 0; stories--) {
		int story = (int)history_draw(seed, 3),
		    from = (int)history_draw(seed, 60);

		for (int i = from; i < from + 60; i++)
			buf_printf(b, "word%dof%d ", i % 100, story);
		buf_puts(b, "\n");
	}
	if (history_draw(seed, 20) == 0)
		buf_puts(b, "With files from The Canadian Press\n");
	buf_cstr(b);
}

struct history_made {
	struct invent v;
	struct arena arena;
	struct buf text;
	char outlet[16], id[16], published[40];
};

static inline void
history_make(struct history_made *m, uint64_t *seed)
{
	static const char *const source[] = { NULL, NULL, NULL, "Marl Wire",
		"the MARL wire", "Outlet 3" };
	bool unsaid = history_draw(seed, 4) == 0;

	history_text(seed, &m->text);
	history_story(seed, &m->text);
	snprintf(m->outlet, sizeof m->outlet, "Outlet %d",
	    (int)history_draw(seed, 5));
	snprintf(m->id, sizeof m->id, "%d", (int)history_draw(seed, 12));
	snprintf(m->published, sizeof m->published,
	    "2031-05-%02dT%02d:00:00+0%d:00", 1 + (int)history_draw(seed, 28),
	    (int)history_draw(seed, 24), (int)history_draw(seed, 9));
	invent(&m->v, m->outlet, m->id, unsaid ? NULL : m->published,
	    buf_cstr(&m->text));
	m->v.article.source = span_of(source[history_draw(seed, 6)]);
	arena_reset(&m->arena);
	invent_gists(&m->v, &m->arena);
}

/* The user edits the table of outlets. */
static inline void
history_outlets(struct store *s, uint64_t *seed, int64_t now)
{
	static const char *const tables[] = { "name,owner\n",
		"name,owner\nOutlet 1,Marl\nOutlet 3,Marl\n",
		"name,owner\nOutlet 1,Marl\nOutlet 2,Marl\nMarl Wire,Marl\n",
		"name,owner\nOutlet 3,Outlet 4\nOutlet 4,Outlet 3\n" };
	struct outlets o = { 0 };
	struct buf why = { 0 };
	size_t n;

	assert_int_equal(
	    outlets_parse(
		&o, span_of(tables[history_draw(seed, 4)]), NULL, NULL, &why),
	    RC_OK);
	assert_int_equal(store_outlets(s, &o, now, &n), RC_OK);
	outlets_free(&o);
	buf_free(&why);
}

/* The user says who is who. */
static inline void
history_speakers(struct store *s, uint64_t *seed, int64_t now)
{
	static const char *const names[] = { "Ada Brook", "Mrs. Brook",
		"Mr. Finch", "Cy Moor", "The mayor", "Zo\xc3\xab Ash" };
	struct store_order o = {
		.kind = history_draw(seed, 2) == 0 ? STORE_MERGE : STORE_SPLIT,
		.name_a = span_of(names[history_draw(seed, 6)]),
		.name_b = span_of(names[history_draw(seed, 6)])
	};
	size_t n;

	assert_int_equal(store_entities(s, &o, 1, now, &n), RC_OK);
}

static inline void
history_commit(struct store *s, size_t articles, uint64_t seed)
{
	struct history_made *m = mem_zalloc(HISTORY_BATCH * sizeof *m);
	struct store_entry e[HISTORY_BATCH];
	enum store_outcome o[HISTORY_BATCH];
	int64_t now = 1900000000000;

	for (size_t done = 0; done < articles;) {
		size_t n = 1 + history_draw(&seed, HISTORY_BATCH);

		for (size_t i = 0; i < n; i++) {
			history_make(&m[i], &seed);
			e[i] = m[i].v.entry;
		}
		now += (int64_t)history_draw(&seed, 100000000);
		if (history_draw(&seed, 3) == 0)
			history_outlets(s, &seed, now);
		if (history_draw(&seed, 8) == 0)
			history_speakers(s, &seed, now);
		assert_int_equal(store_commit(s, e, n, now, o), RC_OK);
		done += n;
	}
	for (size_t i = 0; i < HISTORY_BATCH; i++) {
		buf_free(&m[i].text);
		arena_free(&m[i].arena);
	}
	free(m);
}

static inline void
history_rows(sqlite3 *db, const char *question, struct buf *out)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, question, -1, &st, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	buf_printf(out, "%s\n", question);
	while (sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			const char *t = (const char *)sqlite3_column_text(
			    st, i);

			buf_printf(out, "%s|", t != NULL ? t : "-");
		}
		buf_puts(out, "\n");
	}
	sqlite3_finalize(st);
}

/* All derived tables, the full-text index word by word. */
static inline void
history_dump(struct store *s, struct buf *out)
{
	static const char *const questions[] = {
		"SELECT * FROM claims ORDER BY id",
		"SELECT * FROM mention_claims ORDER BY mention, claim",
		"SELECT * FROM claim_outlets ORDER BY claim, outlet",
		"SELECT article, revision, own, credited, first, origin, at, "
		"hex(bins) FROM lineage ORDER BY article",
		"SELECT * FROM copies ORDER BY article, other",
		"SELECT * FROM credits ORDER BY article, n",
		"SELECT * FROM speakers ORDER BY id",
		"SELECT * FROM names ORDER BY id",
		"SELECT * FROM relations ORDER BY id",
		"SELECT * FROM corrections ORDER BY newer, older, article",
		"SELECT * FROM wordings ORDER BY id",
		"SELECT * FROM links ORDER BY wording, other",
		"SELECT * FROM kin ORDER BY low, high",
		"SELECT * FROM traces ORDER BY feature, wording",
		"SELECT * FROM marks ORDER BY feature, wording",
		"SELECT * FROM redirects ORDER BY old",
		"SELECT * FROM temp.words ORDER BY term, doc, col, offset",
		"SELECT id, hex(sz) FROM claims_fts_docsize ORDER BY id",
		"SELECT max(seq), count(*) FROM changes",
	};

	assert_int_equal(sqlite3_exec(store_db(s),
			     "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words "
			     "USING fts5vocab(main, claims_fts, instance)",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
		history_rows(store_db(s), questions[i], out);
}

static inline void
history_finding(void *arg, const char *sentence)
{
	(void)arg;
	fail_msg("%s", sentence);
}

static inline void
history_check(struct store *s)
{
	struct query *q = query_on(s);

	assert_int_equal(query_check(q, history_finding, NULL), RC_OK);
	query_close(q);
}

static inline int64_t
history_number(struct store *s, const char *question)
{
	sqlite3_stmt *st;
	int64_t n;

	assert_int_equal(
	    sqlite3_prepare_v2(store_db(s), question, -1, &st, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

#endif
