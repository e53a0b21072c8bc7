"""Latency: rails are fast on a question, and linear in hostile text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import process_time
from timeit import timeit

import pytest

from vademecum.domains.education import EDUCATION
from vademecum.domains.guard import check_text
from vademecum.domains.healthcare import HEALTHCARE
from vademecum.domains.law import LAW
from vademecum.domains.rails.identifiers import find_identifiers
from vademecum.domains.testing import subject_of

DOMAINS = (HEALTHCARE, LAW, EDUCATION)
HOSTILE = {
    "letters": "a" * 100_000,
    "spaces": " " * 100_000,
    "digits": "1" * 100_000,
    "words": "my chest " * 11_000,
    "names": "Mr Ann Smith " * 7_700,
    "signs": "3x + " * 20_000,
    "dots": "a." * 50_000,
}
FLOOR_S = 0.05
"""What takes less is not compared: the clock of the processor is coarse."""
MOST = 3.0
"""Twice the text takes twice the time of a linear rail, four times that of a quadratic one."""


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda d: d.name)
def test_a_question_takes_less_than_fifty_milliseconds(domain: object) -> None:
    text = "my father has crushing chest pain and his left arm is numb"
    assert isinstance(domain, type(HEALTHCARE))
    check_text(domain, text)
    assert check_text(domain, text).latency_ms < 50


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("domain", DOMAINS, ids=lambda d: d.name)
def test_each_rail_is_linear(domain: object, text: str) -> None:
    assert isinstance(domain, type(HEALTHCARE))
    whole, half = subject_of(text), subject_of(text[: len(text) // 2])
    assert whole.folded.text
    assert half.folded.text
    slow = [
        rail.id
        for rail in domain.rails
        if not _is_linear(partial(rail.check, whole), partial(rail.check, half))
    ]
    assert not slow


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_identifiers_are_linear(text: str) -> None:
    find_identifiers("Ann Smith")
    half = text[: len(text) // 2]
    assert _is_linear(partial(find_identifiers, text), partial(find_identifiers, half))


def _is_linear(whole: Callable[[], object], half: Callable[[], object]) -> bool:
    """Tell whether one of five comparisons shows linear work: other jobs share the machine."""
    return any(
        (seconds := _time(whole)) <= FLOOR_S or seconds <= MOST * _time(half) for _ in range(5)
    )


def _time(call: Callable[[], object]) -> float:
    """Return the processor time of a call without collecting garbage."""
    return timeit(call, timer=process_time, number=1)
