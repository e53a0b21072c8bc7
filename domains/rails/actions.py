"""The order of actions, from letting through to refusing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from vademecum.retrieval.types import Action, Verdict

ORDER: Final[tuple[Action, ...]] = ("allow", "redact", "warn", "redirect", "refuse")
STOPPING: Final[frozenset[Action]] = frozenset({"redirect", "refuse"})


def strongest(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the verdict with the strongest action, the earliest of equals, or None."""
    return max(verdicts, key=lambda verdict: ORDER.index(verdict.action), default=None)


def stopping(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the strongest verdict that stops, or None."""
    return strongest(verdict for verdict in verdicts if verdict.action in STOPPING)
