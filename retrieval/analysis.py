"""Turn text into the terms of lexical search: lower case, stop words out, stems."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from .words import word_list

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)
STOP_WORDS = frozenset(word_list("stop"))


class Analyzer:
    """Cut text into terms; the same analyzer must read documents and questions."""

    def __init__(self, stemming: bool = True) -> None:
        self.stemming = stemming
        self._term = lru_cache(maxsize=200_000)(_stemmer() if stemming else _plain)

    @property
    def stamp(self) -> str:
        """Name the analysis: equal stamps give equal terms."""
        return f"a2-{'snowball' if self.stemming else 'none'}"

    def terms(self, text: str) -> list[str]:
        """Return the terms of ``text`` in order, repeated as they occur."""
        term = self._term
        return [term(word) for word in self._words(text)]

    def surface_terms(self, text: str) -> list[str]:
        """Return the words of ``text`` as they stand, marked so that none equals a stem."""
        return [f"={_plain(word)}" for word in self._words(text)]

    @staticmethod
    def _words(text: str) -> list[str]:
        return [word for word in _WORD.findall(text.casefold()) if word not in STOP_WORDS]


def _plain(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s")


def _stemmer() -> Callable[[str], str]:
    import Stemmer

    stem = Stemmer.Stemmer("english").stemWord
    return lambda word: str(stem(_plain(word)))
