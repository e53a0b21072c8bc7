"""Write synthetic notes from a seed; the first notes of a seed do not depend on how many follow."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Final

from vademecum.retrieval.errors import InvalidInput

from .cast import Cast
from .noise import roughen, wrap
from .note import Piece, SyntheticNote, assemble
from .pools import Sources, sources
from .slots import write_slot
from .template import expand, tokens

DOMAINS: Final = ("healthcare", "law", "education")
SEED: Final = 20261125
_WIDTHS: Final = (0, 0, 0, 0, 60, 72, 80)


def read_notes(domain: str, n: int = 300, seed: int = SEED) -> tuple[SyntheticNote, ...]:
    """Return the evaluation set ``notes`` of a domain, for reports alone: tune nothing on it."""
    return generate_notes(domain, n, seed)


def generate_notes(domain: str, n: int, seed: int) -> tuple[SyntheticNote, ...]:
    """Write ``n`` notes, taking every frame of the domain once before any a second time.

    Raises InvalidInput for a domain without frames, and for fewer than no notes.
    """
    if domain not in DOMAINS:
        raise InvalidInput(f"no notes for the domain {domain!r}; there are {', '.join(DOMAINS)}")
    if n < 0:
        raise InvalidInput(f"cannot write {n} notes")
    source = sources(domain)
    order = Random(f"notes/{domain}/{seed}")
    frames: list[str] = []
    while len(frames) < n:
        frames += order.sample(sorted(source.frames), len(source.frames))
    return tuple(_note(domain, source, seed, i, frame) for i, frame in enumerate(frames[:n]))


def _note(domain: str, source: Sources, seed: int, i: int, frame: str) -> SyntheticNote:
    identity = f"notes-{domain}-{seed}-{i:04d}"
    rng = Random(identity)
    cast = Cast(rng, source.roles)
    template = expand(source.frames[frame].strip(), source.pools, rng)
    pieces = roughen(_pieces(template, cast, source), rng)
    text = "".join(piece.text for piece in pieces)
    width = rng.choice(_WIDTHS)
    return assemble(identity, frame, wrap(text, width) if width else text, pieces)


def _pieces(template: str, cast: Cast, source: Sources) -> Iterable[Piece]:
    """Yield the pieces of an expanded template; those between two ``~`` become one to keep."""
    kept = ""
    for token in tokens(template):
        if token.slot:
            written = write_slot(cast, token.slot, token.variant)
            if token.slot in source.undecided:
                written = tuple(_undecide(piece) for piece in written)
        else:
            written = (Piece(text=token.text),)
        if token.is_kept:
            kept += "".join(piece.text for piece in written)
            continue
        if kept:
            yield Piece(text=kept, fate="keep", kind="term")
            kept = ""
        yield from written
    if kept:
        yield Piece(text=kept, fate="keep", kind="term")


def _undecide(piece: Piece) -> Piece:
    return piece if piece.fate != "identifier" else piece.model_copy(update={"fate": "undecided"})
