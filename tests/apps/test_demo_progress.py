"""A question asked on a page goes the same way as one from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vademecum.apps.composition import Assistant, make_query
from vademecum.apps.demo.progress import ask_telling
from vademecum.domains import load_domain
from vademecum.domains.policy import RailPolicy
from vademecum.retrieval import Engine
from vademecum.retrieval.testing.fakes import ListSearch, MemoryAudit, QuoteGenerator, hit, text_of

FOUND = (hit("Schools respond to bullying with a plan.", document_id="d1"),)


def assistant() -> Assistant:
    """Return education's real rails over one passage, without a library."""
    engine = Engine(ListSearch(FOUND), QuoteGenerator(), MemoryAudit(), text_of(FOUND))
    missing: Any = None
    domain = load_domain("education")
    return Assistant(domain, missing, missing, engine, RailPolicy(domain))


def ask(text: str) -> Any:
    *_, outcome = ask_telling(assistant, lambda made: make_query(made.domain, text))
    return outcome


def test_a_disclosure_on_the_page_alerts_the_school(home: Path) -> None:
    (home / "school.toml").write_text("alerts = true\n", encoding="utf-8")
    assert ask("How should schools respond to bullying?").outcome != "redirected"
    assert not (home / "alerts").exists()
    outcome = ask("My stepdad hits me when he is drunk")
    assert outcome.outcome == "redirected"
    (line,) = (home / "alerts" / "education.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["rail"] == "safeguarding"


def test_without_a_school_nothing_is_alerted(home: Path) -> None:
    assert ask("My stepdad hits me when he is drunk").outcome == "redirected"
    assert not (home / "alerts").exists()
