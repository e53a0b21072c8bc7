"""Turn text into the terms of lexical search: lower case, stop words out, stems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from .words import word_list

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)
STOP_WORDS = frozenset(word_list("stop"))


class NumberedTerms(NamedTuple):
    """The terms of texts as numbers of one vocabulary: the form in which bm25s takes them."""

    ids: list[list[int]]
    vocab: dict[str, int]

    def joined(self, owners: Sequence[int]) -> NumberedTerms:
        """Return the terms of whole documents; text i belongs to document ``owners[i]``.

        Documents are numbered from 0 without a gap.
        """
        parts: list[list[list[int]]] = [[] for _ in range(max(owners, default=-1) + 1)]
        for owner, row in zip(owners, self.ids, strict=True):
            parts[owner].append(row)
        wholes = [own[0] if len(own) == 1 else list(chain(*own)) for own in parts]
        return NumberedTerms(wholes, self.vocab)


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

    def number(self, texts: Iterable[str]) -> NumberedTerms:
        """Return the terms and surface terms of every text, each as often as it occurs."""
        vocab: dict[str, int] = {}
        pairs: dict[str, tuple[int, int]] = {}
        ids: list[list[int]] = []
        for text in texts:
            row: list[int] = []
            for word in self._words(text):
                pair = pairs.get(word)
                if pair is None:
                    stem = vocab.setdefault(self._term(word), len(vocab))
                    pair = pairs[word] = stem, vocab.setdefault(_surface(word), len(vocab))
                row += pair
            ids.append(row)
        return NumberedTerms(ids, vocab)

    def surface_terms(self, text: str) -> list[str]:
        """Return the words of ``text`` as they stand, marked so that none equals a stem."""
        return [_surface(word) for word in self._words(text)]

    @staticmethod
    def _words(text: str) -> list[str]:
        return [word for word in _WORD.findall(text.casefold()) if word not in STOP_WORDS]


def _surface(word: str) -> str:
    return f"={_plain(word)}"


def _plain(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s")


def _stemmer() -> Callable[[str], str]:
    import Stemmer

    stem = Stemmer.Stemmer("english").stemWord
    return lambda word: str(stem(_plain(word)))
