"""Rails are switched off by name, with a reason; those for people in danger only knowingly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from vademecum.domains.domain import Domain
from vademecum.domains.healthcare import HEALTHCARE
from vademecum.domains.healthcare.guardrails import RAILS
from vademecum.retrieval.errors import InvalidManifest


def copy_with(folder: Path, lines: str) -> Path:
    for name in ("domain.toml", "ui.toml"):
        shutil.copy(HEALTHCARE.folder / name, folder / name)
    path = folder / "domain.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{lines}\n", encoding="utf-8")
    return folder


SWITCH = '[[switched_off]]\nrail = "{rail}"\nsince = 2026-11-25\nreason = "ward test"\n'


def test_a_rail_is_switched_off_by_name(tmp_path: Path) -> None:
    domain = Domain.from_folder(copy_with(tmp_path, SWITCH.format(rail="scope")), RAILS)
    assert "scope" not in {rail.id for rail in domain.rails}
    assert domain.manifest.switched_off[0].reason == "ward test"


def test_an_urgent_rail_needs_somebody_who_answers_for_it(tmp_path: Path) -> None:
    with pytest.raises(InvalidManifest, match="protects people in danger"):
        Domain.from_folder(copy_with(tmp_path, SWITCH.format(rail="crisis")), RAILS)
    known = SWITCH.format(rail="crisis") + 'acknowledged = "Dr. A. Example, head of the unit"\n'
    domain = Domain.from_folder(copy_with(tmp_path, known), RAILS)
    assert "crisis" not in {rail.id for rail in domain.rails}


@pytest.mark.parametrize("rail", ["nosuch", ""])
def test_an_unknown_rail_is_an_error(tmp_path: Path, rail: str) -> None:
    with pytest.raises(InvalidManifest, match="no such rail"):
        Domain.from_folder(copy_with(tmp_path, SWITCH.format(rail=rail)), RAILS)
