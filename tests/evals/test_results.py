from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from vademecum.evals.compare import compare_results
from vademecum.evals.manifest import RunManifest, run_manifest
from vademecum.evals.report import plain_text, show
from vademecum.evals.results import EvalResult, ItemResult, Metric, read_result, write_result
from vademecum.retrieval.errors import InvalidInput


def result(manifest: RunManifest, *values: float) -> EvalResult:
    figure = Metric(value=sum(values) / len(values), low=0.25, high=0.75)
    return EvalResult(
        task="retrieval",
        domain="law",
        metrics={"nDCG@10": figure},
        baselines={"bm25": {"nDCG@10": Metric(value=0.4, low=0.3, high=0.5)}},
        differences={"bm25": {"nDCG@10": Metric(value=0.1, low=-0.05, high=0.2)}},
        manifest=manifest.model_copy(update={"n": len(values)}),
        items=tuple(ItemResult(id=str(i), values={"nDCG@10": v}) for i, v in enumerate(values)),
    )


def test_the_json_form_is_the_contract(manifest: RunManifest) -> None:
    document = json.loads(result(manifest, 0.5).model_dump_json())
    assert document["metrics"] == {"nDCG@10": {"value": 0.5, "low": 0.25, "high": 0.75}}
    assert document["baselines"]["bm25"]["nDCG@10"]["value"] == 0.4
    assert document["manifest"]["date"] == "2026-11-24"


def test_a_run_is_read_back_equal(manifest: RunManifest, tmp_path: Path) -> None:
    run = result(manifest, 0.25, 0.75)
    write_result(run, tmp_path / "runs" / "a.json")
    assert read_result(tmp_path / "runs" / "a.json") == run


@pytest.mark.parametrize("text", ["", "[]", '{"task": "x"}'])
def test_another_file_is_an_input_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(InvalidInput, match="not an evaluation run") as caught:
        read_result(tmp_path / "a.json")
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="not readable"):
        read_result(tmp_path / "none.json")


def test_the_manifest_says_what_was_read(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    (folder / "qrels").mkdir(parents=True)
    (folder / "qrels" / "test.tsv").write_text("x")
    made = run_manifest(
        folder,
        date(2026, 11, 24),
        files=[folder / "qrels" / "test.tsv"],
        split="test",
        configuration={"dense": 0.5},
        encoder="hash-64",
    )
    assert made.files == {"qrels/test.tsv": hashlib.sha256(b"x").hexdigest()}
    assert (made.data, made.split, made.configuration) == ("set", "test", {"dense": 0.5})
    assert made.python.startswith("3.")
    assert made.cpus >= 1
    assert made.code


def test_a_file_is_its_own_data(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text("x")
    assert list(run_manifest(path, date(2026, 11, 24)).files) == ["questions.jsonl"]


def test_the_table_has_every_baseline_beside_the_figure(manifest: RunManifest) -> None:
    text = plain_text(result(manifest, 0.5))
    assert "retrieval · law · set · n=1" in text
    row = next(line for line in text.splitlines() if "nDCG@10" in line)
    assert "0.500 [0.250, 0.750]" in row
    assert "0.400 [0.300, 0.500]" in row
    assert "+0.100 [-0.050, +0.200]" in row
    assert "\x1b" not in text


def test_large_figures_have_one_decimal() -> None:
    assert show(Metric(value=123.456, low=100, high=200)) == "123.5 [100.0, 200.0]"


def test_two_runs_are_compared_by_item(manifest: RunManifest) -> None:
    ours, theirs = result(manifest, 0.5, 0.9), result(manifest, 0.25, 0.65)
    difference = compare_results(ours, theirs)["nDCG@10"]
    assert (difference.value, difference.low) == pytest.approx((0.25, 0.25))


def test_a_comparison_draws_items_as_the_runs_did(manifest: RunManifest) -> None:
    theirs = result(manifest, *[0.5] * 20)
    ours = result(manifest, *[0.75] * 10, *[0.25] * 10)
    apart = compare_results(ours, theirs)["nDCG@10"]
    contracts = tuple(
        item.model_copy(update={"cluster": f"c{i // 10}"}) for i, item in enumerate(ours.items)
    )
    drawn = ours.model_copy(update={"items": contracts})
    for run, other in ((drawn, theirs), (theirs, drawn)):  # one of them is older
        together = compare_results(run, other)["nDCG@10"]
        assert (together.value, together.low, together.high) == (0, -0.25, 0.25)
    assert -0.25 < apart.low < apart.high < 0.25


def test_a_result_of_before_clusters_still_reads(manifest: RunManifest, tmp_path: Path) -> None:
    run = result(manifest, 0.5, 0.9)
    old = run.model_dump_json(exclude={"items": {"__all__": {"cluster"}}})
    assert "cluster" not in old
    path = tmp_path / "old.json"
    path.write_text(old, encoding="utf-8")
    assert read_result(path) == run


def test_runs_that_do_not_compare(manifest: RunManifest) -> None:
    run = result(manifest, 0.5, 0.9)
    with pytest.raises(InvalidInput, match="does not compare"):
        compare_results(run, run.model_copy(update={"task": "answers"}))
    with pytest.raises(InvalidInput, match="same items"):
        compare_results(run, result(manifest, 0.5))
    other = manifest.model_copy(update={"files": {"a": "b"}})
    with pytest.raises(InvalidInput, match="different files"):
        compare_results(run, result(other, 0.5, 0.9))
