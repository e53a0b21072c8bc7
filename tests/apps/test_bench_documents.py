"""`vademecum bench documents` counts what it measured; ratios are for a quiet machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from documents import made


def test_it_tells_formats_memory_and_that_nothing_is_encoded_twice(
    vademecum: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "ward"
    folder.mkdir()
    for name in ("guide.pdf", "rules.docx", "page.html", "note.md"):
        made.WRITERS[name](folder / name)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7")
    done = vademecum("bench", "documents", folder, "--rounds", "2", "--json").json
    figures = done["figures"]
    assert {name: figures[f"files_{name}"] for name in ("pdf", "docx", "html", "text")} == {
        "pdf": 1,
        "docx": 1,
        "html": 1,
        "text": 1,
    }
    assert (figures["files_skipped"], figures["documents"]) == (1, 4)
    assert figures["passages"] >= figures["passages_encoded"] > 4
    assert figures["encoded_when_unchanged"] == 0
    assert figures["pages"] == 2
    assert figures["memory_peak_mib"] > 100
    assert {len(times) for times in done["seconds"].values()} == {2}
    parts = ("docx", "html", "pdf", "text")
    whole = [sum(done["seconds"][f"parse_{p}"][n] for p in parts) for n in (0, 1)]
    assert all(0 < seconds < 60 for seconds in whole)
    assert set(figures["encoding_over_parsing"]) >= {"value", "low", "high"}


def test_parsing_alone_encodes_nothing(vademecum: Any, tmp_path: Path) -> None:
    made.pdf(tmp_path / "guide.pdf")
    done = vademecum("bench", "documents", tmp_path, "--parsing-only", "--json").json
    assert (done["figures"]["files_pdf"], done["figures"]["pages"]) == (1, 2)
    assert "passages" not in done["figures"]


def test_a_folder_that_is_not_there_is_told(vademecum: Any, tmp_path: Path) -> None:
    assert "no such folder" in vademecum("bench", "documents", tmp_path / "x").line
