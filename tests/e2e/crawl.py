"""crawl.py -- a crawl under fire: the feeds of press.py, which errs, stalls,
redirects and changes its stories, while the processes that read them are
killed at random; held against the server's own account nothing is lost,
nothing is read twice, and every story has its revisions in their order.

  crawl.py [--pages N] [--outlets N] [--kills K] [--seed X]
           [--deadline SECONDS]

A kill (SIGKILL) happens whenever the press has told so many more stories.
Mostly it is the producer's; "run" is everybody at once, as when the machine
goes down, and the same command again.  One seed is one press and one plan;
what comes in between whom is up to the machine.
"""
import argparse
import collections
import json
import os
import random
import signal
import time

import fire
import press
import rig as r
import stories

# Who is killed how often, of 100.
WEIGHTS = {"producer": 70, "run": 20, "sink": 4, "warden": 3, "child": 3}
OPTIONS = ["fetch_private=yes", "fetch_timeout_s=3", "host_pause_ms=0",
           "poll_least_s=1", "poll_most_s=1", "recheck_pause_ms=0",
           "recheck=2s 4s 8s 16s 32s", "http=off", "log_level=err",
           "lease_ms=1000", "retry_ms=50", "retry_max_ms=1000"]
FRESH_S = 1  # what the server said so near a kill may have met nobody


class Crawl:
    def __init__(self, rig, args):
        self.rig, self.args = rig, args
        self.rng = random.Random(args.seed ^ 0xc4a31)
        self.press = press.Press(args.seed, args.outlets, args.pages)
        roles = list(WEIGHTS)
        first = self.press.told()
        self.todo = collections.deque(
            (at, self.rng.choices(roles, WEIGHTS.values())[0])
            for at in sorted(self.rng.randrange(first, args.pages)
                             for _ in range(args.kills)))
        self.kills, self.done = [], collections.Counter()
        self.deadline = self.said = 0

    def begin(self):
        self.rig.start(workers=2)

    def look(self):
        """The press's account: stories told."""
        told, now = self.press.told(), time.monotonic()
        if now > self.deadline:
            raise r.Stuck(f"not done after {self.args.deadline} s")
        if now - self.said > 10:
            self.said = now
            r.say(f"{told} of {self.args.pages} told, "
                  f"{self.press.requests} requests,", dict(self.done))
        return told

    # ---- kills ----

    def kill(self, role):
        if role == "run":
            family = [p for ps in self.rig.roles().values() for p in ps]
            self.rig.kill_all()
            r.wait_for(lambda: not any(r.alive(p) for p in family), 30,
                       "everybody's end")
        else:
            def hit():
                self.look()
                there = self.rig.roles()[role]
                return there and r.kill(self.rng.choice(there),
                                        signal.SIGKILL)
            r.wait_for(hit, 60, f"a {role} to be hit", every=0.005)
        self.kills.append(time.monotonic())
        self.done[role] += 1
        if role == "run":
            self.begin()

    # ---- the campaign ----

    def accepted(self):
        self.look()
        return self.rig.accounts().get("accepted", 0)

    def settled(self, want):
        a = self.rig.accounts()
        self.look()
        return a.get("accepted", 0) >= want and a.get("pending") == 0

    def polled_again(self):
        """Two polls more of every feed, for what comes twice."""
        want = [n + 2 for n in self.press.polls()]
        r.wait_for(lambda: self.look() and all(
            n >= w for n, w in zip(self.press.polls(), want)), 120,
            "two more polls of every feed")

    def fight(self):
        self.deadline = time.monotonic() + self.args.deadline
        self.begin()
        while self.todo or not self.press.ended():
            told = self.look()
            if self.todo and told >= self.todo[0][0]:
                self.kill(self.todo.popleft()[1])
            else:
                time.sleep(0.002)
        r.wait_for(lambda: self.settled(self.press.told()),
                   self.args.deadline, "all that was told to be committed",
                   every=0.2)
        self.polled_again()


# ---- what must have come of it ----

