"""fire.py -- a pipeline of the real programs under fire: whichever process
dies or freezes, nothing is lost, nothing is there twice, no innocent is
buried, and what is poison is dead after exactly three crashes.

  fire.py [--articles N] [--kills K] [--stops S] [--restarts R] [--seed X]
          [--deadline SECONDS]

A kill (SIGKILL of a role or of a computing child), a stop (SIGSTOP for three
seconds) or a restart (SIGKILL of the supervisor, then the same command again)
happens whenever the store has so many more revisions, so that all of them
happen during the work.  One seed is one plan; what the programs make of it is
up to the machine.
"""
import argparse
import collections
import json
import os
import random
import signal
import subprocess
import time

import rig as r
import stories

STOP_S = 3
# Who is killed how often, of 100.  The supervisor lets a role that has died
# often wait for five seconds, and there is one producer and one sink.
WEIGHTS = {"producer": 16, "sink": 16, "warden": 34, "child": 34}
OPTIONS = ["lease_ms=1000", "retry_ms=50", "retry_max_ms=1000",
           "job_memory_mb=256", "log_level=warn"]
QUIET_S = 90  # no progress for so long: stuck


class Fire:
    def __init__(self, rig, args, plan, path):
        self.rig, self.args, self.plan, self.path = rig, args, plan, path
        self.rng = random.Random(args.seed ^ 0xf12e)
        self.done = collections.Counter()
        self.frozen = None  # (pid, until)
        self.seen, self.seen_at, self.said_at = -1, 0, 0
        todo = ["kill"] * args.kills + ["stop"] * args.stops + \
            ["restart"] * args.restarts
        self.rng.shuffle(todo)
        step = plan.revisions() / (len(todo) + 1)
        self.todo = collections.deque(
            (int(step * (i + 1)), what) for i, what in enumerate(todo))
        self.deadline = 0

    def begin(self):
        self.rig.start("--once", self.path)

    # ---- looking ----

    def look(self):
        """How many revisions are committed; Stuck when that stands still."""
        n, now = self.rig.committed(), time.monotonic()
        if n != self.seen:
            self.seen, self.seen_at = n, now
        if now - self.seen_at > QUIET_S * (5 if r.SLOW else 1):
            raise r.Stuck(f"no progress for {QUIET_S} s at {n} revisions")
        if now > self.deadline:
            raise r.Stuck(f"not done after {self.args.deadline} s")
        if now - self.said_at > 10:
            self.said_at = now
            r.say(f"{n} of {self.plan.revisions()} committed,",
                  ", ".join(f"{k}: {v}" for k, v in
                            sorted(self.done.items())) or "no fault yet")
        if self.frozen and now >= self.frozen[1]:
            self.thaw()
        return n

    def target(self, role):
        """A process of that role that may be hit; it may take a while until
        there is one."""
        def there():
            self.look()
            ps = [p for p in self.rig.roles()[role]
                  if not self.frozen or p != self.frozen[0]]
            return self.rng.choice(ps) if ps else None
        while self.rig.running():
            pid = there()
            if pid:
                return pid
            time.sleep(0.005)
        raise r.Stuck(f"the pipeline ended before a {role} could be hit")

    # ---- faults ----

    def kill(self):
        role = self.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        while not r.kill(self.target(role), signal.SIGKILL):
            pass
        self.done["kill " + role] += 1

    def stop(self):
        if self.frozen:
            r.wait_for(lambda: self.look() >= 0 and not self.frozen,
                       3 * STOP_S, "the end of the last stop")
        role = self.rng.choice(list(WEIGHTS))
        pid = self.target(role)
        if r.kill(pid, signal.SIGSTOP):
            self.frozen = (pid, time.monotonic() + STOP_S)
        self.done["stop " + role] += 1

    def thaw(self):
        r.kill(self.frozen[0], signal.SIGCONT)
        self.frozen = None

    def restart(self):
        if self.frozen:
            self.thaw()
        family = [p for ps in self.rig.roles().values() for p in ps]
        self.rig.run.kill()
        self.rig.run.wait()
        r.wait_for(lambda: not any(r.alive(p) for p in family), 30,
                   "the roles to end after their supervisor")
        self.begin()
        self.done["restart"] += 1

    # ---- the campaign ----

    def fight(self):
        started = time.monotonic()
        self.deadline = started + self.args.deadline
        self.seen_at = self.said_at = started
        self.begin()
        while self.rig.running():
            n = self.look()
            if self.todo and n >= self.todo[0][0]:
                getattr(self, self.todo.popleft()[1])()
            elif self.rig.running():
                time.sleep(0.005)
        return time.monotonic() - started

    def faults(self, kind):
        return sum(v for k, v in self.done.items() if k.split()[0] == kind)


