"""Find sentence boundaries with exact offsets.

Rule-based and linear in the length of the text: at ingestion every sentence of a library passes
through here, so a learned splitter would cost more than encoding allows (docs/decisions/0003).
"""

from __future__ import annotations

import re

from .words import word_list

_BOUNDARY = re.compile(
    r"(?<![.!?])[.!?]++[\"'”’)\]]*+(?=\s)|\n\s*\n|\n(?=\s*(?:[-*•|#]|\d+[.)]\s|\([a-z0-9]{1,3}\)\s))"
)
_ABBREVIATIONS = frozenset(word_list("abbreviations"))
_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*)\Z")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence, heading, list item or table row, without outer space.

    Offsets are characters of ``text``; everything but white space is covered, in order.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _BOUNDARY.finditer(text, start, end):
        if match.group()[0] == "." and _continues(text, begin, match.start(), match.end(), end):
            continue
        _append(spans, text, begin, match.end())
        begin = match.end()
    _append(spans, text, begin, end)
    return spans


def _continues(text: str, begin: int, dot: int, after: int, end: int) -> bool:
    following = text[after : min(after + 3, end)].lstrip()
    if following[:1].islower():
        return True
    word = _LAST_WORD.search(text, max(begin, dot - 12), dot)
    if word is None:
        # A number that opens a line ("1. The controller ...") belongs to what follows it.
        head = text[begin:dot].strip()
        return head.isdigit() and len(head) <= 3
    last = word.group(1)
    is_initial = len(last) == 1 and last.isupper() and last not in "I"
    return is_initial or last.lower() in _ABBREVIATIONS


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if text.startswith("#", start) and (line_end := text.find("\n", start, end)) >= 0:
        spans.append((start, line_end))
        _append(spans, text, line_end, end)
    elif start < end:
        spans.append((start, end))
