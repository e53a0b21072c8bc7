from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vademecum.evals.halves import half_of

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write records to a file of the public data folder ``tmp_path``."""

    def lines(file: str, *records: dict[str, Any]) -> None:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        path.write_bytes(gzip.compress(text.encode()))

    return lines


def an_id(stem: str, half: str) -> str:
    """Return an id of the half named."""
    return next(f"{stem}{n}" for n in range(99) if half_of(f"{stem}{n}") == half)
