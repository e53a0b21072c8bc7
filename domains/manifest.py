"""What a domain declares about itself, as data: the contents of ``domain.toml`` and ``ui.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import Field, ValidationError

from vademecum.retrieval.asking import Related
from vademecum.retrieval.errors import InvalidManifest
from vademecum.retrieval.types import Noun
from vademecum.retrieval.weights import Weights

M = TypeVar("M", bound=Noun)


class Passages(Noun):
    """How documents are cut: sizes are tokens of the base encoder, special tokens not counted."""

    max_tokens: int = Field(default=200, ge=32, le=250)
    overlap_sentences: int = Field(default=0, ge=0, le=3)
    title_in_vector: bool = True


class Lexical(Noun):
    """How the lexical search reads words."""

    stemming: bool = True
    surface: bool = True
    """Score words as they stand beside their stems."""
    k1: float = 1.2
    b: float = 0.75


class Fusion(Weights):
    """How much each score counts, candidates of each search, neighbours read with a passage."""

    candidates: int = Field(default=200, ge=10)
    window: int = Field(default=0, ge=0, le=3)


class Evidence(Noun):
    """Logistic model of "the passages answer the question", and the threshold to answer at.

    Features: the best cosine of the question and a sentence, the best coverage of the question's
    term weight, the least "largest missing term weight", the share of the question's names and
    numbers that stand in the best passages, and whether the phrase that it quotes stands there.
    Fitted on what is for tuning by ``vademecum eval calibrate``.
    """

    bias: float = -6.0
    sentence: float = 6.0
    coverage: float = 2.0
    missing: float = 0.0
    anchors: float = 0.0
    phrase: float = 2.0
    threshold: float = Field(default=0.5, ge=0, le=1)


class Switch(Noun):
    """A rail that a deployment turned off, with the date and the reason.

    A rail that comes before everything else also needs ``acknowledged``: who answers for it.
    """

    rail: str
    since: date
    reason: str = Field(min_length=1)
    acknowledged: str = ""


class Manifest(Noun):
    """The contents of ``domain.toml``."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{1,31}$")
    title: str
    version: str
    languages: tuple[str, ...] = ("en",)
    audiences: tuple[str, ...] = ()
    default_audience: str | None = None
    jurisdictions: tuple[str, ...] = ()
    regions: tuple[str, ...] = ("US",)
    default_region: str = "US"
    redact_before_encoding: bool = False
    redact_documents: bool = False
    """Identifiers are taken out of documents before anything is encoded."""
    mask_before_remote: bool = False
    """Names and numbers are masked before a model on another machine reads them."""
    consent_before_learning: bool = False
    """A model on another machine that may learn from what it is sent needs a recorded consent."""
    reading_grades: dict[str, int] = Field(default_factory=dict)
    """The school grade that an audience reads at; above it the answer says so."""
    passages: Passages = Passages()
    lexical: Lexical = Lexical()
    fusion: Fusion = Fusion()
    related: tuple[Related, ...] = ()
    """Words of the field that are added to questions."""
    evidence: Evidence = Evidence()
    adapter: str = "none"
    """The adapter that questions are read with unless somebody asks for another."""
    switched_off: tuple[Switch, ...] = ()


class Example(Noun):
    """A question that a newcomer can try."""

    question: str
    audience: str | None = None
    jurisdiction: str | None = None


class Ui(Noun):
    """The contents of ``ui.toml``: the words people see."""

    title: str
    tagline: str
    notice: str
    placeholder: str
    accent: str = Field(default="#2563eb", pattern=r"^#[0-9a-f]{6}$")
    examples: tuple[Example, ...] = ()
    texts: dict[str, str] = Field(default_factory=dict)
    """Reply texts by rail id (or ``rail.region``), shown when that rail stops a question."""


def read_toml(model: type[M], path: Path) -> M:
    """Read ``path`` into ``model``; raise InvalidManifest with the first problem in one line."""
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise InvalidManifest(f"{path}: missing; a domain folder needs {path.name}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidManifest(f"{path}: not valid TOML ({error})") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidManifest(f"{path}: {where}: {first['msg']}") from None
