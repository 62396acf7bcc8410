"""press.py -- the press of a small country: feeds of invented outlets on
loopback, from a server that errs, stalls, redirects and changes its stories,
all by a seed, and keeps its own account of what it served.

Some outlets' feeds hold summaries: the text is on a page, which errs and
changes likewise, or which robots.txt forbids, so that the summary is all.

An outlet tells its stories a few at a time.  It goes on to the next ones only
when a request brings the validators of its last feed: whoever sends them has
that feed's entries safe, so what it then drops from its window may be held
against the reader if it is missing.  Outlets that give no validators drop
nothing.
"""
import asyncio
import email.utils
import gzip
import html
import random
import threading
import time
import zlib

import stories

EPOCH = 1772000000  # of Last-Modified
HOSTS = 40
WINDOW = 24
RETRY_S = 1

# What may become of a request to a feed, in 1,000; else it is answered.
FAULTS = {"error": 25, "busy": 4, "reset": 15, "torn": 15, "short": 15,
          "unchunked": 10, "cut": 20, "stall": 6, "drip": 6, "slow": 20,
          "closed": 15, "lodger": 10, "empty": 10, "detour": 20, "maze": 6}
# Of a page: what cannot be told from its text is not among them.
PAGE_FAULTS = {k: v for k, v in FAULTS.items()
               if k not in ("lodger", "empty")}
# Faults until a text is proven: after three failures in a row the summary is
# taken, or the last text is never had; what went well between two of them may
# be unknown to who was killed then.
PAGE_PATIENCE = 2
ROBOTS = b"User-agent: *\nDisallow: /secret/\n"


class Page:
    """What a story's page has told: its newest text."""

    def __init__(self):
        self.version = self.bad = 0
        self.sure = -1  # the version that is safe with who asks


class Outlet:
    def __init__(self, seed, n, left):
        self.rng = random.Random(f"{seed}/{n}")
        self.seed, self.n, self.left = seed, n, left
        self.host = f"127.0.{1 + n % HOSTS}.1"
        self.atom = self.rng.random() < 0.4
        self.proof = self.rng.choices(["etag", "date", "both", "none"],
                                      [4, 3, 3, 1])[0]
        self.way = self.rng.choices(["feed", "moved", "away"], [6, 2, 2])[0]
        self.short = self.rng.random() < 0.3  # it has summaries alone
        self.pages = {}   # story -> Page, of such
        self.window = []  # (story, version), the newest first
        self.version = 0  # of the feed
        self.told = 0     # stories so far
        self.texts = {}   # story -> its texts so far, in order
        self.sure = set()
        self.bad = 0      # answers that were no good
        self.bad_at = {}  # so many, when a version was first served
        self.bad_then = 0 # so many, before the feed that is safe
        self.given = None # when its feed was last given, and nothing proves
                          # that it arrived; None: that was proven once
        self.polls = 0
        self.tell()

    # ---- what it tells ----

    def text(self, story):
        version = len(self.texts.setdefault(story, []))
        rng = random.Random(f"{self.seed}/{self.n}/{story}/{version}")
        if self.secret(story):
            self.texts[story].append(self.summary(story))
        else:
            self.texts[story].append(" ".join(
                stories.tell(rng) for _ in range(4 if self.short else 1)))

    def secret(self, story):
        return self.short and story % 10 == 9

    def summary(self, story):
        return f"Part {story}, as outlet {self.n} has it, said Odo Brandt."

    def tell(self):
        """The next stories, and others of those that are in the window."""
        if self.left == 0:
            return False
        keep = self.window
        if self.proof != "none":
            keep = keep[:self.rng.randrange(WINDOW - 6)]
        if self.proof != "none" and not self.short:
            for k in self.rng.sample(range(len(keep)), min(2, len(keep))):
                if self.left > 0 and self.rng.random() < 0.4:
                    self.text(keep[k][0])
                    keep[k] = (keep[k][0], keep[k][1] + 1)
                    self.left -= 1
        for _ in range(min(self.left, self.rng.randrange(1, 7))):
            self.text(self.told)
            keep = [(self.told, 0)] + keep
            self.told += 1
            self.left -= 1
        self.window = keep
        self.version += 1
        return True

    def ended(self):
        return self.left == 0 and all(
            (s, v) in self.sure for s, v in self.window)

    # ---- its feed ----

    def etag(self):
        return f'"{self.n}-{self.version}"'

    def date(self):
        return email.utils.formatdate(EPOCH + self.version, usegmt=True)

    def proven(self, asked):
        """Does a request show that the last feed is safe with who asks?"""
        return self.proof in ("etag", "both") and \
            asked.get("if-none-match") == self.etag() or \
            self.proof == "date" and \
            asked.get("if-modified-since") == self.date()

    def validators(self):
        return ([f"ETag: {self.etag()}"]
                if self.proof in ("etag", "both") else []) + \
            ([f"Last-Modified: {self.date()}"]
             if self.proof in ("date", "both") else [])

    def title(self):
        return f"Outlet {self.n}"

    def body(self):
        return (self.atom_feed() if self.atom else self.rss()).encode()

    def rss(self):
        items = "".join(
            f"<item><title>Talks, part {s}</title><guid isPermaLink='false'>"
            f"{self.n}-{s}</guid><link>{self.link(s)}</link>"
            + (f"<description>{self.summary(s)}</description></item>"
               if self.short else
               f"<content:encoded>{self.paragraph(s, v)}</content:encoded>"
               "</item>")
            for s, v in self.window)
        return ("<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/"
                f"modules/content/'><channel><title>{self.title()}</title>"
                f"{items}</channel></rss>")

    def atom_feed(self):
        entries = "".join(
            f"<entry><title>Talks, part {s}</title><id>{self.n}-{s}</id>"
            f"<link href='{self.link(s)}'/>"
            + (f"<summary>{self.summary(s)}</summary></entry>"
               if self.short else "<content type='html'>"
               f"{self.paragraph(s, v)}</content></entry>")
            for s, v in self.window)
        return ("<feed xmlns='http://www.w3.org/2005/Atom'><title>"
                f"{self.title()}</title>{entries}</feed>")

    def link(self, s):
        return f"/{'secret' if self.secret(s) else 'page'}/{self.n}/{s}"

    # ---- its pages ----

    def page_etag(self, s):
        return f'"{self.n}-{s}-{self.pages[s].version}"'

    def page_body(self, s):
        return ("<!doctype html><html lang='en'><head><title>Talks, part "
                f"{s}</title></head><body><article><h1>Talks, part {s}</h1>"
                f"<p>{html.escape(self.texts[s][self.pages[s].version])}</p>"
                "</article></body></html>").encode()

    def paragraph(self, s, v):
        return html.escape(f"<p>{html.escape(self.texts[s][v])}</p>")


