"""promises.py -- every address keeps what the contract (section 5) promises
of it: the demonstration's stories go through the pipeline, and what the server
says is held against the store, asked by SQL.

  promises.py [--seed X]
"""
import argparse
import json
import os
import random
import sqlite3
import threading
import time
import urllib.parse

import asker
import rig as r

STORIES = os.path.join(os.path.dirname(__file__),
                       "../../sink/demo/stories.jsonl")
OPTIONS = ["http=127.0.0.1:0", "log_level=warn"]
JSON = "application/json"


class Scene:
    """The server, and what the store holds."""

    def __init__(self, rig):
        self.rig, self.web = rig, asker.Asker(rig)

    def sql(self, question, *values):
        db = self.rig.store()
        try:
            return db.execute(question, values).fetchall()
        finally:
            db.close()

    def table(self):
        """Every change, as the store tells it."""
        return [json.loads(j) for j, in
                self.sql("SELECT json FROM changes_v ORDER BY seq")]

    def status_of(self, path, **more):
        return self.web.ask(path, **more).status

    def is_refused(self, path, status, *words, **more):
        a = self.web.ask(path, **more)
        said = a.json() if a.status >= 400 and a.body else {}
        r.ok(a.status == status and said.get("status") == status and
             a.headers["content-type"] == "application/problem+json" and
             all(w in said["detail"] for w in words),
             f"{more.get('method', 'GET')} {path}: {status}, " +
             f"{' '.join(words)} (it is {a.status} {a.body[:200]!r})")


def start(scene):
    rig = scene.rig
    rig.start(STORIES)
    r.wait_for(scene.web.up, 20, "the server")
    with open(STORIES) as f:
        want = sum(1 for line in f if line.strip())
    r.wait_for(lambda: rig.accounts().get("committed") == want, 30,
               f"{want} stories")


# ---- /changes ----

def four_styles(s, table):
    a = s.web.ask("/changes")
    said = a.json()
    r.ok(said["changes"] == table and said["pending"] == 0 and
         said["last_id"] == table[-1]["id"] and said["contract"] == 1 and
         a.headers["content-type"] == JSON,
         f"normal: all {len(table)} changes, as in the store")
    a = s.web.get("/changes", feed="longpoll", limit=7)
    r.ok(a["changes"] == table[:7] and a["last_id"] == table[6]["id"] and
         a["pending"] == len(table) - 7, "longpoll answers at once with some")
    a = s.web.ask("/changes" + asker.quote(feed="continuous", timeout=300))
    lines = a.lines()
    r.ok(lines == table, f"continuous: a change a line ({len(lines)})")
    with asker.Reader(s.web, feed="sse", timeout=300) as w:
        events = w.all()
        kind = w.headers["content-type"]
    r.ok([e.json() for e in events] == table and
         all(e.id == e.json()["id"] and e.name == "message" for e in events)
         and kind.startswith("text/event-stream"),
         "sse: a change an event, with its id, until the time is out")


