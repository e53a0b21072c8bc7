"""What happened to one question: steps, times, verdicts, outcome."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from .types import Answer, Query, Refusal, Verdict


@dataclass
class Trace:
    """The growing record of one pass along the straight line.

    ``query`` is None until the input rails have let a (perhaps redacted) question through, so a
    trace never holds a text from which identifiers were still to be removed.
    """

    receipt: str = field(default_factory=lambda: uuid.uuid4().hex)
    query: Query | None = None
    verdicts: tuple[Verdict, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    outcome: Answer | Refusal | None = None
    error: str | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step of the line, in milliseconds."""
        started = perf_counter()
        try:
            yield
        finally:
            self.timings_ms[name] = (perf_counter() - started) * 1000

    def add(self, verdicts: tuple[Verdict, ...]) -> None:
        """Append the verdicts of one stage."""
        self.verdicts += verdicts

    def finish(self, outcome: Answer | Refusal) -> Answer | Refusal:
        """Stamp an outcome with the receipt, the times and all verdicts; keep it."""
        stamped = outcome.model_copy(
            update={
                "receipt": self.receipt,
                "timings_ms": {k: round(v, 3) for k, v in self.timings_ms.items()},
                "verdicts": self.verdicts,
            }
        )
        self.outcome = stamped
        return stamped
