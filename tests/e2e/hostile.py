"""hostile.py -- slow senders, huge headers, traversal, smuggling, other sites'
pages, other names, guessed tokens, readers that never read, crowds that say
nothing: all are refused and counted, the sink's memory stays as it was, stories
go on through the pipeline and the reader beside them gets each.

  hostile.py [--rounds N] [--idle N] [--whole] [--seed X]

--whole waits until slow bodies are cut off too, a minute.
"""
import argparse
import json
import os
import random
import resource
import socket
import subprocess
import threading
import time

import asker
import rig as r
import stories

OPTIONS = ["http=127.0.0.1:0", "log_level=err"]
HEAD_S, STALL_S, BODY_S = 15, 30, 60  # conn.h, stream.h
TOKEN = "8c1f0e2d7b6a59483726150f9e8d7c6b"
JSON = "Content-Type: application/json\r\n"
SOFT_FILES = 1024  # what a service usually gets
FIRST = "n1000000"  # name of the first story that is there at the start


def get(path, more="", host="localhost", version="1.1"):
    return (f"GET {path} HTTP/{version}\r\nHost: {host}\r\n{more}\r\n"
            ).encode("latin-1")


def post(body, more=JSON, length=None):
    n = len(body) if length is None else length
    return (f"POST /articles HTTP/1.1\r\nHost: localhost\r\n{more}"
            f"Content-Length: {n}\r\n\r\n").encode() + body


# What is sent, and the statuses it may be refused with (0: closed without a
# word).
def refused_requests():
    many = "".join(f"x{i}: {i}\r\n" for i in range(100000))
    return [
        ("a path out of the tree", get("/../../../../etc/passwd"), {404}),
        ("one with escaped dots", get("/%2e%2e/%2e%2e/etc/passwd"), {404}),
        ("one with escaped slashes", get("/..%2f..%2fetc%2fpasswd"), {404}),
        ("one behind a file", get("/page.css/../../sink/main.c"), {404}),
        ("a backslash", get("/..\\..\\etc\\passwd"), {404}),
        ("an empty segment", get("//status"), {404}),
        ("a NUL in the path", get("/claims/%00"), {400}),
        ("an overlong dot", get("/claims/%c0%ae%c0%ae"), {400}),
        ("an overlong slash", get("/%c0%af"), {400}),
        ("a surrogate", get("/claims/%ed%a0%80"), {400}),
        ("a raw byte", get("/claims/\xff"), {400}),
        ("an escape that is none", get("/claims/%zz"), {400}),
        ("one that is cut", get("/claims/%2"), {400}),
        ("one in a parameter", get("/claims?q=%zz"), {400}),
        ("a NUL in a parameter", get("/claims?q=a%00b"), {400}),
        ("a long path", get("/" + "a" * 3000), {414}),
        ("a long parameter", get("/claims?q=" + "a" * 5000), {414}),
        ("forty parameters", get("/claims?" + "&".join(
            f"q{i}=1" for i in range(40))), {400, 414}),
        ("a long address", get("/" + "a" * 100000), {414, 431}),
        ("a huge header", get("/status", "X: " + "a" * 100000 + "\r\n"),
         {431, 413}),
        ("a hundred thousand headers", get("/status", many), {431, 413}),
        ("a huge name", get("/status", "a" * 100000 + ": x\r\n"),
         {431, 413, 400}),
        ("no Host", b"GET /status HTTP/1.1\r\n\r\n", {400}),
        ("two Hosts", b"GET /status HTTP/1.1\r\nHost: localhost\r\n"
         b"Host: evil.example\r\n\r\n", {400}),
        ("two Hosts, the other way", b"GET /status HTTP/1.1\r\nHost: "
         b"evil.example\r\nHost: localhost\r\n\r\n", {400, 421}),
        ("an unknown method", b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n",
         {405, 501}),
        ("a method in lower case",
         b"get /status HTTP/1.1\r\nHost: localhost\r\n\r\n", {405, 501, 400}),
        ("a long method", b"A" * 5000 + b" / HTTP/1.1\r\nHost: localhost"
         b"\r\n\r\n", {405, 501, 400, 431}),
        ("CONNECT", b"CONNECT evil.example:443 HTTP/1.1\r\n"
         b"Host: localhost\r\n\r\n", {400, 404, 405, 501}),
        ("TRACE", b"TRACE /status HTTP/1.1\r\nHost: localhost\r\n\r\n",
         {405, 501}),
        ("HTTP/2 without asking", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
         {400, 505, 404, 405}),
        ("an odd version", get("/status", version="9.7"), {400, 505}),
        ("TLS", bytes.fromhex("16030100c8010000c40303") + b"\x17" * 189,
         {0, 400, 501, 405, 505}),
        ("a body beyond the limit", post(b"", length=1 << 30), {413}),
        ("one of all bytes there are", post(b"", length=10 ** 25),
         {400, 413}),
        ("a length below nothing", post(b"", length="-1"), {400}),
        ("a length with a sign", post(b"", length="+5"), {400}),
        ("a length that is none", post(b"", length="five"), {400}),
        ("a type that is none", post(b"{}", "Content-Type: image/png\r\n"),
         {415}),
        ("deep JSON", post(b"[" * 100000), {400}),
        ("a record of nothing but depth",
         post(b'{"text":' * 50000 + b"1" + b"}" * 50000), {400}),
        ("nothing", post(b""), {400}),
        ("bytes", post(bytes(range(256)) * 40), {400}),
    ]


