#!/usr/bin/env python3
"""errors.py -- what kinds of error the attributions have.

    errors.py GOLD.jsonl SYSTEM.jsonl [--show CLASS [--n N] [--seed S]]
              [--tools DIR]

GOLD is like PolNeAR's files (an object an article, with text and
attributions), SYSTEM what `claimwire extract --layers` printed of them: word
classes are those of its tokens, "?" without layers.  Every error of source,
cue and content, as the scorer counts exact spans, falls into one class; a
class's figure is how many attributions of the gold or the system are in it.
No text is shown but with --show: N examples of the classes that start with
CLASS.  --tools: where score.py lies, whose edges of spans are used (unless
given: ../../tools beside the gold).
"""
import argparse
import bisect
import collections
import json
import pathlib
import random
import sys

sys.dont_write_bytecode = True
ENOUGH = 0.3  # of likeness, so that two attributions are about the same
ROLES = ("source", "cue", "content")


def overlap(a, b):
    return sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)


def size(spans):
    return sum(e - s for s, e in spans)


def likeness(a, b):
    """Of two attributions, by what their spans share: 0 to 2."""
    common = overlap(a["content"], b["content"])
    whole = size(a["content"]) + size(b["content"]) - common
    return (common / whole if whole else 0) + \
        0.7 * bool(overlap(a["cue"], b["cue"])) + \
        0.3 * bool(overlap(a["source"], b["source"]))


def pairs(gold, system):
    """Greedy, the likest first: pairs, what is missed, what is spurious."""
    all_ = sorted(((likeness(g, s), -i, -j) for i, g in enumerate(gold)
                   for j, s in enumerate(system)), reverse=True)
    of, taken = {}, set()
    for like, i, j in all_:
        if like >= ENOUGH and -i not in of and -j not in taken:
            of[-i] = -j
            taken.add(-j)
    return ([(gold[i], system[j]) for i, j in sorted(of.items())],
            [g for i, g in enumerate(gold) if i not in of],
            [s for j, s in enumerate(system) if j not in taken])


class Article:
    """A text with its tokens, so that places in it can be described."""

    def __init__(self, score, row, found):
        self.text = row["text"]
        self.doc = score.Doc(self.text)
        self.spans = score.spans
        layers = (found or {}).get("layers") or {}
        self.tokens = layers.get("tokens", [])
        self.starts = [t["start"] for t in self.tokens]
        self.gold = [self.attribution(a) for a in row["attributions"]]
        self.system = [self.attribution(c)
                       for c in (found or {}).get("claims", [])
                       if c["kind"] != "figure" and c["content"]]

    def attribution(self, a):
        out = {r: sorted(self.doc.trimmed(self.spans(a.get(r)), r))
               for r in ROLES}
        out["raw"] = {r: sorted(self.spans(a.get(r))) for r in ROLES}
        out["why"] = a.get("rule") or a.get("why")
        return out

    def token_at(self, at):
        i = bisect.bisect_right(self.starts, at) - 1
        if i >= 0 and at < self.tokens[i]["end"]:
            return self.tokens[i]
        return None

    def words(self, spans):
        return " ".join(self.text[s:e] for s, e in spans)

    def inside(self, spans):
        return [t for s, e in spans for t in
                self.tokens[bisect.bisect_left(self.starts, s):
                            bisect.bisect_left(self.starts, e)]]

    def lemma(self, t):
        return (t.get("lemma") or self.text[t["start"]:t["end"]]).casefold()

    def headline(self, at):
        """A paragraph without a stop: headline, caption, list."""
        a = self.text.rfind("\n", 0, at) + 1
        b = self.text.find("\n", at)
        para = self.text[a:b if b >= 0 else None].rstrip(" ”’\"')")
        return not para.endswith((".", "!", "?", ":", ",", "…"))

    def cue_class(self, a, common):
        """The word class of a cue, and how common its lemma is."""
        raw = a["raw"]["cue"]
        if not raw:
            return "no cue"
        if not a["cue"]:
            return "a mark as cue"
        if self.words(raw).casefold() == "according to":
            return "according to"
        tokens = self.inside(raw)
        for pos in ("VERB", "NOUN", "ADP", "ADJ", "AUX", "PROPN"):
            for t in tokens:
                if t.get("upos") == pos:
                    if pos != "VERB":
                        return pos.lower()
                    return "verb, " + common(self.lemma(t))
        return "another word" if self.tokens else "?"

    def after(self, at):
        """The first token at or after a place, as a class."""
        i = bisect.bisect_left(self.starts, at)
        if i >= len(self.tokens):
            return "the end"
        t = self.tokens[i]
        word = self.text[t["start"]:t["end"]]
        if "\n" in self.text[at:t["start"]]:
            return "another paragraph"
        if word in "“”\"‘’''``":
            return "quotation mark"
        if word in ".!?":
            return "end of sentence"
        if word in ",;:-–—―()[]":
            return "comma, dash, bracket"
        return {"CCONJ": "coordination", "ADP": "preposition",
                "SCONJ": "subordination", "PRON": "pronoun",
                "ADV": "adverb", "VERB": "verb", "AUX": "verb",
                "PART": "particle"}.get(t.get("upos"), "another word")


