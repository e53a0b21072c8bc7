"""The evaluation report in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from vademecum.evals.html import html_report
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import EvalResult, ItemResult, ItemTexts, Metric

pytestmark = pytest.mark.browser
Opened = Callable[..., AbstractContextManager[Page]]
FIGURE = Metric(value=0.5, low=0.4, high=0.6)
WIDE = {f"a baseline with a long name, number {i}": {"nDCG@10": FIGURE} for i in range(6)}
RUN = EvalResult(
    task="retrieval",
    domain="healthcare",
    metrics={"nDCG@10": FIGURE, "nDCG@10/kind=" + "x" * 80: FIGURE},
    baselines=WIDE,
    differences=WIDE,
    manifest=RunManifest(
        data="set", code="0", python="3.11", cpus=2, date=date(2026, 11, 24), encoder="e" * 90
    ),
    items=(
        ItemResult(
            id="q" * 90,
            values={"nDCG@10": 0.0},
            texts=ItemTexts(question="w" * 300, expected="<script>document.title='hit'</script>"),
        ),
    ),
    curves={"risk_coverage/ours": ((0.0, 0.0), (1.0, 0.5))},
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_report_fits_and_asks_for_nothing(written: Opened, width: int, scheme: str) -> None:
    with written(html_report([RUN]), width, scheme) as page:
        assert page.title() == "Evaluation report"
        ink = page.evaluate("getComputedStyle(document.querySelector('svg text')).fill")
        assert ink == ("rgb(230, 233, 236)" if scheme == "dark" else "rgb(26, 31, 36)")


def test_failures_open_from_the_keyboard(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(html_report([RUN]), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the runs"
    page.locator("details.item summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("details.item .text").first.is_visible()
    page.close()
