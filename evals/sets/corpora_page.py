"""Write the tables of the public sets in docs/sources.md: ``python -m ...sets.corpora_page``."""

from __future__ import annotations

import sys

from .corpora import Corpus, corpora


def corpora_tables() -> str:
    """Return a table of the sets with documents, and a line on those without."""
    found = corpora().values()
    rows = [
        "| set | command | documents | counted in its README as | licence |",
        "|---|---|---|---|---|",
        *(_row(corpus) for corpus in found if corpus.files),
        "",
        "Without documents, so that nothing of them can be brought in: "
        + "; ".join(f"`{c.name}` ({c.domain}: {c.holds})" for c in found if not c.files)
        + ".",
    ]
    return "\n".join(rows) + "\n"


def _row(corpus: Corpus) -> str:
    cells = (
        f"`{corpus.name}`",
        f"`{corpus.command}`",
        f"{corpus.documents:,}",
        "; ".join(corpus.counted),
        corpus.licence,
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(corpora_tables())
