"""Cut a document into passages that fit the encoder, along its own structure.

A passage ends at a heading and at a sentence where it can, and keeps the path of headings it stands
under; neighbouring sections that fit together share one. No token is lost: a sentence longer than
the limit is cut at word boundaries.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from .sentences import sentence_spans
from .types import Document, Noun, Passage

TokenOffsets = Callable[[str], Sequence[tuple[int, int]]]
"""Return the (start, end) of every token of a text, special tokens not included, in order."""

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+)$", re.MULTILINE)
_WINDOW_TOKENS = 254
"""The base encoder reads 256 tokens, two of which are its own."""


class PassageSettings(Noun):
    """How long passages may be, in tokens, and what of the document is encoded with them."""

    max_tokens: int = 200
    overlap_sentences: int = 0
    title_in_vector: bool = True

    @property
    def stamp(self) -> str:
        """Name the settings: equal stamps cut equal documents equally."""
        return f"p3-{self.max_tokens}-{self.overlap_sentences}-{int(self.title_in_vector)}"


def heading_of(document: Document, section: Sequence[str]) -> str:
    """Return the line that is encoded and searched in front of a passage."""
    return " > ".join(part for part in (document.title, *section) if part)


def split(
    document: Document, token_offsets: TokenOffsets, settings: PassageSettings
) -> tuple[Passage, ...]:
    """Return the passages of ``document`` in reading order; none if it holds no word."""
    text = document.text
    tokens = token_offsets(text)
    starts = [start for start, _ in tokens]
    passages: list[Passage] = []
    for section, begin, end in _joined(sections(text), starts, settings.max_tokens):
        limit = settings.max_tokens
        if settings.title_in_vector:
            heading = len(token_offsets(heading_of(document, section)))
            limit = min(limit, _WINDOW_TOKENS - min(heading, _WINDOW_TOKENS // 2))
        units = _units(text, begin, end, starts, tokens, limit)
        for start, stop in _pack(units, starts, limit, settings.overlap_sentences):
            number = len(passages)
            passages.append(
                Passage(
                    id=f"{document.id}#{number}",
                    document_id=document.id,
                    start=start,
                    end=stop,
                    text=text[start:stop],
                    section=section,
                )
            )
    return tuple(passages)


def section_at(text: str, offset: int) -> tuple[str, ...]:
    """Return the path of headings above a character of a document."""
    path: tuple[str, ...] = ()
    for section, begin, _ in sections(text):
        if begin > offset:
            break
        path = section
    return path


def _joined(
    sections: Iterator[tuple[tuple[str, ...], int, int]], starts: Sequence[int], limit: int
) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Join neighbouring sections while they fit one passage; the path is what they share."""
    held: tuple[tuple[str, ...], int, int] | None = None
    for section, begin, end in sections:
        if held is not None and _tokens(starts, held[1], end) <= limit:
            shared = tuple(a for a, b in zip(held[0], section, strict=False) if a == b)
            held = (shared, held[1], end)
            continue
        if held is not None:
            yield held
        held = (section, begin, end)
    if held is not None:
        yield held


def encoded_text(
    document: Document, passage: Passage, token_offsets: TokenOffsets, settings: PassageSettings
) -> str:
    """Return the text whose vector stands for ``passage``: its heading line and its words."""
    if not settings.title_in_vector:
        return passage.text
    heading = heading_of(document, passage.section)
    offsets = token_offsets(heading)
    room = _WINDOW_TOKENS // 2
    if len(offsets) > room:
        heading = heading[: offsets[room - 1][1]]
    return f"{heading}\n{passage.text}" if heading else passage.text


def sections(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Yield (path of headings, start, end) of every part of a text that has words of its own."""
    path: list[tuple[int, str]] = []
    begin = 0
    for match in _HEADING.finditer(text):
        if text[begin : match.start()].strip():
            yield tuple(title for _, title in path), begin, match.start()
        level = len(match.group(1))
        path = [(depth, title) for depth, title in path if depth < level]
        path.append((level, _heading_text(match.group(2))))
        begin = match.end()
    if text[begin:].strip():
        yield tuple(title for _, title in path), begin, len(text)


def _heading_text(line: str) -> str:
    """Return a heading without the marks that may close it, in time linear in its length."""
    return line.rstrip(" \t").rstrip("#").rstrip(" \t") or line[:1]


def _units(
    text: str,
    begin: int,
    end: int,
    starts: Sequence[int],
    tokens: Sequence[tuple[int, int]],
    limit: int,
) -> Iterator[tuple[int, int]]:
    """Yield sentences; one with more than ``limit`` tokens is cut between words."""
    for start, stop in sentence_spans(text, begin, end):
        first, last = bisect_left(starts, start), bisect_left(starts, stop)
        while last - first > limit:
            cut = first + limit
            while cut > first + 1 and tokens[cut - 1][1] == starts[cut]:
                cut -= 1
            if cut == first + 1:
                cut = first + limit
            yield start, tokens[cut - 1][1]
            first, start = cut, starts[cut]
        yield start, stop


def _pack(
    units: Iterator[tuple[int, int]], starts: Sequence[int], limit: int, overlap: int
) -> Iterator[tuple[int, int]]:
    """Join consecutive units while they hold at most ``limit`` tokens."""
    group: list[tuple[int, int]] = []
    for unit in units:
        if group and _tokens(starts, group[0][0], unit[1]) > limit:
            yield group[0][0], group[-1][1]
            group = group[-overlap:] if overlap else []
            while group and _tokens(starts, group[0][0], unit[1]) > limit:
                group.pop(0)
        group.append(unit)
    if group:
        yield group[0][0], group[-1][1]


def _tokens(starts: Sequence[int], start: int, end: int) -> int:
    return bisect_left(starts, end) - bisect_left(starts, start)
