"""`vademecum adapt`: train what adapts the base model to a domain, list it, show its cards."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from .console import DomainArgument, JsonFlag, emit, emit_json, progress_bar, tell

TASKS = ("guard", "scope")
"""What can be trained; each task has a module of its own in ``apps/adapting``."""

adapt_app = typer.Typer(
    help="Train and show what adapts the base model to a domain.", rich_markup_mode=None
)


@adapt_app.command()
def train(
    domain: DomainArgument,
    task: Annotated[str, typer.Option(metavar="TASK", help="What is trained: guard or scope.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where it goes; without it, where it is shipped."),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Seeds every random choice.")] = 0,
    json: JsonFlag = False,
) -> None:
    """Train a head on public sets and sentences of our own.

    Public texts are scored fold by fold; the card says how.
    """
    from vademecum.domains import load_domain
    from vademecum.retrieval.errors import UnknownName

    name = load_domain(domain).name
    if task not in TASKS:
        raise UnknownName(f"no task is named {task!r}; there is: {', '.join(TASKS)}")
    with progress_bar(f"{name}: {task}", unit="texts") as bar:
        done = count(1)
        if task == "scope":
            from ..adapting.scope import train_scope

            card = train_scope(name, out, lambda texts: bar.to(next(done)))
        else:
            from ..adapting.guard import Ticks, train_guard

            ticks = Ticks(step=lambda: bar.to(next(done)), notice=tell)
            card = train_guard(name, out, seed, ticks)
    if json:
        emit_json(card)
    else:
        emit("\n".join(f"{key}: {f.value:.3f} ({f.n:,})" for key, f in card.measured.items()))


@adapt_app.command("list")
def list_heads(json: JsonFlag = False) -> None:
    """List what is shipped, with the hash of its weights."""
    from vademecum.domains.rails.heads.card import shipped_cards

    found = shipped_cards()
    if json:
        rows = [{"name": n, "sha256": h, "purpose": c.purpose} for n, (c, h) in found.items()]
        emit_json({"adaptations": rows})
        return
    for name, (card, sha256) in found.items():
        emit(f"{name:10} {sha256[:12]}  {card.purpose}")


@adapt_app.command()
def card(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What `adapt list` names.")],
    json: JsonFlag = False,
) -> None:
    """Show a card: data, licences, folds, figures, limits."""
    from vademecum.domains.rails.heads.card import shipped_cards
    from vademecum.retrieval.errors import UnknownName

    cards = shipped_cards()
    if name not in cards:
        raise UnknownName(f"nothing trained is named {name!r}; there is: {', '.join(cards)}")
    found, sha256 = cards[name]
    if json:
        emit_json({**found.model_dump(mode="json"), "sha256": sha256})
        return
    emit(f"{found.name} ({sha256[:12]}): {found.purpose}\n{found.limits}\n{found.folds}")
    emit(f"made by: {found.command}, seed {found.seed}, {found.dtype}")
    for source in found.sources:
        emit(
            f"  {source.name:14} {source.texts:6,} texts, {source.wrong:,} wrong; {source.licence}"
        )
    for key, figure in found.measured.items():
        emit(f"  {key:40} {figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}] of {figure.n:,}")
