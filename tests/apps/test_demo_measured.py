"""The pages of measured results: figures with their provenance, empty states, words in Spanish."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from vademecum.apps.demo.adaptation_html import (
    ladder_html,
    lens_words,
    matrix_html,
    no_ladder_html,
)
from vademecum.apps.demo.evidence_html import evidence_html, lead
from vademecum.apps.demo.evidence_page import unmeasured
from vademecum.apps.demo.evidence_words import TASK
from vademecum.apps.demo.measured import own_runs
from vademecum.apps.demo.measured_html import translated
from vademecum.apps.demo.speech import speaking
from vademecum.domains import load_domain
from vademecum.evals.adapting.inheritance import inheritance
from vademecum.evals.adapting.matrix import AdapterInfo, Cell, MatrixResult, MatrixRow, Transfer
from vademecum.evals.adapting.rungs import Cost, LadderResult, Rung
from vademecum.evals.adapting.shared_failure import SystemFailures, homogenization
from vademecum.evals.manifest import RunManifest
from vademecum.evals.measured import MeasuredRun, stripped
from vademecum.evals.registry import TASKS
from vademecum.evals.results import EvalResult, ItemResult, ItemTexts, Metric, write_result

EVIL = "<img src=x onerror=alert(1)> ${alert(2)} {{value}}"
RUN = RunManifest(data="gdpr", code="0", python="3.11", cpus=2, date=date(2026, 11, 30), n=52)


def at(value: float, spread: float = 0.05) -> Metric:
    return Metric(value=value, low=value - spread, high=value + spread)


def measured(result: EvalResult | LadderResult | MatrixResult, **more: bool) -> MeasuredRun:
    return MeasuredRun(command="vademecum do it", machine="2 cores, no GPU", result=result, **more)


def run_of(task: str, metrics: dict[str, Metric], **manifest: object) -> EvalResult:
    return EvalResult(
        task=task, domain="law", metrics=metrics, manifest=RUN.model_copy(update=manifest)
    )


def ladder() -> LadderResult:
    fails = (True, True, False, False, True, False, True, False, True, False)
    lens = homogenization(
        [SystemFailures(name=n, origin="base", fails=fails) for n in ("base", "lora")],
        "nothing right first",
        seed=0,
        resamples=50,
    )
    before = dict(zip("abcdefghij", fails, strict=True))
    cost = Cost(latency_ms=at(5.0), energy_j=0.02, energy="estimated", stored_bytes=700_000)
    whole = LadderResult(
        task="retrieval",
        domain="law",
        set="gdpr",
        metric="nDCG@10",
        adapter="retrieval",
        items=(),
        rungs=(
            Rung(name="base", kind="zero-shot", metrics={"nDCG@10": at(0.5)}, n=10, cost=cost,
                 values=(), said=()),
            Rung(name=f"lora {EVIL}", kind="adapted", metrics={"nDCG@10": at(0.7)}, n=10,
                 difference={"nDCG@10": at(0.2)}, verdicts={"nDCG@10": "helped"}, cost=cost,
                 values=(), said=()),
            Rung(name="words", kind="recorded", metrics={"nDCG@10": at(0.4)}, n=8, unscored=2,
                 verdicts={"nDCG@10": "hurt"}, difference={"nDCG@10": at(-0.1)}, values=(),
                 said=()),
        ),
        inheritance=(inheritance("base", "lora", before, dict.fromkeys(before, False), "it"),),
        lens=lens,
        manifest=RUN.model_copy(update={"n": 10}),
    )  # fmt: skip
    kept = stripped(whole)
    assert isinstance(kept, LadderResult)
    return kept


class Page(HTMLParser):
    """Collect tags, texts and ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_a_ladder_shows_its_parts_with_provenance() -> None:
    page = Page(ladder_html(measured(ladder(), is_shipped=False)))
    assert "img" not in page.tags
    assert len(page.ids) == len(set(page.ids))
    assert page.tags.count("figure") >= 4
    for said in (
        "Of the 2 other rungs 1 are better than the base, 1 are worse",
        "Repaired, introduced, inherited",
        "together they fail 2.000",
        "700 kB",
        "Recorded answers: not run here",
        "measured here",
        "n = 10",
        "2026-11-30",
        "2 cores, no GPU",
        "vademecum do it",
    ):
        assert said in page.text


def test_the_middle_pair_on_one_base_is_told_in_words() -> None:
    lens = ladder().lens
    assert lens is not None
    said = lens_words(lens)[0]
    assert "where “base” fails, “lora” fails too in 1.000" in said
    assert "it would be 0.500" in said
    alone = lens.model_copy(update={"pairs": ()})
    assert lens_words(alone) == []


def test_template_signs_do_not_reach_gradio() -> None:
    html = ladder_html(measured(ladder()))
    assert "${" not in html
    assert "{{" not in html
    assert "`" not in html


def test_without_a_ladder_the_command_is_named() -> None:
    assert "vademecum adapt ladder law --set gdpr" in Page(no_ladder_html()).text


