"""The program ``vademecum``: names of commands, and how an error ends the process."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from vademecum.retrieval.errors import VademecumError

from .adapt import adapt_app
from .ask import ask, search
from .benchmarks import bench_app
from .cite import cite
from .console import finish_output, prepare_output, silence_output, tell
from .convert import convert
from .demo import demo
from .documents import library_app
from .evaluate import eval_app
from .ingest import ingest
from .installation import audit_app, doctor, domains
from .records import records_app
from .safety import guard, redact

INTERRUPTED = 130

app = typer.Typer(
    name="vademecum",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Cited answers from a domain's own library, under guardrails, offline.",
)
for command in (demo, domains, doctor, ask, search, ingest, convert, guard, redact, cite):
    app.command()(command)
app.add_typer(library_app, name="library")
app.add_typer(eval_app, name="eval")
app.add_typer(adapt_app, name="adapt")
app.add_typer(bench_app, name="bench", no_args_is_help=False)
app.add_typer(audit_app, name="audit")
app.add_typer(records_app, name="records")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0: done. 1: a check did not hold, part of the work was skipped, or the reader of a pipe left.
    2: a mistake, told in one line. 130: stopped by Ctrl-C.
    """
    prepare_output()
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        code = app(words, prog_name="vademecum", standalone_mode=False)
        finish_output()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        silence_output()
        return 1
    except (TyperException, VademecumError, sqlite3.DatabaseError, OSError) as error:
        silence_output()
        tell(f"vademecum: {' '.join(mistake(error).split())}")
        return 2
    if code == INTERRUPTED:
        tell("vademecum: stopped; what was committed is kept")
    return code if isinstance(code, int) else 0


def mistake(error: Exception) -> str:
    """Say what happened and what to do next."""
    if isinstance(error, TyperException):
        context = getattr(error, "ctx", None)
        where = context.command_path if context else "vademecum"
        return f"{error.format_message().rstrip('.')} (see: {where} --help)"
    if isinstance(error, sqlite3.DatabaseError):
        reason = str(error).split(" with text ")[0]  # what follows is text of a document
        return f"a library or an audit record cannot be read ({reason}); run: vademecum doctor"
    if isinstance(error, OSError):
        from vademecum.retrieval.home import home

        where = str(error.filename or "output")
        inside = where.startswith(str(home()))
        hint = "; VADEMECUM_HOME must be a folder that you may write to" if inside else ""
        return f"{where}: {error.strerror or error}{hint}"
    return str(error)


if __name__ == "__main__":
    sys.exit(main())
