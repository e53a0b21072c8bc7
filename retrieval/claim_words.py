"""The words of a claim or a passage, and what the encoder makes of each in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from .reading import stem_of, value_of, words_known
from .sentences import sentence_spans

if TYPE_CHECKING:
    from .encoder import SentenceEncoder
    from .protocols import Floats

LAYERS: Final = (1, 4, 6)
"""Low, where a word is itself; middle; last, where it is what its sentence makes of it."""
_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|°[CcFf]|%|[^\W\d_]+(?:'[^\W\d_]+)?")
_NEGATES: Final = 3
"""A negation reaches so many words ahead."""
_NOTHING: Final = np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True)
class Word:
    """One word or number of a text."""

    start: int
    end: int
    term: str
    """Its stem, or the value of a number."""
    is_number: bool
    is_content: bool
    is_name: bool
    is_negator: bool
    is_negated: bool
    sentence: int


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a folded text in order."""
    known = words_known()
    spans = sentence_spans(text) or [(0, len(text))]
    found: list[Word] = []
    sentence, last_negator = 0, -9
    for at, token in enumerate(_TOKEN.finditer(text)):
        while sentence + 1 < len(spans) and token.start() >= spans[sentence][1]:
            sentence, last_negator = sentence + 1, -9
        raw = token.group()
        word = raw.lower()
        is_number = raw[0].isdigit() or (word in known.numbers and not word.endswith("s"))
        is_negator = word in known.negators or word.endswith("n't")
        content = is_number or not (
            word in known.stopwords or is_negator or stem_of(word) in known.glue
        )
        if found and any(c in ",;:" for c in text[found[-1].end : token.start()]):
            last_negator = -9
        term = stem_of(word)
        if is_number:
            term = known.numbers.get(word) or value_of(raw)
        found.append(
            Word(
                start=token.start(),
                end=token.end(),
                term=term,
                is_number=is_number,
                is_content=content,
                is_name=raw[0].isupper() and token.start() > spans[sentence][0],
                is_negator=is_negator,
                is_negated=content and at - last_negator <= _NEGATES,
                sentence=sentence,
            )
        )
        if is_negator:
            last_negator = at
    return tuple(found)


@dataclass(frozen=True)
class Read:
    """A text with the states of its words, unit vectors, one matrix a layer."""

    text: str
    words: tuple[Word, ...]
    layers: tuple[Floats, ...]


def read_states(texts: Sequence[str], encoder: SentenceEncoder) -> list[Read]:
    """Return the words of folded texts with their states."""
    words = [words_of(text) for text in texts]
    spans = [[(w.start, w.end) for w in of] for of in words]
    states = encoder.encode_layers(texts, spans, LAYERS)
    found = []
    for text, of, rows in zip(texts, words, states, strict=True):
        parts = np.split(rows, len(LAYERS), axis=1) if len(of) else [_NOTHING] * len(LAYERS)
        layers = [p / np.maximum(np.linalg.norm(p, axis=1, keepdims=True), 1e-6) for p in parts]
        found.append(Read(text, of, tuple(layers)))
    return found
