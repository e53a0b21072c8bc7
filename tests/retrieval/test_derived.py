from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from vademecum.retrieval.derived import IndexSettings, open_indexes
from vademecum.retrieval.library import Library

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
