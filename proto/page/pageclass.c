/* pageclass.c -- what an element's names say. */
#include "pageclass.h"

#include <ctype.h>
#include <string.h>

#define WORD_MAX 24   /* bytes of a word that are looked at */
#define NAMES    1024 /* bytes of a list of names that are looked at */

enum { WHOLE = 1, START };

/* Words of names and whether longer ones begin with them; pairs of words are
 * joined by "-".  In the order of strcmp(). */
static const struct word {
	const char *word;
	int match;
	unsigned is;
} words[] = {
#define NOT PAGECLASS_FURNITURE
	{ "about-author", START, NOT },
	{ "ad", WHOLE, NOT },
	{ "ads", WHOLE, NOT },
	{ "advert", START, NOT },
	{ "affiliate", START, NOT },
	{ "alert-bar", START, NOT },
	{ "also-read", START, NOT },
	{ "article-body", START, PAGECLASS_BODY },
	{ "article-content", START, PAGECLASS_BODY },
	{ "article-text", START, PAGECLASS_BODY },
	{ "articlebody", START, PAGECLASS_BODY },
	{ "articlecontent", START, PAGECLASS_BODY },
	{ "articletext", START, PAGECLASS_BODY },
	{ "author-bio", START, NOT },
	{ "author-box", START, NOT },
	{ "author-info", START, NOT },
	{ "banner", START, NOT },
	{ "bio", WHOLE, NOT },
	{ "body-text", START, PAGECLASS_BODY },
	{ "bookmark", START, NOT },
	{ "bottom-bar", START, NOT },
	{ "breadcrumb", START, NOT },
	{ "breaking", WHOLE, NOT },
	{ "byline", START, NOT | PAGECLASS_BYLINE },
	{ "bylines", START, NOT | PAGECLASS_BYLINE },
	{ "caption", START, NOT },
	{ "carousel", START, NOT },
	{ "comment", START, NOT | PAGECLASS_COMMENTS },
	{ "commenting", START, NOT | PAGECLASS_COMMENTS },
	{ "consent", START, NOT },
	{ "contributors", START, NOT },
	{ "cookie", START, NOT },
	{ "copyright", START, NOT },
	{ "crumb", START, NOT },
	{ "dateline", WHOLE, NOT },
	{ "disclaimer", START, NOT },
	{ "disqus", START, NOT | PAGECLASS_COMMENTS },
	{ "donat", START, NOT },
	{ "donation", START, NOT },
	{ "dropdown", START, NOT },
	{ "entry-content", START, PAGECLASS_BODY },
	{ "factbox", START, NOT },
	{ "figcaption", START, NOT },
	{ "follow", START, NOT },
	{ "foot", WHOLE, NOT },
	{ "footer", START, NOT },
	{ "footnote", START, NOT },
	{ "gallery", START, NOT },
	{ "gdpr", START, NOT },
	{ "icon", WHOLE, NOT },
	{ "image-credit", START, NOT },
	{ "infobox", START, NOT },
	{ "jump", WHOLE, NOT },
	{ "kicker", START, NOT },
	{ "lightbox", START, NOT },
	{ "login", START, NOT },
	{ "masthead", START, NOT },
	{ "menu", START, NOT },
	{ "message-bar", START, NOT },
	{ "modal", START, NOT },
	{ "more-from", START, NOT },
	{ "more-links", START, NOT },
	{ "more-on", START, NOT },
	{ "more-stories", START, NOT },
	{ "most-popular", START, NOT },
	{ "most-read", START, NOT },
	{ "most-viewed", START, NOT },
	{ "nav", START, NOT },
	{ "newsletter", START, NOT },
	{ "nocontent", START, NOT },
	{ "noprint", START, NOT },
	{ "notice", START, NOT },
	{ "optanon", START, NOT },
	{ "outbrain", START, NOT },
	{ "pagination", START, NOT },
	{ "photo-credit", START, NOT },
	{ "player", START, NOT },
	{ "poll", WHOLE, NOT },
	{ "popular", START, NOT },
	{ "popup", START, NOT },
	{ "post-body", START, PAGECLASS_BODY },
	{ "post-content", START, PAGECLASS_BODY },
	{ "post-meta", START, NOT },
	{ "print-only", START, NOT },
	{ "promo", START, NOT },
	{ "pullquote", START, NOT },
	{ "rating", START, NOT },
	{ "read-also", START, NOT },
	{ "read-more", START, NOT },
	{ "read-next", START, NOT },
	{ "readmore", START, NOT },
	{ "recirc", START, NOT },
	{ "recommend", START, NOT },
	{ "registration", START, NOT },
	{ "related", START, NOT },
	{ "reply", START, NOT | PAGECLASS_COMMENTS },
	{ "response", WHOLE, NOT | PAGECLASS_COMMENTS },
	{ "rhs", WHOLE, NOT },
	{ "see-also", START, NOT },
	{ "share", START, NOT },
	{ "sharing", START, NOT },
	{ "shop", START, NOT },
	{ "sidebar", START, NOT },
	{ "sign-up", START, NOT },
	{ "signup", START, NOT },
	{ "skip", WHOLE, NOT },
	{ "slideshow", START, NOT },
	{ "social", START, NOT },
	{ "sponsor", START, NOT },
	{ "sticky", START, NOT },
	{ "story-body", START, PAGECLASS_BODY },
	{ "story-content", START, PAGECLASS_BODY },
	{ "story-text", START, PAGECLASS_BODY },
	{ "storybody", START, PAGECLASS_BODY },
	{ "subscri", START, NOT },
	{ "syndication", START, NOT },
	{ "taboola", START, NOT },
	{ "tag", WHOLE, NOT },
	{ "tags", WHOLE, NOT },
	{ "teaser", START, NOT },
	{ "timestamp", START, NOT },
	{ "tool", WHOLE, NOT },
	{ "toolbar", START, NOT },
	{ "tools", WHOLE, NOT },
	{ "tooltip", START, NOT },
	{ "top-stories", START, NOT },
	{ "topbar", START, NOT },
	{ "topic", START, NOT },
	{ "trending", START, NOT },
	{ "widget", START, NOT },
#undef NOT
};

