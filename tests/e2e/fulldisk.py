"""fulldisk.py -- a full disk under the spool, then under the store: nothing
ends, nothing is lost, and work goes on within five seconds after there is
space again.

  fulldisk.py [--seed X]

The small disk is a tmpfs, in a mount namespace of this process.  Where
neither root nor an unprivileged namespace may mount, it says so and is
skipped.
"""
import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.parse

import feeder
import fire
import rig as r
import stories

RESUME_S = 5
OPTIONS = ["lease_ms=1000", "retry_ms=50", "retry_max_ms=1000",
           "spool_max=100000", "log_level=warn"]
FILL = "=" * 79 + "\n"  # quick to read through


def mount(path, size):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "claimwire",
                    path], check=True)


def enlarge(path, size):
    # Told its source, mount(8) does not repeat options that are no longer
    # allowed in a namespace.
    subprocess.run(["mount", "-o", f"remount,size={size}", "claimwire", path],
                   check=True)


def enter_namespace():
    """Become root of a mount namespace, or skip."""
    if "FULLDISK_MAY_MOUNT" in os.environ:
        return
    probe = tempfile.mkdtemp()
    words = (f"mount -t tmpfs -o size=1m claimwire {probe} && "
             f"mount -o remount,size=2m claimwire {probe}")
    try:
        for how in (["unshare", "-m"], ["unshare", "-rm"]):
            tried = subprocess.run(how + ["sh", "-c", words],
                                   capture_output=True)
            if tried.returncode == 0:
                os.environ["FULLDISK_MAY_MOUNT"] = "1"
                os.rmdir(probe)
                os.execvp(how[0], how + [sys.executable, "-B", *sys.argv])
    except FileNotFoundError:
        pass
    os.rmdir(probe)
    print("skip - full disk: a tmpfs of limited size may not be mounted "
          "here; run it as root")
    sys.exit(0)


def free(path):
    s = os.statvfs(path)
    return s.f_bavail * s.f_bsize


def plan_of(seed, n, size):
    """Long articles, so that a small disk is soon full."""
    plan = stories.plan_of(random.Random(seed), n)
    for record in plan.records:
        record["text"] += " " + FILL * (size // len(FILL))
    whole = stories.Plan()
    for record in plan.records:
        whole.add(record)
    return whole


def standing_still(read, seconds=2.0):
    """A condition: what read() tells has not changed for so long."""
    last = [None, time.monotonic()]

    def condition():
        now = read()
        if now != last[0]:
            last[:] = [now, time.monotonic()]
        return time.monotonic() - last[1] >= seconds
    return condition


def accepted(rig):
    return rig.accounts().get("accepted", 0)


def scale(rig, n):
    r.ok(rig.ask("claimwire", "scale", str(n)) is not None,
         f"scale {n} is understood")


def posting(rig, text):
    """Post an article; the status and what is said."""
    with open(os.path.join(rig.data, "run/http")) as f:
        server = http.client.HTTPConnection(
            urllib.parse.urlsplit(f.read().strip()).netloc, timeout=60)
    server.request("POST", "/articles", json.dumps({"text": text}),
                   {"Content-Type": "application/json"})
    answer = server.getresponse()
    said = json.load(answer)
    server.close()
    return answer.status, said.get("detail", said)


def ends_well(rig, plan):
    code = rig.finish(120)
    r.ok(code == 0, f"everything is done in the end (exit code {code})")
    fire.check_revisions(rig, plan)
    r.check_store(rig)
    r.check_accounts(rig, len(plan.records), len(plan.records), 0)


def full_spool(rig, seed, more_space):
    """DATA lies on the small disk, the store does not; no worker takes
    anything from the spool until it is full."""
    plan = plan_of(seed, 800, 100000)
    os.mkdir(rig.data)
    mount(rig.data, "64m")
    os.symlink(os.path.join(rig.dir, "claims.db"),
               os.path.join(rig.data, "claims.db"))
    rig.start("--once", "-", stdin=subprocess.PIPE)
    r.wait_for(lambda: len(rig.roles()["warden"]) == 2, 30, "the workers")
    scale(rig, 0)
    r.wait_for(lambda: not rig.roles()["warden"], 30, "no workers")
    before = rig.pids()
    feed = feeder.Feeder(rig, plan)
    feed.start()
    r.wait_for(lambda: accepted(rig) > 10, 30, "the first articles")
    r.wait_for(standing_still(lambda: accepted(rig)), 60,
               "intake to stand still", every=0.1)
    n = accepted(rig)
    r.ok(n < len(plan.records) and feed.is_alive(),
         f"the disk of the spool is full: intake pauses after {n} articles, "
         f"{free(rig.data)} bytes are free")
    status, said = posting(rig, "word " * 1400000)
    r.ok(status == 503 and "disk is full" in said,
         f"what is posted then is turned away: {status}, {said}")
    r.ok(rig.pids() == before, "nobody has ended")
    if more_space:
        enlarge(rig.data, "400m")
        since = time.monotonic()
        r.wait_for(lambda: accepted(rig) > n, 30, "intake to go on")
        took = time.monotonic() - since
        r.ok(took < RESUME_S, f"with space it goes on after {took:.1f} s")
    scale(rig, 2)
    ends_well(rig, plan)
    subprocess.run(["umount", "-l", rig.data], check=False)


def full_store(rig, seed):
    """The store lies on the small disk, the spool does not."""
    plan = plan_of(seed, 1500, 20000)
    small = os.path.join(rig.dir, "small")
    os.makedirs(rig.data)
    os.mkdir(small)
    mount(small, "8m")
    os.symlink(os.path.join(small, "claims.db"),
               os.path.join(rig.data, "claims.db"))
    path = os.path.join(rig.dir, "articles.jsonl")
    plan.write(path)
    rig.start("--once", path)
    r.wait_for(lambda: rig.committed() > 10, 30, "the first commits")
    before = rig.pids()
    r.wait_for(standing_still(rig.committed), 60, "commits to stand still")
    n = rig.committed()
    r.ok(n < plan.revisions(), "the disk of the store is full: "
         f"{n} revisions are there, {free(small)} bytes are free")
    r.ok(rig.pids() == before and len(before) == 4, "nobody has ended")
    a = rig.accounts()
    r.ok(a.get("dead") == 0 and a.get("pending", 0) > 0,
         f"and nobody is dead for it ({a})")
    enlarge(small, "400m")
    since = time.monotonic()
    r.wait_for(lambda: rig.committed() > n, 30, "commits to go on")
    took = time.monotonic() - since
    r.ok(took < RESUME_S, f"with space it goes on after {took:.1f} s")
    ends_well(rig, plan)
    r.ok(rig.value("SELECT count(*) FROM revisions") == plan.revisions(),
         "every revision is there")
    subprocess.run(["umount", "-l", small], check=False)


def campaign(first, args):
    full_spool(first, args.seed, True)
    for part in (lambda g: full_spool(g, args.seed, False),
                 lambda g: full_store(g, args.seed)):
        g = r.Rig("fulldisk", args.seed, options=OPTIONS)
        try:
            part(g)
        except r.Stuck:
            r.tail_of(g.log)
            raise
        finally:
            g.close()


def main():
    p = argparse.ArgumentParser(description="a full disk")
    p.add_argument("--seed", type=int)
    args = p.parse_args()
    args.seed = r.seed_of(args.seed)
    enter_namespace()
    r.main_of(r.Rig("fulldisk", args.seed, options=OPTIONS),
              lambda g: campaign(g, args))


if __name__ == "__main__":
    main()
