"""Sets with one kind of question, which need no more than their fields renamed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .folder import Judged, new_folder, write_beir
from .origins import origin
from .source import read_lines

KIND: Final = "question"


def convert_xquad_en(src: Path, dst: Path) -> None:
    """Write the paragraphs and questions of XQuAD, English part."""
    _convert(src, dst, "xquad_en")


def convert_entailmentbank(src: Path, dst: Path) -> None:
    """Write WorldTree facts and the questions of EntailmentBank, with their ``split``."""
    _convert(src, dst, "entailmentbank")


def convert_qed_dev(src: Path, dst: Path) -> None:
    """Write the paragraphs of QED and its questions."""
    _convert(src, dst, "qed_dev")


def convert_covid_qa(src: Path, dst: Path) -> None:
    """Write the articles of COVID-QA and its questions."""
    fields = ("_id", "text", "gold_doc_ids")
    _convert(src, dst, "covid_qa", documents=("corpus", "_id"), questions=("queries", *fields))


def convert_legalbench_rag_mini(src: Path, dst: Path) -> None:
    """Write the agreements and policies of LegalBench-RAG mini and its questions."""
    _convert(src, dst, "legalbench_rag_mini")


def _convert(
    src: Path,
    dst: Path,
    name: str,
    documents: tuple[str, str] = ("documents", "doc_id"),
    questions: tuple[str, str, str, str] = ("questions", "qid", "question", "gold_doc_ids"),
) -> None:
    """Convert, given the names of the two files and of their fields for id, text and gold."""
    file, identity = documents
    corpus = [
        (record[identity], str(record.get("title") or ""), record["text"])
        for record in read_lines(src, file, identity, "text")
    ]
    file, identity, text, gold = questions
    judged = [
        Judged(
            id=record[identity],
            text=record[text],
            gold=tuple(record[gold]),
            kind=KIND,
            split=record.get("split"),
        )
        for record in read_lines(src, file, identity, text, gold)
    ]
    with new_folder(dst) as folder:
        write_beir(folder, corpus, judged, KIND, origin(name))
