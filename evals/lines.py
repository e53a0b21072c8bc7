"""Read a text file line by line, gzip or not."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import DAMAGED_GZIP


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number, from 1, and the text of each line that is not blank.

    Raises InvalidInput where the file is not to be read as UTF-8 text.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, line
    except (OSError, UnicodeDecodeError, *DAMAGED_GZIP) as error:
        raise InvalidInput(f"{path}: not readable as UTF-8 text ({error})") from None
