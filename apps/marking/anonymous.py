"""Take out of a mark what identifies a person, in the way of its domain."""

from __future__ import annotations

from collections.abc import Callable

from vademecum.domains import Domain
from vademecum.domains.masking import CASE, identifiers_in
from vademecum.domains.rails.cleaning import cleaner


def remover(domain: Domain) -> Callable[[str], str]:
    """Return what removes identifiers before a mark is written.

    Where the domain removes them from questions, as its rail does there; else as before a model on
    another machine: names, companies and numbers, the names of reported cases left standing.
    """
    return cleaner(domain) if domain.manifest.redact_before_encoding else without_clients


def without_clients(text: str) -> str:
    """Replace names, companies and numbers by their class; names of reported cases stay."""
    public = [match.span() for match in CASE.finditer(text)]
    parts: list[str] = []
    done = 0
    for start, end, kind in identifiers_in(text):
        if not any(first <= start and end <= last for first, last in public):
            parts += (text[done:start], f"[{kind}]")
            done = end
    return "".join([*parts, text[done:]])
