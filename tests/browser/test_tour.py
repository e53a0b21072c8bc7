"""The whole tour: every page is checked by axe, and walked with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT_MS = 90_000
FIELDS = ("education", "healthcare", "law")
ASKED = {
    "education": "What does Ohm's law say?",
    "healthcare": "What are the warning signs of a stroke?",
    "law": "Which four factors decide fair use?",
}
TAB_PRESSES = 160
LOADING = re.compile("Drawing …|Dibujando …|Looking …|Mirando …|Opening|Abriendo")


def tabs(page: Page) -> list[str]:
    """Return the ids of the tabs in their order."""
    found = page.eval_on_selector_all(
        ".tab-container[role=tablist] button[role=tab]", "all => all.map(one => one.dataset.tabId)"
    )
    return [str(one) for one in found]


def show(page: Page, tab: str) -> None:
    """Open a page and fill it, so that there is something to check."""
    page.locator(f".tab-container[role=tablist] button[data-tab-id={tab}]").click()
    if tab in FIELDS:
        box = page.locator(f".vm-domain-{tab} .vm-box textarea")
        box.fill(ASKED[tab])
        box.press("Enter")
        page.locator(f"#{tab}-now .vm-foot").wait_for(timeout=WAIT_MS)
        page.locator(f"#{tab}-now .vm-cite").first.click()
    if tab == "compare":
        box = page.locator("#compare-box textarea")
        box.fill("overtime pay")
        box.press("Enter")
        page.locator("#compare-found svg").wait_for(timeout=WAIT_MS)
    expect(page.locator(".vm-page:visible").first).not_to_contain_text(LOADING, timeout=WAIT_MS)
    page.wait_for_timeout(700)


@pytest.mark.parametrize(
    ("width", "scheme", "path"),
    [(1280, "light", ""), (390, "dark", "es")],
)
def test_axe_finds_nothing_serious(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"], path: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address + path)
    page.get_by_role("tab").first.wait_for()
    found: list[str] = []
    for tab in tabs(page):
        show(page, tab)
        found += [
            f"{tab}: {violation['id']}: {node['html'][:160]}"
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tab
    context.close()
    assert found == []


def presses(page: Page, selector: str) -> Iterator[int]:
    """Press Tab until what has the focus matches ``selector``."""
    for count in range(TAB_PRESSES):
        page.keyboard.press("Tab")
        yield count
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    pytest.fail(f"{TAB_PRESSES} presses of Tab do not reach {selector}")


def tab_to(page: Page, selector: str) -> None:
    for _ in presses(page, selector):
        pass


def test_the_tour_by_keyboard_alone(page: Page) -> None:
    for tab in tabs(page):
        page.evaluate("document.activeElement?.blur()")
        tab_to(page, f"[role=tablist] button[data-tab-id={tab}]")
        page.keyboard.press("Enter")
        expect(
            page.locator(f".tab-container[role=tablist] button[data-tab-id={tab}]")
        ).to_have_attribute("aria-selected", "true")
        if tab not in FIELDS:
            continue
        tab_to(page, f".vm-domain-{tab} .vm-box textarea")
        page.keyboard.type(ASKED[tab])
        page.keyboard.press("Enter")
        page.locator(f"#{tab}-now .vm-foot").wait_for(timeout=WAIT_MS)
        tab_to(page, f"#{tab}-now .vm-cite")
        cite = page.locator(f"#{tab}-now .vm-cite").first
        page.keyboard.press("Enter")
        source = page.locator(f"#{cite.get_attribute('data-source')}")
        expect(source).to_have_attribute("open", "")
        expect(source.locator("summary")).to_be_focused()
        tab_to(page, ".vm-document")
        tab_to(page, ".vm-back")
        page.keyboard.press("Enter")
        expect(cite).to_be_focused()


def test_two_pages_do_not_mix(page: Page, address: str) -> None:
    other = page.context.new_page()
    other.goto(address)
    other.get_by_role("tab").first.wait_for()
    for each, tab in ((page, "law"), (other, "healthcare")):
        show(each, tab)
    expect(page.locator("#law-now .vm-question")).to_have_text(ASKED["law"])
    expect(page.locator("#healthcare-now .vm-turn")).to_have_count(0)
    expect(other.locator("#healthcare-now .vm-question")).to_have_text(ASKED["healthcare"])
    other.close()


def test_a_reload_during_an_answer_begins_anew(page: Page) -> None:
    page.locator(".tab-container[role=tablist] button[data-tab-id=law]").click()
    box = page.locator(".vm-domain-law .vm-box textarea")
    box.fill(ASKED["law"])
    box.press("Enter")
    page.reload()
    page.get_by_role("tab").first.wait_for()
    show(page, "law")
    expect(page.locator("#law-now .vm-turn")).to_have_count(1)
    expect(page.locator("#law-past .vm-turn")).to_have_count(0)


def test_a_text_of_100_000_characters_gets_a_line(page: Page) -> None:
    page.locator(".tab-container[role=tablist] button[data-tab-id=healthcare]").click()
    box = page.locator(".vm-domain-healthcare .vm-box textarea")
    box.fill("fever " * 17_000)
    box.press("Enter")
    line = page.locator("#healthcare-status .vm-line-error")
    expect(line).to_contain_text("ask in at most 10,000", timeout=WAIT_MS)
    show(page, "healthcare")


def test_a_visit_is_saved_with_what_was_checked(page: Page) -> None:
    show(page, "law")
    with page.expect_download() as begun:
        page.locator(".vm-domain-law").get_by_role("button", name="Save this visit").click()
    text = begun.value.path().read_text(encoding="utf-8")
    assert begun.value.suggested_filename == "vademecum.md"
    assert f"## {ASKED['law']}" in text
    assert "| verified |" in text
    assert "Receipt of the audit chain" in text
