"""Read what `adapt ladder` and `adapt matrix` wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from vademecum.retrieval.errors import InvalidInput

from ..results import run_text
from .matrix import MatrixResult
from .rungs import LadderResult

_EITHER: TypeAdapter[LadderResult | MatrixResult] = TypeAdapter(LadderResult | MatrixResult)


def read_results(paths: Sequence[Path]) -> tuple[list[LadderResult], MatrixResult | None]:
    """Return the ladders in their order, and the matrix if there is one.

    Raises InvalidInput on a file that is neither, and on a second matrix.
    """
    ladders: list[LadderResult] = []
    matrix: MatrixResult | None = None
    for path in paths:
        found = _read(path)
        if isinstance(found, LadderResult):
            ladders.append(found)
        elif matrix is not None:
            raise InvalidInput(f"{path}: a second matrix; a page shows one")
        else:
            matrix = found
    return ladders, matrix


def _read(path: Path) -> LadderResult | MatrixResult:
    text = run_text(path)
    try:
        return _EITHER.validate_json(text)
    except ValidationError:
        raise InvalidInput(
            f"{path}: neither a ladder nor a matrix; expected what `vademecum adapt ladder` or "
            "`adapt matrix` wrote"
        ) from None
