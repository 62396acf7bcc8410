#!/usr/bin/env python3
"""follow.py FILE DATA -- every change, a JSON object a line, into FILE, over
ZeroMQ, from the claimwire whose data folder is DATA.

FILE is its own cursor: it goes on after the last line that is whole, so that
it may be killed at any moment.  PUB drops what a slow reader does not take:
so subscribe first, ask for what was missed, take number seq + 1 only, and ask
again when something shows that there is more (claimwire-protocol(7))."""
import json
import os
import sys
import time

import msgpack
import zmq

path, data = sys.argv[1:3]
file = open(path, "ab+")
file.seek(0)
lines = file.read().splitlines(keepends=True)
if lines and not lines[-1].endswith(b"\n"):  # killed within a line
    file.truncate(file.tell() - len(lines.pop()))
generation, _, last = (
    json.loads(lines[-1])["id"] if lines else "-0").rpartition("-")
seq, asked = int(last), 0.0

context = zmq.Context()
live, replay = context.socket(zmq.SUB), context.socket(zmq.DEALER)
live.subscribe(b"")
poller = zmq.Poller()
for socket, name in (live, "changes"), (replay, "replay"):
    socket.connect("ipc://%s/run/%s" % (os.path.abspath(data), name))
    poller.register(socket, zmq.POLLIN)


def ask(patience=2):
    global asked
    if time.monotonic() - asked > patience:  # or an answer is on its way
        asked = time.monotonic()
        replay.send(msgpack.packb(["SINCE", 1, generation, seq, 1000]))


while True:
    for socket, _ in poller.poll(1000):
        topic, number, body = socket.recv_multipart()
        number, change = int.from_bytes(number, "big"), msgpack.unpackb(body)
        if topic not in (b"heartbeat", b"end", b"reset"):
            if number == seq + 1:
                file.write(json.dumps(change).encode() + b"\n")
                file.flush()
                seq, generation = number, change["id"].rpartition("-")[0]
            elif number > seq:
                ask()
        elif change["generation"] != (generation or change["generation"]) or (
                topic == b"reset" and number < seq):
            sys.exit("the store was replaced: begin with an empty FILE")
        elif topic == b"end" and change["more"]:
            ask(patience=0)
        elif number > seq:
            ask()
