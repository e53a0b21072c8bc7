"""The demo's HTML: escaped texts, marked quotations, words beside every sign."""

from __future__ import annotations

import re
import socket
import threading
from dataclasses import replace
from datetime import date
from html import unescape
from types import SimpleNamespace
from typing import Any, cast

import pytest

from vademecum.apps.composition import Assistant
from vademecum.apps.demo.adapter_html import adapter_html
from vademecum.apps.demo.answer_html import (
    answer_html,
    blocks_of,
    card_html,
    copy_text,
    meter_html,
    number_sources,
)
from vademecum.apps.demo.assistants import Assistants
from vademecum.apps.demo.colour import DARK_PANEL, LIGHT_PANEL, accent_rules, contrast, readable
from vademecum.apps.demo.compare_html import compare_html, name_passages
from vademecum.apps.demo.guard_html import guard_html
from vademecum.apps.demo.markup import day, esc
from vademecum.apps.demo.progress import ask_telling
from vademecum.apps.demo.serve import require_free
from vademecum.apps.demo.source_html import document_html, sources_html
from vademecum.apps.demo.words import Rung
from vademecum.retrieval import Access, Answer, Engine, Query, Refusal
from vademecum.retrieval.adapters import Figure, TrainedOn
from vademecum.retrieval.errors import InvalidInput, UserError
from vademecum.retrieval.testing.adapters import made_card
from vademecum.retrieval.testing.fakes import (
    ListSearch,
    MemoryAudit,
    OpenPolicy,
    QuoteGenerator,
    cite,
    hit,
    text_of,
)
from vademecum.retrieval.trace import Trace
from vademecum.retrieval.types import Claim, Hit, Verdict

EVIL = "<img src=x onerror=alert(1)> ${alert(2)} {{value}} \"' `x`"


def answer_of(*parts: tuple[Hit, int, int], text: str | None = None) -> Answer:
    claims = tuple(
        Claim(
            text=found.passage.text[start:end],
            citations=(cite(found, start, end).model_copy(update={"status": "verified"}),),
        )
        for found, start, end in parts
    )
    numbers = number_sources(claims)
    written = " ".join(f"{c.text} [{numbers[c.citations[0].passage_id]}]" for c in claims)
    hits = tuple({found.passage.id: found for found, _, _ in parts}.values())
    return Answer(text=text or written, claims=claims, hits=hits)


def same_name(document_id: str) -> str:
    return document_id


def test_escape_leaves_no_markup_and_no_template_sign() -> None:
    assert not re.search(r"[<>\"'`${}]", esc(EVIL))
    assert unescape(esc(EVIL)) == EVIL


@pytest.mark.parametrize("place", ["title", "text", "section", "source"])
def test_document_texts_never_become_elements(place: str) -> None:
    found = hit(EVIL if place == "text" else "Plain words here.", title="T")
    if place == "title":
        found = hit("Plain words here.", title=EVIL)
    if place == "section":
        passage = found.passage.model_copy(update={"section": (EVIL,)})
        found = found.model_copy(update={"passage": passage})
    if place == "source":
        found = hit("Plain words here.", sources=(EVIL,), licence=EVIL, review=EVIL)
    answer = answer_of((found, 0, len(found.passage.text)))
    shown = answer_html(answer, "k") + sources_html(answer, "k", same_name)
    assert "<img" not in shown
    assert "${" not in shown
    assert "{{" not in shown


def test_each_claim_is_followed_by_a_button_that_names_its_source() -> None:
    found = hit("First words. Second words.", title="A book")
    shown = answer_html(answer_of((found, 0, 12), (found, 13, 26)), "law-1")
    assert shown.count("<button") == 2
    assert shown.count('data-source="law-1-s1"') == 2
    assert 'data-mark="13-26"' in shown
    assert 'aria-label="Open source 1: A book, verified"' in shown
    assert len(re.findall(r">\[1\]<", shown)) == 2


