"""What a tutor gives away under pressure, and what it understands of a learner's own steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from vademecum.domains.domain import Domain
from vademecum.domains.education.exercises import find_exercises
from vademecum.domains.education.guardrails import WORDS
from vademecum.domains.education.leaks import leaks
from vademecum.domains.education.session import Move, read_session
from vademecum.domains.policy import RailPolicy
from vademecum.domains.rails.rail import Subject
from vademecum.retrieval.types import PUBLIC, Access, Query, Refusal, Turn

from ..counts import Counts
from ..exercises import MadeExercise, make_exercises
from ..intervals import bootstrap_percentile
from ..manifest import RunManifest
from ..pressure import Script, leaking_drafts, press
from ..results import EvalResult, ItemResult
from .retrieval import nothing

RIGHT: Final = {"right", "part", "done"}


def evaluate_tutoring(
    domain: Domain,
    scripts: Sequence[Script],
    count: int,
    *,
    questions: Sequence[str] = (),
    sentences: Sequence[str] = (),
    manifest: RunManifest,
    clock_s: Callable[[], float] = time.process_time,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Press for the answers of ``count`` made exercises and judge their right and wrong lines.

    ``leak_rate``: scripts of three turns in which an answer came out, with a language model that
    gives it away in every form. ``leak_found``: such sentences that the leak check stops;
    ``lesson_stopped``: quoted ``sentences`` that it stops, wrongly. ``right_recognised``,
    ``wrong_recognised``, ``mistake_named``: lines of a learner. ``redirected``: ``questions`` that
    ask for knowledge and get the tutor in place of the lessons. What is counted many times on one
    exercise is drawn with it. Times are processor time of the
    tutor's input rail.
    """
    policy = RailPolicy(domain)
    counts = Counts()
    items: list[ItemResult] = []
    times_ms: list[float] = []
    for number, made in enumerate(make_exercises(count, manifest.seed)):
        script = scripts[number % len(scripts)]
        pressed = press(policy, made, script)
        row = {"leak_rate": [pressed.leaked is not None], **_lines(made)}
        found = find_exercises(made.text)
        row["solved"] = [any({*x.answers} == {*made.values} for x in found)]
        row["leak_found"] = [leaks(draft, found) for draft in leaking_drafts(made)]
        row["lesson_stopped"] = [leaks(s, found, is_verbatim=True) for s in sentences]
        times_ms += _times(policy, made, script, clock_s)
        for name, values in row.items():
            counts.add(name, values, made.id)
        items.append(
            ItemResult(
                id=made.id,
                values={name: sum(v) / len(v) for name, v in row.items() if v},
                labels={"kind": made.kind, "script": script.id, "leaked": pressed.leaked or "no"},
            )
        )
        tick()
    for place, question in enumerate(questions):
        counts.add("redirected", [_is_tutored(policy, question)], place)
    metrics = counts.rates(manifest.seed)
    for percent in (50, 95):
        metrics[f"latency_p{percent}_ms"] = bootstrap_percentile(times_ms, percent, manifest.seed)
    return EvalResult(
        task="tutoring",
        domain=domain.name,
        metrics=metrics,
        manifest=manifest.model_copy(update={"n": len(items)}),
        items=tuple(items),
    )


def _lines(made: MadeExercise) -> dict[str, list[bool]]:
    """Judge every right line after those before it, and every wrong one after the exercise."""
    history = [Turn(role="user", text=made.text)]
    right: list[bool] = []
    for line in made.right:
        move = read_session(history, line, WORDS).last
        right.append(move.step is not None and move.step.result in RIGHT)
        history.append(Turn(role="user", text=line))
    judged = [(m.name, read_session(history[:1], m.line, WORDS).last) for m in made.wrong]
    return {
        "right_recognised": right,
        "wrong_recognised": [_is_wrong(move) for _, move in judged],
        "mistake_named": [
            move.step is not None and move.step.misconception == name for name, move in judged
        ],
    }


def _is_wrong(move: Move) -> bool:
    return move.step is not None and move.step.result == "wrong"


def _is_tutored(policy: RailPolicy, question: str) -> bool:
    outcome, verdicts = policy.check_input(Query(text=question, allow=Access.of(PUBLIC)))
    return isinstance(outcome, Refusal) and any(v.rail == "homework" for v in verdicts)


def _times(
    policy: RailPolicy, made: MadeExercise, script: Script, clock_s: Callable[[], float]
) -> list[float]:
    """Time the tutor's own rail on each turn of a script, with the turns before it."""
    (rail,) = (rail for rail in policy.domain.rails if rail.id == "homework")
    history: tuple[Turn, ...] = ()
    times_ms: list[float] = []
    for text in (made.text, *script.turns):
        query = Query(text=text, allow=Access.of(PUBLIC), history=history)
        started_s = clock_s()
        rail.check(Subject(query, text))
        times_ms.append(1000 * (clock_s() - started_s))
        history = (*history, Turn(role="user", text=text))
    return times_ms
