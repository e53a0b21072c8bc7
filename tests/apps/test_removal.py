"""A removed document is gone: from every file, byte for byte, and from what already runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vademecum.apps.composition import open_assistant
from vademecum.retrieval import Access, Query
from vademecum.retrieval.encoder import base_encoder
from vademecum.retrieval.library import REMOVED, Library

WORD = "Quandlebury"
TEXT = f"# The {WORD} rule\n\n" + "".join(
    f"The {WORD} rule of the year {1900 + n} says that the owner of a mill keeps its wheel.\n"
    for n in range(60)
)
QUESTION = f"What does the {WORD} rule say about the wheel of a mill?"


def holding(home: Path, needles: Iterable[bytes]) -> list[str]:
    """Return the files that hold one of ``needles``."""
    files = sorted(p for p in home.rglob("*") if p.is_file())
    return [p.name for p in files for n in [p.read_bytes()] if any(one in n for one in needles)]


def traces_of(library: Path, name: str) -> list[bytes]:
    """Return what would betray a document: its word and id in every form, and its vectors."""
    words = (WORD, WORD.lower(), "quandleburi", name)
    forms = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    with closing(sqlite3.connect(library / "library.sqlite")) as sql:
        rows = sql.execute(
            "SELECT vector, parts FROM vectors WHERE encoded_sha256 IN "
            "(SELECT encoded_sha256 FROM passages WHERE document_id = ?)",
            (name,),
        ).fetchall()
    assert len(rows) > 3
    vectors = [row[0] for row in rows]
    parts = [row[1][at : at + 384] for row in rows for at in range(0, len(row[1]), 384)]
    return [*forms, *vectors, *parts]


@pytest.mark.parametrize("is_watched", [False, True])
def test_nothing_is_left_of_a_removed_document(
    vademecum: Any, libraries: Path, tmp_path: Path, is_watched: bool
) -> None:
    library = libraries / "libraries" / "law"
    for number in range(12):  # neighbours, so that pages are rebuilt around it
        path = tmp_path / f"file-{number:02}.md"
        path.write_text(TEXT.replace(WORD, f"Number{number}") if number != 5 else TEXT)
    assert vademecum("ingest", "law", *sorted(tmp_path.glob("file-*.md"))).code == 0
    assistant = open_assistant("law")  # what runs already, and has asked
    asked = Query(text=QUESTION, allow=Access.of("public"), k=50)
    assert assistant.search.search(asked)[0].document.id == "file-05.md"
    assert WORD in assistant.ask(asked).text
    needles = traces_of(library, "file-05.md")
    inside = holding(library, needles)
    assert any(name.startswith("library.sqlite") for name in inside)
    assert {"dense.faiss", "parts.npy", "vocab.index.json"} <= set(inside)
    reader = iter(assistant.library.documents(asked.allow)) if is_watched else iter(())
    held = next(reader, None)  # reads from the older state until it ends
    assert (held is not None) == is_watched
    list(reader)

    assert vademecum("library", "remove", "law", "file-05.md").code == 0

    assert holding(library, needles) == []
    assert "file-05.md" not in {h.document.id for h in assistant.search.search(asked)}
    assert "file-05.md" not in str(assistant.search.search_documents(asked, 99))
    answer = assistant.ask(asked)
    assert all(c.document_id != "file-05.md" for claim in answer.claims for c in claim.citations)
    assert WORD not in "".join(h.passage.text for h in assistant.search.search(asked))
    assert WORD not in "".join(d.text for d in assistant.library.documents(asked.allow))
    assert vademecum("library", "verify", "law").code == 0
    where = holding(libraries, [WORD.encode()])
    assert where == [p for p in where if p.startswith("law.sqlite")]  # the questions, as audited


def test_a_removal_that_was_cut_short_is_finished_by_the_next_command(
    vademecum: Any, libraries: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(TEXT)
    assert vademecum("ingest", "law", tmp_path / "a.md").code == 0
    folder = libraries / "libraries" / "law"
    needles = traces_of(folder, "a.md")
    library = Library(folder)
    library.remove("a.md")
    assert library.mark(REMOVED) is not None
    library.close()
    assert vademecum("library", "verify", "law").code == 0
    assert Library(folder).mark(REMOVED) is None
    assert holding(folder, needles) == []


def test_the_vectors_that_are_looked_for_are_those_that_are_stored(
    vademecum: Any, libraries: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(TEXT)
    assert vademecum("ingest", "law", tmp_path / "a.md").code == 0
    needles = traces_of(libraries / "libraries" / "law", "a.md")
    vectors = [np.frombuffer(n, dtype="<f2") for n in needles if len(n) == 768]
    query = base_encoder().encode([QUESTION])[0]
    assert max(float(v.astype(np.float32) @ query) for v in vectors) > 0.5
