"""Tell the school's safeguarding lead that somebody disclosed harm (expectation E9).

An alert names who, when and which rail spoke, never what was said: the words stay with the learner
until a person asks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from vademecum.retrieval.types import Answer, Noun, Query, Refusal

from .school import DISCLOSURES


class Alert(Noun):
    """One disclosure, for a person to follow up."""

    time: datetime
    rail: str
    reason: str
    user: str | None
    region: str | None
    receipt: str


AlertSink: TypeAlias = Callable[[Alert], None]
"""Where alerts go: a file, or whatever a school connects. It must not raise."""


def alert_of(query: Query, outcome: Answer | Refusal, now: datetime) -> Alert | None:
    """Return the alert that an outcome calls for, or None."""
    said = next((v for v in outcome.verdicts if v.rail in DISCLOSURES), None)
    if said is None:
        return None
    return Alert(
        time=now,
        rail=said.rail,
        reason=said.reason,
        user=query.user,
        region=query.region,
        receipt=outcome.receipt,
    )


def file_sink(path: Path) -> AlertSink:
    """Return a sink that appends alerts to a local file, one JSON object a line."""

    def append(alert: Alert) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{alert.model_dump_json()}\n")

    return append
