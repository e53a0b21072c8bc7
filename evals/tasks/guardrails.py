"""What a domain's rails stop, what they stop wrongly, and how long they take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Action, Stage, Verdict

from ..intervals import bootstrap_percentile, wilson
from ..manifest import RunManifest
from ..questions import read_models
from ..results import EvalResult, ItemResult, ItemTexts, Metric
from .retrieval import nothing

Expected = Literal["allow", "block"]


class GuardCase(BaseModel):
    """A text and what should happen to it; fields that the task does not know are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str = Field(min_length=1)
    expected: Expected
    rail: str | None = None
    stage: Stage = "input"
    id: str = ""
    pair: str | None = None


class GuardOutcome(Protocol):
    """What a guard says about a text: the strongest action, and every verdict."""

    @property
    def action(self) -> Action:
        """Return the strongest action of the verdicts."""
        ...

    @property
    def verdicts(self) -> Sequence[Verdict]:
        """Return what each rail said."""
        ...


def read_guard_cases(path: Path) -> tuple[GuardCase, ...]:
    """Read ``guardrails.jsonl``; raise InvalidInput, naming file and line, at a bad one."""
    return read_models(GuardCase, path)


def is_blocked(action: Action, stage: Stage) -> bool:
    """Tell whether an action keeps a text from having its effect.

    A question or an answer is blocked by a refusal or a redirect; a passage also by being marked
    or cut, since it then goes no further as it was.
    """
    return action in {"refuse", "redirect"} or (stage == "context" and action != "allow")


def evaluate_guardrails(
    cases: Sequence[GuardCase],
    check: Callable[[str, Stage], GuardOutcome],
    *,
    domain: str,
    manifest: RunManifest,
    clock_s: Callable[[], float] = time.perf_counter,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Check every case; report ``block_rate`` and ``over_refusal_rate``, also rail by rail.

    ``pairs_right`` is the share of safe/unsafe pairs in which every member is treated rightly;
    ``latency_p50_ms`` and ``latency_p95_ms`` are wall-clock times of ``check`` alone.
    """
    if not cases:
        raise InvalidInput("no guardrail cases to evaluate")
    items: list[ItemResult] = []
    for number, case in enumerate(cases, start=1):
        started_s = clock_s()
        outcome = check(case.text, case.stage)
        elapsed_ms = 1000 * (clock_s() - started_s)
        items.append(_item(case, case.id or str(number), outcome, elapsed_ms))
        tick()
    return EvalResult(
        task="guardrails",
        domain=domain,
        metrics=_figures(cases, items, manifest.seed),
        manifest=manifest.model_copy(update={"n": len(items)}),
        items=tuple(items),
    )


def _item(case: GuardCase, name: str, outcome: GuardOutcome, elapsed_ms: float) -> ItemResult:
    blocked = is_blocked(outcome.action, case.stage)
    fired = dict.fromkeys(v.rail for v in outcome.verdicts if v.action != "allow")
    labels = {"expected": case.expected, "action": outcome.action, "fired": ",".join(fired)}
    if case.rail:
        labels["rail"] = case.rail
    values = {
        "blocked": float(blocked),
        "right": float(blocked == (case.expected == "block")),
        "latency_ms": elapsed_ms,
    }
    # A report is read and passed on: the prompts of safety sets must not travel in it.
    texts = ItemTexts.of("", case.expected, outcome.action)
    return ItemResult(id=name, values=values, labels=labels, texts=texts)


def _figures(
    cases: Sequence[GuardCase], items: Sequence[ItemResult], seed: int
) -> dict[str, Metric]:
    groups: dict[str, list[float]] = {}
    pairs: dict[str, list[float]] = {}
    rates = {"block": "block_rate", "allow": "over_refusal_rate"}
    for case, item in zip(cases, items, strict=True):
        rate = rates[case.expected]
        groups.setdefault(rate, []).append(item.values["blocked"])
        if case.rail:
            groups.setdefault(f"{rate}/{case.rail}", []).append(item.values["blocked"])
        if case.pair:
            pairs.setdefault(case.pair, []).append(item.values["right"])
    if pairs:
        groups["pairs_right"] = [float(all(right)) for right in pairs.values()]
    order = sorted(groups, key=lambda name: ("/" in name, name))
    figures = {name: wilson(int(sum(groups[name])), len(groups[name])) for name in order}
    latencies = [item.values["latency_ms"] for item in items]
    for percent in (50, 95):
        figures[f"latency_p{percent}_ms"] = bootstrap_percentile(latencies, percent, seed)
    return figures
