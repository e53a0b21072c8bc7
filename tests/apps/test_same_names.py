"""Files that share a name, the same file twice, and files that cannot be read to their end."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("libraries")


def test_two_files_of_one_name_in_one_call_are_both_kept(vademecum: Any, tmp_path: Path) -> None:
    paths = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "note.txt")
        paths[-1].write_text(f"Note {folder} on bicycles.\n")
    first = vademecum("ingest", "law", *paths, "--json").json
    assert (first["added"], first["replaced"]) == (2, 0)
    texts = {h["text"] for h in vademecum("search", "law", "note bicycles", "--json").json["hits"]}
    assert {"Note one on bicycles.", "Note two on bicycles."} <= texts
    again = vademecum("ingest", "law", *reversed(paths), "--json").json
    assert (again["unchanged"], again["encoded"]) == (2, 0)


def test_a_file_keeps_its_id_however_it_is_named(
    vademecum: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "new.txt").write_text("The new note on bicycles.\n")
    (folder / "old.txt").write_text("The old note on bicycles.\n")
    (folder / "library.toml").write_text(
        '[[files]]\nmatch = "old.txt"\nsuperseded_by = "new.txt"\n'
    )
    assert vademecum("ingest", "law", folder, "--json").json["added"] == 2
    alone = vademecum("ingest", "law", folder / "old.txt", "--json").json
    assert (alone["added"], alone["unchanged"]) == (0, 1)
    (folder / "new.txt").write_text("The newest note on bicycles.\n")
    monkeypatch.chdir(folder)
    here = vademecum("ingest", "law", ".", "--json").json
    assert (here["added"], here["replaced"], here["unchanged"]) == (0, 1, 1)


def test_two_beir_folders_with_the_same_ids_are_both_kept(vademecum: Any, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        record = {"_id": "1", "text": f"Note {folder.name} on bicycles."}
        (folder / "corpus.jsonl").write_text(json.dumps(record) + "\n")
    reports = [vademecum("ingest", "law", folder, "--json").json for folder in folders]
    assert [(r["added"], r["replaced"]) for r in reports] == [(1, 0), (1, 0)]
    hits = vademecum("search", "law", "note bicycles", "--json").json["hits"]
    found = {h["text"]: h["document_id"] for h in hits}
    assert found["Note one on bicycles."] == "1"
    assert found["Note two on bicycles."].startswith("1~")
    again = vademecum("ingest", "law", *reversed(folders), "--json").json
    assert (again["unchanged"], again["encoded"]) == (2, 0)


def test_the_same_file_twice_in_one_call_is_added_once(vademecum: Any, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("A note on bicycles.\n")
    report = vademecum("ingest", "law", path, path, "--json").json
    assert (report["added"], report["replaced"], report["unchanged"]) == (1, 0, 1)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_in_a_folder_is_skipped(vademecum: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "note.txt").write_text("A note on bicycles.\n")
    done = vademecum("ingest", "law", tmp_path, "--json")
    assert (done.code, done.json["added"]) == (1, 1)
    assert [Path(s["path"]).name for s in done.json["skipped"]] == ["pipe.txt"]
