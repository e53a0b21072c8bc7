"""The words that the demo uses for the core's values: each in one place, never a bare symbol."""

from __future__ import annotations

from typing import Final, Literal

from vademecum.retrieval.types import Action, CitationStatus, Stage

from .speech import tr

STATUS: Final[dict[CitationStatus, tuple[str, str]]] = {
    "verified": ("✓", "verified"),
    "mismatch": ("≠", "mismatch"),
    "not_found": ("?", "not found"),
    "not_checked": ("–", "not checked"),
}
ACTION: Final[dict[Action, tuple[str, str]]] = {
    "allow": ("✓", "Let through"),
    "redact": ("▇", "Removed identifiers"),
    "warn": ("!", "Took note"),
    "redirect": ("➜", "Sent elsewhere"),
    "refuse": ("✕", "Stopped"),
}
STAGE: Final[dict[Stage, str]] = {
    "input": "on reading the question",
    "context": "while weighing the passages",
    "output": "while checking the answer",
}
STEP: Final[dict[str, str]] = {
    "check_input": "Check the question",
    "search": "Search the library",
    "check_context": "Weigh the passages",
    "generate": "Choose the words",
    "ground": "Compare every quotation",
    "check_output": "Check the answer",
}
OUTCOME: Final[dict[str, str]] = {
    "answered": "Answered",
    "refused": "Not answered",
    "redirected": "Please turn to other help",
    "abstained": "Not enough evidence",
}
EMERGENCY: Final = "Help comes first"
Rung = Literal["lexical", "dense", "hybrid", "adapted"]
RUNG: Final[dict[Rung, tuple[str, str]]] = {
    "lexical": ("By words", "lexical search, BM25"),
    "dense": ("By meaning", "dense search, the base model as it is"),
    "hybrid": ("Both together", "hybrid search, the base model as it is"),
    "adapted": ("Adapted", "the same, the question read with an adapter"),
}
NOT_GIVEN: Final = "not given"
NOT_CLAIMED: Final = (
    "No professional has reviewed the starter documents. They were written for this project, "
    "name the sources their facts come from, and are small.",
    "It gives information. It does not diagnose, advise, prescribe or grade.",
    "“Verified” means that the quotation stands word for word at that place of that document. "
    "It does not mean that the document is right, complete or still current.",
    "The evidence number is calibrated on the project's own questions; it is no probability "
    "that the answer is true for you.",
    "Guardrails can miss what they should catch, and catch what they should let through. "
    "Both rates are measured; neither is zero.",
    "It conforms to no regulation by itself: that depends on how it is deployed and by whom.",
)


def spoken(identifier: str) -> str:
    """Write an identifier such as ``clinician_order`` as words."""
    return tr(identifier.replace("_", " ").replace("-", " "))
