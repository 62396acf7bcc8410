/*
 * seeds DIR: write a first example of every message into DIR/NAME/seed-N, so
 * that the fuzzer of NAME need not invent the format.
 */
#include <stdio.h>
#include <sys/stat.h>

#include "proto/ack.h"
#include "proto/beat.h"
#include "proto/change.h"
#include "proto/conf.h"
#include "proto/ctl.h"
#include "proto/job.h"
#include "proto/offer.h"
#include "proto/result.h"
#include "proto/seal.h"
#include "tests/help.h"
#include "tests/proto/samples.h"

static const char *seeds_dir;

/* Write b as an example for fuzz_name, and forget it. */
static void
put(const char *name, int number, struct buf *b)
{
	char path[4096];

	mkdir(seeds_dir, 0777);
	snprintf(path, sizeof path, "%s/%s", seeds_dir, name);
	mkdir(path, 0777);
	snprintf(path, sizeof path, "%s/%s/seed-%d", seeds_dir, name, number);
	help_write_file(path, b->p, b->n);
	buf_clear(b);
}

static const struct lease lease = { 7, 2, 31, 4 };
static const struct hash_mac mac = { "0123456789abcdef0123456789abcde" };

static void
blobs(struct buf *b)
{
	article_encode(&sample_article, b);
	put("article", 1, b);
	article_encode(&sample_article, b);
	put("mp", 1, b);
	found_encode(&sample_found, b);
	put("found", 1, b);
	found_encode(&sample_found, b);
	put("mp", 2, b);
}

static void
delivery(struct buf *b)
{
	const struct job job = { lease, 5000, 1, 2, mac, SPAN("article") };
	const struct result result = { lease, 1, 2, mac, SPAN("article"),
		SPAN("host:1"), 900, SPAN("found") };
	struct outcome outcome = { lease, OUTCOME_CRASHED, SPAN("signal 11"),
		SPAN("host:1") };
	const struct ack ack = { 7, &outcome, 1 };

	job_encode(&job, b);
	put("job", 1, b);
	result_encode(&result, b);
	put("result", 1, b);
	outcome_encode(&outcome, b);
	put("outcome", 1, b);
	ack_encode(&ack, b);
	put("ack", 1, b);
	ack_encode(&ack, b);
	seal_close(b);
	put("seal", 1, b);
}

static void
beats(struct buf *b)
{
	const struct beat_alive alive = { SPAN("host:1"), 3, false };
	const struct ctl_answer answer = { 0, SPAN("{}") };

	beat_encode_hello(&(struct beat_hello) { 7, 2 }, b);
	put("beat", 1, b);
	beat_encode_alive(&alive, b);
	put("beat", 2, b);
	beat_encode_sink(&(struct beat_sink) { 2, 1, true }, b);
	put("beat", 3, b);
	ctl_encode_ask(&(struct ctl_ask) { CTL_SCALE, 3 }, b);
	put("ctl", 1, b);
	ctl_encode_answer(&answer, b);
	put("ctl", 2, b);
}

static void
offers(struct buf *b)
{
	const struct span blob[] = { SPAN("one"), SPAN("") };
	const struct offer_taken taken = { 7, OFFER_DISK, SPAN("full") };

	offer_encode(&(struct offer) { 7, blob, 2 }, b);
	put("offer", 1, b);
	offer_encode_taken(&taken, b);
	put("offer", 2, b);
}

static void
bodies(struct buf *b)
{
	static const char *const posted[] = { "[{\"text\":\"a\"}, {}, 1]",
		"{\n  \"id\": 7,\n  \"text\": \"a\"\n}\n",
		"{\"text\":\"a\"}\n\n{\"text\":\"cut\n{\"text\":\"b\"}\n",
		"application/json; charset=\"utf-8\"\n" };

	for (int i = 0; i < 4; i++) {
		buf_puts(b, posted[i]);
		put("parcel", i + 1, b);
	}
}

