"""A disk that is full or held is told in one line on every page, never as a traceback."""

from __future__ import annotations

import errno
import sqlite3
from typing import Any

import pytest

from vademecum.apps.demo.about_page import _shelf
from vademecum.apps.demo.break_page import _attack
from vademecum.apps.demo.compare_page import compare_searches
from vademecum.apps.demo.domain_page import _answer
from vademecum.apps.demo.turn_html import Exchange
from vademecum.domains import load_domain
from vademecum.retrieval import Refusal

LAW = load_domain("law")
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("error", [sqlite3.OperationalError("database is locked"), FULL])
def test_every_page_says_in_one_line_what_is_wrong(error: Exception) -> None:
    def fail(name: str) -> Any:
        raise error

    words = "No space left" if error is FULL else "database is locked"
    past = (Exchange("law-1", "Before?", Refusal(outcome="abstained", text="No.")),)
    *_, last = _answer(LAW, fail, "What is consideration?", None, None, "", None, past)
    question, status, now, _, side, held = last
    assert (question, held) == ("What is consideration?", past)
    assert words in status
    assert words in side
    assert "Before?" in now
    tried = _attack(fail, "law", "Hello", "", "", None, None, None)
    assert words in tried[0]
    assert words in compare_searches(fail, "Hello", "law")
    assert words in _shelf(LAW, fail).problem
