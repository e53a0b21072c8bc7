"""The words of a sentence as the frozen encoder reads them right after the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import numpy as np

from vademecum.retrieval.asked_kind import kind_asked, named

from ..classifiers.relations import stems_of
from .asking import ASKED, asked
from .words import Word, words_of

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

LAYERS: Final = (2, 4, 6)
LOOKS: Final = 10
KNOWN: Final = LOOKS + len(ASKED)
"""Numbers of each word that are not states: its looks, and what is asked."""
MOST_WORDS: Final = 110


class LayerReader(Protocol):
    """What reads the words; ``SentenceEncoder`` is one."""

    def encode_layers(
        self,
        texts: Sequence[str],
        spans: Sequence[Sequence[tuple[int, int]]],
        layers: Sequence[int],
    ) -> list[Floats]:
        """Return the states of parts of each text in some layers, one row a part."""


class ReadWords(NamedTuple):
    """A sentence, word by word."""

    words: tuple[Word, ...]
    states: Floats
    """float16 of shape (words, layers x dimension)."""
    question: Floats
    """The mean state of the question, read with this sentence; float16."""
    known: Floats
    """float32 of shape (words, KNOWN)."""


def read_words(pairs: Sequence[tuple[str, str]], encoder: LayerReader) -> list[ReadWords]:
    """Read each sentence right after its question; of a long sentence the first words."""
    cut = [words_of(sentence)[:MOST_WORDS] for _, sentence in pairs]
    texts, spans = [], []
    for (question, sentence), words in zip(pairs, cut, strict=True):
        offset = len(question) + 1
        texts.append(f"{question} {sentence}")
        spans.append([(0, len(question)), *((offset + w.start, offset + w.end) for w in words)])
    found = encoder.encode_layers(texts, spans, LAYERS)
    return [
        ReadWords(
            tuple(words),
            rows[1:].astype(np.float16),
            rows[0].astype(np.float16),
            _known(question, sentence, words),
        )
        for (question, sentence), words, rows in zip(pairs, cut, found, strict=True)
    ]


def _known(question: str, sentence: str, words: Sequence[Word]) -> Floats:
    wanted = stems_of(question)
    spans = named(sentence, kind_asked(question))
    shared = [bool(stems_of(word.plain) & wanted) for word in words]
    places = np.flatnonzero(shared)
    flags = asked(question)
    rows = []
    for n, word in enumerate(words):
        raw = sentence[word.start : word.end]
        near = float(np.abs(places - n).min()) if len(places) else 20.0
        after = float((places < n).any()), float((places > n).any())
        looks = [
            float(shared[n]),
            1 / (1 + near),
            *after,
            float(raw[:1].isupper()),
            float(not word.plain),
            float(not stems_of(word.plain)),
            float(raw[-1:] in ",;:.!?\"'”’"),
            float(any(start < word.end and word.start < end for start, end in spans)),
            n / max(len(words) - 1, 1),
        ]
        rows.append(looks + flags)
    return np.array(rows, dtype=np.float32).reshape(len(words), KNOWN)
