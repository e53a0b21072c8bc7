from __future__ import annotations

import json
from pathlib import Path

import pytest

from vademecum.evals.halves import half_of
from vademecum.evals.questions import GoldSpan, read_questions
from vademecum.retrieval.errors import InvalidInput

GOLD = {"document_id": "d", "quote": "ab", "start": 4, "end": 6}


def record(identity: str, **fields: object) -> str:
    base = {"id": identity, "question": "Q?", "answerable": True, "gold": [GOLD]}
    return json.dumps({**base, **fields}) + "\n"


def test_the_halves_part_the_set(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(record(f"q{i}") for i in range(20)))
    dev, test = read_questions(path, "dev"), read_questions(path, "test")
    assert dev
    assert test
    assert {half_of(q.id) for q in dev} == {"dev"}
    assert len(dev) + len(test) == len(read_questions(path)) == 20


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (record("a", gold=[]), "if and only if it is answerable"),
        (record("a", answerable=False), "if and only if it is answerable"),
        (record("a", question=None), "question: Input should be"),
        (record("a", colour="red"), "colour: Extra inputs"),
        (record("x"), "the id 'x' occurs twice"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(record("x") + line)
    with pytest.raises(InvalidInput, match=rf"questions\.jsonl:2: .*{message}"):
        read_questions(path)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="missing"):
        read_questions(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("document", "start", "end", "expected"),
    [
        ("d", 0, 4, False),
        ("d", 0, 5, True),
        ("d", 6, 9, False),
        ("d", 5, 9, True),
        ("e", 4, 6, False),
    ],
)
def test_overlap_is_half_open(document: str, start: int, end: int, expected: bool) -> None:
    assert GoldSpan.model_validate(GOLD).overlaps(document, start, end) is expected
