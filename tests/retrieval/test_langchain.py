"""The straight line and the search, seen from LangChain."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import ValidationError

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.langchain import VademecumRetriever, as_runnable
from vademecum.retrieval.pipeline import Engine
from vademecum.retrieval.testing.fakes import (
    ListSearch,
    MemoryAudit,
    OpenPolicy,
    QuoteGenerator,
    hit,
    text_of,
)
from vademecum.retrieval.types import Access, Answer, Query, Refusal

OPEN = hit("A bond is a loan.", document_text="Intro. A bond is a loan.", document_id="bond")
SECRET = hit("Matter A settles for 5.", document_id="secret", groups=("matter-a",))
SEARCH = ListSearch((SECRET, OPEN))
ENGINE = Engine(SEARCH, QuoteGenerator(), MemoryAudit(), text_of((SECRET, OPEN)))
PUBLIC = Access.of("public")


def test_the_retriever_gives_documents_with_their_places() -> None:
    (found,) = VademecumRetriever(searcher=SEARCH, allow=PUBLIC).invoke("bond")
    assert found.page_content == "A bond is a loan."
    assert found.metadata == {
        "document_id": "bond",
        "passage_id": "bond#7",
        "title": "A title",
        "source": "bond",
        "start": 7,
        "end": 24,
        "score": 1.0,
    }


def test_the_retriever_needs_an_access() -> None:
    with pytest.raises(ValidationError, match="allow"):
        VademecumRetriever(searcher=SEARCH)  # type: ignore[call-arg]


def test_the_retriever_finds_what_its_access_allows() -> None:
    both = VademecumRetriever(searcher=SEARCH, allow=Access.of("public", "matter-a"))
    assert [d.metadata["document_id"] for d in both.invoke("x")] == ["secret", "bond"]
    assert VademecumRetriever(searcher=SEARCH, allow=Access.of()).invoke("x") == []
    assert len(both.model_copy(update={"k": 1}).invoke("x")) == 1


@pytest.mark.parametrize(
    "question",
    [
        "What is a bond?",
        {"text": "What is a bond?"},
        {"question": "What is a bond?", "k": 3},
        Query(text="What is a bond?", allow=PUBLIC),
    ],
)
def test_the_runnable_answers(question: str | dict[str, object] | Query) -> None:
    answer = as_runnable(ENGINE, OpenPolicy(), allow=PUBLIC).invoke(question)
    assert isinstance(answer, Answer)
    assert answer.text == "A bond is a loan."
    assert answer.receipt


def test_the_runnable_refuses_with_a_value() -> None:
    assert isinstance(as_runnable(ENGINE, OpenPolicy(), allow=Access.of()).invoke("x"), Refusal)


def test_the_runnable_composes() -> None:
    chain = as_runnable(ENGINE, OpenPolicy(), allow=PUBLIC) | (lambda answer: answer.text)
    assert chain.batch(["a", "b"]) == ["A bond is a loan."] * 2


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"text": "x", "allow": {"groups": ["matter-a"]}}, "cannot set 'allow'"),
        ({"text": "x", "mood": "sad"}, "mood"),
        ({}, "text"),
    ],
)
def test_a_mapping_cannot_widen_its_access(question: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        as_runnable(ENGINE, OpenPolicy(), allow=PUBLIC).invoke(question)


def test_the_core_loads_nothing_heavy() -> None:
    heavy = "torch transformers sentence_transformers peft faiss langchain_core gradio fastapi"
    code = (
        "import sys, vademecum.retrieval, vademecum.retrieval.pipeline, "
        "vademecum.retrieval.testing.fakes, vademecum.retrieval.generators.chat\n"
        f"sys.stdout.write(' '.join(m for m in {heavy.split()!r} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ""