# ---- what must have come of it ----

def check_revisions(rig, plan, name="ext_id"):
    """Every story has the texts it was given, in their order; name: what its
    outlet calls it by."""
    db = rig.store()
    told = collections.defaultdict(list)
    for outlet, name, text in db.execute(
            f"SELECT o.name, a.{name}, r.text FROM revisions r JOIN articles a "
            "ON a.id = r.article JOIN outlets o ON o.id = a.outlet "
            "ORDER BY r.article, r.n"):
        told[outlet, name].append(text)
    db.close()
    lost = sum(1 for k, v in plan.texts.items() for t in v
               if t not in told.get(k, []))
    more = sum(1 for k, v in told.items() for t in v
               if t not in plan.texts.get(k, []))
    order = sum(1 for k, v in told.items() if v != plan.texts.get(k, v) and
                sorted(v) == sorted(plan.texts[k]))
    r.ok(lost == 0, f"nothing is lost: {plan.revisions()} revisions of "
         f"{len(plan.texts)} stories are there ({lost} are not)")
    r.ok(more == 0, f"nothing is there that was not sent ({more} are)")
    r.ok(order == 0, "revisions of a story are in the order of input "
         f"({order} stories are not)")


def shape_of(claim):
    """A claim as `extract` prints it, as the store records a mention."""
    def span(s):
        return (s["start"], s["end"]) if s else (None, None)
    return (claim["kind"], *span(claim["source"]), *span(claim["cue"]),
            tuple((c["start"], c["end"]) for c in claim["content"]),
            claim["speaker"]["name"] if claim["speaker"] else None)


def extracted(rig, plan):
    """(outlet, id, text) -> claims, as claimwire extract says."""
    want, lines = {}, []
    for rec in plan.records:
        key = (rec["outlet"], rec["id"], rec["text"])
        if rec["text"] in plan.texts.get(key[:2], ()) and key not in want:
            want[key] = None
            lines.append(stories.line_of(rec))
    said = subprocess.run([os.path.join(r.BUILD, "claimwire"), "extract", "-"],
                          input="".join(lines), text=True, encoding="utf-8",
                          stdout=subprocess.PIPE)
    for key, line in zip(want, said.stdout.split("\n")):
        want[key] = sorted(shape_of(c) for c in json.loads(line)["claims"])
    return want


def check_mentions(rig, plan):
    want = extracted(rig, plan)
    got = collections.defaultdict(list)
    db = rig.store()
    for row in db.execute(
            "SELECT o.name, a.ext_id, r.text, m.kind, m.source_start, "
            "m.source_end, m.cue_start, m.cue_end, m.content, s.name "
            "FROM mentions m JOIN revisions r ON r.id = m.revision "
            "JOIN articles a ON a.id = r.article "
            "JOIN outlets o ON o.id = a.outlet "
            "LEFT JOIN speaker_ids s ON s.id = m.speaker "
            # extract prints a figure within a statement with that one
            "WHERE m.kind <> 'figure' OR (m.source_start IS NULL AND "
            "m.cue_start IS NULL AND m.speaker IS NULL)"):
        content = tuple(tuple(p) for p in json.loads(row[8]))
        got[row[:3]].append((*row[3:8], content, row[9]))
    db.close()
    total = sum(len(v) for v in want.values())
    wrong = [k for k, v in want.items() if sorted(got.get(k, []),
                                                  key=repr) != sorted(v, key=repr)]
    if wrong:
        r.say("first difference:", wrong[0], got.get(wrong[0]),
              want[wrong[0]])
    r.ok(total > 0 and not wrong, f"mentions are what claimwire extract says: "
         f"{total} of them ({len(wrong)} revisions differ)")


