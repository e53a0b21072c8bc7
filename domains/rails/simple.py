"""The plainest rail: a phrase list that fires, and one that calms it."""

from __future__ import annotations

import re
from collections.abc import Callable

from vademecum.retrieval.types import Action, Stage, Verdict

from .phrases import NOTHING, sentences
from .rail import Subject


def check_phrases(
    rail: str,
    action: Action,
    reason: str,
    phrases: re.Pattern[str],
    unless: re.Pattern[str] = NOTHING,
    stage: Stage = "input",
) -> Callable[[Subject], Verdict | None]:
    """Return a check that fires on a sentence with one of ``phrases`` and none of ``unless``."""

    def check(subject: Subject) -> Verdict | None:
        for offset, sentence in sentences(subject.folded.text):
            match = phrases.search(sentence)
            if match is None or unless.search(sentence):
                continue
            start, end = subject.folded.span(offset + match.start(), offset + match.end())
            return Verdict(
                rail=rail, stage=stage, action=action, reason=reason, basis="", start=start, end=end
            )
        return None

    return check
