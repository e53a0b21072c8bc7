"""Say on a page, in one line, what went wrong with a library and what to do."""

from __future__ import annotations

import sqlite3
from typing import Final

from vademecum.retrieval.errors import VademecumError

from .markup import notice_line
from .speech import tr

PROBLEMS: Final = (VademecumError, OSError, sqlite3.DatabaseError)
"""What a handler must expect of a library on a disk."""


def problem_html(error: Exception) -> str:
    """Return the line for one of ``PROBLEMS``, as a notice."""
    return notice_line(problem_line(error), "error")


def problem_line(error: Exception) -> str:
    """Return the line for one of ``PROBLEMS``."""
    if isinstance(error, OSError):
        return tr(
            "The library's folder cannot be used ({reason}). Make room on the disk, let this user "
            "write there, and try again.",
            reason=error.strerror or type(error).__name__,
        )
    if isinstance(error, sqlite3.DatabaseError):
        return tr(
            "The library cannot be read ({reason}). Run: vademecum library verify DOMAIN; if it is "
            "damaged, restore it from a backup.",
            reason=error,
        )
    return str(error)
