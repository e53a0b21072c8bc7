"""Education: lessons for learners and teachers, with hints before answers."""

from pathlib import Path

from ..domain import Domain
from .guardrails import RAILS

EDUCATION = Domain.from_folder(Path(__file__).parent, RAILS)

__all__ = ["EDUCATION"]
