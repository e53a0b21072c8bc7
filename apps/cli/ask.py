"""`vademecum ask` and `vademecum search`."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter
from typing import Annotated

import typer

from .console import DomainArgument, JsonFlag, UserOption, emit, emit_json, line_width

AdapterOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Adapter of the encoder, or none; without it, what the domain uses."
    ),
]


def ask(
    domain: DomainArgument,
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="The question; - reads standard input.")
    ],
    conversation: Annotated[
        str | None, typer.Option(metavar="ID", help="Begin or go on with a conversation.")
    ] = None,
    audience: Annotated[
        str | None, typer.Option(metavar="MODE", help="Whom the answer is for.")
    ] = None,
    jurisdiction: Annotated[
        str | None, typer.Option(metavar="PLACE", help="Whose law, for example EU.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(metavar="PLACE", help="Whose emergency numbers.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Answer as of this day: 2026-01-31.")
    ] = None,
    user: UserOption = None,
    adapter: AdapterOption = None,
    generator: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="extractive, local:FOLDER or openai:MODEL@URL (LangChain)."
        ),
    ] = "extractive",
    ledger: Annotated[
        bool, typer.Option("--ledger", help="Add the verification table of every citation.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Answer a question, with verified citations."""
    from vademecum.domains import load_domain
    from vademecum.domains.policy import RailPolicy
    from vademecum.domains.rails.identifiers import redact
    from vademecum.retrieval import Refusal, Turn

    from ..composition import make_query
    from ..conversations import Conversation
    from ..school import equip, kept_turns, require_consent
    from ..views import outcome_view
    from .reading import read_day, read_text
    from .show import outcome_text
    from .starting import start

    loaded = equip(load_domain(domain))
    require_adapter(domain, adapter)
    require_consent(domain, user, generator)
    talk = Conversation(domain, user, conversation) if conversation is not None else None
    query = make_query(
        loaded,
        read_text(question, "the question"),
        user=user,
        history=talk.read() if talk else (),
        audience=audience,
        jurisdiction=jurisdiction,
        region=region,
        as_of=read_day(as_of, "--as-of") if as_of is not None else None,
    )
    checked, _ = RailPolicy(loaded).check_input(query)
    goes_on = not isinstance(checked, Refusal)
    outcome = start(domain, generator, is_search_needed=goes_on, adapter=adapter).ask(query)
    if talk:
        hides = loaded.manifest.redact_before_encoding
        asked = redact(query.text).text if hides else query.text
        talk.append(Turn(role="user", text=asked), Turn(role="assistant", text=outcome.text))
        talk.keep(kept_turns(domain, user))
    view, words = outcome_view(outcome), outcome_text(outcome, line_width())
    if ledger:
        from vademecum.domains.citations.export import ledger_markdown, ledger_view

        from ..citing import outcome_ledger

        rows = outcome_ledger(loaded, outcome, query.as_of or datetime.now(UTC).date())
        view, words = {**view, "ledger": ledger_view(rows)}, f"{words}\n\n{ledger_markdown(rows)}"
    if json:
        emit_json(view)
    else:
        emit(words)


def search(
    domain: DomainArgument,
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="What to look for; - reads standard input.")
    ],
    k: Annotated[
        int, typer.Option("-k", metavar="N", min=1, max=1000, help="How many passages.")
    ] = 10,
    mode: Annotated[str, typer.Option(metavar="MODE", help="hybrid, dense or lexical.")] = "hybrid",
    user: UserOption = None,
    adapter: AdapterOption = None,
    json: JsonFlag = False,
) -> None:
    """Find passages, with the rank that each search gave them."""
    from typing import cast

    from vademecum.domains import load_domain
    from vademecum.retrieval.errors import InvalidInput
    from vademecum.retrieval.types import SearchMode

    from ..composition import make_query
    from ..views import hits_view
    from .reading import read_text
    from .show import hits_text
    from .starting import start

    if mode not in ("hybrid", "dense", "lexical"):
        raise InvalidInput(f"{mode!r} is no search mode; choose hybrid, dense or lexical")
    loaded = load_domain(domain)
    require_adapter(domain, adapter)
    text = read_text(query, "the query")
    asked = make_query(loaded, text, user=user, mode=cast(SearchMode, mode), k=k)
    assistant = start(domain, adapter=adapter)
    started = perf_counter()
    hits = assistant.search.search(asked)
    took_ms = (perf_counter() - started) * 1000
    if json:
        emit_json(hits_view(hits, took_ms))
    else:
        emit(hits_text(hits))


def require_adapter(domain: str, adapter: str | None) -> None:
    """Raise UnknownName unless ``adapter`` is installed."""
    from vademecum.domains import load_domain

    from ..adapters import NONE, adapter_folder

    if adapter not in (None, NONE):
        adapter_folder(load_domain(domain), str(adapter))
