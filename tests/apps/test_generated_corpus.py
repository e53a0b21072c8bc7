"""A folder with files of every format comes in whole, and what each says is found again.

VADEMECUM_CORPUS_FILES=221 brings in the whole corpus that docs/benchmarks.md speaks of.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from documents.generated import HEADER, WRITERS, Content, has_table, write_corpus

from vademecum.apps.composition import open_library
from vademecum.domains import load_domain
from vademecum.retrieval.types import Document

FILES = int(os.environ.get("VADEMECUM_CORPUS_FILES", "22"))
HEADED = ("pdf", "docx", "html", "pptx", "epub", "md")
PROSE = (*HEADED, "eml", "txt", "xlsx")
LISTED = ("pdf", "docx", "html", "epub", "md")


@dataclass
class Brought:
    """What was written, what two ingestions reported, what the library then holds."""

    said: dict[str, Content | list[str]]
    reports: list[Any]
    documents: dict[str, Document]

    def of(self, *endings: str) -> Iterator[tuple[str, Content, Document]]:
        for name, said in self.said.items():
            if isinstance(said, Content) and name.rpartition(".")[2] in endings:
                yield name, said, self.documents[name]


@pytest.fixture(scope="module")
def brought(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Brought:
    from vademecum.apps.cli.main import main

    pytest.importorskip("rapidocr")
    home = tmp_path_factory.mktemp("house-home")
    shutil.copytree(starter, home, dirs_exist_ok=True)
    folder = tmp_path_factory.mktemp("house") / "house"
    said = write_corpus(folder, FILES)
    reports = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VADEMECUM_HOME", str(home))
        for _ in range(2):
            with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
                code = main(["ingest", "law", str(folder), "--json"])
            assert code == 0, err.getvalue()
            reports.append(json.loads(out.getvalue()))
        library = open_library(load_domain("law"))
        documents = {name: library.document(f"house/{name}") for name in said}
        library.close()
    return Brought(said, reports, {n: d for n, d in documents.items() if d is not None})


def test_every_file_comes_in_and_none_is_encoded_twice(brought: Brought) -> None:
    endings = {name.partition(".")[2] for name in brought.said}
    assert endings == {*WRITERS, "png", "tif", "scan.pdf"}
    as_text = sum(name.endswith((".md", ".txt")) for name in brought.said)
    first, again = brought.reports
    assert first["skipped"] == again["skipped"] == []
    assert first["read"] == first["added"] == len(brought.documents) == FILES
    assert first["parsed"] == FILES - as_text
    assert first["encoded"] == first["passages"] > FILES
    assert (again["parsed"], again["encoded"], again["unchanged"]) == (0, 0, FILES)


def test_words_headings_and_items_are_found_again(brought: Brought) -> None:
    for name, said, document in brought.of(*PROSE):
        ending = name.rpartition(".")[2]
        if ending != "txt":
            assert document.title == said.title, name
        for section in said.sections:
            if ending in HEADED:
                assert re.search(rf"^#+ {re.escape(section.heading)}$", document.text, re.M), name
            for paragraph in section.paragraphs:
                assert paragraph in document.text, (name, paragraph)
            if ending in LISTED:
                for item in section.items:
                    assert f"\n- {item}" in document.text, (name, item)


def test_every_row_of_every_table_carries_its_header(brought: Brought) -> None:
    longest = 0
    for name, said, document in brought.of(*WRITERS):
        if not has_table(name.rpartition(".")[2], said):
            continue
        wanted = [
            "| " + " | ".join(f"{h}: {c}" for h, c in zip(HEADER, row, strict=True)) + " |"
            for row in said.rows
        ]
        lines = document.text.splitlines()
        assert [line for line in lines if line.startswith("| Item")] == wanted, name
        if name.endswith(".pdf"):
            places = [document.text.index(line) for line in (wanted[0], wanted[-1])]
            first, last = (document.page_at(place) or 0 for place in places)
            longest = max(longest, last - first)
    assert longest > 0, "no table of this corpus goes on overleaf"


def test_the_foot_of_a_page_is_no_text_of_it(brought: Brought) -> None:
    pages = {n: len(json.loads(d.attributes["pages"])) for n, _, d in brought.of("pdf")}
    assert max(pages.values()) > 1
    for name, _, document in brought.of("pdf"):
        assert pages[name] == 1 or "House rules, page" not in document.text


def test_of_scanned_pages_19_words_of_20_are_read(brought: Brought) -> None:
    scans = {name: said for name, said in brought.said.items() if isinstance(said, list)}
    assert len(scans) >= 3
    for name, lines in scans.items():
        wanted = " ".join(lines).split()
        found = brought.documents[name].text.split()
        read = sum(min(wanted.count(w), found.count(w)) for w in set(wanted))
        assert read >= 0.95 * len(wanted), (name, read / len(wanted))
