from __future__ import annotations

import re

import pytest

from vademecum.evals.html.page import STYLE
from vademecum.evals.html.paints import PAINTS

BLOCKS = re.findall(r":root \{(.*?)\}", STYLE.read_text(encoding="utf-8"), flags=re.DOTALL)[:2]
THEMES = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in BLOCKS]
TEXTS = ("ink", "muted", "link", "ours", "other", "whole", "better", "worse", "unclear")


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
def test_text_and_lines_stand_out(theme: dict[str, str]) -> None:
    assert set(PAINTS) <= set(theme)
    for ground in ("page", "panel"):
        for name in TEXTS:
            assert contrast(theme[name], theme[ground]) >= 4.5, (name, ground)
    for name in PAINTS:
        if name.startswith("line-"):
            assert contrast(theme[name], theme["page"]) >= 4.5, name
