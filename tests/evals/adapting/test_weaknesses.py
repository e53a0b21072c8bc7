from __future__ import annotations

from collections import Counter

import pytest

from vademecum.evals.adapting.weaknesses import (
    Probe,
    failed_probes,
    probe_kinds,
    probes,
    weakness_report,
)
from vademecum.evals.intervals import wilson
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.fakes import HashEncoder

ENCODE = HashEncoder().encode
EASY = Probe(id="x-1", kind="x", question="red apple", right="an apple", wrong="a stone")
HARD = Probe(id="x-2", kind="x", question="red apple", right="a pear", wrong="red apple pie")
EVEN = Probe(id="y-1", kind="y", question="red apple", right="apple red", wrong="red apple")


def test_there_are_twelve_different_probes_of_each_kind() -> None:
    counts = Counter(probe.kind for probe in probes())
    assert set(counts) == {
        "negation",
        "numbers",
        "names",
        "typos",
        "dialect",
        "word_order",
        "length",
    }
    assert min(counts.values()) >= 12
    assert len({(p.question, p.right, p.wrong) for p in probes()}) == len(probes())
    assert all(p.right != p.wrong and p.question for p in probes())
    assert all(kind.about for kind in probe_kinds())


def test_a_probe_fails_if_the_wrong_sentence_is_as_close_or_closer() -> None:
    assert failed_probes(ENCODE, ENCODE, [EASY, HARD, EVEN]) == {
        "x-1": False,
        "x-2": True,
        "y-1": True,
    }


def test_word_order_is_nothing_to_a_bag_of_words() -> None:
    swapped = [p for p in probes() if sorted(_words(p.right)) == sorted(_words(p.wrong))]
    assert len(swapped) >= 8
    assert all(failed_probes(ENCODE, ENCODE, swapped).values())


def test_each_kind_is_counted_for_each_system_beside_the_base() -> None:
    base = {"x-1": False, "x-2": True, "y-1": True}
    adapted = {"x-1": True, "x-2": False, "y-1": True}
    found = weakness_report({"base": base, "law": adapted}, [EASY, HARD, EVEN])
    rows = {(row.kind, row.system): row for row in found.rows}
    assert list(rows) == [("x", "base"), ("x", "law"), ("y", "base"), ("y", "law")]
    assert rows["x", "base"].rate == wilson(1, 2)
    assert rows["x", "base"].inheritance is None
    fates = rows["x", "law"].inheritance
    assert fates is not None
    assert fates.ids["repaired"] == ("x-2",)
    assert fates.ids["introduced"] == ("x-1",)
    with pytest.raises(InvalidInput, match="no system to probe"):
        weakness_report({})


def _words(text: str) -> list[str]:
    return text.lower().strip(".").split()
