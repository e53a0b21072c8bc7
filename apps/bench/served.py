"""The demo as people get it: a process of its own that serves one domain on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep, time
from typing import Any

from vademecum.retrieval.errors import MissingExtra, OperatorError

START_S = 300.0
_POLL_S = 0.01


@dataclass(frozen=True)
class Served:
    """A running demo: its address, its process, and when it first answered (seconds since 1970)."""

    address: str
    pid: int
    answered_at_s: float
    starting_s: float


@contextmanager
def served_demo(domain: str, home: Path) -> Iterator[Served]:
    """Serve ``domain`` of the VADEMECUM_HOME ``home`` until the block ends.

    Raises OperatorError if the server ends or does not answer within ``START_S``.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-P", "-m", "vademecum.apps.cli.main", "demo"]
    with tempfile.TemporaryFile() as log:
        started_s = monotonic()
        process = subprocess.Popen(
            [*command, "--domain", domain, "--port", str(port)],
            env={**os.environ, "VADEMECUM_HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            while not _answers(address):
                late = monotonic() - started_s > START_S
                if late or process.poll() is not None:
                    log.seek(0)
                    last = log.read().decode(errors="replace").strip().splitlines()[-1:]
                    raise OperatorError(f"the demo did not start: {' '.join(last) or 'no message'}")
                sleep(_POLL_S)
            yield Served(address, process.pid, time(), monotonic() - started_s)
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def memory_mib(pid: int) -> float:
    """Return the resident set of a process in MiB."""
    return float(_process(pid).memory_info().rss) / (1 << 20)


def processor_s(pid: int) -> float:
    """Return the processor time of a process so far, in seconds, its threads together."""
    times = _process(pid).cpu_times()
    return float(times.user + times.system)


def _process(pid: int) -> Any:
    try:
        import psutil  # ships no types
    except ImportError:
        raise MissingExtra("psutil", "test") from None
    return psutil.Process(pid)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10):
            return True
    except (urllib.error.URLError, OSError):
        return False
