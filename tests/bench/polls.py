#!/usr/bin/env python3
"""polls.py BUILD -- what polling feeds costs a producer: how many a second it
asks on one core against a server on loopback that has nothing new
(bench_room), and what a thousand feeds cost it, of 25 entries each."""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

TICK = os.sysconf("SC_CLK_TCK")
CORES = sorted(os.sched_getaffinity(0))


def cpu_of(pid):
    """Seconds of CPU time."""
    with open(f"/proc/{pid}/stat", encoding="latin-1") as f:
        fields = f.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_of(pid):
    """MB resident, and the highest."""
    with open(f"/proc/{pid}/status") as f:
        lines = dict(line.split(":", 1) for line in f)
    return [int(lines[k].split()[0]) / 1024 for k in ("VmRSS", "VmHWM")]


class Polling:
    """A producer on a core of its own that polls so many feeds."""

    def __init__(self, build, feeds, entries, every_s):
        self.room = subprocess.Popen(
            [build / "tests/bench/bench_room", str(entries)], text=True,
            stdout=subprocess.PIPE, preexec_fn=lambda: self.on(-1))
        self.port = int(self.room.stdout.readline())
        self.data = tempfile.TemporaryDirectory()
        options = ["--data", self.data.name]
        for o in ("fetch_private=yes", "host_pause_ms=0", "log_level=err",
                  "spool_max=1000000", f"poll_least_s={every_s}",
                  f"poll_most_s={every_s}"):
            options += ["-o", o]
        addresses = "\n".join(
            f"http://127.0.{i % 64}.{1 + i % 60}:{self.port}/{i}"
            for i in range(feeds))
        subprocess.run([build / "claimwire-producer", "sources", "import", "-",
                        *options], input=addresses, text=True, check=True,
                       stdout=subprocess.DEVNULL)
        self.producer = subprocess.Popen(
            [build / "claimwire-producer", *options],
            preexec_fn=lambda: self.on(0))
        self.feeds = feeds

    def on(self, core):
        os.sched_setaffinity(0, {CORES[core]})

    def count(self):
        """Polls so far that brought nothing new."""
        with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/count") as f:
            return int(f.read())

    def settle(self):
        """Until each has been read, and asked again."""
        end = time.monotonic() + 300
        while self.count() < self.feeds:
            if time.monotonic() > end:
                sys.exit("polls.py: the feeds are not read")
            time.sleep(0.1)

    def watch(self, rounds, seconds):
        """Polls a second, and polls a second of its CPU time: medians."""
        rates, costs = [], []
        for _ in range(rounds):
            before = time.monotonic(), self.count(), cpu_of(self.producer.pid)
            time.sleep(seconds)
            after = time.monotonic(), self.count(), cpu_of(self.producer.pid)
            t, n, cpu = (b - a for a, b in zip(before, after))
            rates.append(n / t)
            costs.append(n / max(cpu, 1 / TICK))
        return statistics.median(rates), statistics.median(costs)

    def close(self):
        for p in (self.producer, self.room):
            p.kill()
            p.wait()
        self.data.cleanup()


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"
    p = Polling(build, 9000, 1, 1)
    p.settle()
    rate, least = p.watch(9, 2)
    p.close()
    print(f"{rate:.0f} polls a second by the clock, {least:.0f} by the "
          "producer's CPU time (9,000 feeds, one core, medians of 9 times 2 "
          "seconds)")
    p = Polling(build, 1000, 25, 10)
    p.settle()
    rate, least = p.watch(3, 10)
    now, most = memory_of(p.producer.pid)
    size = sum(f.stat().st_size for f in pathlib.Path(p.data.name).iterdir())
    p.close()
    print(f"1,000 feeds of 25 entries, each polled every 10 s: "
          f"{100 * rate / least:.1f} % of a core, {now:.1f} MB resident, "
          f"{most:.1f} MB at most; the spool with their 25,000 articles "
          f"{size / 1e6:.0f} MB")


main()
