"""Tasks for Inspect (``inspect eval vademecum/NAME``): bring a language model, measure it here.

Inspect finds them through ``vademecum.apps.inspect_tasks``, which adds what needs a search.
"""

from __future__ import annotations

from vademecum.retrieval.errors import MissingExtra

try:
    import inspect_ai  # noqa: F401 - asked for here, so that its lack is told in one line
except ModuleNotFoundError as error:
    if error.name != "inspect_ai":
        raise
    raise MissingExtra("inspect_ai", "inspect") from None
