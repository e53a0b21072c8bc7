"""Healthcare: guidelines, patient information and drug texts, with doses quoted verbatim."""

from pathlib import Path

from ..domain import Domain
from .guardrails import RAILS
from .sources import RECIPES

HEALTHCARE = Domain.from_folder(Path(__file__).parent, RAILS, RECIPES)

__all__ = ["HEALTHCARE"]
