"""How threads that compute together wait for each other; to be set before they are started.

By default a thread of GNU OpenMP that has nothing to do spins for milliseconds. Where other
processes want the same cores it thereby keeps from working the very thread that it waits for, and
a question that takes milliseconds alone takes a second (docs/log.md). What the environment says in
``GOMP_SPINCOUNT`` or ``OMP_WAIT_POLICY`` goes before.

NumPy's OpenBLAS spins the same way and knows no such limit. What it multiplies for one question is
too small for two threads, so it gets one unless ``OPENBLAS_NUM_THREADS`` says otherwise; torch and
FAISS, which do the large work, keep theirs.
"""

from __future__ import annotations

import os
from typing import Final

SPINS: Final = "30000"
"""Turns of the waiting loop, some tens of microseconds, before a thread sleeps."""


def wait_briefly() -> None:
    """Let idle threads sleep soon; without effect on libraries that are loaded."""
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", SPINS)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


wait_briefly()