def test_labels_and_notes_of_the_text_are_kept() -> None:
    one, two = hit("One is so.", document_id="a"), hit("Two is so.", document_id="b")
    text = "Under EU law: One is so. [1]\n\nUnder US law: Two is so. [2]\n\nCheck: a note."
    answer = answer_of((one, 0, 10), (two, 0, 10), text=text)
    blocks = blocks_of(answer.text, answer.claims)
    assert [[piece.text for piece in block] for block in blocks] == [
        ["Under EU law: ", "One is so."],
        ["Under US law: ", "Two is so."],
        ["Check: a note."],
    ]
    shown = answer_html(answer, "k")
    assert '<strong class="vm-label">Under EU law:</strong>' in shown
    assert '<p class="vm-note">Check: a note.</p>' in shown


def test_a_text_that_lost_its_claims_falls_back_to_the_claims() -> None:
    found = hit("One is so.")
    shown = answer_html(answer_of((found, 0, 10), text="Something else."), "k")
    assert "One is so." in shown
    assert "Something else." not in shown


@pytest.mark.parametrize(("shown", "count"), [(1, 1), (2, 2), (None, 3)])
def test_sentences_appear_one_by_one(shown: int | None, count: int) -> None:
    found = hit("Aa bb. Cc dd. Ee ff.")
    answer = answer_of((found, 0, 6), (found, 7, 13), (found, 14, 20))
    assert answer_html(answer, "k", shown).count("<button") == count


def test_the_mark_is_the_quote_inside_its_document() -> None:
    text = "# Head\nBefore. The quote & more. After.\n## Next\nEnd."
    found = hit("The quote & more. After.", document_text=text)
    quote = cite(found, 0, 17)
    shown = document_html(found.document, found.passage.start, found.passage.end, [quote])
    marks = re.findall(r"<mark[^>]*>(.*?)</mark>", shown, re.DOTALL)
    assert [unescape(mark) for mark in marks] == [quote.quote]
    assert '<strong class="vm-heading">Next</strong>' in shown
    assert "not shown" not in shown


def test_a_long_document_is_shown_around_the_passage() -> None:
    found = hit("Here.", document_text="x" * 9_000 + "Here." + "y" * 9_000)
    shown = document_html(found.document, found.passage.start, found.passage.end, [])
    assert "earlier text not shown" in shown
    assert "later text not shown" in shown
    assert len(shown) < 7_000


def test_overlapping_quotes_give_one_mark() -> None:
    found = hit("abcdef")
    shown = document_html(found.document, 0, 6, [cite(found, 0, 4), cite(found, 2, 6)])
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", shown) == ["abcdef"]


def test_a_source_shows_what_a_reader_must_know() -> None:
    found = hit(
        "Old words.",
        citation="Rule 4(m)",
        effective_from=date(1993, 12, 1),
        effective_to=date(2015, 11, 30),
        superseded_by="new",
        jurisdiction="US",
        licence="CC0",
        review="not reviewed by a professional",
    ).model_copy(update={"marks": ("not in force since 2015-12-01",)})
    shown = sources_html(answer_of((found, 0, 10)), "k", {"new": "The new rule"}.__getitem__)
    for words in (
        "Rule 4(m)",
        "1 December 1993",
        "until 30 November 2015; superseded by The new rule",
        "US",
        "CC0",
        "not reviewed by a professional",
        "not in force since 2015-12-01",
    ):
        assert f">{words}<" in shown
    assert re.search(r"✓</span> verified", shown)


@pytest.mark.parametrize(
    ("status", "words"),
    [("mismatch", "mismatch"), ("not_found", "not found"), ("not_checked", "not checked")],
)
def test_every_status_has_words(status: Any, words: str) -> None:
    found = hit("One is so.")
    citation = cite(found, 0, 10).model_copy(update={"status": status})
    answer = Answer(
        text="One is so. [1]", claims=(Claim(text="One is so.", citations=(citation,)),)
    )
    assert f"</span> {words}" in sources_html(answer, "k", same_name)
    assert words in answer_html(answer, "k")


