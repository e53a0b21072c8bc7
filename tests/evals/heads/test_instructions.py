"""Instructions to people: enough of them, in two halves that never meet."""

from __future__ import annotations

import random

from vademecum.evals.heads.instructions import (
    instructions,
    lists_of_advice,
    single_sentences,
    slices,
)
from vademecum.evals.heads.orders import written_advice


def test_the_halves_share_no_passage_and_hold_enough() -> None:
    trains, measures = instructions("dev"), instructions("test")
    assert not {text for _, text in trains} & {text for _, text in measures}
    assert len(trains) + len(measures) >= 150
    assert sum(len(single_sentences(text)) for _, text in trains + measures) >= 900


def test_slices_are_stretches_of_the_passage() -> None:
    text = "Wash it. Dry it. Cover it. Call 111 if it bleeds. Rest."
    parts = list(slices(random.Random(1), text))
    assert parts
    assert all(part in text and part.endswith(".") for part in parts)


def test_advice_is_whole_sentences() -> None:
    sentences = [sentence for kind in written_advice() for sentence in kind]
    assert len(sentences) > 1000
    assert not [s for s in sentences if "{" in s or not s.rstrip().endswith((".", "?"))]
    assert len({name for name, _ in lists_of_advice(random.Random(1))}) > 1000
