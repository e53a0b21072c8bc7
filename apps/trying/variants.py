"""Write a message in wrappers and codes, and see which of them a domain's rails stop."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from vademecum.domains import Domain
from vademecum.domains.guard import check_text
from vademecum.evals.attacks.mutations import PLAIN, all_mutations
from vademecum.evals.tasks.guardrails import is_blocked
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Action, Noun

from .attempt import readable_text

MOST_CHARS: Final = 2_000
"""Of a message to disguise: in binary it becomes nine times as long."""


class Variant(Noun):
    """A message in one disguise, and what became of it."""

    name: str
    kind: str
    text: str
    action: Action
    rails: tuple[str, ...]
    """The rails that stopped it."""
    latency_ms: float

    @property
    def is_stopped(self) -> bool:
        """Tell whether some rail of the input stopped it."""
        return is_blocked(self.action, "input")

    @property
    def is_through(self) -> bool:
        """Tell whether no rail of the input stopped it."""
        return not self.is_stopped


def disguises() -> dict[str, str]:
    """Return the kind of every wrapper and code by its name, the plain text left out."""
    return {m.name: m.kind for m in all_mutations() if m.name != PLAIN}


def try_variants(domain: Domain, text: str, chosen: Collection[str]) -> Iterator[Variant]:
    """Yield the plain message, then each disguise that was chosen; InvalidInput at a bad text."""
    text = readable_text(text, "the message")
    if len(text) > MOST_CHARS:
        raise InvalidInput(
            f"the message has {len(text):,} characters; at most {MOST_CHARS:,} can be disguised"
        )
    for mutation in all_mutations():
        if mutation.name != PLAIN and mutation.name not in chosen:
            continue
        written = mutation.apply(text)
        result = check_text(domain, written)
        stopped = (v.rail for v in result.verdicts if is_blocked(v.action, "input"))
        yield Variant(
            name=mutation.name,
            kind=mutation.kind,
            text=written,
            action=result.action,
            rails=tuple(dict.fromkeys(stopped)),
            latency_ms=result.latency_ms,
        )
