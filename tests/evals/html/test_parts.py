from __future__ import annotations

import subprocess
import sys

import pytest

from vademecum.evals.html.curves import thinned
from vademecum.evals.html.headlines import best_baseline, headline, main_metrics, unit_of
from vademecum.evals.html.markup import Markup, element, table
from vademecum.evals.html.slices import slice_figures, slices
from vademecum.evals.results import EvalResult, Metric


def test_text_is_escaped_and_markup_is_not() -> None:
    inner = element("b", "<i>", class_="x", title='"', hidden=False, open=True)
    assert inner == '<b class="x" title="&quot;" open>&lt;i&gt;</b>'
    assert element("p", inner, "&") == f"<p>{inner}&amp;</p>"
    assert isinstance(inner, Markup)


def test_a_table_can_be_reached_and_read_out() -> None:
    shown = table("A < B", ("m", "v"), [("x", "1")])
    assert 'tabindex="0" role="region" aria-label="A &lt; B"' in shown
    assert '<th scope="row">x</th><td>1</td>' in shown
    assert '<th scope="col">m</th>' in shown


def test_slices_are_taken_apart(retrieval: EvalResult) -> None:
    figure = retrieval.metrics["hit@1"]
    names = ("hit@1", "hit@1/kind=a/b=c", "hit@1/rail", "other/x")
    result = retrieval.model_copy(update={"metrics": dict.fromkeys(names, figure)})
    found = {label: [(s.metric, s.value) for s in group] for label, group in slices(result).items()}
    assert found == {"kind": [("hit@1", "a/b=c")], "part": [("hit@1", "rail")]}


def test_slices_that_are_not_plotted_are_told_and_listed(retrieval: EvalResult) -> None:
    figure = retrieval.metrics["hit@1"]
    names = ["hit@1", *(f"hit@1/kind=k{i}." for i in range(50))]
    result = retrieval.model_copy(update={"metrics": dict.fromkeys(names, figure)})
    shown = slice_figures(result, "k")
    assert "hit@1 by kind, the first 40 of 50" in shown
    assert all(f'<th scope="row">k{i}.</th>' in shown for i in range(50))
    assert ">k39.</text>" in shown
    assert ">k40.</text>" not in shown


def test_the_best_baseline_knows_where_less_is_better(
    retrieval: EvalResult, abstention: EvalResult
) -> None:
    assert headline(retrieval) == "nDCG@10"
    assert best_baseline(retrieval, "nDCG@10") == "dense"
    assert best_baseline(retrieval, "recall@10") is None
    worse = {"aurc": Metric(value=0.5, low=0.4, high=0.6)}
    more = abstention.model_copy(update={"baselines": {**abstention.baselines, "a": worse}})
    assert best_baseline(more, "aurc") == "cosine"


def test_a_task_without_a_list_shows_its_first_metrics(retrieval: EvalResult) -> None:
    unknown = retrieval.model_copy(update={"task": "another"})
    assert main_metrics(unknown) == ("nDCG@10", "hit@1")


@pytest.mark.parametrize(
    ("metric", "unit"),
    [
        ("nDCG@10", "from 0 to 1"),
        ("latency_p50_ms", "milliseconds"),
        ("throughput_per_s", "per second"),
        ("memory_peak_mib", "MiB"),
        ("elapsed_s/part", "seconds"),
    ],
)
def test_units_by_name(metric: str, unit: str) -> None:
    assert unit_of(metric) == unit


def test_thinned_curves_keep_their_ends() -> None:
    points = tuple((float(i), float(i)) for i in range(1000))
    kept = thinned(points, 60)
    assert (len(kept), kept[0], kept[-1]) == (60, points[0], points[-1])
    assert thinned(points[:60], 60) == points[:60]


def test_matplotlib_is_imported_only_to_draw() -> None:
    code = "import sys, vademecum.evals.html; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
