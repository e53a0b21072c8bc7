"""What the heads of the injection rails look at: the wording, and what stands around it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

COMMON = tomllib.loads((Path(__file__).parent / "common.toml").read_text(encoding="utf-8"))
FUNCTION_WORDS = frozenset(COMMON["function"].split())
ENDINGS = ("ing", "ed", "ly", "tion", "s")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|[?!:]|[^\w\s]")
CONTENT = re.compile(r"[^\W\d_]{4,}")
YOU = re.compile(r"(?<!\w)(?:you|your|yours|yourself)(?!\w)")
ME = re.compile(r"(?<!\w)(?:i|me|my|us)(?!\w)")
SECOND_PERSON = frozenset(("you", "your", "yours", "you're", "yourself"))
ORDERING = frozenset(("must", "always", "never", "will", "should", "shall", "don't", "not", "now"))
STEM = 5
MAX_WORDS = 120
"""Words of a sentence that are read."""
WINDOW = 150
"""Words of a question that are read together."""
WINDOWS = 24
MAX_CHARS = 20_000


def words_of(folded: str) -> list[str]:
    """Cut a folded text into words, numbers (all written 0) and signs."""
    return ["0" if word[0].isdigit() else word for word in WORD.findall(folded)]


def grams(words: Sequence[str]) -> Iterator[str]:
    """Yield words and pairs, as they stand and with their places at the head."""
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"


def shapes_of(words: Sequence[str]) -> list[str]:
    """Write function words and signs as they stand, and of every other word its ending."""
    return [
        word
        if word in FUNCTION_WORDS or not word[0].isalpha()
        else next((f"*{end}" for end in ENDINGS if word.endswith(end)), "*")
        for word in words
    ]


@dataclass(frozen=True)
class Surroundings:
    """What a passage says beside one of its sentences, counted once for all of them."""

    stems: Counter[str]
    questions: int
    addressed: int
    count: int

    @classmethod
    def of(cls, sentences: Sequence[str]) -> Surroundings:
        """Count the stems, the questions and the sentences that address a reader."""
        stems = Counter(stem for sentence in sentences for stem in stems_of(sentence))
        return cls(
            stems,
            sum(_is_question(s) for s in sentences),
            sum(_is_addressed(s) for s in sentences),
            len(sentences),
        )


def stems_of(sentence: str) -> frozenset[str]:
    """Return the first letters of each longer word."""
    return frozenset(word[:STEM] for word in CONTENT.findall(sentence))


def sentence_features(sentence: str, around: Surroundings) -> Iterator[str]:
    """Yield the features of one (folded) sentence of a passage that ``around`` counted."""
    words = words_of(sentence)[:MAX_WORDS]
    yield from grams(words)
    letters = [word for word in words if word[0].isalnum()]
    for length in (1, 2, 3):
        yield f"^{' '.join(letters[:length])}"
    shapes = shapes_of(words)
    for length in (2, 3, 4):
        yield f"^{' '.join(shapes[:length])}"
        for start in range(len(shapes) - length + 1):
            yield f"~{' '.join(shapes[start : start + length])}"
    yield f"$ {words[-1] if words else ''}"
    yield f"#length {min(len(letters) // 4, 8)}"
    others = max(around.count - 1, 0)
    own = stems_of(sentence)
    shared = sum(around.stems[stem] > 1 for stem in own) / len(own) if own else 0.0
    bucket = min(int(shared * 5), 4) if others else 9
    head = letters[0] if letters else ""
    yield f"#shared {bucket}"
    yield f"#shared {bucket} ^{head}"
    is_question, is_addressed = _is_question(sentence), _is_addressed(sentence)
    asks = around.questions - is_question
    speaks = around.addressed - is_addressed
    yield f"#alone {others == 0}"
    if is_question:
        yield f"#question {_share(asks, others)} {bucket}"
        yield f"#question {_share(asks, others)}"
    if is_addressed:
        yield f"#you {_share(speaks, others)} {bucket}"
        yield f"#you {_share(speaks, others)}"
    yield f"#around {_share(asks, others)} {_share(speaks, others)}"
    yield f"#around {_share(asks, others)} {_share(speaks, others)} ^{head}"


def _share(count: int, of: int) -> int:
    """Return 0 for none, 1 for few, 2 for many."""
    return 0 if count == 0 else 1 if count * 4 < of else 2


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(" \"'”’)*_").endswith("?")


def _is_addressed(sentence: str) -> bool:
    return YOU.search(sentence) is not None or ME.search(sentence) is not None


def prompt_features(words: Sequence[str]) -> Iterator[str]:
    """Yield the features of one window of a question."""
    yield from grams(words)
    shapes = shapes_of(words)
    for length in (3, 4):
        for start in range(len(shapes) - length + 1):
            yield f"~{' '.join(shapes[start : start + length])}"
    letters = [word for word in words if word[0].isalnum()]
    yield f"^{' '.join(letters[:1])}"
    yield f"^{' '.join(letters[:2])}"
    size = max(len(letters), 1)
    yield f"#length {min(len(letters).bit_length(), 8)}"
    yield f"#you {min(20 * sum(w in SECOND_PERSON for w in letters) // size, 4)}"
    yield f"#orders {min(40 * sum(w in ORDERING for w in letters) // size, 4)}"


def prompt_windows(folded: str) -> list[Sequence[str]]:
    """Cut a question into stretches that overlap by half; of a long one, ``WINDOWS`` spread evenly.

    What lies beyond ``MAX_CHARS`` is not read: the rail on length has stopped it before.
    """
    words = words_of(folded[:MAX_CHARS])
    starts = range(0, max(len(words) - WINDOW // 2, 1), WINDOW // 2)
    step = max(1, -(-len(starts) // WINDOWS))
    return [words[start : start + WINDOW] for start in starts[::step]]