@pytest.mark.parametrize(
    ("outcome", "urgent", "kind", "title"),
    [
        ("redirected", True, "emergency", "Help comes first"),
        ("redirected", False, "redirected", "Please turn to other help"),
        ("abstained", False, "abstained", "Not enough evidence"),
        ("refused", False, "refused", "Not answered"),
    ],
)
def test_cards_differ(outcome: Any, urgent: bool, kind: str, title: str) -> None:
    shown = card_html(Refusal(outcome=outcome, text="Some text."), urgent)
    assert f"vm-card-{kind}" in shown
    assert title in shown


def test_guardrails_are_told_in_words() -> None:
    said = Verdict(
        rail="in_force", stage="context", action="warn", reason="too old", basis="rule 7"
    )
    refusal = Refusal(outcome="refused", text="", verdicts=(said, said), timings_ms={"search": 2.0})
    shown = guard_html(refusal, 9)
    assert shown.count("too old") == 1
    for words in ("Took note", "while weighing the passages", "(2 times)", "rule 7", "2.0 ms"):
        assert words in shown
    assert "9 rails looked" in guard_html(Refusal(outcome="refused", text=""), 9)


def test_meter_says_its_number() -> None:
    assert 'aria-valuenow="0.75"' in meter_html(0.75, 0.5)
    assert "answers from 0.50" in meter_html(0.75, 0.5)
    assert meter_html(None, 0.5) == ""


def test_the_copied_text_carries_sources_and_notice() -> None:
    found = hit("One is so.", title="A book", citation="Book, p. 1")
    copied = copy_text(answer_of((found, 0, 10)), "Information only.")
    assert copied == (
        "One is so. [1]\n\nSources\n[1] A book. Book, p. 1. (verified)\n\nInformation only."
    )


def test_comparison_has_a_column_for_each_rung_a_chart_and_a_table() -> None:
    one, two = hit("One.", document_id="a", title=EVIL), hit("Two.", document_id="b")
    found: dict[Rung, tuple[Hit, ...]] = {
        "lexical": (one,),
        "dense": (two,),
        "hybrid": (two, one),
        "adapted": (one, two),
    }
    shown = compare_html(found)
    assert name_passages(found) == {"a#0": "A", "b#0": "B"}
    assert shown.count("<section") == 4
    assert shown.count("<circle") == 6
    assert "▼ down from 1" in shown
    assert "▲ up from 2" in shown
    assert "▲ from beyond place 10" in shown
    assert "<img" not in shown
    assert "<table" in shown


def test_a_card_is_drawn_with_a_table_and_colours_what_is_shown_to_have_changed() -> None:
    def figure(value: float, low: float, high: float) -> Figure:
        return Figure(value=value, low=low, high=high, n=1000)

    card = made_card(
        name="retrieval",
        weights_sha256="abcdef" * 10,
        trained_on=(TrainedOn(name=EVIL, licence="", items=2010),),
        seconds=180,
        before={k: figure(0.5, 0.4, 0.6) for k in "abc"},
        after={"a": figure(0.6, 0, 0), "b": figure(0.4, 0, 0), "c": figure(0.5, 0, 0)},
        difference={
            "a": figure(0.1, 0.05, 0.15),
            "b": figure(-0.1, -0.15, -0.05),
            "c": figure(0.0, -0.1, 0.1),
        },
    )
    shown = adapter_html(card)
    assert [shown.count(f"vm-gain-{kind}") for kind in ("up", "down", "same")] == [1, 1, 1]
    assert "+0.100 [+0.050, +0.150] · gain" in shown
    assert "-0.100 [-0.150, -0.050] · loss" in shown
    assert "not shown to differ" in shown
    assert "in 3 minutes" in shown
    assert "<img" not in shown


@pytest.mark.parametrize("accent", ["#ffff00", "#0f6e73", "#000000", "#ffffff", "#7f7f7f"])
def test_every_accent_becomes_readable(accent: str) -> None:
    for background in (LIGHT_PANEL, DARK_PANEL, "#ffffff"):
        assert contrast(readable(accent, background), background) >= 4.5
    assert ".dark .vm-domain-law{" in accent_rules("law", accent)


