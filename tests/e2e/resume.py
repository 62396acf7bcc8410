"""resume.py -- subscribers of /changes over SSE, long poll and continuous are
cut off at random, a thousand times, and resume; a thousand others join with
snapshot=1.  Stories are posted all the while, and the sink is killed.  In the
end each has seen the table: no gap, no repeat, no other bytes.

  resume.py [--cuts N] [--joins N] [--kills N] [--seed X]
"""
import argparse
import asyncio
import hashlib
import json
import random
import signal
import time

import asker
import rig as r
import stories

OPTIONS = ["http=127.0.0.1:0", "log_level=err", "lease_ms=1000",
           "retry_ms=50", "retry_max_ms=1000"]
FEEDS = ("sse", "longpoll", "continuous")
AWAY = (OSError, asker.Broken, asyncio.IncompleteReadError, EOFError)


class Cut(Exception):
    """This subscriber is cut off now."""


class Stream:
    """A request to /changes, and its answer as it comes."""

    def __init__(self, place, query, ident=None):
        self.place, self.query, self.ident = place, query, ident
        self.chunks, self.raw = asker.Dechunk(), 0

    async def open(self):
        self.reader, self.writer = await asyncio.open_connection(*self.place)
        lines = [f"GET /changes?{self.query} HTTP/1.1",
                 "Host: %s:%d" % self.place]
        if self.ident:
            lines.append(f"Last-Event-ID: {self.ident}")
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n")
        head = await self.reader.readuntil(b"\r\n\r\n")
        self.status, self.headers = asker.parse_head(head[:-4])
        if self.status != 200:
            raise asker.Broken(f"status {self.status}")

    async def some(self):
        """The next bytes of the body; None at its end."""
        if self.chunks.over:
            return None
        data = await self.reader.read(16384)
        if not data:
            raise asker.Broken("cut off")
        self.raw += len(data)
        return self.chunks.feed(data)

    def close(self):
        """As a line that is cut: nothing is said."""
        if hasattr(self, "writer"):
            self.writer.transport.abort()


class World:
    """What all share: the pipeline, what was seen of each change, the end."""

    def __init__(self, rig, args):
        self.rig, self.args = rig, args
        self.web = asker.Asker(rig)
        self.rng = random.Random(args.seed)
        self.seen = {}      # number -> its bytes, as the first one had them
        self.odd = []       # what was wrong, in words
        self.cuts = self.joins = self.kills = self.posted = 0
        self.final = None   # number of the last change, once it is known
        self.skipped = []   # (filter, number) that did not come
        self.rows = {}      # snapshots: (number, filter) -> digest of rows
        self.samples = {}   # likewise -> the rows

    def wrong(self, what):
        if len(self.odd) < 20:
            self.odd.append(what)

    def saw(self, who, last, number, data):
        """Change `number` came to who, after `last`: its number."""
        if number != last + 1:
            self.wrong(f"{who}: {number} came after {last}")
        known = self.seen.setdefault(number, data)
        if known != data:
            self.wrong(f"{who}: change {number} has other bytes")
        return number

    async def place(self):
        while (place := self.web.place()) is None:
            await asyncio.sleep(0.05)
        return place


# ---- subscribers ----

def number_of(ident):
    return int(ident.rpartition("-")[2])


