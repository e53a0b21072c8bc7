"""`vademecum ask` and `vademecum search`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from .console import DomainArgument, JsonFlag, UserOption, emit, emit_json

Modes = Annotated[str, typer.Option(help="hybrid, dense or lexical.")]
AdapterOption = Annotated[
    str, typer.Option(help="Adapter of the encoder, or none. None is shipped yet.")
]


def ask(
    domain: DomainArgument,
    question: Annotated[str, typer.Argument(help="The question; - reads it from standard input.")],
    conversation: Annotated[
        str | None, typer.Option(help="Go on with the conversation of this id.")
    ] = None,
    audience: Annotated[str | None, typer.Option(help="Whom the answer is for.")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="Whose law, for example EU.")] = None,
    region: Annotated[str | None, typer.Option(help="Whose emergency numbers.")] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Answer as of this day.")
    ] = None,
    user: UserOption = None,
    adapter: AdapterOption = "none",
    generator: Annotated[
        str,
        typer.Option(help="extractive, local:FOLDER or openai:MODEL@URL (LangChain chat models)."),
    ] = "extractive",
    json: JsonFlag = False,
) -> None:
    """Answer a question from the domain's library, with verified citations."""
    from vademecum.retrieval import Turn

    from ..composition import make_query
    from ..conversations import append_turns, read_conversation
    from ..views import outcome_view
    from .show import outcome_text
    from .starting import start

    require_adapter(domain, adapter)
    text = read_argument(question)
    history = read_conversation(conversation) if conversation else ()
    assistant = start(domain, generator)
    query = make_query(
        assistant.domain,
        text,
        user=user,
        history=history,
        audience=audience,
        jurisdiction=jurisdiction,
        region=region,
        as_of=as_of.date() if as_of else None,
    )
    outcome = assistant.ask(query)
    if conversation:
        safe, _ = assistant.policy.check_input(query)
        asked = safe.text if safe.__class__ is query.__class__ else "(a question that was stopped)"
        append_turns(
            conversation,
            (Turn(role="user", text=asked), Turn(role="assistant", text=outcome.text)),
        )
    if json:
        emit_json(outcome_view(outcome))
    else:
        emit(outcome_text(outcome))


def search(
    domain: DomainArgument,
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    mode: Modes = "hybrid",
    user: UserOption = None,
    adapter: AdapterOption = "none",
    json: JsonFlag = False,
) -> None:
    """Find passages, with the rank that each search gave them."""
    from typing import cast

    from vademecum.retrieval.errors import InvalidInput
    from vademecum.retrieval.types import SearchMode

    from ..composition import make_query
    from ..views import hits_view
    from .show import hits_text
    from .starting import start

    if mode not in ("hybrid", "dense", "lexical"):
        raise InvalidInput(f"{mode!r} is no search mode; choose hybrid, dense or lexical")
    require_adapter(domain, adapter)
    assistant = start(domain)
    asked = make_query(
        assistant.domain, read_argument(query), user=user, mode=cast(SearchMode, mode), k=k
    )
    started = perf_counter()
    hits = assistant.search.search(asked)
    took_ms = (perf_counter() - started) * 1000
    if json:
        emit_json(hits_view(hits, took_ms))
    else:
        emit(hits_text(hits))


def require_adapter(domain: str, adapter: str) -> None:
    """Raise UnknownName unless ``adapter`` is installed; none is shipped yet."""
    from vademecum.retrieval.errors import UnknownName

    if adapter != "none":
        raise UnknownName(f"{domain} has no adapter {adapter!r}; it has: none")


def read_argument(text: str) -> str:
    """Return the argument, or what stands on standard input where it is a dash."""
    return Path("/dev/stdin").read_text(encoding="utf-8") if text == "-" else text