def check_manners(crawl):
    p = crawl.press
    r.ok(p.crowded == 0, f"one request a host at a time, of {p.requests} "
         f"({p.crowded} came while another was answered)")
    r.ok(p.trespass == 0, "no page was asked for that robots.txt forbids "
         f"({p.trespass} were)")
    r.ok(p.nameless == 0 and p.invented == 0, "all said who asks, and none "
         "made up a validator")
    hasty = [h for h in p.hasty if not any(
        abs(k - h[0]) <= FRESH_S for k in crawl.kills)]
    r.ok(not hasty, f"Retry-After was kept, {p.done.get('busy', 0)} times "
         f"({len(hasty)} requests came too soon)")
    astray = [a for a in p.astray if a[0] is None or not any(
        a[0] - FRESH_S <= k <= a[1] for k in crawl.kills)]
    r.ok(not astray, "who moved for good is not asked at the old place "
         f"({len(astray)} requests were)")


def check_sources(rig, p):
    """What is said of each address."""
    listed = [json.loads(line) for line in
              (rig.ask("claimwire", "sources", "list", "--json") or ""
               ).splitlines()]
    r.ok(sum(s["entries"] for s in listed) == p.entries(),
         "sources list counts each entry of each feed once")
    lost = set(p.nowhere())
    broken = {s["address"] for s in listed if s["state"] == "broken"}
    r.ok(broken == lost and all(
        s["why"] for s in listed if s["address"] in lost),
        f"the {len(lost)} addresses that lead nowhere are shown as broken, "
        f"with the reason ({sorted(broken ^ lost)[:4]})")


def summarised(rig):
    """Stories that begin with what their feed says of them."""
    db = rig.store()
    rows = db.execute(
        "SELECT a.guid, r.text FROM revisions r JOIN articles a "
        "ON a.id = r.article WHERE r.n = 1").fetchall()
    db.close()
    return dict(rows)


def plan_of(p, first):
    """A page that failed thrice in a row is taken for its summary until it is
    asked again: an error of the press and a kill or a stalled machine
    together do that to some.  Returns the plan, and how many."""
    plan, n = stories.Plan(), 0
    for o in p.outlets:
        for story, texts in o.texts.items():
            name = f"{o.n}-{story}"
            late = o.short and not o.secret(story) and \
                first.get(name) == o.summary(story)
            plan.texts[o.title(), name] = late * [o.summary(story)] + texts
            n += late
    return plan, n


def check(crawl):
    rig, p = crawl.rig, crawl.press
    plan, late = plan_of(p, summarised(rig))
    told = plan.revisions()
    r.ok(late * 1000 <= p.told(), f"{late} stories began with their summary, "
         "since their page failed thrice: one in a thousand at most")
    r.ok(sum(crawl.done.values()) == crawl.args.kills,
         f"{crawl.args.kills} kills ({dict(crawl.done)})")
    r.say("the press answered:", json.dumps(p.done))
    r.ok(all(k in p.done for k in press.FAULTS) or p.requests < 3000,
         "every way to err was tried")
    fire.check_revisions(rig, plan, "guid")
    r.check_accounts(rig, told, told, 0)
    r.check_store(rig)
    check_manners(crawl)
    check_sources(rig, p)


def campaign(rig, args):
    crawl = Crawl(rig, args)
    crawl.press.start()
    path = os.path.join(rig.dir, "sources")
    with open(path, "w") as f:
        f.writelines(a + "\n" for a in crawl.press.addresses())
    r.ok(rig.ask("claimwire", "sources", "import", path) is not None,
         f"{args.outlets} outlets are kept as sources")
    started = time.monotonic()
    crawl.fight()
    r.say(f"done in {time.monotonic() - started:.0f} s")
    rig.stop()
    check(crawl)


def main():
    p = argparse.ArgumentParser(description="a crawl under fire")
    p.add_argument("--pages", type=int,
                   default=r.number("CRAWL_PAGES", 1500, 600))
    p.add_argument("--outlets", type=int,
                   default=r.number("CRAWL_OUTLETS", 60, 30))
    p.add_argument("--kills", type=int,
                   default=r.number("CRAWL_KILLS", 12, 6))
    p.add_argument("--seed", type=int)
    p.add_argument("--deadline", type=int,
                   default=r.number("CRAWL_DEADLINE", 300, 900))
    args = p.parse_args()
    args.seed = r.seed_of(args.seed)
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"
    rig = r.Rig("crawl", args.seed, options=OPTIONS)
    r.main_of(rig, lambda g: campaign(g, args))


if __name__ == "__main__":
    main()
