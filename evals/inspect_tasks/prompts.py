"""Fill in what a language model is told."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

NO_ANSWER: Final = "NO ANSWER"
_FENCE = re.compile(r"<(?=\s*/?\s*passage\b)", re.IGNORECASE)
_ANSWER = re.compile(r"^\W*answer\W*:(.*)$", re.IGNORECASE | re.MULTILINE)


def prompt(name: str, question: str, passages: Iterable[tuple[str, str]] = ()) -> str:
    """Return the prompt ``name``; ``passages`` are (title, text), numbered from 1."""
    words = _words()
    numbered = (
        words["passage"].format(
            number=number, title=_fenced(title).replace('"', "'"), text=_fenced(text)
        )
        for number, (title, text) in enumerate(passages, start=1)
    )
    filled = words[name].format(
        question=question, passages="\n\n".join(numbered), fence=words["fence"].strip()
    )
    return filled.strip()


def said_answer(reply: str) -> str:
    """Return what stands behind the last ``ANSWER:``, or the whole reply; "" for no answer."""
    lines = _ANSWER.findall(reply)
    said = (lines[-1] if lines else reply).strip(" \t\n*_`")
    return "" if said.strip(" .!\"'").upper() == NO_ANSWER else said


def _fenced(text: str) -> str:
    """Keep a passage from closing its own fence."""
    return _FENCE.sub("‹", text)


@cache
def _words() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("prompts.toml").read_text(encoding="utf-8"))
