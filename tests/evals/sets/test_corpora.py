"""The documents of the public sets: read by name, counted as their READMEs count them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from vademecum.evals.sets.cards import cards
from vademecum.evals.sets.corpora import Corpus, corpora, corpus_documents, corpus_of
from vademecum.evals.sets.corpora_page import corpora_tables
from vademecum.evals.sets.readers import documents
from vademecum.retrieval.errors import InvalidInput, UnknownName
from vademecum.retrieval.labelled import labelled_spans

PAGE = Path(__file__).parents[3] / "docs" / "sources.md"
DOMAINS = ("healthcare", "law", "education")
WITH_DOCUMENTS = [corpus for corpus in corpora().values() if corpus.files]


def lines(path: Path, *records: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)


def test_the_page_holds_the_tables() -> None:
    made = "run: python -m vademecum.evals.sets.corpora_page, and put it into docs/sources.md"
    assert corpora_tables() in PAGE.read_text(encoding="utf-8"), made


def test_a_contract_comes_with_its_clauses(tmp_path: Path) -> None:
    text = "Law of Nevada."
    lines(
        tmp_path / "law/cuad/contracts.jsonl.gz",
        {"doc_id": "cuad-1", "title": "LEAF_2014", "text": text},
        {"doc_id": "cuad-2", "title": "CUP_2015", "text": "Nothing."},
    )
    spans = [{"start": 7, "end": 13, "text": "Nevada"}]
    lines(
        tmp_path / "law/cuad/questions.jsonl.gz",
        {"doc_id": "cuad-1", "category": "Governing Law", "gold_spans": spans},
        {"doc_id": "cuad-1", "category": "Audit Rights", "gold_spans": []},
    )
    first, second = corpus_documents(tmp_path, corpus_of("law", "cuad"))
    assert (first.id, first.text, first.kind) == ("cuad-1", text, "contract")
    assert first.sources == ("CUAD v1: LEAF_2014",)
    assert first.licence == cards()["cuad"].licence
    assert [(s.label, text[s.start : s.end]) for s in labelled_spans(first)] == [
        ("Governing Law", "Nevada")
    ]
    assert second.attributes == {"set": "cuad"}


def test_fields_become_what_the_facts_say(tmp_path: Path) -> None:
    record = {"_id": "1", "title": "Tea", "text": "Drink.", "qtype": "treatment"}
    more = {"source": "NIH", "url": "https://example.org/tea", "synonyms": ["cha", "chai"]}
    path = tmp_path / "healthcare/medquad/corpus.jsonl.gz"
    corpus = corpus_of("healthcare", "medquad")
    lines(path, {**record, **more, "cui": []})
    (document,) = corpus_documents(tmp_path, corpus)
    assert document.citation == "Tea, NIH, https://example.org/tea"
    assert document.sources == ("https://example.org/tea",)
    said = {"question_type": "treatment", "synonyms": "cha; chai", "set": "medquad"}
    assert document.attributes == said
    lines(path, {**record, **more, "cui": []}, record)
    with pytest.raises(InvalidInput, match=r"corpus\.jsonl\.gz:2: not in the form of medquad"):
        list(corpus_documents(tmp_path, corpus))


def test_an_id_that_comes_again_gets_a_suffix(tmp_path: Path) -> None:
    record = {"doc_id": "a/1", "story": "a", "section": "1", "text": "Once."}
    for part in ("train", "val"):
        lines(tmp_path / f"education/fairytaleqa/{part}_documents.jsonl.gz", record)
    found = corpus_documents(tmp_path, corpus_of("education", "fairytaleqa"))
    assert [document.id for document in found] == ["a/1", "a/1#2"]


@pytest.mark.parametrize(
    ("domain", "name", "said"),
    [
        ("law", "tea", "no public set 'tea'; of law there is: cuad, dc_code"),
        ("law", "medquad", "medquad is a set of healthcare; of law there is: cuad"),
        ("healthcare", "meqsum", "meqsum holds no documents but patients' messages"),
        ("geology", "tea", "of geology there is: none"),
    ],
)
def test_what_is_no_set_of_documents_is_told(domain: str, name: str, said: str) -> None:
    with pytest.raises(UnknownName, match=said):
        corpus_of(domain, name)


def test_missing_files_are_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"contracts|questions.*VADEMECUM_DATA"):
        list(corpus_documents(tmp_path, corpus_of("law", "cuad")))


@pytest.mark.data
@pytest.mark.parametrize("corpus", WITH_DOCUMENTS, ids=lambda corpus: corpus.name)
def test_every_document_comes_in_as_its_readme_counts(data: Path, corpus: Corpus) -> None:
    found = list(corpus_documents(data, corpus))
    assert len({document.id for document in found}) == len(found) == corpus.documents
    assert all(d.text.strip() and d.licence and d.source for d in found)
    readme = (data / corpus.domain / "README.md").read_text(encoding="utf-8")
    row = next(line for line in readme.splitlines() if line.startswith(f"| `{corpus.name}/"))
    assert all(
        words in (row if corpus.name != "fairytaleqa" else readme) for words in corpus.counted
    )
    if corpus.name in cards() and (same := documents(data, corpus.name)):
        measured = [(d.id, d.title, d.text) for d in same]
        assert [(d.id, d.title, d.text) for d in found] == measured


@pytest.mark.data
def test_no_folder_of_the_public_data_is_passed_over(data: Path) -> None:
    for domain in DOMAINS:
        folders = {path.name for path in (data / domain).iterdir() if path.is_dir()}
        known = {corpus.name for corpus in corpora().values() if corpus.domain == domain}
        assert folders - {"LICENSES"} == known


@pytest.mark.data
def test_every_clause_of_cuad_stands_in_its_contract(data: Path) -> None:
    counts: Counter[str] = Counter()
    for document in corpus_documents(data, corpus_of("law", "cuad")):
        for span in labelled_spans(document):
            assert span.end <= len(document.text)
            counts[span.label] += 1
    with gzip.open(data / "law/cuad/questions.jsonl.gz", "rt", encoding="utf-8") as file:
        questions = [json.loads(line) for line in file]
    expected = Counter(
        label
        for label, *_ in {
            (q["category"], q["doc_id"], s["start"], s["end"])
            for q in questions
            for s in q["gold_spans"]
        }
    )
    assert counts == expected
