/* words.c -- the full-text index of claims, written in one go. */
#include "words.h"

#include <stdlib.h>

#include "proto/buf.h"
#include "proto/mem.h"
#include "sql.h"

/* A rebuild is one long transaction: it is written in pieces. */
#define ROWS_MAX 8192u

enum { ADD, DROP, N_SQL };

static const char *const sql[N_SQL] = {
	[ADD] = "INSERT INTO claims_fts(rowid, text, speaker) "
		"VALUES(?1, ?2, ?3)",
	/* The index keeps no text: it is told what to take out. */
	[DROP] = "INSERT INTO claims_fts(claims_fts, rowid, text, speaker) "
		 "VALUES('delete', ?1, ?2, ?3)",
};

struct row {
	int64_t id;
	size_t text, text_n;       /* within struct words.bytes */
	size_t speaker, speaker_n; /* likewise */
	bool has_speaker;
};

struct words {
	sqlite3_stmt *st[N_SQL];
	struct row row[ROWS_MAX];
	size_t n;
	struct buf bytes;
};

enum rc
words_new(sqlite3 *db, struct words **out)
{
	struct words *w = mem_zalloc(sizeof *w);
	enum rc rc;

	if ((rc = sql_prepare(db, sql, N_SQL, w->st)) != RC_OK) {
		free(w);
		return rc;
	}
	*out = w;
	return RC_OK;
}

void
words_free(struct words *w)
{
	if (w == NULL)
		return;
	sql_finalize(w->st, N_SQL);
	buf_free(&w->bytes);
	free(w);
}

enum rc
words_add(struct words *w, int64_t id, struct span text, struct span speaker)
{
	struct row *r;
	enum rc rc;

	if (w->n == ROWS_MAX && (rc = words_flush(w)) != RC_OK)
		return rc;
	r = &w->row[w->n++];
	*r = (struct row) { .id = id,
		.text = w->bytes.n,
		.text_n = text.n,
		.speaker = w->bytes.n + text.n,
		.speaker_n = speaker.n,
		.has_speaker = speaker.p != NULL };
	buf_append(&w->bytes, text.p, text.n);
	buf_append(&w->bytes, speaker.p, speaker.n);
	return RC_OK;
}

static enum rc
put(sqlite3_stmt *st, int64_t id, struct span text, struct span speaker)
{
	sql_int(st, 1, id);
	sql_text(st, 2, text);
	sql_text(st, 3, speaker);
	return sql_run(st);
}

enum rc
words_drop(struct words *w, int64_t id, struct span text, struct span speaker)
{
	enum rc rc = words_flush(w);

	return rc == RC_OK ? put(w->st[DROP], id, text, speaker) : rc;
}

enum rc
words_flush(struct words *w)
{
	const char *bytes = buf_cstr(&w->bytes);

	for (size_t i = 0; i < w->n; i++) {
		const struct row *r = &w->row[i];
		struct span speaker = { bytes + r->speaker, r->speaker_n };
		enum rc rc;

		if (!r->has_speaker)
			speaker.p = NULL;
		rc = put(w->st[ADD], r->id,
		    (struct span) { bytes + r->text, r->text_n }, speaker);
		if (rc != RC_OK)
			return rc;
	}
	words_forget(w);
	return RC_OK;
}

void
words_forget(struct words *w)
{
	w->n = 0;
	buf_clear(&w->bytes);
}
