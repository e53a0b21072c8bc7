"""`vademecum adapt`: train what adapts the base model to a domain, list it, show its cards."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vademecum.retrieval.errors import InvalidInput

from .adapt_show import ladder, matrix, page
from .console import DomainArgument, JsonFlag, emit, emit_json, progress_bar, tell

if TYPE_CHECKING:
    from vademecum.evals.adapting.causal import CausalCard
    from vademecum.evals.adapting.loop import Progress
    from vademecum.evals.adapting.settings import Course, LoraShape
    from vademecum.evals.classifiers.saved import HeadsCard
    from vademecum.evals.selecting.saved import EvidenceCard
    from vademecum.retrieval.adapters import AdapterCard

TOLERANCE = 0.002
"""How far the metric of a training may lie from that of the same training again."""
HEADS = ("yes_no_maybe", "grading", "reading_level", "clauses")
EVIDENCE = "evidence"
GENERATION = "generation"
TASKS = ("retrieval", "guard", "scope", *HEADS, EVIDENCE, GENERATION)
"""What can be trained; each task has a module of its own in ``apps/adapting``."""

adapt_app = typer.Typer(
    help="Train and show what adapts the base model to a domain.", rich_markup_mode=None
)


adapt_app.command()(ladder)
adapt_app.command()(matrix)
adapt_app.command()(page)


@adapt_app.command()
def train(
    domain: DomainArgument,
    task: Annotated[
        str, typer.Option(metavar="TASK", help=f"What is trained: {', '.join(TASKS)}.")
    ] = "retrieval",
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Train retrieval on your own folder (BEIR form, or documents without questions); "
            "for generation JSON lines of prompt and completion.",
        ),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The language model that generation is trained on."),
    ] = None,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="What the retrieval adapter is called.")
    ] = "retrieval",
    steps: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Most steps of retrieval training.")
    ] = None,
    rank: Annotated[
        int | None, typer.Option(metavar="R", min=1, max=64, help="Rank of the LoRA.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where it goes; without it VADEMECUM_HOME for retrieval, else where heads stand.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Seeds every random choice.")] = 0,
    json: JsonFlag = False,
) -> None:
    """Train an adapter or a head.

    On public sets, sentences of ours, or your own folder.

    Public texts for reporting are never trained on; the card says what was kept apart. A retrieval
    training that was stopped goes on when the same command is given again.
    """
    from vademecum.domains import load_domain
    from vademecum.retrieval.errors import UnknownName

    from ..adapting.show import adapter_text, figure_lines

    loaded = load_domain(domain).name
    if task not in TASKS:
        raise UnknownName(f"no task is named {task!r}; there is: {', '.join(TASKS)}")
    if task == "retrieval":
        from vademecum.evals.adapting.plan import course_of
        from vademecum.evals.adapting.settings import Course, LoraShape

        shape = LoraShape() if rank is None else LoraShape(rank=rank, alpha=2 * rank)
        course = course_of(loaded, seed) if data is None else Course(seed=seed)
        course = course if steps is None else course.model_copy(update={"steps": steps})
        found = _train_retrieval(loaded, name, out, data, (course, shape))
        if json:
            emit_json(found)
        else:
            emit(adapter_text(found))
        return
    if task == GENERATION:
        lora = _train_generation(loaded, model, data, out, (seed, steps))
        if json:
            emit_json(lora)
        else:
            emit(lora.model_dump_json(indent=1))
        return
    if task in HEADS:
        head = _train_head(loaded, task, out, seed)
        if json:
            emit_json(head)
        else:
            for key, after in head.after.items():
                emit(f"{key}: {head.before[key].value:.3f} (majority) -> {after.value:.3f}")
        return
    if task == EVIDENCE:
        select = _train_evidence(loaded, out, seed)
        if json:
            emit_json(select)
        else:
            emit("\n".join(figure_lines(select)))
        return
    with progress_bar(f"{loaded}: {task}", unit="texts") as bar:
        done = count(1)
        if task == "scope":
            from ..adapting.scope import train_scope

            card = train_scope(loaded, out, lambda texts: bar.to(next(done)))
        else:
            from ..adapting.guard import Ticks, train_guard

            ticks = Ticks(step=lambda: bar.to(next(done)), notice=tell)
            card = train_guard(loaded, out, seed, ticks)
    if json:
        emit_json(card)
    else:
        emit("\n".join(f"{key}: {f.value:.3f} ({f.n:,})" for key, f in card.measured.items()))


def _train_generation(
    domain: str,
    model: Path | None,
    data: Path | None,
    out: Path | None,
    chosen: tuple[int, int | None],
) -> CausalCard:
    from vademecum.retrieval.home import home

    from ..adapting.causal import train_causal, write_own_examples

    if model is None:
        raise InvalidInput(
            "generation needs --model FOLDER, a language model in transformers' form"
        )
    seed, steps = chosen
    folder = out or home() / GENERATION / domain
    if data is None:
        data = folder.with_name(f"{domain}.jsonl")
        tell(f"{write_own_examples(domain, data)} examples of the domain's own questions: {data}")
    with progress_bar(f"{domain}: {GENERATION}", unit="steps") as bar:
        more = {} if steps is None else {"steps": steps}
        return train_causal(model, data, folder, seed, tick=bar.to, **more)


def _train_head(domain: str, task: str, out: Path | None, seed: int) -> HeadsCard:
    from ..adapting.classify import train_head
    from ..adapting.pairs import told

    with progress_bar(f"{domain}: {task}", unit="texts") as bar:
        total = 0

        def tick(items: int) -> None:
            nonlocal total
            total += items
            bar.to(total)

        return train_head(domain, task, out, seed, tick, told(bar.to, tell))


def _train_evidence(domain: str, out: Path | None, seed: int) -> EvidenceCard:
    from ..adapting.evidence import train_evidence
    from ..adapting.retrieval import Watch

    with progress_bar(f"{domain}: {EVIDENCE}", unit="questions") as bar:
        return train_evidence(domain, out, seed, Watch(notice=tell, gauge=bar.to))


def _train_retrieval(
    domain: str,
    name: str,
    out: Path | None,
    data: Path | None,
    chosen: tuple[Course, LoraShape],
    measured: bool = True,
) -> AdapterCard:
    from ..adapters import NONE, trained_here
    from ..adapting.retrieval import Watch, train_retrieval

    if name == NONE or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", name):
        raise InvalidInput(f"{name!r} is no name for an adapter; use a-z, 0-9 and -")
    course, shape = chosen
    with progress_bar(f"{domain}: {name}", unit="") as bar:

        def step(progress: Progress, total: int) -> None:
            bar.to(progress.step, total)
            if progress.step % course.every == 0:
                now = progress.history[-1]
                tell(f"step {progress.step}: loss {now['loss']:.3f}, dev nDCG@10 {now['dev']:.4f}")

        watch = Watch(notice=tell, step=step, gauge=bar.to)
        return train_retrieval(
            domain,
            name,
            out or trained_here(domain) / name,
            shape,
            course,
            data,
            watch,
            is_measured=measured,
        )


@adapt_app.command()
def reproduce(
    domain: DomainArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="An adapter.")] = "retrieval",
    data: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder that it was trained on, if it was yours."),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Train an adapter again and compare.

    As its card says, by the metric that it stopped by. Exit 1 if it differs by more than 0.002.
    """
    from tempfile import TemporaryDirectory

    from vademecum.domains import load_domain
    from vademecum.evals.adapting.settings import Course, LoraShape
    from vademecum.retrieval.adapters import read_card

    from ..adapters import adapter_folder

    loaded = load_domain(domain)
    card = read_card(adapter_folder(loaded, name))
    chosen = Course.model_validate(card.course), LoraShape.model_validate(card.shape)
    with TemporaryDirectory() as folder:
        again = _train_retrieval(
            loaded.name, name, Path(folder) / name, data, chosen, measured=False
        )
    difference = again.dev_metric - card.dev_metric
    holds = abs(difference) <= TOLERANCE and again.data_sha256 == card.data_sha256
    found = {
        "card": card.dev_metric,
        "again": again.dev_metric,
        "difference": round(difference, 6),
        "same_data": again.data_sha256 == card.data_sha256,
        "same_file": again.weights_sha256 == card.weights_sha256,
        "holds": holds,
    }
    if json:
        emit_json(found)
    else:
        emit("\n".join(f"{key}: {value}" for key, value in found.items()))
    if not holds:
        raise typer.Exit(1)


