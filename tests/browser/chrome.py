"""chrome.py -- headless Chromium for the tests of the page: a fresh profile,
waiting for conditions, what was asked over the network, what the console
said.  WHY_NOT says why there is no browser here, or is None.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))

import rig as r  # noqa: E402

try:
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys
except ImportError:
    webdriver = None

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
WHY_NOT = ("no selenium for this python3 (package python3-selenium)"
           if webdriver is None else
           "no chromium (package chromium)" if CHROMIUM is None else
           "no chromedriver (package chromium-driver)" if DRIVER is None else
           None)
AXE = os.path.join(HERE, "..", "..", "build", "npm", "node_modules",
                   "axe-core", "axe.min.js")
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage", "--hide-scrollbars"]

# A text node of what can be seen, for conditions.
TEXT = "(document.querySelector(%s)?.innerText ?? '')"


def text_of(selector):
    return TEXT % json.dumps(selector)


class Chrome:
    """One browser; url is the address of the server."""

    def __init__(self, url):
        self.url = url
        self.profile = tempfile.mkdtemp(prefix="claimwire-chrome-")
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for f in FLAGS + ["--user-data-dir=" + self.profile]:
            options.add_argument(f)
        options.set_capability("goog:loggingPrefs",
                               {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(
            service=Service(DRIVER, log_path=os.devnull), options=options)
        self.asked, self.said = [], []
        self.look()

    def close(self):
        self.drain()
        try:
            self.driver.quit()
        except WebDriverException as e:
            r.say("the browser did not end well:", e.msg)
        shutil.rmtree(self.profile, ignore_errors=True)

    def look(self, width=1440, height=900, dark=False, still=True):
        """Size, colours and motion of the screen."""
        cdp = self.driver.execute_cdp_cmd
        cdp("Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1,
             "mobile": width < 500})
        cdp("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme",
             "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion",
             "value": "reduce" if still else "no-preference"}]})

    def drain(self):
        """Keep what the logs have: they are emptied by reading."""
        try:
            for line in self.driver.get_log("performance"):
                m = json.loads(line["message"])["message"]
                if m["method"] == "Network.requestWillBeSent":
                    self.asked.append(m["params"]["request"]["url"])
            self.said += self.driver.get_log("browser")
        except WebDriverException:
            pass

    def open(self, path="/"):
        self.driver.get(self.url + path)
        self.wait("document.querySelector('#link').dataset.state === 'live'",
                  "the page to be live")

    def js(self, expression, *args):
        return self.driver.execute_script("return " + expression, *args)

    def wait(self, expression, what, seconds=20):
        """Until the expression holds; its value."""
        return r.wait_for(lambda: self.js(expression), seconds, what, 0.05)

    def holds(self, expression, seconds=1.0):
        """Does it hold now and go on to, for a while?"""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.js(expression):
                return False
            time.sleep(0.1)
        return True

    def press(self, *keys):
        """Keys to whatever has the focus."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def tab_to(self, expression, what, most=80, back=False):
        """Tab until the expression holds of the focused element, `it`."""
        for _ in range(most):
            if back:
                ActionChains(self.driver).key_down(Keys.SHIFT) \
                    .send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
            else:
                self.press(Keys.TAB)
            if self.js("(it => Boolean(%s))(document.activeElement)"
                       % expression):
                return True
        raise r.Stuck(f"{most} tabs did not lead to {what}")

    def focused(self):
        """The key of what has the focus."""
        return self.js("document.activeElement?.dataset.key ?? null")

    def axe(self):
        """Violations that are serious or critical, as sentences."""
        with open(AXE, encoding="utf-8") as f:
            self.driver.execute_script(f.read())
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, { resultTypes: ['violations'] })"
            ".then((r) => done(r.violations), (e) => done(String(e)));")
        if isinstance(found, str):
            return [found]
        return [f"{v['id']}: {v['help']}: " +
                "; ".join(str(n["target"]) for n in v["nodes"][:4])
                for v in found if v["impact"] in ("serious", "critical")]


def version():
    out = subprocess.run([CHROMIUM, "--version"], capture_output=True,
                         text=True)
    return out.stdout.strip()
