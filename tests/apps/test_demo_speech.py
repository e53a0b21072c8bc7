"""The interface in its other language: nothing is missing, no place to fill is lost."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from vademecum.apps import demo
from vademecum.apps.demo import words
from vademecum.apps.demo.speech import in_language, language, speaking, tr, translations
from vademecum.domains import installed_domains

PLACES = re.compile(r"\{(\w+)\}")


def spoken_literals() -> Iterator[str]:
    """Yield what is given to ``tr`` as it stands, in every module of the demo."""
    for path in sorted(Path(demo.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
                said = node.args[0]
                branches = [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]
                for branch in branches:
                    if isinstance(branch, ast.Constant) and isinstance(branch.value, str):
                        yield branch.value


def named_words() -> Iterator[str]:
    """Yield the words that stand in tables."""
    for table in (words.STATUS, words.ACTION):
        yield from (said for _, said in table.values())
    for rung in words.RUNG.values():
        yield from rung
    for plain in (words.STAGE, words.STEP, words.OUTCOME):
        yield from plain.values()
    yield from words.NOT_CLAIMED
    for domain in installed_domains()[0]:
        ui = domain.ui
        yield from (domain.manifest.title, ui.title, ui.tagline, ui.notice, ui.placeholder)


@pytest.mark.parametrize("said", sorted({*spoken_literals(), *named_words()}))
def test_every_word_is_said_in_spanish_too(said: str) -> None:
    translated = translations("es").get(said)
    assert translated, f"add to apps/demo/spanish: {said!r}"
    assert sorted(PLACES.findall(translated)) == sorted(PLACES.findall(said))


def test_an_unknown_sentence_stays_english() -> None:
    with speaking("es"):
        assert tr("A rail of {name}", name="yours") == "A rail of yours"


def test_a_handler_keeps_the_language_of_its_page() -> None:
    def steps() -> Iterator[str]:
        yield tr("Sources")
        yield language()

    with speaking("es"):
        handler, whole = in_language(steps), in_language(lambda: tr("Copy"))
    assert [*handler()] == ["Fuentes", "es"]
    assert whole() == "Copiar"
    assert language() == "en"
