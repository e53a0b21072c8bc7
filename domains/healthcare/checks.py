"""What a reader must check: special groups, and instructions that cannot wait."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from vademecum.retrieval.types import Verdict

from ..rails.fold import fold
from ..rails.phrases import Phrases
from ..rails.rail import Subject

LINES: Final = {
    "child": "doses and advice for adults do not hold for children: age and weight decide.",
    "pregnancy": "pregnancy or breastfeeding: ask a midwife, pharmacist or doctor first.",
    "kidney": "kidney disease can change doses and make medicines unsafe.",
    "liver": "liver disease can change doses and make medicines unsafe.",
}


def check_flags(words: Phrases) -> Callable[[Subject], tuple[Verdict, ...]]:
    """Return a check that gives one line for each special group that the conversation names."""

    def check(subject: Subject) -> tuple[Verdict, ...]:
        asked = [turn.text for turn in subject.query.history if turn.role == "user"]
        question = fold("\n".join([*asked, subject.query.text])).text
        return tuple(
            Verdict(
                rail="check_lines",
                stage="output",
                action="warn",
                reason=f"Check: {line}",
                basis="",
            )
            for flag, line in LINES.items()
            if words[flag].search(question)
        )

    return check


def check_time_critical(phrases: re.Pattern[str]) -> Callable[[Subject], Verdict | None]:
    """Return a check that lets a time-critical instruction pass only with its source named."""

    def check(subject: Subject) -> Verdict | None:
        if not phrases.search(subject.folded.text):
            return None
        grounding = subject.grounding
        if grounding is None or not grounding.claims or not grounding.is_verified:
            reason = "left out a time-critical instruction without a source"
            return _verdict("refuse", reason)
        source = grounding.claims[0].citations[0]
        said = f"Check: a time-critical instruction, quoted from “{source.title}” ({source.source})"
        return _verdict("warn", f"{said}; whoever is with the person decides.")

    return check


def _verdict(action: str, reason: str) -> Verdict:
    return Verdict.model_validate(
        {
            "rail": "time_critical",
            "stage": "output",
            "action": action,
            "reason": reason,
            "basis": "",
        }
    )
