"""rig.py -- what the fault campaigns share: a pipeline of the real programs
in a folder of its own, its processes, its store, and the checks that must
hold whatever was done to it.

BUILD names the folder of the programs (default: build).  Every wait is a
condition with a deadline.  The folder stays when a check has failed.
"""
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

BUILD = os.path.abspath(os.environ.get("BUILD", "build"))
# Programs under a sanitizer need several times as long.
SLOW = os.path.basename(BUILD) in ("san", "tsan")
ROLES = {"claimwire-producer": "producer", "claimwire-sink": "sink",
         "claimwire-worker": "warden"}

failures = 0


def say(*words):
    print("#", *words, flush=True)


def ok(holds, what):
    """One result, in the form that tests/check.sh counts."""
    global failures
    if not holds:
        failures += 1
    print("ok" if holds else "not ok", "-", " | ".join(what.splitlines()),
          flush=True)
    return holds


def number(name, plain, slow):
    """A number of the campaign: environment, or by the kind of build."""
    return int(os.environ.get(name, slow if SLOW else plain))


def seed_of(argument):
    return argument if argument is not None else int(
        os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))


# ---- processes, by /proc ----

def status_of(pid):
    """Parent and state of a process, or None."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as f:
            fields = f.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return int(fields[1]), fields[0].decode()


def alive(pid):
    s = status_of(pid)
    return s is not None and s[1] not in "ZX"


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as f:
            listed = [int(p) for p in f.read().split()]
    except OSError:
        return []
    return [p for p in listed if alive(p)]


def program_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as f:
            words = f.read().split(b"\0")
    except OSError:
        return "", []
    return os.path.basename(words[0].decode("utf-8", "replace")), words


def kill(pid, sig):
    try:
        os.kill(pid, sig)
        return True
    except ProcessLookupError:
        return False


class Stuck(Exception):
    pass


def wait_for(condition, seconds, what, every=0.02):
    """Until condition() is true: what it returned.  Stuck when it does not
    come true in time."""
    deadline = time.monotonic() + seconds * (5 if SLOW else 1)
    while True:
        got = condition()
        if got:
            return got
        if time.monotonic() > deadline:
            raise Stuck(f"waited {seconds} s in vain for: {what}")
        time.sleep(every)


class Rig:
    """One pipeline: folder, options, the running supervisor."""

    def __init__(self, name, seed, faulty=False, options=()):
        self.name, self.seed = name, seed
        self.dir = tempfile.mkdtemp(prefix=f"claimwire-{name}-")
        self.data = os.path.join(self.dir, "data")
        self.log = os.path.join(self.dir, "log")
        self.options = list(options)
        self.run = None
        self._own_environment()
        if faulty:
            self.options.append("programs=" + self._faulty_programs())
        say(f"{name}: seed {seed}, in {self.dir}")

    def _own_environment(self):
        """Configuration of whoever runs this must not change it."""
        for name in [n for n in os.environ if n.startswith("CLAIMWIRE_")]:
            del os.environ[name]
        os.environ["XDG_CONFIG_HOME"] = os.path.join(self.dir, "config")

    def _faulty_programs(self):
        folder = os.path.join(self.dir, "programs")
        os.mkdir(folder)
        for p in ("claimwire-producer", "claimwire-sink"):
            os.symlink(os.path.join(BUILD, p), os.path.join(folder, p))
        os.symlink(os.path.join(BUILD, "tests/e2e/faulty_worker"),
                   os.path.join(folder, "claimwire-worker"))
        return folder

    def line(self, program, *words, options=True):
        """The command line of a program of the build."""
        line = [os.path.join(BUILD, program)]
        at = 1 if program == "claimwire" else 0
        line += words[:at] + ("--data", self.data)
        if options:
            for o in self.options:
                line += ["-o", o]
        return line + list(words[at:])

    def start(self, *words, workers=2, stdin=subprocess.DEVNULL):
        with open(self.log, "ab") as log:
            self.run = subprocess.Popen(
                self.line("claimwire", "run", "--workers", str(workers),
                          *words),
                stdin=stdin, stdout=log, stderr=log)

    def ask(self, program, *words, want=0, **more):
        """What a program says; None unless its exit code is want."""
        r = subprocess.run(self.line(program, *words), text=True,
                           capture_output=True, **more)
        if want is not None and r.returncode != want:
            say(f"{program} {' '.join(words)}: exit code {r.returncode}:",
                (r.stderr or r.stdout).strip()[:400])
            return None
        return r.stdout

    def ask_json(self, *words):
        """JSON that a command prints, {} when it does not."""
        return json.loads(self.ask(*words) or "{}")

    # ---- who is there ----

    def roles(self):
        """Every process of the pipeline: {"sink": [pid], "child": ...}."""
        found = {"producer": [], "sink": [], "warden": [], "child": []}
        for pid in children(self.run.pid):
            role = ROLES.get(program_of(pid)[0])
            if role is None:
                continue  # not become a role yet
            found[role].append(pid)
            if role == "warden":
                found["child"] += [c for c in children(pid)
                                   if b"--compute" in program_of(c)[1]]
        return found

    def pids(self):
        """Of the roles that must not die; children may."""
        r = self.roles()
        return sorted(r["producer"] + r["sink"] + r["warden"])

    def running(self):
        return self.run is not None and self.run.poll() is None

    # ---- the store ----

    def store(self):
        path = os.path.join(self.data, "claims.db")
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)

    def value(self, question, fallback=0):
        """One value of the store; fallback while there is none."""
        try:
            db = self.store()
        except sqlite3.Error:
            return fallback
        try:
            row = db.execute(question).fetchone()
            return row[0] if row and row[0] is not None else fallback
        except sqlite3.Error:
            return fallback
        finally:
            db.close()

    def committed(self):
        return self.value("SELECT max(id) FROM revisions")

    def accounts(self):
        """The producer's, or {} while there are none."""
        if not os.path.exists(os.path.join(self.data, "spool.db")):
            return {}
        return self.ask_json("claimwire-producer", "accounts", "--json")

    # ---- the end ----

    def finish(self, seconds, what="the pipeline to end by itself"):
        """Wait for the supervisor's end; its exit code."""
        wait_for(lambda: not self.running(), seconds, what)
        return self.run.returncode

    def stop(self):
        """Drain; whatever does not end in time is killed."""
        if self.running():
            self.run.send_signal(signal.SIGTERM)
            try:
                self.finish(60, "the pipeline to drain")
            except Stuck as e:
                ok(False, str(e))
        self.kill_all()

    def kill_all(self):
        """The supervisor and its family, by their numbers."""
        if self.run is None:
            return
        family = [p for ps in self.roles().values() for p in ps]
        if self.running():
            self.run.kill()
            self.run.wait()
        for pid in family:
            kill(pid, signal.SIGCONT)
            kill(pid, signal.SIGKILL)

    def close(self):
        self.kill_all()
        if failures == 0 and "KEEP" not in os.environ:
            shutil.rmtree(self.dir, ignore_errors=True)
        else:
            say(f"{self.name}: seed {self.seed}; left for you: {self.dir}")


