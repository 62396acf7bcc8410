#!/usr/bin/env python3
"""What one more article costs the sink as the store grows, less the bare
inserts of the same rows; and how fast the small store is rebuilt.

    grow.py BUILD ARTICLES.jsonl [--small N] [--large N] [--probe N]

The articles go through a running pipeline again and again, each time as if
they were of something else: seven of ten names are other ones (the rest are
people who are in the news for long), as are all words but the COMMON most
frequent, the same ones throughout a copy; numbers are shifted, outlets and days
change.  So a claim of a large store is to have as many that say the same, or
nearly, as one of a small store, and what is measured is the size; were only
some words replaced, a claim would have one more like it with each copy.  What
is said in frequent words only still comes again: how many are alike is
printed.  When the store
has N mentions, five probes of as many articles are timed: the processor time
of the sink from the first byte to the end of its checkpoint, and then that of
bare SQLite, `INSERT ... SELECT` of the rows that each probe made, table by
table in one transaction, into a copy of the store from before them.
"""
import argparse
import collections
import json
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

from pipeline import children, role

PROBES = 5
OUTLETS = 60
COMMON = 300    # "percent", "million", what claims are told with
TICK = os.sysconf("SC_CLK_TCK")
PARTS = ("ta ri no mel ost ker vi lun sa dor em pla zi ba tor hal gre mon "
         "bur ves").split()

# Every table that a commit writes to, and what rises in it.
TABLES = [("origins", "id"), ("outlets", "id"), ("articles", "id"),
          ("revisions", "id"), ("lineage", "article"), ("copies", "article"),
          ("credits", "article"), ("speaker_ids", "id"), ("speakers", "id"),
          ("names", "id"), ("mentions", "id"), ("claim_ids", "id"),
          ("claims", "id"), ("wordings", "id"), ("traces", "wording"),
          ("marks", "wording"), ("links", "wording"), ("kin", "high"),
          ("mention_claims", "mention"),
          ("claim_outlets", "claim"), ("relation_ids", "id"),
          ("relations", "id"), ("changes", "seq")]


