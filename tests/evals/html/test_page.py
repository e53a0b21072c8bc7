from __future__ import annotations

import re
from html import unescape

import pytest

from vademecum.evals.html import html_report
from vademecum.evals.report import show
from vademecum.evals.results import EvalResult, ItemResult, ItemTexts
from vademecum.retrieval.errors import InvalidInput

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>&"\'--> $x$ id="a"'


def text_of(page: str) -> str:
    """Return what one reads: without style, drawings and tags."""
    bare = re.sub(r"<(style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def test_equal_results_give_equal_bytes(retrieval: EvalResult, abstention: EvalResult) -> None:
    runs = [retrieval, abstention, retrieval]
    assert html_report(runs).encode() == html_report(runs).encode()


def test_every_figure_is_shown(retrieval: EvalResult, abstention: EvalResult) -> None:
    for result in (retrieval, abstention):
        page = text_of(html_report([result]))
        for figures in (result.metrics, *result.baselines.values()):
            for name, figure in figures.items():
                assert name.partition("/")[0] in page
                assert show(figure) in page
        for differences in result.differences.values():
            assert all(show(difference, "+") in page for difference in differences.values())


def test_the_overview_says_whether_it_is_better(
    retrieval: EvalResult, abstention: EvalResult
) -> None:
    page = html_report([retrieval, abstention])
    overview = text_of(page[page.index('id="overview"') : page.index('id="run-1"')])
    assert "law retrieval set 5 nDCG@10 0.612 [0.562, 0.662] dense 0.600" in overview
    assert "+0.012 [-0.038, +0.062] ○ cannot tell" in overview
    run = text_of(page[page.index('id="run-2"') :])
    assert "aurc (lower is better) cosine -0.150 [-0.200, -0.100] ▲ better" in run


def test_nothing_comes_from_outside(retrieval: EvalResult, abstention: EvalResult) -> None:
    page = html_report([retrieval, abstention])
    assert not re.search(r"https?:|//|@import|url\((?!#)", page.replace("</", ""))
    assert not re.search(r"<(script|link|img|iframe|object|embed|base|form)\b", page)
    assert not re.search(r'\b(src|srcset|action)="', page)
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)"', page))
    assert "default-src &#x27;none&#x27;" in page


def test_ids_are_unique_and_every_reference_has_one(
    retrieval: EvalResult, abstention: EvalResult
) -> None:
    page = html_report([retrieval, abstention, retrieval])
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    referred = re.findall(r'href="#([^"]*)"|url\(#([^)]*)\)|aria-labelledby="([^"]*)"', page)
    names = {name for groups in referred for group in groups for name in group.split()}
    assert names <= set(ids)


def test_whatever_a_run_says_is_inert(retrieval: EvalResult) -> None:
    figure = retrieval.metrics["nDCG@10"]
    item = ItemResult(
        id=HOSTILE,
        values={"nDCG@10": 0.0, HOSTILE: 0.0},
        found=(HOSTILE,),
        labels={HOSTILE: HOSTILE, "kind": HOSTILE},
        texts=ItemTexts.of(HOSTILE, HOSTILE, HOSTILE),
    )
    hostile = retrieval.model_copy(
        update={
            "domain": HOSTILE,
            "metrics": {"nDCG@10": figure, f"nDCG@10/kind={HOSTILE}": figure, HOSTILE: figure},
            "baselines": {HOSTILE: {"nDCG@10": figure}},
            "differences": {HOSTILE: {"nDCG@10": figure}},
            "items": (item,),
            "curves": {f"{HOSTILE}/{HOSTILE}": ((0.0, 0.0), (1.0, 1.0))},
            "manifest": retrieval.manifest.model_copy(
                update={
                    "data": HOSTILE,
                    "files": {HOSTILE: HOSTILE},
                    "notes": (HOSTILE,),
                    "encoder": HOSTILE,
                    "configuration": {HOSTILE: HOSTILE},
                }
            ),
        }
    )
    page = html_report([hostile])
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r"<[^>]*\sonerror=", page)
    assert HOSTILE in text_of(page)


def test_failures_can_be_read(retrieval: EvalResult) -> None:
    page = text_of(html_report([retrieval]))
    assert "The worst 4 of 5 items, worst first." in page
    assert "b Why b? nDCG@10 0.000 question Why b? expected Title one (d1) found d2" in page
    assert page.index("Why b?") < page.index("Why e?") < page.index("Why a?")


def test_the_manifest_is_folded(retrieval: EvalResult) -> None:
    page = html_report([retrieval])
    manifest = page[page.index("<details><summary>Manifest") :]
    assert "ab" * 32 in manifest
    assert "2026-11-24" in manifest
    assert "a note" in manifest


def test_a_run_of_figures_alone(retrieval: EvalResult) -> None:
    bare = {"items": (), "baselines": {}, "differences": {}}
    page = text_of(html_report([retrieval.model_copy(update=bare)]))
    assert "This run keeps no items." in page
    assert "Minus the baselines" not in page
    empty = html_report([retrieval.model_copy(update={**bare, "metrics": {}})])
    assert "All 0 figures" in empty


def test_a_report_of_nothing_is_an_input_error() -> None:
    with pytest.raises(InvalidInput, match="at least one run"):
        html_report([])
