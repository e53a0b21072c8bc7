"""Law: statutes, rules and cases, by jurisdiction and date, quoted verbatim."""

from pathlib import Path

from ..domain import Domain
from .guardrails import RAILS
from .sources import RECIPES

LAW = Domain.from_folder(Path(__file__).parent, RAILS, RECIPES)

__all__ = ["LAW"]
