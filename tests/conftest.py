"""Every test writes into folders of its own and touches no network but loopback."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

if "PYTEST_XDIST_WORKER" in os.environ:  # each worker, and what it starts, takes one core
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import vademecum.retrieval  # noqa: F401 before torch: it says how threads wait

DATA = Path(os.environ.get("VADEMECUM_DATA", Path(__file__).parents[2] / "shared" / "data"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-behaviours", metavar="FILE", help="write their outcomes as JSON")


def pytest_configure(config: pytest.Config) -> None:
    if path := config.getoption("--record-behaviours"):
        config.pluginmanager.register(BehaviourRecord(Path(path)))


class BehaviourRecord:
    """Keep the outcomes of tests named after a behaviour (test_h3_..., test_all_...)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tests: dict[str, dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        file, _, name = report.nodeid.partition("::")
        name = name.partition("[")[0]
        if not re.match(r"test_(?:[hle]\d+|all)_", name):
            return
        if report.when != "call" and report.outcome == "passed":
            return
        known = self.tests.setdefault(name, {"file": file, "outcome": "passed", "cases": 0})
        known["cases"] += report.when == "call"
        if report.outcome != "passed" and known["outcome"] != "failed":
            known["outcome"] = report.outcome

    def pytest_sessionfinish(self) -> None:
        old = json.loads(self.path.read_text(encoding="utf-8")) if self.path.is_file() else {}
        run = {test["file"] for test in self.tests.values()}
        others = {n: t for n, t in old.get("tests", {}).items() if t["file"] not in run}
        tests = dict(sorted({**others, **self.tests}.items()))
        record = {"recorded": date.today().isoformat(), "tests": tests}
        self.path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Playwright's event loop stays in this thread until the session ends; none can run beside it.
    items.sort(key=lambda item: "browser" in item.keywords)
    if DATA.is_dir():
        return
    skip = pytest.mark.skip(reason=f"public evaluation data not found at {DATA} (VADEMECUM_DATA)")
    for item in items:
        if "data" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("VADEMECUM_HOME", str(folder))
    for name in (
        "VADEMECUM_VECTOR_URI",
        "VADEMECUM_MILVUS_INDEX",
        "VADEMECUM_ENCODER",
        "VADEMECUM_DTYPE",
        "VADEMECUM_FAISS_DEVICE",
    ):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and str(address[0]) not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def data() -> Path:
    return DATA


@pytest.fixture(scope="session")
def with_pubmedqa(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose healthcare library also holds PubMedQA, ingested by the command itself.

    Workers share the minutes of the encoding; each works on a copy of its own.
    """
    own = tmp_path_factory.mktemp("pubmedqa")
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / "with_pubmedqa"
    with FileLock(shared / "with_pubmedqa.lock"):
        if not made.is_dir():
            ingest_pubmedqa(data, own)
            shutil.copytree(own, shared / "with_pubmedqa.part")
            (shared / "with_pubmedqa.part").rename(made)
            return own
    shutil.copytree(made, own, dirs_exist_ok=True)
    return own


def ingest_pubmedqa(data: Path, home: Path) -> None:
    from vademecum.apps.cli.main import main

    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as out:
        patch.setenv("VADEMECUM_HOME", str(home))
        with redirect_stderr(StringIO()) as err:
            code = main(["ingest", "healthcare", str(data / "healthcare" / "pubmedqa"), "--json"])
    assert code == 0, err.getvalue()
    assert '"skipped": []' in out.getvalue()