def test_the_matrix_counts_gains_at_home_and_abroad() -> None:
    fates = inheritance("none", "law", {"a": True}, {"a": False}, "it")
    cells = tuple(
        Cell(adapter=name, value=at(0.6), difference=at(change), verdict=verdict,
             is_home=name == "law", inheritance=fates)
        for name, change, verdict in (("law", 0.1, "helped"), ("healthcare", -0.1, "hurt"))
    )  # fmt: skip
    result = MatrixResult(
        adapters=tuple(
            AdapterInfo(name=n, domain=n, stored_bytes=1) for n in ("law", "healthcare")
        ),
        rows=(MatrixRow(set="gdpr", domain="law", unit="documents", n=1, base=at(0.5),
                        cells=cells),),
        transfers=(Transfer(adapter="law", home=at(0.1), abroad=None, worst=0.1,
                            worst_set="gdpr"),),
        manifest=RUN.model_copy(update={"configuration": {"limit": 20}}),
    )  # fmt: skip
    text = Page(matrix_html(measured(result))).text
    assert "1 of 1 cells gain and 0 lose; in other fields 0 of 1 gain and 1 lose" in text
    assert "only the first 20 items of each set" in text


def test_evidence_says_what_is_reached_missed_and_lacking() -> None:
    good = run_of("retrieval", {"nDCG@10": at(0.63)}, split="concept")
    bad = run_of("retrieval", {"nDCG@10": at(0.7)}, split="paraphrase")
    runs = [(measured(one), one) for one in (good, bad)]
    assert "Of 2 targets set beforehand 1 are reached and 1 are missed" in lead(runs)
    text = Page(evidence_html(runs, [("choice", ["openstax"])])).text
    assert "≥ 0.62 ▲ reached" in text
    assert "Finding the right document, gdpr paraphrase: nDCG@10 0.700 [0.650, 0.750]" in text
    assert "Multiple choice: openstax" in text
    assert "The audit was not run for this field" in text
    assert "No professional of the field has reviewed" in text
    assert "vademecum eval run answers" in Page(evidence_html([], [])).text


def test_guardrails_are_shown_both_ways_and_failures_can_be_read() -> None:
    both = run_of(
        "guardrails",
        {"block_rate": at(0.71), "over_refusal_rate": at(0.04)},
        data="guardrails.jsonl",
        half="test",
    ).model_copy(
        update={
            "items": (
                ItemResult(
                    id="g1",
                    values={"right": 0.0},
                    texts=ItemTexts(question=EVIL, expected="block", found="allow"),
                ),
            )
        }
    )
    one = run_of("guardrails", {"over_refusal_rate": at(0.05)}, data="safety", split="coconot")
    html = evidence_html([(measured(r), r) for r in (both, one)], [])
    page = Page(html)
    assert (
        "of every 100 texts of “our own sentences, test half” that should be stopped, 71 are"
        in page.text
    )
    assert "of every 100 that should pass, 4 are stopped by mistake (between -1 and 9)" in page.text
    assert "all should pass: less is better" in page.text
    assert EVIL in page.text
    assert "img" not in page.tags


def test_what_is_unmeasured_is_found_in_the_list_of_sets() -> None:
    done = run_of("retrieval", {"nDCG@10": at(0.6)}, split="concept")
    lacking = dict(unmeasured(load_domain("law"), [(measured(done), done)]))
    assert "gdpr" not in lacking["retrieval"]
    assert "gdpr_definitions" in lacking["retrieval"]
    assert "xstest" in lacking["guardrails"]
    assert "our own" in lacking["answers"]


def test_of_runs_made_here_the_newest_of_each_is_shown(tmp_path: Path) -> None:
    for stamp, value in (("20261129", 0.1), ("20261130", 0.2)):
        result = run_of("retrieval", {"nDCG@10": at(value)})
        write_result(result, tmp_path / f"{stamp}-retrieval-law.json")
    (tmp_path / "20261201-broken.json").write_text("{", encoding="utf-8")
    (run,) = own_runs(tmp_path)
    assert not run.is_shipped
    assert run.result == run_of("retrieval", {"nDCG@10": at(0.2)})
    assert own_runs(tmp_path / "none") == ()


@pytest.mark.parametrize("task", list(TASKS))
def test_every_task_has_words(task: str) -> None:
    assert all(TASK[task])


def test_pages_and_plots_speak_spanish() -> None:
    with speaking("es"):
        page = Page(ladder_html(measured(ladder())))
        assert translated("<th>way to answer</th>") == "<th>forma de responder</th>"
        assert translated('<a aria-label="target">x</a>') == '<a aria-label="objetivo">x</a>'
        assert translated("<p>change of hit@1 by the adapter</p>") == (
            "<p>cambio de hit@1 por el adaptador</p>"
        )
    assert "El modelo base tal cual alcanza nDCG@10" in page.text
    assert "Cada fila es una forma de responder" in page.text
    assert "way to answer" not in page.text
