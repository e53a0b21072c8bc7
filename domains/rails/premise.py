"""A false premise: a question that rests on a text which was replaced or repealed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from vademecum.retrieval.types import Document, Hit

from .currency import is_current, is_named, marks_of
from .fold import fold

FIGURE = re.compile(r"(?<![\w.])\d+(?:[.,/]\d+)*(?![\w])")
NAME = re.compile(r"\b\d+/\d+\b")


def premises(question: str, hits: Sequence[Hit], today: date) -> tuple[str, ...]:
    """Say which texts no longer in force the question rests on, and what replaced them.

    It rests on one if it names its number (95/46), or if it holds a figure that stands there and
    in no text in force that was found. A question that asks for the old text is left alone.
    """
    replaced = [
        hit
        for hit in hits
        if not is_current(hit.document, today) and not is_named(hit.document, question)
    ]
    if not replaced:
        return ()
    titles = {hit.document.id: hit.document.title for hit in hits}
    current = " ".join(
        f"{h.document.title} {h.passage.text}" for h in hits if is_current(h.document, today)
    )
    in_force = _figures(current)
    asked = _figures(question)
    found: dict[str, str] = {}
    for hit in replaced:
        document = hit.document
        figures = asked & _figures(hit.passage.text)
        if not _is_cited(document, question) and not (figures - in_force and current):
            continue
        marks = ", ".join(marks_of(document, today, titles))
        found[document.id] = f"“{document.title}” is no longer the rule ({marks})"
    return tuple(found.values())


def _is_cited(document: Document, question: str) -> bool:
    name = fold(f"{document.citation or ''} {document.title}").text
    return bool(set(NAME.findall(name)) & set(NAME.findall(fold(question).text)))


def _figures(text: str) -> set[str]:
    return set(FIGURE.findall(fold(text).text))