static void
changes(struct buf *b)
{
	static const char json[] =
	    "{\"contract\":1,\"id\":\"k-1\",\"seq\":1,\"at\":\"2026\","
	    "\"type\":\"claim.new\",\"claim\":{\"mentions\":[1,-2,0.5]},"
	    "\"before\":null,\"ok\":true,\"text\":\"\\u201c\"}";
	const struct change_since since = { SPAN("k"), 17, 100 };
	const struct change_mark mark = { SPAN("k"), 17, true };

	change_encode_since(&since, b);
	put("change", 1, b);
	change_encode_mark(&mark, b);
	put("change", 2, b);
	buf_puts(b, json);
	put("change", 3, b);
	if (change_pack(span_of(json), b) == RC_OK)
		put("change", 4, b);
}

static void
texts(struct buf *b)
{
	buf_puts(b,
	    "{\"id\":12,\"url\":\"https://x.example/\",\"guid\":\"g\","
	    "\"outlet\":\"Courier\",\"source\":\"s\",\"title\":\"t\","
	    "\"byline\":\"b\",\"published\":\"p\",\"updated\":\"u\","
	    "\"lang\":\"en\",\"html\":null,\"text\":\"a\\ud83d\\ude00\"}");
	put("record", 1, b);
	conf_template(b);
	put("conf", 1, b);
	buf_puts(b, "# x\nbatch = 7\nlog_level=warn\n jobs = ipc://a ; b\n");
	put("conf", 2, b);
	buf_puts(b, "HTTPS://Me@X.Example:443/a?utm_x=1&b=2#c");
	put("url", 1, b);
	buf_append(b, "\0\x20\0\x08", 4);
	buf_puts(b,
	    "It rained. Mr. Finch of the U.S. met \"J. T. Brook. Now.\" "
	    "She said: \xe2\x80\x9cIt holds?\xe2\x80\x9d\r\n\r\nWhy no. 3 on "
	    "Jan. 5? \xe3\x80\x82\n");
	put("excerpt", 1, b);
	buf_puts(b, "<a href='x'>&amp;</a>\r\n\t\x01\xef\xbf\xbf\xff\"]]>");
	put("xmlout", 1, b);
}

static void
requests(struct buf *b)
{
	buf_puts(b,
	    "localhost:8787\nhttp://localhost:8787\nsame-origin\ncors\n"
	    "Bearer a-token-of-enough-length\na=b; claimwire=0123\n");
	put("gate", 1, b);
	buf_puts(b,
	    "[::ffff:127.0.0.1]:80\nhttps://desk.example\ncross-site\n"
	    "navigate\nbearer x\n\n");
	put("gate", 2, b);
	buf_puts(b,
	    "GET /changes?feed=sse&since=now&heartbeat=15s&speaker=Brook&"
	    "q=weir&value_min=-1e3&changed_by_min=0.5\n0a1b-17");
	put("ask", 1, b);
	buf_puts(b,
	    "GET /changes?since=2026-01-02T03:04:05+02:00&style=latest&"
	    "snapshot=1&limit=10&timeout=2m&last_event_id=0a1b-3\n");
	put("ask", 2, b);
	buf_puts(b,
	    "HEAD /claims?kind=figure&status=reported&type=claim&outlet=o2&"
	    "min_origins=2&unit=percent&value_max=7&order=changed&cursor=9\n");
	put("ask", 3, b);
	buf_puts(b, "POST /articles?x=1\n");
	put("ask", 4, b);
	buf_puts(b, "GET /speakers/s%31\n");
	put("ask", 5, b);
}

