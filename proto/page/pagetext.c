/* pagetext.c -- the text of an article in the tree of its page. */
#include "pagetext.h"

#include <stdlib.h>
#include <strings.h>

#include "pageclass.h"

#define MOST     0.4  /* of a page's weight: then it is no furniture */
#define COMMENTS 0.85 /* likewise of readers' words */
#define NEARLY   0.85 /* of the weight around it: then it is the article */
#define MARKED   0.25 /* of the page's weight in what is marked as the body */
#define RUNNING  25   /* bytes of a block that has weight */
#define FURN_MAX 160  /* bytes of a line that may be furniture */
#define ASK_MAX  400  /* likewise, by what it asks of the reader */
#define LIKE_MAX 200  /* elements beside one that are looked at */

/* A line of text, as the page shows it. */
struct block {
	const struct htmltree_node *in; /* the innermost block element */
	size_t at, n;                   /* in the text */
	size_t links;                   /* bytes of it within links */
};

struct reader {
	const struct htmltree *tree;
	const struct pagetext_known *known;
	struct buf text;
	struct block *block;
	size_t n, cap;
	unsigned *is; /* PAGECLASS_ bits by a node's number */
	double *all;  /* weight below a node */
	double *good; /* likewise without furniture */
	bool *left;   /* is furniture, or within it */
	bool *marked; /* within what is marked as the body */
	struct arena arena;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* ---- blocks ---- */

static void
begin_block(struct reader *r, const struct htmltree_node *in)
{
	struct block *b = r->n > 0 ? &r->block[r->n - 1] : NULL;

	if (b != NULL && b->n == 0) {
		b->in = in;
		b->links = 0;
		return;
	}
	if (r->n == r->cap) {
		size_t more = r->cap == 0 ? 256 : 2 * r->cap;

		r->block = arena_grow(
		    &r->arena, r->block, r->cap, more, sizeof(*b));
		r->cap = more;
	}
	r->block[r->n++] = (struct block) { .in = in, .at = r->text.n };
}

static void
add_text(struct reader *r, struct span s, bool link)
{
	struct block *b = &r->block[r->n - 1];

	for (size_t i = 0; i < s.n; i++) {
		bool blank = is_blank(s.p[i]) ||
		    (s.p[i] == '\xc2' && i + 1 < s.n && s.p[i + 1] == '\xa0');

		if (blank) {
			i += s.p[i] == '\xc2';
			if (b->n == 0 || r->text.p[r->text.n - 1] == ' ')
				continue;
			buf_puts(&r->text, " ");
		} else
			buf_append(&r->text, s.p + i, 1);
		b->n++;
		b->links += link;
	}
}

static const struct htmltree_node *
block_around(const struct htmltree_node *n)
{
	while (n->up != NULL && !htmltree_is_block(n->tag))
		n = n->up;
	return n;
}

/* Is a <br> next, with nothing but blanks between? */
static bool
br_follows(const struct htmltree_node *n)
{
	for (n = n->next; n != NULL && n->tag == HTMLTREE_TEXT; n = n->next)
		for (size_t i = 0; i < n->text.n; i++)
			if (!is_blank(n->text.p[i]))
				return false;
	return n != NULL && n->tag == HTMLTREE_BR;
}

static void
walk(struct reader *r, const struct htmltree_node *n, bool link)
{
	for (const struct htmltree_node *c = n->first; c != NULL; c = c->next) {
		bool block = htmltree_is_block(c->tag);

		if (c->tag == HTMLTREE_TEXT) {
			add_text(r, c->text, link);
			continue;
		}
		if (c->tag == HTMLTREE_BR) {
			if (br_follows(c))
				begin_block(r, block_around(n));
			else
				add_text(r, (struct span)SPAN(" "), link);
			continue;
		}
		if (htmltree_is_silent(c->tag) || c->tag == HTMLTREE_HEAD)
			continue;
		if (block)
			begin_block(r, c);
		walk(r, c, link || c->tag == HTMLTREE_A);
		if (block)
			begin_block(r, block_around(n));
	}
}

static struct span
text_of(const struct reader *r, const struct block *b)
{
	struct span s = { b->n > 0 ? r->text.p + b->at : "", b->n };

	while (s.n > 0 && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

/* ---- weights ---- */

static bool
ends_sentence(struct span s)
{
	static const char *const end[] = { ".", "!", "?", ":", "\"", "'",
		"\xe2\x80\x9d", "\xe2\x80\x99", "\xe2\x80\xa6", ")" };

	for (size_t i = 0; i < sizeof(end) / sizeof(end[0]); i++) {
		size_t n = strlen(end[i]);

		if (s.n >= n && memcmp(s.p + s.n - n, end[i], n) == 0)
			return true;
	}
	return false;
}

static double
weight(const struct reader *r, const struct block *b)
{
	struct span s = text_of(r, b);
	double own = (double)s.n - (double)b->links;

	if (s.n < RUNNING || 2 * b->links > s.n)
		return 0;
	if (!ends_sentence(s))
		own /= 4;
	return b->in->tag == HTMLTREE_P ? own : own / 2;
}

static void
weigh(struct reader *r, double *sum, bool good)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct block *b = &r->block[i];
		double w = weight(r, b);

		if (w <= 0 || (good && r->left[b->in->number]))
			continue;
		for (const struct htmltree_node *n = b->in; n != NULL;
		     n = n->up)
			sum[n->number] += w;
	}
}

static unsigned
by_element(const struct htmltree_node *n)
{
	switch (n->tag) {
	case HTMLTREE_NAV:
	case HTMLTREE_FOOTER:
	case HTMLTREE_ASIDE:
	case HTMLTREE_FORM:
	case HTMLTREE_FIGCAPTION:
	case HTMLTREE_FIGURE:
	case HTMLTREE_CAPTION:
	case HTMLTREE_HEADER:
	case HTMLTREE_DIALOG:
	case HTMLTREE_MENU:
	case HTMLTREE_ADDRESS:
		return PAGECLASS_FURNITURE;
	default:
		return 0;
	}
}

/* The weight of n and of those beside it that have the same class: an article
 * may be cut into pieces that are called widgets. */
static double
weight_of_like(const struct reader *r, const struct htmltree_node *n)
{
	struct span class = htmltree_attr(n, "class");
	double sum = 0;
	int seen = 0;

	if (class.n == 0)
		return r->all[n->number];
	for (const struct htmltree_node *c = n->up->first; c != NULL;
	     c = c->next) {
		if (++seen > LIKE_MAX)
			return r->all[n->number];
		if (c->tag == n->tag &&
		    span_eq(htmltree_attr(c, "class"), class))
			sum += r->all[c->number];
	}
	return sum;
}

static bool
is_left(const struct reader *r, const struct htmltree_node *n)
{
	unsigned is = r->is[n->number];
	double share = r->all[n->number] / (r->all[0] + 1);

	if (n->tag == HTMLTREE_HTML || n->tag == HTMLTREE_BODY ||
	    n->tag == HTMLTREE_MAIN)
		return false;
	if (is & PAGECLASS_COMMENTS)
		return share < COMMENTS;
	if (is & PAGECLASS_BODY)
		return false;
	return (is & (PAGECLASS_FURNITURE | PAGECLASS_HIDDEN)) &&
	    weight_of_like(r, n) / (r->all[0] + 1) < MOST;
}

/* What every element is, from the top down. */
static void
classify(struct reader *r)
{
	const struct htmltree_node *root = r->tree->root;

	for (struct htmltree_node *n = htmltree_after(root, root, false);
	     n != NULL; n = htmltree_after(n, root, false)) {
		uint32_t up = n->up->number, i = n->number;

		if (n->tag == HTMLTREE_TEXT)
			continue;
		r->is[i] = by_element(n) | pageclass_of(n);
		r->left[i] = r->left[up] || is_left(r, n);
	}
}

/* ---- where the article is ---- */

/* Mark what is marked as the body; its weight.  Such within such counts
 * once. */
static double
mark(struct reader *r)
{
	const struct htmltree_node *root = r->tree->root;
	double sum = 0;

	for (struct htmltree_node *n = htmltree_after(root, root, false);
	     n != NULL; n = htmltree_after(n, root, false)) {
		uint32_t i = n->number;

		r->marked[i] = r->marked[n->up->number];
		if (!r->marked[i] && (r->is[i] & PAGECLASS_BODY) &&
		    n->tag != HTMLTREE_BODY && !r->left[i]) {
			r->marked[i] = true;
			sum += r->good[i];
		}
	}
	return sum;
}

/* The smallest element that holds nearly all of the weight. */
static const struct htmltree_node *
narrow(const struct reader *r)
{
	const struct htmltree_node *n = r->tree->root, *best;

	for (;;) {
		best = NULL;
		for (const struct htmltree_node *c = n->first; c != NULL;
		     c = c->next)
			if (best == NULL ||
			    r->good[c->number] > r->good[best->number])
				best = c;
		if (best == NULL || best->tag == HTMLTREE_P ||
		    r->good[best->number] < NEARLY * r->good[n->number] ||
		    r->good[best->number] <= 0)
			return n;
		n = best;
	}
}

static void
mark_narrowed(struct reader *r)
{
	const struct htmltree_node *top = narrow(r);

	memset(r->marked, 0, r->tree->n * sizeof(*r->marked));
	r->marked[top->number] = true;
	for (struct htmltree_node *n = htmltree_after(top, top, false);
	     n != NULL; n = htmltree_after(n, top, false))
		r->marked[n->number] = true;
}

/* ---- what of it is said ---- */

static bool
begins(struct span s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = strlen(list[i]);

		if (s.n >= k && strncasecmp(s.p, list[i], k) == 0)
			return true;
	}
	return false;
}

