"""How many of the names, numbers and dates that identify a person a redactor finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from pydantic import model_validator

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from ..counts import Counts
from ..manifest import RunManifest
from ..questions import read_models
from ..readable import NOTHING
from ..results import EvalResult, ItemResult, ItemTexts
from .retrieval import nothing


class Identifier(Noun):
    """Characters that identify a person, and what kind they are."""

    type: str
    start: int
    end: int
    text: str


class MarkedText(Noun):
    """One line of ``evalsets/identifiers.jsonl``; without spans, a text with nothing to find."""

    id: str
    text: str
    spans: tuple[Identifier, ...] = ()
    group: str = ""
    """Texts of one group, such as those of one template, fall into one half."""

    @property
    def unit(self) -> str:
        """Name what its spans are drawn with: the group, or the text itself."""
        return self.group or self.id

    @model_validator(mode="after")
    def _offsets_hold(self) -> MarkedText:
        for span in self.spans:
            if self.text[span.start : span.end] != span.text:
                raise ValueError(f"{span.start}:{span.end} does not read {span.text!r}")
        return self


class FoundSpan(Protocol):
    """A span that a redactor found."""

    @property
    def type(self) -> str:
        """Return the kind of identifier."""
        ...

    @property
    def start(self) -> int:
        """Return the first character's offset."""
        ...

    @property
    def end(self) -> int:
        """Return the offset after the last character."""
        ...


def read_identifiers(path: Path) -> tuple[MarkedText, ...]:
    """Read ``identifiers.jsonl``; raise InvalidInput, naming file and line, at a bad one."""
    return read_models(MarkedText, path)


def evaluate_identifiers(
    texts: Sequence[MarkedText],
    find: Callable[[str], Iterable[FoundSpan]],
    *,
    domain: str,
    manifest: RunManifest,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Measure ``recall`` (every character of a gold span found: a half-hidden name is a leak),
    ``recall/TYPE``, ``typed_recall`` (found under its own type as well), ``precision`` (a found
    span overlaps a gold one) and ``clean_texts`` (of the texts without spans, nothing found).

    The spans of one text name the same people again and again: intervals draw whole texts, and
    those of one ``group`` together.
    """
    if not texts:
        raise InvalidInput("no marked texts to evaluate")
    counts = Counts()
    items: list[ItemResult] = []
    for marked in texts:
        found = tuple(find(marked.text))
        covered = [_is_covered(span, found) for span in marked.spans]
        for span, is_found in zip(marked.spans, covered, strict=True):
            same = [other for other in found if other.type == span.type]
            counts.add("recall", [is_found], marked.unit)
            counts.add(f"recall/{span.type}", [is_found], marked.unit)
            counts.add("typed_recall", [_is_covered(span, same)], marked.unit)
        right = [any(_overlap(other, span) for span in marked.spans) for other in found]
        counts.add("precision", right, marked.unit)
        if not marked.spans:
            counts.add("clean_texts", [not found], marked.unit)
        values = {
            "gold": float(len(covered)),
            "recalled": float(sum(covered)),
            "found": float(len(found)),
            "right": float(sum(right)),
        }
        # Kinds and places only: a report must not carry what identifies a person.
        places = ItemTexts.of("", _places(marked.spans), _places(found))
        items.append(
            ItemResult(id=marked.id, values=values, cluster=marked.group or None, texts=places)
        )
        tick()
    return EvalResult(
        task="identifiers",
        domain=domain,
        metrics=counts.rates(manifest.seed),
        manifest=manifest.model_copy(update={"n": len(items)}),
        items=tuple(items),
    )


def _places(spans: Iterable[FoundSpan]) -> str:
    """Return kind and characters of each span, one a line."""
    ordered = sorted(spans, key=lambda span: (span.start, span.end, span.type))
    return "\n".join(f"{s.type}, characters {s.start} to {s.end}" for s in ordered) or NOTHING


def _is_covered(span: Identifier, found: Sequence[FoundSpan]) -> bool:
    hidden = {i for other in found for i in range(other.start, other.end)}
    visible = (i for i in range(span.start, span.end) if i not in hidden)
    return all(span.text[i - span.start].isspace() for i in visible)


def _overlap(found: FoundSpan, span: Identifier) -> bool:
    return found.start < span.end and found.end > span.start
