"""A synthetic note: its text, what identifies somebody in it and what must be left standing."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from pydantic import model_validator

from vademecum.retrieval.types import Noun

from ...tasks.identifiers import Identifier, MarkedText

Fate = Literal["plain", "identifier", "keep", "undecided"]


class Piece(Noun):
    """A stretch of a note: ``kind`` is the type of its span, if its fate gives it one."""

    text: str
    fate: Fate = "plain"
    kind: str = ""


class SyntheticNote(MarkedText):
    """A text with three lists of spans that do not overlap, each in the order of the text.

    ``spans`` must be hidden and ``keep`` must not be; ``undecided`` (a weekday, a hospital's name,
    the date of a hearing) may go either way and should count neither for nor against a redactor.
    ``frame`` names the kind of note, and so does ``group``: notes of one frame read alike.
    """

    frame: str
    keep: tuple[Identifier, ...] = ()
    undecided: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _spans_are_apart(self) -> SyntheticNote:
        ordered = sorted((*self.spans, *self.keep, *self.undecided), key=lambda s: s.start)
        for span in ordered:
            if self.text[span.start : span.end] != span.text:
                raise ValueError(f"{span.start}:{span.end} does not read {span.text!r}")
        for one, other in pairwise(ordered):
            if one.end > other.start:
                raise ValueError(f"{one.text!r} and {other.text!r} overlap")
        return self


def assemble(identity: str, frame: str, text: str, pieces: tuple[Piece, ...]) -> SyntheticNote:
    """Build a note from its pieces; ``text`` is as long as they are and may differ in white space.

    Spans are read from ``text``; white space at their ends is left outside.
    """
    found: dict[Fate, list[Identifier]] = {"identifier": [], "keep": [], "undecided": []}
    at = 0
    for piece in pieces:
        start, at = at, at + len(piece.text)
        inner = text[start:at]
        if piece.fate == "plain" or not inner.strip():
            continue
        start += len(inner) - len(inner.lstrip())
        inner = inner.strip()
        span = Identifier(type=piece.kind, start=start, end=start + len(inner), text=inner)
        found[piece.fate].append(span)
    return SyntheticNote(
        id=identity,
        frame=frame,
        group=frame,
        text=text,
        spans=tuple(found["identifier"]),
        keep=tuple(found["keep"]),
        undecided=tuple(found["undecided"]),
    )
