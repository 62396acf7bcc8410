#!/usr/bin/env python3
"""extract.py -- the command as a user calls it: speed, start, memory.

    extract.py BUILD FILE.jsonl [--rounds R]

Speed: `claimwire extract FILE`, wall and CPU time, words split at white space.
Start: the same with one article of one sentence, beside `--version` of the
same program: what is more is the loading of models and a first extraction.
Memory: the highest resident size of that process, and how much of it was its
own rather than a file's (the program with its models is shared by all
workers).  Medians.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ONE = {"id": "1", "text": "“It rained,” said Ann Lee on Monday."}
STARTS = 21


def run(command):
    """Wall and CPU seconds, highest resident size in MB."""
    start = time.perf_counter()
    p = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(p.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"extract.py: {command}: status {status}")
    return (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def resident(program, path):
    """MB of memory of its own, and of files, after the whole file."""
    with tempfile.TemporaryFile() as out:
        p = subprocess.Popen([program, "extract", "-"], stdout=out,
                             stdin=subprocess.PIPE)
        with open(path, "rb") as f:
            p.stdin.write(f.read())
        p.stdin.flush()
        size = -1
        while os.fstat(out.fileno()).st_size != size:  # it still prints
            size = os.fstat(out.fileno()).st_size
            time.sleep(0.3)
        with open(f"/proc/{p.pid}/status", encoding="ascii") as f:
            field = dict(line.split(":", 1) for line in f)
        p.stdin.close()
        p.wait()
    return [int(field[k].split()[0]) / 1024 for k in ("RssAnon", "RssFile")]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("build")
    ap.add_argument("input")
    ap.add_argument("--rounds", type=int, default=5)
    a = ap.parse_args()
    program = os.path.join(a.build, "claimwire")
    with open(a.input, encoding="utf-8") as f:
        words = sum(len(json.loads(line)["text"].split()) for line in f)
    whole = [run([program, "extract", a.input]) for _ in range(a.rounds)]
    wall, cpu, mb = (statistics.median(x) for x in zip(*whole))
    print(f"  claimwire extract: {words} words, {words / wall:.0f} words/s "
          f"({words / cpu:.0f} of CPU time), start included")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as one:
        one.write(json.dumps(ONE) + "\n")
        one.flush()
        pairs = [(run([program, "extract", one.name])[0],
                  run([program, "extract", "--version"])[0])
                 for _ in range(STARTS)]
    first, bare = (1000 * statistics.median(x) for x in zip(*pairs))
    print(f"  start and a first sentence {first:.1f} ms, --version "
          f"{bare:.1f} ms: models and extraction {first - bare:.1f} ms")
    own, files = resident(program, a.input)
    print(f"  memory: at most {mb:.1f} MB resident; at the end {own:.1f} MB "
          f"its own, {files:.1f} MB of files that all workers share")


if __name__ == "__main__":
    main()
