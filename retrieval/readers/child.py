"""The process that reads strangers' files: little memory, no file written, killed when it hangs.

Reads a JSON line for each file on stdin, answers with JSON lines on stdout.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from ..errors import InvalidInput, MissingExtra
from . import ocr
from .formats import parse


def main() -> None:
    """Serve until stdin ends."""
    limit(int(sys.argv[1]))
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print must not mix with the answers
    ocr.signs_of_life.append(lambda: say(out, {"alive": True}))
    for line in sys.stdin:
        say(out, answer(**json.loads(line)))


def answer(path: str, kind: Any) -> dict[str, Any]:
    """Return what is to be said of a file: its text, or why there is none."""
    try:
        return {"parsed": parse(Path(path), kind).model_dump(mode="json")}
    except (InvalidInput, MissingExtra) as error:
        return {"reason": str(error)}
    except MemoryError:
        return {"reason": "needs more memory than a file may take", "ends": True}
    except RecursionError:
        return {"reason": "nested too deeply to be read"}
    except Exception as error:  # noqa: BLE001 a library's mistake must not end the others
        return {"reason": f"damaged: {type(error).__name__} while reading it"}


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
    main()
