"""cutoff.py -- a ZeroMQ subscriber that is cut off at random and resumes, a
thousand times while the pipeline works and its sink is killed now and then,
sees the table of changes exactly.

  cutoff.py [--cuts N] [--kills K] [--seed X]
"""
import argparse
import json
import os
import random
import signal
import subprocess
import threading

import feeder
import rig as r
import stories

PER_SECOND = 400
MEAN = 15  # messages between two cuts
OPTIONS = ["lease_ms=1000", "retry_ms=50", "spool_max=4000",
           "log_level=err"]


class Subscriber(threading.Thread):
    """The tool, and what it saw."""

    def __init__(self, rig, args):
        super().__init__(daemon=True)
        self.tool = subprocess.Popen(
            [os.path.join(r.BUILD, "tests/e2e/cutoff"), rig.data,
             str(args.seed), str(args.cuts), str(MEAN)], text=True,
            encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.changes, self.cuts = [], 0

    def run(self):
        for line in self.tool.stdout:
            word, n, *rest = line.rstrip("\n").split(" ", 2)
            if word == "cut":
                self.cuts = int(n)
            else:
                self.changes.append((int(n), rest[0]))

    def wait_until(self, seq, seconds):
        """Let it end after change seq; its exit code."""
        self.tool.stdin.write(f"{seq}\n")
        self.tool.stdin.close()
        r.wait_for(lambda: self.tool.poll() is not None, seconds,
                   f"the subscriber to see change {seq}")
        self.join()
        return self.tool.returncode


def plain(text):
    """JSON in one form: members by name."""
    return json.dumps(json.loads(text), sort_keys=True)


def compare(rig, seen):
    db = rig.store()
    table = db.execute("SELECT seq, json FROM changes_v ORDER BY seq"
                       ).fetchall()
    db.close()
    r.ok([s for s, _ in seen] == [s for s, _ in table],
         f"it saw the numbers of all {len(table)} changes, in their order, "
         f"each once ({len(seen)} seen)")
    differ = [(a, b) for a, b in zip(seen, table)
              if plain(a[1]) != plain(b[1])]
    if differ:
        r.say("seen: ", differ[0][0])
        r.say("table:", differ[0][1])
    r.ok(not differ, f"and their contents ({len(differ)} differ)")


def campaign(rig, args):
    plan = stories.plan_of(random.Random(args.seed), args.articles)
    rig.start("-", stdin=subprocess.PIPE)
    feed = feeder.Feeder(rig, plan, PER_SECOND)
    feed.start()
    r.wait_for(lambda: rig.roles()["sink"], 30, "the sink")
    sub = Subscriber(rig, args)
    sub.start()
    for k in range(args.kills + 1):
        r.wait_for(lambda: sub.cuts >= args.cuts * (k + 1) //
                   (args.kills + 1) or not sub.is_alive(), args.deadline,
                   f"the cuts before kill {k + 1}")
        if k < args.kills:
            r.wait_for(lambda: [r.kill(p, signal.SIGKILL)
                                for p in rig.roles()["sink"]], 30, "a sink")
    working = rig.running() and feed.is_alive()
    plan = feed.finish()
    r.ok(sub.cuts >= args.cuts and working, f"{sub.cuts} cuts and "
         f"{args.kills} kills of the sink while {len(plan.records)} articles "
         "went through")
    r.wait_for(lambda: rig.accounts().get("committed") == len(plan.records),
               args.deadline, "all to be committed", every=0.2)
    code = sub.wait_until(rig.value("SELECT max(seq) FROM changes"), 60)
    r.ok(code == 0, f"the subscriber ends well (exit code {code})")
    compare(rig, sub.changes)
    rig.stop()
    r.check_store(rig)


def main():
    p = argparse.ArgumentParser(description="a subscriber cut off at random")
    p.add_argument("--cuts", type=int, default=r.number("CUTS", 1000, 200))
    p.add_argument("--kills", type=int, default=3)
    p.add_argument("--articles", type=int, default=100000)
    p.add_argument("--seed", type=int)
    p.add_argument("--deadline", type=int, default=300)
    args = p.parse_args()
    args.seed = r.seed_of(args.seed)
    rig = r.Rig("cutoff", args.seed, options=OPTIONS)
    r.main_of(rig, lambda g: campaign(g, args))


if __name__ == "__main__":
    main()
