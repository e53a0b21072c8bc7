"""The server ends during an answer: the page says so, and begins anew once it is back."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from .conftest import free_port, served
from .test_tour import ASKED, WAIT_MS, show

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_restart_during_an_answer(
    context: BrowserContext, demo_home: Path, address: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    port = free_port()
    page = context.new_page()
    with served(home, port) as server:
        page.goto(f"http://127.0.0.1:{port}/")
        page.locator(".tab-container[role=tablist] button[data-tab-id=law]").click()
        box = page.locator(".vm-domain-law .vm-box textarea")
        expect(box).to_be_editable(timeout=WAIT_MS)
        os.kill(server.pid, signal.SIGSTOP)
        box.fill(ASKED["law"])
        box.press("Enter")
        page.wait_for_timeout(500)
        server.kill()
    expect(page.get_by_text("Connection to the server was lost")).to_be_visible(timeout=WAIT_MS)
    expect(box).to_have_value(ASKED["law"])
    with served(home, port):
        expect(box).not_to_be_visible(timeout=WAIT_MS)
        show(page, "law")
        expect(page.locator("#law-now .vm-turn")).to_have_count(1)
