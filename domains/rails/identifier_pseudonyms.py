"""Pseudonyms: one person, one mark, wherever a document names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from vademecum.retrieval.types import Noun

from .identifier_parts import Kind, replacement
from .identifiers import KINDS, Redaction, Span, find_identifiers

Code = Callable[[Kind, str], str]
"""Gives the code of a kind and the full form of what bears it; the same for the same two."""
MARK: Final = re.compile(r"\[([A-Z_]{2,12}-[A-Z0-9]{1,16})\]")
WORD: Final = re.compile(r"[^\W\d_]+")
GENERAL: Final[frozenset[Kind]] = frozenset({"DATE", "AGE_OVER_89", "ZIP", "AGE", "COUNTRY"})
"""What is made more general, not hidden behind a mark."""


class Bearer(Noun):
    """A mark and the fullest form of what it stands for."""

    mark: str
    full: str


class Pseudonymised(Noun):
    """A text with marks, what was removed from the original, and what the marks stand for."""

    redaction: Redaction
    replaced: tuple[tuple[int, int, str], ...]
    """Half-open characters of the new text, and what stood there."""
    bearers: tuple[Bearer, ...]


def pseudonymise(text: str, code: Code, kinds: Iterable[Kind] = KINDS) -> Pseudonymised:
    """Replace identifiers by marks such as ``[NAME-7Q3KXW2M]``.

    A shorter form ("Ms. Lopez", "Maria") bears the mark of the one fuller name in the text that
    holds all of its words; where two names do, it bears one of its own.
    """
    spans = find_identifiers(text, kinds)
    full = full_names([span.text for span in spans if span.type == "NAME"])
    new = ""
    position = 0
    replaced: list[tuple[int, int, str]] = []
    bearers: dict[str, str] = {}
    for span in spans:
        new += text[position : span.start]
        put = _put(span, full, code)
        if mark := MARK.fullmatch(put):
            bearers.setdefault(mark.group(1), full.get(span.text, span.text))
        replaced.append((len(new), len(new) + len(put), span.text))
        new += put
        position = span.end
    redaction = Redaction(text=new + text[position:], spans=spans)
    known = tuple(Bearer(mark=mark, full=name) for mark, name in bearers.items())
    return Pseudonymised(redaction=redaction, replaced=tuple(replaced), bearers=known)


def full_names(names: Sequence[str]) -> dict[str, str]:
    """Map each name to the fullest form that the same text gives of it."""
    words = {name: frozenset(w.casefold() for w in WORD.findall(name)) for name in names}
    found: dict[str, str] = {}
    for name, own in words.items():
        fuller = [other for other, theirs in words.items() if own < theirs]
        longest = [other for other in fuller if not any(words[other] < words[o] for o in fuller)]
        sets = {words[other] for other in longest}
        same = sorted((o for o, theirs in words.items() if theirs == own), key=_by_form)
        found[name] = sorted(longest, key=_by_form)[0] if len(sets) == 1 else same[0]
    return found


def counting_code() -> Code:
    """Return a code that numbers what it meets: 1, 2, ... for each kind."""
    numbers: dict[tuple[Kind, str], int] = {}

    def code(kind: Kind, full: str) -> str:
        key = (kind, canonical(full))
        if key not in numbers:
            numbers[key] = 1 + sum(own == kind for own, _ in numbers)
        return str(numbers[key])

    return code


def canonical(full: str) -> str:
    """Return one form of "LOPEZ, Maria" and "Maria Lopez": folded words, sorted, and digits."""
    words = WORD.findall(full.casefold())
    digits = re.sub(r"\D", "", full)
    return " ".join(sorted(words)) + digits


def _by_form(name: str) -> tuple[bool, str]:
    """Order "Maria Lopez" before "LOPEZ, MARIA"."""
    return name.isupper() or "," in name, name


def _put(span: Span, full: dict[str, str], code: Code) -> str:
    if span.type in GENERAL:
        return replacement(span.type, span.text)
    return f"[{span.type}-{code(span.type, full.get(span.text, span.text))}]"
