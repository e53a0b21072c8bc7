"""Healthcare: guidelines, patient information and drug texts, with doses quoted verbatim."""

from pathlib import Path

from ..domain import Domain
from .guardrails import RAILS

HEALTHCARE = Domain.from_folder(Path(__file__).parent, RAILS)

__all__ = ["HEALTHCARE"]
