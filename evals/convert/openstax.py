"""Four OpenStax textbooks with the review questions and glossary terms of their sections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from vademecum.retrieval.errors import InvalidInput

from .folder import Judged, new_folder, write_beir
from .origins import origin
from .source import find_lines, read_lines

ORIGIN: Final = origin("openstax")


def convert_openstax(src: Path, dst: Path, book: str | None = None) -> None:
    """Write sections; main judgements: the review questions, options appended to the choices.

    Kinds: ``review``, ``glossary``. ``book`` keeps the sections and questions of one book, by its
    title or by the first part of its document ids ("Psychology 2e", "psychology-2e").
    """
    records = list(read_lines(src, "documents", "doc_id", "book", "title", "text"))
    kept = [record for record in records if book is None or _is_of(record, book)]
    if not kept:
        names = ", ".join(sorted({record["book"] for record in records}))
        raise InvalidInput(f"{find_lines(src, 'documents')}: no book {book!r}; there is: {names}")
    corpus = [(record["doc_id"], record["title"], record["text"]) for record in kept]
    ids = {identity for identity, _, _ in corpus}
    everything = list(_questions(src))
    questions = [q for q in everything if book is None or ids.issuperset(q.gold)]
    with new_folder(dst) as folder:
        write_beir(folder, corpus, questions, "review", ORIGIN)


def with_options(record: dict[str, Any]) -> str:
    """Return a question and, if it is a multiple choice, its options: many ask nothing alone."""
    options = record.get("options")
    if record.get("type") != "multiple_choice" or not isinstance(options, list):
        return str(record["question"])
    return " ".join([record["question"], *map(str, options)])


def _is_of(record: dict[str, Any], book: str) -> bool:
    return book in {record["book"], record["doc_id"].partition("/")[0]}


def _questions(src: Path) -> Iterator[Judged]:
    needed = ("qid", "question", "gold_doc_ids")
    for name, kind in (("questions", "review"), ("glossary_questions", "glossary")):
        for record in read_lines(src, name, *needed):
            yield Judged(
                id=record["qid"],
                text=with_options(record),
                gold=tuple(record["gold_doc_ids"]),
                kind=kind,
            )
