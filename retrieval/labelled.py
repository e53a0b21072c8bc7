"""Labelled spans of a document: what annotators marked in its text, such as a contract's clauses.

They stand in an attribute, beside a text that stays as it is, so that their offsets hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from pydantic import model_validator

from .types import Document, Noun

SPANS: Final = "spans"
"""The attribute that holds them: a JSON array of ``[label, start, end]``."""


class LabelledSpan(Noun):
    """``text[start:end]`` of a document and what it is; offsets are characters, half-open."""

    label: str
    start: int
    end: int

    @model_validator(mode="after")
    def _holds_something(self) -> LabelledSpan:
        if not 0 <= self.start < self.end:
            raise ValueError(f"{self.label}: {self.start}:{self.end} holds nothing")
        return self


def spans_attribute(spans: Iterable[LabelledSpan]) -> str:
    """Return spans as the attribute ``SPANS`` holds them, each once, in the order of the text."""
    rows = {(span.start, span.end, span.label) for span in spans}
    listed = [[label, start, end] for start, end, label in sorted(rows)]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":")) if listed else ""


def labelled_spans(document: Document) -> tuple[LabelledSpan, ...]:
    """Return the labelled spans of a document, in the order of its text."""
    rows = json.loads(document.attributes.get(SPANS, "[]"))
    return tuple(LabelledSpan(label=label, start=start, end=end) for label, start, end in rows)
