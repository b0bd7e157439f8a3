"""One browser window of one person, watched for whatever a user would never forgive."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
TIMEOUT_MS = 60_000
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
VIOLATION = "A rule of the page's content security policy is broken:"
DRAWING = "GL Driver Message"
"""How slow drawing without a graphics card is said; nothing of ours."""
WATCH_POLICY = f"""addEventListener("securitypolicyviolation", (event) =>
  console.error("{VIOLATION}", event.violatedDirective, event.blockedURI))"""
TELL_ERRORS = """(() => {
  const told = console.error.bind(console);
  const inWords = (one) => (one instanceof Error ? `${one.name}: ${one.message} ${one.stack}` : one);
  console.error = (...given) => told(...given.map(inWords));
})()"""
"""An object's own words are lost once its page is gone."""
SHIFT_CLOCK = """(() => {
  const Real = Date, shift = %d - Real.now();
  globalThis.Date = class Date extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
})()"""

expect.set_options(timeout=TIMEOUT_MS)


def find_chromium() -> str:
    """Return the installed Chromium; tools/chromium.sh makes sure that there is one."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and ON_MACOS.exists():
        return str(ON_MACOS)
    assert found, "There is no Chromium; run `bash tools/chromium.sh`."
    return found


@contextmanager
def opened_browser(playwright: Playwright) -> Iterator[Browser]:
    """Open the installed browser, without a window."""
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
    yield browser
    browser.close()


@dataclass
class Screen:
    """A page, and everything wrong that was seen on it."""

    context: BrowserContext
    page: Page
    url: str
    allowed: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)

    @classmethod
    def open(cls, browser: Browser, url: str, *, now: str | None = None, **options: Any) -> "Screen":
        """Open a window with storage of its own; `now` sets the device's clock."""
        options.setdefault("viewport", DESKTOP)
        context = browser.new_context(base_url=url, locale="en-GB", timezone_id="Europe/Monaco", **options)
        context.set_default_timeout(TIMEOUT_MS)
        context.add_init_script(WATCH_POLICY)
        context.add_init_script(TELL_ERRORS)
        if now is not None:
            context.add_init_script(SHIFT_CLOCK % round(datetime.fromisoformat(now).timestamp() * 1000))
        screen = cls(context, context.new_page(), url)
        context.on("console", screen._note_console)
        context.on("weberror", lambda error: screen.troubles.append(str(error.error)))
        context.on("request", screen._note_request)
        return screen

    def allow(self, *parts: str) -> None:
        """Forgive console messages that contain one of these."""
        self.allowed |= set(parts)

    def close(self) -> None:
        """Close it and fail for whatever went wrong on it."""
        self.context.close()
        left = [text for text in self.troubles if not any(part in text for part in self.allowed)]
        assert not left, f"The browser complained: {left}"
        assert not self.strangers, f"The page called other hosts: {sorted(self.strangers)}"

    def keep_picture(self, name: str) -> None:
        """Store a screenshot where PANNIER_TEST_PICTURES says, if it says so."""
        if folder := os.environ.get("PANNIER_TEST_PICTURES"):
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    def _note_console(self, message: ConsoleMessage) -> None:
        # Being asked who one is before the sign-in is how the apps learn that nobody is signed in.
        unknown = "401" in message.text and message.location["url"].endswith("/v1/me")
        if message.type in {"error", "warning"} and not unknown and DRAWING not in message.text:
            self.troubles.append(f"{message.text} ({message.location['url']})")

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != urlsplit(self.url).netloc:
            self.strangers.add(address.netloc)
