"""The GDPR with the concepts that GDPRtEXT links to its provisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ..halves import PARAPHRASE
from .folder import Judged, new_folder, write_beir
from .origins import origin
from .source import read_lines

ORIGIN: Final = origin("gdpr")


def convert_gdpr(src: Path, dst: Path) -> None:
    """Write articles and recitals; main judgements: the concept questions in their first wording.

    Kinds: ``concept``, ``paraphrase`` (the same in other words, id + ``#paraphrase``),
    ``definition`` (Article 4).
    """
    corpus = [
        (record["doc_id"], record["title"], record["text"])
        for record in read_lines(src, "documents", "doc_id", "title", "text")
    ]
    questions = list(_questions(src))
    with new_folder(dst) as folder:
        write_beir(folder, corpus, questions, "concept", ORIGIN)


def _questions(src: Path) -> Iterator[Judged]:
    for record in read_lines(src, "questions", "qid", "kind", "question", "gold_doc_ids"):
        identity, gold = record["qid"], tuple(record["gold_doc_ids"])
        yield Judged(id=identity, text=record["question"], gold=gold, kind=record["kind"])
        if record["kind"] == "concept" and _has_paraphrase(record):
            text = record["paraphrase"]
            yield Judged(id=f"{identity}{PARAPHRASE}", text=text, gold=gold, kind="paraphrase")


def _has_paraphrase(record: dict[str, Any]) -> bool:
    return isinstance(record.get("paraphrase"), str) and bool(record["paraphrase"].strip())
