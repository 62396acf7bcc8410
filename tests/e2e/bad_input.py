"""bad_input.py -- a table of bad input: what is refused is said with place
and remedy, the rest goes on, and the exit code tells.

Each row goes through `claimwire read`; then all of them, and a good file,
through one `claimwire run --once`.
"""
import json
import os
import re
import subprocess

import rig as r

GOOD = "“We will reopen line {n},” said Mara Lindqvist, the mayor."


def record(n, **more):
    return {"id": f"r{n}", "outlet": "Merrow Courier",
            "text": GOOD.format(n=n), **more}


def lines(*rows):
    """JSON Lines of records and of bytes that are none."""
    return b"".join((row if isinstance(row, bytes) else
                     json.dumps(row, ensure_ascii=False).encode()) + b"\n"
                    for row in rows)


def big(size):
    return (GOOD.format(n=1) + " ").encode() * (size // 60)


def nested(depth):
    return b'{"id":"deep","text":"x","a":' + b"[" * depth + b"]" * depth + b"}"


# name of the file: contents, ids accepted ("text": one without an id), and
# for each refusal its line (None: the whole file) and words that must be said.
TABLE = {
    "latin1.txt": (b"Caf\xe9 owners met.\n", [],
                   [(1, "not UTF-8", "convert")]),
    "empty.txt": (b"", [], [(None, "empty")]),
    "blank.txt": (b" \n\n", [], [(None, "empty")]),
    "50mb.txt": (big(50 << 20), [], [(None, "8 M", "split")]),
    "9mb.txt": (big(9 << 20), [], [(None, "8 M", "split")]),
    "7mb.txt": (b"The council met. " * (7 << 16), ["text"], []),
    "binary.txt": (bytes(range(256)) * 64, [], [(None, "binary", "save")]),
    "picture.jsonl": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), [],
                      [(None, "binary|UTF-8", "save|convert")]),
    "page.html": (b"<!DOCTYPE html><nav>Hello</nav>", [],
                  [(None, "page", "save")]),
    "utf16.txt": ("\ufeffThe mayor".encode("utf-16-le"), [],
                  [(None, "UTF-16", "convert")]),
    "pretty.json": (json.dumps(record(1), indent=2).encode(), [],
                    [(None, "several lines", "one object a line")]),
    "array.json": (json.dumps([record(1)]).encode(), [],
                   [(None, "array", "one object a line")]),
    "broken.jsonl": (lines(record(1), b'{"id":"r2","text":"cut off',
                           record(3)), ["r1", "r3"], [(2, "JSON|string|end")]),
    "not-object.jsonl": (lines(record(1), b'[1,2]', b'"x"', record(3)),
                         ["r1", "r3"], [(2, "object"), (3, "object")]),
    "blank-lines.jsonl": (lines(record(1), b"", b"  ", record(2)),
                          ["r1", "r2"], []),
    "bad-utf8.jsonl": (lines(record(1), b'{"text":"caf\xe9"}', record(3)),
                       ["r1", "r3"], [(2, "UTF-8")]),
    "surrogate.jsonl": (lines(record(1), b'{"text":"a \\ud83d b"}',
                              b'{"text":"a \\udc00 b"}', record(4)),
                        ["r1", "r4"], [(2, "surrogate", "mend"),
                                       (3, "surrogate", "mend")]),
    "pair.jsonl": (lines(b'{"id":"r1","text":"a \\ud83d\\ude00 b"}'),
                   ["r1"], []),
    "nul.jsonl": (lines(record(1), b'{"text":"a \\u0000 b"}',
                        b'{"text":"a \0 b"}', record(4)), ["r1", "r4"],
                  [(2, "U\\+0000", "remove"), (3, "NUL", "remove")]),
    "deep.jsonl": (lines(record(1), nested(100000), record(3)),
                   ["r1", "r3"], [(2, "nested too deep", "flatten")]),
    "unknown.jsonl": (lines(record(1, mood="grey", nested={"a": [1, {}]},
                                   contract=99)), ["r1"], []),
    "types.jsonl": (lines(record(1), b'{"text":17}', record(3, title=4)),
                    ["r1"], [(2, "string"), (3, "string")]),
    "no-text.jsonl": (lines(record(1), {"id": "r2"}, record(3, text=""),
                            {"id": "r4", "html": "<p> </p>"}), ["r1"],
                      [(2, "text", "add"), (3, "empty"), (4, "html")]),
    "9mb.jsonl": (lines(record(1), record(2, text="word " * (9 << 18)),
                        record(3)), ["r1", "r3"], [(2, "8 M", "split")]),
    "meta.jsonl": (lines(record(1, title="t" * 20000), record(2)), ["r2"],
                   [(1, "title", "shorten")]),
    "no-end.jsonl": (lines(record(1), record(2))[:-1], ["r1", "r2"], []),
    "crlf.jsonl": (lines(record(1), record(2)).replace(b"\n", b"\r\n"),
                   ["r1", "r2"], []),
    "bom.jsonl": (b"\xef\xbb\xbf" + lines(record(1)), ["r1"], []),
}


