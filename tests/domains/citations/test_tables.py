"""Tables that a person adds, in JSON lines or CSV, and what they prove."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from vademecum.domains.citations.ledger import check_citations
from vademecum.domains.citations.of_domain import domain_kinds, domain_tables
from vademecum.domains.citations.shelf import Shelf
from vademecum.domains.citations.table_files import read_table
from vademecum.domains.citations.tables import Tables, joined
from vademecum.domains.discovery import installed_domains
from vademecum.domains.education import EDUCATION
from vademecum.domains.law import LAW
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

CSV = (
    "kind,name,at,court,year,ended_how,ended_by,ended_year\n"
    "case,Ardley v. Brewster,12 F.4th 100; 2021 WL 555555,7th Cir.,2021,,,\n"
    "case,Corbin v. Dale,13 F.4th 7,7th Cir.,2021,overruled,Ekins v. Fay,2024\n"
)


def status(text: str, tables: Tables, shelf: Shelf | None = None) -> str:
    (row,) = check_citations(text, tables, shelf).rows
    return row.status


def test_a_csv_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(CSV)
    tables = read_table(path)
    assert status("Ardley v. Brewster, 12 F.4th 100 (7th Cir. 2021)", tables) == "verified"
    assert status("Ardley v. Brewster, 2021 WL 555555 (7th Cir. 2021)", tables) == "verified"
    assert status("Ardley v. Brewster, 12 F.4th 100 (2d Cir. 2021)", tables) == "mismatch"
    assert status("Ardley v. Brewster, 12 F.4th 200 (7th Cir. 2021)", tables) == "mismatch"
    (row,) = check_citations("Corbin v. Dale, 13 F.4th 7 (7th Cir. 2021)", tables).rows
    assert row.standing == "overruled by Ekins v. Fay (2024)"


def test_a_complete_volume_proves_that_a_case_does_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "ours.jsonl"
    rows = [
        {"kind": "case", "name": "Ardley v. Brewster", "at": ["12 F.4th 100"], "year": 2021},
        {"kind": "series", "key": "f4th", "last": 200, "complete": [12]},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    tables = read_table(path)
    assert status("Quill v. Reed, 12 F.4th 55 (7th Cir. 2021)", tables) == "not_found"
    assert status("Quill v. Reed, 13 F.4th 55 (7th Cir. 2021)", tables) == "not_checked"
    assert status("Quill v. Reed, 999 F.4th 55 (7th Cir. 2021)", tables) == "not_found"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", "{\n", ":1: not JSON"),
        ("a.jsonl", '{"kind": "case"}\n', ":1: "),
        ("a.jsonl", "[]\n", ":1: a row is an object"),
        ("a.csv", "kind,name,year\ncase,A v. B,soon\n", ":2: "),
        ("a.jsonl", '{"kind": "case", "name": "A v. B", "colour": "red"}\n', ":1: "),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, name: str, content: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(InvalidInput, match=f"{name}{told}"):
        read_table(path)


def test_a_missing_table_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no such file"):
        read_table(tmp_path / "none.csv")


def test_tables_of_the_home_folder_stand_before_the_domains(home: Path) -> None:
    folder = home / "citations" / "law"
    folder.mkdir(parents=True)
    (folder / "ours.csv").write_text(CSV)
    tables = domain_tables(LAW.folder, "law")
    assert status("Ardley v. Brewster, 12 F.4th 100 (7th Cir. 2021)", tables) == "verified"
    assert status("Miranda v. Arizona, 384 U.S. 436 (1966)", tables) == "verified"


def test_later_rows_win() -> None:
    one = Tables(tuple(LAW_ROWS := domain_tables(LAW.folder, "law").rows))
    assert len(joined([one, Tables()]).rows) == len(LAW_ROWS)


def test_the_shipped_tables_agree_with_themselves() -> None:
    """Every case of a table is found at each of its slots, under its own name, in its own year."""
    for domain in installed_domains()[0]:
        tables = domain_tables(domain.folder, domain.name)
        for case in tables.cases:
            for at in case.at if case.kind == "case" else ():
                year = f" ({case.year})" if "[" not in at and not at.startswith(("(", "C-")) else ""
                comma = "" if "[" in at or at.startswith("(") else ","
                text = (
                    f"{at}, {case.name}"
                    if at.startswith("C-")
                    else f"{case.name}{comma} {at}{year}"
                )
                rows = check_citations(text, tables, kinds={"case"}).rows
                assert rows[-1].status == "verified", (text, rows)


def test_volumes_of_the_supreme_court_follow_one_another_in_time() -> None:
    tables = domain_tables(LAW.folder, "law")
    cases = sorted(
        (int(at.split()[0]), case.year or 0)
        for case in tables.cases
        for at in case.at
        if " U.S. " in at
    )
    years = [year for _, year in cases]
    assert len(cases) > 120
    assert years == sorted(years)


def test_the_starter_corpora_cite_rightly() -> None:
    """No citation of our own documents is called wrong by our own tables."""
    for domain in installed_domains()[0]:
        documents = tuple(domain.starter_documents())
        shelf = Shelf(documents, date(2026, 11, 23))
        tables = domain_tables(domain.folder, domain.name)
        for document in documents:
            found = check_citations(document.text, tables, shelf, domain_kinds(domain.folder))
            wrong = [r for r in found.rows if r.status in {"mismatch", "not_found", "unsupported"}]
            assert not wrong, (document.id, wrong)


def test_a_document_is_found_by_pmid_doi_and_section() -> None:
    fields = {"text": "A text of some words that say it.", "groups": ("public",)}
    shelf = Shelf(
        (
            Document(
                id="a", title="A trial", attributes={"pmid": "123", "doi": "10.1000/AB"}, **fields
            ),
            Document(id="psychology-2e/3-2", title="3.2 Cells of the nervous system", **fields),
        )
    )
    assert status("See PMID: 123.", Tables(), shelf) == "verified"
    assert status("See PMID: 124.", Tables(), shelf) == "not_checked"
    assert status("See doi:10.1000/ab.", Tables(), shelf) == "verified"
    assert status("See Psychology 2e, section 3.2.", Tables(), shelf) == "verified"
    assert status("See Biology 2e, section 3.2.", Tables(), shelf) == "not_checked"


def test_only_education_reads_sections_of_textbooks() -> None:
    assert "textbook" in domain_kinds(EDUCATION.folder)
    assert "textbook" not in domain_kinds(LAW.folder)