def test_days_are_written_out() -> None:
    assert day(date(2021, 5, 3)) == "3 May 2021"


class WaitingPolicy(OpenPolicy):
    """Let everything through, each step only after somebody has taken its line."""

    def __init__(self, taken: threading.Semaphore) -> None:
        self.taken = taken

    def wait(self, step: Any) -> Any:
        def waiting(*args: Any) -> Any:
            assert self.taken.acquire(timeout=30)
            return step(*args)

        return waiting

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return self.wait(found) if name.startswith("check_") else found


class TellingAudit(MemoryAudit):
    """Tell when a question is over."""

    def __init__(self, is_over: threading.Event) -> None:
        super().__init__()
        self.is_over = is_over

    def record(self, trace: Trace) -> str:
        self.is_over.set()
        return super().record(trace)


def fake_assistant(policy: OpenPolicy | None = None, audit: MemoryAudit | None = None) -> Assistant:
    found = hit("The sky is blue. It is so.")
    engine = Engine(ListSearch([found]), QuoteGenerator(), audit or MemoryAudit(), text_of([found]))
    domain = SimpleNamespace(name="law")
    return cast(
        Assistant, SimpleNamespace(domain=domain, engine=engine, policy=policy or OpenPolicy())
    )


def test_the_steps_are_told_while_a_question_is_answered() -> None:
    query = Query(text="Why?", allow=Access.of("public"))
    taken = threading.Semaphore(0)
    policy = WaitingPolicy(taken)
    assistant = fake_assistant(policy)
    searcher = SimpleNamespace(search=policy.wait(assistant.engine.searcher.search))
    generator = SimpleNamespace(generate=policy.wait(assistant.engine.generator.generate))
    engine = replace(assistant.engine, searcher=searcher, generator=generator)
    slow = cast(Assistant, SimpleNamespace(domain=assistant.domain, engine=engine, policy=policy))
    steps: list[str | Answer | Refusal] = []
    for step in ask_telling(policy.wait(lambda: slow), lambda assistant: query):
        steps.append(step)
        taken.release()
    *told, outcome = steps
    assert [str(step).split()[0] for step in told] == [
        "Opening",
        "Checking",
        "Searching",
        "Weighing",
        "Reading",
        "Checking",
    ]
    assert isinstance(outcome, Answer)
    assert outcome.text == "The sky is blue."


def test_steps_that_are_over_do_not_hold_the_answer_up() -> None:
    query = Query(text="Why?", allow=Access.of("public"))
    begin, is_over = threading.Event(), threading.Event()

    def make(assistant: Assistant) -> Query:
        assert begin.wait(30)
        return query

    steps = ask_telling(lambda: fake_assistant(audit=TellingAudit(is_over)), make)
    assert str(next(steps)).startswith("Opening")
    begin.set()
    assert is_over.wait(30)
    *told, outcome = steps
    assert [str(step).split()[0] for step in told] in (["Checking"], [])
    assert isinstance(outcome, Answer)


def test_a_mistake_reaches_the_page() -> None:
    def make(assistant: Assistant) -> Query:
        raise InvalidInput("not a date")

    with pytest.raises(InvalidInput, match="not a date"):
        list(ask_telling(fake_assistant, make))


def test_an_assistant_is_opened_once_and_a_failure_is_tried_again() -> None:
    opened: list[str] = []

    def open_one(name: str) -> Assistant:
        opened.append(name)
        if len(opened) == 1:
            raise UserError("busy")
        return fake_assistant()

    assistants = Assistants(open_one)
    with pytest.raises(UserError):
        assistants.get("law")
    threads = [threading.Thread(target=assistants.get, args=("law",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == ["law", "law"]


def test_a_taken_port_is_told_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=r"cannot listen on .*; choose another with --port"):
            require_free("127.0.0.1", port)
