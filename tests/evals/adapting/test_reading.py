from __future__ import annotations

from pathlib import Path

import pytest

from vademecum.evals.adapting.ladder import Approach, retrieval_ladder
from vademecum.evals.adapting.matrix import AdapterInfo, MatrixSet, transfer_matrix
from vademecum.evals.adapting.question_set import QuestionSet
from vademecum.evals.adapting.reading import read_results
from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import write_result
from vademecum.retrieval.errors import InvalidInput


def test_what_was_written_is_read_again(tmp_path: Path, manifest: RunManifest) -> None:
    item = Item(id="a", text="why", use="report", documents=("d",))
    asked = QuestionSet("set", "law", [item], {"a": frozenset({"d"})})
    ladder = retrieval_ladder(
        asked, [Approach("base", "zero-shot", lambda i: ["d"])], adapter="none", manifest=manifest
    )
    matrix = transfer_matrix(
        [lambda: MatrixSet(asked, lambda i: [], {"law": lambda i: ["d"]})],
        [AdapterInfo(name="law", domain="law", stored_bytes=1)],
        manifest=manifest,
    )
    one, two = tmp_path / "ladder.json", tmp_path / "matrix.json"
    write_result(ladder, one)
    write_result(matrix, two)
    assert read_results([two, one]) == ([ladder], matrix)
    with pytest.raises(InvalidInput, match=r"matrix.json: a second matrix"):
        read_results([two, two])
    one.write_text('{"rungs": []}', encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"ladder.json: neither a ladder nor a matrix"):
        read_results([one])
    with pytest.raises(InvalidInput, match=r"none.json: not readable"):
        read_results([tmp_path / "none.json"])
