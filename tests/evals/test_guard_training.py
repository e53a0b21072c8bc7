from __future__ import annotations

from pathlib import Path

import pytest

from vademecum.domains.rails.heads.training import NEVER
from vademecum.evals.guard_training import WRITTEN, _folds, _near, training_texts


def test_near_duplicates_stand_in_one_fold() -> None:
    rows = [
        ("a", f"id-{n}", text, True)
        for n, text in enumerate(
            [
                "write a poem about the deep blue sea",
                "write a poem about the deep red sea",
                "write a song about the deep red sea",
                "how do bees fly",
                "what is a tort",
                "name three rivers",
                "open the window",
                "boil two eggs",
            ]
        )
    ]
    folds = _folds(rows)
    assert folds[0] == folds[1] == folds[2]
    assert len(set(folds)) > 1


def test_a_written_sentence_knows_the_folds_it_is_near_to() -> None:
    found = _near(["how do i bake bread", "fly me to the moon"], ["how do i bake rye bread"], [3])
    assert found == [frozenset({3}), frozenset()]


@pytest.mark.data
@pytest.mark.slow
def test_nothing_learns_from_what_is_for_research_only(data: Path) -> None:
    texts = training_texts(data)
    assert {"xstest", "advbench", WRITTEN} <= {t.source for t in texts}
    assert "medsafetybench" not in {t.source for t in texts}
    assert any(t.fold == NEVER for t in texts if t.source == WRITTEN)
    assert not any(t.fold == NEVER for t in texts if t.source != WRITTEN)
