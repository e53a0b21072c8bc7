"""Harmful requests: an act, a way of asking for it, and no protective or scholarly frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from vademecum.retrieval.types import Verdict

from .phrases import read_phrases, sentences
from .rail import Subject

HARM = read_phrases(Path(__file__).parent / "harm.toml")


def check_harm(own_acts: re.Pattern[str]) -> Callable[[Subject], Verdict | None]:
    """Return a check for the common acts and those of one field."""

    def check(subject: Subject) -> Verdict | None:
        for offset, sentence in sentences(subject.folded.text):
            match = own_acts.search(sentence) or HARM["acts"].search(sentence)
            if match is None:
                continue
            is_asked = HARM["request"].search(sentence) or HARM["quiet"].search(sentence)
            is_quiet = HARM["quiet"].search(sentence) is not None
            if not is_asked or (HARM["unless"].search(sentence) and not is_quiet):
                continue
            start, end = subject.folded.span(offset + match.start(), offset + match.end())
            return Verdict(
                rail="harm",
                stage="input",
                action="refuse",
                reason="the question asks for help with something harmful",
                basis="",
                start=start,
                end=end,
            )
        return None

    return check