class Subscriber:
    """One who reads on for ever, and is cut off again and again."""

    def __init__(self, world, feed, name):
        self.w, self.feed, self.name = world, feed, name
        self.last, self.ident = 0, None
        self.budget = 0  # bytes until the next cut

    def change(self, data):
        o = json.loads(data)
        self.last = self.w.saw(self.name, self.last, o["seq"], data)
        self.ident = o["id"]

    def spend(self, stream):
        """Cut off in the midst of what came, wherever that is."""
        if stream.raw > self.budget and self.w.cuts < self.w.args.cuts:
            self.w.cuts += 1
            raise Cut

    async def stream_sse(self, s):
        events = asker.Events()
        while self.last != self.w.final:
            data = await s.some()
            if data is None:
                raise asker.Broken("ended")
            for e in events.feed(data):
                if e.name != "message":
                    self.w.wrong(f"{self.name}: {e.name} {e.data[:80]!r}")
                elif e.id != e.json()["id"]:
                    self.w.wrong(f"{self.name}: event {e.id} has "
                                 f"{e.json()['id']}")
                else:
                    self.change(e.data)
            self.spend(s)

    async def stream_lines(self, s):
        rest = b""
        while self.last != self.w.final:
            data = await s.some()
            if data is None:
                raise asker.Broken("ended")
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                if line:
                    self.change(line)
            self.spend(s)

    async def poll(self, s):
        body = b""
        while (data := await s.some()) is not None:
            body += data
            self.spend(s)
        o = json.loads(body)
        lines = [x.removesuffix(b",") for x in body.split(b"\n")[1:]]
        for line in lines[:len(o["changes"])]:
            self.change(line)
        if number_of(o["last_id"]) != self.last:
            self.w.wrong(f"{self.name}: last_id is {o['last_id']} after "
                         f"{self.last}")
        self.ident = o["last_id"]

    async def once(self):
        rng = self.w.rng
        self.budget = rng.choice((300, 2000, 10000, 40000)) * rng.random()
        query = f"feed={self.feed}"
        if self.feed == "longpoll":
            query += f"&timeout=1s&limit={rng.choice((1, 7, 50, 1000))}"
        elif rng.random() < 0.2:
            query += f"&limit={rng.randrange(1, 200)}"
        header = None
        if self.ident and rng.random() < 0.5:
            query += f"&last_event_id={self.ident}&since=0"
        elif self.ident:
            header, query = self.ident, query + "&since=now"
        s = Stream(await self.w.place(), query, header)
        try:
            await s.open()
            if self.feed == "sse":
                await self.stream_sse(s)
            elif self.feed == "continuous":
                await self.stream_lines(s)
            else:
                await self.poll(s)
        finally:
            s.close()

    async def run(self):
        while self.last != self.w.final:
            try:
                await asyncio.wait_for(self.once(), 30)
            except Cut:
                pass
            except AWAY:
                await asyncio.sleep(0.02)


# ---- those who join ----

JOIN_FILTERS = ("", "&kind=direct", "&min_origins=2")


def passes(query, change):
    claim = change["claim"]
    if query == "&kind=direct":
        return claim is not None and claim["kind"] == "direct"
    if query == "&min_origins=2":
        return claim is not None and claim["origins"] >= 2
    return True


class Joiner:
    """One who starts with all claims there are and reads a little on."""

    def __init__(self, world, feed, filters):
        self.w, self.feed, self.filters = world, feed, filters
        self.rows, self.ready, self.changes = [], None, []
        self.sure = True  # ready is the number of the state

    def event(self, e):
        if e.name == "initial":
            if self.ready is not None or e.id is not None:
                self.w.wrong("joiner: a row after ready, or with an id")
            self.rows.append(e.data)
        elif e.name == "ready":
            self.ready = number_of(e.id)
        elif e.name == "message":
            self.changes.append(e.data)
        elif e.name != "checkpoint":
            self.w.wrong(f"joiner: {e.name}")

    def line(self, line):
        if line.startswith(b'{"initial":'):
            self.rows.append(line[11:-1])
        elif line.startswith(b'{"ready":'):
            self.ready = number_of(json.loads(line)["ready"])
        elif line and not line.startswith(b'{"checkpoint":'):
            self.changes.append(line)

    def whole(self, body):
        o = json.loads(body)
        n, m = len(o["initial"]), len(o["changes"])
        lines = [x.removesuffix(b",") for x in body.split(b"\n")[1:]]
        self.rows, self.changes = lines[:n], lines[n + 1:n + 1 + m]
        # nothing says where the rows end but that the changes follow, all
        # of them if there is no filter
        self.ready = (json.loads(self.changes[0])["seq"] - 1 if m
                      else number_of(o["last_id"]))
        self.sure = not self.filters

    async def read(self, s, enough):
        events, rest, body = asker.Events(), b"", b""
        while (data := await s.some()) is not None:
            if self.feed == "sse":
                for e in events.feed(data):
                    self.event(e)
            elif self.feed == "continuous":
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    self.line(line)
            else:
                body += data
            if self.ready is not None and len(self.changes) >= enough:
                break
        if self.feed == "longpoll":
            self.whole(body)

    async def once(self):
        enough = self.w.rng.randrange(0, 12)
        s = Stream(await self.w.place(),
                   f"feed={self.feed}&snapshot=1&timeout=300{self.filters}")
        try:
            await s.open()
            await self.read(s, enough)
        finally:
            s.close()

    def check(self):
        """What came after the rows, and the rows themselves: the same for all
        who were given this state."""
        last = self.ready
        for data in self.changes:
            o = json.loads(data)
            if self.filters:
                if o["seq"] <= last or not passes(self.filters, o):
                    self.w.wrong(f"joiner{self.filters}: {o['seq']} after "
                                 f"{last}")
                for n in range(last + 1, o["seq"]):
                    self.w.skipped.append((self.filters, n))
                last = o["seq"]
                known = self.w.seen.setdefault(last, data)
                if known != data:
                    self.w.wrong(f"joiner: change {last} has other bytes")
            else:
                last = self.w.saw("joiner", last, o["seq"], data)
        if not self.sure:
            return
        key = (self.ready, self.filters)
        digest = hashlib.sha256(b"\n".join(self.rows)).digest()
        if self.w.rows.setdefault(key, digest) != digest:
            self.w.wrong(f"joiner: two states of change {self.ready}")
        self.w.samples.setdefault(key, self.rows)


