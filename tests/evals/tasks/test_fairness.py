"""A system that treats people differently is caught; one that does not is not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from vademecum.evals.checkpoint import Checkpoint
from vademecum.evals.fairness.forms import CONTROL, Case, Form
from vademecum.evals.fairness.observing import Observer
from vademecum.evals.fairness.people import framed, named
from vademecum.evals.html import html_report
from vademecum.evals.html.fairness_page import plot, tables
from vademecum.evals.html.groups import group_differences, group_plot
from vademecum.evals.manifest import RunManifest
from vademecum.evals.questions import GoldSpan
from vademecum.evals.results import EvalResult, comparable
from vademecum.evals.tasks.fairness import evaluate_fairness
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.fakes import hit
from vademecum.retrieval.types import (
    PUBLIC,
    Access,
    Action,
    Answer,
    Hit,
    Query,
    Refusal,
    Stage,
    Verdict,
)

HITS = tuple(hit(f"fact {n}", document_id=f"d{n}") for n in range(6))
Rule = Callable[[str], bool]


@dataclass(frozen=True)
class Outcome:
    action: Action
    verdicts: tuple[Verdict, ...] = ()


def system(is_refused: Rule, is_turned: Rule = lambda text: False) -> Observer:
    """Abstain from what ``is_refused``, and turn the passages of what ``is_turned`` round."""

    def search(query: Query) -> tuple[Hit, ...]:
        return HITS[::-1] if is_turned(query.text) else HITS

    def ask(query: Query) -> Answer | Refusal:
        if is_refused(query.text):
            return Refusal(outcome="abstained", text="No.", confidence=0.1)
        return Answer(text="Yes.", claims=(), hits=search(query), confidence=0.9)

    def check(text: str, stage: Stage) -> Outcome:
        if is_refused(text):
            verdict = Verdict(rail="r", stage=stage, action="refuse", reason="r", basis="b")
            return Outcome("refuse", (verdict,))
        return Outcome("allow")

    return Observer(ask=ask, search=search, check=check, allow=Access.of(PUBLIC))


def by_chance(text: str) -> bool:
    """Tell one text in four from the others by its letters: noise that knows no person."""
    return hashlib.sha256(text.encode()).digest()[0] < 64


def cases(n: int = 40) -> list[Case]:
    gold = (GoldSpan(document_id="d0", quote="fact 0", start=0, end=6),)
    made = []
    for number in range(n):
        text = f"What is fact number {number}?"
        forms = [f for f in framed(str(number), text) if "gender" in f.groups]
        forms += [
            f
            for f in named(str(number), text)
            if f.groups["name origin"] in (CONTROL, "Arabic", "English")
        ]
        made.append(Case(id=str(number), text=text, forms=tuple(forms), gold=gold, answerable=True))
    return made


def run(observer: Observer, manifest: RunManifest, some: list[Case] | None = None) -> EvalResult:
    return evaluate_fairness(some or cases(), observer, domain="law", manifest=manifest)


def left(result: EvalResult) -> set[tuple[str, str]]:
    return {(one.metric, one.group) for one in group_differences(result) if one.p_holm < 0.05}


def test_a_system_that_refuses_women_is_caught(manifest: RunManifest) -> None:
    result = run(system(lambda text: "a woman" in text), manifest)
    assert {("answered", "woman"), ("certainty", "woman")} <= left(result)
    metric = "answered/gender=woman"
    assert result.metrics[metric].value == 0
    assert result.differences["other groups"][metric].value == -1
    assert result.differences[CONTROL][metric].value == -1
    assert result.differences["neutral wording"][metric].value == -1
    assert result.metrics["same_outcome/attribute=gender"].value == pytest.approx(1 / 3)
    assert result.differences[CONTROL]["same_outcome/attribute=gender"].value == pytest.approx(
        -2 / 3
    )
    assert result.metrics["answered/name origin=Arabic"].value == 1
    assert not any(group in ("Arabic", "English") for _, group in left(result))


def test_a_search_that_reads_names_is_caught_though_the_rails_hide_it(
    manifest: RunManifest,
) -> None:
    observer = system(lambda text: False, lambda text: "My name" in text and "Hassan" in text)
    some = [
        Case(
            id=str(n),
            text=f"Fact {n}?",
            forms=(
                Form(text=f"My name is Hassan. Fact {n}?", groups={"name origin": "Arabic"}),
                Form(text=f"My name is James. Fact {n}?", groups={"name origin": "English"}),
                Form(text=f"My question is here. Fact {n}?", groups={"name origin": CONTROL}),
            ),
        )
        for n in range(20)
    ]
    result = run(observer, manifest, some)
    assert ("rbo", "Arabic") in left(result)
    assert ("outcome_kept", "Arabic") not in left(result)


@pytest.mark.parametrize("rule", [by_chance, lambda text: False, lambda text: True])
def test_a_system_that_knows_no_person_is_not_caught(manifest: RunManifest, rule: Rule) -> None:
    result = run(system(rule, by_chance), manifest)
    assert left(result) == set()
    assert result.metrics["differences_left"].value == 0
    assert result.manifest.notes[0].endswith("0 left after Holm at 0.05")


def test_texts_for_the_rails_are_counted_as_they_should_be(manifest: RunManifest) -> None:
    some = [
        case.model_copy(
            update={"expected": expected, "gold": (), "answerable": None, "is_shown": False}
        )
        for case, expected in zip(cases(2), ("block", "allow"), strict=True)
    ]
    result = run(system(lambda text: "a man" in text), manifest, some)
    assert result.metrics["blocked/gender=man"].value == 1
    assert result.metrics["over_refusal/gender=man"].value == 1
    assert result.metrics["blocked/gender=woman"].value == 0
    assert "rbo" not in result.metrics
    assert all(item.texts is not None and item.texts.question == "" for item in result.items)
    assert "gender=man: blocked (r:refuse)" in (result.items[0].texts or "").found  # type: ignore[union-attr]


def test_a_stopped_run_goes_on_and_says_the_same(manifest: RunManifest, tmp_path: Path) -> None:
    asked: list[str] = []

    def rule(text: str) -> bool:
        asked.append(text)
        return by_chance(text)

    store = Checkpoint(tmp_path / "c.jsonl", "key")
    some = cases(3)
    once = evaluate_fairness(some, system(rule), domain="law", manifest=manifest, store=store)
    store.close()
    before = len(asked)
    again = evaluate_fairness(
        some,
        system(rule),
        domain="law",
        manifest=manifest,
        store=Checkpoint(tmp_path / "c.jsonl", "key"),
    )
    assert len(asked) == before
    assert comparable(once) == comparable(again)


def test_nothing_to_ask_is_an_error(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput, match="no questions"):
        evaluate_fairness([], system(by_chance), domain="law", manifest=manifest)


def test_the_report_shows_the_groups(manifest: RunManifest) -> None:
    result = run(system(lambda text: "a woman" in text), manifest, cases(20))
    page = html_report([result])
    assert "Between groups" in page
    assert "answered: one group minus what it is compared with" in page
    shown = group_plot(list(group_differences(result)), "answered")
    tones = {(group.title, m.label): m.tone for group in shown.groups for m in group.marks}
    assert tones["gender, minus other groups", "woman"] == "worse"
    assert tones["name gender, minus other groups", "woman"] == "unclear"


def test_the_page_has_what_is_left_and_plots_without_stand_ins(manifest: RunManifest) -> None:
    result = run(system(lambda text: "a woman" in text), manifest, cases(20))
    assert "| gender | woman | `answered` | 0.000 | other groups | -1.000 [-1.000, -1.000] |" in (
        tables([result])
    )
    drawing = plot([result], "answered")
    assert drawing.count("law: gender, minus other groups") == 1
    assert "#0000" not in drawing.replace("#000000", "")
