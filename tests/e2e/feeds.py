#!/usr/bin/env python3
"""feeds.py ADDRESS FOLDER -- /feed.atom and /feed.json of a running server:
held against RFC 4287's grammar and JSON Feed's members, read by feedparser,
followed through a change."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as xml

import feedparser
from jsonschema import Draft202012Validator

base, folder = sys.argv[1].rstrip("/"), sys.argv[2]
here = os.path.dirname(os.path.abspath(__file__))
schema = json.load(open(os.path.join(here, "jsonfeed.schema.json")))
failures = 0


def report(name, why):
    """One result; why: what is wrong, a list."""
    global failures
    failures += bool(why)
    print(("not ok - " if why else "ok - ") + name)
    for sentence in list(why)[:10]:
        print("    " + str(sentence)[:600])


def same(name, got, want):
    report(name, [] if got == want else ["got %r, not %r" % (got, want)])


def ask(url, headers=None, body=None):
    request = urllib.request.Request(
        url if url.startswith("http") else base + url, data=body,
        headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=30) as a:
            return a.status, a.headers, a.read()
    except urllib.error.HTTPError as e:
        return e.code, e.headers, e.read()


def faults_of_atom(text):
    """What the grammar, and the RFC beyond it, say against a document."""
    path = os.path.join(folder, "feed.atom")
    with open(path, "wb") as f:
        f.write(text)
    done = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--relaxng",
         os.path.join(here, "atom.rng"), path],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        yield done.stdout.decode(errors="replace")[:500]
        return
    atom = "{http://www.w3.org/2005/Atom}"
    root = xml.fromstring(text)
    ids = [e.findtext(atom + "id") for e in root.findall(atom + "entry")]
    if len(set(ids)) != len(ids):
        yield "4.1.1: two entries have one id and one time"
    if root.find(atom + "author") is None:
        yield "4.1.1: nobody is the author"
    if not any(k.get("rel") == "self" for k in root.findall(atom + "link")):
        yield "4.1.1: no link to itself"
    for e in root.findall(atom + "entry"):
        if e.find(atom + "content") is None and not e.findall(atom + "link"):
            yield "4.1.2: neither content nor an alternate"


def read_atom(url):
    """An Atom document, checked, as feedparser reads it."""
    status, headers, text = ask(url)
    why = list(faults_of_atom(text)) if status == 200 else [status, text[:300]]
    if headers.get_content_type() != "application/atom+xml":
        why.append(headers["Content-Type"])
    feed = feedparser.parse(
        text, response_headers={"content-type": headers["Content-Type"],
                                "content-location": base + "/feed.atom"})
    if feed.bozo or feed.version != "atom10":
        why.append("feedparser: %s %s" % (
            feed.version, feed.get("bozo_exception")))
    return feed, headers, why


def read_json(url):
    status, headers, text = ask(url)
    why = [] if status == 200 else [status, text[:300]]
    if headers.get_content_type() != "application/feed+json":
        why.append(headers["Content-Type"])
    feed = json.loads(text)
    why += ["%s: %s" % (e.json_path, e.message[:200])
            for e in Draft202012Validator(schema).iter_errors(feed)]
    return feed, headers, why


def link(feed, rel):
    return next((k.href for k in feed.feed.links if k.rel == rel), None)


# ---- valid, and both the same ----

atom, atom_headers, why = read_atom("/feed.atom")
report("Atom is valid and feedparser reads it", why)
news, json_headers, why = read_json("/feed.json")
report("JSON Feed is valid", why)
report("there are entries", [] if len(atom.entries) > 10 else ["too few"])
same("both have the same entries", [e.id for e in atom.entries],
     [i["id"] for i in news["items"]])
same("with the same titles", [e.title for e in atom.entries],
     [i["title"] for i in news["items"]])
report("ids are UUIDs of version 8", [
    e.id for e in atom.entries
    if not (e.id.startswith("urn:uuid:") and e.id[23] == "8")])
same("entries come by their last change",
     [e.updated for e in atom.entries],
     sorted((e.updated for e in atom.entries), reverse=True))
same("the feed is as new as its newest entry",
     atom.feed.updated, atom.entries[0].updated)
report("an entry leads to the page", [
    e.link for e in atom.entries[:3]
    if not e.link.startswith(base + "/?claim=c") or ask(e.link)[0] != 200])
same("the claim itself is in the JSON Feed",
     [i["_claimwire"]["claim"]["id"] for i in news["items"]],
     [e.link.split("=")[1] for e in atom.entries])

# ---- pages, filters ----

pages, url, why = [], "/feed.atom?limit=4", []
while url and len(pages) < 20:
    feed, _, wrong = read_atom(url)
    why += wrong
    pages.append(feed)
    url = link(feed, "next")
report("every page is valid", why)
same("pages together are the feed",
     [e.id for p in pages for e in p.entries], [e.id for e in atom.entries])
same("pages are of one feed, and begin with one",
     {(p.feed.id, link(p, "first")) for p in pages},
     {(atom.feed.id, base + "/feed.atom?limit=4")})
items, url = [], "/feed.json?limit=4"
while url and len(items) < 200:
    feed, _, wrong = read_json(url)
    why += wrong
    items += feed["items"]
    url = feed.get("next_url")
report("so is every page of the JSON Feed", why)
same("and they are the feed", [i["id"] for i in items],
     [i["id"] for i in news["items"]])
hers, _, why = read_atom("/feed.atom?speaker=solberg&kind=direct")
report("a filtered feed is valid", why)
report("and only hers", [
    e.title for e in hers.entries if not e.title.startswith("Ida Solberg")] if
    hers.entries else ["nothing"])
report("it is another feed", [] if hers.feed.id != atom.feed.id else ["no"])
same("which says where it is", link(hers, "self"),
     base + "/feed.atom?speaker=solberg&kind=direct")
none, _, why = read_atom("/feed.atom?speaker=nobody-at-all")
report("an empty feed is valid", why + none.entries)
same("what is no filter is refused", ask("/feed.atom?colour=red")[0], 400)

# ---- what did not change is not sent again ----

tag, json_tag = atom_headers["ETag"], json_headers["ETag"]
for url, t in (("/feed.atom", tag), ("/feed.json", json_tag)):
    status, _, text = ask(url, {"If-None-Match": t})
    same(url + " unchanged is 304 without a body", (status, text), (304, b""))
    same(url + " with an old tag is sent", ask(
        url, {"If-None-Match": '"0123"'})[0], 200)

# ---- a change ----

STORY = {"id": "feeds-1", "outlet": "Feeds Test", "text":
         "“The bridge will reopen before the winter,” Transport Minister "
         "Ida Solberg said on Tuesday."}
HOSTILE = {"id": "feeds-2", "outlet": "]]></title>", "title": "<script>",
           "text": "“Look \u0001\u001f <script>alert(1)</script> ]]> & "
           "\ufffe\uffff \u202eesrever,” said Ida Solberg of the &amp; "
           "ministry."}


def post(story):
    status, _, text = ask("/articles", {"Content-Type": "application/json"},
                          json.dumps(story).encode())
    return [] if status == 202 else [status, text]


def changed(url, headers):
    """The feed with another tag than headers'; None: it never came."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        status, head, _ = ask(url, {"If-None-Match": headers["ETag"]})
        if status == 200:
            return head["ETag"]
        time.sleep(0.05)
    return None


