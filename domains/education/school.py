"""What a school brings: its protocol for disclosures, its answer keys, its youngest learners."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Final

from pydantic import Field

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from ..domain import Domain
from .guardrails import rails_with
from .keys import AnswerKey, AnswerKeys

EVERYBODY: Final = "*"
MINOR_TURNS: Final = 8
"""How much of a conversation with a child is kept, in turns: enough for the hint ladder."""
DISCLOSURES: Final = ("safeguarding", "crisis")


class Consent(Noun):
    """A parent's consent, as it was recorded, that a child's words may reach a remote model.

    COPPA (16 CFR 312.5) asks for a separate consent to disclosure to third parties.
    """

    student: str
    given_by: str
    on: date
    remote_models: bool = False
    until: date | None = None


class School(Noun):
    """The contents of ``school.toml``, written by the operator."""

    protocol: str | None = None
    """What a learner reads who discloses harm; {emergency_number}, {crisis_number} are filled."""
    under_13: tuple[str, ...] = ()
    """User names; ``*`` where every user is a child, named or not."""
    consents: tuple[Consent, ...] = ()
    alerts: bool = True
    answer_keys: tuple[AnswerKey, ...] = Field(default=())


def with_school(domain: Domain, school: School) -> Domain:
    """Return the domain with the school's words for disclosures and its answer keys."""
    texts = dict(domain.ui.texts)
    if school.protocol is not None:
        texts["safeguarding"] = school.protocol
        texts["crisis"] = f"{texts['crisis']} {school.protocol}"
    rails = rails_with(AnswerKeys(school.answer_keys)) if school.answer_keys else domain.rails
    kept = {rail.id for rail in domain.rails}
    return replace(
        domain,
        ui=domain.ui.model_copy(update={"texts": texts}),
        rails=tuple(rail for rail in rails if rail.id in kept),
    )


def is_child(school: School, user: str | None) -> bool:
    """Tell whether the operator counts ``user`` among those under 13."""
    return EVERYBODY in school.under_13 or (user is not None and user in school.under_13)


def require_local_model(school: School, user: str | None, generator: str, today: date) -> None:
    """Raise InvalidInput where a child's words would reach a remote model without consent."""
    if not is_remote(generator) or not is_child(school, user):
        return
    if any(_allows(consent, user, today) for consent in school.consents):
        return
    raise InvalidInput(
        f"the model {generator.split(':')[0]} is remote and {user or 'this user'} is "
        f"under 13 with no "
        "recorded consent; use a local model, or record the consent in school.toml"
    )


def is_remote(generator: str) -> bool:
    """Tell whether a generator sends text to a server: any but extractive and a local folder."""
    return generator != "extractive" and not generator.startswith("local:")


def pseudonym(user: str) -> str:
    """Return what stands for a child's name in what is stored."""
    return sha256(user.encode()).hexdigest()[:16]


def _allows(consent: Consent, user: str | None, today: date) -> bool:
    is_current = consent.on <= today and (consent.until is None or today <= consent.until)
    return consent.student == user and consent.remote_models and is_current
