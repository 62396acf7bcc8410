/* filter.c -- a question's text and values. */
#include "filter.h"

#include <stdlib.h>

#include "sql.h"

void
filter_fini(struct filter *f)
{
	buf_free(&f->sql);
	buf_free(&f->words);
}

void
filter_say(struct filter *f, const char *sql)
{
	buf_puts(&f->sql, sql);
}

/* The condition, its "#" being value number n. */
static void
condition(struct filter *f, const char *text, int n)
{
	filter_say(f, f->where ? " AND (" : " WHERE (");
	f->where = true;
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '#')
			buf_printf(&f->sql, "?%d", n);
		else
			buf_append(&f->sql, p, 1);
	}
	filter_say(f, ")");
}

static void
add(struct filter *f, const char *text, struct filter_value v)
{
	if (f->n == FILTER_VALUES_MAX)
		abort();
	f->value[f->n++] = v;
	condition(f, text, f->n);
}

void
filter_text(struct filter *f, const char *text, struct span s)
{
	add(f, text, (struct filter_value) { .kind = FILTER_TEXT, .s = s });
}

void
filter_int(struct filter *f, const char *text, int64_t i)
{
	add(f, text, (struct filter_value) { .kind = FILTER_INT, .i = i });
}

static void
with_real(struct filter *f, const char *text, double r)
{
	add(f, text, (struct filter_value) { .kind = FILTER_REAL, .r = r });
}

static void
without_value(struct filter *f, const char *text)
{
	condition(f, text, 0);
}

static bool
blank(char c)
{
	return (unsigned char)c <= ' ';
}

/* Could the tokenizer find anything in it?  ASCII letters, digits, and
 * whatever lies beyond ASCII. */
static bool
wordy(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c >= '0' && c <= '9') ||
		    ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80)
			return true;
	}
	return false;
}

/* One FTS5 string; what could be syntax becomes a space. */
static void
put_string(struct buf *out, struct span s, bool begin)
{
	buf_puts(out, out->n > 0 ? " \"" : "\"");
	for (size_t i = 0; i < s.n; i++)
		buf_append(
		    out, s.p[i] == '"' || blank(s.p[i]) ? " " : &s.p[i], 1);
	buf_puts(out, begin ? "\" *" : "\"");
}

/* The next word or phrase of *rest; false when there is none. */
static bool
next(struct span *rest, struct span *word, bool *begin)
{
	const char *p = rest->p, *end = rest->p + rest->n, *from;
	bool phrase;

	while (p < end && blank(*p))
		p++;
	if (p == end)
		return false;
	phrase = *p == '"';
	from = phrase ? ++p : p;
	while (p < end && (phrase ? *p != '"' : !blank(*p) && *p != '"'))
		p++;
	*word = (struct span) { from, (size_t)(p - from) };
	if (phrase && p < end)
		p++;
	*begin = !phrase && word->n > 1 && word->p[word->n - 1] == '*';
	rest->n = (size_t)(end - p);
	rest->p = p;
	return true;
}

bool
filter_words(struct span text, struct buf *out)
{
	struct span word;
	bool begin;

	buf_clear(out);
	if (text.n == 0)
		return false;
	while (next(&text, &word, &begin))
		if (wordy(word))
			put_string(out, word, begin);
	return out->n > 0;
}

static enum rc
words(struct filter *f, const char *text, struct span s)
{
	if (s.p == NULL)
		return RC_OK;
	if (!filter_words(s, &f->words))
		return RC_REFUSED;
	filter_text(f, text, buf_span(&f->words));
	return RC_OK;
}

/* A condition that holds when the filter says anything. */
static void
text_if(struct filter *f, const char *text, struct span s)
{
	if (s.p != NULL)
		filter_text(f, text, s);
}

/* By id where s is one, else by name. */
static void
named(struct filter *f, struct span s, char letter, const char *by_id,
    const char *by_name)
{
	int64_t id;

	if (s.p == NULL)
		return;
	if (query_parse_id(s, letter, &id))
		filter_int(f, by_id, id);
	else
		filter_text(f, by_name, s);
}

#define SPEAKERS                                                              \
	"IN (SELECT n.entity FROM names n JOIN speaker_ids i ON i.id = n.id " \
	"WHERE instr(lower(i.name), lower(#)))"
#define ENTITY "(SELECT entity FROM names WHERE id = #)"
#define OUTLETS                                                     \
	"IN (SELECT id FROM outlets WHERE name = # COLLATE NOCASE " \
	"OR domain = # COLLATE NOCASE)"
#define WORDS "IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH #)"

enum rc
filter_claims(struct filter *f, const struct query_filter *q)
{
	named(f, q->speaker, 's', "c.speaker_number = " ENTITY,
	    "c.speaker_number " SPEAKERS);
	named(f, q->outlet, 'o',
	    "EXISTS (SELECT 1 FROM claim_outlets x "
	    "WHERE x.claim = c.number AND x.outlet = #)",
	    "EXISTS (SELECT 1 FROM claim_outlets x "
	    "WHERE x.claim = c.number AND x.outlet " OUTLETS ")");
	text_if(f, "c.kind = #", q->kind);
	text_if(f, "c.status = #", q->status);
	text_if(f, "c.figure ->> '$.unit' = #", q->unit);
	if (q->min_origins > 0)
		filter_int(f, "c.origins >= #", q->min_origins);
	if (q->min_origins >= 2)
		without_value(f, "c.origins >= 2"); /* there is an index */
	if (q->has_value_min)
		with_real(f, "c.figure ->> '$.value' >= #", q->value_min);
	if (q->has_value_max)
		with_real(f, "c.figure ->> '$.value' <= #", q->value_max);
	return words(f, "c.number " WORDS, q->text);
}

