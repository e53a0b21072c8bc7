"""The program ``vademecum``: names of commands, and how an error ends the process."""

from __future__ import annotations

import sys

import typer

from vademecum.retrieval.errors import VademecumError

from .ask import ask, search
from .benchmarks import bench_app
from .console import tell
from .demo import demo
from .evaluate import convert, eval_app
from .ingest import ingest, library_app
from .installation import audit_app, doctor, domains
from .safety import guard, redact

app = typer.Typer(
    name="vademecum",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Cited answers from a domain's own library, under guardrails, offline.",
)
for command in (demo, domains, doctor, ask, search, ingest, convert, guard, redact):
    app.command()(command)
app.add_typer(library_app, name="library")
app.add_typer(eval_app, name="eval")
app.add_typer(bench_app, name="bench")
app.add_typer(audit_app, name="audit")


def main() -> None:
    """Run the program; exit 0, 1 (a check did not hold) or 2 (a mistake, told in one line)."""
    try:
        app()
    except VademecumError as error:
        tell(f"vademecum: {' '.join(str(error).split())}")
        sys.exit(2)
    except KeyboardInterrupt:
        tell("vademecum: stopped; what was committed is kept")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


if __name__ == "__main__":
    main()
