#!/usr/bin/env python3
"""newsroom.py -- a server of feeds that errs, stalls, redirects and changes
its stories, and writes down every request, to be scored.

    newsroom.py LOG

Prints its port.  Each line of LOG is JSON: when a request came and ended, its
path, its validators, the status, the ETag that went with it and whether
another one was in flight.

    /feed/N        ten stories; POST /tell?feed=N adds one, so the ETag changes
    /moved/N       301 to /feed/N          /away/N   302 to /feed/N
    /loop          302 to itself           /broken   500
    /busy          503, Retry-After: 3600  /cut/N    a feed that ends too early
    /bomb          gzip of 200 MB          /stall    says nothing
    /inside        302 to a private address that is not this one
    /page          no feed                 /etagless Last-Modified alone
    /front         a page that names /feed/front
"""
import gzip
import http.server
import json
import sys
import threading
import time
import zlib

LOCK = threading.Lock()
STORIES = {}
STATE = {"flying": 0}


def stories(n):
    return STORIES.setdefault(n, [(i, 0) for i in range(10)])


def feed(n):
    items = "".join(
        f"<item><title>Story {i} of {n}</title><guid>{n}-{i}</guid>"
        f"<description>Mayor Ann Field of {n} said on day {i} that version "
        f"{v} was safe.</description></item>" for i, v in stories(n))
    return (f"<rss version='2.0'><channel><title>Outlet {n}</title>{items}"
            "</channel></rss>").encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.status, self.etag = status, headers.get("ETag")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def serve_feed(self, n, cut=False):
        body = feed(n)
        etag = f'"{zlib.crc32(body):x}"'
        if self.headers.get("If-None-Match") == etag:
            self.answer(304, ETag=etag)
            return
        body = gzip.compress(body[:-60] if cut else body)
        self.answer(200, body, ETag=etag, Content_Encoding="gzip",
                    Content_Type="application/rss+xml")

    def serve_dated(self):
        date = "Tue, 03 Nov 2026 08:15:00 GMT"
        if self.headers.get("If-Modified-Since") == date:
            self.answer(304)
        else:
            self.answer(200, feed("dated"), Last_Modified=date)

    def route(self):
        kind, _, n = self.path.strip("/").partition("/")
        here = f"http://127.0.0.1:{self.server.server_port}"
        if kind == "feed":
            self.serve_feed(n)
        elif kind == "cut":
            self.serve_feed(n, cut=True)
        elif kind == "moved":
            self.answer(301, Location=f"{here}/feed/{n}")
        elif kind == "away":
            self.answer(302, Location=f"/feed/{n}")
        elif kind == "loop":
            self.answer(302, Location="/loop")
        elif kind == "busy":
            self.answer(503, Retry_After="3600")
        elif kind == "bomb":
            z = zlib.compressobj(9, zlib.DEFLATED, 31)
            body = b"".join(z.compress(bytes(1 << 20)) for _ in range(200))
            self.answer(200, body + z.flush(), Content_Encoding="gzip")
        elif kind == "stall":
            time.sleep(600)
        elif kind == "inside":
            self.answer(302, Location="http://10.0.0.1/feed")
        elif kind == "page":
            self.answer(200, b"<html><p>No feed.</html>")
        elif kind == "front":
            self.answer(200, b"<!doctype html><title>Front</title><link "
                        b"rel=alternate type='application/rss+xml' "
                        b"href='feed/front'><p>News", Content_Type="text/html")
        elif kind == "robots.txt":
            self.answer(404)
        elif kind == "etagless":
            self.serve_dated()
        else:
            self.answer(500)

    def do_GET(self):
        self.status, self.etag, began = 0, None, time.time()
        with LOCK:
            STATE["flying"] += 1
            flying = STATE["flying"]
        try:
            self.route()
        finally:
            with LOCK:
                STATE["flying"] -= 1
                LOG.write(json.dumps({
                    "began": began, "ended": time.time(), "path": self.path,
                    "none_match": self.headers.get("If-None-Match"),
                    "since": self.headers.get("If-Modified-Since"),
                    "agent": self.headers.get("User-Agent"),
                    "status": self.status, "etag": self.etag,
                    "flying": flying}) + "\n")
                LOG.flush()

    def do_POST(self):
        """/add/N: a new story; /change/N: the first one has other words."""
        what, _, n = self.path.strip("/").partition("/")
        with LOCK:
            have = stories(n)
            if what == "add":
                have.insert(0, (len(have), 0))
            else:
                have[0] = (have[0][0], have[0][1] + 1)
        self.answer(204)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


LOG = open(sys.argv[1], "a", encoding="utf-8")
server = Server(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
