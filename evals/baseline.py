"""What is kept of a run, so that later ones are held against it: ids and figures, no texts."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError, model_validator

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from .manifest import RunManifest
from .resampling import clustered_mean
from .results import EvalResult, Metric, is_timing

BASELINES: Final = Path(__file__).with_name("baselines")
ALLOWED: Final = 0.005
DIGITS: Final = 4
GATED: Final[Mapping[str, tuple[str, ...]]] = {
    "retrieval": ("nDCG@10", "recall@100"),
    "passages": ("char_recall@5", "char_precision@5"),
    "answers": ("span_hit@5", "answered", "not_answered"),
    "evidence": ("first_holds_answer", "first_supports", "evidence_f1"),
    "citations": ("alce_recall", "alce_precision", "quotes_verified"),
    "choice": ("accuracy",),
    "classification": ("accuracy",),
    "messages": ("nDCG@10", "agreement@10"),
    "guardrails": ("right",),
    "identifiers": ("recalled",),
}
"""By task, figures of items of which more is better. A set may carry only some of them."""


class Baseline(Noun):
    """What a run found, in ids and figures alone."""

    task: str
    domain: str
    set: str
    """The set's name as it stands in the name of the file: data, split, special conditions."""
    data: str
    split: str | None = None
    half: str
    n: int
    files: dict[str, str]
    """sha256 by file name."""
    encoder: str | None = None
    adapter: str = "none"
    metrics: dict[str, Metric] = Field(min_length=1)
    allowed: dict[str, float]
    """By metric, how far its mean may fall; yours to change, and kept by an update."""
    items: dict[str, tuple[float | None, ...]] = Field(min_length=1)
    """By id, one value for each of ``metrics`` in their order; None where it does not bear."""

    @property
    def file_name(self) -> str:
        """Name the file: TASK-DOMAIN-SET.json, of an adapter TASK-DOMAIN-SET-adapter-NAME.json."""
        return _file_name(self.task, self.domain, self.set, self.adapter)

    @model_validator(mode="after")
    def _is_whole(self) -> Baseline:
        if self.allowed.keys() != self.metrics.keys():
            raise ValueError("metrics and allowed do not name the same metrics")
        if not all(math.isfinite(a) and a >= 0 for a in self.allowed.values()):
            raise ValueError("what is allowed must be 0 or more")
        for name, values in self.items.items():
            if len(values) != len(self.metrics):
                raise ValueError(f"item {name!r} has {len(values)} of {len(self.metrics)} values")
            if not all(v is None or math.isfinite(v) for v in values):
                raise ValueError(f"item {name!r} has a value that is not finite")
        return self


def baseline_of(
    result: EvalResult,
    metrics: Sequence[str] = (),
    allowed: Mapping[str, float] | None = None,
) -> Baseline:
    """Keep ids and values of ``metrics``; without any, of those ``GATED`` that the items carry.

    ``allowed`` is ``ALLOWED`` for a metric that it does not name. Raises InvalidInput where the
    items lack a metric, and on figures of the machine: those are no two times the same.
    """
    carried = {name for item in result.items for name in item.values}
    names = tuple(dict.fromkeys(metrics)) or tuple(
        name for name in GATED.get(result.task, ()) if name in carried
    )
    if not names:
        raise InvalidInput(f"no metric of {result.task} is gated; the items of this run have none")
    if lost := [name for name in names if name not in carried]:
        raise InvalidInput(f"no item of this run of {result.task} carries {', '.join(lost)}")
    if timed := [name for name in names if is_timing(name)]:
        raise InvalidInput(f"{timed[0]} is a figure of the machine and cannot be gated")
    items = {
        item.id: tuple(value_of(item.values.get(name)) for name in names) for item in result.items
    }
    if len(items) < len(result.items):
        raise InvalidInput(f"{len(result.items) - len(items)} items of this run share an id")
    run = result.manifest
    try:
        return Baseline(
            task=result.task,
            domain=result.domain,
            set=set_of(run),
            data=run.data,
            split=run.split,
            half=run.half,
            n=run.n,
            files=run.files,
            encoder=run.encoder,
            adapter=run.adapter,
            metrics={name: figure_of(result, name) for name in names},
            allowed={name: (allowed or {}).get(name, ALLOWED) for name in names},
            items=items,
        )
    except ValidationError as error:
        raise InvalidInput(f"this run makes no baseline: {_first(error)}") from None


def set_of(run: RunManifest) -> str:
    """Name the set of a run: its data, the split, and ``given`` if the document was given."""
    data = run.data.removesuffix(".jsonl")
    split = run.split if run.split != data else None
    given = "given" if run.configuration.get("given") else None
    return "-".join(filter(None, (data, split, given))) or "unnamed"


def baseline_path(result: EvalResult, folder: Path = BASELINES) -> Path:
    """Return where the baseline of runs like ``result`` lies, if there is one."""
    run = result.manifest
    return folder / _file_name(result.task, result.domain, set_of(run), run.adapter)


def write_baseline(baseline: Baseline, folder: Path = BASELINES) -> Path:
    """Write ``baseline`` as JSON, one item a line, beside and then renamed into place."""
    head = baseline.model_dump(mode="json", exclude={"items"})
    rows = ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(values)}"
        for name, values in baseline.items.items()
    )
    text = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    path = folder / baseline.file_name
    folder.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    beside.write_text(f'{text},\n "items": {{\n{rows}\n }}\n}}\n', encoding="utf-8")
    beside.replace(path)
    return path


def read_baseline(path: Path) -> Baseline:
    """Read what ``write_baseline`` wrote; raise InvalidInput if ``path`` is no baseline."""
    try:
        return Baseline.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path}: not readable ({error})") from None
    except ValidationError as error:
        raise InvalidInput(f"{path}: not a baseline: {_first(error)}") from None


def figure_of(result: EvalResult, metric: str) -> Metric:
    """Return the run's own figure; where it gives none, the mean over its items."""
    own = [item for item in result.items if metric in item.values]
    found = result.metrics.get(metric) or clustered_mean(
        [item.values[metric] for item in own],
        [item.drawn_with for item in own],
        result.manifest.seed,
    )
    return Metric(
        value=round(found.value, DIGITS),
        low=round(found.low, DIGITS),
        high=round(found.high, DIGITS),
    )


def value_of(value: float | None) -> float | None:
    """Return an item's value in the digits that baselines keep."""
    return None if value is None else round(value, DIGITS)


def _file_name(task: str, domain: str, name: str, adapter: str) -> str:
    parts = [task, domain, name, *(["adapter", adapter] if adapter != "none" else [])]
    return re.sub(r"[^\w.+-]+", "_", "-".join(parts)) + ".json"


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the document"
    return f"{where}: {first['msg']}"