#define WORDS (sizeof(words) / sizeof(words[0]))

/* The last entry that is not after word. */
static const struct word *
find(const char *word)
{
	size_t low = 0, high = WORDS;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (words[mid].word[0] < word[0] ||
		    (words[mid].word[0] == word[0] &&
			strcmp(words[mid].word, word) <= 0))
			low = mid + 1;
		else
			high = mid;
	}
	return low > 0 ? &words[low - 1] : NULL;
}

static unsigned
meaning(const char *word)
{
	const struct word *w = find(word);
	size_t n;

	if (w == NULL)
		return 0;
	n = strlen(w->word);
	if (strncmp(w->word, word, n) != 0)
		return 0;
	return word[n] == '\0' || w->match == START ? w->is : 0;
}

/* The next word of *s, in lower case; words end where no letter is, and where
 * a capital follows a small letter.  False: no more. */
static bool
next_word(struct span *s, char out[WORD_MAX])
{
	size_t i = 0, n = 0;

	while (i < s->n && !isalpha((unsigned char)s->p[i]))
		i++;
	while (i < s->n && isalpha((unsigned char)s->p[i])) {
		if (n > 0 && isupper((unsigned char)s->p[i]) &&
		    islower((unsigned char)s->p[i - 1]))
			break;
		if (n + 1 < WORD_MAX)
			out[n++] = (char)tolower((unsigned char)s->p[i]);
		i++;
	}
	out[n] = '\0';
	if (i > 0) /* an absent one has no bytes to pass over */
		*s = (struct span) { s->p + i, s->n - i };
	return n > 0;
}

unsigned
pageclass_names(struct span s)
{
	char pair[2 * WORD_MAX] = "", word[WORD_MAX];
	unsigned is = 0;

	if (s.n > NAMES)
		s.n = NAMES;
	while (next_word(&s, word)) {
		size_t n = strlen(pair);

		is |= meaning(word);
		if (n > 0) {
			pair[n] = '-';
			strcpy(pair + n + 1, word);
			is |= meaning(pair);
		}
		strcpy(pair, word);
	}
	return is;
}

static bool
is_hidden_style(struct span s)
{
	const char *p = s.n > 0 ? memmem(s.p, s.n, "display", 7) : NULL;
	size_t i = p != NULL ? (size_t)(p - s.p) + 7 : 0;

	while (p != NULL && i < s.n && (s.p[i] == ' ' || s.p[i] == ':'))
		i++;
	return p != NULL && s.n - i >= 4 && memcmp(s.p + i, "none", 4) == 0;
}

static unsigned
role(struct span s)
{
	static const char *const not_text[] = { "navigation", "banner",
		"complementary", "contentinfo", "search", "dialog", "menu",
		"menubar", "toolbar", "alert", "alertdialog", "tooltip",
		"button" };

	for (size_t i = 0; i < sizeof(not_text) / sizeof(not_text[0]); i++)
		if (span_is(s, not_text[i]))
			return PAGECLASS_FURNITURE;
	return 0;
}

unsigned
pageclass_of(const struct htmltree_node *n)
{
	unsigned is = 0;

	for (size_t i = 0; i < n->n_attr; i++) {
		const struct htmltree_attr *a = &n->attr[i];

		/* most begin otherwise */
		if (strchr("acdhirs", a->name[0]) == NULL)
			continue;
		if (strcmp(a->name, "class") == 0 ||
		    strcmp(a->name, "id") == 0 ||
		    strcmp(a->name, "data-testid") == 0 ||
		    strcmp(a->name, "data-component") == 0)
			is |= pageclass_names(a->value);
		else if (strcmp(a->name, "itemprop") == 0 &&
		    span_is(a->value, "articleBody"))
			is |= PAGECLASS_BODY;
		else if (strcmp(a->name, "role") == 0)
			is |= role(a->value);
		else if (strcmp(a->name, "style") == 0 &&
		    is_hidden_style(a->value))
			is |= PAGECLASS_HIDDEN;
		else if (strcmp(a->name, "hidden") == 0 ||
		    /* paragraphs have it that are there for who has paid */
		    (strcmp(a->name, "aria-hidden") == 0 &&
			n->tag != HTMLTREE_P && span_is(a->value, "true")))
			is |= PAGECLASS_HIDDEN;
	}
	return is;
}
