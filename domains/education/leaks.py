"""Find the answer of a learner's own exercise in a text that is about to be sent.

Two rules. A number in the place of an answer (``x = 5``, "the answer is five", ``return 5``)
leaks in any text. In words that are no quotation, any mention of the answer leaks, unless the
exercise itself states that number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from .exercises import Exercise
from .expressions import equations, readable
from .notation import MAX_CHARS, plain_math
from .numerals import ROMAN, Numeral, numerals
from .polynomials import number

CUE: Final = re.compile(
    r"(?:={1,3}|:|->|=>|\b(?:is|are|was|be|equals?|gives?|giving|gets?|got|getting|leaves|leaving|makes?"
    r"|obtain|have|find|finds|ends? up with|end with|comes? out as|see|reach|reaches|so"
    r"|therefore|hence|thus|answers?|solutions?|result|value|return|print|es|son|ist|est"
    r"|respuesta|final|simply|just|number|it's|that's)\b)"
    r"[ ,(\"'*_]*(?:[a-z] ?={1,3} ?)?"
    r"(?:(?:about|approximately|exactly|just|simply|only|really|the number|number|equal "
    r"to|to|a|the)"
    r"[ :(\"'*_]*){0,3}$"
)
AFTER: Final = re.compile(
    r"[ )\"'*_]*(?:={1,3} ?[a-z]\b|(?:is|was|es) (?:the|your|our|my|x|y|it|correct|right|what|la)\b"
    r"|works\b|solves\b|makes both|satisf|fits\b)"
)
OPERAND: Final = re.compile(r" ?[-+*/^(]|[a-z](?![a-z])| [a-z] ?[-+*/^=]")
WORKED_WITH: Final = re.compile(
    r"(?:\b(?:subtract\w*|add\w*|tak\w+|divid\w+|multipl\w+|remov\w+|undo\w*|undid|mov\w+|by|of|from|the"
    r"|both|terms?|constants?|coefficients?|factors?|denominators?|numerators?) (?:away )?"
    r"|[-+*/^(] ?|[-+*/] ?\d+(?:\.\d+)?[a-z]? ?= ?|[a-z] ?= ?[-+*/(\d.a-z ]{1,20}[-+*/] ?)-?$"
)
LABELLED: Final = re.compile(
    r"(?:\b(?:step|part|question|problem|exercise|level|page|chapter|line|hint|example|equation|lesson"
    r"|rule|figure|table|grade|year|section|unit)s? #?|(?:^|\n) ?\(?)$"
)
ORDINARY: Final = re.compile(
    r" (?:sides?|terms?|steps?|equations?|numbers?|ways?|parts?|unknowns?|solutions?"
    r"|expressions?|lines?"
    r"|fractions?|things?|methods?|kinds?|different|of the|of these|more|operations?"
    r"|roots?|factors?"
    r"|brackets?|values?|answers?|pieces?|possibilities)\b"
)
ONE_THING: Final = re.compile(r"[ -](?!as\b|and\b|is\b|so\b)[a-z]")
THIS_ONE: Final = re.compile(
    r"\b(?:this|that|each|which|every|another|same|any|other|no|last|next|first) $"
)
BARE: Final = re.compile(r"(?:\[\d+\]|[^\w])*")
UNIT: Final = re.compile(r"^[a-z%]{0,12}(?: [a-z]{1,12})?$")
BACKWARDS: Final = re.compile(r"\b(?:backwards?|revers\w*|al reves|mirror\w*)\b")
RIDDLE: Final = re.compile(
    r"\b(?:(one|two|1|2) (more|less|bigger|smaller|greater|fewer) than|(?:comes |right "
    r"|just )?(after|before)"
    r"|(half|twice|double) (?:of )?)\s*(?:the number )?\s*(-?\d{1,6}|[a-z]+)\b"
)
ROMAN_LETTERS: Final = {Fraction(v): letter.lower() for letter, v in ROMAN.items()}
MIN_WORD_CHARS: Final = 4
OVERLAP_CHARS: Final = 200


def leaks(text: str, exercises: Sequence[Exercise], *, is_verbatim: bool = False) -> bool:
    """Tell whether ``text`` gives the answer of one of ``exercises``."""
    open_ones = [exercise for exercise in exercises if exercise.is_solved]
    if not open_ones:
        return False
    step = MAX_CHARS - OVERLAP_CHARS
    parts = [text[start : start + MAX_CHARS] for start in range(0, max(len(text), 1), step)]
    return any(_leaks(part, open_ones, is_verbatim=is_verbatim) for part in parts)


def _leaks(text: str, exercises: Sequence[Exercise], *, is_verbatim: bool) -> bool:
    # A formula of a lesson, V = I × R, holds no Roman numerals.
    found = [n for n in numerals(text) if not (is_verbatim and n.form == "roman")]
    plain = plain_math(text)
    return any(
        _states(text, plain, found, exercise)
        or (not is_verbatim and _mentions(plain, found, exercise))
        or _names(plain, exercise, is_verbatim=is_verbatim)
        for exercise in exercises
    )


def _states(text: str, plain: str, found: Sequence[Numeral], exercise: Exercise) -> bool:
    """Tell whether an answer stands where answers stand."""
    if any(_is_stated(text, plain, n, exercise) for n in found if _is_answer(n, exercise)):
        return True
    return any(
        len(e.left) == 1
        and next(iter(e.left)).isalpha()
        and (value := number(e.right)) is not None
        and exercise.is_answer(value)
        for e in equations(readable(text))
    )


def _is_answer(numeral: Numeral, exercise: Exercise) -> bool:
    return exercise.is_answer(numeral.value, numeral.digits)


def _is_stated(text: str, plain: str, numeral: Numeral, exercise: Exercise) -> bool:
    if numeral.form == "roman":  # its offsets are those of the text itself
        plain = text.lower()
    before = plain[max(0, numeral.start - 40) : numeral.start]
    after = plain[numeral.end : numeral.end + 30]
    if AFTER.match(after):
        return True
    if OPERAND.match(after) and not _is_unit(after, exercise):
        return False
    return CUE.search(before) is not None or _is_alone(plain, numeral)


def _is_unit(after: str, exercise: Exercise) -> bool:
    return after[:1].isalpha() and after[0] not in exercise.letters


def _is_alone(plain: str, numeral: Numeral) -> bool:
    """Tell whether the number, perhaps with a unit, is a whole sentence."""
    start = max(plain.rfind(mark, 0, numeral.start) for mark in (".", "!", "?", "\n", ";", ":"))
    rest = re.split(r"[.!?\n;](?!\d)", plain[numeral.end :], maxsplit=1)[0]
    lead = plain[start + 1 : numeral.start].strip(" \"'(*_,")
    return not lead and UNIT.match(rest.strip(" \"')*_,")) is not None


def _mentions(plain: str, found: Sequence[Numeral], exercise: Exercise) -> bool:
    """Tell whether an answer that the exercise does not state stands anywhere."""
    for numeral in found:
        if _is_answer(numeral, exercise):
            is_own = numeral.value in exercise.givens and _is_worked_with(plain, numeral)
            if not is_own and not _is_ordinary(plain, numeral, exercise):
                return True
        elif numeral.form == "digits" and BACKWARDS.search(plain):
            mirrored = str(abs(numeral.value))[::-1]
            if mirrored.isdigit() and exercise.is_answer(Fraction(mirrored)):
                return True
    return any(exercise.is_answer(value) for value in _riddles(plain))


def _is_worked_with(plain: str, numeral: Numeral) -> bool:
    """Tell whether a number that the exercise states is named as a part of it."""
    before, after = plain[max(0, numeral.start - 30) : numeral.start], plain[numeral.end :]
    return WORKED_WITH.search(before) is not None or OPERAND.match(after) is not None


def _is_ordinary(plain: str, numeral: Numeral, exercise: Exercise) -> bool:
    """Tell whether a number is part of the language: "two sides", "one of these", "step 3"."""
    before, after = plain[: numeral.start], plain[numeral.end :]
    if LABELLED.search(before[-20:]) and (before[-1:] not in {"", "\n"} or after[:1] in {".", ")"}):
        return True
    if numeral.form == "roman":
        letter = ROMAN_LETTERS.get(numeral.value)
        return letter is not None and (letter == "i" or letter in exercise.letters)
    if numeral.form != "words":
        return False
    is_one = numeral.value == 1 and bool(ONE_THING.match(after) or THIS_ONE.search(before[-12:]))
    return is_one or ORDINARY.match(after) is not None


def _riddles(plain: str) -> list[Fraction]:
    """Return the values of "one more than four" and "half of ten"."""
    values: list[Fraction] = []
    for step, way, order, share, base in RIDDLE.findall(plain):
        known = [n.value for n in numerals(base)]
        if not known:
            continue
        if share:
            values.append(known[0] / 2 if share == "half" else known[0] * 2)
        elif way or order:
            size = 2 if step in {"two", "2"} else 1
            is_down = way in {"less", "smaller", "fewer"} or order == "before"
            values.append(known[0] - size if is_down else known[0] + size)
    return values


def _names(plain: str, exercise: Exercise, *, is_verbatim: bool) -> bool:
    """Tell whether an answer in words stands in the text (in a quotation: as an answer)."""
    for word in exercise.words:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", plain):
            is_cued = CUE.search(plain[max(0, match.start() - 40) : match.start()]) is not None
            is_alone = BARE.fullmatch(plain[: match.start()] + plain[match.end() :]) is not None
            if is_cued or is_alone or (not is_verbatim and len(word) >= MIN_WORD_CHARS):
                return True
    return False
