"""Whether the citation ledger gives each citation the status that it should have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from pydantic import model_validator

from vademecum.domains.citations.nouns import Status
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from ..counts import Counts
from ..manifest import RunManifest
from ..questions import read_models
from ..readable import NOTHING
from ..results import EvalResult, ItemResult, ItemTexts
from .retrieval import nothing

MISSED = "missed"
WRONG: frozenset[Status] = frozenset({"mismatch", "unsupported", "not_found"})


class GoldCitation(Noun):
    """A citation as it stands in its text, and the status that it should get.

    ``over`` tells whether it should be said to be overruled, repealed or superseded.
    """

    text: str
    start: int
    status: Status
    over: bool = False


class CitedText(Noun):
    """One line of ``evalsets/citations.jsonl``."""

    id: str
    category: str
    text: str
    citations: tuple[GoldCitation, ...] = ()

    @model_validator(mode="after")
    def _citations_stand_in_the_text(self) -> CitedText:
        for cited in self.citations:
            if not self.text.startswith(cited.text, cited.start):
                raise ValueError(f"{cited.text!r} does not stand at {cited.start}")
        return self


class FoundCitation(Protocol):
    """A row of a ledger, as far as it is scored."""

    @property
    def start(self) -> int:
        """Return the first character's offset."""
        ...

    @property
    def end(self) -> int:
        """Return the offset after the last character."""
        ...

    @property
    def status(self) -> Status:
        """Return the status."""
        ...

    @property
    def is_over(self) -> bool:
        """Tell whether it is overruled, repealed or superseded and the text does not say so."""
        ...


def read_cited_texts(path: Path) -> tuple[CitedText, ...]:
    """Read ``citations.jsonl``; raise InvalidInput, naming file and line, at a bad one."""
    return read_models(CitedText, path)


def evaluate_ledger(
    texts: Sequence[CitedText],
    check: Callable[[str], Sequence[FoundCitation]],
    *,
    domain: str,
    manifest: RunManifest,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Measure ``accuracy`` (of gold citations, the right status), ``found``, and by status
    ``precision/STATUS`` and ``recall/STATUS``.

    ``caught``: of citations that are wrong, the share that is not called verified;
    ``false_alarm``: of those that are right, the share that is called wrong; ``over`` and
    ``over_false``: of those that are over, and of the others, the share said to be over;
    ``extra``: rows that overlap no gold citation, as a share of all rows. The citations of one text
    are drawn together.
    """
    if not texts:
        raise InvalidInput("no texts with citations to evaluate")
    counts = Counts()
    items: list[ItemResult] = []
    for cited in texts:
        rows = tuple(check(cited.text))
        matched = [_row_of(gold, rows) for gold in cited.citations]
        right = []
        for gold, row in zip(cited.citations, matched, strict=True):
            right.append(row is not None and row.status == gold.status)
            _count(counts, gold, row, cited)
        extra = [row for row in rows if row not in matched]
        counts.add("extra", [row in extra for row in rows], cited.id)
        for row in extra:
            counts.add(f"precision/{row.status}", [False], cited.id)
        items.append(_item(cited, matched, rows, right))
        tick()
    return EvalResult(
        task="ledger",
        domain=domain,
        metrics=counts.rates(manifest.seed),
        manifest=manifest.model_copy(update={"n": len(items)}),
        items=tuple(items),
    )


def _count(counts: Counts, gold: GoldCitation, row: FoundCitation | None, cited: CitedText) -> None:
    got = row.status if row else None

    def add(name: str, holds: bool) -> None:
        counts.add(name, [holds], cited.id)

    add("accuracy", got == gold.status)
    add(f"accuracy/{cited.category}", got == gold.status)
    add("found", row is not None)
    add(f"recall/{gold.status}", got == gold.status)
    if got is not None:
        add(f"precision/{got}", got == gold.status)
    if gold.status in WRONG:
        add("caught", got is not None and got != "verified")
    if gold.status == "verified":
        add("false_alarm", got in WRONG)
    add("over" if gold.over else "over_false", row is not None and row.is_over)


def _row_of(gold: GoldCitation, rows: Sequence[FoundCitation]) -> FoundCitation | None:
    """Return the row that shares most characters with a gold citation, or None."""
    end = gold.start + len(gold.text)
    shared = [(min(end, row.end) - max(gold.start, row.start), row) for row in rows]
    best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def _item(
    cited: CitedText,
    matched: Sequence[FoundCitation | None],
    rows: Sequence[FoundCitation],
    right: Sequence[bool],
) -> ItemResult:
    got = [row.status if row else MISSED for row in matched]
    expected = [f"{gold.status}: {gold.text}" for gold in cited.citations]
    found = [f"{row.status}: {cited.text[row.start : row.end]}" for row in rows]
    values = {
        "citations": float(len(matched)),
        "right": float(sum(right)),
        "extra": float(len(rows) - sum(row is not None for row in matched)),
    }
    return ItemResult(
        id=cited.id,
        values=values,
        labels={"category": cited.category, "statuses": ",".join(got)},
        texts=ItemTexts.of(cited.text, "\n".join(expected) or NOTHING, "\n".join(found) or NOTHING),
    )
