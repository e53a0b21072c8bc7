"""Put a domain, its library, a search, a generator and the rails together."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from vademecum.domains import Domain, load_domain
from vademecum.domains.consent import is_remote, require_consent
from vademecum.domains.masking import MaskingGenerator, identifiers_in
from vademecum.domains.policy import RailPolicy
from vademecum.retrieval import PUBLIC, Access, Answer, Engine, Query, Refusal, Turn, ask
from vademecum.retrieval.audit import AuditLog
from vademecum.retrieval.derived import IndexSettings
from vademecum.retrieval.encoder import base_encoder
from vademecum.retrieval.errors import InvalidInput, InvalidManifest, UnknownName
from vademecum.retrieval.generators.extractive import ExtractiveGenerator
from vademecum.retrieval.grounding import Supports, by_words
from vademecum.retrieval.home import home, library_folder
from vademecum.retrieval.ingest import IngestReport, Tick, ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.passages import PassageSettings
from vademecum.retrieval.protocols import Generator
from vademecum.retrieval.rows import document_sha256
from vademecum.retrieval.search import HybridSearch, SearchSettings
from vademecum.retrieval.types import SearchMode
from vademecum.retrieval.weights import Weights

from .adapters import NONE, adapted_encoder
from .school import equip, stored_name, tell_school
from .told import as_it_stands

MAX_QUESTION_CHARS = 10_000
_STARTER = "starter-corpus"


@dataclass(frozen=True)
class Assistant:
    """Everything that answers questions of one domain."""

    domain: Domain
    library: Library
    search: HybridSearch
    engine: Engine
    policy: RailPolicy

    def ask(self, query: Query) -> Answer | Refusal:
        """Answer one question along the straight line; a school is told of a disclosure."""
        outcome = ask(query, self.engine, self.policy)
        tell_school(self.domain.name, query, outcome)
        return outcome


shared_encoder = base_encoder
"""The one base encoder of this process, which the name tagger of the rails reads with too."""


def passage_settings(domain: Domain) -> PassageSettings:
    """Return how the domain cuts documents."""
    return PassageSettings.model_validate(domain.manifest.passages.model_dump())


def search_settings(domain: Domain) -> SearchSettings:
    """Return how the domain joins its searches."""
    fusion = domain.manifest.fusion
    return SearchSettings(
        weights=Weights.model_validate(fusion.model_dump(exclude={"candidates", "window"})),
        candidates=fusion.candidates,
        window=fusion.window,
        surface=domain.manifest.lexical.surface,
        related=domain.manifest.related,
        index=IndexSettings.model_validate(domain.manifest.lexical.model_dump(exclude={"surface"})),
    )


def open_library(domain: Domain) -> Library:
    """Open the library of ``domain``, empty if it is new."""
    return Library(library_folder(domain.name))


def add_starter_corpus(
    domain: Domain, library: Library, tick: Tick = lambda documents, passages: None
) -> IngestReport | None:
    """Bring the starter corpus in, once per version of it; None if there is nothing to do.

    A starter document that somebody removed stays removed.
    """
    documents = list(domain.starter_documents())
    stamp = hashlib.sha256("".join(map(document_sha256, documents)).encode()).hexdigest()
    if not documents or library.mark(_STARTER) == stamp:
        return None
    documents = [as_it_stands(document, library.document(document.id)) for document in documents]
    report = ingest(library, documents, shared_encoder(), passage_settings(domain), tick)
    library.set_mark(_STARTER, stamp)
    return report


def open_search(
    domain: Domain,
    library: Library,
    notice: Callable[[str], None] = lambda line: None,
    adapter: str = NONE,
) -> HybridSearch:
    """Return the domain's search over ``library``, questions read with ``adapter``.

    An adapter of both sides searches vectors of its own, which are made when they are first needed.
    """
    questions = adapted_encoder(domain, adapter)
    passages = questions if questions.reads_passages else shared_encoder()
    return HybridSearch(library, passages, search_settings(domain), notice, questions)


def open_assistant(
    name: str,
    generator: str = "extractive",
    notice: Callable[[str], None] = lambda line: None,
    tick: Tick = lambda documents, passages: None,
    with_starter_corpus: bool = True,
    adapter: str | None = None,
) -> Assistant:
    """Open a domain by name; its starter corpus is brought in if it is not there yet.

    Without ``adapter`` questions are read with the one that the domain names.
    """
    domain = equip(load_domain(name))
    library = open_library(domain)
    if with_starter_corpus:
        add_starter_corpus(domain, library, tick)
    chosen = domain.manifest.adapter if adapter is None else adapter
    search = open_search(domain, library, notice, chosen)
    engine = Engine(
        searcher=search,
        generator=_generator(generator, search, domain),
        audit=audit_log(domain),
        text_of=library.text_of,
        supports=_supports(generator),
    )
    return Assistant(domain, library, search, engine, RailPolicy(domain))


def audit_log(domain: Domain) -> AuditLog:
    """Return the audit record of ``domain``."""
    return AuditLog(home() / "audit" / f"{domain.name}.sqlite", domain.name)


def access_of(user: str | None) -> Access:
    """Return the groups of a user as ``users.toml`` in VADEMECUM_HOME has them.

    Without a name, what is public; a name that the file does not hold raises UnknownName.
    """
    if user is None:
        return Access.of(PUBLIC)
    path = home() / "users.toml"
    try:
        users = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidManifest(f"{path}: not valid TOML ({error})") from None
    groups = users.get(user)
    if not isinstance(groups, list):
        raise UnknownName(
            f'no user is named {user!r}; add a line like {user} = ["public"] to {path}'
        )
    return Access.of(*map(str, groups))


def make_query(
    domain: Domain,
    text: str,
    *,
    user: str | None = None,
    history: tuple[Turn, ...] = (),
    audience: str | None = None,
    jurisdiction: str | None = None,
    region: str | None = None,
    as_of: date | None = None,
    mode: SearchMode = "hybrid",
    k: int = 10,
) -> Query:
    """Build a question for ``domain``; raise InvalidInput or UnknownName where it cannot be one."""
    if not text.strip():
        raise InvalidInput("the question is empty; type a question")
    if len(text) > MAX_QUESTION_CHARS:
        raise InvalidInput(
            f"the question has {len(text):,} characters; ask in at most {MAX_QUESTION_CHARS:,}"
        )
    manifest = domain.manifest
    for value, known, kind in (
        (audience, manifest.audiences, "audience"),
        (jurisdiction, manifest.jurisdictions, "jurisdiction"),
        (region, manifest.regions, "region"),
    ):
        if value is not None and value not in known:
            choices = ", ".join(known) or "none"
            raise UnknownName(f"{domain.name} knows no {kind} {value!r}; it knows: {choices}")
    return Query(
        text=text.strip(),
        allow=access_of(user),
        history=history,
        audience=audience or manifest.default_audience,
        jurisdiction=jurisdiction,
        region=region or manifest.default_region,
        as_of=as_of,
        user=stored_name(domain.name, user),
        mode=mode,
        k=k,
    )


def extractive(search: HybridSearch) -> ExtractiveGenerator:
    """Return the generator that quotes, reading words as ``search`` does."""
    return ExtractiveGenerator(
        terms=lambda text: search.indexes.lexical.analyzer.terms(text),
        weight=lambda term: search.indexes.lexical.weight(term),
    )


def _supports(generator: str) -> Supports:
    """Return how claims are checked: what a language model writes also by the learned score."""
    if generator == "extractive":
        return by_words
    from vademecum.retrieval.claim_support import fitting_support

    return fitting_support(shared_encoder())


def _generator(name: str, search: HybridSearch, domain: Domain) -> Generator:
    if name == "extractive":
        return extractive(search)
    from vademecum.retrieval.generators.chat import ChatGenerator
    from vademecum.retrieval.generators.local import load_chat_model

    at = name.partition("@http")[1:]
    address = "http" + at[1] if at[0] else None
    if address is not None and domain.manifest.consent_before_learning:
        require_consent(address, home() / "endpoints.toml")
    made = ChatGenerator(load_chat_model(name))
    if address is None or not is_remote(address) or not domain.manifest.mask_before_remote:
        return made
    return MaskingGenerator(made, identifiers_in)