class Room(asyncio.Protocol):
    """One connection."""

    def __init__(self, press):
        self.press, self.rest, self.flying = press, b"", False

    def connection_made(self, transport):
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]

    def connection_lost(self, _):
        self.land()

    def land(self):
        if self.flying:
            self.flying = False
            self.press.flying[self.host] -= 1

    def data_received(self, data):
        self.rest += data
        while b"\r\n\r\n" in self.rest and not self.flying:
            head, self.rest = self.rest.split(b"\r\n\r\n", 1)
            lines = head.decode("latin-1").split("\r\n")
            asked = {k.lower(): v.strip() for k, _, v in
                     (line.partition(":") for line in lines[1:])}
            self.flying = True
            self.press.ask(self, lines[0].split(" ")[1], asked)

    # ---- ways to answer; each but hold() ends the request ----

    def send(self, status, body=b"", head=()):
        self.write([f"HTTP/1.1 {status} As said",
                    f"Content-Length: {len(body)}", *head], body)
        self.land()

    def write(self, head, body):
        self.transport.write("\r\n".join([*head, "", ""]).encode() + body)

    def close(self, head, body):
        """The body ends with the connection."""
        self.write(["HTTP/1.1 200 As said", "Connection: close", *head], body)
        self.transport.close()

    def chunks(self, head, body, whole=True):
        size = len(body) // 3 + 1
        sent = b"".join(
            b"%x\r\n%b\r\n" % (len(c), c) for c in
            (body[i:i + size] for i in range(0, len(body), size)))
        self.write(["HTTP/1.1 200 As said", "Transfer-Encoding: chunked",
                    *head], sent + (b"0\r\n\r\n" if whole else b""))
        if whole:
            self.land()
        else:
            self.transport.close()

    def begin(self, head, body, part):
        """So many bytes of it, and no more."""
        self.write(["HTTP/1.1 200 As said", f"Content-Length: {len(body)}",
                    *head], body[:part])

    def reset(self):
        self.transport.abort()


