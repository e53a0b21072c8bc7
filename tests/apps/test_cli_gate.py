"""`vademecum eval gate`: a broken index makes it fail, an unbroken one does not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vademecum.apps.composition import shared_encoder
from vademecum.apps.evaluating.systems import evaluation_search, retrieval_systems
from vademecum.domains import load_domain
from vademecum.evals import BeirSet, run_manifest, write_result
from vademecum.evals.questions import read_questions
from vademecum.evals.results import EvalResult, read_result
from vademecum.evals.tasks.retrieval import evaluate_retrieval
from vademecum.retrieval.dense import FaissIndex
from vademecum.retrieval.derived import Indexes
from vademecum.retrieval.lexical import LexicalIndex
from vademecum.retrieval.search import HybridSearch

DOMAIN = "law"
FILES = [f"K{48000 + 7 * number}" for number in range(30)]
NOTE = (
    "The hearing was held in spring. The papers were sent to the archive of the county. "
    "The clerk entered them as {}. Nobody appealed."
)
Breaking = Callable[[Indexes], Indexes]


@pytest.fixture(scope="module")
def beir(tmp_path_factory: pytest.TempPathFactory) -> BeirSet:
    """Write a BEIR folder in which either search is needed.

    Questions of the starter corpus are told by what they mean; the notes differ in a
    file number alone, which the encoder hardly tells from the next.
    """
    domain, folder = load_domain(DOMAIN), tmp_path_factory.mktemp("beir") / "starter"
    folder.mkdir()
    asked = [q for q in read_questions(domain.evalset("questions")) if q.answerable][:45]
    rows = {
        "corpus": [
            *({"_id": d.id, "title": d.title, "text": d.text} for d in domain.starter_documents()),
            *({"_id": f"note-{n}", "title": "Note", "text": NOTE.format(n)} for n in FILES),
        ],
        "queries": [
            *({"_id": q.id, "text": q.question} for q in asked),
            *({"_id": f"about-{n}", "text": f"Where are the papers of {n}?"} for n in FILES),
        ],
    }
    for name, records in rows.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    gold = {(q.id, span.document_id): 1 for q in asked for span in q.gold}
    gold |= {(f"about-{n}", f"note-{n}"): 1 for n in FILES}
    (folder / "qrels.tsv").write_text("".join(f"{q}\t{d}\t1\n" for q, d in gold))
    return BeirSet.read(folder)


@pytest.fixture(scope="module")
def whole(beir: BeirSet, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HybridSearch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VADEMECUM_HOME", str(tmp_path_factory.mktemp("whole")))
        search = evaluation_search(load_domain(DOMAIN), beir.documents)
        _ = search.indexes
        yield search


def measured(beir: BeirSet, search: HybridSearch) -> EvalResult:
    manifest = run_manifest(
        beir.folder, date(2026, 11, 24), files=beir.files, encoder=shared_encoder().stamp
    )
    systems = {"configured": retrieval_systems(search)["configured"]}
    return evaluate_retrieval(beir, systems, domain=DOMAIN, manifest=manifest, resamples=200)


@pytest.fixture(scope="module")
def run(beir: BeirSet, whole: HybridSearch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the run of the unbroken index."""
    path = tmp_path_factory.mktemp("runs") / "whole.json"
    write_result(measured(beir, whole), path)
    return path


