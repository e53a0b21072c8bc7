"""Open an assistant for a command, showing progress while a starter library is built."""

from __future__ import annotations

from ..composition import Assistant, add_starter_corpus, open_assistant, open_library
from .console import progress_bar, tell


def prepare_library(name: str) -> None:
    """Build the starter library of one domain, with a progress bar, if it is not there yet."""
    from vademecum.domains import load_domain

    domain = load_domain(name)
    library = open_library(domain)
    total = sum(1 for _ in (domain.folder / "corpus").glob("*.md"))
    with progress_bar(f"{name}: starter library", total) as bar:
        add_starter_corpus(domain, library, lambda done, encoded: bar.to(done, total))


def require_unlocked(name: str) -> None:
    """Raise LibraryBusy at once, before long reading, if another process is writing."""
    from vademecum.domains import load_domain
    from vademecum.retrieval.home import library_folder

    if library_folder(name).is_dir():
        with open_library(load_domain(name)).writing():
            return


def start(
    name: str,
    generator: str = "extractive",
    is_search_needed: bool = True,
    adapter: str | None = None,
) -> Assistant:
    """Open the assistant of one domain; notices and progress go to standard error.

    A question that the input rails stop needs no search: an emergency does not wait for a library.
    """
    if is_search_needed:
        prepare_library(name)
    return open_assistant(
        name,
        generator,
        notice=tell,
        with_starter_corpus=is_search_needed,
        adapter=adapter,
    )
