/* answer_jsonfeed.c -- /feed.json: JSON Feed 1.1; `_claimwire` has CLAIM. */
#include "entry.h"

#define ABOUT "https://jsonfeed.org/version/1.1"

/* Each puts its comma itself: entries are gathered before the feed is. */
static void
put_item(struct buf *out, const struct entry *e)
{
	struct json j = json_on(out);

	j.comma = out->n > 0;
	json_open(&j, '{');
	json_key_text(&j, "id", span_of(e->id));
	json_key_text(&j, "url", e->address);
	json_key_text(&j, "title", e->title);
	json_key_text(&j, "content_text", e->text);
	json_key_text(&j, "date_published", span_of(e->published));
	json_key_text(&j, "date_modified", span_of(e->updated));
	json_key(&j, "tags");
	json_open(&j, '[');
	json_str(&j, e->claim->status);
	json_str(&j, e->claim->kind);
	json_close(&j, ']');
	json_key(&j, "_claimwire");
	json_open(&j, '{');
	json_key(&j, "claim");
	form_claim(&j, e->claim);
	json_close(&j, '}');
	json_close(&j, '}');
}

static void
put_feed(struct buf *out, const struct entry_feed *f, struct span items)
{
	struct json j = json_on(out);

	json_open(&j, '{');
	json_key_text(&j, "version", span_of(ABOUT));
	json_key_text(&j, "title", buf_span(&f->title));
	json_key_text(&j, "home_page_url", buf_span(&f->home));
	json_key_text(&j, "feed_url", buf_span(&f->self));
	if (f->next.n > 0)
		json_key_text(&j, "next_url", buf_span(&f->next));
	json_key(&j, "authors");
	json_raw(&j, (struct span)SPAN("[{\"name\":\"claimwire\"}]"));
	json_key(&j, "items");
	json_open(&j, '[');
	if (items.n > 0)
		json_raw(&j, items);
	json_close(&j, ']');
	json_close(&j, '}');
	buf_puts(out, "\n");
}

void
answer_jsonfeed(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct entry_feed feed = { 0 };
	struct buf items = { 0 };
	enum rc rc = entry_page(d, a, "/feed.json", put_item, &items, &feed);

	if (rc != RC_OK) {
		reply_failed(r, rc);
	} else {
		r->type = "application/feed+json";
		put_feed(&r->body, &feed, buf_span(&items));
		reply_tag(r, a);
	}
	buf_free(&items);
	entry_fini(&feed);
}
