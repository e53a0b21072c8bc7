"""Say when a lesson reads above the learner's grade (expectation E5)."""

from __future__ import annotations

from vademecum.retrieval.types import Verdict

from ..rails.rail import Subject
from ..reading_level import level_note
from .homework import NOTE

DEFAULT_AUDIENCE = "learner"


def check_level(subject: Subject) -> Verdict | None:
    """Warn when the passage that a statement comes from reads above the target of its reader."""
    note = level_note(_source(subject), subject.query.audience or DEFAULT_AUDIENCE)
    if note is None:
        return None
    reason = NOTE + note
    return Verdict(rail="reading_level", stage="output", action="warn", reason=reason, basis="")


def _source(subject: Subject) -> str:
    """Return the cited passage: a sentence alone is too short to be graded."""
    if subject.context is None or subject.grounding is None:
        return subject.text
    cited = {c.passage_id for claim in subject.grounding.claims for c in claim.citations}
    texts = [hit.passage.text for hit in subject.context.hits if hit.passage.id in cited]
    return texts[0] if texts else subject.text