before = {e.id: e for e in atom.entries}
told = next(e for e in atom.entries if "before the winter" in e.title)
report("an article is posted", post(STORY))
new_tag = changed("/feed.atom", atom_headers)
report("the feed changes, and its tag", [] if new_tag not in (None, tag)
       else [new_tag])
after, _, why = read_atom("/feed.atom")
report("it is valid still", why)
same("the claim is its first entry, by the same id", after.entries[0].id,
     told.id)
report("with a later time", [] if after.entries[0].updated > told.updated
       else [after.entries[0].updated, told.updated])
same("and the same date of publication", after.entries[0].published,
     told.published)
report("one outlet more", [] if "4 outlets" in
       after.entries[0].content[0].value else [after.entries[0].content])
same("no other entry moved", [
    e.id for e in after.entries
    if e.id in before and e.updated != before[e.id].updated], [told.id])
report("the old tag is no longer good", [] if ask(
    "/feed.json", {"If-None-Match": json_tag})[0] == 200 else ["304"])

# ---- hostile words ----

mark = ask("/feed.atom")[1]
report("a hostile article is posted", post(HOSTILE))
report("it is in the feed", [] if changed("/feed.atom", mark) else ["never"])
ugly, _, why = read_atom("/feed.atom")
report("which is valid still", why)
entry = next((e for e in ugly.entries if "alert(1)" in e.title), None)
report("its words are words", [] if entry and
       "<script>alert(1)</script> ]]> & " in entry.title_detail.value and
       entry.title_detail.type == "text/plain" else [entry])
news, _, why = read_json("/feed.json")
report("in the JSON Feed, too", why + (
    [] if any("<script>alert(1)</script>" in i["title"]
              for i in news["items"]) else ["not there"]))

sys.exit(failures > 0)