def frequencies(articles):
    """lemma -> "very common", "common", "rare", by the gold's cues."""
    n = collections.Counter(a.lemma(t) for a in articles for g in a.gold
                            for t in a.inside(g["raw"]["cue"])
                            if t.get("upos") == "VERB")
    rank = {w: i for i, (w, _) in enumerate(
        sorted(n.items(), key=lambda x: (-x[1], x[0])))}

    def common(lemma):
        i = rank.get(lemma)
        if lemma == "say":
            return "say"
        if i is None:
            return "never in the gold"
        return "of the 20 most frequent" if i < 20 else \
            "of the next 80" if i < 100 else "rarer"
    return common


def missed(article, g, common):
    where = g["raw"]["content"] or g["raw"]["cue"]
    name = "missed"
    if where and article.text[where[0][0]] in "“\"‘'":
        name += ", a quotation"
    if article.headline(where[0][0]):
        yield name + ": in a headline or caption"
    elif not g["source"]:
        yield name + ": without a source: " + article.cue_class(g, common)
    else:
        yield name + ": " + article.cue_class(g, common)


def spurious(article, s, common):
    where = s["raw"]["content"]
    if any(overlap(s["cue"], g["cue"]) for g in article.gold):
        yield "spurious: a second one of the same cue"
    elif any(overlap(s["raw"]["cue"], g["content"]) for g in article.gold):
        yield "spurious: within a content of the gold: " + \
            article.cue_class(s, common)
    elif article.headline(where[0][0]):
        yield "spurious: in a headline or caption"
    elif not s["source"]:
        yield "spurious: without a source: " + article.cue_class(s, common)
    else:
        yield "spurious: " + article.cue_class(s, common)


def edges(article, role, g, s):
    """How one span differs from the other."""
    if s[0] > g[0]:
        yield f"{role}: starts late"
    elif s[0] < g[0]:
        yield f"{role}: starts early, at {article.after(s[0])}"
    if s[1] < g[1]:
        yield f"{role}: ends early, before {article.after(s[1])}"
    elif s[1] > g[1]:
        yield f"{role}: ends late, after {article.after(g[1])}"


def single(article, role, g, s):
    """Source or cue of a pair."""
    if g == s:
        return
    if not s:
        yield f"{role}: not found"
    elif not g:
        yield f"{role}: there is none"
    elif not overlap(g, s):
        yield f"{role}: another one"
    else:
        yield from edges(article, role, (g[0][0], g[-1][1]),
                         (s[0][0], s[-1][1]))


def contents(article, gold, found):
    """The pieces of a pair that the other has not."""
    g, s = set(gold["content"]), set(found["content"])
    for piece in sorted(g - s):
        parts = [x for x in s if overlap([piece], [x])]
        if not parts:
            yield "content: a piece is missing"
        elif len(parts) > 1:
            yield "content: one piece found as several"
        elif sum(bool(overlap([parts[0]], [x])) for x in g) > 1:
            yield "content: several pieces found as one"
        else:
            yield from edges(article, "content", piece, parts[0])
    for piece in sorted(s - g):
        if not overlap([piece], g):
            yield "content: a piece too many"


def classes(article, common):
    """(class, gold or None, system or None) of all errors."""
    both, lost, extra = pairs(article.gold, article.system)
    for g in lost:
        for c in missed(article, g, common):
            yield c, g, None
    for s in extra:
        for c in spurious(article, s, common):
            yield c, None, s
    for g, s in both:
        for c in [*single(article, "source", g["source"], s["source"]),
                  *single(article, "cue", g["cue"], s["cue"]),
                  *contents(article, g, s)]:
            yield c, g, s


def told(article, what, a):
    if a is None:
        return f"    {what}: -"
    parts = [f"{r} [{article.words(a['raw'][r])}]" for r in ROLES]
    return f"    {what}: " + " ".join(parts) + \
        (f" ({a['why']})" if a["why"] else "")


def show(cases, args):
    random.Random(args.seed).shuffle(cases)
    for article, name, g, s in cases[:args.n]:
        some = (g or s)["raw"]
        at = min(x[0] for r in ROLES for x in some[r])
        end = max(x[1] for r in ROLES for x in some[r])
        print(f"\n{name}\n    text: "
              + article.text[max(0, at - 80):end + 80].replace("\n", "¶"))
        print(told(article, "gold", g))
        print(told(article, "system", s))


def report(counts):
    groups = collections.Counter()
    for name, n in counts.items():
        groups[name.split(":")[0]] += n
    for group, n in groups.most_common():
        print(f"{n:6}  {group}")
        for name, k in counts.most_common():
            if name.split(":")[0] == group:
                print(f"{k:14}  {name.partition(': ')[2]}")


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def arguments():
    p = argparse.ArgumentParser(description="Kinds of error, counted.")
    p.add_argument("gold")
    p.add_argument("system")
    p.add_argument("--show", metavar="CLASS")
    p.add_argument("--n", type=int, default=10)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--tools")
    return p.parse_args()


def main():
    args = arguments()
    tools = args.tools or pathlib.Path(args.gold).resolve().parents[2] / "tools"
    sys.path.insert(0, str(tools))
    import score
    found = {r["article"]: r for r in read(args.system)}
    articles = [Article(score, r, found.get(r["id"])) for r in read(args.gold)]
    common = frequencies(articles)
    counts, cases = collections.Counter(), []
    for article in articles:
        for name, g, s in classes(article, common):
            counts[name] += 1
            if args.show and name.startswith(args.show):
                cases.append((article, name, g, s))
    if args.show:
        show(cases, args)
        return
    print(f"{sum(len(a.gold) for a in articles)} attributions in the gold, "
          f"{sum(len(a.system) for a in articles)} found\n")
    report(counts)


if __name__ == "__main__":
    main()
