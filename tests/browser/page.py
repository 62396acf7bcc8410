"""page.py -- the page in a browser, on the real pipeline: stories are posted
and the page is looked at as its readers would.

  page.py [TEST...]      only those whose name begins so; axe needs the stories
                         of moved
"""
import http.server
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import chrome
import rig as r
from chrome import Chrome, text_of

OUTLETS = """name,domain,country,owner
Harbour Ledger,harbour-ledger.example,,Norden Media
Valley Echo,valley-echo.example,,Norden Media
Nine O’Clock Wire,nine.example,,
Kestrel Post,kestrel.example,,
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Desk:
    """A pipeline with its page, and one who posts stories to it."""

    def __init__(self, name, *options, token=None):
        self.rig = r.Rig(name, 0)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.token = token
        os.makedirs(self.rig.data, exist_ok=True)
        table = os.path.join(self.rig.dir, "outlets.csv")
        with open(table, "w", encoding="utf-8") as f:
            f.write(OUTLETS)
        self.rig.options += [f"http=127.0.0.1:{self.port}",
                             "outlets=" + table, *options]

    def start(self):
        self.rig.start()
        r.wait_for(self.ready, 30, "the server to answer")

    def get(self, path):
        q = urllib.request.Request(self.url + path)
        if self.token:
            q.add_header("Authorization", "Bearer " + self.token)
        return urllib.request.urlopen(q, timeout=10)

    def ready(self):
        try:
            return self.get("/health/ready").status == 200
        except OSError:
            return False

    def json(self, path):
        with self.get(path) as a:
            return json.load(a)

    def post(self, *stories):
        """Post them; they are safe when this returns."""
        body = "".join(json.dumps(s) + "\n" for s in stories)
        q = urllib.request.Request(
            self.url + "/articles", data=body.encode(),
            headers={"Content-Type": "application/x-ndjson"})
        if self.token:
            q.add_header("Authorization", "Bearer " + self.token)
        with urllib.request.urlopen(q, timeout=20) as a:
            answer = json.load(a)
        if answer["accepted"] != len(stories):
            raise r.Stuck(f"not all were accepted: {answer}")

    def close(self):
        self.rig.close()


def story(outlet, text, **more):
    return {"outlet": outlet, "text": text,
            "published": "2026-03-04T09:15:00+01:00", **more}


def toll(n, day, outlet="Nine O’Clock Wire"):
    """Of a story that is told every day, with a figure that moves."""
    name = ("Wednesday", "Thursday", "Friday")[day - 4]
    host = "nine" if outlet.startswith("Nine") else "kestrel"
    return story(outlet, f"Rain went on over Tolmouth and the Kester valley. "
                 f"The death toll from the floods stood at {n} on {name}. "
                 "Governor Alva Brandt visited Tolmouth with Rescue Service "
                 "head Amina Doru.\n", id=f"toll-{day}-{host}",
                 published=f"2026-03-0{day}T12:00:00Z",
                 title=f"Flood toll at {n}",
                 url=f"https://{host}.example/toll-{day}")


BRIDGE = "“The bridge will reopen before the winter,” Transport Minister " \
    "Ida Solberg said on Tuesday."


# ---- the tests: each takes the desk and the browser ----

def test_empty(desk, b):
    b.open()
    b.wait("!document.querySelector('#empty').hidden", "the empty page")
    r.ok(desk.url + "/articles" in b.js(text_of("#empty")) and
         "claimwire demo" in b.js(text_of("#empty")),
         "an empty page says how to begin")


def test_story(desk, b):
    b.open()
    b.js("window.mark = 7")
    desk.post(story("Valley Echo", BRIDGE, id="v1", title="Bridge",
                    url="https://valley-echo.example/1"))
    b.wait(text_of("#saying") + ".includes('The bridge will reopen')",
           "the story on the page")
    r.ok(b.js("window.mark") == 7, "a posted story appears without reload")
    r.ok("Ida Solberg" in b.js(text_of("#saying h3")),
         "under the one who said it")
    r.ok(b.js("document.querySelector('#empty').hidden"),
         "the empty page's advice is gone")
    desk.post(story("Kestrel Post", BRIDGE, id="k1", title="Bridge"),
              story("Harbour Ledger", BRIDGE, id="h1", title="Bridge"))
    b.wait(text_of("#several .counts") +
           ".replace(/\\s+/g, ' ').startsWith('3 mentions 3 outlets')",
           "three outlets")
    got = " ".join(b.js(text_of("#several .counts")).split())
    r.ok(got == "3 mentions 3 outlets 2 independent origins",
         f"three outlets of two owners are two origins ({got})")
    r.ok("corroborated" in b.js(text_of("#several .badge")),
         "its status is a word")


def test_moved(desk, b):
    b.open()
    desk.post(toll(12, 4), toll(12, 4, "Kestrel Post"))
    b.wait(text_of("#board") + ".includes('stood at 12')", "the first toll")
    desk.post(toll(15, 5))
    b.wait(text_of("#moved .step") + ".includes('15')", "the figure moved")
    r.ok(re.search(r"12.*15", b.js(text_of("#moved .step"))
                   .replace("\n", " ")) is not None,
         "a figure that moved shows old and new")
    r.ok(b.js("document.querySelectorAll('#moved .chart .line').length") == 2,
         "its chart has a line for each of two origins")
    n = int(b.wait("document.querySelector('#moved .chart').dataset.points",
                   "the chart"))
    b.js("document.querySelector('#moved .move').mark = 7")
    path = b.js("document.querySelector('#moved .line path')"
                ".getAttribute('d')")
    desk.post(toll(18, 6))
    b.wait("Number(document.querySelector('#moved .chart')"
           f".dataset.points) > {n}", "another point")
    r.ok(b.js("document.querySelector('#moved .line path')"
              ".getAttribute('d')") != path,
         "the step chart moves when another value is posted")
    r.ok("18" in b.js(text_of("#moved .step")), "the new figure is shown")
    r.ok(b.js("document.querySelectorAll('#moved .move').length") == 1 and
         b.js("document.querySelector('#moved .move').mark") == 7,
         "on the same card")
    label = b.js("document.querySelector('#moved svg[role=img]')"
                 ".getAttribute('aria-label')")
    r.ok("12" in label and "18" in label, f"the chart has words: {label}")
    desk.post({**toll(19, 6), "updated": "2026-03-06T18:00:00Z"})
    b.wait(text_of("#moved .step") + ".includes('19')", "the corrected figure")
    r.ok(b.js("document.querySelectorAll('#moved .hollow').length") >= 1,
         "a value of a text that was revised has a hollow mark")


def test_filter(desk, b):
    desk.post(story("Kestrel Post", "“We are still looking for five people,” "
                    "said Amina Doru, head of the regional rescue service. "
                    "“Milk is dearer because feed is dearer,” economist Lena "
                    "Varga said.", id="k2"))
    b.open("/?speaker=Doru")
    found = text_of("#found")
    b.wait(found + ".includes('looking for five')", "the filtered claim")
    for again in ("", " and again after a reload"):
        r.ok("Milk" not in b.js(found) and "bridge" not in b.js(found),
             "a filter by address filters" + again)
        r.ok("Doru" in b.js(text_of("#chips")), "and says so" + again)
        b.driver.refresh()
        b.wait(found + ".includes('looking for five')", "the same after it")
    desk.post(story("Kestrel Post", "“Feed will be cheaper in May,” economist "
                    "Lena Varga said. “Two boats are at work tonight,” said "
                    "Amina Doru, head of the regional rescue service.",
                    id="k3"))
    b.wait(found + ".includes('Two boats')", "a new claim that fits")
    r.ok(b.holds("!(" + found + ".includes('Feed will'))", 0.5),
         "what is new is filtered as well")
    b.js("document.querySelector('#chips button').click()")
    b.wait("location.search === ''", "the filter to be gone")
    r.ok(b.wait("!document.querySelector('#saying').hidden", "the board"),
         "a filter taken away brings the board back")
    b.driver.back()
    b.wait("location.search === '?speaker=Doru' && !(" + found +
           ".includes('Feed will')) && " + found + ".includes('Two boats')",
           "the filter again")
    r.ok(True, "the back button brings the filter back")


def test_links(desk, b):
    b.open("/?status=corroborated&min_origins=2")
    same = "&".join(["status=corroborated", "min_origins=2"])
    links = b.js("[...document.querySelectorAll('[data-feed]')]"
                 ".map((a) => a.getAttribute('href'))")
    r.ok(len(links) == 3 and all(same in x for x in links),
         f"Atom, JSON Feed and SSE have the view's filters ({links})")
    heads = b.js("[...document.querySelectorAll('link[rel=alternate]')]"
                 ".map((a) => a.getAttribute('href'))")
    r.ok(len(heads) == 2 and all(same in x for x in heads),
         "and so have the links that readers discover")
    kinds = [desk.get(x).headers["Content-Type"].split(";")[0]
             for x in sorted(links)]
    r.ok(kinds == ["text/event-stream", "application/atom+xml",
                   "application/feed+json"],
         f"each answers as what it is ({kinds})")


def test_search(desk, b):
    b.open()
    b.js("window.mark = 7")
    b.press("/")
    r.ok(b.js("document.activeElement.id") == "q", "/ goes to the search")
    for key in "dear":
        b.press(key)
        time.sleep(0.03)
    found = text_of("#found")
    b.wait("!document.querySelector('#found').hidden && " + found +
           ".includes('Milk is dearer') && !(" + found +
           ".includes('bridge'))", "what is looked for")
    r.ok(b.js("window.mark") == 7 and "q=dear" in b.js("location.search"),
         "search follows as one types, and is in the address")
    r.ok(b.js("document.activeElement.id") == "q", "the focus stays there")
    b.press(" zzz")
    b.wait("!document.querySelector('#found .none').hidden", "nothing found")
    r.ok("No claim matches" in b.js(found), "that nothing matches is said")
    r.ok(b.wait("document.querySelector('#said').textContent"
                ".includes('0 claims')", "it to be announced"),
         "and announced")


def test_keyboard(desk, b):
    keys = chrome.Keys
    b.open()
    b.press(keys.TAB)
    r.ok(b.js("document.activeElement.className") == "skip",
         "the first stop is the skip link")
    b.press(keys.ENTER)
    b.tab_to("it.closest('#saying, #several') && it.dataset.key?.includes"
             "('@') && !it.dataset.key.startsWith('s')", "a claim")
    opener = b.focused()
    b.press(keys.ENTER)
    b.wait("document.querySelector('#panel').open && "
           "document.activeElement.id === 'panel-title'", "the claim opened")
    r.ok(f"claim={opener.split('@')[0]}" in b.js("location.search"),
         "Enter opens a claim, at an address of its own")
    b.tab_to("it.getAttribute('href')?.startsWith('/?article=')",
             "its article")
    way = b.focused()
    b.press(keys.ENTER)
    b.wait("location.search.startsWith('?article=a') && "
           "document.querySelector('.text mark')", "the article")
    r.ok(b.wait("document.activeElement.dataset.key === " + json.dumps(way),
                "the mention to have the focus"),
         "the article opens at the mention")
    b.tab_to("it.id === 'panel-back'", "the way back", back=True)
    b.press(keys.ENTER)
    b.wait("location.search.startsWith('?claim=')", "the claim again")
    r.ok(b.wait("document.activeElement.dataset.key === " + json.dumps(way),
                "the focus"),
         "back leads to the claim, the focus where it was")
    b.press(keys.ESCAPE)
    b.wait("!document.querySelector('#panel').open && "
           "location.search === ''", "the panel closed")
    r.ok(b.wait("document.activeElement.dataset.key === " +
                json.dumps(opener), "the focus"),
         "Esc closes it, and the focus returns to what opened it")


def test_address(desk, b):
    claim = desk.json("/claims?q=bridge")["claims"][0]["id"]
    b.open(f"/?claim={claim}")
    b.wait(text_of("#panel") + ".includes('The bridge will reopen')",
           "the claim")
    body = b.js(text_of("#panel-body"))
    r.ok("Reported by 3 outlets, 2 independent origins" in
         " ".join(body.split()), "a claim's address opens it")
    r.ok(not re.search(r"\b(true|false)\b", body, re.I),
         "of coverage it speaks, not of truth")
    n = b.js("document.querySelectorAll('#panel .evidence').length")
    r.ok(n == 3, f"every mention is there ({n})")
    r.ok(b.js("[...document.querySelectorAll('#panel .evidence')].every((e) =>"
              " e.querySelector('mark.content').textContent.includes("
              "'The bridge will reopen') && e.querySelector('.source') && "
              "e.querySelector('.cue'))"),
         "each in its sentence: what is claimed, by whom, by which word")
    r.ok(b.js("[...document.querySelectorAll('#panel a[target]')].every((a) =>"
              " /^https?:/.test(a.href) && a.rel === 'noopener noreferrer')"),
         "the ways out are safe")
    b.js("document.querySelector('#panel a[href^=\"/?article\"]').click()")
    b.wait("document.querySelector('.text mark')", "the article")
    b.driver.back()
    b.wait("location.search.startsWith('?claim') && "
           "document.querySelector('#panel .evidence')", "the claim again")
    r.ok(True, "the back button leads back to it")
    b.js("document.querySelector('#panel-close').click()")
    b.wait("!document.querySelector('#panel').open && "
           "location.search === ''", "the panel closed")
    r.ok(True, "closing leads to the board")
    b.open(f"/?claim={claim}#%zz")
    b.wait(text_of("#panel") + ".includes('The bridge will reopen')",
           "the claim, though the fragment is no encoding")
    r.ok(True, "a fragment that is no encoding stops nothing")
    b.open("/?claim=c99999")
    b.wait(text_of("#panel") + ".includes('no such claim')", "a refusal")
    r.ok(True, "a claim that is not there is said to be not there")


def test_sides(desk, b):
    gates = "the gates of the Norrin dam had been opened without warning"
    names = "Rain fell on Tolmouth, Kester and Aldmoor, where Ona Berg lives."
    b.open()
    desk.post(story("Harbour Ledger", f"{names} Mayor Hanne Brill said {gates}"
                    ".", id="d1", title="Norrin gates"),
              story("Kestrel Post", f"{names} The Norrin Water Board denied "
                    f"that {gates}.", id="d2", title="Norrin gates"),
              story("Kestrel Post", "“It was my mistake alone,” said Ulla "
                    "Moss, a miller.", id="d3"))
    b.wait("document.querySelectorAll('#disputed li').length === 2",
           "the dispute")
    r.ok("disputed" in b.js(text_of("#disputed .badge")),
         "what is disputed has a place of its own")
    b.js("document.querySelector('#disputed .words a').click()")
    b.wait("document.querySelectorAll('#panel .side blockquote').length === 2",
           "both sides")
    sides = b.js("[...document.querySelectorAll('#panel .side')]"
                 ".map((s) => s.innerText).join(' | ')")
    r.ok("Hanne Brill said" in sides and "Water Board denied" in sides and
         "Harbour Ledger" in sides and "Kestrel Post" in sides,
         "both sides are told in their sentences, with their outlets")
    r.ok(len(b.js(text_of("#panel .why"))) > 20, "and why")
    b.press(chrome.Keys.ESCAPE)
    desk.post(story("Kestrel Post", "The mill at Aldmoor stands still.",
                    id="d3", updated="2026-03-05T10:00:00Z"))
    b.wait(text_of("#gone") + ".includes('my mistake alone')",
           "what was withdrawn")
    r.ok("withdrawn" in b.js(text_of("#gone .badge")) and
         "my mistake alone" not in b.js(text_of("#saying")),
         "what is withdrawn has another")


def test_offsets(desk, b):
    desk.post(story("Kestrel Post", "🌊🌊🌊 “The 𝒽arbour is open 🚢 again,” "
                    "harbour master Odd Lie said. 🌧 “Ships may leave at "
                    "dawn,” he added.", id="k4", title="Harbour 🚢"))
    r.wait_for(lambda: desk.json("/claims?q=ships")["claims"], 20,
               "the harbour's claim")
    a = desk.json("/articles/k4")
    want = sorted(s["exact"] for e in a["evidence"] for s in e["content"])
    b.open("/?article=" + a["id"])
    b.wait("document.querySelector('.text mark')", "the marked text")
    got = sorted(b.js("[...document.querySelectorAll('.text mark')]"
                      ".map((m) => m.textContent)"))
    r.ok(len(want) >= 1 and got == want and any("🚢" in w for w in want),
         f"spans are cut by code points ({got})")
    r.ok(b.js("document.querySelector('.text').textContent") == a["text"],
         "the text is whole")


def test_hostile(desk, b):
    word = "Donaudampfschiff" * 640
    evil = "<script>window.pwned = 1</script><img src=x onerror=alert(1)>"
    b.open()
    title = b.js("document.title")
    count = "['script', 'img', 'iframe', 'style', 'object', 'embed']" \
        ".map((t) => document.getElementsByTagName(t).length).join()"
    before = b.js(count)
    desk.post(story(evil, f"“We say {evil} we are not markup,” Minister "
                    "Ida Holm said. “It reads \u202ebackwards\u202c and "
                    "\u2067so on,” Mayor Ona Berg said. "
                    f"“{word},” Mayor Ona Berg said. "
                    "“Zero\u200bwidth\u200d\u2060 and \ufeffmore,” Minister "
                    "Ida Holm said.\n", id="x1", title=evil + word,
                    byline=evil, url="javascript:alert(1)",
                    source="\u202e" + evil))
    b.wait(text_of("#saying") + ".includes('we are not markup')",
           "the hostile story")

    def unharmed(where):
        r.ok(b.js("window.pwned") is None and b.js(count) == before,
             f"no element or script comes in ({where})")
        wide = b.js("document.documentElement.scrollWidth - "
                    "document.documentElement.clientWidth")
        r.ok(wide <= 0, f"nothing grows wider than the screen ({where})")
        r.ok(not b.js("document.body.innerText.match("
                      "/[\\u202a-\\u202e\\u2066-\\u2069]/)"),
             f"no mark turns the direction ({where})")
        r.ok(b.js("[...document.links].every((a) => "
                  "/^https?:/.test(a.href))"),
             f"no link leads into a script ({where})")
    unharmed("board")
    r.ok(b.js("document.title") == title, "the title is the page's own")
    r.ok("<script>" in b.js(text_of("#saying")), "it is shown as it is")
    b.look(360, 740)
    unharmed("board, phone")
    claim = desk.json("/claims?q=markup")["claims"][0]["id"]
    for what in (f"claim={claim}", "article=x1"):
        for width in (360, 1440):
            b.look(width, 740)
            b.open("/?" + what)
            b.wait("document.querySelector('#panel mark')", what)
            unharmed(f"{what.split('=')[0]}, {width} pixels")
            over = b.js("(b => b.scrollWidth - b.clientWidth)"
                        "(document.querySelector('#panel-body'))")
            r.ok(over <= 0, f"the panel keeps its width at {width}")
    b.look()


def test_reading(desk, b):
    for i in range(3):
        desk.post(*[story("Kestrel Post", f"“We will plant {n} trees near the "
                          f"{n}th mill,” said Tove {chr(65 + n)}rnell, head "
                          "of the parish.", id=f"t{n}")
                    for n in range(i * 5, i * 5 + 5)])
    b.look(800, 500)
    b.open()
    b.wait(text_of("#saying") + ".includes('14th mill')", "the stories")
    item = "document.querySelectorAll('#saying .speaker')[4]"
    b.js(item + ".scrollIntoView()")
    b.js(f"(window.read = {item}).mark = 7")
    at = b.js("window.read.getBoundingClientRect().top")
    desk.post(story("Valley Echo", "“The mill stands still,” said Ulla Moss, "
                    "a miller.", id="t99"))
    b.wait("!document.querySelector('#saying .more').hidden",
           "the news to wait behind its button")
    r.ok(abs(b.js("window.read.getBoundingClientRect().top") - at) <= 1 and
         "The mill stands still" not in b.js(text_of("#saying")),
         "what one reads does not move when something comes")
    b.js("document.querySelector('#saying .more').click()")
    b.wait(text_of("#saying .speaker") + ".includes('The mill stands still')",
           "the news")
    r.ok(True, "a button brings what has come")
    b.look()


def test_bounded(desk, b):
    b.open()
    many = [story("Kestrel Post", f"“We counted {n} herons and {n + 1} "
                  f"storks,” said Pia L{'abcdefghij'[n % 10]}nd, a warden of "
                  "the reserve.", id=f"b{n}") for n in range(400)]
    for i in range(0, 400, 100):
        desk.post(*many[i:i + 100])
    b.wait(text_of("#board") + ".match(/39\\d herons/)", "the last of many", 60)
    n = b.js("document.querySelectorAll('*').length")
    r.ok(n < 3500, f"the page stays small ({n} elements)")


class Gone(http.server.BaseHTTPRequestHandler):
    """A feed that was there once, and is not any more; it had a page."""
    asked = 0

    def log_message(self, *_):
        pass

    def do_GET(self):
        Gone.asked += self.path == "/feed"
        body = (b"<rss><channel><title>The Mill &lt;b&gt;Post</title><item>"
                b"<title>t</title><description>The mill stands still, said "
                b"Ulla Moss.</description></item><item><title>u</title>"
                b"<link>/mill</link><description>Short.</description></item>"
                b"</channel></rss>")
        there = self.path == "/feed" and Gone.asked == 1
        self.send_response(200 if there else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def test_feeds(desk, b):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gone)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/feed"
    b.open()
    r.ok(not b.js("document.querySelector('#feeds').checkVisibility()"),
         "nothing is said of feeds while all are well")
    desk.rig.ask("claimwire", "sources", "add", address)
    b.wait("!document.querySelector('#feeds').hidden", "the broken feed", 40)
    b.js("document.querySelector('#feeds').open = true")
    said = " ".join(b.js(text_of("#feeds li")).split())
    r.ok(re.search(re.escape(address) + r".* \(The Mill Post\) Broken since "
                   r"\d\d:\d\d: answered with status 404; next try "
                   r"\d\d:\d\d\.", said),
         f"a feed that stays broken is shown: since when, why, next try "
         f"({said})")
    r.ok(b.js(text_of("[data-n=ailing]")) == "1", "and counted")
    r.ok(b.js(text_of("[data-n=feeds]")) == "1 polled, 1 failing",
         "among the feeds that are polled")
    r.ok(b.js(text_of("[data-n=pages]")) == "0 read, 1 failing",
         "and so are pages by what became of them")
    for name, look in (("wide", {}), ("phone", {"width": 390, "height": 844}),
                       ("dark", {"dark": True})):
        b.look(**look)
        wide = b.js("document.documentElement.scrollWidth - "
                    "document.documentElement.clientWidth")
        r.ok(wide <= 0, f"nothing grows wider than the screen ({name})")
        if "SHOTS" in os.environ:
            b.driver.save_screenshot(os.path.join(
                os.environ["SHOTS"], f"feeds-{name}.png"))
    if os.path.exists(chrome.AXE):
        r.ok(not b.axe(), "axe finds nothing serious with it")
    b.look()
    status = desk.rig.ask("claimwire", "status") or ""
    r.ok(f"{address} broken since " in status and
         "answered with status 404; next try " in status,
         "claimwire status says the same")
    desk.rig.ask("claimwire", "sources", "remove", address)
    b.wait("document.querySelector('#feeds').hidden", "it to go", 40)
    r.ok(True, "one that is removed is shown no more")
    server.shutdown()


AXE_VIEWS = [("light", "/", {}), ("dark", "/", {"dark": True}),
             ("phone", "/", {"width": 390, "height": 844}),
             ("phone, dark", "/?q=toll", {"width": 390, "height": 844,
                                            "dark": True}),
             ("wall", "/", {"width": 3840, "height": 2160})]


def test_axe(desk, b):
    if not os.path.exists(chrome.AXE):
        print("skip - 35-browser.sh: no axe-core (make test-deps)")
        return
    claim = desk.json("/claims?q=toll&limit=1")["claims"][0]["id"]
    views = AXE_VIEWS + [
        (f"{what}, {tone}", path, {"dark": tone == "dark"})
        for tone in ("light", "dark")
        for what, path in (("claim", f"/?claim={claim}"),
                           ("article", "/?article=toll-5-nine"),
                           ("filtered", "/?status=reported"))]
    for name, path, look in views:
        b.look(**look)
        b.open(path)
        b.wait("!document.querySelector('[aria-busy]') && "
               "document.querySelector('#board li')", "the view")
        if "filtered" in name:
            b.js("document.querySelector('#filters-button').click()")
            b.js("document.querySelector('#follow').open = true")
        found = b.axe()
        r.ok(not found, f"axe finds nothing serious: {name}"
             + "".join(f" [{f}]" for f in found))
    b.look()


def test_policy(desk, b):
    b.open()
    policy = desk.get("/").headers["Content-Security-Policy"] or ""
    r.ok("default-src 'none'" in policy and "script-src 'self'" in policy
         and "unsafe" not in policy, f"the policy is strict: {policy}")
    b.js("(() => { try { const s = document.createElement('script');"
         " s.textContent = 'window.inline = 1'; document.head.append(s); }"
         " catch {} })()")
    r.ok(b.js("window.inline") is None, "a script of another's does not run")
    b.drain()
    r.ok(any(broken(m) for m in b.said), "and the console tells of it")
    b.said = [m for m in b.said if not broken(m)]
    before = len(b.asked)
    b.open()
    b.drain()
    files = {u for u in b.asked[before:]
             if re.search(r"(/|\.(js|css|svg))$", u)}
    size = sum(len(desk.get(u[len(desk.url):]).read()) for u in files)
    r.ok(len(files) > 5 and size < 150000,
         f"the page weighs {size} bytes in {len(files)} files")


def test_restart(desk, b):
    b.open()
    b.js("window.mark = 7")
    desk.rig.kill_all()
    b.wait("document.querySelector('#link').dataset.state !== 'live'",
           "the page to see that the server is gone")
    r.ok(b.wait("document.querySelector('#link').textContent"
                ".includes('no answer')", "it to say so"),
         "a server that is away is said to be away")
    lone = os.path.join(desk.rig.dir, "meanwhile.jsonl")
    with open(lone, "w", encoding="utf-8") as f:
        f.write(json.dumps(story("Valley Echo", "“This was said while nobody "
                                 "could read it,” said Ulla Moss, a miller.",
                                 id="m1")) + "\n")
    desk.rig.ask("claimwire", "run", "--once", "-o", "http=off", lone)
    desk.start()
    b.wait(text_of("#saying") + ".includes('while nobody could read it')",
           "what came meanwhile", 40)
    desk.post(story("Valley Echo", "“And this when it was back,” said Ulla "
                    "Moss, a miller.", id="m2"))
    b.wait(text_of("#saying") + ".includes('when it was back')",
           "what came then", 40)
    r.ok(b.js("window.mark") == 7,
         "after a restart it shows what came meanwhile, and goes on")
    r.ok(b.wait("document.querySelector('#link').dataset.state === 'live'",
                "live again"), "and says that it is live")


def test_reset(desk, b):
    b.open()
    b.js("window.mark = 7")
    copy = os.path.join(desk.rig.dir, "copy.db")
    desk.rig.ask("claimwire", "backup", copy)
    desk.rig.kill_all()
    for end in ("", "-wal", "-shm"):
        path = os.path.join(desk.rig.data, "claims.db" + end)
        if os.path.exists(path):
            os.remove(path)
    os.rename(copy, os.path.join(desk.rig.data, "claims.db"))
    desk.start()
    b.wait(text_of("#notice") + ".includes('begins anew')", "the reset", 40)
    r.ok(True, "a store that was restored is another history, and is said so")
    desk.post(story("Valley Echo", "“This is of another generation,” said "
                    "Ulla Moss, a miller.", id="g1"))
    b.wait(text_of("#saying") + ".includes('another generation')",
           "what came then", 40)
    r.ok(b.js("window.mark") == 7 and
         "when it was back" in b.js(text_of("#saying")),
         "the page reads everything anew and goes on")


def test_token():
    """A server of its own: it asks for a token and serves no full texts."""
    token = "0123456789abcdef-invented"
    desk = Desk("token", "http_texts=no", token=token)
    path = os.path.join(desk.rig.dir, "token")
    with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as f:
        f.write(token + "\n")
    desk.rig.options.append("http_token=" + path)
    b = None
    try:
        desk.start()
        desk.post(story("Valley Echo", BRIDGE, id="v1", title="Bridge"))
        b = Chrome(desk.url)
        b.driver.get(desk.url)
        b.wait("!document.querySelector('#login').hidden", "the login form")
        r.ok(b.js("document.activeElement.id") == "token",
             "without its token the page asks for it")
        b.press("wrong", chrome.Keys.ENTER)
        b.wait(text_of("#notice") + ".includes('not the token')", "a no")
        r.ok(True, "a wrong one is refused, and said to be wrong")
        b.js("document.querySelector('#token').select()")
        b.press(token, chrome.Keys.ENTER)
        b.wait(text_of("#saying") + ".includes('The bridge will reopen')",
               "the board")
        r.ok(True, "with it the page opens")
        b.open("/?article=v1")
        b.wait(text_of("#panel") + ".includes('not served')", "the article")
        r.ok("The bridge will reopen" in b.js(text_of("#panel .evidence")),
             "a text that is not served is said to be so, with its sentences")
        desk.rig.stop()
    finally:
        if b is not None:
            b.close()
        desk.close()


TESTS = [test_empty, test_story, test_moved, test_filter, test_links,
         test_search, test_keyboard, test_address, test_sides, test_offsets,
         test_feeds, test_axe, test_hostile, test_reading, test_policy, test_bounded,
         test_restart, test_reset]


def broken(message):
    """Does this line of the console tell of a fault of the page?"""
    return re.search("Content Security Policy|TrustedScript|Uncaught",
                     message["message"])


def logs(desk, b):
    """What the browser did behind the tests' back."""
    b.drain()
    alien = sorted({u for u in b.asked if not u.startswith(
        (desk.url + "/", "data:", "about:", "chrome:", "chrome-untrusted:",
         "blob:"))})
    r.ok(len(b.asked) > 50 and not alien,
         f"no request left the machine ({len(b.asked)} requests, {alien})")
    bad = [m["message"] for m in b.said if broken(m)]
    r.ok(not bad, f"the console is quiet ({bad[:3]})")


