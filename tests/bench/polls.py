#!/usr/bin/env python3
"""polls.py BUILD -- feeds polled a second, against a server on loopback that
answers 304 at once, in Python: it takes more of the time than the producer."""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import threading
import time

SERVER = r'''
import asyncio, sys
count = 0
FEED = b"<rss><channel><item><title>A story</title></item></channel></rss>"

class Room(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.rest = transport, b""

    def data_received(self, data):
        global count
        self.rest += data
        while b"\r\n\r\n" in self.rest:
            head, self.rest = self.rest.split(b"\r\n\r\n", 1)
            count += 1
            if b"If-None-Match" in head:
                self.transport.write(b"HTTP/1.1 304 Not Modified\r\n\r\n")
            else:
                self.transport.write(b'HTTP/1.1 200 OK\r\nETag: "1"\r\n'
                    b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED)

async def main():
    server = await asyncio.get_running_loop().create_server(
        Room, "0.0.0.0", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    while True:
        await asyncio.sleep(1)
        print(count, flush=True)

asyncio.run(main())
'''
FEEDS, SECONDS = 6000, 12  # fewer than the spool holds: nothing commits


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    os.environ["no_proxy"] = "*"
    server = subprocess.Popen([sys.executable, "-c", SERVER],
                              stdout=subprocess.PIPE, text=True)
    port = int(server.stdout.readline())
    counts = []
    threading.Thread(target=lambda: counts.extend(
        int(line) for line in server.stdout), daemon=True).start()
    with tempfile.TemporaryDirectory() as data:
        options = ["--data", data, "-o", "fetch_private=yes",
                   "-o", "host_pause_ms=0", "-o", "poll_least_s=1",
                   "-o", "poll_most_s=1", "-o", "log_level=err"]
        feeds = "\n".join(f"http://127.0.{i % 64}.{1 + i % 60}:{port}/{i}"
                          for i in range(FEEDS))
        subprocess.run([build / "claimwire-producer", "sources", "import", "-",
                        *options], input=feeds, text=True, check=True,
                       stdout=subprocess.DEVNULL)
        del counts[:]
        producer = subprocess.Popen([build / "claimwire-producer", *options])
        time.sleep(SECONDS)
        producer.kill()
        producer.wait()
    server.kill()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    steady = [b - a for a, b in zip(counts, counts[1:])][2:-1]
    print(f"{sorted(steady)[len(steady) // 2]} polls a second (median of "
          f"{len(steady)} seconds, {FEEDS} feeds)")
    print(f"all processes: {used.ru_utime + used.ru_stime:.1f} s of CPU")


main()
