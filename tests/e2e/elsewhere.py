"""elsewhere.py SITE URL DIR -- proto/examples/follow.html in Chromium, served
from another origin (port SITE) than the feed at URL: closed, killed and opened
again while changes come; then it makes DIR/between.  Once DIR/head holds the
number of the last change it waits for that, and prints what the page then has,
its last changes, one a line; on standard error what is wrong."""
import functools
import http.server
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "browser"))

import chrome as c  # noqa: E402
import rig as r  # noqa: E402

STATE = "JSON.parse(localStorage.getItem('claimwire'))"
site, url, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
if c.WHY_NOT:
    print("skip:", c.WHY_NOT)
    sys.exit(0)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def serve():
    pages = os.path.join(HERE, "..", "..", "proto", "examples")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", site), functools.partial(Quiet, directory=pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()


def browse(profile):
    options = c.webdriver.ChromeOptions()
    options.binary_location = c.CHROMIUM
    for flag in c.FLAGS + ["--user-data-dir=" + profile]:
        options.add_argument(flag)
    driver = c.webdriver.Chrome(
        service=c.Service(c.DRIVER, log_path=os.devnull), options=options)
    driver.get("http://127.0.0.1:%d/follow.html?feed=%s" % (site, url))
    return driver


def kill(driver, profile):
    """The browser's processes, with whatever they had not written yet."""
    found = subprocess.run(["pgrep", "-f", "user-data-dir=" + profile],
                           stdout=subprocess.PIPE, encoding="ascii").stdout
    for pid in found.split():
        try:
            os.kill(int(pid), signal.SIGKILL)
        except ProcessLookupError:
            pass
    driver.service.stop()


def check(driver, least):
    """Its state, which must hold together, once it has that many."""
    state = r.wait_for(
        lambda: driver.execute_script(
            "const s = %s; return s && s.count >= %d ? s : null"
            % (STATE, least)), 60, "the page has %d changes" % least, 0.05)
    seqs = [change["seq"] for change in state["changes"]]
    wrong = [n for n, seq in enumerate(seqs)
             if seq != state["count"] - len(seqs) + 1 + n]
    if wrong or state["id"] != state["changes"][-1]["id"]:
        sys.exit("count %d, id %s, changes %s"
                 % (state["count"], state["id"], seqs))
    return state


def head():
    """The last change's number, once all stories are committed."""
    try:
        with open(folder + "/head", encoding="ascii") as f:
            return int(f.read() or 0)
    except FileNotFoundError:
        return None


serve()
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
    browser = browse(profile)
    closed = check(browser, 50)
    browser.quit()
    browser = browse(profile)
    opened = browser.execute_script(
        "return Number(document.querySelector('#count').textContent)")
    if opened < closed["count"]:
        sys.exit("closed at %d, it was at %d when it was opened again"
                 % (closed["count"], opened))
    check(browser, opened + 50)
    kill(browser, profile)
    browser = browse(profile)
    check(browser, 50)
    with open(folder + "/between", "w", encoding="ascii"):
        pass
    last = r.wait_for(head, 300, "all stories are committed", 0.1)
    state = check(browser, last)
    browser.quit()
for change in state["changes"]:
    print(json.dumps(change))