def chosen(test):
    return len(sys.argv) < 2 or any(
        test.__name__.startswith("test_" + a) for a in sys.argv[1:])


def one(test, *with_these):
    """A test that is stuck has failed; the others go on."""
    try:
        test(*with_these)
    except (r.Stuck, OSError, chrome.WebDriverException) as e:
        r.ok(False, f"{test.__name__}: {e}")
        if len(with_these) > 1:
            with_these[1].drain()
            for m in with_these[1].said[-5:]:
                r.say("console:", m["message"][:300])
            r.say("page:", str(with_these[1].js(text_of("body")))[:600]
                  .replace("\n", " | "))


def main():
    if chrome.WHY_NOT is not None:
        print("skip - 35-browser.sh:", chrome.WHY_NOT)
        return 0
    r.say(chrome.version())
    desk, b = Desk("browser", "poll_least_s=1", "poll_most_s=1",
                   "fetch_private=yes", "host_pause_ms=0"), None
    try:
        desk.start()
        b = Chrome(desk.url)
        for test in filter(chosen, TESTS):
            one(test, desk, b)
        if len(sys.argv) < 2:
            logs(desk, b)
    except (r.Stuck, OSError) as e:
        r.ok(False, str(e))
        r.tail_of(desk.rig.log)
    finally:
        if b is not None:
            b.close()
        desk.close()
    if chosen(test_token):
        one(test_token)
    return 1 if r.failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.SubprocessError as e:
        sys.exit(f"page.py: {e}")
