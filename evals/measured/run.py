"""A run as it is kept: the result, the command that gave it, the kind of machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from pydantic import TypeAdapter, ValidationError

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from ..adapting.matrix import MatrixResult
from ..adapting.rungs import LadderResult
from ..baseline import set_of
from ..results import EvalResult, first_problem, run_text

Result: TypeAlias = EvalResult | LadderResult | MatrixResult
RESULTS: Final = Path(__file__).with_name("results")
MAX_BYTES: Final = 60_000
"""Of one file: a page reads them all."""
_RESULT: Final[TypeAdapter[Result]] = TypeAdapter(Result)
_DEEP: Final = re.compile(r"\n {4,}")
"""Line breaks so deep in a document that what they part is read as one."""


class MeasuredRun(Noun):
    """A result beside what it does not say of itself."""

    command: str
    machine: str
    """The kind of machine, such as "2 cores, no GPU"; no name and no address."""
    result: Result
    is_shipped: bool = True
    """Whether it came with the project; False for what was measured on this machine."""

    @property
    def name(self) -> str:
        """Name what was measured; a later run of the same evaluation has the same name."""
        return name_of(self.result)


def name_of(result: Result) -> str:
    """Return the parts of a run that tell it from others, joined for a file's name."""
    run = result.manifest
    limit = run.configuration.get("limit")
    parts: list[str | None]
    if isinstance(result, MatrixResult):
        parts = ["matrix"]
    elif isinstance(result, LadderResult):
        parts = ["ladder", result.domain, result.set, result.task]
    else:
        half = None if run.half == "all" else run.half
        parts = [result.task, result.domain, set_of(run), half]
        parts += [f"adapter-{run.adapter}" if run.adapter != "none" else None]
        parts += [f"beside-{name}" for name in distractors_of(result)]
    parts.append(f"first-{limit}" if limit else None)
    return re.sub(r"[^\w.+-]+", "_", "-".join(part for part in parts if part))


def distractors_of(result: EvalResult) -> tuple[str, ...]:
    """Name the public folders that stood in the library beside a domain's own questions."""
    run = result.manifest
    if not run.data.endswith(".jsonl"):
        return ()
    folders = [name.partition("/") for name in run.files if "/corpus.jsonl" in name]
    return tuple(folder for folder, _, _ in folders)


def read_any(path: Path) -> Result:
    """Read a result of `eval run`, `adapt ladder` or `adapt matrix`.

    Raises InvalidInput on a file that is none of them.
    """
    text = run_text(path)
    try:
        return _RESULT.validate_json(text)
    except ValidationError:
        raise InvalidInput(
            f"{path}: no result; expected what `vademecum eval run`, `adapt ladder` or "
            "`adapt matrix` wrote"
        ) from None


def write_kept(run: MeasuredRun, folder: Path = RESULTS) -> Path:
    """Write a run under its name and return where; an older one is replaced.

    Raises InvalidInput where the text is longer than ``MAX_BYTES``.
    """
    document = run.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    text = _DEEP.sub("", text)
    path = folder / f"{run.name}.json"
    if (size := len(text.encode())) > MAX_BYTES:
        raise InvalidInput(
            f"{path.name} would have {size:,} bytes, {MAX_BYTES:,} are allowed; keep fewer items "
            "to read (--worst) or measure fewer slices"
        )
    folder.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
    return path


def read_kept(path: Path) -> MeasuredRun:
    """Read what ``write_kept`` wrote; raise InvalidInput if ``path`` is no kept run."""
    text = run_text(path)
    try:
        return MeasuredRun.model_validate_json(text)
    except ValidationError as error:
        raise InvalidInput(f"{path}: not a kept run: {first_problem(error)}") from None


@cache
def kept_runs(folder: Path = RESULTS) -> tuple[MeasuredRun, ...]:
    """Return every kept run by the order of its file's name."""
    return tuple(read_kept(path) for path in sorted(folder.glob("*.json")))


def runs_in(folder: Path, read: Iterable[Path] | None = None) -> Iterator[tuple[Path, Result]]:
    """Yield the results of ``folder``, newest first by name; other files are passed over."""
    for path in sorted(folder.glob("*.json") if read is None else read, reverse=True):
        try:
            yield path, read_any(path)
        except InvalidInput:
            continue
