from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from vademecum.evals.beir import BeirSet
from vademecum.evals.convert import CONVERTERS, convert
from vademecum.evals.convert.openstax import convert_openstax
from vademecum.evals.sets.repeats import normalised
from vademecum.retrieval.errors import InvalidInput, UnknownName


def write(folder: Path, name: str, *records: dict[str, Any]) -> None:
    folder.mkdir(exist_ok=True)
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(text.encode()))


@pytest.fixture
def gdpr(tmp_path: Path) -> Path:
    src = tmp_path / "gdpr"
    write(
        src,
        "documents",
        {"doc_id": "gdpr/article5", "title": "Article 5", "chapter": "II", "text": "Principles."},
        {"doc_id": "gdpr/recital85", "title": "Recital 85", "chapter": "", "text": "A breach."},
    )
    concept = {
        "qid": "gdpr-concept-A",
        "kind": "concept",
        "question": "Which provision sets out “A”?",
        "paraphrase": "The controller shall be responsible.",
        "gold_doc_ids": ["gdpr/article5", "gdpr/recital85"],
        "gold_spans": [],
        "gold_refs": ["article5-2"],
    }
    definition = {
        "qid": "gdpr-def-B",
        "kind": "definition",
        "question": "What is B?",
        "gold_doc_ids": ["gdpr/article5"],
    }
    write(src, "questions", concept, definition)
    return src


@pytest.fixture
def openstax(tmp_path: Path) -> Path:
    src = tmp_path / "openstax"
    books = {"psychology-2e/m1": "Psychology 2e", "us-history/m2": "U.S. History"}
    write(
        src,
        "documents",
        *(
            {"doc_id": i, "book": b, "chapter": "", "title": "T", "text": "x", "key_terms": ["k"]}
            for i, b in books.items()
        ),
    )
    write(
        src,
        "questions",
        {
            "qid": "psychology-2e/m1#q1",
            "kind": "review-questions",
            "type": "multiple_choice",
            "question": "Which is true?",
            "options": ["memory", "all of the above"],
            "gold_doc_ids": ["psychology-2e/m1"],
        },
        {
            "qid": "us-history/m2#q1",
            "kind": "critical-thinking",
            "type": "open",
            "question": "Why did it begin?",
            "options": [],
            "gold_doc_ids": ["us-history/m2"],
        },
    )
    write(
        src,
        "glossary_questions",
        {
            "qid": "psychology-2e/m1#t-memory",
            "question": "What is meant by memory?",
            "answer": "a",
            "gold_doc_ids": ["psychology-2e/m1"],
        },
    )
    return src


def test_gdpr_has_concepts_paraphrases_and_definitions(gdpr: Path, tmp_path: Path) -> None:
    dst = tmp_path / "out"
    convert("gdpr", gdpr, dst)
    main = BeirSet.read(dst)
    assert main.questions == {"gdpr-concept-A": "Which provision sets out “A”?"}
    assert main.qrels == {"gdpr-concept-A": {"gdpr/article5": 1, "gdpr/recital85": 1}}
    assert BeirSet.read(dst, "concept").qrels == main.qrels
    assert BeirSet.read(dst, "paraphrase").questions == {
        "gdpr-concept-A#paraphrase": "The controller shall be responsible."
    }
    assert list(BeirSet.read(dst, "definition").questions) == ["gdpr-def-B"]
    first = json.loads((dst / "corpus.jsonl").read_text().splitlines()[0])
    assert first == {"_id": "gdpr/article5", "title": "Article 5", "text": "Principles."}
    readme = (dst / "README.md").read_text()
    assert all(word in readme for word in ("CC BY 4.0", "Pandit", "coolharsh55/GDPRtEXT"))


def test_openstax_appends_the_options(openstax: Path, tmp_path: Path) -> None:
    dst = tmp_path / "deeper" / "out"
    convert("openstax", openstax, dst)
    assert BeirSet.read(dst).questions == {
        "psychology-2e/m1#q1": "Which is true? memory all of the above",
        "us-history/m2#q1": "Why did it begin?",
    }
    assert list(BeirSet.read(dst, "glossary").questions) == ["psychology-2e/m1#t-memory"]


@pytest.mark.parametrize("book", ["Psychology 2e", "psychology-2e"])
def test_openstax_can_keep_one_book(openstax: Path, tmp_path: Path, book: str) -> None:
    convert_openstax(openstax, tmp_path / "out", book=book)
    data = BeirSet.read(tmp_path / "out")
    assert [document.id for document in data.documents] == ["psychology-2e/m1"]
    assert list(data.questions) == ["psychology-2e/m1#q1"]