/* What says something of the mention itself. */
static void
mention_itself(struct filter *f, const struct query_filter *q)
{
	named(f, q->speaker, 's', "m.speaker_number = " ENTITY,
	    "m.speaker_number " SPEAKERS);
	named(f, q->outlet, 'o', "m.outlet_number = #",
	    "m.outlet_number " OUTLETS);
	text_if(f, "m.kind = #", q->kind);
	text_if(f,
	    "EXISTS (SELECT 1 FROM json_each(m.figures) "
	    "WHERE value ->> '$.unit' = #)",
	    q->unit);
	if (q->has_value_min)
		with_real(f,
		    "EXISTS (SELECT 1 FROM json_each(m.figures) "
		    "WHERE value ->> '$.value' >= #)",
		    q->value_min);
	if (q->has_value_max)
		with_real(f,
		    "EXISTS (SELECT 1 FROM json_each(m.figures) "
		    "WHERE value ->> '$.value' <= #)",
		    q->value_max);
	without_value(f, q->superseded ? "m.is_read" : "m.is_current");
}

enum rc
filter_mentions(struct filter *f, const struct query_filter *q)
{
	mention_itself(f, q);
	if (q->claim != 0)
		filter_int(f,
		    "m.number IN (SELECT mention FROM mention_claims "
		    "WHERE claim = #)",
		    q->claim);
	/* By their ranges, since none is found by its article. */
	if (q->article != 0)
		filter_int(f,
		    "m.number IN (SELECT x.id FROM revisions r "
		    "CROSS JOIN mentions x ON x.id >= r.first_mention "
		    "AND x.id < r.first_mention + r.mentions "
		    "WHERE r.article = #)",
		    q->article);
	text_if(f,
	    "EXISTS (SELECT 1 FROM mention_claims x JOIN claims c "
	    "ON c.id = x.claim WHERE x.mention = m.number "
	    "AND c.status = #)",
	    q->status);
	if (q->min_origins > 0)
		filter_int(f,
		    "EXISTS (SELECT 1 FROM mention_claims x JOIN claims c "
		    "ON c.id = x.claim WHERE x.mention = m.number "
		    "AND c.origins >= #)",
		    q->min_origins);
	return words(f,
	    "m.number IN (SELECT mention FROM mention_claims "
	    "WHERE claim " WORDS ")",
	    q->text);
}

/* A member of the change's body. */
#define BODY(path) "('{' || x.body || '}' ->> '$." path "')"

enum rc
filter_changes(struct filter *f, const struct query_filter *q)
{
	text_if(f, "x.type = # OR substr(x.type, 1, length(#) + 1) = # || '.'",
	    q->type);
	named(f, q->speaker, 's', BODY("claim.speaker.id") " = 's' || #",
	    "instr(lower(" BODY("claim.speaker.name") "), lower(#))");
	named(f, q->outlet, 'o',
	    "x.article IN (SELECT id FROM articles WHERE outlet = #)",
	    "x.article IN (SELECT id FROM articles WHERE outlet " OUTLETS ")");
	text_if(f, BODY("claim.kind") " = #", q->kind);
	text_if(f, BODY("claim.status") " = #", q->status);
	text_if(f, BODY("claim.figure.unit") " = #", q->unit);
	if (q->min_origins > 0)
		filter_int(f, BODY("claim.origins") " >= #", q->min_origins);
	if (q->has_value_min)
		with_real(f, BODY("claim.figure.value") " >= #", q->value_min);
	if (q->has_value_max)
		with_real(f, BODY("claim.figure.value") " <= #", q->value_max);
	if (q->has_changed_by_min)
		with_real(f,
		    "abs(" BODY("claim.figure.value") " - " BODY(
			"other.figure.value") ") >= #",
		    q->changed_by_min);
	return words(f, "x.claim " WORDS, q->text);
}

void
filter_moved(struct filter *f, const struct query_filter *q)
{
	if (q->has_changed_by_min)
		with_real(f,
		    "abs((c.figure ->> '$.value') - (SELECT figure ->> "
		    "'$.value' FROM claims WHERE id = r.a)) >= #",
		    q->changed_by_min);
}

void
filter_articles(struct filter *f, const struct query_filter *q)
{
	named(f, q->outlet, 'o', "a.outlet_number = #",
	    "a.outlet_number " OUTLETS);
}

void
filter_page(struct filter *f, const struct query_filter *q, const char *id)
{
	char text[64];

	if (q->cursor != 0) {
		snprintf(
		    text, sizeof text, "%s %c #", id, q->rising ? '>' : '<');
		filter_int(f, text, q->cursor);
	}
	buf_printf(&f->sql, " ORDER BY %s%s", id, q->rising ? "" : " DESC");
	if (q->limit > 0)
		buf_printf(&f->sql, " LIMIT %u", q->limit);
}

static void
bind_value(sqlite3_stmt *st, int i, const struct filter_value *v)
{
	switch (v->kind) {
	case FILTER_TEXT:
		sql_text(st, i, v->s);
		break;
	case FILTER_INT:
		sql_int(st, i, v->i);
		break;
	case FILTER_REAL:
		sql_real(st, i, v->r);
		break;
	}
}

enum rc
filter_ask(struct filter *f, sqlite3 *db, sqlite3_stmt **st)
{
	const char *text = buf_cstr(&f->sql);
	enum rc rc;

	if ((rc = sql_prepare(db, &text, 1, st)) != RC_OK)
		return rc;
	for (int i = 0; i < f->n; i++)
		bind_value(*st, i + 1, &f->value[i]);
	return RC_OK;
}
