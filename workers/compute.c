/* compute.c -- one article in a child: blob in, blob out. */
#include "compute.h"

#include "engine.h"
#include "proto/article.h"
#include "proto/found.h"

static enum compute_result
refuse(struct buf *out, const char *why, enum compute_result kind)
{
	buf_clear(out);
	buf_puts(out, why);
	return kind;
}

static enum compute_result
extract(const struct article *a, struct arena *arena, struct buf *out)
{
	struct buf why = { 0 };
	struct found f;
	enum compute_result kind = COMPUTE_FOUND;

	if (engine_extract(a, arena, false, &f, NULL, &why) == RC_OK)
		found_encode(&f, out);
	else
		kind = refuse(out, buf_cstr(&why), COMPUTE_REFUSED);
	buf_free(&why);
	return kind;
}

enum compute_result
compute_article(struct span art, struct arena *arena, struct buf *out)
{
	enum compute_result kind;
	struct mp_doc d;
	struct article a;
	enum rc rc = article_decode(art, &d, &a);

	if (rc == RC_VERSION)
		return refuse(out,
		    "the article was accepted by a newer version: upgrade "
		    "this worker",
		    COMPUTE_FAILED);
	if (rc != RC_OK)
		return refuse(out,
		    rc == RC_TOOBIG ? "the article is over a limit"
				    : "the article's blob is malformed",
		    COMPUTE_REFUSED);
	kind = extract(&a, arena, out);
	mp_close(&d);
	return kind;
}