static void
tables(struct buf *b)
{
	buf_puts(b,
	    "name,domain,country,owner\r\n\"Tarn \"\"Herald\"\"\","
	    "www.tarn.example,Tarn,\"Marl, Press\"\r\n\nTarn Mail,,,\n");
	put("outlets", 1, b);
	buf_puts(b, "\xef\xbb\xbfOwner;name\n\"open\n\"x\"y,z\na,b,c\n");
	put("outlets", 2, b);
	buf_puts(b,
	    "On Monday Ida Moor of Z\xc3\xbcgig said: \"We saw the Tarn.\" "
	    "(Odo Elm\xe2\x80\x99s boat, the Alder.)\nMr. Finch \xe2\x80\x94 "
	    "No.");
	put("akin", 1, b);
	buf_puts(b,
	    "LOWER TARN (AP) \xe2\x80\x94 It was first reported by the Globe "
	    "and Tarn.\nWith files from Tarn Radio's Ada Quill, Reuters\n\xc2"
	    "\xa9 2031 The Canadian Press. All rights reserved.\n");
	put("credit", 1, b);
	buf_puts(b,
	    "So she said: \"The weir will hold.\" And \xe2\x80\x9cso it does, "
	    "at Z\xc3\xbcgig\xe2\x80\x9d, wrote Odo Elm of the Tarn works.\n");
	put("shingle", 1, b);
	buf_puts(b,
	    "Mayor Ida Q. Moor|Moor|I. Moor|de Moor|Z\xc3\xbcgig-Moor|Odo "
	    "Moor Jr.|Mr. Moor");
	put("called", 1, b);
	buf_puts(b,
	    "# text = It doesn't.\n1\tIt\tit\tPRON\t_\t_\t2\tnsubj\t_\t_\n"
	    "2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
	    "2\tdoes\tdo\tAUX\t_\t_\t0\troot\t_\t_\n"
	    "3\tn't\tnot\tPART\t_\t_\t2\tadvmod\t_\t_\n"
	    "3.1\tso\t_\t_\t_\t_\t_\t_\t2:x\t_\n\n"
	    "1\tNo\tno\tINTJ\t_\t_\t_\t_\t_\tSpaceAfter=No\r\n");
	put("conllu", 1, b);
}

/* Files of weights: a byte for the width that is expected, then header (bits
 * at 16, length beside at 20), rows, what lies beside. */
static void
weights(struct buf *b)
{
	static const char head[64] = "CWMODEL\1FUZZ\3\0\0\0\1\0\0\0\2";
	static const char narrow[64] = "CWMODEL\1FUZZ\1\0\0\0\3";

	buf_append(b, "\3", 1);
	buf_append(b, head, sizeof head);
	buf_append(b, "\1\2\3\4\5\xff??", 8);
	put("model", 1, b);
	buf_append(b, "\1", 1);
	buf_append(b, narrow, sizeof narrow);
	buf_append(b, "\x80\x7f\1\2\3\4\5\6", 8);
	put("model", 2, b);
}

/* Stories with a bit of everything that the extraction looks for. */
static void
stories(struct buf *b)
{
	buf_puts(b,
	    "Weir to hold, mayor says\n\nMARL \xe2\x80\x94 "
	    "\xe2\x80\x9cIt held,\xe2\x80\x9d said Mayor Ida Moor, 51, who "
	    "runs Marl. \xe2\x80\x9cWe won\xe2\x80\x99t sell,\xe2\x80\x9d "
	    "she added on Monday.\n\nAccording to Tarn Steel Inc., sales fell "
	    "5 per cent to $7.1 billion in May. Odo Tarn denied that 20 to 30 "
	    "people left; officials declined to comment.");
	put("engine", 1, b);
	buf_puts(b,
	    "\"A man told me 'go home,'\" Brook said, \"and I did.\n\n\"Then "
	    "it rained.\" The U.S. embassy's claim that ``nobody knew'' was "
	    "false -- he is expected to say so by 3 p.m. next week: \"No.\"");
	put("engine", 2, b);
}

static void
sites(struct buf *b)
{
	buf_puts(b,
	    "User-agent: x\nUser-agent: claimwire\nDisallow: /*.gif$ # no\n"
	    "Allow: /%7Ea\nCrawl-delay: 1.5\r\nUser-agent: *\nDisallow:\n"
	    "/a/b.gif");
	put("robots", 1, b);
	buf_puts(b,
	    "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/'>"
	    "<url><loc>/s?a&amp;b</loc><lastmod>2031-05-06</lastmod><news:news>"
	    "<news:title>T</news:title></news:news></url></urlset>");
	put("sitemap", 1, b);
	buf_puts(b, "# list\nhttps://x.example/1\r\nhttp://y.example/\n");
	put("sitemap", 2, b);
}

