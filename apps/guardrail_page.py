"""Write docs/guardrails.md from the rails: ``python -m vademecum.apps.guardrail_page``."""

from __future__ import annotations

import sys

from vademecum.domains import Domain, Rail, load_domain

BUILT_IN = ("healthcare", "law", "education")
_HEAD = """# Guardrails

This page is made from the rails in `domains/*/guardrails.py` by
`python -m vademecum.apps.guardrail_page > docs/guardrails.md`; a test holds both together.

A rail is a value: an id, a stage (input, context, output), a ground, a check, and sentences that
must and must not fire it (a contract test runs them all). The rows named last are those of the
project's list of expectations. A rail is switched off in `domain.toml` with a date and a reason.
The first rails are rules, written by people; phone numbers and grounds were written from secondary
sources and are to be checked against the primary ones before a deployment.
Rates: `vademecum eval run guardrails --domain DOMAIN --half test`.
"""


def guardrail_page() -> str:
    """Return the page: a table of rails per built-in domain."""
    return "\n".join([_HEAD, *(_table(load_domain(name)) for name in BUILT_IN)])


def _table(domain: Domain) -> str:
    rows = [
        f"## {domain.manifest.title}",
        "",
        "| rail | stage | ground | in force | expectations |",
        "|---|---|---|---|---|",
        *(_row(rail) for rail in domain.rails),
        "",
    ]
    return "\n".join(rows)


def _row(rail: Rail) -> str:
    ground = rail.ground
    day = str(ground.in_force) if ground.in_force else "–"
    said = f"{ground.rule} ({ground.source}; {ground.jurisdiction})".replace("|", "/")
    return f"| `{rail.id}` | {rail.stage} | {said} | {day} | {', '.join(rail.expectation)} |"


if __name__ == "__main__":
    sys.stdout.write(guardrail_page())