@pytest.fixture
def baselines(vademecum: Any, run: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "baselines"
    done = vademecum("eval", "gate", run, "--baselines", folder, "--update", "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json == {"written": [str(folder / "retrieval-law-starter.json")]}
    return folder


def vectors_permuted(indexes: Indexes) -> Indexes:
    """Stand every vector, and the vectors of the sentences, with another passage."""
    rows = np.random.default_rng(0).permutation(len(indexes.keys))
    vectors = vectors_of(indexes)[rows]
    parts = [indexes.parts[indexes.bounds[r] : indexes.bounds[r + 1]] for r in rows]
    bounds = np.cumsum([0, *map(len, parts)])
    return replace(
        indexes, dense=FaissIndex.build(vectors), parts=np.concatenate(parts), bounds=bounds
    )


def vectors_of(indexes: Indexes) -> Any:
    dense = indexes.dense
    assert isinstance(dense, FaissIndex)
    width = indexes.parts.shape[1]
    rows = np.arange(len(indexes.keys))
    axes = np.eye(width, dtype=np.float32)
    return np.stack([dense.scores(axis, rows) for axis in axes], axis=1)


def lexical_emptied(indexes: Indexes) -> Indexes:
    """Hold none of the words of the texts."""
    analyzer = indexes.lexical.analyzer

    def empty(size: int) -> LexicalIndex:
        return LexicalIndex.build(["zzz"] * size, analyzer)

    return replace(
        indexes, lexical=empty(len(indexes.keys)), wholes=empty(int(indexes.owners.max()) + 1)
    )


def keys_shifted(indexes: Indexes) -> Indexes:
    """Name every passage by the key of its neighbour."""
    return replace(indexes, keys=np.roll(indexes.keys, 1))


def half_lost(indexes: Indexes) -> Indexes:
    """Point the second half of the rows at the first passage."""
    keys = indexes.keys.copy()
    keys[len(keys) // 2 :] = keys[0]
    return replace(indexes, keys=keys)


def checked(vademecum: Any, run: Path, baselines: Path) -> tuple[int, dict[str, str]]:
    done = vademecum("eval", "gate", run, "--baselines", baselines, "--json")
    (report,) = done.json["reports"]
    assert done.json["is_passed"] == (done.code == 0)
    return done.code, {row["metric"]: row["verdict"] for row in report["rows"]}


def test_the_data_tell_good_from_bad(run: Path) -> None:
    result = read_result(run)
    assert result.manifest.n >= 40
    assert result.metrics["nDCG@10"].value > 0.7


@pytest.mark.parametrize("broken", [vectors_permuted, lexical_emptied, keys_shifted, half_lost])
def test_a_broken_index_fails(
    vademecum: Any,
    beir: BeirSet,
    whole: HybridSearch,
    baselines: Path,
    tmp_path: Path,
    broken: Breaking,
) -> None:
    search = whole.varied(whole.settings)
    search._indexes = broken(whole.indexes)
    write_result(measured(beir, search), tmp_path / "run.json")
    code, verdicts = checked(vademecum, tmp_path / "run.json", baselines)
    assert (code, verdicts["nDCG@10"]) == (1, "fell")
    told = vademecum("eval", "gate", tmp_path / "run.json", "--baselines", baselines)
    assert told.code == 1
    assert "fell" in told.out
    assert "if that is meant, make a new baseline: vademecum eval gate " in told.err


def test_an_unbroken_rerun_holds(
    vademecum: Any, beir: BeirSet, whole: HybridSearch, baselines: Path, tmp_path: Path
) -> None:
    search = whole.varied(whole.settings)
    search._indexes = None  # loaded again from its files
    write_result(measured(beir, search), tmp_path / "run.json")
    code, verdicts = checked(vademecum, tmp_path / "run.json", baselines)
    assert (code, set(verdicts.values())) == (0, {"held"})
    told = vademecum("eval", "gate", tmp_path / "run.json", "--baselines", baselines)
    assert (told.code, told.err) == (0, "")
    assert len(told.out.splitlines()) == 1 + len(verdicts)
    assert told.out.count("held") == len(verdicts)


def test_other_data_do_not_compare(
    vademecum: Any, run: Path, baselines: Path, tmp_path: Path
) -> None:
    result = read_result(run)
    manifest = result.manifest.model_copy(update={"files": {"corpus.jsonl": "another"}})
    path = tmp_path / "a run.json"
    write_result(result.model_copy(update={"manifest": manifest}), path)
    done = vademecum("eval", "gate", run, path, "--baselines", baselines)
    assert done.code == 1
    assert "not comparable (other data: the sha256 of corpus.jsonl differs" in done.out
    (line,) = done.err.splitlines()
    assert line == (
        f"{path}: if that is meant, make a new baseline: "
        f"vademecum eval gate '{path}' --baselines {baselines} --update"
    )
    assert vademecum("eval", "gate", path, "--baselines", baselines, "--update").code == 0
    assert checked(vademecum, path, baselines)[0] == 0


def test_a_run_without_a_baseline_is_a_mistake(
    vademecum: Any, run: Path, baselines: Path, tmp_path: Path
) -> None:
    result = read_result(run).model_copy(update={"domain": "education"})
    write_result(result, tmp_path / "run.json")
    words = ("eval", "gate", run, tmp_path / "run.json", "--baselines", baselines)
    line = vademecum(*words).line
    assert f"no baseline {baselines / 'retrieval-education-starter.json'}; make it: " in line
    assert line.endswith(f"gate {tmp_path / 'run.json'} --baselines {baselines} --update")


def test_the_baselines_of_the_package_are_the_default(vademecum: Any, run: Path) -> None:
    line = vademecum("eval", "gate", run).line
    assert "evals/baselines/retrieval-law-starter.json; make it: vademecum eval gate" in line
    assert line.endswith(f"{run} --update")


def test_a_file_that_is_no_run_or_no_baseline_is_a_mistake(
    vademecum: Any, run: Path, baselines: Path, tmp_path: Path
) -> None:
    (tmp_path / "run.json").write_text("{}")
    for more in ((), ("--update",)):
        words = ("eval", "gate", tmp_path / "run.json", "--baselines", baselines, *more)
        assert "not an evaluation run" in vademecum(*words).line
    (baselines / "retrieval-law-starter.json").write_text("{}")
    assert "not a baseline" in vademecum("eval", "gate", run, "--baselines", baselines).line
    mended = vademecum("eval", "gate", run, "--baselines", baselines, "--update")
    assert mended.code == 0
    assert mended.err.rstrip().endswith("; replaced")
    assert checked(vademecum, run, baselines)[0] == 0


def test_two_runs_of_one_set_make_no_two_baselines(
    vademecum: Any, run: Path, baselines: Path
) -> None:
    words = ("eval", "gate", run, run, "--baselines", baselines)
    assert vademecum(*words).code == 0
    assert "another of these runs makes the same baseline" in vademecum(*words, "--update").line


def test_an_update_keeps_metrics_and_allowances(vademecum: Any, run: Path, baselines: Path) -> None:
    path = baselines / "retrieval-law-starter.json"
    document = json.loads(path.read_text())
    document["metrics"] = {"nDCG@10": document["metrics"]["nDCG@10"]}
    document["allowed"] = {"nDCG@10": 0.02}
    document["items"] = {name: values[:1] for name, values in document["items"].items()}
    path.write_text(json.dumps(document))
    done = vademecum("eval", "gate", run, "--baselines", baselines, "--update")
    assert done.out == f"{path}: nDCG@10; {len(document['items'])} items\n"
    assert json.loads(path.read_text()) == document
