"""Education: lessons for learners and teachers, with hints before answers."""

from pathlib import Path

from ..domain import Domain
from .guardrails import RAILS
from .sources import RECIPES

EDUCATION = Domain.from_folder(Path(__file__).parent, RAILS, RECIPES)

__all__ = ["EDUCATION"]
