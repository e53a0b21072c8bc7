"""`vademecum bench`: speed as ratios, measured side by side in one run."""

from __future__ import annotations

import typer

bench_app = typer.Typer(no_args_is_help=True, help="Measure speed, as ratios in one run.")
