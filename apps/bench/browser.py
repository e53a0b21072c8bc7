"""The demo in a real Chromium, timed inside the page: nothing here waits by polling."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vademecum.retrieval.errors import MissingExtra, OperatorError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WAIT_MS: Final = 120_000
FLAGS: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
)
_USABLE: Final = """(box) => new Promise((resolve) => {
    const look = () => {
        const found = document.querySelector(box);
        if (!found || found.disabled || found.readOnly || !found.checkVisibility()) return false;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
        return true;
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true });
    look();
})"""
"""Resolves with the time (ms since 1970) at which one can type."""
_WATCH: Final = """([box, domain]) => {
    const now = document.getElementById(`${domain}-now`);
    const status = document.getElementById(`${domain}-status`);
    for (const turn of now.querySelectorAll(".vm-turn")) turn.dataset.seen = "before";
    let pressed = 0;
    const press = (event) => { if (event.key === "Enter") pressed = event.timeStamp; };
    const field = document.querySelector(box);
    field.addEventListener("keydown", press, { capture: true });
    window.vmTimed = new Promise((resolve) => {
        let first = null;
        let isWhole = false;
        const frame = (then) => requestAnimationFrame(() => then(performance.now() - pressed));
        const end = (value) => {
            observer.disconnect();
            field.removeEventListener("keydown", press, { capture: true });
            resolve(value);
        };
        const look = () => {
            const error = status.querySelector(".vm-line-error");
            if (error) return end({ error: error.textContent });
            const turn = now.querySelector(".vm-turn:not([data-seen])");
            const said = turn?.querySelector(".vm-claim, .vm-note, .vm-card-text");
            if (pressed && first === null && said?.checkVisibility()) {
                first = 0;
                frame((ms) => { first = ms; });
            }
            if (!pressed || isWhole || !turn?.querySelector(".vm-foot")) return;
            isWhole = true;
            const is_answered = turn.querySelector(".vm-answer") !== null;
            frame((whole) => end({ first, whole, is_answered }));
        };
        const observer = new MutationObserver(look);
        for (const pane of [now, status]) {
            observer.observe(pane, { subtree: true, childList: true, characterData: true });
        }
    });
}"""
"""Watches for the turn that follows the next Enter key; times are of the next painted frame."""


@dataclass(frozen=True)
class TimedTurn:
    """Seconds from the Enter key to the first visible sentence and to the whole reply."""

    first_s: float
    whole_s: float
    is_answered: bool


class DemoPage:
    """One visitor: a browser context of its own, one page, one conversation."""

    def __init__(self, browser: Browser, domain: str) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 900})
        self._context.set_default_timeout(WAIT_MS)
        self._page: Page = self._context.new_page()
        self._domain = domain
        self._box = f".vm-domain-{domain} .vm-box textarea"

    def open(self, address: str) -> float:
        """Open the demo; return the time, in seconds since 1970, at which one can type."""
        self._page.goto(address, wait_until="commit")
        return float(self._page.evaluate(_USABLE, self._box)) / 1000

    def send(self, question: str) -> None:
        """Type a question and press Enter."""
        self._page.evaluate(_WATCH, [self._box, self._domain])
        self._page.locator(self._box).fill(question)
        self._page.locator(self._box).press("Enter")

    def reply(self) -> TimedTurn:
        """Wait for the whole reply to what was sent; raise OperatorError if the page tells one."""
        limit = f"new Promise((_, no) => setTimeout(() => no(Error('no reply')), {WAIT_MS}))"
        found = self._page.evaluate(f"Promise.race([window.vmTimed, {limit}])")
        if "error" in found:
            raise OperatorError(f"the demo answered with an error: {found['error']}")
        first_s, whole_s = found["first"] / 1000, found["whole"] / 1000
        return TimedTurn(first_s, whole_s, bool(found["is_answered"]))

    def ask(self, question: str) -> TimedTurn:
        """Send a question and wait for the whole reply."""
        self.send(question)
        return self.reply()

    def rest(self, seconds: float) -> None:
        """Let the page finish what it does behind the reply."""
        self._page.wait_for_timeout(1000 * seconds)

    def close(self) -> None:
        """Leave, as a person who closes the window."""
        self._context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine; raise OperatorError or MissingExtra without one."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise MissingExtra("playwright", "test") from None
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise OperatorError("no chromium and no google-chrome on the PATH; install one of them")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
