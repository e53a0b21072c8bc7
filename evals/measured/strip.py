"""Take from a result what may not be passed on: the texts of public sets, item by item."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import read_json_lines

from ..adapting.inheritance import Inheritance
from ..adapting.matrix import MatrixResult
from ..adapting.rungs import LadderResult
from ..adapting.weaknesses import WeaknessReport
from ..fairness.contrasts import slice_name
from ..html.curves import thinned
from ..html.groups import ALPHA, group_differences
from ..html.worst import worst_items
from ..manifest import RunManifest, sha256_of
from ..results import EvalResult, ItemResult, ItemTexts, Metric
from .run import Result

WORST: Final = 12
"""How many items of our own sets stay readable; of a fairness run none, whose items hold what
became of every one of a hundred variants."""
DIGITS: Final = 4
"""Significant digits of every figure."""
POINTS: Final = 25
SHOWN_BETWEEN_GROUPS: Final = ("blocked", "name_removed", "answered", "reply_kept")
"""Of a fairness run, whose differences between groups are kept whether they remain or not."""
WHOLE: Final = ("same_outcome/", "rbo_between/")


def stripped(result: Result, worst: int | None = None) -> Result:
    """Return the figures of a run, with the worst items of our own sets and no other item.

    Raises InvalidInput where ``worst`` asks for items of a set that is not ours.
    """
    if isinstance(result, EvalResult):
        found: Result = _run(result, worst)
    else:
        if worst:
            raise InvalidInput("a ladder or matrix is of public sets: none of its items is kept")
        found = _ladder(result) if isinstance(result, LadderResult) else _matrix(result)
    return type(found).model_validate(_rounded(found.model_dump(mode="python")))


def is_ours(run: RunManifest) -> bool:
    """Tell whether a run's items come from a file of the domain packages, by its hash."""
    return any(digest in own_files() for digest in run.files.values())


def with_own_texts(result: EvalResult) -> EvalResult:
    """Give items of our own sets that carry no question the text they stand for.

    Safety runs keep no text, lest prompts of public sets travel in reports; ours may be read.
    """
    paths = [own_files()[of] for of in result.manifest.files.values() if of in own_files()]
    lines = {name: text for path in paths for name, text in _texts(path).items()}

    def read(item: ItemResult) -> ItemResult:
        texts = item.texts or ItemTexts()
        text = lines.get(item.id, "")
        if texts.question or not text:
            return item
        named = ItemTexts.of(text, texts.expected, texts.found)
        return item.model_copy(update={"texts": named})

    return result.model_copy(update={"items": tuple(map(read, result.items))})


@cache
def own_files() -> dict[str, Path]:
    """Return the files of evaluation items that the domain packages bring, by sha256."""
    spec = find_spec("vademecum.domains")
    found = spec.submodule_search_locations if spec else None
    folders = [Path(folder) for folder in found or ()]
    paths = [path for folder in folders for path in folder.glob("*/evalsets/*.jsonl")]
    return {sha256_of(path): path for path in sorted(paths)}


def _run(result: EvalResult, worst: int | None) -> EvalResult:
    run = result.manifest
    items: tuple[ItemResult, ...] = ()
    if is_ours(run):
        usual = 0 if result.task == "fairness" else WORST
        chosen = worst_items(result, usual if worst is None else worst)
        readable = with_own_texts(result.model_copy(update={"items": chosen})).items
        is_all_ours = all(digest in own_files() for digest in run.files.values())
        items = tuple(_item(item, is_all_ours) for item in readable)
    elif worst:
        raise InvalidInput(
            f"{run.data}: its files are not those of our own sets, so that no item of it may be "
            "kept; leave out --worst"
        )
    return _between_groups(result).model_copy(
        update={
            "items": items,
            "curves": {name: thinned(points, POINTS) for name, points in result.curves.items()},
            "manifest": _manifest(run),
        }
    )


def _between_groups(result: EvalResult) -> EvalResult:
    """Of several hundred differences keep those that are shown or remain, and how many there are.

    A run that tested none is returned as it is.
    """
    tested = list(group_differences(result))
    if not tested:
        return result
    left = [one for one in tested if one.p_holm < ALPHA]
    kept = [one for one in tested if one in left or one.metric in SHOWN_BETWEEN_GROUPS]
    slices = {slice_name(one.metric, one.attribute, one.group): one for one in kept}
    adjusted = {slice_name(f"p_holm({o.metric})", o.attribute, o.group) for o in kept}
    counts = {"differences_left": len(left), "differences_tested": len(tested)}
    metrics = {name: Metric(value=n, low=n, high=n) for name, n in counts.items()} | {
        name: figure
        for name, figure in result.metrics.items()
        if "/" not in name or name in adjusted or name.startswith(WHOLE)
    }
    differences = {
        against: {n: d for n, d in of.items() if n in slices and slices[n].against == against}
        for against, of in result.differences.items()
    }
    baselines = {
        name: {n: figure for n, figure in of.items() if n in metrics}
        for name, of in result.baselines.items()
    }
    return result.model_copy(
        update={"metrics": metrics, "differences": differences, "baselines": baselines}
    )


def _item(item: ItemResult, is_all_ours: bool) -> ItemResult:
    """Return an item of ours; what was found stays where the library held nothing else."""
    texts = item.texts or ItemTexts()
    if is_all_ours:
        return item.model_copy(update={"found": ()})
    kept = ItemTexts(question=texts.question, expected=texts.expected)
    return ItemResult(id=item.id, values=item.values, texts=kept)


def _ladder(result: LadderResult) -> LadderResult:
    rungs = tuple(
        rung.model_copy(update={"values": (), "said": (), "more": {}}) for rung in result.rungs
    )
    return result.model_copy(
        update={
            "items": (),
            "rungs": rungs,
            "inheritance": tuple(map(_fates, result.inheritance)),
            "weaknesses": _weaknesses(result.weaknesses),
            "manifest": _manifest(result.manifest),
        }
    )


def _matrix(result: MatrixResult) -> MatrixResult:
    rows = tuple(
        row.model_copy(
            update={
                "cells": tuple(
                    cell.model_copy(update={"inheritance": _fates(cell.inheritance)})
                    for cell in row.cells
                )
            }
        )
        for row in result.rows
    )
    return result.model_copy(update={"rows": rows, "manifest": _manifest(result.manifest)})


def _weaknesses(report: WeaknessReport | None) -> WeaknessReport | None:
    """Leave out the probes, which are ours but the same in every ladder."""
    if report is None:
        return None
    rows = tuple(
        row.model_copy(update={"inheritance": row.inheritance and _fates(row.inheritance)})
        for row in report.rows
    )
    return report.model_copy(update={"rows": rows, "probes": ()})


def _fates(found: Inheritance) -> Inheritance:
    return found.model_copy(update={"ids": {}})


def _manifest(run: RunManifest) -> RunManifest:
    """Keep the hash of the configuration and of it what is said in a word."""
    said = {name: v for name, v in run.configuration.items() if not isinstance(v, dict | list)}
    return run.model_copy(update={"configuration": said})


def _texts(path: Path) -> dict[str, str]:
    """Return the texts of a file of ours by the ids of its lines."""
    return {
        str(record["id"]): str(record.get("text") or record.get("question") or "")
        for _, record in read_json_lines(path)
        if "id" in record
    }


def _rounded(value: Any) -> Any:
    """Return a document with ``DIGITS`` significant digits in every number."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, Mapping):
        return {key: _rounded(own) for key, own in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_rounded(own) for own in value)
    return value
