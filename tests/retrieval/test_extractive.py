from __future__ import annotations

import pytest

from vademecum.retrieval import Access, Context, Query
from vademecum.retrieval.analysis import Analyzer
from vademecum.retrieval.generators.extractive import ExtractiveGenerator
from vademecum.retrieval.testing.contracts import GeneratorContract
from vademecum.retrieval.testing.fakes import hit


def generator(**limits: int) -> ExtractiveGenerator:
    return ExtractiveGenerator(Analyzer().terms, lambda term: 1.0, **limits)


class TestExtractiveGenerator(GeneratorContract):
    @pytest.fixture
    def generator(self) -> ExtractiveGenerator:
        return generator()


def answer(question: str, *texts: str, **limits: int) -> list[str]:
    hits = tuple(hit(text, document_id=f"d{n}") for n, text in enumerate(texts))
    query = Query(text=question, allow=Access.of("public"))
    return [c.text for c in generator(**limits).generate(query, Context(hits=hits)).claims]


def test_the_sentence_with_the_words_of_the_question_comes() -> None:
    text = "Water is wet and cold. Fever in infants needs a doctor. Grass is green in spring."
    assert answer("fever in infants", text, max_claims=1) == ["Fever in infants needs a doctor."]


def test_the_best_sentence_comes_first_and_the_others_as_they_stand() -> None:
    text = (
        "The bridge was built of stone by the town. The bridge was closed in March 1887. "
        "The bridge is long."
    )
    claims = answer("when was the bridge closed", text)
    assert claims[0] == "The bridge was closed in March 1887."
    assert len(answer("when was the bridge closed", text, max_claims=1)) == 1


def test_headings_and_fragments_are_no_answers() -> None:
    assert answer("fever", "## Fever in infants\nFever: yes.") == []


def test_the_same_sentence_of_two_documents_comes_once() -> None:
    text = "Fever in infants needs a doctor."
    assert answer("fever in infants", text, text) == [text]


def test_an_empty_context_gives_an_empty_draft() -> None:
    assert answer("fever") == []