def beginnings(s, table):
    last, middle = table[-1], table[len(table) // 2]
    seq = middle["seq"]
    for since, want in (("0", table), ("now", []), (middle["id"], table[seq:]),
                        (str(seq), table[seq:]), (last["id"], []),
                        (middle["at"], None)):
        got = s.web.get("/changes", since=since)["changes"]
        if want is None:  # a time: everything from that moment on
            want = [c for c in table if c["at"] >= middle["at"]]
        r.ok(got == want, f"since={since}: {len(want)} changes "
             f"({len(got)} came)")
    shifted = middle["at"].replace("Z", "+00:00")
    got = s.web.get("/changes", since=shifted)["changes"]
    r.ok(got == [c for c in table if c["at"] >= middle["at"]],
         "since takes a time with an offset")
    for first, header, want in ((table[2]["id"], None, 3),
                                (None, table[4]["id"], 5),
                                (table[2]["id"], table[4]["id"], 5)):
        path = "/changes" + asker.quote(since="0", last_event_id=first)
        a = s.web.ask(path, headers={"Last-Event-ID": header} if header
                      else {}).json()
        r.ok(a["changes"] == table[want:],
             f"header {header is not None}, parameter {first is not None}: "
             "the header wins, then last_event_id, then since")


def bounds(s, table):
    got = s.web.get("/changes", limit=5)
    r.ok(got["changes"] == table[:5], "limit is kept")
    got = s.web.get("/changes", limit=5, since=got["last_id"])
    r.ok(got["changes"] == table[5:10], "and last_id goes on from there")
    for feed in ("sse", "continuous"):
        with asker.Reader(s.web, feed=feed, limit=3) as w:
            got = w.all()
        r.ok(len(got) == 3, f"{feed}: ends after its limit")
    began = time.monotonic()
    got = s.web.get("/changes", feed="longpoll", since="now", timeout="400ms")
    took = time.monotonic() - began
    r.ok(got["changes"] == [] and got["last_id"] == table[-1]["id"] and
         0.3 < took < 10, f"longpoll waits for its timeout ({took:.2f} s)")
    with asker.Reader(s.web, feed="sse", since="now", heartbeat=100,
                      timeout="1s") as w:
        w.all()
        r.ok(w.events.comments >= 3,
             f"sse: heartbeats ({w.events.comments})")
    with asker.Reader(s.web, feed="continuous", since="now", heartbeat=100,
                      timeout="1s") as w:
        w.all()
        r.ok(w.beats >= 3, f"continuous: heartbeats ({w.beats})")


def styles(s, table):
    last = {c["claim"]["id"]: c["seq"] for c in table if c["claim"]}
    there = state_of(table)
    want = [c for c in table
            if not c["claim"] or c["claim"]["id"] in there and
            last[c["claim"]["id"]] == c["seq"]]
    got = s.web.get("/changes", style="latest")["changes"]
    r.ok(got == want and len(want) < len(table),
         f"style=latest: {len(want)} of {len(table)} changes")


def state_of(table):
    """The claims that a reader of the changes knows."""
    known = {}
    for c in table:
        if c["type"] == "claim.merged":
            known.pop(c["before"]["id"], None)
        if c["claim"]:
            known[c["claim"]["id"]] = c["claim"]
    return known


def told(claim):
    """What of a claim every change of it is told for."""
    return {k: claim[k] for k in ("id", "kind", "speaker", "text", "status",
                                  "mentions", "outlets", "origins")}


def snapshots(s, table):
    want = {k: told(c) for k, c in state_of(table).items()}
    got = s.web.get("/changes", snapshot=1, limit=1)
    rows = {c["id"]: told(c) for c in got["initial"]}
    r.ok(rows == want and got["changes"] == [] and
         got["last_id"] == table[-1]["id"],
         f"snapshot=1: {len(rows)} claims as the changes tell them")
    with asker.Reader(s.web, feed="sse", snapshot=1, timeout=300) as w:
        events = w.all()
    names = [e.name for e in events]
    rows = {e.json()["id"]: told(e.json()) for e in events
            if e.name == "initial"}
    r.ok(rows == want and names == ["initial"] * len(want) + ["ready"] and
         events[-1].id == table[-1]["id"] and
         not any(e.id for e in events[:-1]),
         "sse: rows without ids, then ready with one")
    with asker.Reader(s.web, headers={"Last-Event-ID": table[-4]["id"]},
                      feed="sse", snapshot=1, timeout=300) as w:
        events = w.all()
    r.ok([e.json() for e in events] == table[-3:],
         "who had the rows goes on from the last event's id")
    with asker.Reader(s.web, headers={"Last-Event-ID": "0123456789abcdef-3"},
                      feed="sse", snapshot=1, timeout=300) as w:
        first, *events = w.all()
    names = [e.name for e in events]
    r.ok(first.name == "reset" and not first.id and
         names == ["initial"] * len(want) + ["ready"] and
         events[-1].id == table[-1]["id"],
         "of another store: a reset, the rows, and nothing twice")
    with asker.Reader(s.web, feed="continuous", snapshot=1,
                      timeout=300) as w:
        lines = w.all()
    r.ok({o["initial"]["id"] for o in lines[:-1]} == set(want) and
         lines[-1] == {"ready": table[-1]["id"]},
         "continuous: rows, then ready")
    a = s.web.ask("/snapshot")
    head, *rows, end = a.lines()
    claims = [o for o in rows if "status" in o]
    r.ok({c["id"]: told(c) for c in claims} == want and
         head["id"] == table[-1]["id"], "/snapshot: one state, with its id")
    n = s.sql("SELECT count(*) FROM relations_v")[0][0]
    r.ok(len(rows) - len(claims) == n, f"and {n} relations")


def matches(name, value):
    """A filter of the contract, read anew, on a change."""
    def claim(c):
        return c["claim"] or {}

    def figure(c):
        return claim(c).get("figure") or {}

    return {
        "type": lambda c: c["type"] == value or
        c["type"].startswith(value + "."),
        "kind": lambda c: claim(c).get("kind") == value,
        "status": lambda c: claim(c).get("status") == value,
        "speaker": lambda c: bool(claim(c).get("speaker")) and (
            claim(c)["speaker"]["id"] == value or
            value.lower() in claim(c)["speaker"]["name"].lower()),
        "outlet": lambda c: c.get("outlet") == value,
        "min_origins": lambda c: claim(c).get("origins", -1) >= int(value),
        "unit": lambda c: figure(c).get("unit") == value,
        "value_min": lambda c: figure(c).get("value") is not None and
        figure(c)["value"] >= float(value),
        "value_max": lambda c: figure(c).get("value") is not None and
        figure(c)["value"] <= float(value),
    }[name]


def filters(s, table):
    speaker = next(c["claim"]["speaker"] for c in table
                   if c["claim"] and c["claim"]["speaker"])
    unit = next(c["claim"]["figure"]["unit"] for c in table
                if c["claim"] and c["claim"]["figure"])
    tried = [("type", "claim"), ("type", "article.new"),
             ("type", "claim.corroborated"), ("kind", "direct"),
             ("kind", "figure"), ("status", "reported"),
             ("status", "corroborated"), ("speaker", speaker["id"]),
             ("speaker", speaker["name"].split()[-1].upper()),
             ("outlet", table[0]["outlet"]), ("min_origins", "2"),
             ("unit", unit), ("value_min", "1000"), ("value_max", "10")]
    for name, value in tried:
        want = [c for c in table if matches(name, value)(c)]
        got = s.web.get("/changes", **{name: value})["changes"]
        r.ok(got == want and 0 < len(want) < len(table),
             f"/changes?{name}={value}: {len(want)} changes "
             f"({len(got)} came)")
    both = {"kind": "direct", "min_origins": "2"}
    want = [c for c in table
            if all(matches(k, v)(c) for k, v in both.items())]
    got = s.web.get("/changes", **both)["changes"]
    r.ok(got == want and want, f"filters hold together ({len(want)})")


def checkpoints(s, table):
    """A filtered stream moves on though nothing is for it."""
    with asker.Reader(s.web, feed="sse", speaker="nobody of this name",
                      timeout=300) as w:
        events = w.all()
    r.ok(events and {e.name for e in events} == {"checkpoint"} and
         events[-1].id == table[-1]["id"],
         f"sse: a checkpoint at the end ({len(events)})")
    with asker.Reader(s.web, feed="continuous", speaker="nobody of this name",
                      timeout=300) as w:
        lines = w.all()
    r.ok(lines and lines[-1] == {"checkpoint": table[-1]["id"]},
         "continuous: likewise")
    got = s.web.get("/changes", speaker="nobody of this name")
    r.ok(got["changes"] == [] and got["last_id"] == table[-1]["id"],
         "normal: last_id is the head")
    # while it lives: a checkpoint within a second or two, not at its end only
    with asker.Reader(s.web, feed="sse", speaker="nobody of this name") as w:
        events = w.take(lambda got: len(got) > 0, 10)
        r.ok(events[-1].name == "checkpoint" and
             events[-1].id == table[-1]["id"], "sse: a checkpoint while it "
             "lives")


def resets(s, table):
    generation = table[0]["id"].split("-")[0]
    for what, ident in (("another generation", "0123456789abcdef-3"),
                        ("ahead of the head", f"{generation}-999999"),
                        ("no id at all", "nonsense")):
        header = {"Last-Event-ID": ident}
        for feed in ("normal", "longpoll", "continuous"):
            s.is_refused("/changes" + asker.quote(feed=feed), 410, "snapshot",
                         headers=header)
        with asker.Reader(s.web, headers=header, feed="sse",
                          timeout=300) as w:
            first, *rest = w.all()
        r.ok(first.name == "reset" and first.json()["snapshot"] ==
             "/snapshot" and first.json()["reason"] and
             first.id == f"{generation}-0" and
             [e.json() for e in rest] == table,
             f"sse: {what}: a reset, then everything")


def live(s):
    """What is posted comes to who waits, in every style."""
    got, threads = {}, []
    head = s.web.get("/status")["head"]

    def wait(feed):
        try:
            if feed == "longpoll":
                got[feed] = s.web.get("/changes", feed=feed,
                                      since=head)["changes"]
                return
            with asker.Reader(s.web, feed=feed, since=head) as w:
                some = w.take(lambda got: len(got) >= 2)
                got[feed] = [e.json() if feed == "sse" else e for e in some]
        except asker.Broken as e:
            got[feed] = str(e)
    for feed in ("longpoll", "continuous", "sse"):
        threads.append(threading.Thread(target=wait, args=(feed,)))
        threads[-1].start()
    r.wait_for(lambda: s.web.metrics()["claimwire_http_readers"] >= 3, 10,
               "readers")
    a = s.web.post([{"id": "live-1", "outlet": "Quay Herald", "text":
                     "“We will dredge the quay in March,” said Ines Okafor."}])
    r.ok(a.status == 202 and a.json() == {"accepted": 1, "refused": []},
         f"POST /articles: 202 ({a.status} {a.body[:200]!r})")
    for t in threads:
        t.join()
    want = s.table()[head:]
    for feed, came in got.items():
        r.ok(came == want[:len(came)] and len(came) >= 1,
             f"{feed}: it comes without asking again ({str(came)[:200]})")


# ---- the rest ----

def claims(s):
    """Pages of all, and filters, against SQL on the claims' view."""
    db = s.rig.store()
    db.row_factory = sqlite3.Row
    rows = {row["id"]: dict(row) for row in db.execute(
        "SELECT * FROM claims_v")}
    db.close()
    got, cursor, pages = [], None, 0
    while True:
        page = s.web.get("/claims", limit=10, cursor=cursor)
        got += page["claims"]
        cursor = page["next"]
        pages += 1
        if cursor is None:
            break
    r.ok(sorted(c["id"] for c in got) == sorted(rows) and pages > 3,
         f"/claims: all {len(rows)} in {pages} pages")
    r.ok(all(c["text"] == rows[c["id"]]["text"] and
             c["status"] == rows[c["id"]]["status"] and
             c["origins"] == rows[c["id"]]["origins"] for c in got),
         "with the store's words")
    for where, params in (
            ("kind = 'figure'", {"kind": "figure"}),
            ("status = 'corroborated'", {"status": "corroborated"}),
            ("origins >= 2", {"min_origins": 2}),
            ("speaker LIKE '%oswell%'", {"speaker": "Oswell"}),
            ("figure ->> 'unit' = 'percent'", {"unit": "percent"})):
        want = {i for i, in s.sql(f"SELECT id FROM claims_v WHERE {where}")}
        got = {c["id"] for c in
               s.web.get("/claims", limit=1000, **params)["claims"]}
        r.ok(got == want and want,
             f"/claims?{urllib.parse.urlencode(params)}: {len(want)} claims "
             f"as by SQL ({len(got)})")
    one = max(rows.values(), key=lambda row: row["mentions"])["id"]
    said = s.web.get(f"/claims/{one}")
    want = s.sql("SELECT id FROM mentions_v WHERE claim = ? AND is_current",
                 one)
    r.ok({m["id"] for m in said["evidence"] if m["current"]} ==
         {i for i, in want} and said["id"] == one,
         f"/claims/{one}: {len(want)} mentions as by SQL")
    for e in said["evidence"]:
        text, = s.sql("SELECT text FROM articles_v WHERE id = ? OR name = ?",
                      e["article"], e["article"])[0]
        for span in e["content"]:
            r.ok(text[span["start"]:span["end"]] == span["exact"],
                 f"a span of {e['article']} is its words")
    s.is_refused("/claims/c999999", 404)
    s.is_refused("/claims/nonsense", 404)


def others(s):
    speakers = s.web.get("/speakers", limit=1000)["speakers"]
    n = s.sql("SELECT count(DISTINCT speaker_id) FROM claims_v")[0][0]
    r.ok(len(speakers) >= n > 5, f"/speakers: {len(speakers)}")
    one = s.web.get(f"/speakers/{speakers[0]['id']}")
    r.ok(one["name"] == speakers[0]["name"] and one["recent"],
         "/speakers/ID: with recent claims")
    outlets = {o["name"] for o in s.web.get("/outlets")["outlets"]}
    want = {o for o, in s.sql("SELECT DISTINCT outlet FROM articles_v")}
    r.ok(outlets >= want, f"/outlets: {len(want)}")
    number, text, title = s.sql(
        "SELECT id, text, title FROM articles_v ORDER BY number LIMIT 1")[0]
    a = s.web.get(f"/articles/{number}")
    r.ok(a["text"] == text and a["title"] == title and a["evidence"] and
         len(a["revisions"]) == a["revision"],
         f"/articles/{number}: the text as stored")
    moved = s.web.get("/moved")["moved"]
    n = s.sql("SELECT count(*) FROM relations_v WHERE type = 'revised'")[0][0]
    r.ok(0 < len(moved) <= n and
         all(m["from"]["figure"] and m["points"] for m in moved),
         f"/moved: {len(moved)} figures ({n} relations)")


def feeds(s):
    for path, kind in (("/feed.atom", "application/atom+xml"),
                       ("/feed.json", "application/feed+json")):
        a = s.web.ask(path)
        tag = a.headers.get("etag", "")
        r.ok(a.status == 200 and a.headers["content-type"].startswith(kind)
             and tag.startswith('"') and a.body, f"{path}: {kind}")
        b = s.web.ask(path, headers={"If-None-Match": tag})
        r.ok(b.status == 304 and b.body == b"", f"{path}: 304 when it is had")
        b = s.web.ask(path, headers={"If-None-Match": '"other"'})
        r.ok(b.status == 200 and b.body == a.body,
             f"{path}: and the same again")


def state(s):
    a = s.web.get("/status")
    accounts = s.rig.accounts()
    r.ok(a["ready"] and a["why"] is None and a["workers"] == 2 and
         a["producer"] == "up", f"/status: all is well ({json.dumps(a)})")
    r.wait_for(lambda: s.web.get("/status")["accepted"] ==
               accounts["accepted"], 10, "the producer's last answer")
    a = s.web.get("/status")
    r.ok(all(a[k] == accounts[k] for k in ("accepted", "committed", "dead",
                                           "pending")),
         "/status has the producer's accounts")
    r.ok(a["accepted"] == a["committed"] + a["dead"] + a["pending"],
         "accepted = committed + dead + pending")
    r.ok(a["lag_ms"] and 0 <= a["lag_ms"]["p50"] <= a["lag_ms"]["p99"] and
         a["rates"]["articles_per_min"] > 0, "rates and lag are told")
    m = s.web.metrics()
    head = s.sql("SELECT max(seq) FROM changes")[0][0]
    r.ok(m["claimwire_head"] == head == a["head"],
         f"/metrics parse, and have the head ({head})")
    r.ok(m["claimwire_lag_seconds_count"] ==
         m["claimwire_articles_committed_total"] > 30 and
         m['claimwire_lag_seconds_bucket{le="+Inf"}'] ==
         m["claimwire_lag_seconds_count"],
         "every committed article is in the lag's histogram")
    r.ok(m['claimwire_http_requests_total{route="changes",code="2xx"}'] > 20,
         "requests are counted by address")


def health(s):
    r.ok(s.web.ask("/health/live").json() == {"ok": True}, "it lives")
    r.ok(s.web.ask("/health/ready").json() == {"ok": True}, "it is ready")
    s.rig.ask("claimwire", "scale", "0")
    r.wait_for(lambda: not s.web.ready(), 20, "no worker is there")
    a = s.web.ask("/health/ready")
    r.ok(a.status == 503 and a.json()["ok"] is False and
         "worker" in a.json()["why"],
         f"without workers it is not, and says so ({a.body!r})")
    r.ok(s.web.ask("/health/live").status == 200, "but it lives")
    s.rig.ask("claimwire", "scale", "2")
    r.wait_for(s.web.ready, 20, "workers are back")


def refusals(s):
    for path in ("/changes", "/claims", "/snapshot", "/speakers",
                 "/feed.atom"):
        s.is_refused(path + "?colour=red", 400, '"colour"', "speaker")
    s.is_refused("/status?speaker=x", 400, '"speaker"', "none")
    for param, words in (("feed=loud", "sse"), ("limit=0", "from 1"),
                         ("limit=x", "from 1"), ("since=yesterday", "since"),
                         ("kind=odd", "direct"), ("type=odd", "claim.new"),
                         ("value_min=x", "number"), ("timeout=x", "timeout"),
                         ("heartbeat=1", "100"), ("style=odd", "latest"),
                         ("snapshot=2", "1 or 0"),
                         ("limit=1&limit=2", "more than once")):
        s.is_refused(f"/changes?{param}", 400, words)
    s.is_refused("/nothing", 404, "/openapi.json")
    s.is_refused("/claims/", 404)
    for path, method, allow in (("/changes", "POST", "GET, HEAD"),
                                ("/articles", "GET", "POST"),
                                ("/claims", "DELETE", "GET, HEAD"),
                                ("/status", "PUT", "GET, HEAD"),
                                ("/", "PATCH", "GET, HEAD")):
        a = s.web.ask(path, method)
        r.ok(a.status == 405 and a.headers.get("allow") == allow,
             f"{method} {path}: 405, it takes {a.headers.get('allow')}")
    for path in ("/", "/status", "/claims", "/metrics", "/health/live",
                 "/feed.atom"):
        a = s.web.ask(path, "HEAD")
        b = s.web.ask(path)
        r.ok(a.status == 200 and a.body == b"" and
             a.headers["content-type"] == b.headers["content-type"],
             f"HEAD {path}: the headers alone")


def posting(s):
    a = s.web.ask("/articles", "POST", {"Content-Type": JSON},
                  json.dumps({"id": "p-1", "outlet": "Quay Herald",
                              "text": "“It holds,” said Lena Castellan."}
                             ).encode())
    r.ok(a.status == 202, f"one record as JSON: 202 ({a.status})")
    a = s.web.ask("/articles", "POST", {"Content-Type":
                                        "application/x-ndjson"},
                  b'{"id":"p-2","text":"x said so."}\nnonsense\n'
                  b'{"id":"p-3"}\n{"id":"p-4","text":"y said so."}\n')
    said = a.json()
    r.ok(a.status == 202 and said["accepted"] == 2 and
         [o["line"] for o in said["refused"]] == [2, 3] and
         all(o["why"] for o in said["refused"]),
         f"lines: what is good is taken, what is bad named ({said})")
    a = s.web.ask("/articles", "POST", {"Content-Type": JSON}, b"nonsense")
    r.ok(a.status == 400, f"nothing good: 400 ({a.status} {a.body!r})")
    a = s.web.ask("/articles", "POST", {"Content-Type": "image/png"}, b"{}")
    r.ok(a.status == 415, f"another type: 415 ({a.status})")
    accepted = s.rig.accounts()["accepted"]
    r.wait_for(lambda: s.rig.accounts()["committed"] == accepted, 20,
               "what was posted")
    r.ok(s.sql("SELECT text FROM articles_v WHERE name = 'p-1'") ==
         [("“It holds,” said Lena Castellan.",)], "it is in the store")


def campaign(rig):
    s = Scene(rig)
    start(s)
    table = s.table()
    four_styles(s, table)
    beginnings(s, table)
    bounds(s, table)
    styles(s, table)
    snapshots(s, table)
    filters(s, table)
    checkpoints(s, table)
    resets(s, table)
    live(s)
    claims(s)
    others(s)
    feeds(s)
    state(s)
    posting(s)
    refusals(s)
    health(s)
    rig.stop()
    r.ok(s.web.place() is None, "at the end no address is left behind")


def main():
    p = argparse.ArgumentParser(description="the promises of the HTTP server")
    p.add_argument("--seed", type=int)
    a = p.parse_args()
    seed = r.seed_of(a.seed)
    random.seed(seed)
    rig = r.Rig("http", seed, options=OPTIONS)
    r.main_of(rig, campaign)


if __name__ == "__main__":
    main()
