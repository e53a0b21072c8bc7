"""One page of what adaptation does: ladders, the transfer matrix, failures, costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vademecum.retrieval.errors import InvalidInput

from ..adapting.matrix import MatrixResult
from ..adapting.rungs import KINDS, LadderResult
from .adapting_failures import inheritance_figures, lens_section, weaknesses_figure
from .adapting_ladder import costs_figure, curve_figure, rungs_figure, steps_figure
from .adapting_matrix import matrix_section
from .adapting_words import NAMES
from .markup import Markup, element, folded, joined, terms
from .page import document
from .provenance import manifest_of

TITLE: Final = "One base model, many adaptations"
READING: Final = (
    "Every figure stands with its 95 % interval. All rungs of a ladder answer the same items, none "
    "of which was trained on or drawn as an example. Where an adaptation hurts, it is shown as "
    "worse; where one cannot tell, that is said. Nothing is corrected for looking at many figures."
)


def adapting_page(ladders: Sequence[LadderResult], matrix: MatrixResult | None = None) -> str:
    """Return one HTML document that needs nothing else, not even a network.

    Equal results give equal text. Raises InvalidInput on nothing to show.
    """
    if not ladders and matrix is None:
        raise InvalidInput("a page needs at least one ladder or a matrix")
    sections = [_ladder(result, f"ladder-{n}") for n, result in enumerate(ladders, start=1)]
    if matrix is not None:
        sections.append(_matrix(matrix, "matrix"))
    return document(
        TITLE,
        element("a", "Skip to the figures", href="#figures", class_="skip"),
        element("header", element("h1", TITLE), element("p", READING, class_="note")),
        element("main", *sections, id="figures"),
    )


def _ladder(result: LadderResult, key: str) -> Markup:
    parts = (
        ("The rungs", rungs_figure(result, f"{key}-rungs")),
        ("Adaptations alone", steps_figure(result, f"{key}-steps")),
        ("Examples", curve_figure(result, f"{key}-curve")),
        ("Repaired, introduced, inherited", inheritance_figures(result, f"{key}-fates")),
        ("Failing together", lens_section(result.lens) if result.lens else Markup()),
        (
            "Weaknesses of the base",
            weaknesses_figure(result.weaknesses, f"{key}-weaknesses")
            if result.weaknesses
            else Markup(),
        ),
        ("Costs", costs_figure(result, f"{key}-costs")),
        ("What the rungs are", _named(result)),
        ("Provenance", manifest_of(result.manifest)),
    )
    heading = f"{result.task} · {result.domain} · {result.set} · n={result.manifest.n}"
    return _section(heading, parts, key)


def _named(result: LadderResult) -> Markup:
    kinds = dict.fromkeys(rung.kind for rung in result.rungs)
    return joined(
        (
            terms((NAMES[kind], KINDS[kind]) for kind in kinds),
            folded("Each rung in words", terms((r.name, r.about) for r in result.rungs)),
        )
    )


def _matrix(result: MatrixResult, key: str) -> Markup:
    parts = (
        ("Gain at home, loss abroad", matrix_section(result, key)),
        ("Provenance", manifest_of(result.manifest)),
    )
    return _section(f"Transfer matrix · n={result.manifest.n}", parts, key)


def _section(heading: str, parts: Sequence[tuple[str, Markup]], key: str) -> Markup:
    shown = [
        element("section", element("h3", title), part, class_="part")
        for title, part in parts
        if part
    ]
    return element("section", element("h2", heading), *shown, id=key, class_="run")
