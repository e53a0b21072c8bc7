"""Every test writes into folders of its own and touches no network but loopback."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

DATA = Path(os.environ.get("VADEMECUM_DATA", Path(__file__).parents[2] / "shared" / "data"))


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
