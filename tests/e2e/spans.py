"""spans.py -- what `extract` prints is in the text, to the character: every
"exact" is what stands at its offsets, tokens and sentences lie in order, and
an article's line is the same wherever in the input it stands.

  spans.py PROGRAM FILE.jsonl...
"""
import json
import random
import subprocess
import sys

# Pieces of any text: what is said, and what may stand between.
PIECES = [
    "“We won’t sell,” said Mayor Zoë Brook. ", "she added", "\r\n\r\n",
    "According to Tarn Steel Inc., sales fell 5 % to $7.1 billion in May. ",
    "\u0301", "\u200d", "\u202e", "\ufeff", "\U0001f469\u200d\U0001f680",
    "\u00a0", "\u2028", "\"He told me 'go home,'\" Odo Tarn said. ", "“", "”",
    "\U0010ffff", "\t", "Marl — ", "half of the 20 to 30 boats\n", "\x01",
    "\u6c34\u3002", "I\u0307", "\u00bd", "The U.S. embassy denied that. ",
]


def records(paths):
    """The stories of the files, and made-up ones of any characters."""
    dice = random.Random(11)
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for line in f:
                yield json.loads(line)
    for i in range(300):
        yield {"id": f"any-{i}", "published": "2031-03-05",
               "text": "".join(dice.choice(PIECES)
                               for _ in range(dice.randrange(1, 40)))}


def extract(program, articles):
    """The lines printed for the articles."""
    given = "".join(json.dumps(a, ensure_ascii=dice % 2 == 0) + "\n"
                    for dice, a in enumerate(articles))
    out = subprocess.run([program, "extract", "--layers"], check=True,
                         input=given.encode(), stdout=subprocess.PIPE).stdout
    return out.decode().split("\n")[:-1]


def spans(x):
    """Every object with a place, however deep."""
    if isinstance(x, dict):
        if "start" in x and "end" in x:
            yield x
        for v in x.values():
            yield from spans(v)
    elif isinstance(x, list):
        for v in x:
            yield from spans(v)


def faults(article, found):
    """What is wrong with an article's line."""
    text, layers = article["text"], found["layers"]
    for s in spans(found):
        if not 0 <= s["start"] < s["end"] <= len(text):
            yield f"out of the text: {s}"
        elif "exact" in s and text[s["start"]:s["end"]] != s["exact"]:
            yield f"not what stands there: {s}"
    for e in found["entities"]:
        if any(not 0 <= a < b <= len(text) for a, b in e["mentions"]):
            yield f"out of the text: {e}"
    at = 0
    for t in layers["tokens"]:
        if t["start"] < at:
            yield f"tokens out of order: {t}"
        at = t["end"]
        if not -1 <= t.get("head", -1) < len(layers["tokens"]):
            yield f"no such head: {t}"
    edges = {t["start"] for t in layers["tokens"]}, \
        {t["end"] for t in layers["tokens"]}
    for c in found["claims"]:
        for s in [c["source"], c["cue"], *c["content"]]:
            if s and (s["start"] not in edges[0] or s["end"] not in edges[1]):
                yield f"within a token: {s}"
        for a, b in zip(c["content"], c["content"][1:]):
            if b["start"] < a["end"]:
                yield f"pieces out of order: {c['content']}"
    for a, b in zip(layers["sentences"], layers["sentences"][1:]):
        if b[0] < a[1]:
            yield f"sentences out of order: {a}, {b}"


def told(name, fault):
    print(f"ok - {name}" if not fault else f"not ok - {name}\n    {fault}")
    return bool(fault)


def main(program, *paths):
    articles = list(records(paths))
    lines = extract(program, articles)
    found = [json.loads(line) for line in lines]
    fault = next((f"{a.get('id')}: {f}" for a, x in zip(articles, found)
                  for f in faults(a, x)), None)
    bad = told("every article has its line",
               len(lines) != len(articles) and len(lines))
    bad |= told("all that is found stands in the text", fault)
    bad |= told("something is found",
                not sum(len(x["claims"]) for x in found) > 300)
    bad |= told("another order of the articles gives the same lines",
                extract(program, articles[::-1])[::-1] != lines
                and "they differ")
    bad |= told("an article by itself gives the same line",
                next((a.get("id") for a, line in list(zip(articles, lines))[::40]
                      if extract(program, [a]) != [line]), None))
    return bad


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
