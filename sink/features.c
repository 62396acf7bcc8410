/* features.c -- what wordings are found by, as SQL functions. */
#include "features.h"

#include "kin.h"
#include "proto/json.h"
#include "sql.h"
#include "wordings.h"

#define MOST (KIN_MARKS > WORDINGS_TRACES ? KIN_MARKS : WORDINGS_TRACES)

typedef unsigned find_fn(const struct gist *g, uint64_t *feature);

static find_fn *const finds[] = { wordings_traces, kin_marks };

static void
answer(sqlite3_context *c, const uint64_t *feature, unsigned n)
{
	struct buf out = { 0 };
	struct json j = json_on(&out);

	json_open(&j, '[');
	for (unsigned i = 0; i < n; i++)
		json_int(&j, (int64_t)feature[i]);
	json_close(&j, ']');
	sqlite3_result_text(c, out.p, (int)out.n, SQLITE_TRANSIENT);
	buf_free(&out);
}

static void
features(sqlite3_context *c, int n, sqlite3_value **v)
{
	find_fn *const *find = sqlite3_user_data(c);
	struct gist *g = sqlite3_malloc(sizeof *g);
	uint64_t feature[MOST];
	struct span gist;
	unsigned found = 0;

	(void)n;
	if (g == NULL) {
		sqlite3_result_error_nomem(c);
		return;
	}
	gist.p = sqlite3_value_blob(v[0]);
	gist.n = (size_t)sqlite3_value_bytes(v[0]);
	if (gist.p != NULL && gist_unpack(gist, g) == RC_OK)
		found = (*find)(g, feature);
	answer(c, feature, found);
	sqlite3_free(g);
}

enum rc
features_register(sqlite3 *db)
{
	static const char *const name[] = { "traces_of", "marks_of" };
	int code = SQLITE_OK;

	for (unsigned i = 0; code == SQLITE_OK && i < 2; i++)
		code = sqlite3_create_function(db, name[i], 1,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC, (void *)&finds[i],
		    features, NULL, NULL);
	return sql_rc(code);
}
