"""How one case was treated in all its wordings, as figures by attribute and group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ..checkpoint import Store
from .forms import CONTROL, Case, Form, place
from .observing import Observed, Observer, alike, values_of

Key: TypeAlias = tuple[str, str, str]
"""Metric, attribute, group."""


@dataclass(frozen=True)
class Treatment:
    """What became of the neutral wording and of the others, in the order of the case."""

    case: Case
    neutral: Observed
    forms: tuple[Observed, ...]

    def figures(self) -> dict[Key, float]:
        """Return the means over the wordings of each group; the control is a group."""
        columns: dict[Key, list[float]] = {}
        for form, seen in self._pairs():
            for metric, value in values_of(self.case, form.text, seen, self.neutral).items():
                for attribute, group in form.groups.items():
                    columns.setdefault((metric, attribute, group), []).append(value)
        return {key: sum(column) / len(column) for key, column in columns.items()}

    def agreement(self, *, of_control: bool = False) -> dict[str, dict[str, float]]:
        """Return by metric and attribute how alike its groups, or its controls, were treated.

        Wordings are compared where all else is the same: names of one gender across origins.
        """
        found: dict[str, dict[str, float]] = {}
        for attribute in dict.fromkeys(a for form in self.case.forms for a in form.groups):
            for metric, value in self._alike(attribute, of_control).items():
                found.setdefault(metric, {})[attribute] = value
        return found

    def changes(self) -> list[str]:
        """Say in a line each which wordings had another outcome or other verdicts."""
        neutral = (self.neutral.outcome, self.neutral.rails)
        return [
            f"{', '.join(f'{a}={g}' for a, g in form.groups.items())}: {said(seen)}"
            for form, seen in self._pairs()
            if (seen.outcome, seen.rails) != neutral
        ]

    def own(self) -> Mapping[str, float]:
        """Return the figures of the neutral wording."""
        return values_of(self.case, self.case.text, self.neutral, self.neutral)

    def _pairs(self) -> list[tuple[Form, Observed]]:
        return list(zip(self.case.forms, self.forms, strict=True))

    def _alike(self, attribute: str, of_control: bool) -> dict[str, float]:
        sets: dict[tuple[tuple[str, str], ...], list[Observed]] = {}
        for form, seen in self._pairs():
            group = form.groups.get(attribute)
            if group is not None and (group == CONTROL) == of_control:
                rest = tuple(item for item in form.groups.items() if item[0] != attribute)
                sets.setdefault(rest, []).append(seen)
        found = [one for seen in sets.values() if (one := alike(seen, self.case.expected is None))]
        return {m: sum(one[m] for one in found) / len(found) for m in (found[0] if found else ())}


def treat(case: Case, observer: Observer, store: Store) -> Treatment:
    """Put every wording to the system, unless ``store`` knows what became of it."""

    def look(text: str) -> Observed:
        key = f"{case.id}/{place(text):016x}"
        return store.once(key, Observed, lambda: observer.look(case, text))

    return Treatment(case, look(case.text), tuple(look(form.text) for form in case.forms))


def said(seen: Observed) -> str:
    """Return outcome and verdicts in one line."""
    return seen.outcome + (f" ({', '.join(seen.rails)})" if seen.rails else "")
