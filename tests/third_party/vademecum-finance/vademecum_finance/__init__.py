"""General facts about money, as a domain of Vademecum."""

from pathlib import Path

from vademecum.domains import Domain

from .guardrails import RAILS

FINANCE = Domain.from_folder(Path(__file__).parent, rails=RAILS)
