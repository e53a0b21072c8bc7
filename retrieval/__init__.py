"""The shared core: library, search, generation, grounding and audit; it knows no domain.

Importing this package loads no heavy module: each one is imported in the leaf that owns it.
"""

# isort: off
from . import waiting as waiting  # before any library that loads OpenMP

# isort: on
from .errors import OperatorError, UserError, VademecumError
from .pipeline import Engine, ask
from .types import (
    PUBLIC,
    Access,
    Answer,
    Citation,
    Claim,
    Context,
    Document,
    Draft,
    Grounding,
    Hit,
    Passage,
    Query,
    Refusal,
    Turn,
    Verdict,
)

__all__ = [
    "PUBLIC",
    "Access",
    "Answer",
    "Citation",
    "Claim",
    "Context",
    "Document",
    "Draft",
    "Engine",
    "Grounding",
    "Hit",
    "OperatorError",
    "Passage",
    "Query",
    "Refusal",
    "Turn",
    "UserError",
    "VademecumError",
    "Verdict",
    "ask",
]
