"""What the heads of the injection rails look at: the wording, and what stands around it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
NEGATED = frozenset(("do", "don't", "never", "always", "please"))
CONDITIONS = frozenset(("if", "when", "before", "after"))
AUXILIARY = "is are was were be been can may will has have had does did should must would could"
LINKING = "might shall and or of that which who but than also"
FINITE = frozenset((*AUXILIARY.split(" "), *LINKING.split(" ")))
"""After these the first word of a sentence was no order: ``asthma is``, ``patients with``."""
OPENING_CHARS = 60
STEM = 5
MAX_WORDS = 120
"""Words of a sentence that are read."""
WINDOW = 150
"""Words of a question that are read together."""
WINDOWS = 24
MAX_CHARS = 20_000
REMEMBERED = 512
"""Sentences of the passage in hand, each of which is asked the same several times."""


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
    return [_shape(word) for word in words]


@lru_cache(maxsize=16_384)
def _shape(word: str) -> str:
    if word in FUNCTION_WORDS or not word[0].isalpha():
        return word
    return next((f"*{end}" for end in ENDINGS if word.endswith(end)), "*")


@dataclass(frozen=True)
class Surroundings:
    """What a passage says beside one of its sentences, counted once for all of them."""

    stems: Counter[str]
    questions: int
    addressed: int
    telling: int
    count: int

    @classmethod
    def of(cls, sentences: Sequence[str]) -> Surroundings:
        """Count the stems, the questions and the sentences that address a reader."""
        stems = Counter(stem for sentence in sentences for stem in stems_of(sentence))
        return cls(
            stems,
            sum(_is_question(s) for s in sentences),
            sum(_is_addressed(s) for s in sentences),
            sum(map(tells, sentences)),
            len(sentences),
        )


@lru_cache(maxsize=REMEMBERED)
def tells(sentence: str) -> bool:
    """Tell whether a sentence begins like an instruction: ``wash the``, ``do not``, ``if you``."""
    words = words_of(sentence[:OPENING_CHARS])
    if len(words) < 2:
        return False
    first, second = words[0], words[1]
    if first in NEGATED or first in CONDITIONS:
        return True
    is_bare = first.isalpha() and first not in FUNCTION_WORDS and not first.endswith(ENDINGS)
    return is_bare and second in FUNCTION_WORDS and second not in FINITE


@lru_cache(maxsize=REMEMBERED)
def stems_of(sentence: str) -> frozenset[str]:
    """Return the first letters of each longer word."""
    return frozenset(word[:STEM] for word in CONTENT.findall(sentence))


def sentence_features(sentence: str, around: Surroundings) -> list[str]:
    """Return the features of one (folded) sentence of a passage that ``around`` counted."""
    words = words_of(sentence)[:MAX_WORDS]
    letters = [word for word in words if word[0].isalnum()]
    shapes = shapes_of(words)
    found = [*grams(words), *_shape_grams(shapes)]
    found += (f"^{' '.join(letters[:length])}" for length in (1, 2, 3))
    found += (f"^{' '.join(shapes[:length])}" for length in (2, 3, 4))
    others = max(around.count - 1, 0)
    own = stems_of(sentence)
    shared = sum(around.stems[stem] > 1 for stem in own) / len(own) if own else 0.0
    bucket = min(int(shared * 5), 4) if others else 9
    head = letters[0] if letters else ""
    is_question, is_addressed = _is_question(sentence), _is_addressed(sentence)
    is_telling = tells(sentence)
    asks = _share(around.questions - is_question, others)
    speaks = _share(around.addressed - is_addressed, others)
    orders = _share(around.telling - is_telling, others)
    found += (
        f"$ {words[-1] if words else ''}",
        f"#length {min(len(letters) // 4, 8)}",
        f"#shared {bucket}",
        f"#shared {bucket} ^{head}",
        f"#alone {others == 0}",
        f"#tells {is_telling} {orders}",
        f"#tells {is_telling} {orders} {bucket}",
        f"#tells {orders} ^{head}",
        f"#around {asks} {speaks}",
        f"#around {asks} {speaks} ^{head}",
    )
    if is_question:
        found += (f"#question {asks} {bucket}", f"#question {asks}")
    if is_addressed:
        found += (f"#you {speaks} {bucket}", f"#you {speaks}")
    return found


def _shape_grams(shapes: Sequence[str]) -> list[str]:
    """Return two, three and four shapes in a row."""
    pairs = [f"~{first} {second}" for first, second in pairwise(shapes)]
    threes = [f"{pair} {shape}" for pair, shape in zip(pairs, shapes[2:], strict=False)]
    return [*pairs, *threes, *(f"{t} {s}" for t, s in zip(threes, shapes[3:], strict=False))]


def _share(count: int, of: int) -> int:
    """Return 0 for none, 1 for few, 2 for many."""
    return 0 if count == 0 else 1 if count * 4 < of else 2


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(" \"'”’)*_").endswith("?")


@lru_cache(maxsize=REMEMBERED)
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