/* What comes from the web. */
static void
feeds(struct buf *b)
{
	buf_puts(b,
	    "<?xml version='1.0' encoding='latin1'?><!DOCTYPE rss [<!ENTITY e "
	    "'x'>]><rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>"
	    "<title>Tarn &amp; Marl</title><ttl>5</ttl><item><guid>1</guid>"
	    "<link>/a?b=1&c</link><pubDate>Tue, 3 Nov 2026 08:15 +0100"
	    "</pubDate><dc:creator>i@x.example (Ida)</dc:creator><description>"
	    "<![CDATA[<p>It held.<br>&e;]]></description></item></rss>");
	put("newsfeed", 1, b);
	buf_puts(b,
	    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><entry>"
	    "<id>u</id><link href='a'/><title type='html'>&lt;b></title>"
	    "<author><name>Odo</name></author><source><title>N</title></source>"
	    "<content type='xhtml' xml:base='https://x.example/'><div>1 &lt; "
	    "2<br/></div></content></entry></feed>");
	put("newsfeed", 2, b);
	buf_puts(b,
	    "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{"
	    "\"id\":1,\"url\":\"a\",\"content_html\":\"<p>\","
	    "\"date_published\":\"2026-11-03T08:15:00Z\",\"authors\":"
	    "[{\"name\":\"x\"}]}]}");
	put("newsfeed", 3, b);
	buf_puts(b,
	    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <u:1>\r\n"
	    "Content-Type: application/http\r\nContent-Length: 77\r\n\r\n"
	    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
	    "Content-Type: a/b\r\n\r\n2\r\nhi\r\n0\r\n\r\n\r\n\r\n");
	put("warc", 1, b);
	buf_puts(b,
	    "filedesc://a 0.0.0.0 20260102030405 text/plain 2\nx\n\n"
	    "http://a b/ 1.2.3.4 20260102030405 text/html 4\nbody\n");
	put("warc", 2, b);
	buf_puts(b,
	    "<opml><body><outline text='a &amp; b' xmlUrl='https://x.example/'>"
	    "<outline xmlUrl='ftp://x'/></outline></body></opml>");
	put("opml", 1, b);
	buf_puts(b,
	    "<!doctype html><base href=/b/><link rel='alternate' title=x "
	    "type='application/rss+xml' href='../f?a&amp;b'><p>");
	put("feedfind", 1, b);
	buf_puts(b,
	    "<!doctype html><html lang=en><head><meta property=og:title "
	    "content='A b'><script type='application/ld+json'>{\"@type\":"
	    "\"NewsArticle\",\"headline\":\"A b\",\"author\":[{\"name\":"
	    "\"C D\"}]}</script></head><body><nav>x</nav><article><p>Words, "
	    "and more words, that make a paragraph.</p><p class=ad>y</p>"
	    "<time datetime=2031-03-05></time></article>");
	put("page", 1, b);
	buf_puts(b,
	    "poll 1\nnext 5\nfailed -2\netag \"a b\"\nwhy x\nseen "
	    "0123456789abcdef0\n");
	put("pollstate", 1, b);
	buf_puts(b, "Tue, 03-Nov-26 08:15:00 EST");
	put("feeddate", 1, b);
	buf_puts(b, "2026-11-03T08:15:00.5+01:00");
	put("feeddate", 2, b);
}

static void
foreign(struct buf *b)
{
	buf_puts(b,
	    "La maire a d\xc3\xa9"
	    "clar\xc3\xa9 mardi que le pont resterait "
	    "ferm\xc3\xa9 pendant trois mois, la crue de janvier ayant "
	    "endommag\xc3\xa9 deux de ses piles.");
	put("tongue", 1, b);
	buf_puts(b,
	    "cms ?kind text:a.b[k=v].c byline:d title:e, x html:f\n"
	    "{\"kind\":1,\"a\":{\"b\":[{\"k\":\"v\",\"c\":[\"x\",\"y\"]}]},"
	    "\"d\":[\"p\",\"q\"],\"e\":\"t\"}");
	put("rawrecord", 1, b);
	buf_puts(b,
	    "\n{\"uri\":\"u\",\"bodies\":[{\"contentType\":\"text/html\","
	    "\"value\":\"<html><p>x\"}],\"versionCreated\":\"20310501T1\"}");
	put("rawrecord", 2, b);
}

int
main(int argc, char **argv)
{
	struct buf b = { 0 };

	if (argc != 2)
		return 1;
	seeds_dir = argv[1];
	blobs(&b);
	delivery(&b);
	beats(&b);
	offers(&b);
	bodies(&b);
	changes(&b);
	texts(&b);
	requests(&b);
	tables(&b);
	weights(&b);
	stories(&b);
	feeds(&b);
	foreign(&b);
	sites(&b);
	buf_free(&b);
	return 0;
}
