"""How hard a text reads, as a school grade, and whom it suits.

The grade is the mean of Flesch-Kincaid (Kincaid et al., 1975) and the automated readability index
(Smith and Senter, 1967), after folding to ASCII. A quotation is never rewritten: passages are
chosen, and a source that reads above the target is said to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from vademecum.retrieval.types import Hit, Noun

SENTENCE_END: Final = re.compile(r"[.!?]+(?=[\s\"')\]]|$)|\n{2,}|\n(?=[-*#|\d])")
WORD: Final = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|\d[\d.,]*")
VOWELS: Final = re.compile(r"[aeiouy]+")
SILENT: Final = re.compile(r"(?:[^laeiouy]es|[^laeiouy]e|(?<=[^td])ed)$")
APART: Final = re.compile(r"i[ao]|[aeu]o|eo|ua|y[aeiou]|ism$")
JOINED: Final = re.compile(r"[ct]i[ao]|si[ao]|qu|gu[aeio]|[xg]iou|[aeiou]y[aeiou]")
MARKUP: Final = re.compile(r"^\s*(?:#{1,6}\s|[-*]\s|\|)|\*\*|`|\[\d+\]", re.MULTILINE)
QUOTES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})
TARGETS: Final = {"patient": 6.0, "learner": 8.0}
"""The grade aimed at for an audience; others read without a limit."""
CEILINGS: Final = {"patient": 8.0, "learner": 9.0}
"""Above this the source is said to be hard: grade 8 for patients (expectation H10), the target
and one for learners (expectation E5)."""
NEAR_SHARE: Final = 0.8
"""A passage may come first for reading easily if its score is this share of the best."""
MIN_WORDS: Final = 20


class ReadingLevel(Noun):
    """The grade of a text and what it was reckoned from."""

    grade: float
    words: int
    sentences: int
    syllables: int

    @property
    def is_sure(self) -> bool:
        """Tell whether the text is long enough for the grade to mean something."""
        return self.words >= MIN_WORDS


def reading_level(text: str) -> ReadingLevel:
    """Return the US school grade at which ``text`` reads; 0 for a text without words."""
    plain = _ascii(text)
    words = WORD.findall(plain)
    if not words:
        return ReadingLevel(grade=0.0, words=0, sentences=0, syllables=0)
    parts = [part for part in SENTENCE_END.split(plain) if part and WORD.search(part)]
    count = max(len(parts), 1)
    syllables = sum(map(syllables_of, words))
    letters = sum(map(len, words))
    per_sentence = len(words) / count
    kincaid = 0.39 * per_sentence + 11.8 * syllables / len(words) - 15.59
    index = 4.71 * letters / len(words) + 0.5 * per_sentence - 21.43
    grade = max(0.0, round((kincaid + index) / 2, 1))
    return ReadingLevel(grade=grade, words=len(words), sentences=count, syllables=syllables)


def syllables_of(word: str) -> int:
    """Count the syllables of an English word by its vowel groups; a number counts as one."""
    word = word.lower().replace("'", "")
    if not word[:1].isalpha():
        return 1
    count = len(VOWELS.findall(word))
    count += len(APART.findall(word)) - len(JOINED.findall(word))
    if SILENT.search(word):
        count -= 1
    return max(count, 1)


def prefer_level(hits: Sequence[Hit], audience: str | None) -> tuple[Hit, ...]:
    """Move passages that read near the target grade before others of nearly the same score."""
    target = TARGETS.get(audience or "")
    if target is None or not hits:
        return tuple(hits)
    floor = max(hit.score for hit in hits) * NEAR_SHARE
    near = [hit for hit in hits if hit.score >= floor]
    far = [hit for hit in hits if hit.score < floor]
    return (*sorted(near, key=lambda hit: _excess(hit.passage.text, target)), *far)


def level_note(text: str, audience: str | None) -> str | None:
    """Return a line that says that a source reads above the target, or None."""
    ceiling = CEILINGS.get(audience or "")
    level = reading_level(text)
    if ceiling is None or not level.is_sure or level.grade <= ceiling:
        return None
    target = TARGETS[audience or ""]
    return (
        f"the source reads at about grade {level.grade:.0f}, above the target of grade "
        f"{target:.0f} "
        "for this audience; it is quoted word for word"
    )


def kept_terms(text: str, terms: Sequence[str]) -> tuple[str, ...]:
    """Return the key terms that ``text`` still holds, in the order given."""
    plain = _ascii(text).casefold()
    return tuple(term for term in terms if _ascii(term).casefold() in plain)


def _excess(text: str, target: float) -> float:
    level = reading_level(text)
    return max(0.0, level.grade - target - 1) if level.is_sure else 0.0


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(QUOTES))
    return MARKUP.sub(" ", folded.encode("ascii", "ignore").decode())
