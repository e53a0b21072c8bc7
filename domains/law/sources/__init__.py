"""Recipes for public corpora of law; their facts stand in recipes.toml."""

from pathlib import Path

from ...recipes import recipes_of
from . import cuad, dc_code, ecfr, gdpr, uslm

RECIPES = recipes_of(
    Path(__file__).parent,
    {
        "cuad": cuad.read,
        "dc_code": dc_code.read,
        "ecfr": ecfr.read,
        "gdpr": gdpr.read,
        "uslm": uslm.read,
    },
)
