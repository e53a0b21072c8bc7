"""Recipes for public corpora of education; their facts stand in recipes.toml."""

from pathlib import Path

from ...recipes import recipes_of
from . import cnxml

RECIPES = recipes_of(Path(__file__).parent, {"cnxml": cnxml.read})