#define BEGINS(s, list) begins(s, list, sizeof(list) / sizeof(list[0]))

static bool
is_credit(struct span s)
{
	static const char *const line[] = { "with files from",
		"with a file from", "with reporting from", "with reporting by",
		"additional reporting by", "additional reporting from",
		"this report by", "this story was produced by",
		"- with files from", "\xe2\x80\x94 with files from",
		"\xe2\x80\x93 with files from" };

	return s.n <= 300 && BEGINS(s, line);
}

static bool
is_furniture(struct span s)
{
	static const char *const line[] = { "advertisement",
		"read more:", "read more at", "read also",
		"related:", "related stories", "sign up", "subscribe",
		"follow us", "follow @", "share this", "click here",
		"see also:", "more:", "watch:", "read:",
		"story continues below", "article continues below",
		"article content", "recommended from editorial",
		"we apologize, but", "this advertisement has not loaded",
		"download our", "download the", "join our", "for more stories",
		"get the latest", "copyright", "\xc2\xa9",
		"all rights reserved", "photo:", "image source",
		"image caption", "getty images", "loading", "trending now",
		"don't miss", "also read", "don't miss:", "have your say",
		"send us", "email the author", "we use cookies",
		"this website uses cookies", "an error occurred",
		"error:", "please try again", "listen to", "most read",
		"read next", "recommended", "watch |", "listen |", "read |",
		"got a story?", "this site is protected by recaptcha" };

	return s.n <= FURN_MAX && BEGINS(s, line);
}

