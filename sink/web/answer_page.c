/* answer_page.c -- the page and what belongs to it: files of this folder,
 * compiled in. */
#include <string.h>

#include "answer.h"
#include "ask.h"

struct asset {
	const char *path;
	const unsigned char *p;
	size_t n;
};

/* struct asset assets[]: the Makefile makes it of page/. */
#include "assets.inc"

static const char *
type_of(const char *path)
{
	static const struct {
		const char *end, *type;
	} types[] = {
		{ ".html", "text/html; charset=utf-8" },
		{ ".css", "text/css; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".svg", "image/svg+xml" },
		{ ".json", REPLY_JSON },
	};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot != NULL && i < sizeof types / sizeof types[0];
	     i++)
		if (strcmp(dot, types[i].end) == 0)
			return types[i].type;
	return "application/octet-stream";
}

static void
serve(struct span path, const struct ask *a, struct reply *r)
{
	for (size_t i = 0; i < sizeof assets / sizeof assets[0]; i++) {
		const struct asset *f = &assets[i];

		if (!span_is(path, f->path))
			continue;
		r->type = type_of(f->path);
		r->fixed = (struct span) { (const char *)f->p, f->n };
		r->html = true;
		reply_tag(r, a);
		return;
	}
	reply_error(r, 404, "this build has no such file");
}

void
answer_page(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	(void)d;
	serve((struct span)SPAN("/index.html"), a, r);
}

void
answer_asset(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	(void)d;
	serve(a->path, a, r);
}
