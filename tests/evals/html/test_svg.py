from __future__ import annotations

import re

from vademecum.evals.html.draw import draw
from vademecum.evals.html.figure import description
from vademecum.evals.html.paints import STAND_INS
from vademecum.evals.html.plots import Group, IntervalPlot, Line, LinePlot, Mark
from vademecum.evals.html.svg import inline_svg
from vademecum.evals.results import Metric

FIGURE = Metric(value=0.5, low=0.4, high=0.6)
PLOT = IntervalPlot(
    title="Figures",
    x_label="value",
    y_label="system",
    groups=(Group(title="hit@1", marks=(Mark(label="ours", figure=FIGURE, tone="ours"),)),),
)
CURVES = LinePlot(
    title="Risk",
    x_label="coverage",
    y_label="risk",
    lines=(Line(label="a", points=((0, 0), (1, 1))), Line(label="_b", points=((0, 1), (1, 0)))),
)


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_a_drawing_becomes_part_of_the_page() -> None:
    svg = inline_svg(draw(PLOT), "k", "Figures", description(PLOT))
    assert svg.startswith('<svg viewBox="0 0 400 ')
    assert 'role="img" aria-labelledby="k-title k-desc"' in svg
    assert '<title id="k-title">Figures</title>' in svg
    assert "hit@1 ours 0.500 [0.400, 0.600]" in svg
    assert "var(--ours)" in svg
    assert not any(colour in svg for colour in STAND_INS.values())
    assert not re.search(r"#[0-9a-f]{6}\b", svg)  # no colour that a dark page could not change
    assert "xmlns" not in svg
    assert {"ours", "hit@1", "value", "system"} <= set(texts(svg))


def test_every_line_has_its_name() -> None:
    svg = inline_svg(draw(CURVES), "k", "Risk", description(CURVES))
    assert {"a", "coverage", "risk"} <= set(texts(svg))
    assert any(text.strip() == "_b" for text in texts(svg))
    assert "var(--line-1)" in svg


def test_labels_that_no_font_or_svg_holds() -> None:
    mark = Mark(label="汉字\x00\n$a$ " + "x" * 40, figure=FIGURE, tone="other")
    group = Group(title="<b>&", marks=(mark,))
    svg = inline_svg(draw(PLOT.model_copy(update={"groups": (group,)})), "k", "t", "d")
    assert "&lt;b&gt;&amp;" in texts(svg)
    assert any("汉字  $a$" in text and "…" in text for text in texts(svg))


def test_the_same_figure_everywhere_still_has_a_scale() -> None:
    same = Metric(value=0.0, low=0.0, high=0.0)
    mark = Mark(label="ours", figure=same, tone="unclear")
    flat = IntervalPlot(
        title="t", x_label="x", y_label="y", groups=(Group(title="", marks=(mark,)),), has_zero=True
    )
    assert "0.000" in texts(inline_svg(draw(flat), "k", "t", "d"))
