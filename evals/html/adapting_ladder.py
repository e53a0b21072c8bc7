"""A ladder as plots and tables: rungs, the curve over examples, costs."""

from __future__ import annotations

from collections.abc import Sequence

from ..adapting.rungs import Cost, LadderResult, Rung
from ..report import show
from ..results import Metric
from .adapting_words import (
    COSTS,
    CURVE,
    LADDER,
    NAMES,
    RECORDED,
    STEPS,
    WORDS,
    tone_of_rung,
)
from .cells import ABSENT, figure_cell, judged, tone_of
from .figure import figure
from .markup import Markup, element, joined, table
from .plots import Group, IntervalPlot, Line, LinePlot, Mark


def rungs_figure(result: LadderResult, key: str) -> Markup:
    """Plot the main metric of every rung, by kind, with all metrics in the table."""
    measured = [rung for rung in result.rungs if result.metric in rung.metrics]
    kinds = dict.fromkeys(rung.kind for rung in measured)
    groups = tuple(
        Group(
            title=NAMES[kind],
            marks=tuple(
                Mark(
                    label=rung.name,
                    figure=rung.metrics[result.metric],
                    tone=tone_of_rung(rung, result.metric),
                )
                for rung in measured
                if rung.kind == kind
            ),
        )
        for kind in sorted(kinds, key=list(NAMES).index)
    )
    plot = IntervalPlot(
        title=f"The ladder: {result.metric}",
        x_label=f"{result.metric}, higher is better",
        y_label="way to answer",
        groups=groups,
        words=WORDS,
    )
    items = "questions" if result.task == "retrieval" else "items"
    caption = LADDER.format(
        n=result.manifest.n, items=items, metric=result.metric, first=result.rungs[0].name
    )
    has_recorded = any(rung.kind == "recorded" for rung in result.rungs)
    notes = [caption, *([RECORDED] if has_recorded else [])]
    return joined((figure(key, plot, _rungs_table(result)), *captions(notes)))


def steps_figure(result: LadderResult, key: str) -> Markup:
    """Plot what every adaptation adds to the rung that it adapts; nothing without any."""
    stepped = [rung for rung in result.rungs if result.metric in rung.step]
    if not stepped:
        return Markup()
    plot = IntervalPlot(
        title="What each adaptation adds",
        x_label=f"change of {result.metric}",
        y_label="adaptation",
        groups=tuple(
            Group(
                title=f"beside {before}",
                marks=tuple(
                    Mark(
                        label=rung.name,
                        figure=rung.step[result.metric],
                        tone=tone_of(result.metric, rung.step[result.metric]),
                    )
                    for rung in stepped
                    if rung.before == before
                ),
            )
            for before in dict.fromkeys(str(rung.before) for rung in stepped)
        ),
        has_zero=True,
    )
    names = list(result.rungs[0].metrics)
    rows = [
        (
            rung.name,
            str(rung.before),
            *(
                joined((figure_cell(rung.step[name], "+"), judged(name, rung.step[name])), " ")
                for name in names
            ),
        )
        for rung in stepped
    ]
    beside = table("Paired differences", ("adaptation", "beside", *names), rows)
    return joined((figure(key, plot, beside), *captions([STEPS])))


def curve_figure(result: LadderResult, key: str) -> Markup:
    """Plot the main metric over the number of examples; nothing without such rungs."""
    series: dict[str, list[Rung]] = {}
    for rung in result.rungs:
        if rung.series is not None and rung.k is not None:
            series.setdefault(rung.series, []).append(rung)
    if not series:
        return Markup()
    shown = sorted({rung.k for rungs in series.values() for rung in rungs if rung.k is not None})
    places = {k: float(place) for place, k in enumerate(shown, start=1)}
    first, last = result.rungs[0], float(len(shown))
    level = first.metrics[result.metric].value
    lines = [Line(label=f"{first.name}, no example", points=((0.0, level), (last, level)))]
    for name, rungs in series.items():
        ordered = sorted(rungs, key=lambda rung: rung.k or 0)
        figures = [rung.metrics[result.metric] for rung in ordered]
        lines.append(
            Line(
                label=name,
                points=tuple(
                    (places[r.k or 0], f.value) for r, f in zip(ordered, figures, strict=True)
                ),
                band=tuple((f.low, f.high) for f in figures),
            )
        )
    plot = LinePlot(
        title="More examples, better answers?",
        x_label="number of examples (the last: all there are)",
        y_label=result.metric,
        lines=tuple(lines),
        ticks=((0.0, "0"), *((place, str(k)) for k, place in places.items())),
    )
    rows = [
        (
            rung.name,
            str(rung.k),
            figure_cell(rung.metrics[result.metric]),
            _draws(rung),
            figure_cell(rung.difference.get(result.metric), "+"),
        )
        for rungs in series.values()
        for rung in sorted(rungs, key=lambda rung: rung.k or 0)
    ]
    head = ("rung", "examples", result.metric, "with other examples", f"minus {first.name}")
    beside = table("The points of the curves", head, rows)
    return joined((figure(key, plot, beside), *captions([CURVE.format(metric=result.metric)])))


