"""The measuring of the demo in its small form: a real server, a real Chromium, few questions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from vademecum.apps.bench.demo import Load, measure_demo, memory_figures, prepared_home
from vademecum.domains import load_domain
from vademecum.evals.results import Metric
from vademecum.retrieval.library import Library

ANSWERED = "At what age does colorectal cancer screening start?"
STOPPED = "my father has crushing chest pain and his left arm is numb"


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(
    "VADEMECUM_BENCH" not in os.environ, reason="minutes; VADEMECUM_BENCH=1 runs it"
)
def test_the_demo_is_timed_in_the_page(browser: Browser, tmp_path: Path) -> None:
    domain = load_domain("healthcare")
    prepared_home(domain, Library(tmp_path / "empty"), tmp_path / "home")
    load = Load(starts=1, questions=3, sessions=2, load_questions=8)
    done: list[int] = []
    questions = [ANSWERED, STOPPED, ANSWERED]
    result = measure_demo(browser, domain, tmp_path / "home", questions, load, done.append)
    figures, seconds = result.figures, result.seconds
    assert (figures["questions"], figures["answered"]) == (3, 2)
    for first_s, whole_s in zip(seconds["first_sentence"], seconds["whole_reply"], strict=True):
        assert 0 < first_s <= whole_s
    assert seconds["first_http_answer_to_usable_page"][0] > 0
    assert [asked for asked, _ in result.memory_mib] == [0, 2, 4, 6, 8]
    assert all(50 < mib < 10_000 for _, mib in result.memory_mib)
    assert figures["warm_up_questions"] == 2
    assert done[-1] == load.steps == 12


@pytest.mark.parametrize(
    ("mib", "kib_per_question", "is_flat"),
    [
        ([500, 600, 600, 600, 600], 0.0, "yes"),
        ([500, 600, 640, 680, 720], 40 * 1024 / 100, "no"),
        ([500, 600, 602, 604, 606], 2 * 1024 / 100, "yes"),  # grows, but by one per cent
    ],
)
def test_growth_after_the_warm_up_is_told(
    mib: list[float], kib_per_question: float, is_flat: str
) -> None:
    figures = memory_figures([(100 * at, one) for at, one in enumerate(mib)], 100)
    slope = figures["memory_slope_kib_per_question"]
    assert isinstance(slope, Metric)
    assert slope.value == pytest.approx(kib_per_question)
    assert figures["memory_is_flat"] == is_flat
    assert (figures["memory_before_mib"], figures["memory_after_warm_up_mib"]) == (500, 600)
