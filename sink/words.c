/* words.c -- the full-text index of claims, written in one go. */
#include "words.h"

#include <stdlib.h>

#include "proto/buf.h"
#include "proto/mem.h"
#include "sql.h"

/* A rebuild is one long transaction: it is written in pieces. */
#define ROWS_MAX 8192u

static const char *const sql[] = {
	"INSERT INTO claims_fts(rowid, text, speaker) VALUES(?1, ?2, ?3)"
};

struct row {
	int64_t id;
	size_t text, text_n;       /* within struct words.bytes */
	size_t speaker, speaker_n; /* likewise */
	bool has_speaker;
};

struct words {
	sqlite3_stmt *st;
	struct row row[ROWS_MAX];
	size_t n;
	struct buf bytes;
};

enum rc
words_new(sqlite3 *db, struct words **out)
{
	struct words *w = mem_zalloc(sizeof *w);
	enum rc rc;

	if ((rc = sql_prepare(db, sql, 1, &w->st)) != RC_OK) {
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
	sql_finalize(&w->st, 1);
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
		sql_int(w->st, 1, r->id);
		sql_text(
		    w->st, 2, (struct span) { bytes + r->text, r->text_n });
		sql_text(w->st, 3, speaker);
		if ((rc = sql_run(w->st)) != RC_OK)
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