def tail_of(path, lines=15):
    try:
        with open(path, "rb") as f:
            f.seek(max(0, os.path.getsize(path) - 8192))
            text = f.read().decode("utf-8", "replace")
    except OSError:
        return
    for line in text.splitlines()[-lines:]:
        say("log:", line[:300])


def main_of(rig, campaign):
    """Run campaign(rig); exit as the checks say."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        campaign(rig)
    except Stuck as e:
        ok(False, str(e))
        say("accounts:", json.dumps(rig.accounts()))
        say("status:", json.dumps(rig.ask_json("claimwire", "status",
                                               "--json"))[:2000])
        say("processes:", rig.roles() if rig.run else "none")
        tail_of(rig.log)
    except KeyboardInterrupt:
        ok(False, "interrupted")
    finally:
        rig.close()
    sys.exit(1 if failures else 0)


# ---- what must hold at the end ----

def check_accounts(rig, accepted, committed, dead):
    a = rig.accounts()
    ok((a.get("accepted"), a.get("committed"), a.get("dead"),
        a.get("pending")) == (accepted, committed, dead, 0),
       f"accounts: accepted {accepted} = committed {committed} + dead {dead}"
       f" + pending 0 (they say {json.dumps(a)[:300]})")


def check_store(rig):
    """Nothing twice, nothing missing between numbers, nothing dangling."""
    db = rig.store()
    twice = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM revisions r JOIN articles a "
        "ON a.id = r.article GROUP BY a.story, r.hash HAVING count(*) > 1)")
    n = twice.fetchone()[0]
    ok(n == 0, f"no text of a story is there twice ({n} are)")
    low, high, n = db.execute(
        "SELECT min(seq), max(seq), count(*) FROM changes").fetchone()
    ok(n > 0 and (low, high) == (1, n),
       f"changes are numbered 1 to {n} without gap (from {low} to {high})")
    n = db.execute(
        "SELECT count(*) FROM articles a WHERE a.current <> (SELECT id FROM "
        "revisions r WHERE r.article = a.id ORDER BY n DESC LIMIT 1)"
    ).fetchone()[0]
    ok(n == 0, f"the current revision is the newest ({n} are not)")
    db.close()
    said = subprocess.run(rig.line("claimwire", "check", options=False),
                          capture_output=True, text=True)
    ok(said.returncode == 0, "claimwire check finds nothing (" +
       (said.stdout + said.stderr).strip()[:300] + ")")