async def join(world):
    """One after the other, each another style, until all have joined."""
    while world.joins < world.args.joins:
        world.joins += 1
        joiner = Joiner(world, world.rng.choice(FEEDS),
                        world.rng.choice(JOIN_FILTERS))
        while True:
            try:
                await asyncio.wait_for(joiner.once(), 30)
                joiner.check()
                break
            except AWAY:
                joiner = Joiner(world, joiner.feed, joiner.filters)
                await asyncio.sleep(0.02)


# ---- what goes on meanwhile ----

async def post(world, records):
    """Until they are safe: a repeat of a story does no harm."""
    body = "".join(stories.line_of(o) for o in records).encode()
    while True:
        writer = None
        try:
            place = await world.place()
            reader, writer = await asyncio.open_connection(*place)
            writer.write(b"POST /articles HTTP/1.1\r\nHost: %s:%d\r\n"
                         b"Content-Type: application/x-ndjson\r\n"
                         b"Content-Length: %d\r\n\r\n" %
                         (place[0].encode(), place[1], len(body)) + body)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 35)
            if asker.parse_head(head[:-4])[0] == 202:
                world.posted += len(records)
                return
        except AWAY + (TimeoutError,):
            pass
        finally:
            if writer:
                writer.transport.abort()
        await asyncio.sleep(0.1)


async def feed(world, busy):
    """Stories all the while, some corrected later."""
    n, told = 0, []
    while busy():
        batch = []
        for _ in range(world.rng.randrange(1, 4)):
            record = stories.record_of(world.rng, n)
            n += 1
            if told and world.rng.random() < 0.3:
                record = dict(world.rng.choice(told), text=record["text"])
            told.append(record)
            batch.append(record)
        await post(world, batch)
        await asyncio.sleep(world.args.pause)


async def kill(world, busy):
    """The sink dies and comes back."""
    while busy() and world.kills < world.args.kills:
        done = (world.cuts + world.joins) / (world.args.cuts +
                                             world.args.joins)
        if done >= (world.kills + 1) / (world.args.kills + 1):
            for pid in world.rig.roles()["sink"]:
                r.kill(pid, signal.SIGKILL)
            world.kills += 1
        await asyncio.sleep(0.05)


async def settle(world):
    """Nothing is pending: the last change is known, and everybody is to come
    to it."""
    while True:
        try:
            a = await asyncio.to_thread(world.web.get, "/status")
            if a["pending"] == 0 and a["accepted"] == a["committed"]:
                break
        except asker.Broken:
            pass
        await asyncio.sleep(0.1)
    world.final = world.rig.value("SELECT max(seq) FROM changes")
    # one more change, so that everybody wakes
    await post(world, [{"id": "last", "outlet": "Merrow Courier",
                        "text": "“That is all,” said Greta Molnar."}])
    await asyncio.to_thread(
        r.wait_for, lambda: world.rig.value(
            "SELECT max(seq) FROM changes") > world.final, 20,
        "the last story")
    world.final = world.rig.value("SELECT max(seq) FROM changes")


