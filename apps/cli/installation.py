"""`vademecum domains`, `vademecum doctor` and `vademecum audit`."""

from __future__ import annotations

import json as jsonlib
from typing import Annotated

import typer

from .console import DomainArgument, JsonFlag, emit, emit_json

audit_app = typer.Typer(rich_markup_mode=None, help="Check, show and export the audit record.")


def domains(
    corpora: Annotated[
        bool, typer.Option("--corpora", help="List the public corpora that each can take in.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """List the installed domains."""
    from vademecum.domains import installed_domains

    from ..views import domain_view
    from .show import corpus_text, domain_text

    good, broken = installed_domains()
    if corpora:
        found = [(domain.name, recipe) for domain in good for recipe in domain.recipes]
        if json:
            emit_json({"corpora": [{"domain": name, **r.model_dump()} for name, r in found]})
        else:
            emit("\n\n".join(corpus_text(name, r.model_dump()) for name, r in found))
        return
    rows = [domain_view(domain) for domain in good]
    if json:
        emit_json({"domains": rows, "broken": [b.model_dump() for b in broken]})
    else:
        emit(
            "\n".join(
                [*map(domain_text, rows), *(f"{b.name:12} broken: {b.reason}" for b in broken)]
            )
        )
    if broken or any(row["problem"] for row in rows):
        raise typer.Exit(1)


def doctor(json: JsonFlag = False) -> None:
    """Say what is installed, what is wrong and how to mend it."""
    from ..doctor import examine

    findings = examine()
    ok = all(f.level != "error" for f in findings)
    if json:
        emit_json({"ok": ok, "findings": [f.model_dump() for f in findings]})
    else:
        signs = {"ok": "✓", "note": "–", "error": "✗"}
        for f in findings:
            emit(
                f"{signs[f.level]} {f.subject}: {f.message}" + (f"\n    {f.mend}" if f.mend else "")
            )
    if not ok:
        raise typer.Exit(1)


@audit_app.command()
def verify(domain: DomainArgument, json: JsonFlag = False) -> None:
    """Check that no record was changed, removed or inserted."""
    from vademecum.domains import load_domain

    from ..composition import audit_log

    broken = audit_log(load_domain(domain)).first_broken()
    if json:
        emit_json({"ok": broken is None, "first_broken": broken})
    else:
        emit("the audit record is whole" if broken is None else f"record {broken} does not fit")
    if broken is not None:
        raise typer.Exit(1)


@audit_app.command()
def show(
    domain: DomainArgument,
    receipt: Annotated[str, typer.Argument(metavar="RECEIPT", help="A receipt, or how it begins.")],
    json: JsonFlag = False,
) -> None:
    """Show the record of one question."""
    from vademecum.domains import load_domain
    from vademecum.retrieval.errors import UnknownName

    from ..composition import audit_log
    from .show import record_text

    found = list(audit_log(load_domain(domain)).entries(receipt))
    if not found:
        raise UnknownName(
            f"no record has the receipt {receipt!r}; see: vademecum audit export {domain}"
        )
    rows = [{"receipt": e.receipt, "sha256": e.sha256, **jsonlib.loads(e.body)} for e in found]
    if json:
        emit_json({"records": rows})
    else:
        emit("\n\n".join(record_text(row) for row in rows))


@audit_app.command()
def export(domain: DomainArgument, json: JsonFlag = False) -> None:
    """Write all records, one JSON object a line.

    With --json, one document that lists them.
    """
    from vademecum.domains import load_domain

    from ..composition import audit_log

    entries = audit_log(load_domain(domain)).entries()
    rows = ({"receipt": e.receipt, "sha256": e.sha256, **jsonlib.loads(e.body)} for e in entries)
    if json:
        emit_json({"records": list(rows)})
    else:
        for row in rows:
            emit(jsonlib.dumps(row, ensure_ascii=False))
