/*
 * fuzz_filter.c -- whatever people type as search words or ids, and whatever
 * outlets give as times: no input makes an FTS5 syntax error.
 */
#include <stdint.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "sink/filter.h"
#include "sink/when.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A full-text table, made once. */
static sqlite3_stmt *
question(void)
{
	static sqlite3_stmt *st;
	sqlite3 *db;

	if (st != NULL)
		return st;
	if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
	    sqlite3_exec(db,
		"CREATE VIRTUAL TABLE t USING fts5(text, speaker, "
		"tokenize = 'unicode61 remove_diacritics 2');"
		"INSERT INTO t VALUES('the weir holds', 'Ada Brook')",
		NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "SELECT rowid FROM t WHERE t MATCH ?1", -1,
		&st, NULL) != SQLITE_OK)
		abort();
	return st;
}

static void
match(struct span words)
{
	sqlite3_stmt *st = question();
	int code;

	sqlite3_bind_text(st, 1, words.p, (int)words.n, SQLITE_STATIC);
	while ((code = sqlite3_step(st)) == SQLITE_ROW)
		continue;
	if (code != SQLITE_DONE)
		abort();
	sqlite3_reset(st);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = { (const char *)p, n };
	struct buf words = { 0 };
	int64_t v;

	if (n > 4096)
		return 0;
	if (filter_words(s, &words))
		match(buf_span(&words));
	if (query_parse_id(s, 'c', &v) && v <= 0)
		abort();
	if (when_parse(s, &v) && (v < -62135683200000 || v > 253402387199999))
		abort();
	buf_free(&words);
	return 0;
}
