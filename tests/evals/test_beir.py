from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from vademecum.evals.beir import BeirSet, beir_queries, beir_questions, qrels_of
from vademecum.evals.halves import half_of
from vademecum.evals.items import Item
from vademecum.retrieval.errors import InvalidInput

CORPUS: list[dict[str, object]] = [
    {"_id": "d1", "title": "Bonds", "text": "A bond is a loan.", "key_terms": ["secret"]},
    {"_id": "d2", "text": "A share is a part of a company."},
]
QUERIES = [
    {"_id": "q1", "text": "What is a bond?", "split": "dev"},
    {"_id": "q2", "text": "What is a share?", "split": "test"},
    {"_id": "q3", "text": "Who judged this?"},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t1\nq2\td2\t1\n"


def lines(records: Sequence[Mapping[str, object]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus.jsonl").write_text(lines(CORPUS))
    (tmp_path / "queries.jsonl").write_text(lines(QUERIES))
    (tmp_path / "qrels.tsv").write_text(QRELS)
    return tmp_path


def error(folder: Path, split: str | None = None) -> str:
    with pytest.raises(InvalidInput) as caught:
        _ = BeirSet.read(folder, split).documents
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_it_reads_documents_questions_and_grades(folder: Path) -> None:
    data = BeirSet.read(folder)
    assert [(d.id, d.title, d.text) for d in data.documents] == [
        ("d1", "Bonds", "A bond is a loan."),
        ("d2", "", "A share is a part of a company."),
    ]
    assert data.questions == {"q1": "What is a bond?", "q2": "What is a share?"}
    assert data.qrels == {"q1": {"d1": 2, "d2": 1}, "q2": {"d2": 1}}
    assert [path.name for path in data.files] == ["corpus.jsonl", "queries.jsonl", "qrels.tsv"]


def test_a_damaged_gzip_is_told_in_one_line(folder: Path) -> None:
    packed = bytearray(gzip.compress(lines(CORPUS).encode()))
    packed[10] |= 6  # a kind of block that there is not: zlib.error, which is no OSError
    (folder / "corpus.jsonl").unlink()
    (folder / "corpus.jsonl.gz").write_bytes(packed)
    assert "corpus.jsonl.gz: not readable" in error(folder)


def test_no_other_field_of_a_document_is_read(folder: Path) -> None:
    assert "secret" not in repr(BeirSet.read(folder).documents)


def test_it_reads_gzip(folder: Path) -> None:
    for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv"):
        path = folder / name
        (folder / f"{name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    assert BeirSet.read(folder).qrels["q1"]["d1"] == 2
    assert beir_queries(folder) == folder / "queries.jsonl.gz"
    assert beir_questions(folder)[0] == "What is a bond?"


def test_questions_are_read_without_judgements(folder: Path) -> None:
    (folder / "qrels.tsv").unlink()
    assert beir_questions(folder) == [record["text"] for record in QUERIES]
    for content, said in (("", "holds no question"), (None, "no queries.jsonl")):
        (folder / "queries.jsonl").unlink()
        if content is not None:
            (folder / "queries.jsonl").write_text(content)
        with pytest.raises(InvalidInput, match=said):
            beir_questions(folder)


def test_the_header_may_be_missing_or_differ(folder: Path) -> None:
    expected = BeirSet.read(folder).qrels
    for header in ("", "qid\tdocid\trelevance\n"):
        (folder / "qrels.tsv").write_text(header + QRELS.split("\n", 1)[1])
        assert BeirSet.read(folder).qrels == expected


def test_a_split_is_a_file_or_a_field(folder: Path) -> None:
    assert list(BeirSet.read(folder, "dev").questions) == ["q1"]
    (folder / "qrels").mkdir()
    (folder / "qrels" / "dev.tsv").write_text("q3\td1\t1\n")
    assert list(BeirSet.read(folder, "dev").questions) == ["q3"]
    assert "no split 'late'; there is: dev, test" in error(folder, "late")


def test_the_only_split_is_taken_and_several_are_named(folder: Path) -> None:
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    assert list(BeirSet.read(folder).questions) == ["q1", "q2"]
    (folder / "qrels" / "train.tsv").write_text(QRELS)
    assert "several splits, choose one: dev, test, train" in error(folder)


def test_a_question_with_no_relevant_document_is_left_out(folder: Path) -> None:
    (folder / "qrels.tsv").write_text(QRELS + "q3\td1\t0\nq9\td1\t1\n")
    assert list(BeirSet.read(folder).questions) == ["q1", "q2"]


def test_strict_keeps_the_high_grades(folder: Path) -> None:
    strict = BeirSet.read(folder).strict()
    assert strict.qrels == {"q1": {"d1": 2}}
    assert list(strict.questions) == ["q1"]


def test_halves_part_the_questions(folder: Path) -> None:
    for query in ("q1", "q2"):
        assert query in BeirSet.read(folder).half(half_of(query)).questions
    assert len(BeirSet.read(folder).half("all").questions) == 2


def test_first_keeps_the_order_of_the_file(folder: Path) -> None:
    data = BeirSet.read(folder)
    assert list(data.first(1).questions) == ["q1"]
    assert list(data.first(None).questions) == ["q1", "q2"]


def test_documents_that_nobody_can_find_are_counted(folder: Path) -> None:
    (folder / "qrels.tsv").write_text(QRELS + "q2\tlost\t1\n")
    assert BeirSet.read(folder).unknown_documents() == 1


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("corpus.jsonl", '{"_id": "d1", "text": "x"}\n{"_id": 2}\n', "corpus.jsonl:2: needs"),
        (
            "queries.jsonl",
            '{"_id": "q1", "text": "x"}\n\n{"text": "y"}\n',
            "queries.jsonl:3: needs",
        ),
        ("queries.jsonl", '{"_id": "q1", "text": "x"}\n' * 2, "queries.jsonl:2: the _id 'q1' occ"),
        ("queries.jsonl", "not json\n", "queries.jsonl:1: not JSON"),
        ("qrels.tsv", QRELS + "q2 d1 1\n", "qrels.tsv:5: needs query-id, corpus-id and score"),
        ("qrels.tsv", QRELS + "q2\td1\tgood\n", "qrels.tsv:5: the score 'good' is not an integer"),
        ("qrels.tsv", QRELS + "q1\td1\t1\n", "qrels.tsv:5: q1 and d1 were judged differently"),
        ("qrels.tsv", "q7\td1\t1\n", "judges no document relevant to any question"),
    ],
)
def test_an_error_names_file_and_line(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text)
    assert message in error(folder)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert f"no {name}" in error(folder)


def test_damaged_gzip_is_an_input_error(folder: Path) -> None:
    (folder / "qrels.tsv").unlink()
    (folder / "qrels.tsv.gz").write_bytes(b"not gzip")
    assert "not readable" in error(folder)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "split", "questions", "documents"),
    [
        ("pubmedqa", None, 1000, 1000),
        ("pubmedqa", "test", 500, 1000),
        ("covid_qa", None, 1235, 92),
        ("medquad", "dev1000", 1000, 16407),
    ],
)
def test_the_public_sets(
    data: Path, name: str, split: str | None, questions: int, documents: int
) -> None:
    read = BeirSet.read(data / "healthcare" / name, split)
    assert len(read.questions) == questions
    assert len(read.documents) == documents
    assert read.unknown_documents() == 0


def test_items_are_judgements_too() -> None:
    items = [
        Item(id="a", text="?", use="tune", documents=("x",), acceptable=("y", "x")),
        Item(id="b", text="?", use="tune", answerable=False),
    ]
    assert qrels_of(items) == {"a": {"x": 1}}
    assert qrels_of(items, is_relaxed=True) == {"a": {"x": 1, "y": 1}}
