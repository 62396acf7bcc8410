#!/usr/bin/env python3
"""Speed and memory of the whole pipeline, beside the raw limits of the same run.

    pipeline.py BUILD [--articles N] [--rounds R] [--input FILE.jsonl]
    pipeline.py BUILD --write FILE.jsonl [--articles N]

In each round, one after the other: bare ZeroMQ with as many bytes, bare SQLite
inserts of as many rows (bench_store), the pipeline with extraction off
(null_worker: twenty claims at once) and the pipeline with extraction on.  What
is printed are medians over the rounds and ratios within a round.  With --input
that file goes through the pipeline with extraction on, instead of made-up
articles; --write only writes those.
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

NAMES = ["Ada Quill", "Bo Marsh", "Cleo Tran", "Dov Lund", "Eve Okoro"]
WORDS = ("harbour council budget water levy school bridge ferry market hospital road tram garden library "
         "permit tender survey grant repair survey season wages storm pump").split()


def article(i):
    """About 5 kB with 20 attributions; deterministic."""
    seed = i * 2654435761 & 0xffffffff
    parts = []
    for k in range(20):
        seed = (seed * 1103515245 + 12345) & 0x7fffffff
        w = [WORDS[(seed >> s) % len(WORDS)] for s in (3, 7, 11, 15, 19)]
        parts.append(
            f"“We will finish the {w[0]} and the {w[1]} of district {i} before item {k} of the {w[2]} is due,” "
            f"said {NAMES[(seed >> 5) % 5]}. The {w[3]} was built over several years and has been the pride of the "
            f"people who live near it, whatever the {w[4]} may look like to those who only pass through.")
    return {"id": f"bench-{i}", "outlet": f"Bench {i % 7}", "published": "2026-01-05", "title": f"Bench {i}",
            "text": "\n".join(parts)}



def peak_kb(pid):
    try:
        with open(f"/proc/{pid}/status") as f:
            m = re.search(r"VmHWM:\s+(\d+)", f.read())
            return int(m.group(1)) if m else 0
    except OSError:
        return 0


def children(pid):
    out = []
    try:
        for t in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{t}/children") as f:
                out += [int(x) for x in f.read().split()]
    except OSError:
        pass
    return out


def role(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as f:
            argv = f.read().split(b"\0")
    except OSError:
        return None
    name = os.path.basename(argv[0].decode(errors="replace"))
    return name + " (child)" if b"--compute" in argv else name


def watch(pid, peaks):
    """Highest resident size of each role while pid lives."""
    while True:
        family, todo = [], [pid]
        while todo:
            p = todo.pop()
            family.append(p)
            todo += children(p)
        for p in family:
            name, kb = role(p), peak_kb(p)
            if name and kb > peaks.get(name, 0):
                peaks[name] = kb
        if not os.path.exists(f"/proc/{pid}/stat") or open(f"/proc/{pid}/stat").read().split()[2] == "Z":
            return
        time.sleep(0.05)


def run_pipeline(build, worker, path, count):
    """One `claimwire run --once`: articles/s, commit share, peaks."""
    work = tempfile.mkdtemp(prefix="claimwire-bench-")
    programs = os.path.join(work, "programs")
    os.mkdir(programs)
    for name in ("claimwire", "claimwire-producer", "claimwire-sink"):
        shutil.copy(os.path.join(build, name), programs)
    shutil.copy(worker, os.path.join(programs, "claimwire-worker"))
    data = os.path.join(work, "data")
    cmd = [os.path.join(programs, "claimwire"), "run", "--once", "--workers", "2", "--data", data,
           "-o", "log_level=info", "-o", f"programs={programs}", path]
    peaks = {}
    start = time.monotonic()
    p = subprocess.Popen(cmd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    t = threading.Thread(target=watch, args=(p.pid, peaks))
    t.start()
    log = p.communicate()[1]
    wall = time.monotonic() - start
    t.join()
    m = re.search(r"sink leaves.*?committed=(\d+).*?commit_ms=(\d+)", log)
    if p.returncode not in (0, 5) or not m or int(m.group(1)) != count:
        sys.exit(f"the pipeline did not commit {count} articles (exit {p.returncode}):\n" + log[-3000:])
    size = os.path.getsize(os.path.join(data, "claims.db"))
    shutil.rmtree(work)
    return {"rate": count / wall, "wall": wall, "commit_share": int(m.group(2)) / 1000 / wall, "peaks": peaks, "bytes": size}


def write_articles(path, count):
    with open(path, "w", encoding="utf-8") as f:
        for i in range(count):
            f.write(json.dumps(article(i), ensure_ascii=False) + "\n")


def bare_bus(build, count):
    out = subprocess.run([f"{build}/tests/bench/bench_bus", str(count), "5400", "9000"], capture_output=True, text=True, check=True)
    return float(out.stdout)


def bare_inserts(build):
    """Articles/s of bare prepared inserts, and of store_commit() beside them."""
    out = subprocess.run([f"{build}/tests/bench/bench_store", "5120", "1"], capture_output=True, text=True, check=True)
    m = re.search(r"median\s+store\s+([\d.]+).*?bare\s+([\d.]+)", out.stdout)
    return float(m.group(2)), float(m.group(1))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("build")
    ap.add_argument("--articles", type=int, default=5000)
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--input")
    ap.add_argument("--write")
    a = ap.parse_args()
    if a.write:
        write_articles(a.write, a.articles)
        return
    if a.input:
        path, count = a.input, sum(1 for l in open(a.input, encoding="utf-8") if l.strip())
    else:
        fd, path = tempfile.mkstemp(suffix=".jsonl")
        os.close(fd)
        write_articles(path, a.articles)
        count = a.articles
    rows = {"bus": [], "bare": [], "store": [], "off": [], "on": []}
    for _ in range(a.rounds):
        rows["bus"].append(bare_bus(a.build, 20000))
        bare, store = bare_inserts(a.build)
        rows["bare"].append(bare)
        rows["store"].append(store)
        if not a.input:
            rows["off"].append(run_pipeline(a.build, f"{a.build}/tests/bench/null_worker", path, count))
        rows["on"].append(run_pipeline(a.build, f"{a.build}/claimwire-worker", path, count))
    if not a.input:
        os.unlink(path)
    med = lambda xs: statistics.median(xs)
    print(f"{count} articles, {a.rounds} rounds, medians; 2 workers")
    print(f"  bare ZeroMQ, 2 hops, same bytes      {med(rows['bus']):10.0f} articles/s")
    print(f"  bare SQLite inserts, same rows       {med(rows['bare']):10.0f} articles/s")
    print(f"  store_commit() of the same           {med(rows['store']):10.0f} articles/s"
          f"   {med([r / b for r, b in zip(rows['store'], rows['bare'])]):6.3f} of bare inserts")
    for key, what in (("off", "extraction off"), ("on", "extraction on")):
        if not rows[key]:
            continue
        rates = [r["rate"] for r in rows[key]]
        print(f"  pipeline, {what:14s}             {med(rates):10.0f} articles/s"
              f"   {med([r / b for r, b in zip(rates, rows['bare'])]):6.3f} of bare inserts"
              f"   {med([r / b for r, b in zip(rates, rows['bus'])]):6.3f} of bare ZeroMQ"
              f"   store {100 * med([r['commit_share'] for r in rows[key]]):3.0f} % of the time"
              f"   wall {med([r['wall'] for r in rows[key]]):.2f} s")
    print("  peak memory, MB: " + ", ".join(
        f"{name} {kb / 1024:.1f}" for name, kb in sorted(rows["on"][-1]["peaks"].items()) if not name.startswith("python")))


if __name__ == "__main__":
    main()