def test_openstax_names_its_books(openstax: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"no book 'Physics'; there is: Psychology 2e, U\.S\."):
        convert_openstax(openstax, tmp_path / "out", book="Physics")


def test_dc_code_headings_have_no_titles(tmp_path: Path) -> None:
    src, dst = tmp_path / "dc", tmp_path / "out"
    section = {"doc_id": "dc/12-101", "citation": "§ 12-101", "title": "Survival", "text": "On."}
    write(src, "documents", {**section, "title_no": "12", "cites": []})
    gold = {"gold_doc_ids": ["dc/12-101"], "gold_spans": []}
    write(
        src,
        "questions",
        {"qid": "dc-def-a", "kind": "definition", "question": "How is a defined?", **gold},
        {"qid": "dc-head-b", "kind": "heading_known_item", "question": "Survival", **gold},
    )
    convert("dc_code", src, dst)
    main, headings = BeirSet.read(dst), BeirSet.read(dst / "headings")
    assert (list(main.questions), main.documents[0].title) == (["dc-def-a"], "Survival")
    assert (list(headings.questions), headings.documents[0].title) == (["dc-head-b"], "")
    assert list(BeirSet.read(dst, "definition").questions) == ["dc-def-a"]


def test_a_plain_set_keeps_its_split(tmp_path: Path) -> None:
    src, dst = tmp_path / "bank", tmp_path / "out"
    write(src, "documents", {"doc_id": "wt/1", "text": "The Sun rises."})
    row = {"question": "Which event?", "gold_doc_ids": ["wt/1"]}
    write(src, "questions", {"qid": "a", "split": "dev", **row}, {"qid": "b", **row})
    convert("entailmentbank", src, dst)
    assert list(BeirSet.read(dst).questions) == ["a", "b"]
    assert list(BeirSet.read(dst, "dev").questions) == ["a"]


def test_healthcare_is_merged_with_strict_and_relaxed_judgements(tmp_path: Path) -> None:
    src, dst = tmp_path / "healthcare", tmp_path / "out"
    src.mkdir()
    corpora = {"medquad": ["m1", "m2"], "pubmedqa": ["p1"], "covid_qa": ["c1"]}
    for name, ids in corpora.items():
        write(src / name, "corpus", *({"_id": i, "title": "", "text": "x"} for i in ids))
        write(src / name, "queries")
    also = {"same_question_doc_ids": ["m2"]}
    write(
        src / "medquad",
        "queries",
        {"_id": "mq-1-A-1", "text": "A?", "gold_doc_ids": ["m1"], "split": "dev1000", **also},
        {"_id": "mq-1-A-2", "text": "B?", "gold_doc_ids": ["m1"], "split": "rest", **also},
        {"_id": "mq-1-A-3", "text": "a", "gold_doc_ids": ["m2"], "split": "rest", **also},
    )
    decision = {"gold_doc_ids": ["p1"], "final_decision": "no"}
    write(
        src / "pubmedqa",
        "queries",
        {"_id": "pqal-1", "text": "C?", "split": "dev", **decision},
        {"_id": "pqal-2", "text": "D?", "split": "test", **decision},
    )
    convert("healthcare_merged", src, dst)
    read = {name: BeirSet.read(dst, name).qrels for name in (None, "dev1000", "dev1000_relaxed")}
    assert read[None] == read["dev1000"] == {"mq-1-A-1": {"m1": 1}}
    assert read["dev1000_relaxed"] == {"mq-1-A-1": {"m1": 1, "m2": 1}}
    assert BeirSet.read(dst, "tune").qrels == {"mq-1-A-2": {"m1": 1}}
    assert BeirSet.read(dst, "tune_relaxed").qrels == {"mq-1-A-2": {"m1": 1, "m2": 1}}
    assert list(BeirSet.read(dst, "pubmedqa").questions) == ["pqal-1", "pqal-2"]
    assert list(BeirSet.read(dst, "pubmedqa_dev").questions) == ["pqal-1"]
    assert list(BeirSet.read(dst, "pubmedqa_test").questions) == ["pqal-2"]
    assert [d.id for d in BeirSet.read(dst).documents] == ["m1", "m2", "p1", "c1"]
    assert "`qrels/tune_relaxed.tsv`: 1 questions" in (dst / "README.md").read_text()


def test_an_unknown_name_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="covid_qa, dc_code, entailmentbank, fairytaleqa, gdpr"):
        convert("nope", tmp_path, tmp_path / "out")


