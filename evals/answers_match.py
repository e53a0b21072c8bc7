"""Whether a short answer is one of those accepted, as SQuAD's script compares them."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

ARTICLES: Final = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION: Final = str.maketrans("", "", string.punctuation)


def normalised(answer: str) -> str:
    """Lower the case; drop ASCII punctuation, articles, extra spaces (Rajpurkar et al. 2016)."""
    return " ".join(ARTICLES.sub(" ", answer.lower().translate(_NO_PUNCTUATION)).split())


def exact_match(answer: str, accepted: Sequence[str]) -> float:
    """Return 1 if ``answer`` is one of ``accepted`` after normalisation, else 0."""
    return _best(answer, accepted, lambda ours, theirs: float(ours == theirs))


def answer_f1(answer: str, accepted: Sequence[str]) -> float:
    """Return the best F1 of the normalised words of ``answer`` and of one of ``accepted``."""
    return _best(answer, accepted, _f1)


def holds_answer(text: str, accepted: Sequence[str]) -> bool:
    """Tell whether the normalised words of one of ``accepted`` stand in ``text``, in a row.

    Whole words count: "30" does not stand in "308". An answer that is nothing but articles and
    punctuation is passed over.
    """
    words = f" {normalised(text)} "
    return any(f" {wanted} " in words for a in accepted if (wanted := normalised(a)))


def _best(answer: str, accepted: Sequence[str], score: Callable[[str, str], float]) -> float:
    ours = normalised(answer)
    return max((score(ours, normalised(theirs)) for theirs in accepted), default=0.0)


def _f1(ours: str, theirs: str) -> float:
    """Return the F1 of two bags of words; of two empty ones 1."""
    one, other = Counter(ours.split()), Counter(theirs.split())
    if not one or not other:
        return float(one == other)
    return 2 * (one & other).total() / (one.total() + other.total())
