"""Recipes for public corpora of health and medicine; their facts stand in recipes.toml."""

from pathlib import Path

from ...recipes import recipes_of
from . import jats, medquad, pubmed, pubmedqa

RECIPES = recipes_of(
    Path(__file__).parent,
    {
        "jats": jats.read,
        "medquad": medquad.read,
        "pubmed": pubmed.read,
        "pubmedqa": pubmedqa.read,
    },
)
