from __future__ import annotations

from datetime import date

import pytest

from vademecum.evals.manifest import RunManifest


@pytest.fixture
def manifest() -> RunManifest:
    return RunManifest(data="set", code="0", python="3.11", cpus=2, date=date(2026, 11, 24))