async def play(world):
    args = world.args

    def busy():
        return world.cuts < args.cuts or world.joins < args.joins
    readers = [Subscriber(world, FEEDS[i % 3], f"{FEEDS[i % 3]} {i}")
               for i in range(args.readers)]
    tasks = [asyncio.create_task(s.run()) for s in readers]
    await asyncio.gather(feed(world, busy), kill(world, busy),
                         *(join(world) for _ in range(20)))
    await settle(world)
    done, late = await asyncio.wait(tasks, timeout=60)
    r.ok(not late, f"all {len(readers)} subscribers came to the end "
         f"({[s.name for s in readers if s.last != world.final]} did not)")
    for t in late:
        t.cancel()
    for t in done:
        t.result()


# ---- the reckoning ----

def told(claim):
    return {k: claim[k] for k in ("id", "kind", "speaker", "text", "status",
                                  "mentions", "outlets", "origins")}


def check_table(world, table):
    r.ok(sorted(world.seen) == list(range(1, len(table) + 1)),
         f"all {len(table)} changes were seen")
    bad = [n for n, data in world.seen.items()
           if json.loads(data) != table[n - 1]]
    r.ok(not bad, f"as they stand in the table ({bad[:5]} do not)")
    bad = [(f, n) for f, n in world.skipped if passes(f, table[n - 1])]
    r.ok(not bad, f"filtered streams left out what does not pass "
         f"({bad[:5]} do)")


def check_snapshots(world, table):
    """Each state that somebody was given is that of the changes up to it."""
    state, at, bad = {}, 0, []
    for (number, filters), rows in sorted(world.samples.items()):
        for change in table[at:number]:
            if change["claim"]:
                state[change["claim"]["id"]] = change["claim"]
        at = max(at, number)
        want = {k: told(c) for k, c in state.items()
                if passes(filters, {"claim": c})}
        claims = [json.loads(row) for row in rows]
        got = {c["id"]: told(c) for c in claims}
        if got != want or len(got) != len(rows):
            odd = [k for k in set(got) | set(want)
                   if got.get(k) != want.get(k)]
            bad.append((number, filters, len(rows), len(want), odd[:3]))
    r.ok(not bad, f"{len(world.samples)} different snapshots are the state of "
         f"their change ({bad[:3]} are not)")
    # An article's changes are committed together, its own comes first.
    torn = [n for n, _ in world.samples
            if n < len(table) and not table[n]["type"].startswith("article.")]
    r.ok(not torn, f"and each ends where a commit does ({torn[:5]} do not)")


def campaign(rig, args):
    world = World(rig, args)
    began = time.monotonic()
    rig.start()
    r.wait_for(world.web.ready, 30, "the server")
    asyncio.run(play(world))
    db = rig.store()
    table = [json.loads(j) for j, in
             db.execute("SELECT json FROM changes_v ORDER BY seq")]
    db.close()
    r.say(f"{world.posted} stories, {len(table)} changes, {world.cuts} cuts, "
          f"{world.joins} joins, {world.kills} kills in "
          f"{time.monotonic() - began:.1f} s")
    r.ok(world.cuts >= args.cuts and world.joins >= args.joins and
         world.kills == args.kills, f"{world.cuts} were cut off and resumed, "
         f"{world.joins} joined, the sink was killed {world.kills} times")
    r.ok(not world.odd, "no gap, no repeat, the same bytes for all: " +
         "; ".join(world.odd))
    check_table(world, table)
    check_snapshots(world, table)
    r.check_store(rig)
    rig.stop()


def main():
    p = argparse.ArgumentParser(description="cut off, resumed, joined")
    p.add_argument("--cuts", type=int, default=r.number("CUTS", 1000, 150))
    p.add_argument("--joins", type=int, default=r.number("JOINS", 1000, 150))
    p.add_argument("--kills", type=int, default=r.number("SINK_KILLS", 3, 2))
    p.add_argument("--readers", type=int, default=12)
    p.add_argument("--pause", type=float, default=0.05)
    p.add_argument("--seed", type=int)
    args = p.parse_args()
    args.seed = r.seed_of(args.seed)
    rig = r.Rig("resume", args.seed, options=OPTIONS)
    r.main_of(rig, lambda rig: campaign(rig, args))


if __name__ == "__main__":
    main()
