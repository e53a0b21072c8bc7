"""What a command said of a document stays while its file does not change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vademecum.apps.composition import add_starter_corpus, open_library
from vademecum.apps.ingesting import read_files
from vademecum.apps.intake import superseded
from vademecum.apps.told import as_it_stands, telling
from vademecum.domains import load_domain
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.markdown import read_markdown
from vademecum.retrieval.same_names import id_apart
from vademecum.retrieval.types import Document

DAY = date(2026, 1, 1)


def read(text: str = "Words.", file: str = "1:aa", **fields: Any) -> Document:
    attributes = {"origin": "/d.txt", "file": file}
    return Document(id="d", title="D", text=text, attributes=attributes, **fields)


OLD, _ = superseded(read(), Document(id="n", title="N", text="New."), DAY)


@pytest.mark.parametrize("again", [read(), read("[NAME]"), read("W.", file="2:aa")])
def test_it_stays_where_the_same_file_is_read_otherwise(again: Document) -> None:
    kept = as_it_stands(again, OLD)
    assert (kept.superseded_by, kept.effective_to) == ("n", date(2025, 12, 31))
    assert as_it_stands(again, kept) == kept


def test_it_goes_with_a_changed_file() -> None:
    changed = read("Other words.", file="1:bb")
    assert as_it_stands(changed, OLD) == changed


def test_what_a_file_says_anew_is_believed_and_what_it_said_before_is_not() -> None:
    labelled = read(effective_to=date(2030, 1, 1))
    ended = telling(labelled, effective_to=DAY)
    assert as_it_stands(labelled, ended).effective_to == DAY
    anew = read(effective_to=date(2027, 1, 1))
    assert as_it_stands(anew, ended) == anew


def test_what_is_deleted_from_a_label_no_longer_holds() -> None:
    assert as_it_stands(read(), read(superseded_by="x")).superseded_by is None


def test_it_stays_with_a_file_whose_name_was_taken(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>A page on bicycles.</p>")
    law = load_domain("law")
    (page,) = read_files(law, [tmp_path / "page.html"], "auto", None).documents
    other = page.model_copy(update={"attributes": {"origin": "/elsewhere/page.html"}})
    name = id_apart("page.html", page.attributes["origin"], {"page.html": other}.get)
    assert name.startswith("page.html~")
    told = telling(page.model_copy(update={"id": name}), superseded_by="n")
    held = {"page.html": other, name: told}
    again = read_files(law, [tmp_path / "page.html"], "auto", None, stored=held.get)
    assert (again.documents, again.parsed) == ((told,), 0)


@pytest.mark.usefixtures("libraries")
def test_it_stays_with_a_starter_document_when_others_change() -> None:
    law = load_domain("law")
    library = open_library(law)
    first, second = list(law.starter_documents())[:2]
    library.update(*superseded(first, second, DAY))
    library.set_mark("starter-corpus", "an earlier version")
    report = add_starter_corpus(law, library)
    assert report is not None
    assert report.replaced == 0
    kept = library.document(first.id)
    assert kept is not None
    assert kept.superseded_by == second.id


def test_no_file_passes_for_a_command(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("+++\n[attributes]\ntold = '{}'\n+++\nWords.\n")
    with pytest.raises(InvalidInput, match="may not set the attribute 'told'"):
        read_markdown(path)
