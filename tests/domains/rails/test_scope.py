"""Out-of-scope questions: by rule, and by the head that knows the fields."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vademecum.domains.healthcare import HEALTHCARE
from vademecum.domains.law import LAW
from vademecum.domains.rails.heads.card import Card
from vademecum.domains.rails.heads.field import (
    FieldHead,
    load_field_head,
    save_field_head,
    scope_head,
)
from vademecum.domains.rails.rail import Rail, verdicts_of
from vademecum.domains.testing import subject_of


def scope_of(domain: object) -> Rail:
    return next(r for r in domain.rails if r.id == "scope")  # type: ignore[attr-defined]


def test_a_question_of_another_field_is_sent_away_by_the_head() -> None:
    assert verdicts_of(
        scope_of(HEALTHCARE), subject_of("Which chemical reaction makes polyethylene?")
    )


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        (HEALTHCARE, "Why do my ears ring after a concert?"),
        (HEALTHCARE, "How is sarcoidosis told apart from tuberculosis?"),
        (LAW, "May a neighbour cut the branches that hang over his fence?"),
        (LAW, "What must a notary check?"),
    ],
)
def test_a_question_of_the_field_passes_without_words_of_a_list(domain: object, text: str) -> None:
    assert not verdicts_of(scope_of(domain), subject_of(text))


def test_margin_and_file(tmp_path: Path) -> None:
    card = Card.model_validate(scope_head().card.model_dump() | {"outputs": ("a", "b")})
    head = FieldHead(
        card,
        "",
        weights=np.array([[1, 0], [0, 2]], dtype=np.float32),
        bias=np.array([0, 1], dtype=np.float32),
        thresholds=np.array([0.5, -1], dtype=np.float32),
    )
    path = tmp_path / "scope.safetensors"
    save_field_head(head, path)
    again = load_field_head(path)
    vector = np.array([0.25, -2], dtype=np.float32)
    assert again.margin(vector, "a") == pytest.approx(0.25)
    assert again.margin(vector, "b") == pytest.approx(-1 + 4 - 1)
