"""Score the heads of the injection rails five-fold, and train them on everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vademecum.domains import load_domain
from vademecum.domains.rails.hashed import FOLDER
from vademecum.evals.data import data_home
from vademecum.evals.heads import passage_head, prompt_head
from vademecum.evals.heads.card import DATA, card
from vademecum.evals.heads.figures import HeadFigures, figures
from vademecum.evals.heads.fitting import Examples, fit, write_head
from vademecum.evals.heads.pools import carrier_passages
from vademecum.evals.tasks.retrieval import nothing
from vademecum.retrieval.errors import UnknownName

from ..composition import shared_encoder

BUILT_IN = ("healthcare", "law", "education")
PASSAGES_EACH = 3000


def score_head(
    name: str, write: bool, tick: Callable[[], None] = nothing, folder: Path = FOLDER
) -> HeadFigures:
    """Return the five-fold figures of a head; with ``write``, train it and put it into ``folder``.

    Raises UnknownName, or InvalidInput where public data is missing.
    """
    if name not in DATA:
        raise UnknownName(f"no head {name!r}; there is: {', '.join(DATA)}")
    root = data_home()
    domains = [load_domain(domain) for domain in BUILT_IN]
    carriers = carrier_passages(root, shared_encoder(), domains, PASSAGES_EACH)
    examples: Examples
    if name == passage_head.NAME:
        settings = passage_head.SETTINGS
        examples = passage_head.build_examples(root, carriers, tick)
        tally = passage_head.cross_validate(root, carriers, examples, tick)
    else:
        settings = prompt_head.SETTINGS
        attacked, asked = prompt_head.attacks(root), prompt_head.benign(root, carriers)
        examples = prompt_head.build_examples(attacked, asked)
        tally = prompt_head.cross_validate(attacked, asked, examples, tick)
    found = figures(tally, settings.threshold)
    if write:
        head = fit(examples, examples.outside(None), settings)
        path = folder / f"{name}.safetensors"
        write_head(head, path, card(name, found, settings, len(examples.labels)))
    return found
