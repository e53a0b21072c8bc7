"""What superseding makes of the dates of two documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from vademecum.apps.intake import superseded
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document


def document(name: str, **fields: Any) -> Document:
    return Document(id=name, title=name, text="Words.", **fields)


def test_what_was_repealed_before_does_not_come_into_force_again() -> None:
    repealed = document("a", effective_to=date(2024, 2, 29))
    old, new = superseded(repealed, document("n"), date(2026, 1, 1))
    assert (old.effective_to, new.effective_from) == (date(2024, 2, 29), date(2026, 1, 1))
    later = document("a", effective_to=date(2030, 1, 1))
    assert superseded(later, document("n"), date(2026, 1, 1))[0].effective_to == date(2025, 12, 31)


def test_one_document_takes_the_place_of_two_at_different_times() -> None:
    a, n = superseded(document("a"), document("n"), date(2026, 1, 1))
    b, n = superseded(document("b"), n, date(2027, 1, 1))
    for day in (date(2025, 12, 31), date(2026, 6, 1), date(2027, 1, 1)):
        assert a.is_in_force(day) or n.is_in_force(day)
    assert b.effective_to == date(2026, 12, 31)
    assert (n.supersedes, n.effective_from) == ("b", date(2026, 1, 1))


@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2027, 1, 1)])
def test_the_day_of_the_same_two_can_be_corrected(day: date) -> None:
    a, n = superseded(document("a"), document("n"), date(2026, 1, 1))
    a, n = superseded(a, n, day)
    assert n.effective_from == day
    assert a.is_in_force(day) is False
    assert a.effective_to is not None
    assert (day - a.effective_to).days == 1


def test_nothing_takes_a_place_after_its_own_end() -> None:
    ended = document("n", effective_to=date(2025, 12, 31))
    with pytest.raises(InvalidInput, match="n ends on 2025-12-31"):
        superseded(document("a"), ended, date(2026, 1, 1))
