"""What becomes of failures: inherited, repaired, introduced; shared among systems; probed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..adapting.inheritance import FATES, Fate, Inheritance
from ..adapting.rungs import LadderItem, LadderResult
from ..adapting.shared_failure import SHARES, Lens
from ..adapting.weaknesses import Weakness, WeaknessReport
from ..report import show
from .adapting_ladder import captions
from .adapting_words import FATE_TONES, FATE_WORDS, INHERITANCE, LENS, WEAKNESSES
from .cells import figure_cell
from .figure import figure, toned
from .markup import Markup, element, folded, joined, table, terms
from .plots import Bar, Group, IntervalPlot, Mark, StackPlot

SHOWN_FATES: tuple[Fate, ...] = ("introduced", "repaired", "inherited")
SHOWN_ITEMS = 8


def inheritance_figures(result: LadderResult, key: str) -> Markup:
    """Plot the fates of all items, one plot for each meaning of failure, with items to read."""
    by_failure: dict[str, list[Inheritance]] = {}
    for found in result.inheritance:
        by_failure.setdefault(found.failure, []).append(found)
    said = {rung.name: rung.said for rung in result.rungs}
    places = {item.id: place for place, item in enumerate(result.items)}

    def readable(found: Inheritance) -> Markup:
        def answer(system: str, item: str) -> str:
            return said[system][places[item]] if system in said else ""

        parts = []
        for fate in SHOWN_FATES:
            some = found.ids.get(fate, ())[:SHOWN_ITEMS]
            items = [
                _item(result.items[places[i]], answer(found.before, i), answer(found.after, i))
                for i in some
            ]
            if items:
                count = f"{fate}, {FATES[fate]}: {len(some)} of {found.count(fate)}"
                parts += [element("h4", count), *items]
        return folded(f"Items to read: {_pair(found)}", *parts) if parts else Markup()

    return joined(
        joined(
            (
                stack_figure(found, f"{key}-{number}", f"What failures become: {failure}"),
                *captions([INHERITANCE.format(failure=failure)]),
                *map(readable, found),
            )
        )
        for number, (failure, found) in enumerate(by_failure.items())
    )


def stack_figure(found: Sequence[Inheritance], key: str, title: str) -> Markup:
    """Plot counts of the fates, a bar for each adaptation, beside the table with intervals."""
    plot = StackPlot(
        title=title,
        x_label="items",
        y_label="adaptation",
        bars=tuple(
            Bar(
                label=_pair(one),
                counts={tone: one.count(fate) for fate, tone in FATE_TONES.items()},
            )
            for one in found
        ),
        words=FATE_WORDS,
    )
    rows = [
        (
            _pair(one),
            *(joined((str(one.count(f)), figure_cell(one.shares[f])), " ") for f in FATES),
            figure_cell(one.repair_rate),
            figure_cell(one.damage_rate),
        )
        for one in found
    ]
    head = ("adaptation", *FATES, "repaired, of failures", "introduced, of what was right")
    return figure(key, plot, table("Counts and shares with Wilson intervals", head, rows))


def lens_section(lens: Lens) -> Markup:
    """Return the pairs of systems as a table, with a sentence that says what it comes to."""
    rows = [
        (
            f"{pair.a} and {pair.b}",
            SHARES[pair.shares],
            f"{pair.fails_a:.3f}, {pair.fails_b:.3f}",
            f"{pair.joint:.3f}",
            figure_cell(pair.ratio),
            figure_cell(pair.phi),
            figure_cell(pair.conditional),
        )
        for pair in sorted(lens.pairs, key=lambda pair: list(SHARES).index(pair.shares))
    ]
    head = (
        "systems",
        "they share",
        "each fails",
        "both fail",
        "times expected",
        "phi",
        "second fails if first does",
    )
    return joined(
        (
            element("p", lens_sentence(lens)),
            table("Shared failure, with 95 % intervals", head, rows),
            *captions([LENS.format(failure=lens.failure)]),
        )
    )


def lens_sentence(lens: Lens) -> str:
    """Say what the lens comes to."""
    everybody = (
        f"All systems together fail {show(lens.everybody)} of the {lens.n} items; independent "
        f"systems would fail {lens.everybody_expected:.3f}."
    )
    if lens.phi_shared is None or lens.phi_other is None or lens.phi_excess is None:
        return everybody
    others = "with systems that share nothing with it"
    if lens.phi_excess.low > 0:
        verdict = f"Systems on the same base model fail together more than {others}"
    elif lens.phi_excess.high < 0:
        verdict = f"Systems on the same base model fail together less than {others}"
    else:
        verdict = (
            "Whether systems on the same base model fail together more than "
            f"{others}, these items do not tell"
        )
    return (
        f"{verdict}: phi {show(lens.phi_shared)} among them, "
        f"{show(lens.phi_other)} with the others, difference {show(lens.phi_excess, '+')}. "
        f"{everybody}"
    )


def weaknesses_figure(report: WeaknessReport, key: str) -> Markup:
    """Plot how often the probes of each kind fail, and what the adapters made of the base's."""
    kinds: dict[str, list[Weakness]] = {}
    for row in report.rows:
        kinds.setdefault(row.kind, []).append(row)
    plot = IntervalPlot(
        title="Known weaknesses, probed",
        x_label="share that fails, lower is better",
        y_label="weakness and system",
        groups=tuple(
            Group(
                title=f"{_spaced(kind)}, {rows[0].n} probes",
                marks=tuple(
                    Mark(
                        label=row.system,
                        figure=row.rate,
                        tone="whole" if row.system == report.base else "unclear",
                    )
                    for row in rows
                ),
            )
            for kind, rows in kinds.items()
        ),
        words={"whole": "the base as it is", "unclear": "with an adapter"},
    )
    head = ("weakness", "system", "failed", "inherited", "repaired", "introduced")
    rows = [
        (_spaced(row.kind), row.system, figure_cell(row.rate), *_fates(row.inheritance))
        for row in report.rows
    ]
    beside = table("Failed probes with Wilson intervals", head, rows)
    return joined((figure(key, plot, beside), *captions([WEAKNESSES]), _probes(report, kinds)))