def smuggling():
    """Requests that hide another: (what, bytes).  The hidden one asks for
    what only it would be answered with."""
    hidden = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
    top = b"POST /articles HTTP/1.1\r\nHost: localhost\r\n" + JSON.encode()
    n = b"%d" % len(hidden)
    return [
        ("length and chunks", top + b"Content-Length: 5\r\n"
         b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden),
        ("chunks and length", top + b"Transfer-Encoding: chunked\r\n"
         b"Content-Length: " + n + b"\r\n\r\n" + hidden),
        ("two lengths", top + b"Content-Length: 0\r\nContent-Length: " + n +
         b"\r\n\r\n" + hidden),
        ("a list of lengths", top + b"Content-Length: 0, " + n +
         b"\r\n\r\n" + hidden),
        ("a coding that is none", top + b"Transfer-Encoding: xchunked\r\n"
         b"\r\n0\r\n\r\n" + hidden),
        ("chunked and more", top + b"Transfer-Encoding: chunked, identity\r\n"
         b"\r\n0\r\n\r\n" + hidden),
        ("chunked twice", top + b"Transfer-Encoding: chunked\r\n"
         b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" + hidden),
        ("a blank before the colon", top + b"Content-Length : " + n +
         b"\r\n\r\n" + hidden),
        ("a folded length", top + b"Content-Length:\r\n " + n +
         b"\r\n\r\n" + hidden),
        ("a chunk's size in C's way", top + b"Transfer-Encoding: chunked\r\n"
         b"\r\n0x0\r\n\r\n" + hidden),
        ("a chunk's size below nothing", top + b"Transfer-Encoding: chunked"
         b"\r\n\r\n-1\r\n\r\n" + hidden),
        ("a chunk of all bytes there are", top + b"Transfer-Encoding: chunked"
         b"\r\n\r\nFFFFFFFFFFFFFFFFF\r\n" + hidden),
        ("a chunk without its end", top + b"Transfer-Encoding: chunked\r\n"
         b"\r\n1\r\nXX\r\n0\r\n\r\n" + hidden),
        ("an endless extension", top + b"Transfer-Encoding: chunked\r\n\r\n5;"
         + b"a" * 200000 + b"\r\n"),
        ("a GET with a body", b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n"
         b"Content-Length: " + n + b"\r\n\r\n" + hidden),
    ]


def statuses(raw):
    """Of all answers in raw; [0] when there is none.  What libmicrohttpd
    0.9.75 refuses by itself it answers with the same head twice."""
    got = [int(part[:3]) for part in raw.split(b"HTTP/1.1 ")[1:]] or [0]
    if len(got) == 2 and got[0] == got[1] >= 400 and b"<html>" in raw:
        del got[1]
    return got


class Scene:
    def __init__(self, rig):
        self.rig, self.web = rig, asker.Asker(rig)
        self.rng = random.Random(rig.seed)

    def send(self, data):
        """What comes back within the patience of a person; a server that
        waits for more has not been fooled, and is left."""
        try:
            with self.web.wire(patience=1.5) as w:
                try:
                    w.send(data)
                except asker.Broken:
                    pass  # it closed before it had all
                got, end = b"", time.monotonic() + 3
                while time.monotonic() < end:
                    try:
                        piece = w.s.recv(65536)
                    except TimeoutError:
                        break
                    except OSError:
                        return got
                    if not piece:
                        return got
                    got += piece
                    if b"\r\n\r\n" in got and not whole(got):
                        continue
                    if b"\r\n\r\n" in got:
                        w.s.settimeout(0.15)  # is there a second answer?
                return got
        except asker.Broken:
            return b""

    def bad(self):
        """How many requests were refused because of what they are."""
        n = self.web.refused()
        return n["bad"] + n["host"]

    def sink(self):
        pids = self.rig.roles()["sink"]
        return pids[0] if pids else 0

    def rss_kb(self):
        with open(f"/proc/{self.sink()}/status") as f:
            for line in f:
                if line.startswith("VmRSS"):
                    return int(line.split()[1])
        return 0


def whole(raw):
    head, _, body = raw.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return True


# ---- those who go on beside it ----

class Witness(threading.Thread):
    """Posts stories and reads them back from the feed, all the while."""

    def __init__(self, scene):
        super().__init__(daemon=True)
        self.s, self.stop = scene, threading.Event()
        self.posted, self.seen, self.slowest = {}, set(), 0.0
        self.later = 0
        self.trouble = []

    def run(self):
        reader = threading.Thread(target=self.read, daemon=True)
        reader.start()
        n = 0
        while not self.stop.is_set():
            record = stories.record_of(self.s.rng, n)
            n += 1
            began = time.monotonic()
            try:
                while self.s.web.post([record]).status == 503:
                    self.later += 1  # the crowd asks too much: as it says,
                    time.sleep(1)    # a second later
                self.posted[record["id"]] = began
            except asker.Broken as e:
                self.trouble.append(f"POST: {e}")
            self.stop.wait(0.25)
        end = time.monotonic() + 20
        while self.seen != set(self.posted) and time.monotonic() < end:
            time.sleep(0.05)
        self.over = True
        reader.join(5)

    over = False

    def read(self):
        try:
            with asker.Reader(self.s.web, feed="sse", type="article.new",
                              heartbeat=200) as w:
                while not self.over:
                    for e in w.some() or ():
                        if e.name == "message":
                            self.saw(e.json()["name"])
        except asker.Broken as e:
            self.trouble.append(f"reader: {e}")

    def saw(self, name):
        if name >= FIRST:
            return  # it was there before
        for _ in range(100):  # its 202 may be under way still
            if name in self.posted:
                break
            time.sleep(0.01)
        took = time.monotonic() - self.posted.get(name, 0)
        self.slowest = max(self.slowest, took)
        self.seen.add(name)


# ---- the crowd: it takes time until they are cut off ----

class Crowd:
    """Connections that do nothing, or next to nothing."""

    def __init__(self, scene, n_idle):
        self.s, self.began = scene, time.monotonic()
        self.idle = self.many(n_idle, b"")
        self.heads = self.many(40, b"GET /status HTTP/1.1\r\nHost: l")
        body = (b"Host: localhost\r\n" + JSON.encode() +
                b"Content-Length: 5000\r\n\r\n")
        self.bodies = (self.many(10, b"POST /articles HTTP/1.1\r\n" + body) +
                       self.many(10, b"GET /status HTTP/1.1\r\n" + body))
        self.paused = self.many(20, b"POST /articles HTTP/1.1\r\n" + body +
                                b'{"text":')
        self.half = self.many(100, b"GET /sta")
        for w in self.half:
            w.s.shutdown(socket.SHUT_WR)
        self.deaf = self.many(20, get("/changes?feed=sse&heartbeat=100"),
                              rcvbuf=2048)
        self.stop = threading.Event()
        self.drip = threading.Thread(target=self.dripping, daemon=True)
        self.drip.start()

    def many(self, n, first, **more):
        out = []
        for _ in range(n):
            w = self.s.web.wire(**more)
            if first:
                w.send(first)
            out.append(w)
        return out

    def dripping(self):
        """One byte a second."""
        while not self.stop.wait(1):
            for w in self.heads + self.bodies:
                try:
                    w.s.send(b"x")
                except OSError:
                    pass

    @staticmethod
    def gone(wires):
        """How many were cut off."""
        n = 0
        for w in wires:
            w.s.setblocking(False)
            try:
                while piece := w.s.recv(65536):
                    pass
                n += piece == b""
            except BlockingIOError:
                pass
            except OSError:
                n += 1
        return n

    def wait_gone(self, wires, seconds, what):
        left = self.began + seconds + 10 - time.monotonic()
        try:
            r.wait_for(lambda: self.gone(wires) == len(wires), max(left, 1),
                       what, every=0.2)
        except r.Stuck:
            pass
        took = time.monotonic() - self.began
        n = self.gone(wires)
        r.ok(n == len(wires), f"{what}: {n} of {len(wires)} are cut off "
             f"after {took:.0f} s")

    def close(self):
        self.stop.set()
        for w in (self.idle + self.heads + self.bodies + self.paused +
                  self.half + self.deaf):
            w.close()


def tide(s, n):
    """Many come, ask at the same time and go; the sink's memory then."""
    def connections():
        return s.web.metrics()["claimwire_http_connections"]
    before = connections()
    wires = [s.web.wire() for _ in range(n)]
    for w in wires:
        w.ask("/claims?limit=5")
    for w in wires:
        w.answer()
    for w in wires:
        w.close()
    r.wait_for(lambda: connections() < before + 10, 20, "the tide to go")
    return s.rss_kb()


# ---- what is tried ----

def try_requests(s):
    for what, data, may in refused_requests():
        before = s.bad()
        got = statuses(s.send(data))
        more = s.bad() - before
        r.ok(len(got) == 1 and got[0] in may and more == (got != [0]),
             f"{what} is refused with {got[0]} and counted ({got}, of "
             f"{sorted(may)}, {more} times)")


def try_smuggling(s):
    for what, data in smuggling():
        raw = s.send(data)
        r.ok(b'{"ok":true}' not in raw and len(statuses(raw)) == 1,
             f"nothing is smuggled by {what} ({statuses(raw)})")


def try_pipelines(s):
    raw = s.send(get("/health/live") * 3 + b"GARBAGE\r\n\r\n" +
                 get("/health/live"))
    got = statuses(raw)
    r.ok(got[:3] == [200] * 3 and got[3:] in ([], [400]),
         f"what is behind garbage is not answered ({got})")
    for _ in range(50):
        s.send(s.rng.randbytes(s.rng.randrange(1, 3000)))
    raw = s.send(get("/changes?feed=sse").replace(b"GET", b"HEAD"))
    r.ok(statuses(raw) == [200] and raw.endswith(b"\r\n\r\n") and
         raw.count(b"\r\n\r\n") == 1,
         f"HEAD of a stream has no body ({raw[-40:]!r})")
    a = s.send(get("/health/live", version="1.0"))
    r.ok(statuses(a) in ([200], [0]) and b'{"ok":true}' in a,
         "HTTP/1.0 is answered")
    for ranges in ("bytes=0-1", "bytes=-1", "bytes=5-1", "bytes=a",
                   "bytes=0-0," * 500 + "0-0", "bytes=18446744073709551615-"):
        a = s.web.ask("/page.css", headers={"Range": ranges})
        r.ok(a.status == 200 and int(a.headers["content-length"]) ==
             len(a.body) > 10, f"Range: {ranges[:30]}: all of it")


def try_sites(s):
    evil = "http://evil.example"
    tried = [
        ({"Origin": evil}, 403), ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403),
    ]
    before = s.web.refused()
    body = json.dumps({"id": "evil", "text": "a said so."}).encode()
    for headers, want in tried:
        a = s.web.ask("/articles", "POST", dict(
            headers, **{"Content-Type": "application/json"}), body)
        b = s.web.ask("/claims", headers=headers)
        r.ok(a.status == b.status == want and
             "access-control-allow-origin" not in b.headers,
             f"POST and GET with {headers}: {want} ({a.status}, {b.status})")
    a = s.web.ask("/articles", "OPTIONS", {
        "Origin": evil, "Access-Control-Request-Method": "POST"})
    r.ok(a.status >= 400 and "access-control-allow-origin" not in a.headers,
         f"a page elsewhere may not even ask ({a.status})")
    a = s.web.ask("/", headers={"Sec-Fetch-Site": "cross-site",
                                "Sec-Fetch-Mode": "navigate"})
    r.ok(a.status == 200 and "frame-ancestors 'none'" in
         a.headers["content-security-policy"],
         "a link from elsewhere is followed, but not framed")
    more = s.web.refused()["cross_site"] - before["cross_site"]
    r.ok(more == 2 * len(tried) + 1, f"and counted ({more})")
    names = ("evil.example", "localhost.evil.example", "127.0.0.1.nip.io",
             "127.0.0.2", "0.0.0.0", "[::1]", "2130706433", "localhost.x:80")
    for name in names:
        a = s.web.ask("/changes", host=name)
        r.ok(a.status == 421, f"called by {name}: 421 ({a.status})")
    more = s.web.refused()["host"] - before["host"]
    r.ok(more == len(names), f"and counted ({more})")
    r.ok(s.rig.value("SELECT count(*) FROM articles WHERE name = 'evil'")
         == 0, "nothing of it is in the store")


