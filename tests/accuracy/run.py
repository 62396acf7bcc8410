#!/usr/bin/env python3
"""run.py -- the engine on texts that nothing was trained on, scored.

    run.py DATA [--build DIR] [--record] [--keep DIR]

DATA is the folder of the sets; beside it lie seeds and tools, whose scorers
are run as programs.  Prints a table a set: the measure, what must be reached
(floor) and should be (aim), what recorded.json beside this file has on record,
and what it is now; then what was run.  Ends with 1 when something is more than
half a point below its record, or was not measured.  --record writes the record
anew, and the scores of the model card.  --keep: leave what the engine printed
in DIR.
"""
import argparse
import contextlib
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RECORD = HERE / "recorded.json"
CARD = HERE / "../../workers/en/MODELS.md"
FALL = 0.5  # points


def attributions(exact, token):
    """Rows of source, cue and content: (label, measure, floor, aim)."""
    roles = ("source", "cue", "content")
    return [(f"{r}, {how}", f"{r}.{how}", *figures.get(r, (None, None)))
            for how, figures in (("exact", exact), ("token", token))
            for r in roles]


CLAIMS = [("claim, overlap 0.5", "claim@0.5", None, None),
          ("claim + source, overlap 0.5", "claim+source@0.5", None, None)]
NAMES = [("names", "names", None, None),
         ("of people", "names.PERSON", None, None),
         ("of organisations", "names.ORG", None, None),
         ("of places", "names.PLACE", None, None)]
PARSE = [("UPOS", "upos", None, 96), ("lemma", "lemma", None, None),
         ("attachment (UAS)", "uas", None, None),
         ("with relation (LAS)", "las", None, 86)]


def first(rows, floor, aim):
    """The rows, the first of them with a floor and an aim."""
    return [rows[0][:2] + (floor, aim)] + rows[1:]


def vectors(folder, model, what, floor):
    """A set of Recognizers-Text's test vectors."""
    cases = f"{{data}}/{folder}/recognizers/{model}.json"
    return (model.lower(), f"test vectors, {what}, per cent passed",
            f"score_vectors.py make {cases} {{in}}", "extract {in}",
            f"score_vectors.py check {cases} {{out}}",
            [("passed", f"{model}:percent", floor, 100)])


