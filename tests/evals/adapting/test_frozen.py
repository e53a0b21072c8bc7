from __future__ import annotations

import pytest
import torch

from vademecum.evals.adapting.frozen import FrozenCollection
from vademecum.evals.items import Item
from vademecum.evals.questions import GoldSpan
from vademecum.retrieval import Access, Query
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.search import HybridSearch

from .conftest import CORPUS

QUESTIONS = ["When is a breach told?", 'What does "sonnet" mean?', "how do cells get energy"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_documents_score_as_search_scores_them(
    question: str, search: HybridSearch, collection: FrozenCollection, encoder: SentenceEncoder
) -> None:
    query = Query(text=question, allow=Access.of("public"))
    expected = dict(search.search_documents(query, len(CORPUS)))
    vector = torch.from_numpy(collection.asked(question).vector(encoder))[None]
    words = torch.from_numpy(collection.lexical(question, None))[None]
    found = collection.scores(vector, words, collection.scope(None))[0]
    for name in CORPUS:
        (unit,), _ = collection.units_of(Item(id="q", text=question, use="tune", documents=(name,)))
        assert float(found[unit]) == pytest.approx(expected[name], abs=2e-3)


def test_passages_of_one_document_are_units_of_their_own(
    search: HybridSearch, collection: FrozenCollection, encoder: SentenceEncoder
) -> None:
    gold = GoldSpan(document_id="fever", quote="cool bath", start=43, end=52)
    assert CORPUS["fever"][43:52] == "cool bath"
    item = Item(id="q", text="cool bath", use="tune", gold=(gold,), within="fever")
    right, fine = collection.units_of(item)
    scope = collection.scope("fever")
    query = Query(text="cool bath", allow=Access.of("fever"))
    hits = search.search(query)
    assert scope.count == len(hits)
    assert fine == set()
    ordered = sorted(hits, key=lambda hit: hit.passage.start)
    assert right == {n for n, hit in enumerate(ordered) if "cool bath" in hit.passage.text}


def test_other_right_documents_do_not_count_against_a_question(
    collection: FrozenCollection,
) -> None:
    item = Item(id="q", text="x", use="tune", documents=("rent",), acceptable=("rent", "will"))
    right, fine = collection.units_of(item)
    assert len(right) == len(fine) == 1
    assert right.isdisjoint(fine)
