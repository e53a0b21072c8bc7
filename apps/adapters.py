"""The adapters of a domain: those it ships, and those trained here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from vademecum.domains import Domain
from vademecum.retrieval.adapters import CARD, WEIGHTS, adapter_names
from vademecum.retrieval.encoder import SentenceEncoder, base_encoder
from vademecum.retrieval.errors import UnknownName
from vademecum.retrieval.home import home
from vademecum.retrieval.search import HybridSearch

NONE: Final = "none"
"""What one asks for to have the base alone."""


def trained_here(domain: str) -> Path:
    """Return the folder that `adapt train` writes a domain's adapters into."""
    return home() / "adapters" / domain


def adapters_of(domain: Domain) -> dict[str, Path]:
    """Return the folders of the adapters by name; one trained here hides a shipped one."""
    roots = (domain.folder / "adapters", trained_here(domain.name))
    return {name: root / name for root in roots for name in adapter_names(root)}


def adapter_folder(domain: Domain, name: str) -> Path:
    """Return the folder of an adapter; raise UnknownName where there is none by that name."""
    known = adapters_of(domain)
    if name not in known:
        names = ", ".join((NONE, *known))
        raise UnknownName(f"{domain.name} has no adapter {name!r}; it has: {names}")
    return known[name]


def adapted_encoder(domain: Domain, name: str) -> SentenceEncoder:
    """Return the shared encoder with an adapter on, or the base itself for ``NONE``."""
    if name == NONE:
        return base_encoder()
    folder = adapter_folder(domain, name)
    files = [folder / name for name in (CARD, WEIGHTS)]
    written = tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in files)
    return _adapted(folder, written)


def reading_with(search: HybridSearch, encoder: SentenceEncoder) -> HybridSearch:
    """Return ``search`` with questions read by ``encoder``; passages too, if it is made for both.

    For both, the library is given vectors of its own when they are first needed.
    """
    if encoder.reads_passages:
        return HybridSearch(search.library, encoder, search.settings)
    return search.adapted(encoder)


@cache
def _adapted(folder: Path, written: tuple[int, ...]) -> SentenceEncoder:
    """Load an adapter once for each version of its files."""
    return base_encoder().adapted(folder)