static bool
has(struct span s, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= s.n; i++)
		if ((s.p[i] | 0x20) == what[0] && /* a small letter */
		    strncasecmp(s.p + i, what, n) == 0)
			return true;
	return false;
}

/* What asks something of the reader, wherever in the line. */
static bool
is_request(struct span s)
{
	static const char *const part[] = { "read our privacy policy",
		"google privacy policy", "signing up to our", "sign up to our",
		"sign up for our", "subscribe to our", "our free newsletter",
		"get in touch with our news", "get in touch at ",
		"follow us on ", "google news and add us",
		"add us as a preferred source" };

	if (s.n > ASK_MAX)
		return false;
	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++)
		if (has(s, part[i]))
			return true;
	return false;
}

/* "The bridge in May (Image: Tarn Post)". */
static bool
is_caption(struct span s)
{
	static const char *const from[] = { "(image: ", "(image credit: ",
		"(images: ", "(photo: ", "(photo by ",
		"(photograph: ", "(picture: ", "(pictures: ", "(credit: " };
	size_t i = s.n;

	if (s.n > 2 * FURN_MAX || s.n == 0 || s.p[s.n - 1] != ')')
		return false;
	while (i > 0 && s.p[i - 1] != '(')
		i--;
	return i > 0 &&
	    BEGINS(((struct span) { s.p + i - 1, s.n - i + 1 }), from);
}

