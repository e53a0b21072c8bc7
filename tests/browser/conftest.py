"""A real server on loopback, a real Chromium, and every request watched."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from vademecum.apps.bench.browser import FLAGS

START_S = 180


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium and no google-chrome on the PATH")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*FLAGS])
        yield started
        started.close()


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the VADEMECUM_HOME that the demo is served from."""
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="session")
def address(browser: Browser, demo_home: Path) -> Iterator[str]:
    """Serve the demo from a fresh VADEMECUM_HOME; the browser is asked for first, to skip early."""
    port = free_port()
    with served(demo_home, port):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def served(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Serve the demo from ``home``, and give its process once it answers."""
    log = home.parent / f"log-{time.monotonic_ns()}.txt"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "vademecum.apps.cli.main", "demo", "--port", str(port)],
            env={**os.environ, "VADEMECUM_HOME": str(home)},
            stdout=file,
            stderr=file,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/", server, log)
        yield server
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """Open the demo; fail afterwards if any request left this machine or a dialog opened."""
    opened = context.new_page()
    asked: list[str] = []
    dialogs: list[str] = []

    def watch(request: Request) -> None:
        asked.append(request.url)

    opened.on("request", watch)
    opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened.goto(address)
    opened.get_by_role("tab").first.wait_for()
    yield opened
    strangers = [
        url
        for url in asked
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1"
    ]
    assert asked
    assert strangers == []
    assert dialogs == []


@pytest.fixture
def written(browser: Browser, tmp_path: Path) -> Callable[..., AbstractContextManager[Page]]:
    """Open a page written to a file, everything unfolded: it must fit and ask for nothing."""

    @contextmanager
    def opened(html: str, width: int, scheme: Literal["light", "dark"]) -> Iterator[Page]:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert asked == [path.as_uri()]
        yield page
        context.close()

    return opened


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the demo ended with {server.returncode}: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the demo did not answer in {START_S} s: {log.read_text()[-2000:]}")
