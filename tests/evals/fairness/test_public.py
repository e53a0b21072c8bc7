from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from vademecum.evals.fairness.bbq import read_bbq
from vademecum.evals.fairness.public import read_cases
from vademecum.evals.sets.cards import card
from vademecum.retrieval.errors import InvalidInput, UnknownName

HEAD = "dataset,dataset_id,context_id,original_patient_gender,clinical_context\n"


def lay(root: Path, name: str, text: str) -> None:
    path = card(name).paths(root)[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")


def test_medperturb_pairs_the_genders_by_the_original(tmp_path: Path) -> None:
    rows = [f"askadoc,{n},N1,M,text {n}\n" for n in "12345"]
    rows += [f"conversational,{n},7,F,talk {n}\n" for n in "123"] + ["oncqa,1,9,F,alone\n"]
    lay(tmp_path, "medperturb", HEAD + "".join(rows))
    cases = {case.id: case for case in read_cases(tmp_path, "medperturb")}
    assert list(cases) == [
        "medperturb-askadoc-N1-gender",
        "medperturb-askadoc-N1-style",
        "medperturb-conversational-7-format",
    ]
    gender = cases["medperturb-askadoc-N1-gender"]
    assert gender.text == "text 3"
    assert {f.groups["gender"]: f.text for f in gender.forms} == {
        "woman": "text 2",
        "man": "text 1",
    }
    assert not gender.is_shown


def test_winogender_takes_the_neutral_pronoun_as_neutral(tmp_path: Path) -> None:
    names = ("male", "female", "neutral")
    rows = [f"baker.guest.0.{name}.txt\tsaid {name}\n" for name in names]
    lay(tmp_path, "winogender", "sentid\tsentence\n" + "".join(rows))
    (case,) = read_cases(tmp_path, "winogender")
    assert (case.id, case.text) == ("winogender-baker.guest.0", "said neutral")
    assert [form.groups["gender"] for form in case.forms] == ["woman", "man"]


def test_a_missing_or_other_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="missing"):
        read_cases(tmp_path, "winogender")
    lay(tmp_path, "winogender", "a\tb\nc\td\n")
    with pytest.raises(InvalidInput, match="not in the form of winogender"):
        read_cases(tmp_path, "winogender")
    with pytest.raises(UnknownName, match="medperturb"):
        read_cases(tmp_path, "xstest")


@pytest.mark.parametrize(
    ("polarity", "targets", "biased"),
    [("neg", ["old"], 0), ("nonneg", ["old"], 2), ("neg", ["tall"], None)],
)
def test_bbq_knows_what_the_stereotype_says(
    tmp_path: Path, polarity: str, targets: list[str], biased: int | None
) -> None:
    row = {
        "example_id": 4,
        "category": "Age",
        "context_condition": "ambig",
        "question_polarity": polarity,
        "answer_info": {
            "ans0": ["aunt", "old"],
            "ans1": ["Unclear", "unknown"],
            "ans2": ["b", "nonOld"],
        },
        "additional_metadata": {"stereotyped_groups": targets},
        "context": "c",
        "question": "q",
        "ans0": "the aunt",
        "ans1": "unclear",
        "ans2": "the boy",
        "label": 1,
    }
    path = tmp_path / "Age.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (item,) = read_bbq([path])
    assert (item.id, item.unknown, item.correct, item.biased) == ("bbq-Age-4", 1, 1, biased)
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="not in the form of bbq"):
        read_bbq([path])


@pytest.mark.data
@pytest.mark.parametrize(("name", "cases"), [("medperturb", 300), ("winogender", 240)])
def test_the_public_sets_are_read_whole(data: Path, name: str, cases: int) -> None:
    found = read_cases(data, name)
    assert abs(len(found) - cases) <= 2
    assert len({case.id for case in found}) == len(found)