def try_bodies(s):
    chunk = b"%x\r\n" % 65536 + b" " * 65536 + b"\r\n"
    raw = s.send(b"POST /articles HTTP/1.1\r\nHost: localhost\r\n" +
                 JSON.encode() + b"Transfer-Encoding: chunked\r\n\r\n" +
                 chunk * 600 + b"0\r\n\r\n")
    r.ok(statuses(raw)[0] in (413, 0),
         f"40 MB in chunks: 413 ({statuses(raw)})")
    for _ in range(200):  # connect, say something, vanish
        try:
            w = s.web.wire()
            w.send(s.rng.choice((b"", b"GET", get("/claims"), get("/changes"),
                                 post(b"{", length=100))))
            w.reset()
        except asker.Broken:
            pass


def try_chunks(s):
    """Bodies that do not say how long they are, all at the same time: more
    than there is room for."""
    wires = [s.web.wire() for _ in range(8)]
    piece = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    for w in wires:
        w.send(b"POST /articles HTTP/1.1\r\nHost: localhost\r\n" +
               JSON.encode() + b"Transfer-Encoding: chunked\r\n\r\n")
    for w in wires:
        w.send(piece * 480)  # 15 MB
    for w in wires:
        w.send(b"0\r\n\r\n")
    got = [w.answer().status for w in wires]
    for w in wires:
        w.close()
    r.ok(set(got) == {400, 503}, f"chunked bodies have a limit ({got})")
    a = s.web.post([stories.record_of(s.rng, 2 * 10 ** 6)])
    r.ok(a.status == 202, "and others are posted when they are gone")


