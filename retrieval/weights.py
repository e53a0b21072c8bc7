"""The weights of hybrid search, as a domain's manifest states them."""

from __future__ import annotations

from pydantic import Field

from .types import Noun


class Weights(Noun):
    """How much each score of a passage counts; scores are min-max normalised before."""

    dense: float = Field(default=0.3, ge=0)
    """Cosine of question and passage."""
    sentence: float = Field(default=0.3, ge=0)
    """Best cosine of question and a sentence of the passage."""
    lexical: float = Field(default=0.3, ge=0)
    """BM25 of the passage, over stems and words as they stand."""
    document: float = Field(default=0.1, ge=0)
    """BM25 of the whole document that the passage stands in."""
