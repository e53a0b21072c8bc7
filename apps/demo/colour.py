"""Shades of a domain's accent colour that can be read (WCAG 2.1 contrast)."""

from __future__ import annotations

from typing import Final

LIGHT: Final = "#ffffff"
DARK: Final = "#15181c"
LIGHT_PANEL: Final = "#f4f6f8"
DARK_PANEL: Final = "#242a31"
MINIMUM: Final = 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two #rrggbb colours, 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def readable(accent: str, background: str, minimum: float = MINIMUM) -> str:
    """Return ``accent``, moved towards black or white until it can be read on ``background``."""
    goal = "#000000" if _luminance(background) > 0.4 else "#ffffff"
    for step in range(21):
        shade = _mix(accent, goal, step / 20)
        if contrast(shade, background) >= minimum:
            return shade
    return goal


def accent_rules(name: str, accent: str) -> str:
    """Return the CSS that colours the page of one domain, light and dark."""
    light = readable(accent, LIGHT_PANEL)
    dark = readable(accent, DARK_PANEL)
    solid = readable(accent, LIGHT)
    return (
        f".vm-domain-{name}{{--vm-accent:{light};--vm-solid:{solid}}}\n"
        f".dark .vm-domain-{name}{{--vm-accent:{dark};--vm-solid:{solid}}}\n"
    )


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