# name, what it is; files: the options of extract and what it is given (None:
# the scorer calls {program}); how it is scored; rows.  {data}, {seeds}, {tools}
# are folders, {program} is claimwire, {in} what was made for the engine, {out}
# what it printed.
SETS = [
    ("polnear-dev", "PolNeAR-dev, F1", None,
     "extract {data}/attribution/polnear-dev.jsonl",
     "score.py attributions {data}/attribution/polnear-dev.jsonl {out}",
     attributions({"source": (72, 79), "cue": (67, 72), "content": (55, 64)},
                  {"source": (78, None), "cue": (69, None),
                   "content": (81, None)}) + CLAIMS),
    ("seeds", "five real stories, F1 of claims, accuracy of what was found", None,
     "extract {seeds}/articles.jsonl",
     "score.py attributions {seeds}/attributions.jsonl {out} "
     "{seeds}/articles.jsonl",
     CLAIMS[:1] + [CLAIMS[1][:2] + (85, 93),
                   ("speaker resolved", "speaker@0.5", 90, 96),
                   ("kind", "kind@0.5", None, None),
                   ("act", "act@0.5", None, None),
                   ("polarity", "polarity@0.5", None, None),
                   ("hedged", "hedged@0.5", None, None)]),
    ("names-3-10", "names, every tenth document of Worldwide Newswire, exact, F1",
     "score_layers.py make-names {data}/names/worldwide-newswire.tsv {in} --part 3/10",
     "extract {in}",
     "score_layers.py names {data}/names/worldwide-newswire.tsv {out} "
     "--part 3/10", first(NAMES, 84, 90)),
    ("uner-ewt-test", "names, EWT test (web text), exact, F1",
     "score_layers.py make-names {data}/names/uner-ewt-test.iob2 {in}",
     "extract {in}",
     "score_layers.py names {data}/names/uner-ewt-test.iob2 {out}", NAMES),
    ("gum-news", "sentences, GUM news, exact, F1",
     "score_layers.py make-sentences {data}/syntax/gum-news.conllu {in}",
     "extract --layers {in}",
     "score_layers.py sentences {data}/syntax/gum-news.conllu {out}",
     [("sentences", "sentence", 95, 98), ("tokens", "token", None, None)]),
    ("ewt-test", "tags and heads on gold tokens, EWT test, accuracy", None,
     "extract --conllu {data}/syntax/ewt-test.conllu",
     "score_layers.py parse {data}/syntax/ewt-test.conllu {out}", PARSE),
    ("pud", "tags and heads on gold tokens, PUD, accuracy", None,
     "extract --conllu {data}/syntax/pud.conllu",
     "score_layers.py parse {data}/syntax/pud.conllu {out}", PARSE),
    ("seeds-figures", "five real stories, figures, F1 and accuracy", None,
     "extract {seeds}/articles.jsonl",
     "score.py figures {seeds}/figures.jsonl {out}",
     [("value and unit", "figure.value+unit", 92, 98),
      ("direction", "figure.direction", 85, 95),
      ("level or change", "figure.is_change", 90, 98),
      ("as of", "figure.as_of", 75, 90)]),
    ("newsquant", "quantities of single sentences, F1", None,
     "extract {data}/quantities/newsquant-dev.jsonl",
     "score.py quantities {data}/quantities/newsquant-dev.jsonl {out}",
     [("value", "quantity.value", 90, 95),
      ("value and unit", "quantity.value+unit", 84, 90)]),
    *[vectors(*v) for v in (
        ("quantities", "PercentModel", "percentages", 100),
        ("quantities", "NumberModel", "numbers", 93),
        ("quantities", "CurrencyModel", "money", 88),
        ("times", "DurationParser", "lengths of time", 90),
        ("times", "DateParser", "dates", 88),
        ("times", "DatePeriodParser", "periods", 75))],
    ("seeds-times", "five real stories, times, F1", None,
     "extract {seeds}/articles.jsonl",
     "score.py times {seeds}/times.jsonl {out}",
     [("found", "time.relaxed", 92, 97), ("value", "time.value", 85, 93)]),
    ("claim-pairs-dev", "pairs of sentences: the same claim, or how related; "
     "accuracy", None, None,
     "score_pairs.py --jsonl {data}/stories/claim-pairs-dev.jsonl "
     "--claimwire {program}",
     [("same or not", "pairs:accuracy", 80, 92),
      ("relation", "pairs.relation.all:accuracy", 65, 85)]),
    ("mrpc-val", "pairs of sentences of the news: the same or not; accuracy",
     None, None,
     "score_pairs.py {data}/stories/mrpc-val.tsv --claimwire {program}",
     [("same or not", "mrpc:accuracy", 73, 77)]),
    ("aquaint", "times, F1", None,
     "extract {data}/times/aquaint-timeml.jsonl",
     "score.py times {data}/times/aquaint-timeml.jsonl {out}",
     [("extent", "time.strict", None, None),
      ("found", "time.relaxed", 88, 93),
      ("value", "time.value", 76, 85)]),
    ("feeds", "feed files of feedparser's tests, accuracy", None, None,
     "score_read.py --claimwire {program} feeds {data}/feeds/feedparser",
     [("files that are read right", "feeds", 95, 100),
      ("files that do no harm", "feeds.survived", 100, 100)]),
    ("pages", "pages of the article-extraction-benchmark, F1", None, None,
     "score_read.py --claimwire {program} pages-aeb {data}/pages/aeb",
     [("text", "text", 95, 97)]),
    ("outlets", "pages of real outlets (fundus)", None, None,
     "score_read.py --claimwire {program} pages-fundus "
     "{data}/pages/fundus/ca {data}/pages/fundus/uk {data}/pages/fundus/za",
     [("text, F1", "text.any", 93, 97),
      ("title, accuracy", "title", 85, 95),
      ("date, accuracy", "published", 95, 99),
      ("authors, accuracy", "authors.exact", 80, 92)]),
    ("archives", "web archives of warcio's tests, accuracy", None, None,
     "score_read.py --claimwire {program} warc {data}/warc/warcio",
     [("files that are read right", "warc", 100, 100)]),
]


