#!/usr/bin/env python3
"""fanout.py -- the HTTP server under many readers, beside a bare epoll writer
of the same bytes in the same run.

    fanout.py BUILD [--readers N] [--rounds R] [--seconds S]

replay    200 readers are sent the whole table: deliveries a second, as a ratio
          to the writer, and likewise processor time, which other processes
          disturb less; medians over the rounds.
lag       from a change's commit to 100 readers; medians over the rounds.
crowd     N readers (5,000), 1 % of which stop reading, at 10 changes a second:
          all others complete; the sink's memory for each; processor time a
          delivery, as a ratio to the writer; the pipeline's rate and lag with
          them and without.
"""
import argparse
import bisect
import datetime
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../e2e"))

import asker  # noqa: E402
import rig as r  # noqa: E402
import stories  # noqa: E402

CHANGES_S = 10   # offered
REPLAY = 200     # readers
NEAR = 100       # readers whose lag is measured

COMMITTED = re.compile(r"at=(\S+) role=sink .*msg=committed head=(\d+)")


class Readers:
    """bench_sse: many readers in a process of their own."""

    def __init__(self, build, port, path, n, stalled=0, file=None):
        self.p = subprocess.Popen(
            [f"{build}/tests/bench/bench_sse", str(port), path, str(n),
             str(stalled)] + [file] * (file is not None), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)

    def ready(self):
        line = self.p.stdout.readline()
        if line != "ready\n":
            sys.exit(f"the readers are not ready: {line!r}")

    def end(self, seq):
        """Wait until all have seen seq; what they tell."""
        try:
            self.p.stdin.write(f"end {seq}\n")
            self.p.stdin.flush()
        except BrokenPipeError:
            pass
        words = self.p.stdout.readline().split()
        self.p.wait()
        if not words:
            sys.exit("the readers died")
        return {k: float(v) for k, v in zip(words[::2], words[1::2])}


