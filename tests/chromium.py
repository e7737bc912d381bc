"""A browser without a window for the tests, asked by the DevTools protocol over two pipes."""

import fcntl
import json
import os
import shutil
import subprocess
from collections import deque
from contextlib import contextmanager

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--remote-debugging-pipe",
)


def program():
    """Return the browser of this machine, None if there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One browser; each page is opened in a tab of its own."""

    def __init__(self, folder):
        low_in, self._to = os.pipe()
        self._from, low_out = os.pipe()
        # It reads from 3 and writes to 4, where one of these may be now.
        its_in, its_out = (
            fcntl.fcntl(one, fcntl.F_DUPFD, 10) for one in (low_in, low_out)
        )
        redirected = f'exec "$0" "$@" 3<&{its_in} 4>&{its_out}'
        command = [
            "bash",
            "-c",
            redirected,
            program(),
            *FLAGS,
            f"--user-data-dir={folder}",
            "about:blank",
        ]
        self._process = subprocess.Popen(
            command,
            pass_fds=(its_in, its_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for one in (low_in, low_out, its_in, its_out):
            os.close(one)
        self._held, self._number = b"", 0
        self.events = deque()

    def close(self):
        """End it."""
        self._process.kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)

    def _message(self):
        while b"\0" not in self._held:
            piece = os.read(self._from, 1 << 20)
            assert piece, "the browser has ended"
            self._held += piece
        one, _, self._held = self._held.partition(b"\0")
        return json.loads(one)

    def ask(self, method, session=None, **parameters):
        """Return the answer to a command; events that come before are kept."""
        self._number += 1
        request = {"id": self._number, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        os.write(self._to, json.dumps(request).encode() + b"\0")
        while (found := self._message()).get("id") != self._number:
            self.events.append(found)
        assert "error" not in found, found
        return found["result"]


class Tab:
    """A page: what it says, and what it asked of any network."""

    def __init__(self, browser, wide=1280, high=900):
        self._browser = browser
        self._target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        found = browser.ask(
            "Target.attachToTarget", targetId=self._target, flatten=True
        )
        self._session = found["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=wide,
            height=high,
            deviceScaleFactor=1,
            mobile=False,
        )

    def ask(self, method, **parameters):
        """Return the answer to a command of this tab."""
        return self._browser.ask(method, self._session, **parameters)

    def open(self, url):
        """Go to a page."""
        self.ask("Page.navigate", url=url)

    def value(self, expression):
        """Return what an expression gives; a promise is waited for."""
        found = self.ask(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def click(self, selector, at=0):
        """Press the mouse on the middle of an element, the first or another one."""
        x, y = self.value(
            f"""(() => {{
              const one = document.querySelectorAll({json.dumps(selector)})[{at}];
              one.scrollIntoView({{ block: "center", inline: "center" }});
              const {{ left, top, width, height }} = one.getBoundingClientRect();
              return [left + width / 2, top + height / 2];
            }})()"""
        )
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            pressed = (
                {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
            )
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, **pressed)

    def press(self, *keys):
        """Press keys, one after the other, where the focus is."""
        for key in keys:
            code = {"Enter": 13, "Tab": 9, "Home": 36, "End": 35, "ArrowLeft": 37,
                    "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}.get(key, 0)  # fmt: skip
            named = {"key": key, "code": key, "windowsVirtualKeyCode": code}
            text = {"text": "\r"} if key == "Enter" else {}
            self.ask("Input.dispatchKeyEvent", type="keyDown", **named, **text)
            self.ask("Input.dispatchKeyEvent", type="keyUp", **named)

    def type(self, selector, text, at=0):
        """Type a text into a field in place of what stands there, and leave it."""
        self.click(selector, at)
        self.value("document.activeElement.select()")
        self.ask("Input.insertText", text=text)
        self.press("Tab")

    def verdict(self, seconds=20):
        """Return the verdict of a page once it has one."""
        return self.value(
            f"""new Promise((tell) => {{
              const end = Date.now() + {1000 * seconds};
              const look = () => {{
                const root = document.documentElement;
                const {{ verdict = "none", cells, wrong }} = root ? root.dataset : {{}};
                if (!["computing", "none"].includes(verdict) || Date.now() > end)
                  tell([verdict, Number(cells), Number(wrong)]);
                else setTimeout(look, 10);
              }};
              look();
            }})"""
        )

    def events(self):
        """Return the events of this tab so far."""
        self.value("0")
        return [
            one for one in self._browser.events if one.get("sessionId") == self._session
        ]

    def complaints(self):
        """Return what it told the console, and which errors nobody caught."""
        kinds = "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"
        return [one["params"] for one in self.events() if one["method"] in kinds]

    def requests(self):
        """Return the addresses that it asked for."""
        sent = "Network.requestWillBeSent"
        return [
            one["params"]["request"]["url"]
            for one in self.events()
            if one["method"] == sent
        ]

    def picture(self):
        """Return what is seen of it, as PNG in base64."""
        return self.ask("Page.captureScreenshot")["data"]

    def close(self):
        """Close it."""
        self._browser.ask("Target.closeTarget", targetId=self._target)


@contextmanager
def browser(folder):
    """Start a browser with settings of its own in a folder."""
    one = Browser(folder)
    try:
        yield one
    finally:
        one.close()
