"""stories.py -- small invented articles for the campaigns, and what must
become of each: a plan, made from a seed."""
import json

PEOPLE = ["Mara Lindqvist", "Tobias Ahrend", "Ines Okafor", "Pavel Duran",
          "Lena Castellan", "Yusuf Brandt", "Greta Molnar", "Anton Sjöberg"]
PLACES = ["Ostrava Falls", "Port Merrow", "Nordhaven", "Castel Brio"]
OUTLETS = ["Merrow Courier", "Nordhaven Post", "The Falls Gazette", "Brio Wire"]
DEEDS = ["repair {n} bridges before winter", "open {n} clinics in {place}",
         "cut the fare by {n} percent", "hire {n} teachers this year",
         "close {n} wells near {place}", "plant {n} trees along the river"]

# Words that faulty_worker.c knows.  Those dead after three crashes:
POISON = ["POISON-ABORT", "POISON-SEGV", "POISON-EXIT", "POISON-EAT",
          "POISON-HANG"]
REFUSED = "REFUSE-ALWAYS"  # dead at once, by a clean error
INNOCENT = ["FAIL-ONCE", "SLOW-WORK"]


class Plan:
    """records: in order of input.  texts: story -> innocent texts in order,
    each once.  dead: id -> crashes.  repeats: how many records say nothing
    new."""

    def __init__(self):
        self.records, self.texts, self.dead = [], {}, {}
        self.repeats = 0

    def add(self, record, crashes=None):
        self.records.append(record)
        if crashes is not None:
            self.dead[record["id"]] = crashes
            return
        told = self.texts.setdefault((record["outlet"], record["id"]), [])
        if record["text"] in told:
            self.repeats += 1
        else:
            told.append(record["text"])

    def revisions(self):
        return sum(len(t) for t in self.texts.values())

    def write(self, path):
        with open(path, "w", encoding="utf-8") as f:
            for r in self.records:
                f.write(line_of(r))


def line_of(record):
    return json.dumps(record, ensure_ascii=False) + "\n"


def tell(rng, word=""):
    """A text with a quote or two."""
    place = rng.choice(PLACES)
    parts = [f"{place.upper()} — {rng.choice(['Officials', 'Residents'])} met "
             f"on Tuesday, in round {rng.randrange(10 ** 9)} of the talks."]
    for _ in range(rng.randrange(1, 3)):
        deed = rng.choice(DEEDS).format(n=rng.randrange(2, 40), place=place)
        parts.append(f"“We will {deed},” said {rng.choice(PEOPLE)}.")
    if word:
        parts.append(f"A note read {word}.")
    return " ".join(parts)


def record_of(rng, number, word=""):
    return {"id": f"n{number:07}", "outlet": rng.choice(OUTLETS),
            "title": f"Talks, part {number}", "text": tell(rng, word),
            "published": f"2026-03-{1 + number % 28:02}T08:00:00+01:00"}


def plan_of(rng, n, poison=(), refused=0, innocent=()):
    """n articles: new ones, revisions and repeats of earlier ones, and the
    faulty ones strewn among them."""
    plan = Plan()
    at = rng.sample(range(n // 20, n - n // 20),
                    len(poison) + refused + len(innocent))
    word_at = dict(zip(at, list(poison) + [REFUSED] * refused +
                       list(innocent)))
    recent = []
    for i in range(n):
        word = word_at.get(i)
        if word in poison or word == REFUSED:
            bad = record_of(rng, i, word)
            if recent and rng.random() < 0.5:  # in the midst of a story
                bad = dict(rng.choice(recent), text=bad["text"])
            plan.add(bad, 0 if word == REFUSED else 3)
            continue
        chance = rng.random()
        if word is None and recent and chance < 0.03:
            earlier = dict(rng.choice(recent))
            if chance < 0.02:
                earlier["text"] = tell(rng)
                recent[rng.randrange(len(recent))] = earlier
            plan.add(earlier)
            continue
        plan.add(record_of(rng, i, word or ""))
        recent.append(plan.records[-1])
        if len(recent) > 300:
            recent.pop(rng.randrange(len(recent)))
    return plan
