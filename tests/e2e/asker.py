"""asker.py -- what the tests of the HTTP server share: requests, also such as
no library would send, and readers of the change feed in its four styles.

Every socket has a deadline.  The address is read from DATA/run/http each time
a connection is made: a sink that was restarted may have another port.
"""
import json
import os
import re
import socket
import struct
import time
import urllib.parse

import rig as r

PATIENCE = 30 if not r.SLOW else 150


class Broken(r.Stuck):
    """The other side is away, or ended in the midst of something."""


def quote(**params):
    """Parameters as a query; those that are None are left out."""
    given = [(k, v) for k, v in params.items() if v is not None]
    return "?" + urllib.parse.urlencode(given) if given else ""


class Dechunk:
    """A body in chunks (RFC 9112, 7.1), piece by piece."""

    def __init__(self):
        self.buf, self.left, self.over = b"", 0, False

    def feed(self, data):
        self.buf += data
        out = []
        while self.buf and not self.over:
            if self.left > 2:
                piece = self.buf[:self.left - 2]
                out.append(piece)
                self.buf = self.buf[len(piece):]
                self.left -= len(piece)
            elif self.left:
                cut = self.buf[:self.left]
                self.buf = self.buf[len(cut):]
                self.left -= len(cut)
            else:
                line, nl, rest = self.buf.partition(b"\r\n")
                if not nl:
                    break
                size = int(line.split(b";")[0], 16)
                self.buf = rest
                self.left = size + 2
                self.over = size == 0
        return b"".join(out)


