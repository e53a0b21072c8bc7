"""The ladder of a search: every rung asked the same questions, each beside the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from vademecum.retrieval.errors import InvalidInput

from ..energy import EnergyMeter
from ..intervals import RESAMPLES
from ..manifest import RunManifest
from ..memory import as_strangers
from ..results import Metric
from ..tasks.cost import evaluate_cost
from ..verdicts import verdict_of
from .inheritance import Inheritance, inheritance
from .question_set import (
    DEPTH,
    MAIN,
    METRICS,
    Find,
    QuestionSet,
    Ranked,
    fails,
    failure,
    figures,
    mean,
    ranked,
)
from .recorded import RECORDED, RecordedSystem, ranking_in
from .rungs import Cost, Kind, LadderItem, LadderResult, Rung
from .shared_failure import Lens, Shares, failures_of, homogenization

W = TypeVar("W")
T = TypeVar("T")
COSTED: Final = 20
"""How many items are done one by one, to take time and energy of each rung."""
LENS_DEPTH: Final = 1
LENS_RESAMPLES: Final = 1000
FAILURE_DEPTHS: Final = (DEPTH, 1)


@dataclass(frozen=True)
class Approach(Generic[W]):
    """One way to answer, before it is measured."""

    name: str
    kind: Kind
    work: W
    k: int | None = None
    series: str | None = None
    """The way of using examples, where there is a curve over k."""
    others: tuple[W, ...] = ()
    """The same with other examples; what they give is told, without intervals."""
    stored_bytes: int | None = 0
    prepare_s: float = 0.0
    train_s: float | None = None
    origin: Shares | None = None
    """What it shares with the base, where it takes part in the lens."""
    before: str | None = None
    """The approach that it adapts, where the fate of each failure is told."""
    about: str = ""

    @property
    def told(self) -> dict[str, object]:
        """Return what a rung says of it beside its figures."""
        names = ("about", "k", "series", "before")
        return {name: getattr(self, name) for name in names}


def retrieval_ladder(
    questions: QuestionSet,
    approaches: Sequence[Approach[Find]],
    *,
    adapter: str,
    manifest: RunManifest,
    recorded: Sequence[RecordedSystem] = (),
    units: frozenset[str] = frozenset(),
    meter: EnergyMeter | None = None,
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = lambda: None,
) -> LadderResult:
    """Measure ``approaches`` on the same questions; the first is what all are compared with.

    ``units`` are the ids that a recorded output may name. ``tick`` is called once for each
    question of each approach, and of each of its other draws. Raises InvalidInput without
    questions or approaches.
    """
    if not questions.items or not approaches:
        raise InvalidInput("a ladder needs questions and at least one approach")
    seed = manifest.seed
    found: dict[str, Ranked] = {}
    rungs: list[Rung] = []
    for approach in approaches:
        cost = cost_of(approach, questions.items, approach.work, manifest, meter)
        found[approach.name] = ranked(questions, approach.work, tick)
        draws = [_main(questions, ranked(questions, other, tick)) for other in approach.others]
        of = found[approach.name]
        rung = _rung(questions, approach.name, approach.kind, of, rungs, seed, resamples)
        more = {
            **approach.told,
            "cost": cost,
            "draws": tuple(draws),
            "step": _step(questions, approach.before, rung, rungs, seed, resamples),
        }
        rungs.append(rung.model_copy(update=more))
    for system in recorded:
        named = {i: ranking_in(output, units) for i, output in system.outputs.items()}
        read = {item: units for item, units in named.items() if units is not None}
        rung = _rung(
            questions, RECORDED.format(system.name), "recorded", read, rungs, seed, resamples
        )
        counts = {
            "unscored": len(named) - len(read),
            "missing": len(questions.items) - len(named),
            "unknown": system.unknown,
        }
        rungs.append(rung.model_copy(update=counts))
    return LadderResult(
        task="retrieval",
        domain=questions.domain,
        set=questions.name,
        metric=MAIN,
        adapter=adapter,
        items=tuple(
            LadderItem(id=item.id, text=item.text, expected=questions.expected(item))
            for item in questions.items
        ),
        rungs=tuple(rungs),
        inheritance=_fates(questions, approaches, found),
        lens=_lens(questions, approaches, found, seed),
        manifest=manifest.model_copy(
            update={"n": len(questions.items), "notes": (*manifest.notes, *questions.notes)}
        ),
    )


def cost_of(
    approach: Approach[W],
    items: Sequence[T],
    do: Callable[[T], object],
    manifest: RunManifest,
    meter: EnergyMeter | None = None,
) -> Cost:
    """Do some of ``items`` one by one; the first two warm up and are not measured if others are.

    Each is met as a stranger: nothing is taken from memory that is of its texts.
    """

    def meet(item: T) -> None:
        with as_strangers():
            do(item)

    first, rest = items[:2], items[2 : 2 + COSTED]
    for item in first:
        meet(item)
    work = [(str(place), item) for place, item in enumerate(rest or first)]
    found = evaluate_cost(
        work, meet, domain="", manifest=manifest, warm_up=0, meter=meter, resamples=200
    ).metrics
    estimated = found.get("energy_per_item_estimated_j")
    measured = found.get("energy_per_item_j") or estimated
    assert measured is not None  # evaluate_cost gives one of the two
    return Cost(
        latency_ms=found["latency_p50_ms"],
        energy_j=measured.value,
        energy="codecarbon" if estimated is None else "estimated",
        prepare_s=approach.prepare_s,
        train_s=approach.train_s,
        stored_bytes=approach.stored_bytes,
    )


def _rung(
    questions: QuestionSet,
    name: str,
    kind: Kind,
    found: Ranked,
    before: Sequence[Rung],
    seed: int,
    resamples: int,
) -> Rung:
    """Measure what was found of the items that ``found`` holds."""
    places = [place for place, item in enumerate(questions.items) if item.id in found]
    if not places:
        return _empty(questions, name, kind)
    some = QuestionSet(
        questions.name,
        questions.domain,
        [questions.items[place] for place in places],
        questions.right,
        questions.titles,
    )
    values = figures(some, found)
    clusters = some.clusters
    columns = {m: [values[item.id][m] for item in some.items] for m in METRICS}
    differences: dict[str, Metric] = {}
    if before:
        for metric, column in columns.items():
            base = [_value(before[0], metric, place) for place in places]
            pairs = [a - b for a, b in zip(column, base, strict=True)]
            differences[metric] = mean(pairs, clusters, seed, resamples)
    return Rung(
        name=name,
        kind=kind,
        metrics={m: mean(column, clusters, seed, resamples) for m, column in columns.items()},
        difference=differences,
        verdicts={m: verdict_of(m, found) for m, found in differences.items()},
        n=len(places),
        values=tuple(
            values[item.id][MAIN] if item.id in values else None for item in questions.items
        ),
        said=tuple(questions.titled((found.get(i.id) or ("",))[0]) for i in questions.items),
        more={
            m: tuple(values[item.id][m] if item.id in values else None for item in questions.items)
            for m in METRICS
            if m != MAIN
        },
    )


def _step(
    questions: QuestionSet,
    before: str | None,
    rung: Rung,
    rungs: Sequence[Rung],
    seed: int,
    resamples: int,
) -> dict[str, Metric]:
    """Return the paired differences to the rung that this one adapts."""
    if before is None:
        return {}
    (base,) = (one for one in rungs if one.name == before)
    places = range(len(questions.items))
    return {
        m: mean(
            [_value(rung, m, place) - _value(base, m, place) for place in places],
            questions.clusters,
            seed,
            resamples,
        )
        for m in METRICS
    }


def _value(rung: Rung, metric: str, place: int) -> float:
    value = (rung.values if metric == MAIN else rung.more[metric])[place]
    assert value is not None  # what was run here answers every item
    return value


def _empty(questions: QuestionSet, name: str, kind: Kind) -> Rung:
    nothing = (None,) * len(questions.items)
    return Rung(name=name, kind=kind, metrics={}, n=0, values=nothing, said=("",) * len(nothing))


def _main(questions: QuestionSet, found: Ranked) -> float:
    each = [values[MAIN] for values in figures(questions, found).values()]
    return sum(each) / len(each)


def _fates(
    questions: QuestionSet, approaches: Sequence[Approach[Find]], found: Mapping[str, Ranked]
) -> tuple[Inheritance, ...]:
    return tuple(
        inheritance(
            approach.before,
            approach.name,
            fails(questions, found[approach.before], depth),
            fails(questions, found[approach.name], depth),
            failure(depth),
        )
        for depth in FAILURE_DEPTHS
        for approach in approaches
        if approach.before is not None
    )


def _lens(
    questions: QuestionSet,
    approaches: Sequence[Approach[Find]],
    found: Mapping[str, Ranked],
    seed: int,
) -> Lens | None:
    origins = {one.name: one.origin for one in approaches if one.origin is not None}
    if len(origins) < 2:
        return None
    failed = {name: fails(questions, found[name], LENS_DEPTH) for name in origins}
    items = [item.id for item in questions.items]
    return homogenization(
        failures_of(failed, origins, items),
        failure(LENS_DEPTH),
        clusters=questions.clusters,
        seed=seed,
        resamples=LENS_RESAMPLES,
    )
