"""Presidio's own pattern recognisers, to stand beside ours; without its language model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import Any

from .tasks.identifiers import Identifier

NAME = "presidio patterns"


def is_installed() -> bool:
    """Tell whether presidio-analyzer and spaCy can be imported."""
    return all(find_spec(name) is not None for name in ("presidio_analyzer", "spacy"))


def presidio_patterns() -> Callable[[str], Iterable[Identifier]]:
    """Return a finder: every English recogniser that Presidio loads but the one on a model.

    Its language engine is ``spacy.blank("en")``, so that nothing is downloaded.
    """
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    # Presidio checks domains with tldextract, which would ask the network for its list of suffixes.
    tldextract.extract = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())
    engine = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "blank"}])
    engine.nlp = {"en": spacy.blank("en")}
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    registry.remove_recognizer("SpacyRecognizer")
    analyzer: Any = AnalyzerEngine(registry=registry, nlp_engine=engine)

    def find(text: str) -> Iterable[Identifier]:
        for found in analyzer.analyze(text=text, language="en"):
            yield Identifier(
                type=found.entity_type,
                start=found.start,
                end=found.end,
                text=text[found.start : found.end],
            )

    return find
