"""A long PDF is read page by page: the process that parses it stays small."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from documents.generated import write_large_pdf, write_scans

from vademecum.apps.bench.documents import parse_all, process_peak_mib
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.bounded import BoundedParser

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the peak is told by /proc")


def test_hundreds_of_pages_take_little_memory(tmp_path: Path) -> None:
    write_large_pdf(tmp_path / "large.pdf", 240)
    parsing = parse_all(tmp_path)
    assert (parsing.pages, parsing.skipped) == (240, 0)
    assert parsing.characters > 1_000_000
    assert parsing.memory_mib is not None
    assert 20 < parsing.memory_mib < 160


def test_pictures_of_pages_are_held_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the recogniser, so that pages are drawn and no more: each takes 4 MB."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.modules['rapidocr'] = None\n", encoding="utf-8"
    )
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    )
    write_scans(tmp_path / "scans.pdf", 80)
    with BoundedParser() as parser:
        with pytest.raises(InvalidInput, match=r"page 1 is a picture and was not read"):
            parser.parse(tmp_path / "scans.pdf", "pdf")
        peak = process_peak_mib(parser.process_id)
    assert peak is not None
    assert 20 < peak < 200
