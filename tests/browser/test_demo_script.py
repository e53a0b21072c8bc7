"""The scripts of docs/demo-script.md, step by step, as a presenter follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = Path(__file__).parents[2] / "docs" / "demo-script.md"
STEP = re.compile(r"^- (open|choose|ask|type|press|see|source|rail): (.+)$", re.MULTILINE)
FIELDS = {"Healthcare": "healthcare", "Law": "law", "Education": "education"}
WAIT_MS = 90_000
INTO = re.compile(r"(?:(?P<text>.*) )?into (?P<box>.+)")


def steps(title: str) -> Iterator[tuple[str, str]]:
    """Yield verb and words of each step of one field's script."""
    text = SCRIPT.read_text(encoding="utf-8")
    part = text.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    yield from STEP.findall(part)


@pytest.mark.parametrize("title", FIELDS)
def test_the_script_can_be_followed(page: Page, title: str) -> None:
    tab = FIELDS[title]
    done = 0
    for verb, words in steps(title):
        shown = page.locator(".vm-page:visible").first
        if verb == "open":
            tab = words
            page.locator(f".tab-container[role=tablist] button[data-tab-id={tab}]").click()
        elif verb == "choose":
            shown.get_by_role("radio", name=words, exact=True).first.check(force=True)
        elif verb == "ask":
            ask(page, shown, tab, words)
        elif verb == "type":
            match = INTO.fullmatch(words)
            assert match
            shown.get_by_label(match["box"]).fill(match["text"] or "")
        elif verb == "press" and words == "[1]":
            page.locator(f"#{tab}-now .vm-cite").first.click()
        elif verb == "press":
            shown.get_by_role("button", name=words).click()
            if words == "Start a new conversation":
                expect(page.locator(f"#{tab}-now .vm-turn")).to_have_count(0)
        else:
            place = {
                "source": page.locator(f"#{tab}-side details[open]").first,
                "rail": page.locator(f"#{tab}-side"),
                "see": page.locator(f"#{tab}-now") if tab in FIELDS.values() else shown,
            }[verb]
            expect(place).to_contain_text(words, timeout=WAIT_MS)
        done += 1
    assert done >= 15


def ask(page: Page, shown: Locator, tab: str, question: str) -> None:
    """Ask with the Enter key and wait for the whole reply."""
    box = shown.locator(".vm-box textarea:visible, .vm-box input:visible").first
    box.fill(question)
    box.press("Enter")
    if tab in FIELDS.values():
        turn = page.locator(f"#{tab}-now .vm-turn").filter(has_text=question)
        turn.locator(".vm-foot").wait_for(timeout=WAIT_MS)
    else:
        page.locator(f"#{tab}-found svg").first.wait_for(timeout=WAIT_MS)
