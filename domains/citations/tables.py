"""Tables of authorities: what is known of cases, acts, guidelines and works outside a library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pydantic import Field

from vademecum.retrieval.types import Noun

from .names import same_case
from .slots import slot_key


class Ended(Noun):
    """Why an authority must not be built on."""

    how: str
    """"overruled", "repealed", "superseded", "held invalid", "overruled in part" ..."""
    by: str = ""
    year: int | None = None

    def __str__(self) -> str:
        by = f" by {self.by}" if self.by else ""
        return f"{self.how}{by}" + (
            f" ({self.year})" if self.year and str(self.year) not in by else ""
        )


class Authority(Noun):
    """A case, an act, a guideline or a work; ``at`` are its reporter slots as cited."""

    kind: Literal["case", "statute", "rule", "guideline", "work", "invented"]
    name: str
    at: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """Folded keys, as the reader makes them: "usc:17:107", "nice:ng143", "doi:10.1000/1"."""
    short: tuple[str, ...] = ()
    """Other names: "Roe", "the Privacy Rule"."""
    court: str | None = None
    year: int | None = None
    ended: Ended | None = None
    source: str = ""
    """For what was invented: who says so."""
    table: str = ""

    @property
    def citation(self) -> str:
        """Return name, first slot and year as one cites it."""
        where = f", {self.at[0]}" if self.at else ""
        known = f"{self.name}{where}"
        return f"{known} ({self.year})" if self.year and str(self.year) not in known else known


class Instrument(Noun):
    """An act or a code whose parts are numbered: which numbers there are, and their titles."""

    kind: Literal["instrument"]
    key: str
    """What its citations begin with: "eu:2016/679", "frcp", "usc"."""
    name: str
    unit: str = ""
    """What stands between ``key`` and the number: ":art:" in "eu:2016/679:art:17"."""
    ranges: tuple[tuple[int, int], ...] = ()
    """All numbers there are, both ends included; empty: not known, so that no number is refused."""
    is_head: bool = False
    """The numbers are those of titles that hold sections: a title that exists proves no section."""
    titles: dict[str, str] = Field(default_factory=dict)
    ended: Ended | None = None
    table: str = ""


class Series(Noun):
    """What is known of a series as a whole: reporters, PMIDs.

    ``complete`` volumes are held in full by the tables: a slot in one of them that no row has does
    not exist.
    """

    kind: Literal["series"]
    key: str
    last: int | None = None
    """No volume (or number) is higher: later ones will come, so it is set generously."""
    is_by_time: bool = False
    """Volumes follow one another in time, so that the rows tell a volume's years."""
    complete: tuple[int, ...] = ()
    table: str = ""


Row = Authority | Instrument | Series


@dataclass(frozen=True)
class Tables:
    """All rows that a domain and its user bring, looked up by slot, key and name."""

    rows: Sequence[Row] = field(default=())

    def at(self, slot: str) -> Authority | None:
        """Return the case at a folded slot ("384 us 436")."""
        return self._by_slot.get(slot)

    def of_key(self, key: str) -> tuple[Authority, ...]:
        """Return the authorities that a folded key names."""
        return tuple(self._by_key.get(key, ()))

    def named(self, name: str) -> tuple[Authority, ...]:
        """Return the cases that ``name`` may mean, the invented ones last."""
        found = [
            a
            for a in self.cases
            if name in a.short or ((" v" in name or " " in name) and same_case(name, a.name))
        ]
        return tuple(sorted(found, key=lambda a: a.kind == "invented"))

    def instrument(self, key: str) -> Instrument | None:
        """Return the instrument that ``key`` is a part of, the most special one."""
        found = [
            i
            for i in self._instruments
            if key == i.key or key.startswith((f"{i.key}:", f"{i.key}{i.unit}"))
        ]
        return max(
            found,
            key=lambda i: (key.startswith(f"{i.key}{i.unit}"), len(i.key), not i.is_head),
            default=None,
        )

    def series(self, key: str) -> Series | None:
        """Return what is known of the series ``key`` ("us", "f3d", "pmid")."""
        return self._series.get(key)

    def years_of(self, series: str, volume: int) -> tuple[int, int] | None:
        """Return the years between which a volume of a series by time must lie, by its neighbours.

        None where the series is not by time, or the rows have no volume on one of its sides.
        """
        known = self.series(series)
        if known is None or not known.is_by_time:
            return None
        dated = self._dated.get(series, [])
        before = [year for v, year in dated if v <= volume]
        after = [year for v, year in dated if v >= volume]
        return (max(before), min(after)) if before and after else None

    @cached_property
    def cases(self) -> tuple[Authority, ...]:
        """Return the rows of cases, those known to be invented among them."""
        return tuple(
            r for r in self.rows if isinstance(r, Authority) and r.kind in {"case", "invented"}
        )

    @cached_property
    def _by_slot(self) -> dict[str, Authority]:
        return {slot: case for case in reversed(self.cases) for slot in slots_of(case)}

    @cached_property
    def _by_key(self) -> dict[str, list[Authority]]:
        found: dict[str, list[Authority]] = {}
        for row in self.rows:
            for key in row.keys if isinstance(row, Authority) else ():
                found.setdefault(key, []).append(row)  # type: ignore[arg-type]
        return found

    @cached_property
    def _instruments(self) -> tuple[Instrument, ...]:
        return tuple(r for r in self.rows if isinstance(r, Instrument))

    @cached_property
    def _series(self) -> dict[str, Series]:
        return {r.key: r for r in self.rows if isinstance(r, Series)}

    @cached_property
    def _dated(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for case in self.cases:
            for slot in slots_of(case) if case.year and case.kind == "case" else ():
                volume, series = volume_of(slot)
                if volume is not None and case.year:
                    found.setdefault(series, []).append((volume, case.year))
        return {name: sorted(pairs) for name, pairs in found.items()}


def slots_of(case: Authority) -> tuple[str, ...]:
    """Return the folded slots of a case."""
    return tuple(key for at in case.at if (key := slot_key(at)))


def volume_of(slot: str) -> tuple[int | None, str]:
    """Return volume (or year) and series of a folded slot: "384 us 436" gives (384, "us")."""
    parts = slot.split()
    if len(parts) < 2 or not parts[0].isdigit():
        return None, slot
    return int(parts[0]), parts[-2] if parts[-1].isdigit() and len(parts) > 2 else parts[-1]


def joined(tables: Iterable[Tables]) -> Tables:
    """Put tables together; the rows of the later ones stand first, so that a user's row wins."""
    several = list(tables)
    return Tables(tuple(row for table in reversed(several) for row in table.rows))