def try_all(s):
    try_requests(s)
    try_smuggling(s)
    try_pipelines(s)
    try_sites(s)
    try_bodies(s)


# ---- tokens ----

def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def guess(web):
    """Guesses from one address; another one is not locked out for them."""
    got = [web.ask("/status", headers=bearer(f"{i:032}")).status
           for i in range(14)]
    r.ok(got == [401] * 10 + [429] * 4, f"who guesses waits ({got})")
    a = web.ask("/status", headers=bearer(TOKEN))
    r.ok(a.status == 429, "even with the right one")
    a = web.ask("/login", "POST",
                {"Content-Type": "application/x-www-form-urlencoded"},
                b"token=" + TOKEN.encode())
    r.ok(a.status == 429, f"and at the login ({a.status})")
    a = web.ask("/status", headers=bearer(TOKEN), source="127.0.0.2")
    r.ok(a.status == 200, f"another address does not ({a.status})")
    m = a = web.ask("/metrics", headers=bearer(TOKEN), source="127.0.0.2")
    m = asker.parse_metrics(a.text())
    r.ok(m['claimwire_http_refused_total{cause="guessing"}'] >= 4 and
         m['claimwire_http_refused_total{cause="token"}'] >= 10,
         "guesses are counted")


def log_in(web):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    a = web.ask("/login", "POST", form, b"token=" + TOKEN.encode(),
                source="127.0.0.2")
    cookie = a.headers.get("set-cookie", "").split(";")[0]
    r.ok(a.status == 303 and cookie and TOKEN not in cookie,
         f"a login sets a cookie ({a.status})")
    for value, want in ((cookie, 200), (cookie[:-1], 401), ("", 401),
                        (f"claimwire={TOKEN}", 401)):
        a = web.ask("/claims", headers={"Cookie": value} if value else {},
                    source="127.0.0.3")
        r.ok(a.status == want, f"cookie {value[:16]!r}: {a.status}")
    a = web.ask("/login", "POST", dict(form, Origin="http://evil.example"),
                b"token=" + TOKEN.encode(), source="127.0.0.2")
    r.ok(a.status == 403, f"not from a page elsewhere ({a.status})")