@adapt_app.command("list")
def list_heads(json: JsonFlag = False) -> None:
    """List adapters and heads with the hash of their weights."""
    from vademecum.domains.discovery import installed_domains
    from vademecum.domains.rails.heads.card import other_cards, shipped_cards

    from ..adapting.show import evidence_heads, shipped_adapters

    domains = installed_domains()[0]
    found = {n: (h, c.purpose) for n, (c, h) in shipped_cards().items()}
    found |= {n: (head.sha256, head.purpose) for n, head in other_cards().items()}
    for name, _, card in shipped_adapters(domains):
        found[name] = (card.weights_sha256, card.purpose)
    for name, head in evidence_heads(domains):
        found[name] = (head.weights_sha256, head.purpose)
    if json:
        rows = [{"name": n, "sha256": h, "purpose": p} for n, (h, p) in found.items()]
        emit_json({"adaptations": rows})
        return
    for name, (sha256, purpose) in found.items():
        emit(f"{name:22} {sha256[:12]}  {purpose}")


@adapt_app.command()
def card(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What `adapt list` names.")],
    json: JsonFlag = False,
) -> None:
    """Show a card: data, licences, folds, figures, limits."""
    from vademecum.domains.discovery import installed_domains
    from vademecum.domains.rails.heads.card import other_cards, shipped_cards
    from vademecum.retrieval.errors import UnknownName

    from ..adapting.show import (
        adapter_text,
        evidence_heads,
        evidence_text,
        rail_head_text,
        shipped_adapters,
    )

    domains = installed_domains()[0]
    cards, others = shipped_cards(), other_cards()
    adapters = {n: card for n, _, card in shipped_adapters(domains)}
    heads = dict(evidence_heads(domains))
    if one := adapters.get(name) or heads.get(name):
        if json:
            emit_json(one)
        else:
            emit(evidence_text(heads[name]) if name in heads else adapter_text(adapters[name]))
        return
    if name in others:
        if json:
            emit_json({**others[name].card, "sha256": others[name].sha256})
        else:
            emit(rail_head_text(name, others[name]))
        return
    if name not in cards:
        known = ", ".join((*cards, *others, *adapters, *heads))
        raise UnknownName(f"nothing trained is named {name!r}; there is: {known}")
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
