"""Two processes that run one evaluation write one text, byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import sys, time
from datetime import date
from pathlib import Path
from vademecum.apps.composition import shared_encoder
from vademecum.apps.evaluating.manifests import configuration
from vademecum.apps.evaluating.systems import evaluation_search, retrieval_systems
from vademecum.domains import load_domain
from vademecum.evals import BeirSet, run_manifest
from vademecum.evals.results import comparable
from vademecum.evals.tasks.retrieval import evaluate_retrieval

started_s = time.perf_counter()
domain, data = load_domain("education"), BeirSet.read(Path(sys.argv[1]))
result = evaluate_retrieval(
    data,
    retrieval_systems(evaluation_search(domain, data.documents)),
    domain=domain.name,
    manifest=run_manifest(
        data.folder,
        date.fromisoformat(sys.argv[2]),
        files=data.files,
        configuration=configuration(domain),
        encoder=shared_encoder().stamp,
    ).model_copy(update={"sources_sha256": ""}),  # somebody may edit them meanwhile
).timed(time.perf_counter() - started_s)
sys.stdout.reconfigure(encoding="utf-8", newline="")
sys.stdout.write(comparable(result))
"""
SUBJECTS = ("A triangle", "The moon", "A river", "An atom", "The heart", "A sonnet")
DEEDS = ("moves", "turns", "changes", "is measured", "is drawn")
PLACES = ("in spring", "under pressure")


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """Write documents that share most words, some of them twice, so that many scores are equal."""
    folder = tmp_path / "beir"
    folder.mkdir()
    texts = [f"{s} {d} {p}. {s} is known." for s in SUBJECTS for d in DEEDS for p in PLACES]
    texts += texts[::9]
    rows = [{"_id": f"d{i}", "title": "Note", "text": text} for i, text in enumerate(texts)]
    asked = [{"_id": f"q{i}", "text": f"What {texts[i].lower()}"} for i in range(0, 60, 5)]
    for name, records in (("corpus", rows), ("queries", asked)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    (folder / "qrels.tsv").write_text("".join(f"q{i}\td{i}\t1\n" for i in range(0, 60, 5)))
    return folder


def run(beir: Path, home: Path, hash_seed: str, day: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(beir), day],
        env={**os.environ, "VADEMECUM_HOME": str(home), "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.slow
def test_equal_runs_write_equal_bytes(beir: Path, tmp_path: Path) -> None:
    first = run(beir, tmp_path / "home", "1", "2026-11-24")
    document = json.loads(first)
    assert document["manifest"]["n"] == len(document["items"]) == 12
    warm = run(beir, tmp_path / "home", "2", "2026-11-25")
    fresh = run(beir, tmp_path / "other", "3", "2027-01-01")
    assert (warm == first, fresh == first) == (True, True)
