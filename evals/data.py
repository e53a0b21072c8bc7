"""Where the public evaluation data lies."""

from __future__ import annotations

import os
from pathlib import Path

from vademecum.retrieval.errors import InvalidInput

VARIABLE = "VADEMECUM_DATA"


def data_home() -> Path:
    """Return the folder of the public data, which may be missing.

    ``VADEMECUM_DATA`` names it; otherwise it is ``../shared/data`` beside the checkout.
    """
    if named := os.environ.get(VARIABLE):
        return Path(named).expanduser()
    return Path(__file__).resolve().parents[2] / "shared" / "data"


def require(path: Path, obtain: str = "") -> Path:
    """Return ``path``; raise InvalidInput, saying how to obtain it, if it is missing."""
    if not path.exists():
        how = obtain or f"set {VARIABLE} to the folder that holds the public data"
        raise InvalidInput(f"{path}: missing; {how}")
    return path
