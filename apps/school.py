"""What a school's ``school.toml`` in VADEMECUM_HOME changes: words, keys, alerts, children."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vademecum.domains import Domain
from vademecum.domains.manifest import read_toml
from vademecum.retrieval import Answer, Query, Refusal
from vademecum.retrieval.home import home

if TYPE_CHECKING:
    from vademecum.domains.education.school import School

EDUCATION = "education"


def school() -> School:
    """Read the operator's file; a school without one brings nothing."""
    from vademecum.domains.education.school import School

    path = home() / "school.toml"
    return read_toml(School, path) if path.is_file() else School(alerts=False)


def equip(domain: Domain) -> Domain:
    """Return the domain with what the school brings; other domains stay as they are."""
    if domain.name != EDUCATION or not (home() / "school.toml").is_file():
        return domain
    from vademecum.domains.education.school import with_school

    return with_school(domain, school())


def require_consent(domain: str, user: str | None, generator: str) -> None:
    """Raise InvalidInput where a child's words would reach a remote model without consent."""
    if domain != EDUCATION:
        return
    from vademecum.domains.education.school import require_local_model

    require_local_model(school(), user, generator, datetime.now(UTC).date())


def stored_name(domain: str, user: str | None) -> str | None:
    """Return what is kept of a user's name: of a child's, a pseudonym."""
    if user is None or not _is_child(domain, user):
        return user
    from vademecum.domains.education.school import pseudonym

    return pseudonym(user)


def kept_turns(domain: str, user: str | None) -> int | None:
    """Return how many turns of a conversation are kept; None for all."""
    if not _is_child(domain, user):
        return None
    from vademecum.domains.education.school import MINOR_TURNS

    return MINOR_TURNS


def tell_school(domain: str, query: Query, outcome: Answer | Refusal) -> None:
    """Write an alert for the safeguarding lead where somebody disclosed harm."""
    if domain != EDUCATION or not isinstance(outcome, Refusal):
        return
    from vademecum.domains.education.alerts import alert_of, file_sink

    alert = alert_of(query, outcome, datetime.now(UTC))
    if alert is not None and school().alerts:
        file_sink(home() / "alerts" / f"{domain}.jsonl")(alert)


def _is_child(domain: str, user: str | None) -> bool:
    if domain != EDUCATION or not (home() / "school.toml").is_file():
        return False
    from vademecum.domains.education.school import is_child

    return is_child(school(), user)
