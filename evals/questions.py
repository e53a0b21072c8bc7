"""The questions that a domain wrote for itself, with the spans that answer them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError, model_validator

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import read_json_lines
from vademecum.retrieval.types import Access, Noun, Query

from .halves import Part, is_in

M = TypeVar("M", bound=BaseModel)


class GoldSpan(Noun):
    """Characters of a document that answer a question."""

    document_id: str
    quote: str
    start: int
    end: int

    def overlaps(self, document_id: str, start: int, end: int) -> bool:
        """Tell whether a span of some document shares a character with this one."""
        return document_id == self.document_id and start < self.end and end > self.start


class Question(Noun):
    """One line of ``evalsets/questions.jsonl``."""

    id: str
    question: str
    answerable: bool
    gold: tuple[GoldSpan, ...] = ()
    answer: str | None = None
    as_of: date | None = None
    jurisdiction: str | None = None
    audience: str | None = None

    @model_validator(mode="after")
    def _answerable_has_gold(self) -> Question:
        if self.answerable != bool(self.gold):
            raise ValueError("a question has gold spans if and only if it is answerable")
        return self

    def query(self, allow: Access, k: int = 10) -> Query:
        """Ask this question as a person with the access ``allow``."""
        return Query(
            text=self.question,
            allow=allow,
            as_of=self.as_of,
            jurisdiction=self.jurisdiction,
            audience=self.audience,
            k=k,
        )


def read_questions(path: Path, part: Part = "all") -> tuple[Question, ...]:
    """Read the questions of one half; raise InvalidInput, naming file and line, at a bad one."""
    return tuple(q for q in read_models(Question, path) if is_in(q.id, part))


def read_models(model: type[M], path: Path) -> tuple[M, ...]:
    """Read every line of a JSON-lines file as ``model``; raise InvalidInput at the first bad one.

    Where the model has an ``id``, no two lines may share it.
    """
    if not path.is_file():
        raise InvalidInput(f"{path}: missing")
    models: list[M] = []
    seen: set[object] = set()
    for number, record in read_json_lines(path):
        try:
            item = model.model_validate(record)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the line"
            raise InvalidInput(f"{path}:{number}: {where}: {first['msg']}") from None
        identity = getattr(item, "id", "")
        if identity and identity in seen:
            raise InvalidInput(f"{path}:{number}: the id {identity!r} occurs twice")
        seen.add(identity)
        models.append(item)
    return tuple(models)


def check_gold(questions: Iterable[Question], text_of: Callable[[str], str | None]) -> None:
    """Raise InvalidInput, naming the first, if gold spans are not what the documents say."""
    stale = [
        f"{question.id} in {span.document_id}"
        for question in questions
        for span in question.gold
        if (text := text_of(span.document_id)) is None or text[span.start : span.end] != span.quote
    ]
    if stale:
        raise InvalidInput(
            f"{len(stale)} gold spans do not stand in the library, first {stale[0]}; "
            "ingest the documents of this set, or mend its offsets"
        )
