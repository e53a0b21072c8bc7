"""Keep documents that command the machine which reads them out of a library."""

from __future__ import annotations

from typing import Final

from vademecum.retrieval.ingest import Finding
from vademecum.retrieval.types import Document

from .rails.fold import fold
from .rails.injected_passages import command_spans
from .rails.injected_sentences import addressed_sentences
from .rails.plain_words import in_plain_words

COMMAND: Final = "commands an automated reader"
TITLED: Final = "commands an automated reader in its title"
HIDDEN: Final = "hides a command to an automated reader in a code"
ORDER: Final = "holds an order or a question to an assistant"
CERTAIN, CERTAIN_LONG, LONG_CHARS = 0.97, 0.99, 8000
"""Probabilities from which one sentence keeps a document out: a long one has many sentences.

What is less certain is cut out when a passage is used (``rails/injected_passages.py``).
"""
MIN_WORDS: Final = 4
WINDOW_CHARS: Final = 2000
MAX_FINDINGS: Final = 20
QUOTE_CHARS: Final = 200


def find_commands(document: Document) -> tuple[Finding, ...]:
    """Return what in ``document`` is meant for a machine; at most ``MAX_FINDINGS``, in order.

    What its title holds comes first, at the empty place ``text[0:0]``.
    """
    text, title = document.text, document.title
    found = [(COMMAND, span) for span in command_spans(text, fold(text))]
    found += [(HIDDEN, span) for span in _hidden(text)]
    certain = CERTAIN if len(text) <= LONG_CHARS else CERTAIN_LONG
    for start, window in _windows(text):
        for begin, end in addressed_sentences(window, certain):
            sentence = window[begin:end]
            if not sentence.startswith("#") and len(sentence.split()) >= MIN_WORDS:
                found.append((ORDER, (start + begin, start + end)))
    found.sort(key=lambda item: item[1])
    kept = [
        Finding(reason=TITLED, start=0, end=0, quote=title[start : min(end, start + QUOTE_CHARS)])
        for start, end in command_spans(title, fold(title))[:1]
    ]
    for reason, (start, end) in found:
        if len(kept) == MAX_FINDINGS:
            break
        if not kept or start >= kept[-1].end:
            quote = text[start : min(end, start + QUOTE_CHARS)]
            kept.append(Finding(reason=reason, start=start, end=end, quote=quote))
    return tuple(kept)


def _windows(text: str) -> list[tuple[int, str]]:
    """Cut a text into parts about as long as passages, at the ends of lines where it has them."""
    parts: list[tuple[int, str]] = []
    start = 0
    while start < len(text):
        end = min(start + WINDOW_CHARS, len(text))
        if end < len(text):
            line = text.rfind("\n", start + WINDOW_CHARS // 2, end)
            space = text.rfind(" ", start + WINDOW_CHARS // 2, end)
            end = line + 1 if line > 0 else space + 1 if space > 0 else end
        parts.append((start, text[start:end]))
        start = end
    return parts


def _hidden(text: str) -> list[tuple[int, int]]:
    plain = in_plain_words(text, with_disguises=False)
    if plain is None:
        return []
    return [
        plain.span(start, end)
        for start, end in command_spans(plain.text, fold(plain.text))
        if start < end and plain.span(start, end) != (start, end)
    ]