def _fates(found: Inheritance | None) -> tuple[str, ...]:
    if found is None:
        return ("-", "-", "-")
    return tuple(
        toned(FATE_TONES[fate], str(found.count(fate))) if found.count(fate) else "0"
        for fate in ("inherited", "repaired", "introduced")
    )


def _probes(report: WeaknessReport, kinds: Mapping[str, Sequence[Weakness]]) -> Markup:
    """Return the probes, each with what the adapters made of it; nothing without probes."""
    if not report.probes:
        return Markup()
    failing: dict[str, dict[Fate, list[str]]] = {probe.id: {} for probe in report.probes}
    for row in report.rows:
        for fate in SHOWN_FATES:
            for item in row.inheritance.ids[fate] if row.inheritance else ():
                failing[item].setdefault(fate, []).append(row.system)
    rows = [
        (
            _spaced(probe.kind),
            probe.question,
            probe.right,
            probe.wrong,
            "; ".join(f"{fate} by {', '.join(s)}" for fate, s in failing[probe.id].items()) or "-",
        )
        for probe in report.probes
    ]
    head = ("weakness", "question", "right sentence", "wrong sentence", "what adapters make of it")
    about = terms((_spaced(kind), own[0].about) for kind, own in kinds.items())
    listed = table("All probes", head, rows, "words wrapped")
    return folded(f"The {len(report.probes)} probes", about, listed)


def _item(item: LadderItem, before: str, after: str) -> Markup:
    return folded(
        joined((element("span", item.id, class_="id"), item.text.partition("\n")[0][:110]), " "),
        terms(
            (
                ("question", element("div", item.text, class_="text")),
                ("expected", element("div", item.expected, class_="text")),
                ("before", before),
                ("after", after),
            )
        ),
        class_="item",
    )


def _pair(found: Inheritance) -> str:
    return f"{found.before} → {found.after}"


def _spaced(kind: str) -> str:
    return kind.replace("_", " ")