# Near-copies: what copies.py makes, as the store groups it.
COPIES = ("copies", "near-copies, by how much of a text was copied",
          [(f"{degree}, {what}", f"{degree}.{what}", *figures.get(degree, {})
            .get(what, (None, None)))
           for figures in [{d: {"precision": (98, 99), "recall": (95, 99)}
                            for d in ("all", "three quarters", "half")}]
           for degree in ("all", "three quarters", "half", "a third")
           for what in ("precision", "recall")])


# The whole pipeline on the seeds: which of their items are one claim, and how
# claims stand to each other.
CLUSTERS = ("seeds-clusters", "five real stories, claims in the store",
            [("pairs, precision", "cluster.pairs:p", 80, 95),
             ("pairs, recall", "cluster.pairs:r", None, None),
             ("B-cubed, F1", "cluster.cubed", 75, 90),
             ("strong relations found", "relations.strong:found", 1, 2)])


class Run:
    """Where things are, and what was called."""

    def __init__(self, args, folder):
        data = pathlib.Path(args.data).resolve()
        self.places = {"data": data, "seeds": data.parent / "seeds",
                       "tools": data.parent / "tools"}
        self.program = pathlib.Path(args.build).resolve() / "claimwire"
        self.places["program"] = self.program
        self.folder = pathlib.Path(folder)

    def call(self, command, into=None):
        """Run it; its output, or None when it went into a file."""
        with contextlib.ExitStack() as stack:
            out = stack.enter_context(open(into, "wb")) if into \
                else subprocess.PIPE
            done = subprocess.run([str(c) for c in command], stdout=out,
                                  check=False)
        if done.returncode:
            sys.exit(f"accuracy: exit code {done.returncode}: "
                     f"{shlex.join(map(str, command))}")
        return None if into else done.stdout.decode()

    def score(self, name, make, extract, scorer):
        """The scorer's figures, as it prints them in its last line."""
        files = {"in": self.folder / f"{name}.in.jsonl",
                 "out": self.folder / f"{name}.out"}

        def words(s):
            return [w.format(**self.places, **files) for w in s.split()]

        def tool(s):
            program, *rest = words(s)
            return [sys.executable, "-B", self.places["tools"] / program,
                    *rest]

        if make:
            self.call(tool(make))
        if extract:
            self.call([self.program, *words(extract)], files["out"])
        return json.loads(self.call(tool(scorer)).splitlines()[-1])

    def score_copies(self):
        """Likewise, of near-copies: nothing is extracted."""
        script = [sys.executable, "-B", HERE / "copies.py"]
        made, groups = self.folder / "copies.in", self.folder / "copies.out"
        self.call([*script, "make", self.places["data"], made])
        self.call([self.program.parent / "tests/bench/bench_copies",
                   "groups", made], groups)
        out = self.call([*script, "score", made, groups])
        return json.loads(out.splitlines()[-1])

    def score_clusters(self):
        """Likewise, of what a run puts into a store of its own."""
        store, out = self.folder / "clusters.store", self.folder / "clusters"
        seeds = self.places["seeds"]
        self.call([self.program, "run", "--data", store, "-o",
                   "http=off", "--once",
                   seeds / "articles.jsonl"])
        self.call([self.program, "export", "--data", store, "--format",
                   "jsonl"], out)
        scored = self.call([sys.executable, "-B",
                            self.places["tools"] / "score.py", "clusters",
                            seeds / "clusters.json", out,
                            seeds / "attributions.jsonl",
                            seeds / "figures.jsonl"])
        return json.loads(scored.splitlines()[-1])

    def knows(self, option):
        return option in self.call([self.program, "extract", "--help"])


def shown(x):
    return "-" if x is None else f"{x:.1f}"


