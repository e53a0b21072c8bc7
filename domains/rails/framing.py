"""Tell a person in need now from a question about knowledge, the past or a story."""

from __future__ import annotations

from pathlib import Path

from .phrases import read_phrases

FRAMES = read_phrases(Path(__file__).parent / "framing.toml")


def is_person(sentence: str) -> bool:
    """Tell whether a (folded) sentence is about somebody in particular."""
    return FRAMES["person"].search(sentence) is not None


def is_present(sentence: str) -> bool:
    """Tell whether something is happening now."""
    return FRAMES["now"].search(sentence) is not None


def is_past(sentence: str) -> bool:
    """Tell whether the sentence is about what is over, or ruled out."""
    return FRAMES["past"].search(sentence) is not None


def is_study(sentence: str) -> bool:
    """Tell whether the sentence asks for knowledge, or tells a story."""
    return any(FRAMES[key].search(sentence) for key in ("study", "fiction"))
