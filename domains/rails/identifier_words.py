"""Words of a text as the name tagger reads them: where they stand, how they look, their letters."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from .identifier_parts import MAX_LETTERS, STREET
from .identifier_terms import PARTS
from .identifier_terms import TERMS as LISTED
from .names import KNOWN, WORDS

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

WORD: Final = re.compile(r"[^\W\d_]+(?:['’‘](?![sS]\b)[^\W\d_]+)*|\d+|\n|['’][sS]\b|[^\w\s]|_")
MARKS: Final = ".,:;()-/\"'#@&?!\n"
FORMS: Final = ("lower", "title", "upper", "initial", "mixed", "digits", "mark", "caseless")
LISTS: Final = (
    frozenset(WORDS["first_names"]),
    frozenset(WORDS["eponyms"]),
    frozenset(WORDS["not_names"]),
    frozenset(KNOWN["figure_words"]),
    frozenset(WORDS["titles"]),
    frozenset(WORDS["cues"]),
    frozenset(word for label in WORDS["labels"] for word in label.split()),
    frozenset(w.lower() for name in KNOWN["countries"] for w in name.split()),
    frozenset(w.lower() for name in KNOWN["cities"] for w in name.split()),
    frozenset(code.lower() for code in KNOWN["state_codes"]),
    frozenset(word.lower() for name in KNOWN["drugs"] for word in name.split()),
    PARTS,
    frozenset(name.lower() for name in LISTED["abbreviations"]),
)
TERMS: Final = LISTS[1] | LISTS[3] | LISTS[10] - LISTS[0]
IS_STREET: Final = re.compile(STREET, re.IGNORECASE)
IS_MEDICINE: Final = re.compile(
    r"\w{2,20}(?:mab|nib|pril|sartan|statin|olol|azole|cillin|mycin|micin|floxacin|cycline|vir|"
    r"azepam|zolam|oxetine|ipine|gliptin|gliflozin|glutide|parin|xaban|setron|triptan|profen|codone|"
    r"morphone|caine|sone|solone|asone|terol|tropium|thiazide|semide|dronate|prazole|tidine|lukast|"
    r"triptyline|idone|apine|azine|barbital|toin|gabalin|formin|glitazone|fibrate|platin|rubicin|"
    r"taxel|cept|cef\w*|ceph\w*)|cef[a-z]{3,12}",
    re.IGNORECASE,
)
"""The ends of medicines' names (WHO, the use of stems in international nonproprietary names)."""
IS_FINDING: Final = re.compile(
    r"\w{2,24}(?:itis|emia|aemia|osis|oses|oma|omas|pathy|ectomy|ostomy|otomy|plasty|scopy|graphy|"
    r"gram|megaly|algia|uria|plegia|paresis|phasia|trophy|penia|rrhea|rrhoea|rrhage|logy|logist|"
    r"lysis|therapy|cyte|cytes|genic|ular|eous|ine|ide|ate|ium)",
    re.IGNORECASE,
)
"""The ends of findings, operations, fields of study and substances."""
DIGIT_LENGTHS: Final = 6
BUCKETS: Final = 8192
"""Rows of the table of letter groups; a group's row is the remainder of its CRC-32."""
MAX_WORDS: Final = 48
"""Words of a piece that is tagged at once; far below the encoder's window."""

STATIC: Final = len(FORMS) + DIGIT_LENGTHS + len(MARKS) + len(LISTS) + 4
CONTEXT: Final = 6
FEATURES: Final = STATIC + CONTEXT


class Word(NamedTuple):
    """Half-open characters of a text, and what stands there."""

    start: int
    end: int
    text: str


def cut(text: str) -> list[Word]:
    """Cut a text into words, numbers, marks and line ends."""
    return [Word(*m.span(), m.group()) for m in WORD.finditer(text)]


def pieces(words: Sequence[Word]) -> list[Sequence[Word]]:
    """Cut words into runs of at most MAX_WORDS, after a full stop or a line end where there is one.

    An address keeps its lines together: a line end alone does not cut before the run is full.
    """
    found: list[Sequence[Word]] = []
    start = 0
    while len(words) - start > MAX_WORDS:
        end = start + MAX_WORDS
        half = start + MAX_WORDS // 2
        stops = [i + 1 for i in range(half, end) if words[i].text in {".", "?", "!"}]
        lines = [i + 1 for i in range(half, end) if words[i].text == "\n"]
        end = stops[-1] if stops else lines[-1] if lines else end
        found.append(words[start:end])
        start = end
    if start < len(words):
        found.append(words[start:])
    return found


@lru_cache(maxsize=20_000)
def could_be_name(word: str) -> bool:
    """Tell whether a word is no known term, such as "Foley", and has no term's end."""
    lowered = word.lower()
    if lowered in TERMS or not word[0].isalpha() or lowered in LISTS[2]:
        return False
    return IS_MEDICINE.fullmatch(word) is None and (
        IS_FINDING.fullmatch(word) is None or lowered in LISTS[0]
    )


def looks(words: Sequence[Word]) -> Floats:
    """Return what a person sees of each word: capitals, digits, marks, lists it stands in.

    Shape (len(words), FEATURES). The encoder itself reads no capitals.
    """
    table = np.zeros((len(words), FEATURES), dtype=np.float32)
    letters = [word for word in words if word.text[0].isalpha()]
    has_upper = any(c.isupper() for word in letters for c in word.text[:1])
    has_lower = any(c.islower() for word in letters for c in word.text[:1])
    before = "\n"
    end = -1
    for row, word in enumerate(words):
        table[row, :STATIC] = _static(word.text)
        table[row, STATIC:] = (
            before in ".!?\n",
            before == "\n",
            word.start != end,
            not has_upper,
            has_upper and not has_lower,
            row + 1 < len(words) and words[row + 1].start == word.end,
        )
        before, end = word.text, word.end
    return table


@lru_cache(maxsize=20_000)
def _static(word: str) -> Floats:
    row = np.zeros(STATIC, dtype=np.float32)
    row[FORMS.index(_form(word))] = 1
    at = len(FORMS)
    if word.isdigit():
        row[at + min(len(word), DIGIT_LENGTHS) - 1] = 1
    at += DIGIT_LENGTHS
    if (place := MARKS.find(word)) >= 0:
        row[at + place] = 1
    at += len(MARKS)
    lowered = word.lower()
    row[at : at + len(LISTS)] = [lowered in known for known in LISTS]
    at += len(LISTS)
    row[at:] = (
        IS_STREET.fullmatch(word) is not None,
        not word.isascii(),
        IS_MEDICINE.fullmatch(word) is not None,
        IS_FINDING.fullmatch(word) is not None,
    )
    return row


def _form(word: str) -> str:
    if word.isdigit():
        return "digits"
    if not word[0].isalpha():
        return "mark"
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "initial"
    if word.istitle():
        return "title"
    return "mixed" if any(c.isupper() for c in word) else "caseless"


@lru_cache(maxsize=20_000)
def letter_groups(word: str) -> tuple[int, ...]:
    """Return the rows of a word's groups of two to four letters, its ends marked."""
    if word.isdigit():
        shape = f"<{'0' * len(word)}>"
        return (zlib.crc32(shape.encode()) % BUCKETS,)
    text = f"<{word[:MAX_LETTERS].lower()}>"
    groups = {text} | {text[i : i + n] for n in (2, 3, 4) for i in range(len(text) - n + 1)}
    return tuple(sorted(zlib.crc32(group.encode()) % BUCKETS for group in groups))
