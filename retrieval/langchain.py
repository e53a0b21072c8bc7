"""Offer search as a LangChain retriever, and the straight line as a LangChain runnable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import Field, ValidationError

from .errors import InvalidInput
from .pipeline import Engine, ask
from .protocols import Policy, Search
from .types import Access, Answer, Hit, Query, Refusal, SearchMode

Question: TypeAlias = str | Query | Mapping[str, Any]


class VademecumRetriever(BaseRetriever):
    """Retrieve passages as LangChain documents; ``allow`` says for whom and has no default."""

    searcher: Search
    allow: Access
    k: int = Field(default=10, ge=1, le=1000)
    mode: SearchMode = "hybrid"

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        asked = Query(text=query, allow=self.allow, k=self.k, mode=self.mode)
        return [_document(hit) for hit in self.searcher.search(asked)]


def as_runnable(
    engine: Engine, policy: Policy, *, allow: Access
) -> Runnable[Question, Answer | Refusal]:
    """Wrap ``ask`` for a LangChain chain.

    A text, or a mapping of ``Query`` fields (``question`` stands for ``text``), is asked with the
    access ``allow``; a mapping may not bring its own, since it may come from outside. A ``Query``
    is asked as it is. Raises InvalidInput.
    """

    def answer(question: Question) -> Answer | Refusal:
        return ask(_query(question, allow), engine, policy)

    return RunnableLambda(answer, name="vademecum")


def _query(question: Question, allow: Access) -> Query:
    if isinstance(question, Query):
        return question
    fields = {"text": question} if isinstance(question, str) else dict(question)
    if "allow" in fields:
        raise InvalidInput("a mapping cannot set 'allow'; pass a Query, or allow= to as_runnable")
    if "question" in fields:
        fields["text"] = fields.pop("question")
    try:
        return Query.model_validate({**fields, "allow": allow})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"not a question: {where}: {first['msg']}") from None


def _document(hit: Hit) -> LangChainDocument:
    return LangChainDocument(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={
            "document_id": hit.document.id,
            "passage_id": hit.passage.id,
            "title": hit.document.title,
            "source": hit.document.source,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": hit.score,
        },
    )
