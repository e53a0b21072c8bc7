"""Read what `adapt ladder` and `adapt matrix` wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from vademecum.retrieval.errors import InvalidInput

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
    try:
        return _EITHER.validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path}: not readable ({error})") from None
    except ValidationError:
        raise InvalidInput(
            f"{path}: neither a ladder nor a matrix; expected what `vademecum adapt ladder` or "
            "`adapt matrix` wrote"
        ) from None