class Maker:
    """Other articles out of real ones."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            self.records = [json.loads(line) for line in f if line.strip()]
        words = collections.Counter()
        for r in self.records:
            words.update(re.findall(r"[A-Za-z]+", r["text"]))
        small = [w for w, _ in words.most_common() if w.islower()]
        self.small, self.common = set(small), set(small[:COMMON])
        self.alike = {}
        for w in sorted(self.small - self.common):
            if len(w) >= 4:
                self.alike.setdefault(w[-3:], []).append(w)

    def other(self, word, names, draw):
        """What stands for a word, or a number, in a copy."""
        if word[0].isdigit():
            return str(int(word) + draw.randrange(1, 9)) \
                if len(word) < 4 else word
        low = word.lower()
        if low in self.common or word.isupper() or \
                len(word) < (4 if low in self.small else 3):
            return word
        if low not in names:
            by = random.Random(f"{names['']} {low}")
            if low in self.small:
                names[low] = by.choice(self.alike[low[-3:]])
            else:
                names[low] = low if by.random() < 0.3 else "".join(
                    by.choice(PARTS) for _ in range(3))
        same = names[low] == low
        return word if same else names[low].capitalize() \
            if word[0].isupper() else names[low]

    def article(self, n):
        copy, at = divmod(n, len(self.records))
        if at == 0 or n == 0:
            self.names = {"": str(copy)}
        r, draw = self.records[at], random.Random(n)
        say = lambda m: self.other(m.group(), self.names, draw)
        made = {"id": f"grow-{n}", "outlet": f"Outlet {draw.randrange(OUTLETS)}",
                "published": f"20{20 + copy % 30}-{1 + at % 12:02}-"
                             f"{1 + draw.randrange(28):02}"}
        for key in ("title", "text"):
            if r.get(key):
                made[key] = re.sub(r"[A-Za-z]+|\d+", say, r[key])
        return json.dumps(made) + "\n"


class Pipeline:
    def __init__(self, build, data):
        self.run = subprocess.Popen(
            [f"{build}/claimwire", "run", "--once", "--workers", "2", "--data",
             data, "-o", "http=off", "-"], stdin=subprocess.PIPE, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.path = os.path.join(data, "claims.db")
        self.sent, self.sink = 0, None

    def look(self, what):
        try:
            with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as db:
                got = db.execute(what).fetchone()[0] or 0
            db.close()
            return got
        except sqlite3.OperationalError:
            return 0

    def feed(self, maker, n):
        """n articles more; returns when they are committed and the sink has
        nothing to do."""
        for _ in range(n):
            self.run.stdin.write(maker.article(self.sent))
            self.sent += 1
        self.run.stdin.flush()
        while self.look("SELECT max(id) FROM articles") < self.sent:
            if self.run.poll() is not None:
                sys.exit("grow.py: the pipeline ended early")
            time.sleep(0.1)
        if self.sink is None:
            self.sink = next(p for p in children(self.run.pid)
                             if role(p) == "claimwire-sink")
        before = None
        while before != (before := self.cpu()):
            time.sleep(1.5)

    def cpu(self):
        with open(f"/proc/{self.sink}/stat") as f:
            t = f.read().rpartition(")")[2].split()
        return (int(t[11]) + int(t[12])) / TICK

    def mentions(self):
        return self.look("SELECT max(id) FROM mentions")


def ends(path):
    """How far each table goes."""
    db = sqlite3.connect(path)
    got = {t: db.execute(f"SELECT max({k}) FROM {t}").fetchone()[0] or 0
           for t, k in TABLES}
    db.close()
    return got


def copy_of(path, to):
    a, b = sqlite3.connect(path), sqlite3.connect(to)
    a.backup(b)
    a.close()
    b.close()


def bare(path, after, marks):
    """Seconds of the processor for the rows of each probe."""
    db = sqlite3.connect(path, isolation_level=None)
    for p in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-262144",
              "foreign_keys=OFF"):
        db.execute(f"PRAGMA {p}").fetchall()
    db.execute("ATTACH ? AS made", (after,))
    took = []
    for a, b in zip(marks, marks[1:]):
        start = time.process_time()
        db.execute("BEGIN IMMEDIATE")
        for t, k in TABLES:
            db.execute(f"INSERT OR IGNORE INTO main.{t} SELECT * FROM made.{t}"
                       f" WHERE {k} > ? AND {k} <= ?", (a[t], b[t]))
        db.execute("INSERT INTO main.claims_fts(rowid, text, speaker) SELECT "
                   "id, text, speaker FROM made.claim_words WHERE id > ? AND "
                   "id <= ?", (a["claims"], b["claims"]))
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        took.append(time.process_time() - start)
    db.close()
    return took


def likes(path, a, b):
    """How many wordings say the same as the new ones, or nearly, of 1000."""
    db = sqlite3.connect(path)
    span = (a["wordings"], b["wordings"])
    new, same, kin = (db.execute(q, span).fetchone()[0] for q in (
        "SELECT count(*) FROM wordings WHERE id > ? AND id <= ?",
        "SELECT count(*) FROM links WHERE wording > ? AND wording <= ? "
        "AND other < wording",
        "SELECT count(*) FROM kin WHERE high > ? AND high <= ?"))
    db.close()
    return 1000 * same / new, 1000 * kin / new


def probe(line, maker, n, work):
    """(mentions, ms an article of the sink, of bare inserts, of the rest),
    medians, and how many are alike."""
    before, after = os.path.join(work, "before"), os.path.join(work, "after")
    size = line.mentions()
    copy_of(line.path, before)
    sink, marks = [], [ends(line.path)]
    for _ in range(PROBES):
        start = line.cpu()
        line.feed(maker, n)
        sink.append(line.cpu() - start)
        marks.append(ends(line.path))
    copy_of(line.path, after)
    inserts = bare(before, after, marks)
    alike = likes(after, marks[0], marks[-1])
    os.unlink(before)
    os.unlink(after)
    ms = lambda s: statistics.median(s) * 1000 / n
    return size, ms(sink), ms(inserts), ms(
        [x - y for x, y in zip(sink, inserts)]), *alike


def rebuild(build, data, mentions):
    """Mentions/s of the processor's time, the median of three."""
    rates = []
    for _ in range(3):
        before = os.times()
        subprocess.run([f"{build}/claimwire", "rebuild", "--data", data],
                       check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        now = os.times()
        rates.append(mentions / (now.children_user - before.children_user +
                                 now.children_system - before.children_system))
    return statistics.median(rates)


def main():
    p = argparse.ArgumentParser(description="growth of the store")
    p.add_argument("build")
    p.add_argument("articles")
    p.add_argument("--small", type=int, default=10_000)
    p.add_argument("--large", type=int, default=1_000_000)
    p.add_argument("--probe", type=int, default=200)
    p.add_argument("--rebuild", type=int, default=924,
                   help="articles of the store that is rebuilt")
    args = p.parse_args()
    maker, work = Maker(args.articles), tempfile.mkdtemp(prefix="grow-")
    try:
        small = os.path.join(work, "small")
        line = Pipeline(args.build, small)
        line.feed(maker, args.rebuild)
        n = line.mentions()
        line.run.stdin.close()
        line.run.wait()
        print(f"  rebuild of {n} mentions  {rebuild(args.build, small, n):8.0f}"
              " mentions/s of processor time", flush=True)
        line, rows = Pipeline(args.build, os.path.join(work, "data")), []
        for goal in (args.small, args.large):
            while line.mentions() < goal:
                some = 100 if goal - line.mentions() < 50_000 else 1000
                line.feed(maker, some)
            rows.append(probe(line, maker, args.probe, work))
            print("  at {:8} mentions: sink {:.3f} ms an article, bare inserts "
                  "{:.3f}, the rest {:.3f}; of 1000 wordings {:.1f} say the "
                  "same as others, {:.1f} nearly".format(*rows[-1]), flush=True)
        line.run.stdin.close()
        line.run.wait()
        print(f"  the rest, large to small: {rows[1][3] / rows[0][3]:.2f}")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
