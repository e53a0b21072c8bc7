"""Probes of known weaknesses of sentence encoders, and which adapters inherit them.

A probe is a question, a sentence that answers it and one that does not, though it looks alike. It
fails if the wrong sentence is the closer one. The sentences are ours (``weaknesses.toml``); they
say what a vector can tell apart, not how often a field asks so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from pydantic import ValidationError

from vademecum.retrieval.errors import InvalidInput, InvalidManifest
from vademecum.retrieval.types import Noun

from ..intervals import wilson
from ..results import Metric
from .inheritance import Inheritance, inheritance

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

Encode: TypeAlias = "Callable[[Sequence[str]], Floats]"
FAILURE: Final = "the wrong sentence is closer to the question than the right one"
_FILE: Final = Path(__file__).with_name("weaknesses.toml")


class Probe(Noun):
    """A question and two sentences; ``kind`` names what parts them."""

    id: str
    kind: str
    question: str
    right: str
    wrong: str


class ProbeKind(Noun):
    """A weakness, and what its probes change."""

    name: str
    about: str
    probes: tuple[tuple[str, str, str], ...]


class Weakness(Noun):
    """How often a system fails the probes of one kind, and what it made of the base's failures."""

    kind: str
    about: str
    system: str
    n: int
    rate: Metric
    """Share of probes that fail, with its Wilson interval."""
    inheritance: Inheritance | None = None
    """Beside the base; None for the base itself."""


class WeaknessReport(Noun):
    """Every kind for every system, the base first; and the probes, to be read."""

    base: str
    rows: tuple[Weakness, ...]
    probes: tuple[Probe, ...]


@cache
def probe_kinds() -> tuple[ProbeKind, ...]:
    """Return the weaknesses that are probed, with their probes."""
    try:
        read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        return tuple(ProbeKind.model_validate({"name": k, **v}) for k, v in read.items())
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise InvalidManifest(f"{_FILE}: {error}") from None


def probes() -> tuple[Probe, ...]:
    """Return every probe, numbered within its kind."""
    return tuple(
        Probe(id=f"{kind.name}-{n}", kind=kind.name, question=question, right=right, wrong=wrong)
        for kind in probe_kinds()
        for n, (question, right, wrong) in enumerate(kind.probes, start=1)
    )


def failed_probes(
    asked: Encode, read: Encode, chosen: Sequence[Probe] | None = None
) -> dict[str, bool]:
    """Return by id whether a probe fails.

    ``asked`` encodes questions and ``read`` sentences: an adapter of the question side leaves the
    sentences to the base. Equally close counts as a failure, since the order is then chance.
    """
    some = probes() if chosen is None else tuple(chosen)
    questions = asked([probe.question for probe in some])
    rights, wrongs = (read([getattr(p, side) for p in some]) for side in ("right", "wrong"))
    margins = ((rights - wrongs) * questions).sum(axis=1)
    return {probe.id: float(margin) <= 0.0 for probe, margin in zip(some, margins, strict=True)}


def weakness_report(
    systems: Mapping[str, Mapping[str, bool]], chosen: Sequence[Probe] | None = None
) -> WeaknessReport:
    """Count the failures of each of ``systems`` by kind; the first is the base.

    ``systems`` holds by name what ``failed_probes`` returns. Raises InvalidInput without one.
    """
    if not systems:
        raise InvalidInput("no system to probe")
    some = probes() if chosen is None else tuple(chosen)
    about = {kind.name: kind.about for kind in probe_kinds()}
    base, *_ = systems
    rows = []
    for kind in dict.fromkeys(probe.kind for probe in some):
        ids = [probe.id for probe in some if probe.kind == kind]
        for name, fails in systems.items():
            own = {item: fails[item] for item in ids}
            before = {item: systems[base][item] for item in ids}
            rows.append(
                Weakness(
                    kind=kind,
                    about=about.get(kind, ""),
                    system=name,
                    n=len(ids),
                    rate=wilson(sum(own.values()), len(ids)),
                    inheritance=None
                    if name == base
                    else inheritance(base, name, before, own, FAILURE),
                )
            )
    return WeaknessReport(base=base, rows=tuple(rows), probes=some)
