"""Sets with one kind of question, which need no more than their fields renamed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .folder import Judged, Origin, new_folder, write_beir
from .source import read_lines

KIND: Final = "question"
XQUAD_EN: Final = Origin(
    name="xquad_en",
    licence="CC BY-SA 4.0",
    citation="Artetxe et al. 2020 (XQuAD); Rajpurkar et al. 2016 (SQuAD)",
    source="github.com/deepmind/xquad (xquad.en.json, 60cac41)",
)
ENTAILMENTBANK: Final = Origin(
    name="entailmentbank",
    licence="Apache-2.0 (repository)",
    citation="Dalvi et al. 2021, Explaining Answers with Entailment Trees, EMNLP",
    source="github.com/allenai/entailment_bank (entailment_trees_emnlp2021_data_v2, daac2fd)",
)
QED_DEV: Final = Origin(
    name="qed_dev",
    licence="text CC BY-SA 3.0 and GFDL (Wikipedia)",
    citation="Lamm et al. 2021, QED: A Framework and Dataset for Explanations in QA, TACL",
    source="github.com/google-research-datasets/QED (qed-dev.jsonlines)",
)
COVID_QA: Final = Origin(
    name="covid_qa",
    licence="annotations Apache-2.0; article texts CC BY",
    citation="Moeller et al. 2020, COVID-QA, NLP COVID-19 Workshop at ACL",
    source="github.com/deepset-ai/COVID-QA (200423_covidQA.json, fb2eb5e)",
)


def convert_xquad_en(src: Path, dst: Path) -> None:
    """Write the paragraphs and questions of XQuAD, English part."""
    _convert(src, dst, XQUAD_EN)


def convert_entailmentbank(src: Path, dst: Path) -> None:
    """Write WorldTree facts and the questions of EntailmentBank, with their ``split``."""
    _convert(src, dst, ENTAILMENTBANK)


def convert_qed_dev(src: Path, dst: Path) -> None:
    """Write the paragraphs of QED and its questions."""
    _convert(src, dst, QED_DEV)


def convert_covid_qa(src: Path, dst: Path) -> None:
    """Write the articles of COVID-QA and its questions."""
    fields = ("_id", "text", "gold_doc_ids")
    _convert(src, dst, COVID_QA, documents=("corpus", "_id"), questions=("queries", *fields))


def _convert(
    src: Path,
    dst: Path,
    origin: Origin,
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
        write_beir(folder, corpus, judged, KIND, origin)
