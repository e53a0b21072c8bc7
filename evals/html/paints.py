"""The colours of plots: stand-ins that the drawing writes, and the CSS variables they become."""

from __future__ import annotations

from typing import Final

PAINTS: Final = (
    "page",
    "ink",
    "muted",
    "grid",
    "ours",
    "other",
    "whole",
    "better",
    "worse",
    "unclear",
    "line-0",
    "line-1",
    "line-2",
    "line-3",
    "line-4",
    "line-5",
)
"""Names of the CSS variables ``--NAME`` that ``report.css`` sets for light and dark pages."""
LINES: Final = tuple(name for name in PAINTS if name.startswith("line-"))
STAND_INS: Final = {name: f"#0000{number:02x}" for number, name in enumerate(PAINTS, start=1)}
"""A colour that no drawing needs, by paint: it is written where the variable will stand."""
