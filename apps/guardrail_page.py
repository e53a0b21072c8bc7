"""Write docs/guardrails.md: ``python -m vademecum.apps.guardrail_page docs/behaviours.json``.

Everything on the page comes from data: the rails, ``domains/rails/regulations.toml``, and the
outcomes that ``pytest --record-behaviours docs/behaviours.json`` wrote.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from vademecum.domains import Domain, Rail, load_domain
from vademecum.domains.rails.regulations import Behaviour, Regulation, regulations
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

BUILT_IN = ("healthcare", "law", "education")
_HEAD = """# Guardrails

This page is made by `make guardrails` from the rails in `domains/*/guardrails.py`, the rules in
`domains/rails/regulations.toml` and the last recorded run of the tests named after behaviours
(`docs/behaviours.json`); a test holds them together.

A rail is a value: an id, a stage (input, context, output), an action, a ground, a check, and
sentences that must and must not fire it (a contract test runs them all). A rail is switched off in
`domain.toml`, by name, with a date and a reason; one that protects people in danger also needs a
name under `acknowledged`. `vademecum doctor` and `vademecum guard` say which are off.
Most rails are rules, written by people. Harmful requests, jailbreaks, sentences meant for a
machine, urgency, names and the field of a question are heard by small learned heads as well; each
has a card beside its weights (below `domains/rails/`), and none is right always: see the rates in
[benchmarks.md](benchmarks.md). Phone numbers, dates and grounds were written from secondary
sources and are to be checked against the primary ones before a deployment.
Emergency, crisis and safeguarding speak English and Spanish (`domains/rails/spoken/`: another
language is another file) and give the numbers of a region (`domains/rails/contacts.toml`).
Rates: `vademecum eval run guardrails --domain DOMAIN --half test`, and for the urgent rails
`vademecum eval run guardrails --domain healthcare --set urgent --half test` (`urgent_es`: Spanish).
What people ask every day, in the first person, is too often stopped by the harm rail:
`vademecum eval run guardrails --domain DOMAIN --set everyday`.
"""
_COMPLIANCE = """## Compliance

Each row is a behaviour; a test that fails turns its row red. H: healthcare, L: law, E: education.
"""
_RULES = """## Rules

A date is the day since when the rule holds, or the day of the text; where we are not sure, none.
"""
_MARKS = {"passed": "🟢 passed", "failed": "🔴 failed", "skipped": "⚪ skipped"}


class Outcome(Noun):
    """The last outcome of one test function, over all its cases."""

    file: str
    outcome: Literal["passed", "failed", "skipped"]
    cases: int


class Record(Noun):
    """What ``pytest --record-behaviours`` wrote."""

    recorded: str
    tests: dict[str, Outcome]


def read_record(path: Path) -> Record:
    """Read the record of the last run; raise InvalidInput where there is none."""
    try:
        return Record.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise InvalidInput(f"{path}: no record of behaviours ({error}); make guardrails") from None


def guardrail_page(record: Record) -> str:
    """Return the page: compliance, rules, and a table of rails per built-in domain."""
    domains = [load_domain(name) for name in BUILT_IN]
    return "\n".join([_HEAD, *_compliance(record), "", *_rules(domains), "", *map(_rails, domains)])


def _compliance(record: Record) -> Iterable[str]:
    known = regulations()
    yield _COMPLIANCE
    yield f"Last recorded run: {record.recorded}.\n"
    yield "| | behaviour | rule | control | tests | last result |"
    yield "|---|---|---|---|---|---|"
    for name, behaviour in known.behaviours.items():
        yield _behaviour(name, behaviour, known.rules, record)


def _behaviour(
    name: str, behaviour: Behaviour, rules: dict[str, Regulation], record: Record
) -> str:
    tests = {n: t for n, t in record.tests.items() if n.startswith(f"test_{name.lower()}_")}
    sources = "; ".join(_source(rules[key]) for key in behaviour.rules)
    controls = ", ".join(f"`{control}`" for control in behaviour.controls)
    files = ", ".join(f"`{file}`" for file in sorted({test.file for test in tests.values()}))
    shown = f"{len(tests)} in {files}" if tests else "–"
    return _line(name, behaviour.text, sources, controls, shown, _result(tests))


def _result(tests: dict[str, Outcome]) -> str:
    if not tests:
        return "🔴 no test"
    failed = [name for name, test in tests.items() if test.outcome == "failed"]
    if failed:
        return f"{_MARKS['failed']}: {', '.join(f'`{name}`' for name in failed)}"
    if any(test.outcome == "skipped" for test in tests.values()):
        return _MARKS["skipped"]
    return f"{_MARKS['passed']} ({sum(test.cases for test in tests.values())} cases)"


def _rules(domains: Iterable[Domain]) -> Iterable[str]:
    grounds: dict[str, list[str]] = {}
    for domain in domains:
        for rail in domain.rails:
            grounds.setdefault(rail.ground.rule, []).append(f"{domain.name}: {rail.id}")
    yield _RULES
    yield "| rule | source | where | since | rails | review |"
    yield "|---|---|---|---|---|---|"
    for rule in regulations().rules.values():
        day = str(rule.in_force) if rule.in_force else "–"
        rails = ", ".join(grounds.get(rule.rule, [])) or "–"
        yield _line(rule.rule, rule.source, rule.jurisdiction, day, rails, rule.review)


def _source(rule: Regulation) -> str:
    since = f", since {rule.in_force}" if rule.in_force else ""
    return f"{rule.source} ({rule.jurisdiction}{since})"


def _rails(domain: Domain) -> str:
    rows = [
        f"## {domain.manifest.title}",
        "",
        "| rail | stage | action | ground | expectations |",
        "|---|---|---|---|---|",
        *(_rail(rail) for rail in domain.rails),
        *(
            f"| `{s.rail}` | | **switched off** since {s.since} | {s.reason} | |"
            for s in domain.manifest.switched_off
        ),
        "",
    ]
    return "\n".join(rows)


def _rail(rail: Rail) -> str:
    ground = f"{rail.ground.rule} ({rail.ground.source}; {rail.ground.jurisdiction})"
    first = f"`{rail.id}`{' (first)' if rail.is_urgent else ''}"
    return _line(first, rail.stage, rail.action, ground, ", ".join(rail.expectation))


def _line(*cells: str) -> str:
    return "| " + " | ".join(re.sub(r"\|", "/", cell) for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(guardrail_page(read_record(Path(sys.argv[1]))))
