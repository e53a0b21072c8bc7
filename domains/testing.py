"""What the tests of a domain package inherit: ``class TestFinance(DomainContract)``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from vademecum.retrieval.types import PUBLIC, Access, Query, Refusal

from .domain import Domain
from .policy import RailPolicy
from .rails.actions import STOPPING
from .rails.rail import Rail, Subject, verdicts_of


def subject_of(text: str) -> Subject:
    """Return ``text`` as the subject of a rail of any stage: question and text are the same."""
    return Subject(query=Query(text=text, allow=Access.of(PUBLIC)), text=text)


class DomainContract:
    """Check a domain package; a subclass sets ``domain``."""

    domain: ClassVar[Domain]
    today: ClassVar[date] = date(2026, 11, 23)

    def test_words_are_complete(self) -> None:
        """Check that the notice says what it must and that there are examples."""
        notice = self.domain.ui.notice.lower()
        assert "automated" in notice
        assert "information only" in notice or "legal information only" in notice
        assert "not reviewed" in notice or "were reviewed" in notice
        assert len(self.domain.ui.examples) >= 3
        for example in self.domain.ui.examples:
            assert example.audience in {None, *self.domain.manifest.audiences}
            assert example.jurisdiction in {None, *self.domain.manifest.jurisdictions}

    def test_accent_has_contrast(self) -> None:
        """Check WCAG 2.1 contrast of the accent colour on white: at least 4.5 to 1."""
        assert contrast_on_white(self.domain.ui.accent) >= 4.5

    def test_rails_have_grounds_and_sentences(self) -> None:
        """Check that each rail has a ground, a source and four sentences of each kind."""
        assert self.domain.rails
        for rail in self.domain.rails:
            assert rail.ground.rule, rail.id
            assert rail.ground.source, rail.id
            assert len(rail.must_fire) >= 4, rail.id
            assert len(rail.must_not_fire) >= 4, rail.id

    def test_rails_fire_where_they_must(self) -> None:
        """Check every ``must_fire`` sentence, and that verdicts carry rail, stage and basis."""
        for rail in self.domain.rails:
            for text in rail.must_fire:
                said = verdicts_of(rail, subject_of(text))
                assert said, f"{rail.id} is silent on: {text[:200]}"
                for verdict in said:
                    assert (verdict.rail, verdict.stage) == (rail.id, rail.stage)
                    assert verdict.basis
                    assert verdict.reason

    def test_rails_stay_silent_where_they_must(self) -> None:
        """Check every ``must_not_fire`` sentence."""
        for rail in self.domain.rails:
            for text in rail.must_not_fire:
                assert not verdicts_of(rail, subject_of(text)), f"{rail.id} fires on: {text[:200]}"

    def test_stopping_rails_have_texts(self) -> None:
        """Check that a person who is stopped is told something, in every region."""
        for rail in self.domain.rails:
            if not _stops(rail) or rail.stage == "context":
                continue
            regions = (f"{rail.id}.{region}" for region in self.domain.manifest.regions)
            is_regional = all(key in self.domain.ui.texts for key in regions)
            assert rail.id in self.domain.ui.texts or is_regional, rail.id
        assert "evidence" in self.domain.ui.texts

    def test_examples_are_not_stopped(self) -> None:
        """Check that the questions offered to newcomers pass the input rails."""
        policy = RailPolicy(self.domain, today=lambda: self.today)
        for example in self.domain.ui.examples:
            query = Query(text=example.question, allow=Access.of(PUBLIC))
            checked, _ = policy.check_input(query)
            assert not isinstance(checked, Refusal), example.question

    def test_corpus_can_be_read(self) -> None:
        """Check that documents parse, ids are unique and replacements exist."""
        documents = list(self.domain.starter_documents())
        ids = [document.id for document in documents]
        assert len(ids) == len(set(ids))
        for document in documents:
            assert document.text.strip(), document.id
            if document.superseded_by is not None:
                assert document.superseded_by in ids, document.id

    def test_evaluation_sets_point_into_their_texts(self) -> None:
        """Check ids and the offsets of every annotated span of the domain's own sets."""
        for path in sorted((self.domain.folder / "evalsets").glob("*.jsonl")):
            seen: set[str] = set()
            for line in _lines(path.read_text(encoding="utf-8")):
                if "id" in line:
                    assert line["id"] not in seen, f"{path.name}: {line['id']} twice"
                    seen.add(line["id"])
                for span in line.get("spans", ()):
                    assert line["text"][span["start"] : span["end"]] == span["text"], line["id"]


def contrast_on_white(colour: str) -> float:
    """Return the WCAG 2.1 contrast ratio of ``#rrggbb`` on white."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _stops(rail: Rail) -> bool:
    said = [v for text in rail.must_fire for v in verdicts_of(rail, subject_of(text))]
    return any(verdict.action in STOPPING for verdict in said)


def _lines(text: str) -> Iterator[dict[str, Any]]:
    yield from (json.loads(line) for line in text.splitlines() if line.strip())


__all__ = ["DomainContract", "contrast_on_white", "subject_of"]