def check_dead(rig, plan):
    said = rig.ask("claimwire-producer", "dead", "list", "--json") or ""
    dead = [json.loads(line) for line in said.split("\n") if line]
    got = {d["article"]: d["crashes"] for d in dead}
    innocent = sorted(set(got) - set(plan.dead))
    spared = sorted(set(plan.dead) - set(got))
    r.ok(not innocent and len(dead) == len(got),
         f"no innocent is dead ({innocent[:5] or 'none'})")
    r.ok(not spared, f"all {len(plan.dead)} faulty articles are dead letters "
         f"({spared[:5] or 'none'} escaped)")
    wrong = {k: v for k, v in got.items() if plan.dead.get(k, v) != v}
    r.ok(not wrong, "each is dead after exactly the crashes it takes, three "
         f"for a poison ({wrong or 'all are'})")
    bodies = {rec["text"] for rec in plan.records}
    kept = 0
    for d in dead:
        shown = rig.ask("claimwire-producer", "dead", "show", str(d["job"]),
                        "--json")
        kept += shown is not None and \
            json.loads(shown.splitlines()[-1]).get("text") in bodies
    r.ok(kept == len(dead), f"their bodies are kept ({kept} of {len(dead)})")


def check(rig, plan, fire, code):
    args = fire.args
    r.ok(fire.faults("kill") == args.kills and
         fire.faults("stop") == args.stops and
         fire.faults("restart") == args.restarts,
         f"{args.kills} kills, {args.stops} stops and {args.restarts} "
         f"restarts of all happened during the work ({dict(fire.done)})")
    r.ok(code == 5 or args.restarts and code == 0,
         f"exit code 5 if somebody died since the last restart (it is {code})")
    check_revisions(rig, plan)
    check_mentions(rig, plan)
    check_dead(rig, plan)
    r.check_store(rig)
    r.check_accounts(rig, len(plan.records),
                     len(plan.records) - len(plan.dead), len(plan.dead))


def campaign(rig, args):
    rng = random.Random(args.seed)
    poison = [p for p in stories.POISON if not (r.SLOW and p == "POISON-EAT")]
    each = max(1, args.articles // 20000)
    plan = stories.plan_of(rng, args.articles, poison * each, refused=each,
                           innocent=["FAIL-ONCE"] * 4 + ["SLOW-WORK"] * 2)
    path = os.path.join(rig.dir, "articles.jsonl")
    plan.write(path)
    r.say(f"{len(plan.records)} articles: {plan.revisions()} revisions of "
          f"{len(plan.texts)} stories, {plan.repeats} repeats, "
          f"{len(plan.dead)} faulty")
    fire = Fire(rig, args, plan, path)
    seconds = fire.fight()
    r.say(f"done in {seconds:.1f} s, {len(plan.records) / seconds:.0f} "
          "articles/s under fire")
    check(rig, plan, fire, rig.run.returncode)


def main():
    p = argparse.ArgumentParser(description="a pipeline under fire")
    p.add_argument("--articles", type=int,
                   default=r.number("FIRE_ARTICLES", 20000, 2000))
    p.add_argument("--kills", type=int,
                   default=r.number("FIRE_KILLS", 52, 12))
    p.add_argument("--stops", type=int, default=r.number("FIRE_STOPS", 3, 1))
    p.add_argument("--restarts", type=int,
                   default=r.number("FIRE_RESTARTS", 1, 1))
    p.add_argument("--seed", type=int)
    p.add_argument("--deadline", type=int,
                   default=r.number("FIRE_DEADLINE", 300, 900))
    args = p.parse_args()
    args.seed = r.seed_of(args.seed)
    cpu = 3000 if r.SLOW else 500
    rig = r.Rig("fire", args.seed, faulty=True,
                options=OPTIONS + [f"job_cpu_ms={cpu}"])
    r.main_of(rig, lambda g: campaign(g, args))


if __name__ == "__main__":
    main()