def try_tokens(args):
    rig = r.Rig("token", args.seed)
    file = os.path.join(rig.dir, "token")
    with open(file, "w", encoding="ascii") as f:
        f.write(TOKEN + "\n")
    os.chmod(file, 0o600)
    rig.options += ["http=127.0.0.1:0", f"http_token={file}", "log_level=err"]
    try:
        rig.start()
        web = asker.Asker(rig)
        r.wait_for(web.up, 20, "the server with a token")
        for path in ("/status", "/changes", "/claims", "/snapshot",
                     "/metrics", "/feed.atom", "/articles/a1"):
            a = web.ask(path)
            b = web.ask(path + f"?token={TOKEN}")
            r.ok(a.status == 401 and b.status in (400, 401) and
                 a.headers["www-authenticate"].startswith("Bearer"),
                 f"{path} without token: 401, in the address it is none")
        for path in ("/", "/page.css", "/health/live"):
            r.ok(web.ask(path).status == 200, f"{path} is open")
        log_in(web)
        guess(web)
        rig.stop()
    finally:
        rig.close()


def try_beyond(args):
    """Beyond loopback without a token it does not start, and says why."""
    rig = r.Rig("beyond", args.seed)
    try:
        p = subprocess.run(
            rig.line("claimwire", "run", "-o", "http=0.0.0.0:0"),
            capture_output=True, text=True, timeout=60)
        said = p.stdout + p.stderr
        r.ok(p.returncode in (2, 3) and "http_token" in said,
             f"beyond loopback without a token: exit code {p.returncode}, "
             f"{said.strip()[:300]}")
    finally:
        rig.close()