def table(name, title, rows, figures, recorded):
    """Print a set's table; its figures, and what fell."""
    now, fallen = {}, []
    print(f"\n{title} [{name}]\n  {'':28}{'floor':>8}{'aim':>8}"
          f"{'recorded':>10}{'now':>8}")
    for label, key, floor, aim in rows:
        of, _, measure = key.partition(":")
        v = figures[of].get(measure or "f1", figures[of].get("accuracy"))
        before = recorded.get(f"{name} {key}")
        note = ""
        if before is not None and v < before - FALL:
            note = "  FELL"
            fallen.append(f"{name} {key}: {v:.2f}, on record {before:.2f}")
        elif floor is not None and v < floor:
            note = "  below the floor"
        elif aim is not None and v >= aim:
            note = "  aim"
        print(f"  {label:28}{shown(floor):>8}{shown(aim):>8}"
              f"{shown(before):>10}{v:8.1f}{note}")
        now[f"{name} {key}"] = v
    return now, fallen


def commands(sets):
    """What a reader types to see the same."""
    print("\nWhat was run (claimwire and the scorers of {tools}):")
    for name, _, make, extract, scorer, _ in sets:
        steps = [make] if make else []
        steps += [f"claimwire {extract} > {{out}}"] if extract else []
        steps += [scorer]
        print(f"  {name}: " + "; ".join(steps))
    print("  copies: copies.py make {data} {in}; bench_copies groups {in} > "
          "{out}; copies.py score {in} {out}")
    print("  seeds-clusters: claimwire run --once {seeds}/articles.jsonl; "
          "claimwire export > {out}; score.py clusters "
          "{seeds}/clusters.json {out} {seeds}/attributions.jsonl "
          "{seeds}/figures.jsonl")


def card(now):
    """The scores as a table, into the model card."""
    lines = ["| what | of | floor | aim | now |", "|---|---|---|---|---|"]
    for name, title, _, extract, _, rows in SETS:
        if not extract:
            continue  # no model has a part in it
        for label, key, floor, aim in rows:
            if f"{name} {key}" in now:
                lines.append(f"| {label} | {title} | {shown(floor)} | "
                             f"{shown(aim)} | {now[f'{name} {key}']:.1f} |")
    text = CARD.read_text("utf-8")
    begin = text.index("\n", text.index("<!-- scores")) + 1
    end = text.index("<!-- end of scores -->")
    CARD.write_text(text[:begin] + "\n" + "\n".join(lines) + "\n\n"
                    + text[end:], "utf-8")


def arguments():
    p = argparse.ArgumentParser(description="Score the engine.")
    p.add_argument("data")
    p.add_argument("--build", default=HERE / "../../build")
    p.add_argument("--record", action="store_true")
    p.add_argument("--keep", metavar="DIR")
    args = p.parse_args()
    if not os.path.isdir(args.data):
        p.error(f"{args.data}: no such folder: make accuracy DATA=FOLDER")
    return args


def main():
    args = arguments()
    recorded = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    now, fallen = {}, []
    with contextlib.ExitStack() as stack:
        folder = args.keep or stack.enter_context(
            tempfile.TemporaryDirectory())
        os.makedirs(folder, exist_ok=True)
        run = Run(args, folder)
        sets = [s for s in SETS
                if "--conllu" not in (s[3] or "") or run.knows("--conllu")]
        for name, title, make, extract, scorer, rows in sets:
            figures = run.score(name, make, extract, scorer)
            got, fell = table(name, title, rows, figures,
                              {} if args.record else recorded)
            now.update(got)
            fallen += fell
        for (name, title, rows), score in ((COPIES, run.score_copies),
                                           (CLUSTERS, run.score_clusters)):
            got, fell = table(name, title, rows, score(),
                              {} if args.record else recorded)
            now.update(got)
            fallen += fell
    commands(sets)
    if args.record:
        RECORD.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n")
        card(now)
        print(f"\n{len(now)} figures are on record")
        return 0
    fallen += [f"{k}: on record, but not measured"
               for k in recorded if k not in now]
    for f in fallen:
        print(f"accuracy: {f}", file=sys.stderr)
    print(f"\n{len(now)} figures, {len(fallen)} more than {FALL} below the "
          "record")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