def said_of(name, stderr):
    """The lines that name the file."""
    return [line for line in stderr.splitlines() if name in line]


def check_refusals(name, refusals, stderr):
    said = said_of(name, stderr)
    missing = []
    for line, *words in refusals:
        place = re.escape(name) + (rf"\D{{1,8}}{line}\b" if line else "")
        if not any(re.search(place, s) and
                   all(re.search(w, s, re.I) for w in words) for s in said):
            missing.append((line, words))
    for m in missing:
        r.say("not said:", m, "but:", " | ".join(said)[:400] or stderr[:400])
    return not missing and (bool(said) == bool(refusals))


def check_read(folder, name):
    _, accepted, refusals = TABLE[name]
    got = subprocess.run(
        [os.path.join(r.BUILD, "claimwire"), "read",
         os.path.join(folder, name)], capture_output=True, text=True,
        encoding="utf-8", timeout=120)
    ids = [json.loads(line).get("id", "text")
           for line in got.stdout.splitlines()]
    right = ids == accepted and \
        got.returncode == (5 if refusals else 0) and \
        check_refusals(name, refusals, got.stderr)
    r.ok(right, f"read {name}: {len(accepted)} accepted, {len(refusals)} "
         f"refused (got {ids}, exit code {got.returncode})")


def check_absent(folder, command):
    """A file that is not there: said, and the exit code of a resource that
    cannot be opened."""
    got = subprocess.run(
        [os.path.join(r.BUILD, "claimwire"), *command,
         os.path.join(folder, "vanished.jsonl")], capture_output=True,
        text=True, timeout=120)
    r.ok(got.returncode == 3 and "vanished.jsonl" in got.stderr,
         f"{command[0]}: a file that is not there ends with exit code 3 and "
         f"its name ({got.returncode}: {got.stderr.strip()[:200]})")


def check_run(rig, folder):
    """All at once: everything good in them is committed."""
    files = [os.path.join(folder, name) for name in TABLE]
    rig.start("--once", *files)
    code = rig.finish(120)
    r.ok(code == 5, f"run --once of all of them: exit code 5 (it is {code})")
    with open(rig.log, encoding="utf-8", errors="replace") as f:
        log = f.read()
    unsaid = [n for n, (_, _, refusals) in TABLE.items()
              if not check_refusals(n, refusals, log)]
    r.ok(not unsaid, f"each refusal is said ({unsaid or 'all are'})")
    n = sum(len(accepted) for _, accepted, _ in TABLE.values())
    r.check_accounts(rig, n, n, 0)


def campaign(rig):
    folder = os.path.join(rig.dir, "input")
    os.mkdir(folder)
    for name, (contents, _, _) in TABLE.items():
        with open(os.path.join(folder, name), "wb") as f:
            f.write(contents)
    for name in TABLE:
        check_read(folder, name)
    check_absent(folder, ["read"])
    check_absent(folder, ["run", "--once", "--data", rig.data])
    check_run(rig, folder)


# Seven MB are extracted in seven seconds, but under ThreadSanitizer in more
# than the ten for each MB that an article may use.
OPTIONS = ["log_level=info", f"job_cpu_ms={10000 if not r.SLOW else 60000}"]

if __name__ == "__main__":
    r.main_of(r.Rig("badinput", 0, options=OPTIONS), campaign)
