"""Find the installed domains through the entry points ``vademecum.domains``."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from vademecum.retrieval.errors import InvalidManifest, UnknownName, VademecumError
from vademecum.retrieval.types import Noun

from .domain import Domain

GROUP = "vademecum.domains"


class Broken(Noun):
    """A registered domain that could not be loaded, and why."""

    name: str
    distribution: str
    reason: str


def _points(name: str | None = None) -> list[EntryPoint]:
    found = entry_points(group=GROUP) if name is None else entry_points(group=GROUP, name=name)
    return sorted(set(found), key=lambda point: (point.name, point.value))


def load_domain(name: str) -> Domain:
    """Load one domain by name.

    Raises UnknownName if nothing is registered under it, InvalidManifest if two distributions
    are, or if the domain breaks its contract.
    """
    points = _points(name)
    if not points:
        known = ", ".join(sorted({p.name for p in _points()})) or "none"
        raise UnknownName(f"no domain is named {name!r}; installed: {known}")
    if len(points) > 1:
        values = ", ".join(p.value for p in points)
        raise InvalidManifest(f"two packages register the domain {name!r} ({values}); remove one")
    return _load(points[0])


def installed_domains() -> tuple[tuple[Domain, ...], tuple[Broken, ...]]:
    """Load every registered domain; a broken one is reported, not raised."""
    good: list[Domain] = []
    broken: list[Broken] = []
    for name in sorted({p.name for p in _points()}):
        try:
            good.append(load_domain(name))
        except Exception as error:  # noqa: BLE001 - a plug-in may fail in any way
            dist = next((p.dist.name for p in _points(name) if p.dist), "unknown")
            broken.append(Broken(name=name, distribution=dist, reason=str(error)))
    return tuple(good), tuple(broken)


def _load(point: EntryPoint) -> Domain:
    try:
        domain = point.load()
    except VademecumError:
        raise
    except Exception as error:
        raise InvalidManifest(f"{point.value} cannot be loaded ({error})") from error
    if not isinstance(domain, Domain):
        raise InvalidManifest(f"{point.value} is a {type(domain).__name__}, not a Domain")
    if domain.name != point.name:
        raise InvalidManifest(f"{point.value} is named {domain.name!r}, not {point.name!r}")
    return domain
