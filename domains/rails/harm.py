"""Harmful requests: learned heads, and rules for an act, a way of asking, and no calming frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from vademecum.retrieval.types import Verdict

from .fold import fold
from .heads.judging import SILENT, HeadUse, margin_of, with_figures
from .phrases import read_phrases, sentences
from .rail import Subject

HARM = read_phrases(Path(__file__).parent / "harm.toml")
BENEFIT_OF_A_RULE: Final = 2.0
"""How much lower, in log-odds, the threshold of the heads is where a common act is named."""
ASKS_NOTHING: Final = re.compile(
    r"""(?x)
    (?:please\ )?act\ (?:as|like)\ (?:an?|my|the)\ (?:lawyer|attorney|solicitor|judge|doctor|nurse
      |pharmacist|teacher|tutor|professor|librarian|translator)[.!]?
    | (?:so|then|now)?\ ?(?:i|we|he|she|they|it)\ (?:got|get|have|added|subtracted|divided
      |multiplied|moved|took|takes|cancelled|factored|expanded|simplified|squared|carried|borrowed|rounded)
      (?:[-+*/=^().,;:%$\d\s]|\b(?:[a-z]|both|sides?|from|by|to|the|of|on|and|each|over|terms?|left
      |right|whole|them|first|then|is|equals?|half|third|quarter|double|twice|times|minus|plus|got
      |number|numerator|denominator|fraction|sum|product|ones|tens)\b)+
    """
)
"""A role alone, or a line of a calculation: nothing is asked for that could do harm, and such lines
are too short for the heads."""
WHY_IT_HAPPENED: Final = re.compile(
    r"(?:why|when|where|who)\ (?:was|were|did|had)\ "
    r"(?!.*\b(?:i|me|my|we|us|our|you|your)\b)[^.!?\n]*\??"
)
"""One question about the reasons, time or people of what is past; not how it was done."""
BENEFIT_OF_HISTORY: Final = 2.0
"""How much higher, in log-odds, the threshold of the heads is for such a question."""
ASKS_LEAVE: Final = re.compile(
    r"""(?xi)\s*(?:can|may|could)\s+(?:i|we)\s+(?:legally\s+|lawfully\s+|safely\s+)?
    (?P<act>(?!(?:please\s+)?(?:get|have|see|ask|know|learn|find|hear|receive|request)\b)
    (?!.*\b(?:how|steps?|instructions?|recipes?|guides?|undetected|caught
      |(?:tell|show|help|give)\ me|without\ (?:being|getting|anyone|anybody|them|him|her))\b)
    [^.!?\n]{3,200}\?)\s*"""
)
"""One question whether a person may do something, which asks for no means."""
CERTAIN: Final = 100.0
"""The margin of a field's own rule, and of any rule where no head can look."""


def check_harm(
    own_acts: re.Pattern[str], heads: Sequence[HeadUse] = ()
) -> Callable[[Subject], Verdict | None]:
    """Return a check for the common acts and those of one field, by rules and by ``heads``."""
    margin = harm_margin(own_acts, heads)

    def check(subject: Subject) -> Verdict | None:
        if margin(subject) <= 0:
            return None
        named = find_act(subject, own_acts) or find_act(subject, HARM["acts"])
        start, end = named or (0, len(subject.text))
        return Verdict(
            rail="harm",
            stage="input",
            action="refuse",
            reason="the question asks for help with something harmful",
            basis="",
            start=start,
            end=end,
        )

    return check


def harm_margin(
    own_acts: re.Pattern[str], heads: Sequence[HeadUse] = ()
) -> Callable[[Subject], float]:
    """Return how far a text is above the threshold of the heads; a rule lowers the threshold."""

    def margin(subject: Subject) -> float:
        if find_act(subject, own_acts) is not None:
            return CERTAIN
        is_named = find_act(subject, HARM["acts"]) is not None
        is_bare = ASKS_NOTHING.fullmatch(subject.folded.text.strip()) is not None
        learned = SILENT if is_bare else margin_of(subject if is_named else asked(subject), heads)
        if learned == SILENT:
            return CERTAIN if is_named else learned
        if is_named:
            return learned + BENEFIT_OF_A_RULE
        said = fold(with_figures(subject.text)).text.strip()
        is_history = WHY_IT_HAPPENED.fullmatch(said) is not None
        return learned - BENEFIT_OF_HISTORY if is_history else learned

    return margin


def asked(subject: Subject) -> Subject:
    """Return what a question for leave asks, without the person: "Is it allowed to ...?".

    The heads know "can I" from those who are about to do harm; "Can I record my boss?" asks for
    the rule.
    """
    leave = ASKS_LEAVE.fullmatch(subject.text)
    return replace(subject, text=f"Is it allowed to {leave['act']}") if leave else subject


def find_act(subject: Subject, acts: re.Pattern[str]) -> tuple[int, int] | None:
    """Return where a harmful act is asked for by rule, in the original text."""
    for offset, sentence in sentences(subject.folded.text):
        match = acts.search(sentence)
        if match is None:
            continue
        is_quiet = HARM["quiet"].search(sentence) is not None
        is_asked = is_quiet or HARM["request"].search(sentence)
        if not is_asked or (HARM["unless"].search(sentence) and not is_quiet):
            continue
        return subject.folded.span(offset + match.start(), offset + match.end())
    return None
