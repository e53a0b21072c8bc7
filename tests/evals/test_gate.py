from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from vademecum.evals.baseline import (
    ALLOWED,
    BASELINES,
    GATED,
    Baseline,
    baseline_of,
    baseline_path,
    read_baseline,
    set_of,
    write_baseline,
)
from vademecum.evals.gate import GateReport, check, verdict_of
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import EvalResult, ItemResult, ItemTexts, Metric, is_timing
from vademecum.retrieval.errors import InvalidInput

METRIC = "nDCG@10"


def run(manifest: RunManifest, values: list[float], **changes: Any) -> EvalResult:
    mean = sum(values) / len(values)
    return EvalResult(
        task="retrieval",
        domain="law",
        metrics={METRIC: Metric(value=mean, low=mean - 0.1, high=mean + 0.1)},
        manifest=manifest.model_copy(
            update={"n": len(values), "files": {"corpus.jsonl": "1f"}, "encoder": "a-float32"}
        ),
        items=tuple(
            ItemResult(
                id=f"q{i}",
                values={METRIC: value, "latency_ms": 3.0},
                texts=ItemTexts.of("a question of a public set", "", ""),
            )
            for i, value in enumerate(values)
        ),
    ).model_copy(update=changes)


def verdict(then: EvalResult, now: EvalResult, allowed: float = ALLOWED) -> str:
    (row,) = check(now, baseline_of(then, [METRIC], {METRIC: allowed})).rows
    return row.verdict


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ([0.5] * 40, "held"),
        ([0.5 - 0.004] * 40, "held"),  # within what is allowed
        ([0.5 - 0.006] * 40, "fell"),
        ([0.5 + 0.004] * 40, "held"),
        ([0.5 + 0.006] * 40, "rose"),
        ([0.5] * 39 + [0.0], "held"),  # mean -0.0125, but of one item: the interval reaches 0
        ([0.5] * 39 + [1.0], "held"),
        ([0.5] * 38 + [0.0] * 2, "held"),  # mean -0.025, the very limit
        ([0.5] * 37 + [0.0] * 3, "fell"),  # mean -0.0375, beyond it
        ([0.5] * 30 + [0.0] * 10, "fell"),
        ([1.0, 0.0] * 20, "held"),  # other items, the same mean
    ],
)
def test_verdicts(manifest: RunManifest, now: list[float], expected: str) -> None:
    assert verdict(run(manifest, [0.5] * 40), run(manifest, now)) == expected


@pytest.mark.parametrize(
    ("difference", "allowed", "expected"),
    [
        ((-0.006, -0.01, -0.001), 0.005, "fell"),
        ((-0.006, -0.01, 0.0), 0.005, "held"),
        ((-0.005, -0.01, -0.001), 0.005, "held"),
        ((-0.026, -0.1, 0.1), 0.005, "fell"),
        ((-0.025, -0.1, 0.1), 0.005, "held"),
        ((0.006, 0.001, 0.01), 0.005, "rose"),
        ((0.006, 0.0, 0.01), 0.005, "held"),
        ((0.5, -0.1, 1.0), 0.005, "held"),
        ((-0.02, -0.03, -0.01), 0.03, "held"),
        ((-0.0001, -0.1, 0.1), 0.0, "fell"),
        ((0.0, 0.0, 0.0), 0.0, "held"),
    ],
)
def test_the_limits_of_a_verdict(
    difference: tuple[float, float, float], allowed: float, expected: str
) -> None:
    value, low, high = difference
    assert verdict_of(Metric(value=value, low=low, high=high), allowed) == expected


def test_the_tolerance_is_that_of_the_baseline(manifest: RunManifest) -> None:
    then, now = run(manifest, [0.5] * 40), run(manifest, [0.49] * 40)
    assert (verdict(then, now), verdict(then, now, 0.02)) == ("fell", "held")