class Answer:
    """A whole answer."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def text(self):
        return self.body.decode("utf-8")

    def lines(self):
        return [json.loads(line) for line in self.body.splitlines() if line]


def parse_head(head):
    """Status and headers (names in lower case; the last one wins)."""
    first, *rest = head.split(b"\r\n")
    m = re.fullmatch(rb"HTTP/1\.1 (\d{3}) [ -~]+", first)
    if not m:
        raise Broken(f"no status line: {first[:100]!r}")
    headers = {}
    for line in rest:
        name, colon, value = line.partition(b":")
        if not colon:
            raise Broken(f"no header: {line[:100]!r}")
        headers[name.decode().lower()] = value.strip().decode()
    return int(m.group(1)), headers


class Wire:
    """One connection, at the level of bytes."""

    def __init__(self, place, patience=PATIENCE, rcvbuf=None, source=None):
        s = socket.socket()
        try:
            s.settimeout(patience)
            if rcvbuf:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, rcvbuf)
            if source:
                s.bind((source, 0))
            s.connect(place)
        except OSError as e:
            s.close()
            raise Broken(str(e))
        self.s, self.buf, self.place = s, b"", place

    def close(self):
        self.s.close()

    def reset(self):
        """End it with a RST, as a crash or a cut line does."""
        self.s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                          struct.pack("ii", 1, 0))
        self.s.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, data):
        try:
            self.s.sendall(data)
        except OSError as e:
            raise Broken(str(e))

    def recv(self, n=65536):
        """b"" at the end."""
        try:
            return self.s.recv(n)
        except OSError as e:
            raise Broken(str(e) or type(e).__name__)

    def ended(self):
        """Everything until the other side closes; None: it does not."""
        got = self.buf
        try:
            while True:
                piece = self.s.recv(65536)
                if not piece:
                    return got
                got += piece
        except TimeoutError:
            return None
        except OSError:
            return got

    def ask(self, path, method="GET", headers=(), body=None, host=None):
        lines = [f"{method} {path} HTTP/1.1",
                 "Host: " + (host or "%s:%d" % self.place)]
        lines += [f"{k}: {v}" for k, v in dict(headers).items()]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b""))

    def until(self, mark):
        while mark not in self.buf:
            piece = self.recv()
            if not piece:
                raise Broken("the answer ends too early")
            self.buf += piece
        head, _, self.buf = self.buf.partition(mark)
        return head

    def head(self):
        status, headers = parse_head(self.until(b"\r\n\r\n"))
        while status == 100:
            status, headers = parse_head(self.until(b"\r\n\r\n"))
        return status, headers

    def answer(self, bodyless=False):
        """One whole answer, with its body by length, chunks or end."""
        status, headers = self.head()
        if bodyless or status in (204, 304):
            return Answer(status, headers, b"")
        if "content-length" in headers:
            want = int(headers["content-length"])
            while len(self.buf) < want:
                piece = self.recv()
                if not piece:
                    raise Broken("the body ends too early")
                self.buf += piece
            body, self.buf = self.buf[:want], self.buf[want:]
        elif headers.get("transfer-encoding") == "chunked":
            chunks = Dechunk()
            body = chunks.feed(self.buf)
            while not chunks.over:
                piece = self.recv()
                if not piece:
                    raise Broken("the chunks end too early")
                body += chunks.feed(piece)
            self.buf = b""
        else:
            body, self.buf = self.buf, b""
            while piece := self.recv():
                body += piece
        return Answer(status, headers, body)


class Asker:
    """The server of one rig."""

    def __init__(self, rig):
        self.file = os.path.join(rig.data, "run", "http")

    def place(self):
        """(host, port); None while there is none."""
        try:
            with open(self.file) as f:
                url = urllib.parse.urlsplit(f.read().strip())
        except OSError:
            return None
        return url.hostname, url.port

    def wire(self, **more):
        place = self.place()
        if place is None:
            raise Broken("the server is away")
        return Wire(place, **more)

    def ask(self, path, method="GET", headers=(), body=None, host=None,
            **more):
        with self.wire(**more) as w:
            w.ask(path, method, headers, body, host)
            return w.answer(bodyless=method == "HEAD")

    def raw(self, data, **more):
        """What is answered to these bytes until the end; None: no end."""
        with self.wire(**more) as w:
            w.send(data)
            return w.ended()

    def get(self, path, **params):
        """JSON of an address that must answer with 200."""
        a = self.ask(path + quote(**params))
        if a.status != 200:
            raise Broken(f"{path}: {a.status} {a.body[:300]!r}")
        return a.json()

    def up(self):
        """Does it answer?"""
        try:
            return self.ask("/health/live", patience=5).status == 200
        except Broken:
            return False

    def ready(self):
        try:
            return self.ask("/health/ready", patience=5).status == 200
        except Broken:
            return False

    def metrics(self):
        """{name with its labels: number}"""
        return parse_metrics(self.ask("/metrics").text())

    def refused(self):
        """{cause: number}"""
        name = re.compile(r'claimwire_http_refused_total\{cause="(\w+)"\}')
        return {m.group(1): int(n) for k, n in self.metrics().items()
                if (m := name.fullmatch(k))}

    def post(self, records):
        """Post records; the answer.  Broken: nobody knows."""
        body = "".join(json.dumps(o, ensure_ascii=False) + "\n"
                       for o in records).encode()
        return self.ask("/articles", "POST",
                        {"Content-Type": "application/x-ndjson"}, body)


SAMPLE = re.compile(r'([a-z_]+(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*\})?) '
                    r'([-+0-9.eE]+|NaN|[+-]Inf)')


def parse_metrics(text):
    """Samples of the exposition format 0.0.4; AssertionError when it is
    none."""
    found, family, kind = {}, None, {}
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# HELP "):
            family = line.split()[2]
            assert family not in kind, f"{family} comes twice"
        elif line.startswith("# TYPE "):
            _, _, name, what = line.split()
            assert name == family and what in ("counter", "gauge",
                                               "histogram"), line
            assert (what == "counter") == name.endswith("_total"), line
            kind[name] = what
        else:
            m = SAMPLE.fullmatch(line)
            assert m, line
            assert m.group(1).startswith(family), line
            assert m.group(1) not in found, line
            found[m.group(1)] = float(m.group(2))
    return found


# ---- the change feed ----

class Event:
    def __init__(self, name, ident, data):
        self.name, self.id, self.data = name, ident, data

    def json(self):
        return json.loads(self.data)


class Events:
    """Server-sent events (HTML, 9.2.6) out of pieces of bytes.  An event that
    was not ended is none."""

    def __init__(self):
        self.buf, self.comments, self.last_id = b"", 0, None

    def feed(self, data):
        self.buf += data
        *whole, self.buf = self.buf.split(b"\n\n")
        return [e for block in whole if (e := self.event(block))]

    def event(self, block):
        name, ident, data = "message", None, []
        for line in block.split(b"\n"):
            if line.startswith(b":"):
                self.comments += 1
            elif line.startswith(b"event: "):
                name = line[7:].decode()
            elif line.startswith(b"id: "):
                ident = line[4:].decode()
            elif line.startswith(b"data: "):
                data.append(line[6:])
            elif not line.startswith(b"retry: "):
                raise Broken(f"no line of an event: {line[:100]!r}")
        if ident is not None:
            self.last_id = ident
        return Event(name, ident, b"\n".join(data)) if data else None


class Reader:
    """A reader of /changes that streams, feed=sse or continuous."""

    def __init__(self, asker, headers=(), patience=PATIENCE, rcvbuf=None,
                 **params):
        self.wire = asker.wire(patience=patience, rcvbuf=rcvbuf)
        self.feed = params["feed"]
        self.wire.ask("/changes" + quote(**params), headers=headers)
        self.status, self.headers = self.wire.head()
        self.chunks = Dechunk()
        self.events = Events()
        self.rest, self.beats = b"", 0
        self.first = self.wire.buf
        self.wire.buf = b""

    def close(self):
        self.wire.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def some(self):
        """The next events, or objects of lines; None at the end."""
        if self.first:
            data, self.first = self.first, b""
        else:
            if self.chunks.over:
                return None
            data = self.wire.recv()
            if not data:
                raise Broken("the stream was cut off")
        data = self.chunks.feed(data)
        if self.feed == "sse":
            return self.events.feed(data)
        *lines, self.rest = (self.rest + data).split(b"\n")
        self.beats += lines.count(b"")
        return [json.loads(line) for line in lines if line]

    def take(self, enough, seconds=PATIENCE):
        """Read on until enough(all that came) holds; all that came."""
        got, end = [], time.monotonic() + seconds
        while not enough(got):
            if time.monotonic() > end:
                raise Broken(f"waited {seconds} s in vain")
            some = self.some()
            if some is None:
                break
            got += some
        return got

    def all(self):
        """Everything until it ends by itself."""
        return self.take(lambda got: False)
