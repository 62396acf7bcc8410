/*
 * answering.h -- a small store of invented articles and the answers to what
 * is asked of it, without HTTP, for the tests of sink/web/answer_*.c.
 */
#ifndef TESTS_ANSWERING_H
#define TESTS_ANSWERING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "invent.h"
#include "proto/jsonin.h"
#include "proto/mem.h"
#include "sink/web/answer.h"
#include "tests/help.h"

#define NOON 1900000000000 /* 2030-03-17T17:46:40Z */

struct answering {
	char *dir, *path;
	struct store *s;
	struct answer_desk d;
	struct reply r;
	struct json_object *json; /* of the last answer; NULL: it was none */
};

static inline void
answering_sql(struct answering *f, const char *sql)
{
	char *error = NULL;

	sqlite3_exec(store_db(f->s), sql, NULL, NULL, &error);
	if (error != NULL)
		fail_msg("%s: %s", sql, error);
}

/* An article, whose claims are the lines of its text: invent.h. */
static inline void
answering_put(struct answering *f, const char *outlet, const char *id,
    const char *published, const char *text)
{
	struct invent v;
	enum store_outcome o;

	invent(&v, outlet, id, published, text);
	v.article.url = span_of("https://tarn.example/a?b=<c>&d");
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
	assert_int_equal(o, STORE_COMMITTED);
}

/* c1 is told by two outlets, c2 by a third; c4 was withdrawn. */
static inline void
answering_fill(struct answering *f)
{
	answering_put(f, "Tarn Herald", "h1", "2031-05-01T10:00:00+02:00",
	    "Ada Brook: The weir holds.\nBo Finch: Up 4 percent in May.");
	answering_put(f, "Tarn Mail", "m1", "2031-05-01",
	    "Ada Brook: The weir holds.\nAda Brook: Z\xc3\xbcgig!");
	answering_put(f, "Tarn Mail", "m2", NULL, "Bo Finch: Up 9 percent.");
	answering_put(f, "Tarn Mail", "m2", NULL, "Nothing was said.");
	answering_put(
	    f, "Upper Echo", "m1", "2031-05-02", "Odd Moss: <b>& 'So'.");
}

/* Of one matter: c2 (4 percent, m2) was revised by c4 (9 percent, m5). */
static inline void
answering_relate(struct answering *f)
{
	answering_sql(f, "UPDATE claims SET matter = 4 WHERE id IN (2, 4)");
	answering_sql(f,
	    "INSERT INTO relations(id, type, a, b, why, score, mention_a, "
	    "mention_b) VALUES"
	    "(7, 'revised', 2, 4, 'a later figure', 0.75, 2, 5)");
}

static inline int
answering_setup(void **state)
{
	struct answering *f = mem_zalloc(sizeof *f);
	struct store_opts o = { 0 };
	struct buf why = { 0 };

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "claims.db");
	o.path = f->path;
	if (store_open(&o, &f->s, &why) != RC_OK ||
	    query_open(f->path, &f->d.q, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
	f->d.texts = true;
	f->d.folder = f->dir;
	answering_fill(f);
	reply_init(&f->r);
	*state = f;
	return 0;
}

static inline int
answering_teardown(void **state)
{
	struct answering *f = *state;

	json_object_put(f->json);
	reply_fini(&f->r);
	query_close(f->d.q);
	store_close(f->s);
	help_remove_dir(f->dir);
	free(f->path);
	free(f);
	return 0;
}

/* Ask: the status, with the answer in f->r and, where it is JSON, f->json. */
static inline unsigned
answering_ask(struct answering *f, answer_fn *fn, struct ask a)
{
	struct buf why = { 0 };

	json_object_put(f->json);
	f->json = NULL;
	reply_fini(&f->r);
	reply_init(&f->r);
	if (a.query.p == NULL)
		a.query = span_of("");
	fn(&f->d, &a, &f->r);
	if (f->r.fd < 0 && f->r.body.n > 0 && f->r.body.p[0] == '{' &&
	    jsonin_parse(buf_span(&f->r.body), 16, &f->json, &why) != RC_OK)
		fail_msg(
		    "%s: %.*s", buf_cstr(&why), (int)f->r.body.n, f->r.body.p);
	buf_free(&why);
	return f->r.status;
}

/* What stands at path ("claims.0.speaker.name") of the answer, as JSON text;
 * a number after a dot is an index, "#" the length of an array. */
static inline const char *
answering_at(const struct answering *f, const char *path)
{
	struct json_object *o = f->json;
	static char text[4096];
	char name[64];

	while (*path != '\0') {
		size_t n = strcspn(path, ".");

		snprintf(name, sizeof name, "%.*s", (int)n, path);
		if (strcmp(name, "#") == 0) {
			snprintf(text, sizeof text, "%zu",
			    json_object_array_length(o));
			return text;
		}
		if (json_object_is_type(o, json_type_array))
			o = json_object_array_get_idx(
			    o, strtoul(name, NULL, 10));
		else if (!json_object_object_get_ex(o, name, &o))
			return "(absent)";
		path += n + (path[n] == '.');
	}
	snprintf(text, sizeof text, "%s",
	    json_object_to_json_string_ext(
		o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	return text;
}

#define answering_is(f, path, want) \
	assert_string_equal(answering_at(f, path), want)

/* "GENERATION-SEQ" in quotation marks. */
static inline const char *
answering_id(const struct answering *f, int64_t seq)
{
	static char text[64];

	snprintf(
	    text, sizeof text, "\"%s-%d\"", query_generation(f->d.q), (int)seq);
	return text;
}

#define A(...)                             \
	(struct ask)                       \
	{                                  \
		.route = NULL, __VA_ARGS__ \
	}
#define S(text)                        \
	{                              \
		text, sizeof(text) - 1 \
	}

#endif
