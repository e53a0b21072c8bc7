"""How hard a text was written to be: its words and the counts that readability formulae use.

Layout, quotation marks, apostrophes and ligatures are put aside: how a text was typed or
converted tells which file it came from, not how it reads.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from vademecum.domains.reading_level import reading_level, syllables_of

from ..items import Item
from .counts import word_counts
from .linear import Choice, Table

WORD: Final = re.compile(r"[a-z]+|\d+")
END: Final = re.compile(r"(?<=[.!?])\s+")
LIGATURES: Final = re.compile(r"ffi|ffl|fi|fl|ff")
CONTRACTED: Final = re.compile(
    r"\b(?:(?:do|does|did|is|was|are|were|wo|would|could|should|has|have|had|ca)\s?n ?t"
    r"|(?:i|you|we|they|he|she|it|that|there|who|what|here) ?(?:m|re|ve|ll|d|s))\b"
)
ENDINGS: Final = ("ing", "ed", "ly", "tion", "ment", "ness", "ity")
FIRST: Final = 300
"""Words over which the share of different ones is counted: it falls with length."""
CHOICES: Final = (Choice(0.1, 30.0), Choice(0.001, 30.0), Choice(0.01, 30.0), Choice(0.01, 0.0))


def table_of(items: Sequence[Item]) -> Table:
    """Return counts of sentences and words, and which words there are."""
    plain = [plain_text(item.text) for item in items]
    features = np.array([_counts(text) for text in plain], dtype=np.float32)
    return Table(features, word_counts([" ".join(words_of(text)) for text in plain]))


def plain_text(text: str) -> str:
    """Return ASCII letters, digits and stops, single spaces, without what conversion damages."""
    folded = unicodedata.normalize("NFKC", text).lower()
    ascii_only = re.sub(r"['`\"-]", "", folded.encode("ascii", "ignore").decode())
    return re.sub(r"\s+", " ", ascii_only).strip()


def words_of(text: str) -> list[str]:
    """Return the words that every way of converting a text leaves whole."""
    kept = WORD.findall(CONTRACTED.sub(" ", text))
    return [w for w in kept if len(w) > 1 and not LIGATURES.search(w)]


def _counts(text: str) -> list[float]:
    words = words_of(text)
    if not words:
        return [0.0] * (15 + len(ENDINGS))
    sentences = [len(WORD.findall(s)) for s in END.split(text) if WORD.search(s)] or [len(words)]
    letters = np.array([len(word) for word in words])
    syllables = np.array([syllables_of(word) for word in words])
    first = words[:FIRST]
    lengths = np.array(sentences)
    return [
        reading_level(text).grade,
        float(lengths.mean()),
        float(lengths.std()),
        float(np.quantile(lengths, 0.9)),
        float((lengths > 25).mean()),
        float((lengths < 10).mean()),
        float(letters.mean()),
        float((letters > 6).mean()),
        float((letters > 9).mean()),
        float((letters < 4).mean()),
        float(syllables.mean()),
        float((syllables > 2).mean()),
        len(set(first)) / len(first),
        max(Counter(first).values()) / len(first),
        text.count(",") / len(words),
        *(sum(word.endswith(ending) for word in words) / len(words) for ending in ENDINGS),
    ]
