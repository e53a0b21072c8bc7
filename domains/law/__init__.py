"""Law: statutes, rules and cases, by jurisdiction and date, quoted verbatim."""

from pathlib import Path

from ..domain import Domain
from .guardrails import RAILS

LAW = Domain.from_folder(Path(__file__).parent, RAILS)

__all__ = ["LAW"]
