"""Where the project keeps what it writes: ``VADEMECUM_HOME`` or the platform's user data folder."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the folder of all libraries, the audit record and the evaluation runs."""
    if chosen := os.environ.get("VADEMECUM_HOME"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("vademecum")


def library_folder(domain: str) -> Path:
    """Return the folder of one domain's library."""
    return home() / "libraries" / domain
