"""The adapters of all domains, and their mixture, as the ladder and the matrix compare them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vademecum.domains import installed_domains
from vademecum.evals.adapting.matrix import AdapterInfo
from vademecum.evals.adapting.mixture import MIXTURE, write_mixture
from vademecum.retrieval.adapters import CARD, WEIGHTS
from vademecum.retrieval.encoder import SentenceEncoder, base_encoder
from vademecum.retrieval.home import home

from ..adapters import adapted_encoder, adapters_of

RETRIEVAL: Final = "retrieval"
"""What the adapter that a domain searches with is called."""
ALL: Final = "all"


@dataclass(frozen=True)
class Loaded:
    """An adapter that is on an encoder."""

    domain: str
    encoder: SentenceEncoder
    folder: Path

    @property
    def title(self) -> str:
        """Name it as people read it, by the domain that it was trained for."""
        return MIXTURE if self.domain == ALL else self.domain

    @property
    def stored_bytes(self) -> int:
        """Return the size of its files."""
        return sum((self.folder / name).stat().st_size for name in (WEIGHTS, CARD))

    @property
    def train_s(self) -> float | None:
        """Return what its card says of the time that training took."""
        adapter = self.encoder.adapter
        return adapter.card.seconds if adapter and adapter.card.steps else None

    @property
    def info(self) -> AdapterInfo:
        """Return it as a column of the matrix."""
        adapter = self.encoder.adapter
        trained_on = tuple(s.name for s in adapter.card.trained_on) if adapter else ()
        return AdapterInfo(
            name=self.title,
            domain=self.domain,
            stored_bytes=self.stored_bytes,
            trained_on=trained_on,
        )


def loaded_adapters(name: str = RETRIEVAL) -> tuple[Loaded, ...]:
    """Load the adapter ``name`` of every domain that has one, in the domains' order."""
    return tuple(
        Loaded(domain.name, adapted_encoder(domain, name), adapters_of(domain)[name])
        for domain in installed_domains()[0]
        if name in adapters_of(domain)
    )


def mixture_of(adapters: tuple[Loaded, ...]) -> Loaded:
    """Return the average of ``adapters``, written once for each set of them."""
    held = [one.encoder.adapter for one in adapters if one.encoder.adapter is not None]
    folder = write_mixture(held, home() / "adapters" / "mixtures")
    return Loaded(ALL, base_encoder().adapted(folder), folder)
