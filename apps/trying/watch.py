"""Watch rails at work: which of them ran, how often and how long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from vademecum.domains import Domain
from vademecum.domains.rails.rail import Rail, Subject
from vademecum.retrieval.types import Verdict

Check = Callable[[Subject], Verdict | Sequence[Verdict] | None]


@dataclass
class Watch:
    """The looks that each rail took, by its id."""

    looks: dict[str, int] = field(default_factory=dict)
    ms: dict[str, float] = field(default_factory=dict)
    """Wall-clock time of all looks together, in milliseconds."""

    def over(self, domain: Domain) -> Domain:
        """Return the domain with the same rails, watched."""
        rails = tuple(replace(rail, check=self._timed(rail)) for rail in domain.rails)
        return replace(domain, rails=rails)

    def _timed(self, rail: Rail) -> Check:
        def check(subject: Subject) -> Verdict | Sequence[Verdict] | None:
            started = perf_counter()
            try:
                return rail.check(subject)
            finally:
                self.looks[rail.id] = self.looks.get(rail.id, 0) + 1
                taken = (perf_counter() - started) * 1000
                self.ms[rail.id] = self.ms.get(rail.id, 0.0) + taken

        return check