def test_another_encoder_is_a_note_and_no_failure(manifest: RunManifest) -> None:
    then, now = run(manifest, [0.5] * 4), run(manifest, [0.5] * 4)
    now = now.model_copy(
        update={"manifest": now.manifest.model_copy(update={"encoder": "a-bfloat16"})}
    )
    report = check(now, baseline_of(then))
    assert report.is_passed
    assert report.notes == ("encoder a-bfloat16, of the baseline a-float32",)
    assert check(then, baseline_of(then)).notes == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"data": "other"}, "set other, of the baseline set"),
        ({"data": "set.jsonl"}, "data set.jsonl, of the baseline set"),
        ({"split": "dev"}, "set set-dev, of the baseline set"),
        ({"configuration": {"given": True}}, "set set-given, of the baseline set"),
        ({"half": "dev"}, "half dev, of the baseline all"),
        ({"adapter": "law"}, "adapter law, of the baseline none"),
        ({"files": {"corpus.jsonl": "2e"}}, "other data: the sha256 of corpus.jsonl differs"),
        ({"files": {}}, "other data: the sha256 of corpus.jsonl differs"),
        ({"n": 3}, "3 items measured and 4 kept, of the baseline 4"),
    ],
)
def test_another_set_is_not_comparable(
    manifest: RunManifest, changes: dict[str, Any], reason: str
) -> None:
    then = run(manifest, [0.5] * 4)
    now = then.model_copy(update={"manifest": then.manifest.model_copy(update=changes)})
    require_reason(check(now, baseline_of(then)), reason)


@pytest.mark.parametrize("changes", [{"task": "answers"}, {"domain": "healthcare"}])
def test_another_task_or_domain_is_not_comparable(
    manifest: RunManifest, changes: dict[str, Any]
) -> None:
    then = run(manifest, [0.5] * 4)
    require_reason(check(then.model_copy(update=changes), baseline_of(then)), "of the baseline")


def test_other_items_are_not_comparable(manifest: RunManifest) -> None:
    then = run(manifest, [0.5] * 4)
    baseline = baseline_of(then)
    renamed = then.items[0].model_copy(update={"id": "p"})
    for items, reason in (
        (then.items[1:], "4 items measured and 3 kept"),
        ((renamed, *then.items[1:]), "2 items stand in one of the two alone, first p"),
        ((then.items[1], *then.items[1:]), "1 items stand in one of the two alone, first q0"),
    ):
        require_reason(check(then.model_copy(update={"items": items}), baseline), reason)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_value_that_is_not_finite_is_no_pass(manifest: RunManifest, value: float) -> None:
    then = run(manifest, [0.5] * 4)
    bad = then.items[0].model_copy(update={"values": {METRIC: value}})
    now = then.model_copy(update={"items": (bad, *then.items[1:])})
    require_reason(check(now, baseline_of(then)), "is not finite")
    with pytest.raises(InvalidInput, match="not finite"):
        baseline_of(now)


def test_only_items_that_carry_the_metric_in_both_count(manifest: RunManifest) -> None:
    then = run(manifest, [0.5] * 4)
    without = [item.model_copy(update={"values": {}}) for item in then.items]
    part = then.model_copy(update={"items": (*without[:2], *then.items[2:])})
    for now, before in ((part, then), (then, part)):
        (row,) = check(now, baseline_of(before)).rows
        assert (row.verdict, row.pairs) == ("held", 2)
    none = then.model_copy(update={"items": tuple(without)})
    require_reason(check(none, baseline_of(then)), "no item carries nDCG@10 in both")


def require_reason(report: GateReport, reason: str) -> None:
    assert not report.is_passed
    for row in report.rows:
        assert row.verdict == "not comparable"
        assert reason in row.reason
        assert (row.now, row.difference) == (None, None)


def test_a_baseline_is_ids_and_figures(manifest: RunManifest, tmp_path: Path) -> None:
    baseline = baseline_of(run(manifest, [1 / 3, 0.5]))
    path = write_baseline(baseline, tmp_path / "new")
    assert path == tmp_path / "new" / "retrieval-law-set.json"
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert read_baseline(path) == baseline
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["metrics"] == {METRIC: {"value": 0.4167, "low": 0.3167, "high": 0.5167}}
    assert document["allowed"] == {METRIC: ALLOWED}
    assert document["items"] == {"q0": [0.3333], "q1": [0.5]}
    assert "question" not in path.read_text(encoding="utf-8")
    assert '  "q0": [0.3333],\n  "q1": [0.5]\n' in path.read_text(encoding="utf-8")


