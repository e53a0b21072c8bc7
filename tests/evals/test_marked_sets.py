from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from vademecum.evals.data import data_home
from vademecum.evals.marked_sets import MARKED_SETS, read_marked_set
from vademecum.evals.sets.cards import card
from vademecum.retrieval.errors import InvalidInput, UnknownName


def write(root: Path, rows: list[dict[str, object]]) -> None:
    path = root / MARKED_SETS["presidio_synth_v2"].file
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(json.dumps(rows).encode()))


def row(name: str, template: str) -> dict[str, object]:
    span = {"entity_type": "PERSON", "start_position": 0, "end_position": len(name)}
    return {"full_text": f"{name} left", "masked": template, "spans": [span]}


def test_texts_of_one_template_fall_into_one_half(tmp_path: Path) -> None:
    write(tmp_path, [row(f"Ann{n}", f"template {n % 7}") for n in range(70)])
    dev, _, _ = read_marked_set(tmp_path, "presidio_synth_v2", "dev")
    test, _, _ = read_marked_set(tmp_path, "presidio_synth_v2", None)
    assert len(dev) + len(test) == 70
    assert dev
    assert test
    assert not {t.group for t in dev} & {t.group for t in test}
    assert dev[0].spans[0].text == dev[0].text.split()[0]


def test_another_form_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, [{"text": "Ann"}])
    with pytest.raises(InvalidInput, match="not in the public form of presidio_synth_v2"):
        read_marked_set(tmp_path, "presidio_synth_v2")
    with pytest.raises(UnknownName, match="there is: presidio_synth_v2, meddocan"):
        read_marked_set(tmp_path, "other")


@pytest.mark.data
def test_cards_count_right() -> None:
    for name in MARKED_SETS:
        dev, _, _ = read_marked_set(data_home(), name, "dev")
        test, _, _ = read_marked_set(data_home(), name)
        known = card(name)
        assert len(test) == known.report
        assert known.tune in {0, len(dev)}
