"""terminal.py ROWS COLUMNS COMMAND...: run a command on a pseudo-terminal.

Standard input is a script: "expect TEXT" waits until the command has drawn
TEXT, "type TEXT" types it, "size ROWS COLUMNS" changes the terminal's size,
"signal NAME" sends a signal, "end" waits for its end.  TEXT is a Python
string without its quotation marks.  Prints what was drawn last, the exit
status and whether the terminal's settings are as they were.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

DEADLINE = 60


def resize(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ,
                struct.pack("HHHH", rows, columns, 0, 0))


def more(fd, left):
    """What the command draws next; b"" at its end."""
    if not select.select([fd], [], [], max(left, 0))[0]:
        sys.exit("terminal.py: nothing came in time")
    try:
        return os.read(fd, 65536)
    except OSError:  # EIO: nobody has the other end open
        return b""


def main():
    rows, columns = int(sys.argv[1]), int(sys.argv[2])
    master, slave = pty.openpty()
    resize(master, rows, columns)
    before = termios.tcgetattr(slave)
    pid = os.fork()
    if pid == 0:
        os.login_tty(slave) if hasattr(os, "login_tty") else own(slave)
        os.close(master)
        os.execvp(sys.argv[3], sys.argv[3:])
    drawn, end, over = b"", time.monotonic() + DEADLINE, False
    seen = 0  # expectations look at what came after the one before
    for step in sys.stdin.read().splitlines():
        verb, _, text = step.partition(" ")
        text = text.encode().decode("unicode_escape")
        if verb == "expect":
            while text.encode() not in drawn[seen:]:
                part = more(master, end - time.monotonic())
                if not part:
                    sys.exit("terminal.py: ended without %r: %r"
                             % (text, drawn[-2000:]))
                drawn += part
            seen = drawn.index(text.encode(), seen) + len(text)
        elif verb == "type":
            os.write(master, text.encode())
        elif verb == "size":
            resize(master, *map(int, text.split()))
        elif verb == "signal":
            os.kill(pid, getattr(signal, text))
    while not over:
        done, status = os.waitpid(pid, os.WNOHANG)
        over = done == pid
        while select.select([master], [], [], 0 if over else 0.05)[0]:
            drawn += more(master, end - time.monotonic())
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
            sys.exit("terminal.py: it did not end")
    after = termios.tcgetattr(slave)
    sys.stdout.buffer.write(drawn)
    print()
    print("status", os.waitstatus_to_exitcode(status))
    print("settings", "kept" if before == after else "changed")


def own(slave):
    """Make it the controlling terminal and the three standard streams."""
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in range(3):
        os.dup2(slave, fd)


main()