def test_a_run_holds_against_itself(manifest: RunManifest) -> None:
    then = run(manifest, [1 / 3, 2 / 7, 0.123456789])
    (row,) = check(then, baseline_of(then)).rows
    assert row.difference == Metric(value=0, low=0, high=0)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "set"),
        ({"data": "questions.jsonl"}, "questions"),
        ({"data": "v1.5"}, "v1.5"),
        ({"data": "safety", "split": "xstest"}, "safety-xstest"),
        ({"data": "dolly", "split": "dolly"}, "dolly"),
        ({"data": "dolly", "configuration": {"given": True}}, "dolly-given"),
        ({"data": ""}, "unnamed"),
    ],
)
def test_names_of_sets(manifest: RunManifest, changes: dict[str, Any], name: str) -> None:
    assert set_of(manifest.model_copy(update=changes)) == name


def test_a_run_with_an_adapter_has_a_baseline_of_its_own(
    manifest: RunManifest, tmp_path: Path
) -> None:
    then = run(manifest, [0.5] * 4)
    adapted = then.model_copy(
        update={"manifest": then.manifest.model_copy(update={"adapter": "law"})}
    )
    path = write_baseline(baseline_of(adapted), tmp_path)
    assert path == tmp_path / "retrieval-law-set-adapter-law.json"
    assert path == baseline_path(adapted, tmp_path) != baseline_path(then, tmp_path)
    assert check(adapted, read_baseline(path)).is_passed


def test_items_are_drawn_as_the_run_drew_them(manifest: RunManifest) -> None:
    then, now = run(manifest, [0.5] * 40), run(manifest, [0.5] * 30 + [0.42] * 10)
    contracts = tuple(
        item.model_copy(update={"cluster": f"c{i // 10}"}) for i, item in enumerate(now.items)
    )
    drawn = now.model_copy(update={"items": contracts})
    # Mean -0.02: of ten items a fall, of one contract of four no more than chance.
    assert (verdict(then, now), verdict(then, drawn)) == ("fell", "held")


def test_a_name_never_leads_out_of_the_folder(manifest: RunManifest, tmp_path: Path) -> None:
    then = run(manifest, [0.5], task="../../retrieval", domain="a/b")
    path = write_baseline(baseline_of(then, [METRIC]), tmp_path)
    assert path.parent == tmp_path
    assert path == baseline_path(then, tmp_path)
    assert path.is_file()


def test_what_makes_no_baseline(manifest: RunManifest) -> None:
    then = run(manifest, [0.5] * 4)
    for result, metrics, reason in (
        (then, ["RR@10"], "no item of this run of retrieval carries RR@10"),
        (then, ["latency_ms"], "figure of the machine"),
        (then.model_copy(update={"items": ()}), [], "no metric of retrieval is gated"),
        (then.model_copy(update={"task": "cost"}), [], "no metric of cost is gated"),
        (then.model_copy(update={"items": then.items * 2}), [], "share an id"),
    ):
        with pytest.raises(InvalidInput, match=reason):
            baseline_of(result, metrics)
    with pytest.raises(InvalidInput, match="0 or more"):
        baseline_of(then, [METRIC], {METRIC: -1.0})


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (None, "not readable"),
        ("", "not a baseline"),
        ("[]", "not a baseline"),
        ('{"task": "x"}', "not a baseline"),
        ({"allowed": {}}, "do not name the same metrics"),
        ({"allowed": {METRIC: -0.1}}, "0 or more"),
        ({"items": {}}, "at least 1 item"),
        ({"items": {"q0": [0.5, 0.5]}}, "has 2 of 1 values"),
        ({"more": 1}, "more"),
    ],
)
def test_another_file_is_an_input_error(
    manifest: RunManifest, tmp_path: Path, damage: Any, reason: str
) -> None:
    path = write_baseline(baseline_of(run(manifest, [0.5])), tmp_path)
    if damage is None:
        path.unlink()
    elif isinstance(damage, str):
        path.write_text(damage)
    else:
        path.write_text(json.dumps(json.loads(path.read_text()) | damage))
    with pytest.raises(InvalidInput, match=reason) as caught:
        read_baseline(path)
    assert "\n" not in str(caught.value)


def test_gated_metrics_are_few_and_not_of_the_machine() -> None:
    for names in GATED.values():
        assert 1 <= len(names) <= 3
        assert not any(map(is_timing, names))


@pytest.mark.parametrize("path", sorted(BASELINES.glob("*.json")), ids=lambda path: path.stem)
def test_shipped_baselines_are_whole(path: Path) -> None:
    baseline = read_baseline(path)
    assert isinstance(baseline, Baseline)
    assert path.name == baseline.file_name
    assert baseline.n == len(baseline.items)
