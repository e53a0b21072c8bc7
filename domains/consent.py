"""A model on another machine that may learn from what it is sent needs a recorded consent.

ABA Formal Opinion 512 (2024): before client information goes into a self-learning tool, the client
consents, informed. ``endpoints.toml`` in VADEMECUM_HOME says of each address whether it learns, or
who consented and when::

    ["https://models.example/v1"]
    learns = false        # by contract
    # or: consent = "2026-11-02, engagement letter, section 4"
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from vademecum.retrieval.errors import InvalidManifest, OperatorError
from vademecum.retrieval.types import Noun

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Endpoint(Noun):
    """What a deployment knows of one address; without an entry it is taken to learn."""

    learns: bool = True
    consent: str = ""


def is_remote(address: str) -> bool:
    """Tell whether an address leads to another machine."""
    return urlsplit(address).hostname not in LOCAL


def read_endpoints(path: Path) -> dict[str, Endpoint]:
    """Read ``endpoints.toml``; a missing file knows of none. Raises InvalidManifest."""
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {str(k): Endpoint.model_validate(v) for k, v in table.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        first = str(error).splitlines()[0]
        raise InvalidManifest(f"{path}: not a table of endpoints ({first})") from None


def require_consent(address: str, path: Path) -> None:
    """Raise OperatorError unless ``address`` is local, does not learn, or has a consent."""
    if not is_remote(address):
        return
    known = read_endpoints(path).get(address, Endpoint())
    if known.learns and not known.consent:
        raise OperatorError(
            f"{address} may learn from what it is sent and no consent is recorded; add to {path}: "
            f'["{address}"] with learns = false, or with consent = "date, who, where it is written"'
        )
