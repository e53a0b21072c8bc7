"""What a person does with the demo, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTIONS = {
    "healthcare": "At what age does colorectal cancer screening start?",
    "law": "How long does a plaintiff have to serve the summons under Rule 4(m)?",
    "education": "What causes the seasons?",
}
WAIT_MS = 90_000


def open_domain(page: Page, name: str) -> Locator:
    page.locator(f"button[role=tab][data-tab-id={name}]").click()
    part = page.locator(f".vm-domain-{name}.vm-page")
    expect(part).to_be_visible()
    return part


def ask(page: Page, name: str, question: str) -> Locator:
    """Ask with the Enter key; return the present turn once it is whole."""
    box = page.locator(f".vm-domain-{name} .vm-box textarea")
    box.fill(question)
    box.press("Enter")
    turn = page.locator(f"#{name}-now .vm-turn").filter(has_text=question.split("<")[0])
    turn.locator(".vm-foot").wait_for(timeout=WAIT_MS)
    return turn


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_an_answer_opens_its_source_at_the_quote(page: Page, name: str) -> None:
    open_domain(page, name)
    turn = ask(page, name, QUESTIONS[name])
    cite = turn.locator(".vm-cite").first
    expect(cite).to_have_text("[1]✓")
    cite.click()
    source = page.locator(f"#{cite.get_attribute('data-source')}")
    expect(source).to_have_attribute("open", "")
    mark = source.locator("mark.vm-target")
    expect(mark).to_be_in_viewport()
    quote = turn.locator(".vm-claim").first.text_content() or ""
    assert (mark.text_content() or "").removeprefix("- ") == quote.removeprefix("• ")
    expect(source.locator("summary")).to_contain_text("verified")
    expect(source).to_contain_text("not reviewed by a professional")
    expect(page.locator(f"#{name}-side")).to_contain_text("What the guardrails did")
    expect(turn.get_by_role("meter")).to_be_visible()
    source.get_by_role("button", name="Back to the answer").click()
    expect(cite).to_be_focused()


def test_an_emergency_gets_help_first(page: Page) -> None:
    open_domain(page, "healthcare")
    turn = ask(page, "healthcare", "my father has crushing chest pain and his left arm is numb")
    card = turn.locator(".vm-card-emergency")
    expect(card).to_contain_text("911")
    expect(turn.locator(".vm-cite")).to_have_count(0)
    expect(page.locator("#healthcare-side .vm-verdict-redirect")).to_contain_text("Ground:")


def test_what_the_library_lacks_is_said(page: Page) -> None:
    open_domain(page, "law")
    turn = ask(page, "law", "What does the Krellian Statute of Zorbon say about mollusc tariffs?")
    expect(turn.locator(".vm-card")).to_be_visible()


def test_a_follow_up_is_read_with_the_question_before(page: Page) -> None:
    open_domain(page, "law")
    ask(page, "law", QUESTIONS["law"])
    turn = ask(page, "law", "And what happens when it is missed?")
    expect(turn.locator(".vm-cite").first).to_be_visible()
    earlier = page.locator("#law-past .vm-turn")
    expect(earlier).to_contain_text(QUESTIONS["law"])
    earlier.locator(".vm-cite").first.click()
    expect(page.locator("#law-1-s1")).to_be_visible()
    page.get_by_role("button", name="Start a new conversation").click()
    expect(page.locator("#law-past .vm-turn")).to_have_count(0)
    expect(page.locator("#law-now .vm-turn")).to_have_count(0)


def test_an_example_fills_and_asks(page: Page) -> None:
    part = open_domain(page, "law")
    part.get_by_role("button", name="What does GDPR article 17 say?").click()
    page.locator("#law-now .vm-foot").wait_for(timeout=WAIT_MS)
    expect(part.get_by_role("radio", name="EU").first).to_be_checked()


def test_searches_stand_side_by_side(page: Page) -> None:
    page.locator("button[role=tab][data-tab-id=compare]").click()
    box = page.locator("#compare-box textarea")
    box.fill("overtime pay")
    page.get_by_role("radio", name="Law handbook").check(force=True)
    box.press("Enter")
    page.locator("#compare-found svg").wait_for(timeout=WAIT_MS)
    heads = page.locator("#compare-found .vm-column h3")
    expect(heads).to_have_text(["By words", "By meaning", "Both together", "Adapted"])
    expect(page.locator("#compare-found table tbody tr").first).to_be_visible()


def test_about_counts_documents(page: Page) -> None:
    page.locator("button[role=tab][data-tab-id=about]").click()
    about = page.locator("#about-body .vm-about")
    about.wait_for(timeout=WAIT_MS)
    expect(about).to_contain_text("documents")
    expect(about).to_contain_text("What is not claimed")


def test_markup_in_a_question_stays_text(page: Page) -> None:
    open_domain(page, "healthcare")
    evil = "stroke <img src=x onerror=alert(1)><b id=evil>x</b> ${alert(2)} {{value}}"
    turn = ask(page, "healthcare", evil)
    expect(turn.locator(".vm-question")).to_have_text(evil)
    expect(page.locator("#evil")).to_have_count(0)
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_an_empty_question_gets_a_hint(page: Page) -> None:
    part = open_domain(page, "education")
    part.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#education-status")).to_contain_text("Type a question first")


def test_a_wrong_date_is_told_in_one_line(page: Page) -> None:
    part = open_domain(page, "law")
    part.get_by_label("As of").fill("soon")
    box = part.locator(".vm-box textarea")
    box.fill("Who is eligible for FMLA leave?")
    box.press("Enter")
    error = page.locator("#law-status .vm-line-error")
    expect(error).to_contain_text("write it like 2024-03-01", timeout=WAIT_MS)
    expect(box).to_have_value("Who is eligible for FMLA leave?")


def test_controls_are_named_and_the_page_has_a_language(page: Page) -> None:
    open_domain(page, "law")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, textarea')]
            .filter(e => e.checkVisibility() && !e.closest('[aria-hidden=true]'))
            .filter(e => !(e.labels?.length || e.ariaLabel || e.textContent.trim() || e.title))
            .map(e => e.outerHTML)"""
    )
    assert nameless == []
    expect(page.locator("#law-status")).to_have_attribute("aria-live", "polite")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_never_scrolls_sideways(browser: Browser, address: str, scheme: str) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = phone.new_page()
    page.goto(address)
    page.get_by_role("tab").first.wait_for()
    for name, question in QUESTIONS.items():
        open_domain(page, name)
        ask(page, name, question).locator(".vm-cite").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        beyond = page.evaluate(
            """() => [...document.querySelectorAll('.vm-page *')]
                .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > 391)
                .map(e => e.outerHTML.slice(0, 120))"""
        )
        assert beyond == []
    phone.close()
