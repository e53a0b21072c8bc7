from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from vademecum.retrieval.errors import DamagedLibrary, LibraryBusy, UnknownName
from vademecum.retrieval.library import Library
from vademecum.retrieval.passages import PassageSettings

from .conftest import PUBLIC, CountingEncoder, document

Add = Callable[..., object]


def count(library: Library, table: str) -> int:
    with sqlite3.connect(library.path) as sql:
        return int(sql.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_document_comes_back_as_it_was(library: Library, add: Add) -> None:
    kept = document("d", "Text.", title="T", effective_from="2020-01-01", attributes={"a": "b"})
    add(kept)
    assert library.document("d") == kept
    assert library.text_of("d") == "Text."
    assert library.text_of("other") is None


def test_unchanged_text_is_not_encoded_again(add: Add, encoder: CountingEncoder) -> None:
    add(document("d", "One text."), document("e", "One text."))
    add(document("d", "One text."), document("f", "One text."))
    assert encoder.encoded == ["One text."]


def test_a_changed_document_replaces_its_older_version_whole(library: Library, add: Add) -> None:
    add(document("d", "# A\nFirst.\n# B\nSecond."))
    add(document("d", "Third."))
    assert [p.text for p in library.passages(library.passage_keys()).values()] == ["Third."]
    assert count(library, "vectors") == 1


def test_other_passage_settings_cut_again(library: Library, add: Add) -> None:
    text = "word " * 60
    add(document("d", text))
    add(document("d", text), settings=PassageSettings(max_tokens=32))
    assert len(library.passage_keys()) == 2


def test_removal_leaves_nothing_behind(library: Library, add: Add) -> None:
    add(document("d", "The secret word is Abracadabra."), document("e", "Shared."))
    library.remove("d")
    library.close()
    assert count(library, "vectors") == count(library, "passages") == 1
    with sqlite3.connect(library.path) as sql:
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sql.close()
    assert b"Abracadabra" not in library.path.read_bytes()


def test_vectors_that_another_passage_needs_survive_a_removal(library: Library, add: Add) -> None:
    add(document("d", "Shared."), document("e", "Shared."))
    library.remove("d")
    assert count(library, "vectors") == 1


def test_removing_what_is_not_there_is_told(library: Library) -> None:
    with pytest.raises(UnknownName, match="nobody"):
        library.remove("nobody")


def test_counts_are_those_of_the_person(library: Library, add: Add) -> None:
    from vademecum.retrieval import Access

    add(document("d", "One."), document("e", "Two.", groups=("a",)))
    assert library.counts(PUBLIC).documents == 1
    assert library.counts(Access.of("public", "a")).documents == 2
    assert library.counts(Access.of("b")).passages == 0


def test_a_second_writer_is_turned_away_at_once(library: Library, tmp_path: Path) -> None:
    other = Library(tmp_path / "library")
    with library.writing(), pytest.raises(LibraryBusy, match="another process"), other.writing():
        pass
    with other.writing():
        pass


@pytest.mark.parametrize("damage", ["garbage", "truncated"])
def test_a_damaged_file_is_an_operators_error(damage: str, library: Library, add: Add) -> None:
    add(*(document(f"d{i}", f"Text number {i}. " * 50) for i in range(40)))
    library.close()
    for extra in library.folder.glob("library.sqlite-*"):
        extra.unlink()
    raw = library.path.read_bytes()
    library.path.write_bytes(
        b"not a library" * 100 if damage == "garbage" else raw[: len(raw) // 2]
    )
    before = library.path.read_bytes()
    with pytest.raises(DamagedLibrary, match="restore it from a backup"):
        Library(library.folder).check()
    assert library.path.read_bytes() == before


def test_marks_change_no_search(library: Library) -> None:
    before = library.generation
    library.set_mark("starter", "1")
    assert (library.mark("starter"), library.mark("other"), library.generation) == (
        "1",
        None,
        before,
    )
