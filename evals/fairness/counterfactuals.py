"""All wordings of one question."""

from __future__ import annotations

from .forms import Form
from .people import framed, named
from .rewriting import misspelt, reworded


def wordings(identity: str, text: str, seed: int = 0) -> tuple[Form, ...]:
    """Return every other wording of ``text`` that differs from it; equal in every process."""
    made = (
        *framed(identity, text, seed),
        *named(identity, text, seed),
        *reworded(text),
        *misspelt(identity, text, seed),
    )
    return tuple(form for form in made if form.text != text)
