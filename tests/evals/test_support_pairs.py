"""Pairs come as twins, of documents of one half, in balance and the same again."""

from __future__ import annotations

from collections import Counter

import pytest

from vademecum.evals.data import data_home
from vademecum.evals.halves import half_of
from vademecum.evals.items import Item
from vademecum.evals.questions import GoldSpan
from vademecum.evals.sets.tuning import documents_for_tuning, read_for_tuning
from vademecum.evals.support_pairs import KINDS, SupportPair, support_pairs
from vademecum.retrieval.types import Document

SENTENCE = "The landlord must return the deposit within {n} days after Mr Hill leaves {place}."
TEXT = (
    "The lease of {place} is signed by the owners of the house. {sentence} "
    "The house in {place} is not heated by the owners in 1998 during the summer. "
    "Nobody else has a key to the cellar, and Anna keeps it."
)


def sample(number: int) -> tuple[Item, Document]:
    place = ("Rome", "Oslo", "Bonn", "Lima")[number % 4]
    sentence = SENTENCE.format(n=10 + number, place=place)
    text = TEXT.format(sentence=sentence, place=place)
    start = text.index(sentence)
    gold = GoldSpan(
        document_id=f"d{number}", quote=sentence, start=start, end=start + len(sentence)
    )
    use = "tune" if half_of(f"d{number}") == "dev" else "report"
    item = Item(id=f"q{number}", text="When is the deposit due?", use=use, gold=(gold,))
    return item, Document(id=f"d{number}", title="Lease", text=text)


MADE = [sample(number) for number in range(24)]
ITEMS, DOCUMENTS = [item for item, _ in MADE], [document for _, document in MADE]


def twins(pairs: tuple[SupportPair, ...]) -> list[tuple[SupportPair, SupportPair]]:
    return list(zip(pairs[::2], pairs[1::2], strict=True))


def test_twins_differ_in_one_fault_and_share_the_rest() -> None:
    pairs = support_pairs("leases", ITEMS, DOCUMENTS, "tune")
    assert {pair.kind for pair in pairs} >= {"number", "negation"}
    for true, false in twins(pairs):
        assert (true.supported, false.supported) == (True, False)
        assert true.claim != false.claim
        assert (true.kind, true.passage) == (false.kind, false.passage)
        assert half_of(true.document_id) == "dev"
    assert len({pair.id for pair in pairs}) == len(pairs)


def test_negations_come_as_often_as_they_go() -> None:
    pairs = support_pairs("leases", ITEMS, DOCUMENTS, "report")
    negated = [
        ("not" in true.claim, "not" in false.claim)
        for true, false in twins(pairs)
        if true.kind == "negation"
    ]
    assert len(negated) >= 2
    assert Counter(negated) == {(True, False): len(negated) / 2, (False, True): len(negated) / 2}


def test_the_same_again_and_nothing_of_the_other_use() -> None:
    pairs = support_pairs("leases", ITEMS, DOCUMENTS, "tune")
    assert support_pairs("leases", ITEMS, DOCUMENTS, "tune") == pairs
    only = [item for item in ITEMS if item.use == "report"]
    assert support_pairs("leases", only, DOCUMENTS, "tune") == ()


@pytest.mark.data
def test_a_public_set_gives_every_kind() -> None:
    root = data_home()
    items = read_for_tuning(root, "fairytaleqa")[:1500]
    pairs = support_pairs("fairytaleqa", items, documents_for_tuning(root, "fairytaleqa"), "tune")
    assert {pair.kind for pair in pairs} == set(KINDS)
    assert all(len(pair.passage) <= 1000 for pair in pairs)
    verbatim = [pair for pair in pairs if pair.claim in pair.passage]
    assert not any(not pair.supported for pair in verbatim)
    assert len(verbatim) < len(pairs) / 3
