#!/usr/bin/env python3
"""merges.py -- are wordings that the store joins really one claim?

    merges.py draw DATA [--build DIR] [--n 100] [--seed 1]
    merges.py check DATA VERDICTS [--build DIR] [--n 100] [--seed 1]

Runs the whole pipeline on the articles of PolNeAR in DATA/attribution and
draws merges by the seed: a wording that was joined to another for what both
say, each with its first mention.  draw prints them with their words, to be
read and judged.  check prints how many of those drawn have a verdict in
VERDICTS and how many are right, and fails when one has none.

VERDICTS, tab-separated, holds none of the texts: article and content span of
one mention, those of the other, "right" or "wrong", the reason.
"""
import argparse
import contextlib
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FIRST = """
SELECT w.id, w.near, w.score, w.why,
  (SELECT min(m.id) FROM mentions m JOIN claim_ids i ON i.key = m.key
   WHERE i.id = w.id),
  (SELECT min(m.id) FROM mentions m JOIN claim_ids i ON i.key = m.key
   WHERE i.id = w.near)
FROM wordings w WHERE w.near IS NOT NULL ORDER BY w.id"""
MENTION = """
SELECT a.ext_id, m.content, s.name, r.text, m.kind
FROM mentions m JOIN revisions r ON r.id = m.revision
JOIN articles a ON a.id = r.article
LEFT JOIN speaker_ids s ON s.id = m.speaker WHERE m.id = ?"""


def fill(data, build, folder):
    """The store of a run on all of PolNeAR's articles."""
    articles = folder / "articles.jsonl"
    with open(articles, "w", encoding="utf-8") as out:
        for f in sorted((data / "attribution").glob("polnear-*.jsonl")):
            out.write(f.read_text("utf-8"))
    subprocess.run([build / "claimwire", "run", "--data", folder / "store",
                    "-o", "http=off", "--workers", "1", "--once", articles],
                   check=True, stdout=subprocess.DEVNULL)
    return sqlite3.connect(folder / "store/claims.db")


def mention(db, number):
    article, content, speaker, text, kind = db.execute(
        MENTION, (number,)).fetchone()
    spans = json.loads(content)
    return {"place": f"{article}:{spans[0][0]}-{spans[-1][1]}",
            "speaker": speaker, "kind": kind,
            "words": " … ".join(text[s:e] for s, e in spans)}


def drawn(db, n, seed):
    """n merges: the mention, the one it was joined to, score, reason.  By
    their places, so that the order in which articles came in is no matter."""
    all_ = [(mention(db, x), mention(db, y), score, why)
            for _, _, score, why, x, y in db.execute(FIRST).fetchall()]
    all_.sort(key=lambda m: sorted((m[0]["place"], m[1]["place"])))
    return len(all_), random.Random(seed).sample(all_, min(n, len(all_)))


def key(a, b):
    return tuple(sorted((a, b)))


def check(merges, path):
    verdict = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            a, b, what, _ = line.split("\t")
            verdict[key(a, b)] = what
    got = [verdict.get(key(a["place"], b["place"])) for a, b, _, _ in merges]
    for (a, b, _, _), v in zip(merges, got):
        if v is None:
            print(f"no verdict: {a['place']}\t{b['place']}")
    print(f"{len(merges)} merges drawn: {got.count('right')} right, "
          f"{got.count('wrong')} wrong, {got.count(None)} not judged")
    return 1 if None in got else 0


def main():
    p = argparse.ArgumentParser(description="Judge merges of claims.")
    p.add_argument("what", choices=("draw", "check"))
    p.add_argument("data", type=pathlib.Path)
    p.add_argument("verdicts", type=pathlib.Path, nargs="?",
                   default=HERE / "merges.tsv")
    p.add_argument("--build", type=pathlib.Path, default=HERE / "../../build")
    p.add_argument("--n", type=int, default=100)
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(
            tempfile.TemporaryDirectory()))
        db = stack.enter_context(contextlib.closing(
            fill(args.data, args.build, folder)))
        n, merges = drawn(db, args.n, args.seed)
    if args.what == "check":
        return check(merges, args.verdicts)
    for a, b, score, why in merges:
        print(f"{a['place']}\t{b['place']}\t{score:.3f}\t{why}\n"
              f"  {a['kind']} {a['speaker']}: {a['words']}\n"
              f"  {b['kind']} {b['speaker']}: {b['words']}\n")
    print(f"{len(merges)} of {n} merges", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
