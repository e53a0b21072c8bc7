"""What a citation is there for: the sentence that rests on it, and the words it quotes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from vademecum.retrieval.sentences import sentence_spans

from .nouns import Cited

_QUOTE = re.compile(r"“([^“”]{8,2000})”|(?<![\w\"])\"([^\"]{8,2000})\"(?!\w)|«([^«»]{8,2000})»")
_SIGNAL = re.compile(
    r"\b(?:see(?:,? also)?|see,? e\.g\.|cf\.?|accord|but see|compare|citing|quoting|under|in|per|"
    r"according to|as (?:held|said|stated|decided) in|held in)\s*[,;:]*\s*\Z",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]{2,}")
_SPACE_BEFORE = re.compile(r"\s+([.,;:])")
_EMPTY_BRACKETS = re.compile(r"\(\s*[,;]*\s*\)")
_STRAY = re.compile(r"[,;:]+\s*(?=[.,;:])|(?<=\.)\.+")
LEAST_WORDS = 4
"""A quotation of fewer words is a name or a word held at arm's length."""


def with_claims(text: str, found: Sequence[Cited]) -> tuple[Cited, ...]:
    """Give each citation its sentence, its claim and its quotations."""
    sentences = _sentences(text, found)
    starts = [cited.start for cited in found]
    settled: list[Cited] = []
    for number, (start, end) in enumerate(sentences):
        own = found[bisect_left(starts, start) : bisect_left(starts, end)]
        if not own:
            continue
        said, inside = (start, end), own
        if not _LETTER.search(_SIGNAL.sub("", without_citations(text, said, own))):
            before = sentences[number - 1] if number else None
            if before is not None and "\n\n" not in text[before[1] : start]:
                said = (before[0], end)
                inside = found[bisect_left(starts, said[0]) : bisect_left(starts, end)]
        quoted = _quotes(text, *said)
        owners = [_nearest(at, own) for _, at in quoted]
        claim = without_citations(text, said, inside, [at for _, at in quoted])
        sentence = text[said[0] : said[1]]
        for cited in own:
            quotes = tuple(q for (q, _), c in zip(quoted, owners, strict=True) if c is cited)
            update = {"claim": claim, "sentence": sentence, "quotes": quotes}
            settled.append(cited.model_copy(update=update))
    return tuple(settled)


def _sentences(text: str, found: Sequence[Cited]) -> list[tuple[int, int]]:
    """Cut ``text`` into sentences; no boundary stands inside a citation or a quotation."""
    solid = bytearray(len(text) + 1)
    for a, b in [*((c.start, c.end) for c in found), *(m.span() for m in _QUOTE.finditer(text))]:
        solid[a + 1 : b] = b"\1" * (b - a - 1)
    joined: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if joined and solid[start]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _quotes(text: str, start: int, end: int) -> list[tuple[str, tuple[int, int]]]:
    found = []
    for match in _QUOTE.finditer(text, start, end):
        words = next(group for group in match.groups() if group)
        if len(words.split()) >= LEAST_WORDS:
            found.append((words, match.span()))
    return found


def _nearest(quote: tuple[int, int], own: Sequence[Cited]) -> Cited | None:
    """Return the citation that a quotation belongs to: the next behind it, or the last before."""
    behind = [c for c in own if c.start >= quote[1]]
    before = [c for c in own if c.end <= quote[0]]
    return behind[0] if behind else before[-1] if before else None


def without_citations(
    text: str,
    said: tuple[int, int],
    own: Sequence[Cited],
    quoted: Sequence[tuple[int, int]] = (),
) -> str:
    """Return the words of ``said`` that are neither citation nor quotation nor signal."""
    kept: list[str] = []
    at = said[0]
    for a, b in sorted([*((c.start, c.end) for c in own), *quoted]):
        if b > at:
            kept.append(_SIGNAL.sub("", text[at : max(at, a)]))
            at = b
    kept.append(text[at : said[1]])
    joined = _SPACE_BEFORE.sub(r"\1", " ".join(" ".join(kept).split()))
    return _STRAY.sub("", _EMPTY_BRACKETS.sub("", joined)).strip(" ,;:")
