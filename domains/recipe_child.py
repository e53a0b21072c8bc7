"""The process that reads copies of public corpora with the recipes, bounded like any reader.

It stands here and not beside ``retrieval.readers.child`` since the core knows no recipe.
"""

from __future__ import annotations

import gzip
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import DAMAGED_GZIP
from vademecum.retrieval.readers.child import serve


def documents(read: str, path: str, max_bytes: int) -> Iterator[dict[str, Any]]:
    """Yield the documents with text of one file, by the function ``read``: "module:name"."""
    try:
        raw = bytes_of(Path(path), max_bytes)
        for document in pkgutil.resolve_name(read)(raw, Path(path)):
            if document.text.strip():
                yield {"document": document.model_dump(mode="json", exclude_defaults=True)}
    except OSError as error:
        raise InvalidInput(f"cannot be read ({error.strerror})") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidInput(f"not usable: {where}: {first['msg']}") from None


def bytes_of(path: Path, max_bytes: int) -> bytes:
    """Return what a file holds, unpacked if it is packed; raise InvalidInput beyond its bound."""
    megabytes = max_bytes // 1_000_000
    if path.stat().st_size > max_bytes:
        raise InvalidInput(f"larger than {megabytes} MB")
    if path.suffix != ".gz":
        return path.read_bytes()
    try:
        with gzip.open(path) as file:
            raw = file.read(max_bytes + 1)
    except DAMAGED_GZIP:
        raise InvalidInput("damaged, or not what its ending says") from None
    if len(raw) > max_bytes:
        raise InvalidInput(f"unpacks to more than {megabytes} MB")
    return raw


if __name__ == "__main__":
    serve(documents)