class Press:
    """outlets that tell count stories and changes of them together; roads is
    how many addresses lead nowhere."""

    def __init__(self, seed, outlets, count, roads=3):
        self.rng = random.Random(f"{seed}/press")
        self.outlets = [Outlet(seed, n, count // outlets +
                               (n < count % outlets))
                        for n in range(outlets)]
        self.roads = roads
        self.flying = {}  # host -> requests
        self.held = {}    # host -> (told at, until)
        self.requests = self.crowded = self.invented = self.nameless = 0
        self.trespass = 0 # requests that robots.txt forbids
        self.done = {}    # what was answered, how often
        self.hasty = []   # requests in spite of Retry-After: (told, came)
        self.astray = []  # asked at the old place without need, unless who
                          # asks was killed since: (feed given, came)
        self.lock = threading.Lock()
        self.port = 0

    # ---- answers ----

    def ask(self, room, path, asked):
        with self.lock:
            self.note(room, asked)
            room.path = path.partition("?")[0]
            kind, _, n = path.partition("?")[0].strip("/").partition("/")
            if kind in ("loop", "maze"):
                other = "maze" if kind == "loop" else "loop"
                room.send(302, head=[f"Location: /{other}/{n}"])
            elif kind in ("feed", "moved", "away"):
                self.ask_outlet(room, kind, self.outlets[int(n)], asked)
            elif kind == "robots.txt":
                room.send(200, ROBOTS, ["Content-Type: text/plain"])
            elif kind == "page":
                n, _, story = n.partition("/")
                self.ask_page(room, self.outlets[int(n)], int(story), asked)
            elif kind == "secret":
                self.trespass += 1
                room.send(200, b"<p>Nobody was to read this.")
            elif kind == "broken":
                room.send(500)
            else:
                room.send(404)

    def note(self, room, asked):
        now = time.monotonic()
        self.requests += 1
        self.flying[room.host] = self.flying.get(room.host, 0) + 1
        self.crowded += self.flying[room.host] > 1
        self.nameless += not asked.get("user-agent", "").startswith(
            "claimwire/")
        told, until = self.held.get(room.host, (0, 0))
        if now < until:
            self.hasty.append((told, now))

    def ask_outlet(self, room, kind, outlet, asked):
        if kind == "moved":
            if outlet.sure and outlet.bad - outlet.bad_then < 3:
                self.astray.append((outlet.given, time.monotonic()))
            room.send(301, head=[f"Location: /feed/{outlet.n}"])
        elif kind == "away":
            room.send(307, head=[f"Location: /feed/{outlet.n}"])
        else:
            self.ask_feed(room, outlet, asked)

    def ask_feed(self, room, outlet, asked):
        proven = outlet.proven(asked)
        given = asked.get("if-none-match")
        self.invented += given is not None and \
            not given.startswith(f'"{outlet.n}-')
        if proven:
            outlet.sure.update(outlet.window)
            outlet.bad_then = outlet.bad_at.get(outlet.version, 0)
        fault = self.rng.choices([*FAULTS, None], [
            *FAULTS.values(), 1000 - sum(FAULTS.values())])[0]
        self.done[fault] = self.done.get(fault, 0) + 1
        outlet.polls += 1
        if fault in (None, "closed", "slow"):
            if not self.go_on(outlet, proven):
                room.send(304, head=outlet.validators())
                return
            outlet.bad_at.setdefault(outlet.version, outlet.bad)
        else:
            outlet.bad += 1
        getattr(self, "do_" + (fault or "whole"))(
            room, outlet, outlet.validators(), outlet.body())

    def ask_page(self, room, outlet, story, asked):
        page = outlet.pages.setdefault(story, Page())
        proven = asked.get("if-none-match") == outlet.page_etag(story)
        if proven and page.sure < page.version:
            page.sure, page.bad = page.version, 0
        fault = None if page.bad == PAGE_PATIENCE else self.rng.choices(
            [*PAGE_FAULTS, None], [*PAGE_FAULTS.values(),
                                   1000 - sum(PAGE_FAULTS.values())])[0]
        self.done["page " + str(fault)] = \
            self.done.get("page " + str(fault), 0) + 1
        good = fault in (None, "closed", "slow")
        page.bad += not good
        if good and proven:
            if outlet.left == 0 or self.rng.random() < 0.5:
                room.send(304, head=[f"ETag: {outlet.page_etag(story)}"])
                return
            outlet.text(story)
            outlet.left -= 1
            page.version += 1
        getattr(self, "do_" + (fault or "whole"))(
            room, outlet, [f"ETag: {outlet.page_etag(story)}",
                           "Content-Type: text/html"],
            outlet.page_body(story))

    def go_on(self, outlet, proven):
        """Is there something that who asks may not have?"""
        if outlet.proof == "none":
            if outlet.polls > 1:
                outlet.tell()
            outlet.sure.update(outlet.window)
            outlet.given = time.monotonic()
            outlet.bad_then = outlet.bad
            return True
        return not proven or self.rng.random() < 0.8 and outlet.tell()

    def do_whole(self, room, outlet, head, body):
        way = outlet.n % 3
        if way == 0:
            room.send(200, gzip.compress(body, 1),
                      [*head, "Content-Encoding: gzip"])
        elif way == 1:
            room.chunks(head, body)
        else:
            room.send(200, body, head)

    def do_closed(self, room, outlet, head, body):
        room.close(head, body)

    def do_slow(self, room, outlet, head, body):
        room.begin(head, body, len(body) // 2)
        room.transport.write(body[len(body) // 2:])
        room.land()

    def do_error(self, room, outlet, head, body):
        lasting = [] if "Content-Type: text/html" in head else [404, 403]
        room.send(self.rng.choice([500, 502, *lasting]), b"<p>Sorry.")

    def do_busy(self, room, outlet, head, body):
        now = time.monotonic()
        self.held[room.host] = (now, now + RETRY_S)
        room.send(self.rng.choice([429, 503]),
                  head=[f"Retry-After: {RETRY_S}"])

    def do_reset(self, room, outlet, head, body):
        room.reset()

    def do_torn(self, room, outlet, head, body):
        room.begin(head, body, self.rng.randrange(len(body)))
        room.transport.abort()

    def do_short(self, room, outlet, head, body):
        room.begin(head, body, self.rng.randrange(len(body)))
        room.transport.close()

    def do_unchunked(self, room, outlet, head, body):
        room.chunks(head, body[:self.rng.randrange(1, len(body))],
                    whole=False)

    def do_cut(self, room, outlet, head, body):
        """As if that were all: nothing says how long it should be."""
        part = self.rng.randrange(len(body) // 2, len(body))
        if self.rng.random() < 0.5:
            z = zlib.compressobj(1, zlib.DEFLATED, 31)
            packed = z.compress(body[:part]) + z.flush(zlib.Z_SYNC_FLUSH)
            room.close([*head, "Content-Encoding: gzip"], packed)
        else:
            room.close(head, body[:part])

    def do_stall(self, room, outlet, head, body):
        pass  # held until who asks has enough

    def do_drip(self, room, outlet, head, body):
        room.begin(head, body, len(body) // 2)

    def do_lodger(self, room, outlet, head, body):
        """Another page in its place, with a validator of its own."""
        room.send(200, b"<!doctype html><title>Back soon</title>"
                  b"<p>We are at work on our site.",
                  ["Content-Type: text/html", f'ETag: "{outlet.n}-lodger"'])

    def do_empty(self, room, outlet, head, body):
        """A feed without entries, as when its database is away."""
        room.send(200, f"<rss><channel><title>{outlet.title()}</title>"
                  "</channel></rss>".encode(), [f'ETag: "{outlet.n}-empty"'])

    def do_detour(self, room, outlet, head, body):
        room.send(302, head=[f"Location: {room.path}?again"])

    def do_maze(self, room, outlet, head, body):
        room.send(302, head=[f"Location: /maze/{outlet.n}"])

    # ---- its account ----

    def addresses(self):
        for o in self.outlets:
            yield f"http://{o.host}:{self.port}/{o.way}/{o.n}"
        yield from self.nowhere()

    def nowhere(self):
        for n in range(self.roads):
            yield f"http://127.0.{1 + n}.2:{self.port}/loop/{n}"
            yield f"http://127.0.{1 + n}.3:{self.port}/broken/{n}"

    def told(self):
        with self.lock:
            return sum(len(t) for o in self.outlets
                       for t in o.texts.values())

    def entries(self):
        """What feeds had: a page's other texts are none of it."""
        with self.lock:
            return sum(len(t) if not o.short else 1 for o in self.outlets
                       for t in o.texts.values())

    def ended(self):
        with self.lock:
            return all(o.ended() for o in self.outlets)

    def polls(self):
        with self.lock:
            return [o.polls for o in self.outlets]

    # ---- running ----

    def start(self):
        ready = threading.Event()

        async def serve():
            server = await asyncio.get_running_loop().create_server(
                lambda: Room(self), "0.0.0.0", 0, backlog=512)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await server.serve_forever()

        threading.Thread(target=lambda: asyncio.run(serve()),
                         daemon=True).start()
        ready.wait()
