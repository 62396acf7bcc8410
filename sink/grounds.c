/* grounds.c -- why an article is of its origin. */
#include "grounds.h"

#include <inttypes.h>

#include "form.h"

/* In per cent, rounded down: 100 is all. */
static int64_t
share(int64_t part, int64_t all)
{
	return all > 0 ? part * 100 / all : 0;
}

static void
say_copy(struct buf *out, const struct query_lineage *l)
{
	buf_printf(out, "a near-copy of a%" PRId64, l->copy);
	if (l->copy_outlet.n > 0)
		buf_printf(
		    out, " (%.*s)", (int)l->copy_outlet.n, l->copy_outlet.p);
	buf_printf(out,
	    ": %" PRId64 " %% of its word sequences stand there, %" PRId64
	    " %% of those here (%" PRId64 " in both)",
	    share(l->shared, l->of), share(l->shared, l->of_copy), l->shared);
}

/* What the article says itself. */
static void
say_own(struct buf *out, const struct query_lineage *l)
{
	if (l->how.n > 0)
		buf_printf(out, "credits %.*s (%.*s: \"%.*s\")", (int)l->own.n,
		    l->own.p, (int)l->how.n, l->how.p, (int)l->exact.n,
		    l->exact.p);
	else if (l->copy == 0 && l->outlet.n > 0)
		buf_puts(out, "its outlet's own");
	else if (l->copy == 0)
		buf_puts(out, "of an outlet that is not known");
}

void
grounds_say(struct buf *out, const struct query_lineage *l)
{
	say_own(out, l);
	if (l->copy != 0) {
		if (l->how.n > 0)
			buf_puts(out, "; ");
		say_copy(out, l);
	}
	if (l->owner.n > 0)
		buf_printf(out, "; %.*s owns that, by the outlet table",
		    (int)l->owner.n, l->owner.p);
	if (l->first.n > 0)
		buf_printf(out,
		    "; says that %.*s reported it first, which is recorded, "
		    "not counted",
		    (int)l->first.n, l->first.p);
}

static void
put_article(struct json *j, int64_t id, struct span name, struct span outlet)
{
	json_key_text(j, "article", name);
	json_key(j, "article_id");
	form_id(j, 'a', id);
	json_key_text(j, "outlet", outlet);
}

static void
put_credit(struct json *j, const struct query_lineage *l)
{
	json_key(j, "credit");
	if (l->how.n == 0) {
		json_null(j);
		return;
	}
	json_open(j, '{');
	json_key_text(j, "how", l->how);
	json_key_text(j, "exact", l->exact);
	json_close(j, '}');
}

static void
put_copy(struct json *j, const struct query_lineage *l)
{
	json_key(j, "copy");
	if (l->copy == 0) {
		json_null(j);
		return;
	}
	json_open(j, '{');
	put_article(j, l->copy, l->copy_name, l->copy_outlet);
	json_key_int(j, "shared", l->shared);
	json_key_int(j, "of", l->of);
	json_key_int(j, "of_copy", l->of_copy);
	json_close(j, '}');
}

void
grounds_json(struct json *j, const struct query_lineage *l)
{
	struct buf why = { 0 };

	grounds_say(&why, l);
	json_open(j, '{');
	json_key_text(j, "origin", l->origin);
	put_article(j, l->article, l->name, l->outlet);
	json_key_text(j, "own", l->own);
	json_key_text(j, "owner", l->owner);
	put_credit(j, l);
	json_key_text(j, "first_reported_by", l->first);
	put_copy(j, l);
	json_key_text(j, "why", buf_span(&why));
	json_close(j, '}');
	buf_free(&why);
}

void
grounds_wording(struct json *j, const struct query_wording *w)
{
	json_open(j, '{');
	json_key(j, "mention");
	form_id(j, 'm', w->mention);
	json_key(j, "like");
	form_id(j, 'm', w->like);
	json_key(j, "score");
	json_real(j, w->score);
	json_key_text(j, "why", w->why);
	json_close(j, '}');
}
