"""Prompts and what is to be said to them: read, checked, split."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from ..questions import read_models


class CompletionExample(Noun):
    """What a model is told, and what it is to write."""

    prompt: str = Field(min_length=1)
    completion: str = Field(min_length=1)
    system: str = ""
    """Instructions that stand before the prompt, as the chat generator sends them."""


def read_examples(path: Path) -> tuple[CompletionExample, ...]:
    """Read lines of {"prompt", "completion"}; raise InvalidInput at a bad line or without any."""
    if not (found := read_models(CompletionExample, path)):
        raise InvalidInput(f'{path}: empty; expected lines of {{"prompt": ..., "completion": ...}}')
    return found


def split_examples(
    examples: Sequence[CompletionExample], dev_share: float
) -> tuple[list[CompletionExample], list[CompletionExample]]:
    """Return what is trained on and what is stopped by; equal prompts fall into one part.

    Raises InvalidInput with fewer than two different prompts.
    """
    prompts = sorted(
        {e.prompt for e in examples}, key=lambda p: hashlib.sha256(p.encode()).digest()
    )
    if len(prompts) < 2:
        raise InvalidInput(
            f"{len(prompts)} different prompts; training needs two at least, one to stop by"
        )
    kept = set(prompts[: min(len(prompts) - 1, max(1, round(dev_share * len(prompts))))])
    return [e for e in examples if e.prompt not in kept], [e for e in examples if e.prompt in kept]