def test_a_full_folder_is_not_overwritten_and_an_empty_one_is_used(
    gdpr: Path, tmp_path: Path
) -> None:
    dst = tmp_path / "out"
    dst.mkdir()
    convert("gdpr", gdpr, dst)
    before = (dst / "corpus.jsonl").read_bytes()
    with pytest.raises(InvalidInput, match="exists and is not empty"):
        convert("gdpr", gdpr, dst)
    assert (dst / "corpus.jsonl").read_bytes() == before


def test_a_failure_leaves_nothing(gdpr: Path, tmp_path: Path) -> None:
    write(
        gdpr, "questions", {"qid": "x", "kind": "concept", "question": "?", "gold_doc_ids": ["no"]}
    )
    with pytest.raises(InvalidInput, match="x names no document: 'no'"):
        convert("gdpr", gdpr, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gdpr"]


def test_a_missing_field_names_file_and_line(gdpr: Path, tmp_path: Path) -> None:
    write(gdpr, "documents", {"doc_id": "a", "title": "", "text": ""}, {"doc_id": "b"})
    with pytest.raises(InvalidInput, match=r"documents\.jsonl\.gz:2: the field title"):
        convert("gdpr", gdpr, tmp_path / "out")


def test_a_missing_source_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="not a folder"):
        convert("gdpr", tmp_path / "none", tmp_path / "out")
    with pytest.raises(InvalidInput, match="no documents"):
        convert("gdpr", tmp_path, tmp_path / "out")


REAL = [
    ("gdpr", "law/gdpr", None, 272, 95),
    ("gdpr", "law/gdpr", "paraphrase", 272, 95),
    ("gdpr", "law/gdpr", "definition", 272, 24),
    ("dc_code", "law/dc_code", None, 3245, 1252),
    ("openstax", "education/openstax", "review", 476, 2143),
    ("openstax", "education/openstax", "glossary", 476, 2206),
    ("xquad_en", "education/xquad_en", None, 240, 1190),
    ("entailmentbank", "education/entailmentbank", "test", 11521, 340),
    ("covid_qa", "healthcare/covid_qa", None, 92, 1235),
    ("fairytaleqa", "education/fairytaleqa", "val", 3730, 1025),
    ("legalbench_rag_mini", "law/legalbench_rag_mini", None, 13, 150),
]


@pytest.mark.data
@pytest.mark.parametrize(("name", "path", "split", "documents", "questions"), REAL)
def test_the_public_sets(
    data: Path,
    tmp_path: Path,
    name: str,
    path: str,
    split: str | None,
    documents: int,
    questions: int,
) -> None:
    convert(name, data / path, tmp_path / "out")
    read = BeirSet.read(tmp_path / "out", split)
    assert (len(read.documents), len(read.questions)) == (documents, questions)
    assert read.unknown_documents() == 0


@pytest.mark.data
def test_the_merged_collection(data: Path, tmp_path: Path) -> None:
    convert("healthcare_merged", data / "healthcare", tmp_path / "out")
    strict, original = (
        BeirSet.read(tmp_path / "out", "dev1000"),
        BeirSet.read(data / "healthcare/medquad", "dev1000"),
    )
    assert len(strict.documents) == 16407 + 1000 + 92
    assert set(strict.qrels) == set(original.qrels)
    relaxed = BeirSet.read(tmp_path / "out", "dev1000_relaxed")
    for query, grades in original.qrels.items():
        assert set(strict.qrels[query]) == {d for d, grade in grades.items() if grade == 2}
        assert set(relaxed.qrels[query]) == set(grades)
    counts = {"tune": 1000, "tune_relaxed": 1000, "pubmedqa": 1000, "pubmedqa_test": 500}
    for split, count in counts.items():
        assert len(BeirSet.read(tmp_path / "out", split).questions) == count
    asked = {normalised(text) for text in strict.questions.values()}
    tuned = BeirSet.read(tmp_path / "out", "tune").questions.values()
    assert not asked & {normalised(text) for text in tuned}


@pytest.mark.data
def test_the_rest_of_the_public_sets(data: Path, tmp_path: Path) -> None:
    convert("dc_code", data / "law/dc_code", tmp_path / "dc")
    headings = BeirSet.read(tmp_path / "dc" / "headings")
    assert (len(headings.documents), len(headings.questions)) == (3245, 1889)
    convert_openstax(data / "education/openstax", tmp_path / "book", book="Psychology 2e")
    book = BeirSet.read(tmp_path / "book")
    assert (len(book.documents), len(book.questions)) == (105, 589)
    convert("qed_dev", data / "education/qed_dev", tmp_path / "qed")
    assert len(BeirSet.read(tmp_path / "qed").documents) == 1343


def test_every_converter_is_named() -> None:
    assert list(CONVERTERS) == sorted(CONVERTERS)