static bool
is_heading(enum htmltree_tag t)
{
	return t >= HTMLTREE_H1 && t <= HTMLTREE_H6;
}

static bool
is_kept(const struct reader *r, const struct block *b)
{
	struct span s = text_of(r, b);
	enum htmltree_tag tag = b->in->tag;
	bool paragraph = tag == HTMLTREE_P || tag == HTMLTREE_LI ||
	    tag == HTMLTREE_BLOCKQUOTE || tag == HTMLTREE_PRE ||
	    is_heading(tag);

	if (s.n == 0 || !r->marked[b->in->number] || r->left[b->in->number])
		return false;
	if (span_eq(s, r->known->title) || span_eq(s, r->known->byline) ||
	    tag == HTMLTREE_H1)
		return false;
	if (is_furniture(s) || is_request(s) || is_caption(s) || is_credit(s))
		return false;
	if (5 * b->links > 4 * s.n && !(tag == HTMLTREE_P && s.n > 120))
		return false;
	return paragraph || ends_sentence(s) || s.n > 80;
}

static void
put(struct span s, struct buf *out, size_t start)
{
	if (out->n > start)
		buf_puts(out, "\n\n");
	buf_append(out, s.p, s.n);
}

/* Headings wait for what they stand over. */
static void
put_all(const struct reader *r, struct buf *out, struct buf *credit)
{
	size_t start = out->n, from = credit->n, waits = SIZE_MAX;

	for (size_t i = 0; i < r->n; i++) {
		const struct block *b = &r->block[i];
		struct span s = text_of(r, b);

		if (is_credit(s) && r->marked[b->in->number])
			put(s, credit, from);
		if (!is_kept(r, b))
			continue;
		if (is_heading(b->in->tag)) {
			waits = i;
			continue;
		}
		if (waits != SIZE_MAX)
			put(text_of(r, &r->block[waits]), out, start);
		waits = SIZE_MAX;
		put(s, out, start);
	}
}

void
pagetext_read(const struct htmltree *t, const struct pagetext_known *k,
    struct buf *out, struct buf *credit)
{
	struct reader r = { .tree = t, .known = k };
	size_t start = out->n;

	r.is = arena_alloc(&r.arena, t->n, sizeof(*r.is));
	r.all = arena_alloc(&r.arena, t->n, sizeof(*r.all));
	r.good = arena_alloc(&r.arena, t->n, sizeof(*r.good));
	r.left = arena_alloc(&r.arena, t->n, sizeof(*r.left));
	r.marked = arena_alloc(&r.arena, t->n, sizeof(*r.marked));
	begin_block(&r, t->root);
	walk(&r, t->root, false);
	weigh(&r, r.all, false);
	classify(&r);
	weigh(&r, r.good, true);
	if (mark(&r) < MARKED * r.good[0])
		mark_narrowed(&r);
	/* without running text it is a list, a picture, an empty shell */
	if (r.good[0] > 0)
		put_all(&r, out, credit);
	/* what the page hides, or shows only to those who pay */
	if (out->n - start < k->body.n / 2) {
		out->n = start;
		buf_append(out, k->body.p, k->body.n);
	}
	arena_free(&r.arena);
	buf_free(&r.text);
}

void
pagetext_line(const struct htmltree_node *n, struct buf *out)
{
	struct reader r = { 0 };

	begin_block(&r, n);
	walk(&r, n, false);
	for (size_t i = 0; i < r.n; i++) {
		struct span s = text_of(&r, &r.block[i]);

		if (s.n > 0 && out->n > 0)
			buf_puts(out, " ");
		buf_append(out, s.p, s.n);
	}
	arena_free(&r.arena);
	buf_free(&r.text);
}
