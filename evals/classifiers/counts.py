"""Count the words of texts by slots of a hash: no vocabulary to keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

SLOTS: Final = 1 << 14
TOKENS: Final = r"\w+|[<>=#]"


def word_counts(texts: Sequence[str], longest: int = 1, slots: int = SLOTS) -> Any:
    """Return counts of words and of runs of up to ``longest`` words, one sparse row a text."""
    from sklearn.feature_extraction.text import HashingVectorizer

    hashing = HashingVectorizer(
        n_features=slots,
        alternate_sign=False,
        norm=None,
        ngram_range=(1, longest),
        token_pattern=TOKENS,
    )
    return hashing.transform(list(texts))
