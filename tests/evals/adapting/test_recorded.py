from __future__ import annotations

import json
from pathlib import Path

import pytest

from vademecum.evals.adapting.recorded import (
    RecordedSystem,
    label_in,
    labels_of,
    ranking_in,
    read_recorded,
)
from vademecum.retrieval.errors import InvalidInput

ITEMS = {"a", "b"}


def write(folder: Path, *lines: object, name: str = "out.jsonl") -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / name).write_text(text + "\n", encoding="utf-8")
    return folder / name


def line(item: str, output: object, system: str = "model") -> dict[str, object]:
    return {"item": item, "system": system, "output": output}


def test_systems_of_all_files_are_read_and_strangers_counted(tmp_path: Path) -> None:
    write(tmp_path, line("a", "Yes."), line("z", "No."), line("b", ["d1"], "other"))
    write(tmp_path, line("b", "no"), name="second.jsonl")
    (tmp_path / "README.md").write_text("not read", encoding="utf-8")
    assert read_recorded(tmp_path, ITEMS) == (
        RecordedSystem(name="model", outputs={"a": "Yes.", "b": "no"}, unknown=1),
        RecordedSystem(name="other", outputs={"b": ("d1",)}),
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["{"], r"out.jsonl:1: not JSON"),
        (['["a"]'], r"out.jsonl:1: not a JSON object"),
        ([{"item": "a", "system": "m"}], r"out.jsonl:1: output: Field required; a line is .*item"),
        ([line("a", 3)], r"out.jsonl:1: output"),
        ([line("a", "x"), {**line("b", "x"), "score": 1}], r"out.jsonl:2: score: Extra inputs"),
        ([line("", "x")], r"out.jsonl:1: item"),
        (
            [line("a", "x"), line("b", "x"), line("a", "y")],
            r"out.jsonl:3: model answers a twice, first at out.jsonl:1; keep one line",
        ),
        ([line("z", "x"), line("z", "y")], r"out.jsonl:2: model answers z twice"),
        ([""], r"hold no line"),
    ],
)
def test_a_bad_line_is_named_with_what_is_expected(
    tmp_path: Path, lines: list[object], said: str
) -> None:
    write(tmp_path, *lines)
    with pytest.raises(InvalidInput, match=said):
        read_recorded(tmp_path, ITEMS)


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"no file of JSON lines .*\*\.jsonl"):
        read_recorded(tmp_path, ITEMS)


@pytest.mark.parametrize(
    ("output", "label"),
    [
        ("Yes, since the trial shows it.", "yes"),
        ("**No**. Maybe later.", "no"),
        ("The answer is: MAYBE", "maybe"),
        ("Nobody knows.", None),
        ("", None),
        ("Partially correct", "partially_correct"),
        ("it is partially-correct, not correct", "partially_correct"),
        ("not correct", "not_correct"),
    ],
)
def test_the_first_label_word_is_the_answer(output: str, label: str | None) -> None:
    labels = ["yes", "no", "maybe", "correct", "partially_correct", "not_correct"]
    assert label_in(output, labels) == label


def test_each_item_has_labels_of_its_own() -> None:
    system = RecordedSystem(name="m", outputs={"a": "yes or no", "b": "yes or no"})
    assert labels_of(system, {"a": ["no"], "b": ["maybe"]}) == {"a": "no", "b": None}


def test_a_ranking_holds_known_documents_once_in_their_order() -> None:
    assert ranking_in("d2\n d1 \nd9\nd2\n", {"d1", "d2"}) == ("d2", "d1")
    assert ranking_in(("d1",), {"d1", "d2"}) == ("d1",)
    assert ranking_in("I do not know", {"d1"}) is None
