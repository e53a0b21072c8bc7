"""Seven titles of the D.C. Code with definition questions and headings to find by."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .folder import Judged, new_folder, reworded, write_beir
from .origins import origin
from .source import read_lines

ORIGIN: Final = origin("dc_code")
HEADING: Final = "heading_known_item"


def convert_dc_code(src: Path, dst: Path) -> None:
    """Write the definition questions to ``dst`` and the headings to ``dst/headings``.

    Definitions that the project asks in its own words are a kind beside them, ``reworded``. A
    heading is the title of the section that it must find, so the second folder has empty
    titles.
    """
    corpus = [
        (record["doc_id"], record["title"], record["text"])
        for record in read_lines(src, "documents", "doc_id", "title", "text")
    ]
    questions = [
        Judged(
            id=record["qid"],
            text=record["question"],
            gold=tuple(record["gold_doc_ids"]),
            kind=record["kind"],
        )
        for record in read_lines(src, "questions", "qid", "kind", "question", "gold_doc_ids")
    ]
    definitions = [question for question in questions if question.kind != HEADING]
    headings = [question for question in questions if question.kind == HEADING]
    untitled = [(identity, "", text) for identity, _, text in corpus]
    with new_folder(dst) as folder:
        asked = definitions + reworded("dc_code", definitions)
        write_beir(folder, corpus, asked, "definition", ORIGIN)
        if headings:
            write_beir(folder / "headings", untitled, headings, HEADING, ORIGIN)
