#!/usr/bin/env python3
"""pressroom.py LOG -- a site of stories: a feed of summaries, sitemaps, pages
that change, fail, are forbidden or gone, and robots.txt.

Prints its port.  Each line of LOG is JSON: path, validators, status and
whether another request was in flight.

    /feed            summaries of /story/1, /story/2, /private/3, /gone/4,
                     /shaky/5 (503 twice), and story 6 whole
    /map.xml         a news sitemap of /story/11 and /story/12
    /index.xml       a sitemap index of /map.xml and /more.xml.gz (/story/13)
    /robots.txt      Disallow: /private/, and no word of others
    /story/N         a page; POST /change/N gives it other words
    POST /robots/N   robots.txt has status N from now on
"""
import gzip
import http.server
import json
import sys
import threading
import zlib

LOCK = threading.Lock()
STATE = {"flying": 0, "robots": 200, "asked": {}}
VERSIONS = {}


def page(n):
    body = "".join(
        f"<p>Paragraph {i} of story {n}: the mayor of Tarn, Ida Moor, said "
        f"version {VERSIONS.get(n, 1)} of the weir would hold until May, and "
        "the engineers who had looked at it for a week agreed with her.</p>"
        for i in range(6))
    return (f"<!doctype html><html lang=en><head><title>Story {n}</title>"
            f"<meta property=og:title content='Story {n} of the page'></head>"
            f"<body><article><h1>Story {n} of the page</h1>{body}</article>"
            "</body></html>").encode()


def entry(path, n, more=""):
    return (f"<item><title>Story {n}</title><guid isPermaLink='false'>g{n}"
            f"</guid><link>{path}/{n}</link><pubDate>Mon, 05 May 2031 08:00:00"
            f" +0200</pubDate><description>Summary of story {n}, said Odo "
            f"Brandt.</description>{more}</item>")


def feed(here):
    whole = ("<content:encoded>All of story 6, said Rolf Hagen of the "
             "harbour.</content:encoded>")
    items = [entry(here + p, n) for p, n in (
        ("/story", 1), ("/story", 2), ("/private", 3), ("/gone", 4),
        ("/shaky", 5))] + [entry(here + "/story", 6, whole)]
    return ("<rss version='2.0' xmlns:content="
            "'http://purl.org/rss/1.0/modules/content/'><channel>"
            f"<title>Tarn Herald</title>{''.join(items)}</channel></rss>"
            ).encode()


def urlset(*urls):
    news = ("<news:news><news:publication><news:name>Tarn Post</news:name>"
            "</news:publication><news:publication_date>2031-05-05"
            "</news:publication_date><news:title>A weir</news:title>"
            "</news:news>")
    return ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
            "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>" +
            "".join(f"<url><loc>{u}</loc>{news}</url>" for u in urls) +
            "</urlset>").encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", kind="text/html"):
        tag = f'"{zlib.crc32(body):x}"'
        if status == 200 and self.headers.get("If-None-Match") == tag:
            status, body = 304, b""
        self.status = status
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status in (200, 304):
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body)

    def route(self):
        kind, _, n = self.path.strip("/").partition("/")
        here = f"http://127.0.0.1:{self.server.server_port}"
        if kind == "robots.txt":
            self.answer(STATE["robots"],
                        b"User-agent: *\nDisallow: /private/\n", "text/plain")
        elif kind == "feed":
            self.answer(200, feed(here), "application/rss+xml")
        elif kind == "map.xml":
            self.answer(200, urlset(here + "/story/11", here + "/story/12"),
                        "application/xml")
        elif kind == "more.xml.gz":
            self.answer(200, gzip.compress(urlset(here + "/story/13")),
                        "application/gzip")
        elif kind == "index.xml":
            self.answer(200, "<sitemapindex>{}</sitemapindex>".format("".join(
                f"<sitemap><loc>{here}/{m}</loc></sitemap>"
                for m in ("map.xml", "more.xml.gz"))).encode())
        elif kind == "shaky" and STATE["asked"].get(self.path, 0) < 3:
            self.answer(503)
        elif kind in ("story", "shaky", "private"):
            self.answer(200, page(n))
        elif kind == "front":
            self.answer(200, page("front"))
        else:
            self.answer(404)

    def do_GET(self):
        self.status = 0
        with LOCK:
            STATE["flying"] += 1
            flying = STATE["flying"]
            STATE["asked"][self.path] = STATE["asked"].get(self.path, 0) + 1
        try:
            self.route()
        finally:
            with LOCK:
                STATE["flying"] -= 1
                LOG.write(json.dumps({
                    "path": self.path, "flying": flying,
                    "none_match": self.headers.get("If-None-Match"),
                    "accept": self.headers.get("Accept"),
                    "status": self.status}) + "\n")
                LOG.flush()

    def do_POST(self):
        what, _, n = self.path.strip("/").partition("/")
        with LOCK:
            if what == "robots":
                STATE["robots"] = int(n)
            else:
                VERSIONS[n] = VERSIONS.get(n, 1) + 1
        self.answer(204)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


LOG = open(sys.argv[1], "a", encoding="utf-8")
server = Server(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
