#!/usr/bin/env python3
"""elsenet.py COMMAND ARG... -- run COMMAND in a network of its own, whose
loopback has a public address beside the private ones, with a server on all of
them.  "PUBLIC" and "PORT" in an ARG become that address and the server's port.
Names are looked up in a table of its own: public.example has that address,
private.example a private one.  Exit code 77: such a network is not to be had
here.

    /feed        a feed of one entry
    /to/HOST     a redirect to http://HOST:PORT/feed
"""
import ctypes
import fcntl
import http.server
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading

PUBLIC = "11.22.33.44"
ENTRY = ("A mill by the river is to close in May, the mayor of Tarn, Ida "
         "Moor, said on Tuesday. “We will open it again,” she added.")
FEED = ("<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/"
        "content/'><channel><title>Tarn Herald</title><item><title>A mill"
        "</title><guid isPermaLink='false'>m1</guid><content:encoded>"
        f"{ENTRY}</content:encoded></item></channel></rss>").encode()
SIOCSIFADDR, SIOCSIFFLAGS, IFF_UP = 0x8916, 0x8914, 1
CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x20000, 0x10000000, 0x40000000
MS_BIND, MS_REC, MS_SLAVE = 0x1000, 0x4000, 0x80000
NAMES = f"{PUBLIC} public.example\n127.0.0.1 private.example\n"
LIBC = ctypes.CDLL(None, use_errno=True)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        port = self.server.server_address[1]
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location",
                             f"http://{self.path[4:]}:{port}/feed")
            body = b""
        else:
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            body = FEED
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def leave():
    """Into a network of its own; as somebody who may, if need be."""
    return LIBC.unshare(CLONE_NEWNS | CLONE_NEWNET) == 0 or \
        LIBC.unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) == 0


def mount(what, at, how):
    if LIBC.mount(what, at, None, ctypes.c_ulong(how), None) != 0:
        raise OSError(ctypes.get_errno(), "mount")


def name():
    """A table of names for this network alone."""
    mount(None, b"/", MS_REC | MS_SLAVE)
    with tempfile.NamedTemporaryFile("w") as f:
        f.write(NAMES)
        f.flush()
        mount(f.name.encode(), b"/etc/hosts", MS_BIND)


def ask(s, what, name, address):
    at = struct.pack("16sH2s4s8s", name, socket.AF_INET, b"",
                     socket.inet_aton(address), b"")
    fcntl.ioctl(s, what, at)


def furnish():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", IFF_UP,
                                                 b""))
        ask(s, SIOCSIFADDR, b"lo:1", PUBLIC)


def main():
    try:
        if not leave():
            sys.exit(77)
        furnish()
        name()
    except OSError:
        sys.exit(77)
    server = http.server.ThreadingHTTPServer(("0.0.0.0", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = str(server.server_address[1])
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"
    sys.exit(subprocess.run(
        [a.replace("PUBLIC", PUBLIC).replace("PORT", port)
         for a in sys.argv[1:]], check=False).returncode)


if __name__ == "__main__":
    main()
