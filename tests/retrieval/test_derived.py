from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vademecum.retrieval.derived import IndexSettings, open_indexes
from vademecum.retrieval.ingest import ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.passages import PassageSettings

from .conftest import CountingEncoder, document

Add = Callable[..., object]


def folders(library: Library) -> list[Path]:
    return sorted((library.folder / "index").iterdir())


def test_indexes_are_built_once_and_loaded_afterwards(
    library: Library, add: Add, encoder: CountingEncoder
) -> None:
    add(document("d", "Text."))
    open_indexes(library, encoder, IndexSettings())
    stamp = folders(library)[0] / "stamp.json"
    changed = stamp.stat().st_mtime_ns
    found = open_indexes(library, encoder, IndexSettings())
    assert found.keys.tolist() == library.passage_keys()
    assert stamp.stat().st_mtime_ns == changed


@pytest.mark.parametrize(
    "name", ["dense.faiss", "keys.npy", "stamp.json", "lexical/params.index.json"]
)
@pytest.mark.parametrize("damage", ["flip", "delete", "empty"])
def test_a_damaged_index_file_is_rebuilt_with_one_notice(
    name: str, damage: str, library: Library, add: Add, encoder: CountingEncoder
) -> None:
    add(document("d", "One text."), document("e", "Two texts."))
    open_indexes(library, encoder, IndexSettings())
    path = folders(library)[0] / name
    if damage == "delete":
        path.unlink()
    else:
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 0xFF
        path.write_bytes(b"" if damage == "empty" else bytes(raw))
    notices: list[str] = []
    found = open_indexes(library, encoder, IndexSettings(), notices.append)
    assert len(notices) == 1
    assert "damaged" in notices[0]
    assert len(found.keys) == 2


def test_a_change_builds_a_new_generation_and_sweeps_the_old(
    library: Library, add: Add, encoder: CountingEncoder
) -> None:
    add(document("d", "One."))
    open_indexes(library, encoder, IndexSettings())
    (library.folder / "index" / "dead.tmp").mkdir()
    add(document("e", "Two."))
    open_indexes(library, encoder, IndexSettings())
    assert [p.name.split("-")[0] for p in folders(library)] == [str(library.generation)]


def test_indexes_are_those_of_one_state_though_another_process_commits(
    library: Library, add: Add, encoder: CountingEncoder
) -> None:
    class Disturbed(Library):
        def passage_documents(self) -> list[int]:
            add(document(f"later{self.generation}", "Two."))
            return super().passage_documents()

    add(document("d", "One."))
    before, disturbed = library.generation, Disturbed(library.folder)
    found = open_indexes(disturbed, encoder, IndexSettings())
    assert (found.generation, len(found.keys), len(found.owners)) == (before, 1, 1)
    assert (found.lexical.size, found.wholes.size, len(found.bounds)) == (1, 1, 2)
    assert len(open_indexes(library, encoder, IndexSettings()).keys) == 2
    disturbed.close()


def test_passages_that_another_encoder_brings_in_meanwhile_are_encoded_too(
    library: Library, add: Add, encoder: CountingEncoder
) -> None:
    class Disturbed(Library):
        asked = 0

        def missing_vectors(self, encoder: str) -> list[tuple[bytes, str, int]]:
            found = super().missing_vectors(encoder)
            self.asked += 1
            if self.asked == 1:
                ingest(library, [document("e", "Two.")], wide, PassageSettings())
            return found

    wide = CountingEncoder(dimension=32)
    add(document("d", "One."))
    disturbed = Disturbed(library.folder)
    found = open_indexes(disturbed, encoder, IndexSettings())
    assert len(found.dense.search(encoder.encode(["One"])[0], 9, None)[0]) == len(found.keys) == 2
    disturbed.close()


@pytest.mark.parametrize("other", ["builds", "finishes removals"])
def test_nobody_deletes_an_index_that_is_being_written(
    other: str,
    library: Library,
    add: Add,
    encoder: CountingEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save, done, threads = np.save, list[object](), list[threading.Thread]()

    def interrupt() -> None:
        beside = Library(library.folder)
        if other == "builds":
            done.append(open_indexes(beside, encoder, IndexSettings()).generation)
        else:
            done.append(beside.finish_removals())
        beside.close()

    def slowly(*given: Any, **named: Any) -> None:
        if not threads:
            threads.append(threading.Thread(target=interrupt))
            threads[0].start()
            threads[0].join(timeout=1)
        save(*given, **named)

    add(document("d", "One."), document("e", "Two."))
    library.remove("e")
    monkeypatch.setattr(np, "save", slowly)
    found = open_indexes(library, encoder, IndexSettings())
    threads[0].join()
    assert done == [found.generation if other == "builds" else True]
    assert (library.folder / "index").exists() == (other == "builds")


def test_another_encoder_or_analysis_is_another_index(
    library: Library, add: Add, encoder: CountingEncoder
) -> None:
    add(document("d", "One."))
    notices: list[str] = []
    open_indexes(library, encoder, IndexSettings())
    open_indexes(library, encoder, IndexSettings(stemming=False))
    open_indexes(library, CountingEncoder(dimension=32), IndexSettings(), notices.append)
    assert len(folders(library)) == 3
    assert notices == ["encoding 1 passages with the present model"]


def test_no_file_is_a_pickle(library: Library, add: Add, encoder: CountingEncoder) -> None:
    add(document("d", "One."))
    open_indexes(library, encoder, IndexSettings())
    for path in folders(library)[0].rglob("*"):
        if path.is_file():
            assert not path.read_bytes().startswith(b"\x80")
            if path.suffix == ".json":
                json.loads(path.read_text())


def test_an_empty_library_has_empty_indexes(library: Library, encoder: CountingEncoder) -> None:
    for _ in range(2):
        assert len(open_indexes(library, encoder, IndexSettings()).keys) == 0
