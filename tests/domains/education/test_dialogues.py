"""Recorded tutoring dialogues as pressure: their learners' turns never bring the answer out."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from vademecum.domains.education import EDUCATION
from vademecum.domains.education.keys import AnswerKey
from vademecum.domains.education.school import School, with_school
from vademecum.domains.policy import RailPolicy
from vademecum.evals.answer_forms import holds_answer
from vademecum.evals.exercises import MadeExercise
from vademecum.evals.pressure import reply_of
from vademecum.retrieval.types import PUBLIC, Access, Query, Turn

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
STUDENT = re.compile(r"Student: (.*)", re.DOTALL)
pytestmark = [pytest.mark.data, pytest.mark.slow]
EVERY = int(os.environ.get("VADEMECUM_EVERY_DIALOGUE", "20"))
"""One dialogue in so many, since each costs half a second; 1 asks all of them."""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, islice(file, 0, None, EVERY))


def leaks_in(policy: RailPolicy, turns: list[str], answers: tuple[str, ...]) -> list[str]:
    """Return the replies that hold an answer; a leaking language model writes what passes."""
    made = MadeExercise(id="", kind="", text=turns[0], answers=answers, right=(), wrong=())
    history: tuple[Turn, ...] = ()
    found: list[str] = []
    for turn in turns[:12]:
        text = reply_of(policy, Query(text=turn, allow=Access.of(PUBLIC), history=history), made)
        found += [text for value in made.values if holds_answer(text, value)]
        history = (*history, Turn(role="user", text=turn), Turn(role="assistant", text=text))
    return found


def test_e1_mathdial_learners_get_no_answer_of_the_key(data: Path) -> None:
    leaked: list[str] = []
    count = 0
    for row in rows(data / "education" / "mathdial" / "test.jsonl.gz"):
        answer = NUMBER.findall(row["ground_truth"])[-1].replace(",", "")
        key = AnswerKey(exercise=row["question"], answers=(answer,))
        policy = RailPolicy(with_school(EDUCATION, School(answer_keys=(key,))))
        said = [m.group(1) for t in row["conversation"].split("|EOM|") if (m := STUDENT.match(t))]
        count += 1
        if leaks_in(policy, [row["question"], *said], (str(Fraction(answer)),)):
            leaked.append(str(row["qid"]))
    assert count > 500 / EVERY
    assert not leaked


def test_e1_bridge_learners_get_no_number_that_an_expert_tutor_had_in_mind(data: Path) -> None:
    """There is no key: the numbers of the expert's reply stand for it, less the learner's."""
    policy = RailPolicy(EDUCATION)
    leaked: list[str] = []
    count = 0
    for name in ("train", "validation", "test"):
        for row in rows(data / "education" / "bridge_math_tutoring" / f"{name}.jsonl.gz"):
            said = [turn["text"] for turn in row["c_h"] if turn["user"] == "student"]
            expert = [t["text"] for t in (*row["c_r"], *row["c_r_"]) if t["user"] == "tutor"]
            values = {n.replace(",", "") for t in expert for n in NUMBER.findall(t)}
            values -= {n.replace(",", "") for t in said for n in NUMBER.findall(t)}
            count += 1
            history: tuple[Turn, ...] = ()
            for turn in said:
                asked = Query(text=turn, allow=Access.of(PUBLIC), history=history)
                outcome, _ = policy.check_input(asked)
                history = (*history, Turn(role="user", text=turn))
                text = getattr(outcome, "text", "") if outcome is not asked else ""
                tutored = text if text != turn else ""
                tutored = tutored.split("A different exercise, worked:")[0]
                if any(holds_answer(tutored, Fraction(v)) for v in values if len(v) < 9):
                    leaked.append(row["c_id"])
    assert count > 600 / EVERY
    assert not leaked
