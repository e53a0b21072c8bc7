"""The one rail of this domain: what money is, yes; what to do with yours, no."""

from __future__ import annotations

import re

from vademecum.domains.rails.rail import Ground, Rail, Subject
from vademecum.retrieval.types import Verdict

_THING = (
    r"(?:stocks?|shares?|bonds?|funds?|etfs?|crypto(?:currency|currencies)?|bitcoin|gold|savings|"
    r"pension|401\(k\)|ira|mortgage|money|portfolio|house|dollars|invest(?:ment|ments)?)"
)
_ACT = r"(?:buy|sell|hold|invest|put|move|borrow|refinance)"
_ASKS = re.compile(
    rf"\b(?:should|shall|must) (?:i|we)\b.*\b(?:{_ACT}|{_THING})\b"
    rf"|\b(?:what|which|where)\b.*\b(?:should|can|do) (?:i|we) (?:buy|sell|invest|put)\b"
    r"|\b(?:is|are) \w+(?: \w+)? a good (?:buy|investment|bet)\b.*\b(?:for me|for us|now)\b"
    rf"|\b(?:pick|recommend|choose|tell me)\b.*\b{_THING}\b.*\b(?:for me|to buy|to sell)\b"
    rf"|\bmy {_THING}\b.*\b(?:buy|sell|invest|move)\b.*\?",
    re.IGNORECASE | re.DOTALL,
)


def _check(subject: Subject) -> Verdict | None:
    match = _ASKS.search(subject.text)
    if match is None:
        return None
    return Verdict(
        rail="personal-advice",
        stage="input",
        action="refuse",
        reason="the question asks what a particular person should do with money",
        basis=str(GROUND),
        start=match.start(),
        end=match.end(),
    )


GROUND = Ground(
    rule="Personalised investment advice for compensation is reserved to registered advisers",
    source="US Investment Advisers Act of 1940, section 202(a)(11), 15 U.S.C. 80b-2(a)(11)",
    jurisdiction="US",
)

PERSONAL_ADVICE = Rail(
    id="personal-advice",
    stage="input",
    ground=GROUND,
    check=_check,
    must_fire=(
        "Should I buy bonds or stocks?",
        "I have 10,000 dollars. Where should I put it?",
        "Which fund should we buy this year?",
        "Is gold a good investment for me right now?",
        "Please recommend some shares for me to buy.",
        "Should we move our savings into bitcoin?",
    ),
    must_not_fire=(
        "What is a bond?",
        "Why do people diversify their investments?",
        "How is compound interest calculated?",
        "What is the difference between APR and APY?",
        "Is gold a commodity?",
        "What should a borrower know about APR?",
    ),
)

RAILS = (PERSONAL_ADVICE,)
