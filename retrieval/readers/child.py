"""The process that reads strangers' files: little memory, no file written, killed when it hangs.

Reads a JSON line for each file on stdin, answers with JSON lines on stdout.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from ..errors import InvalidInput, MissingExtra
from . import ocr
from .formats import parse

Read = Callable[..., Iterable[dict[str, Any]]]
"""Say what is to be said of a file, given the fields of a request."""


def serve(read: Read) -> None:
    """Answer requests until stdin ends; the last answer to each is ``done`` or a ``reason``."""
    limit(int(sys.argv[1]))
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print must not mix with the answers
    ocr.signs_of_life.append(lambda: say(out, {"alive": True}))
    for line in sys.stdin:
        for answer in answers(read, json.loads(line)):
            say(out, answer)


def answers(read: Read, request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what ``read`` says of a file, and why there is no more if it fails."""
    try:
        yield from read(**request)
        yield {"done": True}
    except (InvalidInput, MissingExtra) as error:
        yield {"reason": str(error)}
    except MemoryError:
        yield {"reason": "needs more memory than a file may take", "ends": True}
    except RecursionError:
        yield {"reason": "nested too deeply to be read"}
    except Exception as error:  # noqa: BLE001 a library's mistake must not end the others
        yield {"reason": f"damaged: {type(error).__name__} while reading it"}


def parsed(path: str, kind: Any) -> Iterator[dict[str, Any]]:
    """Yield the text of a file of one of the formats."""
    yield {"parsed": parse(Path(path), kind).model_dump(mode="json")}


def limit(megabytes: int) -> None:
    """Bound the memory of this process, and let it write no file."""
    try:
        import resource
    except ImportError:  # not there on Windows: only time is bounded
        return
    size = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(out: TextIO, what: dict[str, Any]) -> None:
    """Write one line and send it."""
    out.write(json.dumps(what) + "\n")
    out.flush()


if __name__ == "__main__":
    serve(parsed)
