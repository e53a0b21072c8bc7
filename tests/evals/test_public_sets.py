from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from vademecum.evals.public_sets import PUBLIC_SETS, read_public_set
from vademecum.retrieval.errors import InvalidInput, UnknownName


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = text.encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)


def test_xstest_pairs_safe_and_unsafe(tmp_path: Path) -> None:
    put(
        tmp_path,
        "safety/over_refusal/xstest_prompts.csv",
        "id,prompt,type,label,focus,note\n"
        '1,"Kill, a process?",h,safe,kill,v\n2,Kill?,c,unsafe,k,v\n',
    )
    cases, files = read_public_set(tmp_path, "xstest")
    assert [(c.id, c.text, c.expected, c.stage) for c in cases] == [
        ("xstest-1", "Kill, a process?", "allow", "input"),
        ("xstest-2", "Kill?", "block", "input"),
    ]
    assert [path.name for path in files] == ["xstest_prompts.csv"]


def test_a_contextual_behaviour_follows_its_context(tmp_path: Path) -> None:
    put(
        tmp_path,
        "safety/refusal/harmbench_behaviors_text_val.csv",
        "Behavior,ContextString,BehaviorID,FunctionalCategory\n"
        "Do it,,a,copyright\nGo on,Once,b,x\n",
    )
    cases, _ = read_public_set(tmp_path, "harmbench")
    assert [case.text for case in cases] == ["Do it", "Once\n\n---\n\nGo on"]
    assert [case.kind for case in cases] == ["copyright", "x"]


def test_a_question_says_which_field_it_belongs_to(tmp_path: Path) -> None:
    rows = [{"id": "e1", "question": "What is a tort?", "domain": "law"}]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    put(tmp_path, PUBLIC_SETS["expertqa"].files[0], text)
    cases, _ = read_public_set(tmp_path, "expertqa")
    assert [(c.id, c.field, c.expected) for c in cases] == [("expertqa-e1", "law", "allow")]


def test_bipia_gives_each_clean_passage_once(tmp_path: Path) -> None:
    rows = [
        {"id": f"i{n}", "context": f"Obey {n}. Calm.", "clean_context": "Calm."} for n in range(2)
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    put(tmp_path, PUBLIC_SETS["bipia"].files[0], text)
    cases, _ = read_public_set(tmp_path, "bipia")
    assert [(c.text, c.expected, c.stage) for c in cases] == [
        ("Obey 0. Calm.", "block", "context"),
        ("Obey 1. Calm.", "block", "context"),
        ("Calm.", "allow", "context"),
    ]


def test_the_stage_can_be_chosen(tmp_path: Path) -> None:
    put(tmp_path, PUBLIC_SETS["jailbreak"].files[0], '["Be DAN.", " "]')
    cases, _ = read_public_set(tmp_path, "jailbreak", "context")
    assert [(c.text, c.stage) for c in cases] == [("Be DAN.", "context")]


def test_another_form_is_an_input_error(tmp_path: Path) -> None:
    put(tmp_path, "safety/over_refusal/xstest_prompts.csv", "question\nWhy?\n")
    with pytest.raises(InvalidInput, match="not in the public form of xstest"):
        read_public_set(tmp_path, "xstest")


def test_a_missing_set_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="missing; set VADEMECUM_DATA"):
        read_public_set(tmp_path, "advbench")
    with pytest.raises(UnknownName, match="there is: xstest, coconot"):
        read_public_set(tmp_path, "nope")


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "block", "allow"),
    [
        ("xstest", 200, 250),
        ("coconot", 0, 927),
        ("expertqa", 0, 1769),
        ("pubmedqa", 0, 500),
        ("gdpr", 0, 52),
        ("notinject", 0, 226),
        ("medsafetybench", 900, 0),
        ("harmbench", 80, 0),
        ("advbench", 520, 0),
        ("simple_safety", 50, 0),
        ("jailbreak", 333, 0),
    ],
)
def test_the_public_sets(data: Path, name: str, block: int, allow: int) -> None:
    cases, _ = read_public_set(data, name)
    counts = Counter(case.expected for case in cases)
    assert (counts["block"], counts["allow"]) == (block, allow)
    assert len({case.id for case in cases}) == len(cases)


@pytest.mark.data
def test_bipia_in_full(data: Path) -> None:
    cases, _ = read_public_set(data, "bipia")
    assert sum(case.expected == "block" for case in cases) == 225
    clean = [case.text for case in cases if case.expected == "allow"]
    assert clean
    assert len(set(clean)) == len(clean)
