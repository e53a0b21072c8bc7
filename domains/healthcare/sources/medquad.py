"""MedQuAD: a document for each topic page, a heading for each of its questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ...blocks import Blocks, elements, plain_xml, text_of

_BULLET: Final = re.compile(r"(?:\A|\s{2,})-\s+(?=\S)")
_BREAK: Final = re.compile(r"\n|\s{3,}")
_MARK: Final = " ?"


def read(raw: bytes, path: Path) -> Iterator[Document]:
    """Yield the topic page of one file; nothing where its answers were taken out."""
    root = plain_xml(raw)
    identity = root.get("id")
    if root.tag != "Document" or not identity:
        raise InvalidInput("not a file of MedQuAD: needs a Document with an id")
    blocks = Blocks({})
    for pair in elements(root, "QAPair"):
        question = text_of(pair.find("Question"))
        blocks.heading(2, question.removesuffix(_MARK).rstrip("?") + "?")
        _answer(
            blocks,
            "".join(answer.itertext()) if (answer := pair.find("Answer")) is not None else "",
        )
    title = text_of(root.find("Focus"))
    source, url = root.get("source") or "MedQuAD", root.get("url") or ""
    yield Document(
        id=f"medquad/{path.parent.name}/{identity}",
        title=title or identity,
        text=blocks.markdown,
        sources=(url,) if url else (),
        citation=", ".join(part for part in (title, source, url) if part),
        attributes={
            "synonyms": "; ".join(map(text_of, elements(root, "Synonym"))),
            "umls": "; ".join(map(text_of, elements(root, "CUI"))),
        },
    )


def _answer(blocks: Blocks, answer: str) -> None:
    """Write an answer; its items stand behind dashes in running text, wide gaps are breaks."""
    for part in _BREAK.split(_BULLET.sub("\n- ", answer)):
        line = part.strip()
        if line.startswith("- "):
            blocks.item(line[2:])
        else:
            blocks.text(line)
