"""Synthetic notes with labelled identifiers, for evaluation only and never for training.

``generate.py`` writes them; ``data/*.toml`` holds names, places, formats, paragraphs and frames.
docs/decisions/0006-synthetic-notes.md says what is labelled and why.
"""

from .counting import decided, wrongly_hidden
from .generate import DOMAINS, generate_notes, read_notes
from .note import SyntheticNote

__all__ = ["DOMAINS", "SyntheticNote", "decided", "generate_notes", "read_notes", "wrongly_hidden"]
