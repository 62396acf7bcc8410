#!/usr/bin/env python3
"""copies.py -- near-copies of real articles at set degrees, and how many of
them are found.

    copies.py make DATA OUT        articles and copies of them, JSON Lines
    copies.py score FILE GROUPS    GROUPS: `bench_copies groups FILE`

The articles are PolNeAR's, less those that share a quarter of their sequences
of four words with another one: what those are to each other nobody has said.
Every one is copied in every way below, by a fixed seed; what a copy has beside
is taken from other articles, a sentence from each.  A copy is found when it is
in the group of what it copies.  Precision: of the pairs of a copy and another
article that are in one group, those of one article.  The last line is JSON.
"""
import collections
import json
import pathlib
import random
import re
import sys

SEED = 20310505
K = 4
UNSURE = 0.25
LONGEST = 40  # words of a sentence that is taken from elsewhere


def words(text):
    return re.findall(r"\w+", text.lower())


def read(data):
    found = []
    for part in ("train", "dev"):
        path = pathlib.Path(data) / "attribution" / f"polnear-{part}.jsonl"
        with open(path, encoding="utf-8") as lines:
            found += [json.loads(line) for line in lines]
    return found


def unlike(articles):
    """Those that resemble no other one."""
    sets, where = [], collections.defaultdict(list)
    for i, a in enumerate(articles):
        w = words(a["text"])
        sets.append({tuple(w[j:j + K]) for j in range(len(w) - K + 1)})
        for s in sets[-1]:
            where[s].append(i)
    both = collections.Counter()
    for ids in where.values():
        for n, b in enumerate(ids):
            both.update((a, b) for a in ids[:n])
    bad = {i for (a, b), n in both.items() for i in (a, b)
           if n >= UNSURE * min(len(sets[a]), len(sets[b]))}
    return [a for i, a in enumerate(articles) if i not in bad]


def sentences(text):
    return [s for s in re.split(r"(?<=[.!?”\"])\s+|\n+", text) if s.strip()]


class Maker:
    def __init__(self, articles):
        self.random = random.Random(SEED)
        self.all = [s for a in articles for s in sentences(a["text"])
                    if len(words(s)) <= LONGEST]
        self.vocabulary = sorted({w for s in self.all[:20000]
                                  for w in words(s)})

    def other(self, n):
        return [self.random.choice(self.all) for _ in range(n)]

    def cut(self, own, share):
        """Its beginning."""
        return own[:max(1, round(len(own) * share))]

    def thin(self, own, share):
        """Some of its sentences, here and there."""
        keep = sorted(self.random.sample(range(len(own)),
                                         max(1, round(len(own) * share))))
        return [own[i] for i in keep]

    def rewrite(self, own, share):
        """As many sentences, some of them of others."""
        keep = set(self.random.sample(range(len(own)),
                                      max(1, round(len(own) * share))))
        return [s if i in keep else self.other(1)[0]
                for i, s in enumerate(own)]

    def edit(self, own, share):
        """So many of its words are others."""
        def one(m):
            return (m[0] if self.random.random() < share
                    else self.random.choice(self.vocabulary))
        return [re.sub(r"\w+", one, s) for s in own]

    def head(self, own, _):
        return self.other(2) + own + self.other(1)

    def order(self, own, _):
        return self.random.sample(own, len(own))

    def credit(self, own, _):
        return ["LOWER TARN (AP) — " + own[0]] + own[1:] + \
            ["With files from Reuters"]

    def all_ways(self, own, share):
        """Cut, re-ordered, under another head, credited."""
        return self.head(self.credit(self.order(self.cut(own, share), 1), 1),
                         1)


# (degree, name, way, share)
WAYS = [("all", "re-headed", "head", 1), ("all", "re-ordered", "order", 1),
        ("all", "credited", "credit", 1),
        ("all", "one word in 50 changed", "edit", 0.98),
        ("three quarters", "cut", "cut", 0.75),
        ("three quarters", "thinned", "thin", 0.75),
        ("three quarters", "rewritten", "rewrite", 0.75),
        ("half", "cut", "cut", 0.5), ("half", "thinned", "thin", 0.5),
        ("half", "rewritten", "rewrite", 0.5),
        ("half", "cut, re-headed, re-ordered, credited", "all_ways", 0.5),
        ("a third", "cut", "cut", 0.34),
        ("a third", "rewritten", "rewrite", 0.34)]
DEGREES = list(dict.fromkeys(w[0] for w in WAYS))


def make(data, out):
    articles = unlike(read(data))
    maker = Maker(articles)
    rows = [{"id": f"{i}", "outlet": a["outlet"], "title": a["title"],
             "published": a["published"], "text": a["text"]}
            for i, a in enumerate(articles)]
    for i, a in enumerate(articles):
        own = sentences(a["text"])
        for way, (_, _, do, share) in enumerate(WAYS):
            text = "\n".join(getattr(maker, do)(own, share))
            rows.append({"id": f"{i}.{way}", "outlet": f"Outlet {way}",
                         "published": a["published"], "text": text})
    # A copy may come before what it copies.
    maker.random.shuffle(rows)
    with open(out, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)


def score(groups):
    first, members = {}, collections.defaultdict(list)
    with open(groups, encoding="utf-8") as lines:
        for line in lines:
            name, of = line.rstrip("\n").split("\t")
            first[name] = of
            members[of].append(name)
    found, made = collections.Counter(), collections.Counter()
    right, pairs = collections.Counter(), collections.Counter()
    for name, of in first.items():
        origin, _, way = name.partition(".")
        if not way:
            continue
        made[way] += 1
        found[way] += first[origin] == of
        pairs[way] += len(members[of]) - 1
        right[way] += sum(m.partition(".")[0] == origin
                          for m in members[of]) - 1
    print(f"{'degree':16}{'way':40}{'made':>6}{'precision':>11}"
          f"{'recall':>9}")
    result, apart = {}, []
    for i, (degree, name, _, _) in enumerate(WAYS):
        w = str(i)
        p = 100 * right[w] / pairs[w] if pairs[w] else 100.0
        r = 100 * found[w] / made[w]
        apart.append((degree, p, r))
        print(f"{degree:16}{name:40}{made[w]:6}{p:11.2f}{r:9.2f}")
    for degree in DEGREES:
        of = [x for x in apart if x[0] == degree]
        for k, key in ((1, "precision"), (2, "recall")):
            result[f"{degree}.{key}"] = {
                "accuracy": round(sum(x[k] for x in of) / len(of), 2)}
    print(json.dumps(result))


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("make", "score"):
        sys.exit(__doc__)
    if sys.argv[1] == "make":
        make(sys.argv[2], sys.argv[3])
    else:
        score(sys.argv[3])
