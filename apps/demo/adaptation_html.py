"""What adaptation gives, costs and spoils, as HTML: one ladder, the transfer matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from vademecum.evals.adapting.matrix import MatrixResult
from vademecum.evals.adapting.rungs import LadderResult, Rung
from vademecum.evals.adapting.shared_failure import SHARES, Lens
from vademecum.evals.html.adapting_failures import (
    inheritance_figures,
    lens_section,
    weaknesses_figure,
)
from vademecum.evals.html.adapting_ladder import (
    costs_figure,
    curve_figure,
    rungs_figure,
    steps_figure,
)
from vademecum.evals.html.adapting_matrix import matrix_section
from vademecum.evals.html.figure import figure
from vademecum.evals.html.markup import Markup, element, folded, table, terms
from vademecum.evals.html.plots import Group, IntervalPlot, Mark
from vademecum.evals.measured import MeasuredRun
from vademecum.evals.report import show

from .measured_html import empty, framed, provenance_line, section
from .speech import tr

KEY: Final = "adaptation"
RECORD: Final = "vademecum adapt ladder law --set gdpr --recorded DIR"


def ladder_html(run: MeasuredRun) -> str:
    """Return one ladder: rungs, examples, fates, shared failure, costs, recorded answers."""
    result = run.result
    assert isinstance(result, LadderResult)
    line = provenance_line(run)
    return framed(
        element("p", summary_of(result), class_="lead"),
        section(tr("The ladder"), rungs_figure(result, f"{KEY}-rungs"), line),
        section(tr("Beside what it adapts"), _with(steps_figure(result, f"{KEY}-steps"), line)),
        section(tr("With more examples"), _with(curve_figure(result, f"{KEY}-curve"), line)),
        section(
            tr("Repaired, introduced, inherited"),
            _with(inheritance_figures(result, f"{KEY}-fates"), line),
            about=tr(
                "An adaptation mends some mistakes of the base model, makes new ones, and keeps "
                "the rest."
            ),
        ),
        section(tr("Failing together"), _with(lens_html(result.lens), line)),
        section(
            tr("Costs"),
            _with(costs_figure(result, f"{KEY}-costs"), line),
            about=tr("Time, energy and what is stored, rung by rung."),
        ),
        section(tr("Recorded answers of language models"), _recorded(result)),
        section(
            tr("Weaknesses that everything built on the base inherits"),
            _with(
                weaknesses_figure(result.weaknesses, f"{KEY}-weaknesses")
                if result.weaknesses
                else Markup(),
                line,
            ),
        ),
        folded(tr("Each rung in words"), terms((r.name, r.about) for r in result.rungs)),
    )


def matrix_html(run: MeasuredRun) -> str:
    """Return the transfer matrix as a heat map with its table, differences and fates."""
    result = run.result
    assert isinstance(result, MatrixResult)
    return framed(
        element("p", transfer_sentence(result), class_="lead"),
        provenance_line(run),
        matrix_section(result, f"{KEY}-matrix"),
        provenance_line(run),
    )


def no_ladder_html() -> str:
    """Return what is shown where no ladder was measured."""
    return framed(
        empty(
            tr("No ladder was measured for this field. Climb one with your own adapter:"),
            "vademecum adapt ladder law --set gdpr",
        )
    )


def no_matrix_html() -> str:
    """Return what is shown where no matrix was measured."""
    return framed(empty(tr("No transfer matrix was measured."), "vademecum adapt matrix"))


def summary_of(result: LadderResult) -> str:
    """Say in two sentences where the base stands, which rung is best, how many help and hurt."""
    metric, first = result.metric, result.rungs[0]
    measured = [rung for rung in result.rungs if metric in rung.metrics]
    best = max(measured, key=lambda rung: rung.metrics[metric].value)
    judged = Counter(rung.verdicts.get(metric, "cannot tell") for rung in measured[1:])
    return tr(
        "The base model as it is reaches {metric} {base}; the best rung, “{best}”, {value}. Of the "
        "{count} other rungs {better} are better than the base, {worse} are worse, and of "
        "{unclear} one cannot tell.",
        metric=metric,
        base=show(first.metrics[metric]),
        best=best.name,
        value=show(best.metrics[metric]),
        count=len(measured) - 1,
        better=judged["helped"],
        worse=judged["hurt"],
        unclear=judged["cannot tell"],
    )


def transfer_sentence(result: MatrixResult) -> str:
    """Say how many cells gain and lose at home and abroad."""
    cells = [cell for row in result.rows for cell in row.cells]
    count = Counter((cell.is_home, cell.verdict) for cell in cells)
    return tr(
        "In the adapters' own fields {gains} of {home} cells gain and {losses} lose; in other "
        "fields {gains_abroad} of {abroad} gain and {losses_abroad} lose. In all others one cannot "
        "tell.",
        gains=count[True, "helped"],
        home=sum(cell.is_home for cell in cells),
        losses=count[True, "hurt"],
        gains_abroad=count[False, "helped"],
        abroad=sum(not cell.is_home for cell in cells),
        losses_abroad=count[False, "hurt"],
    )


def lens_html(lens: Lens | None) -> Markup:
    """Return the lens: what it means in words, phi as a plot, the three figures as a table."""
    if lens is None:
        return Markup()
    groups = tuple(
        Group(
            title=tr("they share {what}", what=tr(words)),
            marks=tuple(
                Mark(
                    label=f"{pair.a} + {pair.b}",
                    figure=pair.phi,
                    tone="ours" if shares == "base" else "other",
                )
                for pair in lens.pairs
                if pair.shares == shares and pair.phi is not None
            ),
        )
        for shares, words in SHARES.items()
    )
    plot = IntervalPlot(
        title=tr("Do they fail on the same items?"),
        x_label=tr("phi (0: no connection, 1: together)"),
        y_label=tr("pair of systems"),
        groups=tuple(group for group in groups if group.marks),
        has_zero=True,
        words={"ours": tr("on the same base model"), "other": tr("otherwise")},
    )
    listed = element("div", lens_section(lens))
    drawn = figure(f"{KEY}-lens", plot, listed) if plot.groups else listed
    return element("div", *(element("p", said) for said in lens_words(lens)), drawn)


def lens_words(lens: Lens) -> list[str]:
    """Say of the middle pair on one base, by phi, what its three figures mean."""
    told = [
        (pair, pair.phi, pair.ratio, pair.conditional)
        for pair in lens.pairs
        if pair.shares == "base" and pair.phi and pair.ratio and pair.conditional
    ]
    if not told:
        return []
    told.sort(key=lambda one: (one[1].value, one[0].a, one[0].b))
    pair, phi, ratio, conditional = told[(len(told) - 1) // 2]
    return [
        tr(
            "For example: where “{a}” fails, “{b}” fails too in {conditional} of the cases. If the "
            "two failed independently it would be {chance}: together they fail {ratio} times as "
            "often as chance (phi {phi}).",
            a=pair.a,
            b=pair.b,
            conditional=show(conditional),
            chance=f"{pair.fails_b:.3f}",
            ratio=show(ratio),
            phi=show(phi),
        ),
        tr(
            "Why it matters: where many services stand on one model, a person whom one of them "
            "fails may be failed by all. None of the three figures tells that alone."
        ),
    ]


def _recorded(result: LadderResult) -> Markup:
    rungs = [rung for rung in result.rungs if rung.kind == "recorded"]
    if not rungs:
        return empty(
            tr("None were imported for this set. Answers given elsewhere become further rungs:"),
            RECORD,
        )
    return table(
        tr("Recorded answers: not run here"),
        (tr("system"), "n", result.metric, tr("not readable"), tr("missing")),
        [_recorded_row(rung, result.metric) for rung in rungs],
    )


def _recorded_row(rung: Rung, metric: str) -> Sequence[str]:
    found = rung.metrics.get(metric)
    return (
        rung.name,
        str(rung.n),
        show(found) if found else "-",
        str(rung.unscored),
        str(rung.missing),
    )


def _with(part: Markup, line: Markup) -> Markup:
    """Return a part with its provenance; nothing where there is no part."""
    return element("div", part, line) if part else Markup()
