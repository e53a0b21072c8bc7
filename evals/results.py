"""What an evaluation gives back: figures with intervals, baselines beside them, and the items."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeVar

from pydantic import Field, ValidationError

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from .manifest import RunManifest

V = TypeVar("V")
MACHINE_UNITS: Final = ("_ms", "_s", "_mib", "_j")
"""Figures in these units are of the machine and the moment: no two runs have the same."""
MAX_TEXT_CHARS: Final = 2000


class Metric(Noun):
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


class ItemTexts(Noun):
    """What people read to see why an item failed."""

    question: str = ""
    expected: str = ""
    found: str = ""

    @classmethod
    def of(cls, question: str, expected: str, found: str) -> ItemTexts:
        """Keep the first ``MAX_TEXT_CHARS`` of each."""
        return cls(question=_cut(question), expected=_cut(expected), found=_cut(found))


class ItemResult(Noun):
    """What happened to one item: figures by metric name, the documents found, and labels.

    ``cluster`` is what the run drew it with, such as a document; None where items are drawn alone.
    """

    id: str
    values: dict[str, float] = Field(default_factory=dict)
    found: tuple[str, ...] = ()
    """Document ids, best first; a ranking task keeps as many as its deepest metric reads."""
    labels: dict[str, str] = Field(default_factory=dict)
    cluster: str | None = None
    texts: ItemTexts | None = None

    @property
    def drawn_with(self) -> str:
        """Name what a bootstrap draws the item with: its cluster, or itself."""
        return self.id if self.cluster is None else self.cluster


class Timings(Noun):
    """What a run says of its own course; two runs of the same evaluation differ in it."""

    elapsed_s: float
    resumed: int = 0
    """How many items were taken from an earlier run that was stopped."""
    metrics: tuple[str, ...] = ()
    """The names among the result's metrics that are figures of the machine."""


class EvalResult(Noun):
    """One run of one task on one set."""

    task: str
    domain: str
    metrics: dict[str, Metric]
    baselines: dict[str, dict[str, Metric]] = Field(default_factory=dict)
    differences: dict[str, dict[str, Metric]] = Field(default_factory=dict)
    """The system minus each baseline, paired by item, by baseline and metric name."""
    manifest: RunManifest
    items: tuple[ItemResult, ...] = ()
    curves: dict[str, tuple[tuple[float, float], ...]] = Field(default_factory=dict)
    timings: Timings | None = None

    def timed(self, elapsed_s: float, resumed: int = 0) -> EvalResult:
        """Return the result with its timings."""
        names = tuple(name for name in self.metrics if is_timing(name))
        timings = Timings(elapsed_s=elapsed_s, resumed=resumed, metrics=names)
        return self.model_copy(update={"timings": timings})


def is_timing(name: str) -> bool:
    """Tell by its unit whether a metric is a figure of the machine: time, memory or energy."""
    return name.partition("/")[0].endswith(MACHINE_UNITS)


def comparable(result: EvalResult) -> str:
    """Return ``result`` as canonical JSON without timings and the date.

    Two runs of the same evaluation on one machine give the same text, byte for byte.
    """
    bare = result.model_copy(
        update={
            "metrics": _lasting(result.metrics),
            "baselines": {name: _lasting(of) for name, of in result.baselines.items()},
            "differences": {name: _lasting(of) for name, of in result.differences.items()},
            "items": tuple(
                item.model_copy(update={"values": _lasting(item.values)}) for item in result.items
            ),
        }
    )
    document = bare.model_dump(mode="json", exclude={"timings": True, "manifest": {"date"}})
    return json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def write_result(result: Noun, path: Path) -> None:
    """Write ``result`` as one JSON document, beside and then renamed into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    beside.write_text(result.model_dump_json(indent=2) + "\n", encoding="utf-8")
    beside.replace(path)


def read_result(path: Path) -> EvalResult:
    """Read what ``write_result`` wrote; raise InvalidInput if ``path`` is not a run."""
    text = run_text(path)
    try:
        return EvalResult.model_validate_json(text)
    except ValidationError as error:
        raise InvalidInput(f"{path}: not an evaluation run: {first_problem(error)}") from None


def run_text(path: Path) -> str:
    """Return the text of a file that holds a run; raise InvalidInput if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path}: not readable ({error})") from None


def first_problem(error: ValidationError) -> str:
    """Name the first field that does not fit, and what is wrong with it."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the document"
    return f"{where}: {first['msg']}"


def _lasting(figures: Mapping[str, V]) -> dict[str, V]:
    return {name: figure for name, figure in figures.items() if not is_timing(name)}


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT_CHARS else text[: MAX_TEXT_CHARS - 2] + " …"
