"""The figures that the README claims, measured again on the public sets."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from vademecum.apps.cli.main import app

pytestmark = [pytest.mark.data, pytest.mark.slow, pytest.mark.timeout(1200)]

SETS = {
    "healthcare": ("healthcare/pubmedqa", None, 0.97),
    "law": ("law/gdpr", "gdpr", 0.53),
    "education": ("education/openstax", "openstax", 0.775),
}


def run(*arguments: str) -> dict[str, Any]:
    with contextlib.redirect_stderr(io.StringIO()):
        done = CliRunner().invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize("domain", SETS)
def test_public_and_own_questions(domain: str, data: Path, tmp_path: Path) -> None:
    source, converter, target = SETS[domain]
    folder = data / source
    if converter:
        run("convert", converter, str(folder), str(tmp_path / "set"))
        folder = tmp_path / "set"
    # Ingested once: the evaluations below take their vectors from the domain's own library.
    run("ingest", domain, str(folder))
    public = run("eval", "run", "retrieval", "--domain", domain, "--data", str(folder))
    assert public["metrics"]["nDCG@10"]["value"] >= target
    assert set(public["baselines"]) == {"BM25", "MiniLM", "RRF(60)", "weighted(0.6)"}
    own = run(
        "eval", "run", "answers", "--domain", domain, "--half", "test", "--distractors", str(folder)
    )["metrics"]
    assert own["claims_verified"]["value"] == 1.0
    assert own["span_hit@5"]["value"] >= 0.8
    assert own["answered"]["value"] >= 0.75
