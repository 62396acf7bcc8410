"""garbage.py -- garbage on every socket while the pipeline works: all
processes survive, everything is committed, and what was dropped was counted.

  garbage.py [--rounds N] [--seed X]
"""
import argparse
import json
import os
import random
import subprocess

import feeder
import fire
import rig as r
import stories

PER_SECOND = 1000
OPTIONS = ["lease_ms=1000", "retry_ms=50", "retry_max_ms=1000",
           "spool_max=2000", "log_level=err"]


def counters(status):
    """Every number in a status, by its last name, summed."""
    total = {}

    def walk(o):
        for k, v in o.items() if isinstance(o, dict) else enumerate(o):
            if isinstance(v, (dict, list)):
                walk(v)
            elif isinstance(v, int) and not isinstance(v, bool):
                total[k] = total.get(k, 0) + v
    walk(status)
    return total


def throw(rig, args):
    """The tool at work; what it says it sent."""
    tool = subprocess.run(
        [os.path.join(r.BUILD, "tests/e2e/garbage"), rig.data,
         str(args.seed), str(args.rounds)], text=True, stdout=subprocess.PIPE,
        timeout=args.deadline)
    sent = dict(line.split() for line in tool.stdout.splitlines()
                if not line.startswith("round "))
    r.ok(tool.returncode == 0, f"garbage was thrown: {json.dumps(sent)}")
    r.ok(all(int(n) > 0 for n in sent.values()) and sent,
         "of every kind, and jobs were stolen")


def campaign(rig, args):
    plan = stories.plan_of(random.Random(args.seed), args.articles)
    rig.start("--once", "-", stdin=subprocess.PIPE)
    feed = feeder.Feeder(rig, plan, PER_SECOND)
    feed.start()
    r.wait_for(lambda: rig.committed() > 20, 30, "the first articles")
    before = rig.pids()
    throw(rig, args)
    r.ok(rig.pids() == before and len(before) == 4,
         f"every process survives ({before} before, {rig.pids()} after)")
    kinds = ("forged", "malformed", "damaged")
    r.wait_for(lambda: all(
        counters(rig.ask_json("claimwire", "status", "--json")).get(k, 0) > 0
        for k in kinds), 60, "what was thrown to be counted")
    status = rig.ask_json("claimwire", "status", "--json")
    producer = status.get("producer", {})
    r.ok(producer.get("malformed", 0) > 0 and producer.get("posted") == 0,
         f"the producer counts {producer.get('malformed')} offers that are "
         f"none, and accepted {producer.get('posted')} of them")
    n = counters(status)
    for name in kinds:
        r.ok(n.get(name, 0) > 0, f"status counts what was {name}: "
             f"{n.get(name)}")
    plan = feed.finish()
    r.say(f"{len(plan.records)} articles were sent meanwhile")
    code = rig.finish(args.deadline)
    r.ok(code == 0, f"exit code 0: nothing was refused (it is {code})")
    fire.check_revisions(rig, plan)
    fire.check_mentions(rig, plan)
    r.check_store(rig)
    r.check_accounts(rig, len(plan.records), len(plan.records), 0)


def main():
    p = argparse.ArgumentParser(description="garbage on every socket")
    p.add_argument("--rounds", type=int,
                   default=r.number("GARBAGE_ROUNDS", 300, 60))
    p.add_argument("--articles", type=int, default=60000)
    p.add_argument("--seed", type=int)
    p.add_argument("--deadline", type=int, default=300)
    args = p.parse_args()
    args.seed = r.seed_of(args.seed)
    rig = r.Rig("garbage", args.seed, options=OPTIONS)
    r.main_of(rig, lambda g: campaign(g, args))


if __name__ == "__main__":
    main()