class Writer:
    """bench_epoll: the yardstick."""

    def __init__(self, build, n, file, events, gap_us):
        self.p = subprocess.Popen(
            [f"{build}/tests/bench/bench_epoll", str(n), file, str(events),
             str(gap_us)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)
        self.port = int(self.p.stdout.readline().split()[1])

    def go(self):
        assert self.p.stdout.readline() == "full\n"
        self.p.stdin.write("go\n")
        self.p.stdin.flush()
        words = self.p.stdout.readline().split()
        return {k: float(v) for k, v in zip(words[::2], words[1::2])}

    def close(self):
        self.p.stdin.close()
        self.p.wait()


class Scene:
    def __init__(self, args):
        self.args, self.build = args, args.build
        self.rig = r.Rig("fanout", 1, options=[
            "http=127.0.0.1:0", "log_level=debug"])
        self.web = asker.Asker(self.rig)
        self.rng, self.n = random.Random(1), 0

    def port(self):
        return self.web.place()[1]

    def post(self, n):
        records = [stories.record_of(self.rng, self.n + i) for i in range(n)]
        self.n += n
        a = self.web.post(records)
        if a.status != 202:
            sys.exit(f"POST: {a.status} {a.body!r}")

    def head(self):
        return self.rig.value("SELECT max(seq) FROM changes")

    def settle(self):
        r.wait_for(lambda: self.rig.committed() == self.n, 60, "the stories")
        return self.head()

    def sink(self):
        return self.rig.roles()["sink"][0]

    def rss_kb(self):
        with open(f"/proc/{self.sink()}/status") as f:
            return next(int(line.split()[1]) for line in f
                        if line.startswith("VmRSS"))

    def threads_s(self):
        """Processor time of the sink's threads: {id: seconds}."""
        pid, found = self.sink(), {}
        for tid in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{tid}/schedstat") as f:
                found[tid] = int(f.read().split()[0]) / 1e9
        return found

    def front_s(self, before):
        """What the busiest thread but the writer's used since."""
        return max(t - before.get(tid, 0)
                   for tid, t in self.threads_s().items()
                   if tid != str(self.sink()))

    def load(self, seconds):
        """CHANGES_S changes a second for so long; what became of them."""
        began, first, head = time.monotonic(), self.rig.committed(), \
            self.head()
        while time.monotonic() < began + seconds:
            done = self.head() - head
            if done < CHANGES_S * (time.monotonic() - began):
                self.post(1)
            time.sleep(0.05)
        self.settle()
        took = time.monotonic() - began
        db = self.rig.store()
        lags = sorted(lag for lag, in db.execute(
            "SELECT committed_at - accepted_at FROM revisions WHERE id > ?",
            (first,)))
        db.close()
        return {"rate": len(lags) / took,
                "changes": (self.head() - head) / took,
                "p50": lags[len(lags) // 2],
                "p99": lags[int(len(lags) * 0.99)]}

    def payload(self, path):
        """What a reader of the whole table is sent."""
        with asker.Reader(self.web, feed="sse", since=0, timeout=200) as w:
            text = w.chunks.feed(w.first)
            while not w.chunks.over:
                text += w.chunks.feed(w.wire.recv())
        with open(path, "wb") as f:
            f.write(text)


# ---- what is measured ----

def replay(s, path, head):
    """One round: the writer, then the server, to as many readers."""
    w = Writer(s.build, REPLAY, path, 10, 0)
    readers = Readers(s.build, w.port, "/", REPLAY)
    said = w.go()
    readers.ready()
    bare = dict(readers.end(head), cpu=said["cpu"])
    w.close()
    before = s.threads_s()
    readers = Readers(s.build, s.port(), "/changes?feed=sse&since=0", REPLAY)
    readers.ready()
    server = readers.end(head)
    server["cpu"] = s.front_s(before)
    for got in server, bare:
        if got["wrong"] or got["dead"] or got["events"] != REPLAY * head:
            sys.exit(f"the replay is not complete: {got}")
    return {"server": server["events"] / server["seconds"],
            "bare": bare["events"] / bare["seconds"],
            "cpu": 1e6 * server["cpu"] / server["events"],
            "bare_cpu": 1e6 * bare["cpu"] / bare["events"]}


def replays(s, path, head):
    got = [replay(s, path, head) for _ in range(s.args.rounds)]
    m = {k: statistics.median(g[k] for g in got) for k in got[0]}
    wall = statistics.median(g["server"] / g["bare"] for g in got)
    cpu = statistics.median(g["bare_cpu"] / g["cpu"] for g in got)
    print(f"  replay to {REPLAY} readers      {m['server']:10.0f} deliveries/s"
          f"   bare writer {m['bare']:10.0f}   ratio {wall:.2f}")
    print(f"    processor time a delivery  {m['cpu']:10.2f} us           bare "
          f"writer {m['bare_cpu']:10.2f}   ratio {cpu:.2f}")


def commits(s, after):
    """[(head, ms of the wall clock)] from the sink's log."""
    found = []
    with open(s.rig.log, encoding="utf-8") as f:
        for line in f:
            m = COMMITTED.search(line)
            if m and int(m.group(2)) > after:
                at = datetime.datetime.fromisoformat(m.group(1))
                found.append((int(m.group(2)), at.timestamp() * 1000))
    return found


def lags_of(s, after, file):
    """ms from a change's commit to each reader of it."""
    committed, lags = commits(s, after), []
    with open(file, encoding="ascii") as f:
        seen = [line.split() for line in f]
    for seq, ms in seen:
        i = bisect.bisect_left(committed, (int(seq), 0))
        lags.append(float(ms) - committed[i][1])
    return sorted(lags)


def lag(s, seconds):
    head = s.head()
    with tempfile.NamedTemporaryFile() as f:
        readers = Readers(s.build, s.port(), "/changes?feed=sse&since=now",
                          NEAR, 0, f.name)
        readers.ready()
        s.load(seconds)
        got = readers.end(s.settle())
        lags = lags_of(s, head, f.name)
    if got["wrong"] or not len(lags) == got["events"] > 0:
        sys.exit(f"the readers are not complete: {got}")
    return [lags[len(lags) // 2], lags[int(len(lags) * 0.99)], lags[-1]]


def lags(s):
    got = [lag(s, s.args.seconds / 2) for _ in range(s.args.rounds)]
    p50, p99, most = (statistics.median(g) for g in zip(*got))
    print(f"  commit to {NEAR} readers, ms      p50 {p50:.2f}   p99 {p99:.2f}"
          f"   max {most:.2f}")


def bare_each(s, path, events):
    """Processor time of the bare writer for a delivery, at the same pace: us."""
    with open(path, "rb") as f:
        text = f.read().split(b"\n\n")[-events - 1:]
    with tempfile.NamedTemporaryFile() as f:
        f.write(b"\n\n".join(text))
        f.flush()
        w = Writer(s.build, s.args.readers, f.name, 4, 400000)
        readers = Readers(s.build, w.port, "/", s.args.readers)
        said = w.go()
        readers.ready()
        got = readers.end(int(text[-2].split(b"\n")[0].rpartition(b"-")[2]))
        w.close()
    return 1e6 * said["cpu"] / got["events"]


def crowd(s, path):
    n, stalled = s.args.readers, s.args.readers // 100
    without = s.load(s.args.seconds)
    rss = s.rss_kb()
    readers = Readers(s.build, s.port(), "/changes?feed=sse&since=now", n,
                      stalled)
    readers.ready()
    cpu, before = s.threads_s(), s.head()
    among = s.load(s.args.seconds)
    head = s.settle()
    got = readers.end(head)
    grown = s.rss_kb() - rss
    each = 1e6 * s.front_s(cpu) / ((n - stalled) * (head - before))
    bare = bare_each(s, path, 100)
    print(f"  {n} readers, {stalled} stalled      {among['changes']:.1f} "
          f"changes/s   complete: "
          f"{'all' if got['wrong'] == got['dead'] == 0 else got}"
          f"   memory a reader {grown / n:.1f} kB")
    print(f"    processor time a delivery  {each:10.2f} us           bare "
          f"writer {bare:10.2f}   ratio {bare / each:.2f}")
    for what, a in (("without them", without), ("with them", among)):
        print(f"    pipeline {what:12s}      {a['rate']:10.2f} articles/s   "
              f"lag p50 {a['p50']} ms, p99 {a['p99']} ms")
    print(f"    ratio of the rates         {among['rate'] / without['rate']:10.2f}")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("build")
    ap.add_argument("--readers", type=int, default=5000)
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--seconds", type=float, default=20)
    args = ap.parse_args()
    s = Scene(args)
    path = os.path.join(s.rig.dir, "table.sse")
    try:
        s.rig.start()
        r.wait_for(s.web.ready, 30, "the server")
        for _ in range(4):
            s.post(250)
        head = s.settle()
        s.payload(path)
        print(f"{head} changes, {os.path.getsize(path) / head:.0f} bytes each")
        replays(s, path, head)
        lags(s)
        crowd(s, path)
    finally:
        s.rig.close()


if __name__ == "__main__":
    main()
