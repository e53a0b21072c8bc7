"""A copy of a public corpus, as the command line names it and brings it in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("libraries")

SECTION = """<section xmlns="https://code.dccouncil.us/schemas/dc-library"><num>99-{number}</num>
<heading>Kettles.</heading><text>A kettle of the {number}th kind needs a lid.</text></section>"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "sections"
    folder.mkdir()
    for number in (5, 6):
        (folder / f"99-{number}.xml").write_text(SECTION.format(number=number))
    (folder / "99-7.xml").write_text("<section>")
    (folder / "library.toml").write_text('audience = ["lawyer"]\n')
    return folder


def test_a_corpus_comes_in_and_can_be_cited(vademecum: Any, copy: Path) -> None:
    done = vademecum("ingest", "law", copy, "--format", "dc_code", "--json")
    assert done.code == 1
    report = done.json
    assert (report["read"], report["added"]) == (2, 2)
    assert [Path(s["path"]).name for s in report["skipped"]] == ["99-7.xml"]
    (licence,) = report["licences"]
    assert licence.startswith("public domain")
    hit = vademecum("search", "law", "lid for a kettle of the 6th kind", "--json").json["hits"][0]
    assert (hit["document_id"], hit["source"]) == ("dc/99-6", "D.C. Code § 99-6")
    shown = vademecum("library", "show", "law", "dc/99-6", "--json").json
    assert shown["jurisdiction"] == "US-DC"
    assert shown["audience"] == ["lawyer"]
    again = vademecum("ingest", "law", copy, "--format", "dc_code", "--json").json
    assert (again["unchanged"], again["encoded"]) == (2, 0)


def test_an_unknown_format_lists_those_of_the_domain(vademecum: Any, copy: Path) -> None:
    done = vademecum("ingest", "law", copy, "--format", "medquad")
    assert done.code == 2
    assert "auto, files, beir, cuad, dc_code, ecfr, gdpr, uslm" in done.err
    assert vademecum("ingest", "law", copy, "--format", "dc_code", "--watch").code == 2


def test_a_folder_without_a_file_of_the_corpus_says_what_it_needs(
    vademecum: Any, tmp_path: Path
) -> None:
    (tmp_path / "notes.md").write_text("# Notes")
    done = vademecum("ingest", "law", tmp_path, "--format", "uslm")
    assert done.code == 2
    assert "holds no file of uslm (usc*.xml)" in done.err


def test_domains_list_their_corpora(vademecum: Any) -> None:
    listed = vademecum("domains", "--corpora", "--json").json["corpora"]
    names = {(one["domain"], one["name"]) for one in listed}
    assert {("healthcare", "medquad"), ("law", "uslm"), ("education", "cnxml")} <= names
    for one in listed:
        assert one["licence"]
        assert one["obtain"]
        assert one["citation"]
    told = vademecum("domains", "--corpora").out
    assert "vademecum ingest law PATH --format uslm" in told


def lines(path: Path, *records: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)


def test_a_public_set_comes_in_by_its_name(
    vademecum: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VADEMECUM_DATA", str(tmp_path))
    article = {"chapter": "Chapter I", "text": "A kettle of the seventh kind is hot."}
    lines(
        tmp_path / "law/gdpr/documents.jsonl.gz",
        {"doc_id": "gdpr/article1", "title": "GDPR Article 1 Kettles", **article},
        {"doc_id": "gdpr/recital1", "title": "GDPR Recital 1", "chapter": "", "text": "Tea."},
    )
    dry = vademecum("ingest", "law", "--set", "gdpr", "--dry-run", "--json").json
    assert (dry["read"], dry["added"], dry["encoded"]) == (2, 0, 0)
    assert vademecum("library", "show", "law", "gdpr/article1").code == 2
    done = vademecum("ingest", "law", "--set", "gdpr", "--json")
    assert (done.code, done.json["added"], done.json["skipped"]) == (0, 2, [])
    hit = vademecum("search", "law", "kettle of the seventh kind", "--json").json["hits"][0]
    assert (hit["document_id"], hit["source"]) == ("gdpr/article1", "GDPR Article 1 Kettles")
    shown = vademecum("library", "show", "law", "gdpr/article1", "--json").json
    assert shown["jurisdiction"] == "EU"
    assert shown["attributes"] == {"part_of": "Chapter I", "set": "gdpr"}
    again = vademecum("ingest", "law", "--set", "gdpr", "--json").json
    assert (again["unchanged"], again["encoded"]) == (2, 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name either a PATH or a public set"),
        ((".", "--set", "gdpr"), "name either a PATH or a public set"),
        (("--set", "gdpr", "--watch"), "neither --format nor --watch"),
        (("--set", "gdpr", "--format", "beir"), "neither --format nor --watch"),
        (("--set", "legalbench"), "legalbench holds no documents"),
        (("--set", "medquad"), "a set of healthcare"),
        (("--set", "gdpr"), "VADEMECUM_DATA"),
    ],
)
def test_a_mistake_with_a_set_is_told_in_one_line(
    vademecum: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Any, said: str
) -> None:
    monkeypatch.setenv("VADEMECUM_DATA", str(tmp_path))
    assert said in vademecum("ingest", "law", *words).line


@pytest.mark.data
def test_a_dry_run_counts_a_whole_set_and_encodes_nothing(vademecum: Any) -> None:
    dry = vademecum("ingest", "law", "--set", "gdpr", "--dry-run", "--json").json
    assert (dry["read"], dry["added"], dry["encoded"], dry["skipped"]) == (272, 0, 0, [])
