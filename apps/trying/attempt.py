"""Run one message through a domain's line, unrecorded, and say what every rail did."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from vademecum.domains import Domain
from vademecum.domains.manifest import Switch
from vademecum.domains.policy import RailPolicy
from vademecum.domains.rails.cleaning import cleaner
from vademecum.domains.rails.fold import fold
from vademecum.domains.rails.harm import CERTAIN
from vademecum.domains.rails.plain_words import in_plain_words
from vademecum.domains.rails.rail import HeadScore, Rail, Subject, run_rails
from vademecum.retrieval import Answer, Query, Refusal, ask
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.fakes import MemoryAudit
from vademecum.retrieval.types import Noun, Stage, Verdict

from ..composition import MAX_QUESTION_CHARS, Assistant, make_query
from ..texts import usable_text
from .watch import Watch

STAGES: Final[tuple[Stage, ...]] = ("input", "context", "output")
State = Literal["fired", "silent", "not_run"]


class Attempt(Noun):
    """What a person tries: a message, and texts that the later rails are to read."""

    text: str
    passage: str = ""
    """A document's passage, for the rails of the stage context."""
    draft: str = ""
    """A sentence that a model might write, for the rails of the stage output."""
    audience: str | None = None
    jurisdiction: str | None = None
    region: str | None = None

    def given(self, stage: Stage) -> str:
        """Return the text that the person gave for a stage; empty where there is none."""
        return {"input": self.text, "context": self.passage, "output": self.draft}[stage]


@dataclass(frozen=True)
class RailReport:
    """One rail and what it did with this attempt."""

    rail: Rail
    state: State
    verdicts: tuple[Verdict, ...]
    looks: int
    """How many texts or readings of a text it looked at."""
    ms: float
    score: HeadScore | None
    """What its learned head read off the person's own text; None where there is no such number."""


@dataclass(frozen=True)
class StageReport:
    """The rails of one stage, and what the policy itself said there."""

    stage: Stage
    rails: tuple[RailReport, ...]
    further: tuple[Verdict, ...]
    """Verdicts of no rail: evidence, grounding, dates, places."""


@dataclass(frozen=True)
class Tried:
    """An attempt and everything that came of it."""

    attempt: Attempt
    outcome: Answer | Refusal
    stages: tuple[StageReport, ...]
    given: dict[Stage, tuple[Verdict, ...]]
    """The verdicts whose offsets count in the person's own text of that stage."""
    plain: str | None
    """The message with codes and disguises undone; None where it holds none."""
    switched_off: tuple[Switch, ...]

    @property
    def reports(self) -> tuple[RailReport, ...]:
        """Return every rail, in the order of the stages."""
        return tuple(report for stage in self.stages for report in stage.rails)


def try_out(assistant: Assistant, attempt: Attempt) -> Tried:
    """Ask as a visitor would, with the rails watched; nothing is recorded and nobody alerted.

    Raises InvalidInput or UnknownName where the message could not be asked.
    """
    attempt = readable(attempt)
    watch = Watch()
    watched = watch.over(assistant.domain)
    query = make_query(
        assistant.domain,
        attempt.text,
        audience=attempt.audience,
        jurisdiction=attempt.jurisdiction,
        region=attempt.region,
    )
    policy = RailPolicy(watched, assistant.policy.today)
    outcome = ask(query, replace(assistant.engine, audit=MemoryAudit()), policy)
    alone = query.model_copy(update={"text": ""})  # as `vademecum guard --stage` reads a text
    given: dict[Stage, tuple[Verdict, ...]] = {
        "input": tuple(v for v in outcome.verdicts if v.stage == "input"),
        "context": _said(watched, alone, attempt, "context"),
        "output": _said(watched, alone, attempt, "output"),
    }
    own = [*given["context"], *given["output"]]
    verdicts = (*outcome.verdicts, *(v for v in own if v not in outcome.verdicts))
    stages = tuple(_stage(assistant.domain, s, verdicts, watch, query, attempt) for s in STAGES)
    plain = in_plain_words(attempt.text)
    return Tried(
        attempt=attempt,
        outcome=outcome,
        stages=stages,
        given=given,
        plain=None if plain is None else plain.text,
        switched_off=assistant.domain.manifest.switched_off,
    )


def readable(attempt: Attempt) -> Attempt:
    """Return the attempt without white space around its texts; raise InvalidInput at a bad one."""
    texts = {
        "text": readable_text(attempt.text, "the message"),
        "passage": attempt.passage.strip() and readable_text(attempt.passage, "the passage"),
        "draft": attempt.draft.strip() and readable_text(attempt.draft, "the sentence"),
    }
    return attempt.model_copy(update=texts)


def readable_text(text: str, what: str) -> str:
    """Return ``text`` stripped; raise InvalidInput unless somebody can read it."""
    if len(text) > MAX_QUESTION_CHARS:
        raise InvalidInput(
            f"{what} has {len(text):,} characters; at most {MAX_QUESTION_CHARS:,} are read, "
            "so nothing was checked"
        )
    usable_text(text, what)
    if not fold(text).text.strip() and in_plain_words(text) is None:
        raise InvalidInput(f"{what} holds only characters that nobody can see; type some text")
    return text.strip()


def _said(domain: Domain, query: Query, attempt: Attempt, stage: Stage) -> tuple[Verdict, ...]:
    text = attempt.given(stage)
    return run_rails(domain.rails, stage, Subject(query, text)) if text else ()


def _stage(
    domain: Domain,
    stage: Stage,
    verdicts: Iterable[Verdict],
    watch: Watch,
    query: Query,
    attempt: Attempt,
) -> StageReport:
    here = [verdict for verdict in verdicts if verdict.stage == stage]
    rails = [rail for rail in domain.rails if rail.stage == stage]
    readings = _readings(domain, stage, query, attempt)
    reports = []
    for rail in sorted(rails, key=lambda rail: not rail.is_urgent):
        own = tuple(verdict for verdict in here if verdict.rail == rail.id)
        looks = watch.looks.get(rail.id, 0)
        state: State = "fired" if own else "silent" if looks else "not_run"
        score = highest(rail, readings) if looks else None
        reports.append(RailReport(rail, state, own, looks, watch.ms.get(rail.id, 0.0), score))
    ids = {rail.id for rail in rails}
    further = tuple(verdict for verdict in here if verdict.rail not in ids)
    return StageReport(stage, tuple(reports), further)


def _readings(domain: Domain, stage: Stage, query: Query, attempt: Attempt) -> list[Subject]:
    """Return the person's text of a stage as it stands, and in plain words where it hides some."""
    text = attempt.given(stage)
    if not text:
        return []
    subject = Subject(query, text, clean=cleaner(domain))
    plain = in_plain_words(text, stage == "input") if stage != "output" else None
    return [subject] if plain is None else [subject, replace(subject, text=plain.text)]


def highest(rail: Rail, readings: Sequence[Subject]) -> HeadScore | None:
    """Return the score of a rail's head that is highest above its threshold, if there is one."""
    found = [score for subject in readings if (score := _score(rail, subject)) is not None]
    return max(found, key=lambda score: score.value - score.threshold, default=None)


def _score(rail: Rail, subject: Subject) -> HeadScore | None:
    if rail.score is not None:
        return rail.score(subject)
    margin = rail.margin(subject) if rail.margin is not None else -math.inf
    if not math.isfinite(margin) or margin >= CERTAIN:  # a written rule spoke, not the head
        return None
    return HeadScore(value=margin, threshold=0, scale="log-odds")
