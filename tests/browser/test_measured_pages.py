"""What adaptation gives, and the evidence: they fit, and can be read and worked by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WAIT_MS = 90_000


def test_a_ladder_and_the_matrix_are_drawn(page: Page) -> None:
    page.locator("button[role=tab][data-tab-id=adaptation]").click()
    part = page.locator("#adaptation-ladder .vm-measured")
    part.wait_for(timeout=WAIT_MS)
    expect(part.locator("figure svg").first).to_be_visible()
    expect(part.locator("figure table").first).to_be_visible()
    expect(part.locator(".source").first).to_contain_text("vademecum adapt ladder")
    expect(page.locator("#adaptation-matrix .vm-measured")).to_be_visible(timeout=WAIT_MS)


def test_evidence_of_another_field_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator("button[role=tab][data-tab-id=evidence]").click()
    body = page.locator("#evidence-body .vm-measured")
    body.wait_for(timeout=WAIT_MS)
    page.locator("[role=tabpanel]:visible").get_by_role("radio", name="Law", exact=True).check(
        force=True
    )
    expect(body.locator(".source").first).to_contain_text("--domain law", timeout=WAIT_MS)
    expect(body.locator(".scroll").first).to_have_attribute("tabindex", "0")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    worst = body.locator("details", has=page.locator(".item")).first
    worst.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(worst.locator(".item").first).to_be_visible()