def costs_figure(result: LadderResult, key: str) -> Markup:
    """Plot the time of one item for every rung that was run, with all costs in the table."""
    costed = [(rung, rung.cost) for rung in result.rungs if rung.cost is not None]
    if not costed:
        return Markup()
    marks = tuple(
        Mark(
            label=rung.name,
            figure=cost.latency_ms,
            tone="whole" if rung is result.rungs[0] else "unclear",
        )
        for rung, cost in costed
    )
    plot = IntervalPlot(
        title="What each rung costs",
        x_label="milliseconds for one item, lower is better",
        y_label="way to answer",
        groups=(Group(title="", marks=marks),),
        words={"whole": "the base as it is", "unclear": "other rungs"},
    )
    how = {cost.energy for _, cost in costed}
    energy = "measured by codecarbon" if how == {"codecarbon"} else "estimated from processor time"
    head = ("rung", "ms an item", "energy, J an item", "prepared in, s", "trained in, s", "stored")
    rows = [(rung.name, *_cost_cells(cost)) for rung, cost in costed]
    run = result.manifest
    machine = f"Machine: {run.cpus} processors, Python {run.python}, {run.date.isoformat()}."
    return joined(
        (
            figure(key, plot, table("Costs of the rungs", head, rows)),
            *captions([f"{COSTS.format(energy=energy)} {machine}"]),
        )
    )


def captions(lines: Sequence[str]) -> list[Markup]:
    """Return what is said below a figure."""
    return [element("p", line, class_="note") for line in lines]


def readable_bytes(size: int | None) -> str:
    """Return a size as people write it; "not counted" for None."""
    if size is None:
        return "not counted"
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _rungs_table(result: LadderResult) -> Markup:
    names = list(result.rungs[0].metrics)
    head = ["rung", "n", *names, f"{result.metric} minus the base"]
    rows = []
    for rung in result.rungs:
        change: str = ABSENT
        if found := rung.difference.get(result.metric):
            change = joined((figure_cell(found, "+"), judged(result.metric, found)), " ")
        others = [name for name in rung.hurt if name != result.metric]
        if others:
            change = joined(
                (change, element("span", f"worse by {', '.join(others)}", class_="interval")), " "
            )
        rows.append(
            [
                _named(rung),
                _counted(rung),
                *(figure_cell(rung.metrics.get(name)) for name in names),
                change,
            ]
        )
    return table("Every rung with 95 % intervals", head, rows)


def _named(rung: Rung) -> str:
    return rung.name if rung.kind != "recorded" else f"{rung.name}: not run here"


def _counted(rung: Rung) -> str:
    left = [
        f"{count} {word}"
        for count, word in (
            (rung.unscored, "not readable"),
            (rung.missing, "missing"),
            (rung.unknown, "for other items"),
        )
        if count
    ]
    return f"{rung.n} ({', '.join(left)})" if left else str(rung.n)


def _draws(rung: Rung) -> str:
    if not rung.draws:
        return ABSENT
    return f"{min(rung.draws):.3f} to {max(rung.draws):.3f}, {len(rung.draws)} draws"


def _cost_cells(cost: Cost) -> tuple[str, ...]:
    mark = " (estimated)" if cost.energy == "estimated" else ""
    trained = ABSENT if cost.train_s is None else f"{cost.train_s:.0f}"
    return (
        _milliseconds(cost.latency_ms),
        f"{cost.energy_j:.3g}{mark}",
        f"{cost.prepare_s:.1f}",
        trained,
        readable_bytes(cost.stored_bytes),
    )


def _milliseconds(figure: Metric) -> str:
    return figure_cell(figure) if figure.value >= 0.001 else show(figure)
