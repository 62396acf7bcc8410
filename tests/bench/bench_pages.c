/*
 * bench_pages.c -- what it costs to make records of pages, beside what libxml2
 * alone takes for the same pages.
 *
 *   bench_pages [ROUNDS [FILE...]]
 *
 * FILE is a page of HTML, plain or gzip; without any, pages that are made up
 * here.  In each round, all in CPU time: bare parsing into libxml2's own tree
 * (htmlReadMemory), bare parsing without one (its push parser, whose events
 * nobody listens to), and the record: page_read() and its JSON.  Medians.
 */
#include <fcntl.h>
#include <libxml/HTMLparser.h>
#include <unistd.h>

#include "producer/gunzip.h"
#include "proto/page/page.h"
#include "proto/render.h"
#include "timing.h"

#define ROUNDS_MAX 31
#define MADE_UP    100 /* pages, when none is named */
#define QUIET                                                             \
	(HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | \
	    HTML_PARSE_NONET | HTML_PARSE_COMPACT)

struct pages {
	struct buf *page;
	size_t n, bytes;
};

enum way { TREE, EVENTS, RECORD, WAYS };

/* ---- the pages ---- */

static struct buf *
room(struct pages *p)
{
	p->page = mem_grow(p->page, p->n + 1, sizeof(*p->page));
	memset(&p->page[p->n], 0, sizeof(*p->page));
	return &p->page[p->n++];
}

static void
load(struct pages *p, const char *path)
{
	struct buf *b = room(p);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct gunzip *g;
	uint64_t at;

	if (fd < 0) {
		perror(path);
		exit(1);
	}
	g = gunzip_open(fd, 0);
	while (gunzip_more(g, b, &at) == RC_OK)
		continue;
	gunzip_close(g);
	close(fd);
}

static void
put_furniture(struct buf *b, size_t n)
{
	buf_puts(b, "<script>var ads = [");
	for (size_t i = 0; i < 20 * n; i++)
		buf_printf(b, "{id:%zu,slot:'top-%zu'},", i, i % 7);
	buf_puts(b, "];</script><nav class=menu><ul>");
	for (size_t i = 0; i < 4 * n; i++)
		buf_printf(b,
		    "<li class=\"item depth-%zu\"><a href=\"/topic/%zu?from="
		    "nav\" data-track='{\"pos\":%zu}'>Topic %zu</a></li>",
		    i % 3, i, i, i);
	buf_puts(b, "</ul></nav>");
}

/* A page as newsrooms build them: most of it is not the story. */
static void
make_up(struct pages *p, size_t k)
{
	struct buf *b = room(p);
	size_t n = 10 + k % 30;

	buf_printf(b,
	    "<!doctype html><html lang=en><head><meta charset=utf-8><title>"
	    "Bridge %zu reopens | The Fjord</title><meta property=\"og:title\" "
	    "content=\"Bridge %zu reopens\"><script type=\"application/ld+json"
	    "\">{\"@type\":\"NewsArticle\",\"headline\":\"Bridge %zu reopens\","
	    "\"datePublished\":\"2026-03-05T08:00:00Z\",\"author\":{\"@type\":"
	    "\"Person\",\"name\":\"Ida Solberg\"}}</script><style>.a{margin:0}"
	    "</style></head><body><header class=top>",
	    k, k, k);
	put_furniture(b, n);
	buf_puts(b, "</header><main><article><h1>Bridge reopens</h1>");
	for (size_t i = 0; i < n; i++)
		buf_printf(b,
		    "<p class=\"story-text\">The ferry of district %zu will "
		    "run until the bridge is open, said <a href=\"/p/%zu\">Ann "
		    "Field</a>, who is the mayor, and nobody at the harbour "
		    "expects that to be before the <em>winter</em> of next "
		    "year.</p>",
		    i, k);
	buf_puts(b, "</article></main><aside class=related>");
	put_furniture(b, n);
	buf_puts(b, "</aside><footer>All rights reserved</footer></body>");
}

/* ---- the ways ---- */

static void
parse_tree(const struct buf *page)
{
	xmlFreeDoc(htmlReadMemory(page->p, (int)page->n, NULL, NULL, QUIET));
}

static void
parse_events(const struct buf *page)
{
	xmlSAXHandler nobody = { .initialized = XML_SAX2_MAGIC };
	htmlParserCtxtPtr ctxt = htmlCreatePushParserCtxt(
	    &nobody, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);

	htmlCtxtUseOptions(ctxt, QUIET);
	htmlParseChunk(ctxt, page->p, (int)page->n, 0);
	htmlParseChunk(ctxt, NULL, 0, 1);
	xmlFreeDoc(ctxt->myDoc);
	htmlFreeParserCtxt(ctxt);
}

/* Its record's bytes; 0: there is none. */
static size_t
make_record(const struct buf *page)
{
	static const struct span none = { NULL, 0 };
	struct page p = { 0 };
	struct buf line = { 0 }, why = { 0 };
	struct json j = json_on(&line);
	size_t n;

	if (page_read(buf_span(page), none, none, &p, &why) == RC_OK)
		render_article(&j, &p.article);
	n = line.n;
	page_free(&p);
	buf_free(&line);
	buf_free(&why);
	return n;
}

static double
time_way(const struct pages *p, enum way way, size_t *records)
{
	double from = timing_now();

	*records = 0;
	for (size_t i = 0; i < p->n; i++)
		if (way == TREE)
			parse_tree(&p->page[i]);
		else if (way == EVENTS)
			parse_events(&p->page[i]);
		else
			*records += make_record(&p->page[i]) > 0;
	return timing_now() - from;
}

static void
report(const struct pages *p, double us[WAYS][ROUNDS_MAX], size_t rounds,
    size_t records)
{
	static const char *const name[] = { "libxml2's tree",
		"libxml2's events", "records" };
	double median[WAYS], mb = (double)p->bytes / 1e6;

	printf("%zu pages, %.1f MB, %zu records, %zu rounds, medians; one "
	       "process\n",
	    p->n, mb, records, rounds);
	for (int w = 0; w < WAYS; w++) {
		median[w] = timing_median(us[w], rounds);
		printf("  %-18s %8.0f pages/s  %6.1f MB/s\n", name[w],
		    (double)p->n * 1e6 / median[w], mb * 1e6 / median[w]);
	}
	printf("  records at %.2f of the speed of bare parsing into a tree, "
	       "%.2f of that without one\n",
	    median[TREE] / median[RECORD], median[EVENTS] / median[RECORD]);
}

int
main(int argc, char **argv)
{
	static double us[WAYS][ROUNDS_MAX];
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 5;
	size_t records = 0;
	struct pages p = { 0 };

	if (rounds < 1 || rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: bench_pages [ROUNDS [FILE...]]\n");
		return 1;
	}
	for (int i = 2; i < argc; i++)
		load(&p, argv[i]);
	for (size_t i = 0; p.n < MADE_UP && argc < 3; i++)
		make_up(&p, i);
	for (size_t i = 0; i < p.n; i++)
		p.bytes += p.page[i].n;
	for (size_t r = 0; r < rounds; r++)
		for (enum way w = 0; w < WAYS; w++)
			us[w][r] = time_way(&p, w, &records);
	report(&p, us, rounds, records);
	for (size_t i = 0; i < p.n; i++)
		buf_free(&p.page[i]);
	free(p.page);
	return 0;
}
