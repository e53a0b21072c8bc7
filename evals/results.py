"""What an evaluation gives back: figures with intervals, baselines beside them, and the items."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from .manifest import RunManifest


class Metric(Noun):
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


class ItemResult(Noun):
    """What happened to one item: figures by metric name, the documents found, and labels."""

    id: str
    values: dict[str, float] = Field(default_factory=dict)
    found: tuple[str, ...] = ()
    labels: dict[str, str] = Field(default_factory=dict)


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


def write_result(result: EvalResult, path: Path) -> None:
    """Write ``result`` as one JSON document."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(result.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read_result(path: Path) -> EvalResult:
    """Read what ``write_result`` wrote; raise InvalidInput if ``path`` is not a run."""
    try:
        return EvalResult.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path}: not readable ({error})") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        raise InvalidInput(f"{path}: not an evaluation run: {where}: {first['msg']}") from None