# ---- all of it ----

def limits():
    """Like a service: few files at first; we take what we may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(SOFT_FILES, hard), hard))
    return hard


def campaign(rig, args):
    s = Scene(rig)
    hard = limits()
    rig.start()
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    r.wait_for(s.web.ready, 30, "the server")
    pids = rig.pids()
    s.web.post([stories.record_of(s.rng, 10 ** 6 + i) for i in range(400)])
    r.wait_for(lambda: rig.committed() >= 400, 30, "something to read")
    witness = Witness(s)
    witness.start()
    crowd = Crowd(s, args.idle)
    r.wait_for(lambda: s.web.metrics()["claimwire_http_connections"] >=
               args.idle, 20, "the crowd to be let in")
    r.ok(True, f"{args.idle} connections at a time, though only {SOFT_FILES} "
         "files were given at first")
    rss = [tide(s, args.idle)]
    for _ in range(args.rounds):
        try_all(s)
        rss.append(s.rss_kb())
    try_tokens(args)
    try_beyond(args)
    crowd.wait_gone(crowd.half, HEAD_S, "half-closed ones")
    crowd.wait_gone(crowd.heads, HEAD_S, "a header byte a second")
    crowd.wait_gone(crowd.idle, HEAD_S, "who says nothing")
    crowd.wait_gone(crowd.paused, HEAD_S, "a body that stops in its midst")
    slow = s.web.refused()["slow"]
    r.ok(slow >= args.idle + 40, f"and counted ({slow})")
    time.sleep(max(0, crowd.began + STALL_S - time.monotonic()))
    r.wait_for(lambda: s.web.metrics()[
        "claimwire_http_readers_cut_off_total"] >= len(crowd.deaf), 15,
        "readers that never read are cut off, and counted")
    crowd.wait_gone(crowd.deaf, STALL_S, "who never reads")
    if args.whole:
        crowd.wait_gone(crowd.bodies, BODY_S, "a body byte a second")
    crowd.close()
    try_all(s)
    rss.append(tide(s, args.idle))
    witness.stop.set()
    witness.join(40)
    finish(s, witness, pids, rss)


def stop_amid(s):
    """The pipeline stops while a crowd asks: nobody is asked who has gone."""
    before = os.path.getsize(s.rig.log)
    over = threading.Event()

    def ask_on():
        while not over.is_set():
            try:
                with s.web.wire(patience=1) as w:
                    for _ in range(50):
                        w.send(get("/claims?limit=1") * 8)
                        if not w.s.recv(65536):
                            break
            except (OSError, asker.Broken):
                over.wait(0.01)

    crowd = [threading.Thread(target=ask_on, daemon=True) for _ in range(12)]
    for t in crowd:
        t.start()
    time.sleep(0.5)
    s.rig.stop()
    over.set()
    with open(s.rig.log, "rb") as f:
        f.seek(before)
        said = f.read()
    r.ok(b"page at" not in said and b"Sanitizer" not in said,
         f"it stops while a crowd asks ({said[:500]!r})")


def finish(s, witness, pids, rss):
    r.ok(witness.seen == set(witness.posted) and not witness.trouble,
         f"beside it {len(witness.posted)} stories were posted and came back, "
         f"the slowest after {witness.slowest * 1000:.0f} ms "
         f"({witness.trouble[:3]})")
    r.ok(witness.slowest < (60 if r.SLOW else 10) and witness.later < 10,
         f"none of them late, {witness.later} put off for a second")
    r.ok(s.rig.pids() == pids, f"every process survives ({s.rig.pids()})")
    # While the crowd is there it has 16 kB each, and malloc keeps some of
    # what a tide had; the sanitizers keep all that was freed.
    room = (1 << 30) if r.SLOW else 24 << 10
    r.ok(rss[-1] - rss[0] < room and max(rss) < 8 * room,
         f"memory stays as it was (kB; a tide, rounds, a tide: {rss})")
    accepted = s.rig.accounts()["accepted"]
    r.check_accounts(s.rig, accepted, accepted, 0)
    r.check_store(s.rig)
    try_chunks(s)
    stop_amid(s)


def main():
    p = argparse.ArgumentParser(description="hostile to the HTTP server")
    p.add_argument("--rounds", type=int, default=2)
    p.add_argument("--idle", type=int, default=r.number("IDLE", 2000, 500))
    p.add_argument("--whole", action="store_true")
    p.add_argument("--seed", type=int)
    args = p.parse_args()
    args.seed = r.seed_of(args.seed)
    rig = r.Rig("hostile", args.seed, options=OPTIONS)
    r.main_of(rig, lambda rig: campaign(rig, args))


if __name__ == "__main__":
    main()
