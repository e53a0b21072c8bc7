from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from vademecum.retrieval import held
from vademecum.retrieval.errors import DamagedLibrary, LibraryBusy, UnknownName
from vademecum.retrieval.held import HeldDocuments
from vademecum.retrieval.ingest import encode_rows
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


def test_another_process_changes_what_is_read_at_once(library: Library, add: Add) -> None:
    add(document("d", "Text."), document("e", "Other."))
    assert library.text_of("d")
    other = Library(library.folder)
    other.update(document("d", "Text.", groups=("ward",)))
    changed = library.document("d")
    assert changed is not None
    assert changed.groups == ("ward",)
    other.remove("d")
    assert library.document("d") is None
    assert library.text_of("d") is None
    other.close()


def test_documents_are_held_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MAX_CHARS", 10)
    kept, texts = HeldDocuments(), {"a": 4, "b": 4, "c": 4, "d": 99}
    there: list[str] = []
    for name, length in texts.items():
        kept.keep(document(name, "x" * length), 1)
        there.append("".join(other for other in texts if kept.get(other, 1)))
    assert there == ["a", "ab", "bc", "d"]
    assert kept.get("d", 2) is None
    kept.keep(document("a", "x"), 2)
    assert kept.get("a", 2)
    assert kept.get("d", 1) is None


def test_a_snapshot_is_one_state(library: Library, add: Add) -> None:
    add(document("d", "Text."))
    other = Library(library.folder)
    with library.snapshot():
        before = library.generation
        other.remove("d")
        assert library.generation == before
        assert len(library.passages(library.passage_keys())) == 1
    assert library.generation == before + 1
    assert library.passages(library.passage_keys()) == {}
    other.close()


def test_a_reader_does_not_wait_for_a_writer(library: Library) -> None:
    found: list[int] = []

    def read() -> None:
        found.append(Library(library.folder).counts(PUBLIC).documents)

    with sqlite3.connect(library.path, isolation_level=None) as sql:
        sql.execute("BEGIN IMMEDIATE")
        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        thread.join(timeout=5)
        assert found == [0]
        sql.execute("ROLLBACK")
    sql.close()


def test_vectors_of_a_text_that_was_removed_meanwhile_are_not_kept(
    library: Library, add: Add, encoder: CountingEncoder
) -> None:
    add(document("d", "Kept."), document("e", "Gone."))
    late = {digest: (text, chars) for digest, text, chars in library.missing_vectors("other")}
    library.remove("e")
    library.put_vectors("other", encode_rows(encoder, late))
    assert count(library, "vectors") == 2  # of the text that is there, by either encoder


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
