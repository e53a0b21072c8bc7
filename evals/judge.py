"""Let a language model grade one answer, and read no grade where it gave none.

The texts of a case cannot speak for the judge: they stand between marks that carry a code which
occurs in none of them, and only a verdict with that code counts. A text can still try to persuade
the model that reads it; agreement with people (``agreement.py``) shows how far a judge holds.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from pydantic import model_validator

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from .manifest import sha256_of_json

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Ask: TypeAlias = Callable[[str], str]
"""Maps a prompt to the model's reply; may raise, which leaves the case unscored."""
Grade: TypeAlias = Literal["correct", "partly", "wrong"]
Rubric: TypeAlias = Literal["correctness", "support"]
"""Graded against a reference answer, or against evidence."""
GRADES: Final[tuple[Grade, ...]] = get_args(Grade)

_CODE_CHARS = 8
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_BARE = re.compile(r"\bverdict[\s:=*_`-]*\b(correct|partly|wrong)\b", re.IGNORECASE)
_EDGES = " \t.*_`'\"#()[]<>"


class Case(Noun):
    """One answer to grade, with what it is graded against."""

    id: str
    question: str
    answer: str
    reference: str = ""
    """A right answer; the rubric "correctness" needs it."""
    evidence: tuple[str, ...] = ()
    """What the answer may rest on; the rubric "support" needs it."""


class Judgement(Noun):
    """What a judge said of one case; ``why`` says what kept it from being scored."""

    grade: Grade | None
    scored: bool
    raw: str
    """The reply as it came; empty if none came."""
    why: str = ""

    @model_validator(mode="after")
    def _a_grade_if_and_only_if_scored(self) -> Judgement:
        if self.scored != (self.grade is not None) or self.scored == bool(self.why):
            raise ValueError("a case is scored with a grade, or unscored with a reason")
        return self

    @classmethod
    def unscored(cls, why: str, raw: str = "") -> Judgement:
        """Build what stands where there is no grade."""
        return cls(grade=None, scored=False, raw=raw, why=why)


def judge(case: Case, ask: Ask, rubric: Rubric = "correctness") -> Judgement:
    """Ask the model once for the grade of one case.

    Unscored, never graded: an empty answer or reply, an exception of the model, a reply without a
    verdict, with an unreadable one, or with two that differ. Raises InvalidInput where the case
    lacks what the rubric compares with.
    """
    prompt, code = prompt_of(case, rubric), code_of(case)
    if not case.answer.strip():
        return Judgement.unscored("there is no answer to grade")
    try:
        reply: object = ask(prompt)
    except Exception as error:  # noqa: BLE001 - whatever a model's client raises is no grade
        first = (str(error).splitlines() or [""])[0][:200]
        return Judgement.unscored(f"the model did not answer ({type(error).__name__}: {first})")
    if not isinstance(reply, str):
        return Judgement.unscored(f"the model replied with {type(reply).__name__}, not with text")
    return read_verdict(reply, code, "\n".join(_texts(case)))


def prompt_of(case: Case, rubric: Rubric = "correctness") -> str:
    """Return what the model is asked; raise InvalidInput where the rubric lacks its material."""
    words, code = _words(), code_of(case)
    against = {
        "correctness": [("reference", case.reference)],
        "support": [("evidence", text) for text in case.evidence],
    }[rubric]
    against = [(name, text) for name, text in against if text.strip()]
    if not against:
        needed = "a reference" if rubric == "correctness" else "evidence"
        raise InvalidInput(f"{case.id}: the rubric {rubric!r} compares with {needed}; give it")
    texts = [("question", case.question), *against, ("answer", case.answer)]
    return str(
        words["prompt"].format(
            rubric=words[rubric]["rubric"],
            grades=words[rubric]["grades"].strip(),
            code=code,
            texts="\n\n".join(
                words["text"].format(name=name, code=code, text=text) for name, text in texts
            ),
        )
    ).strip()


def code_of(case: Case) -> str:
    """Return the code of a case: always the same one, and in none of its texts."""
    texts = _texts(case)
    everything, salt = "\n".join(texts).casefold(), sha256_of_json([case.id, *texts])
    number = 0
    while True:
        digest = hashlib.sha256(f"{salt}/{number}".encode()).hexdigest()
        if (code := digest[:_CODE_CHARS]) not in everything:
            return code
        number += 1


def read_verdict(reply: str, code: str, quotable: str = "") -> Judgement:
    """Read the one grade behind ``VERDICT code:`` on the reply's last line or any other.

    What a model thought is passed over. A verdict without the code gives no grade; one that differs
    leaves the case unscored, unless it stands in ``quotable``, the texts of the case.
    """
    said = _THOUGHT.sub("", reply)
    if not said.strip():
        return Judgement.unscored("the reply is empty", reply)
    marks = re.findall(rf"verdict[\s*_`]{{1,5}}{code}\b([^\n]*)", said, re.IGNORECASE)
    if not marks:
        return Judgement.unscored("the reply has no verdict with the code", reply)
    found = {mark.strip(_EDGES).lstrip(":").strip(_EDGES).lower() for mark in marks}
    quoted = quotable.casefold()
    found |= {m[1].lower() for m in _BARE.finditer(said) if m[0].casefold() not in quoted}
    if len(found) > 1:
        return Judgement.unscored("the reply has verdicts that differ", reply)
    (word,) = found
    for grade in GRADES:
        if word == grade:
            return Judgement(grade=grade, scored=True, raw=reply)
    return Judgement.unscored("the reply has a verdict that is no grade", reply)


def chat_judge(model: BaseChatModel) -> Ask:
    """Return any LangChain chat model as what ``judge`` asks."""
    return lambda prompt: str(model.invoke(prompt).text)


def _texts(case: Case) -> tuple[str, ...]:
    return (case.question, case.answer, case.reference, *case.evidence)


@cache
def _words() -> dict[str, Any]:  # Any: TOML
    return tomllib.loads(Path(__file__).with_name("judge.toml").read_text(encoding="utf-8"))
