"""Rules that domains share, and the value type that every rule is written as."""

from .rail import Ground, Rail, Subject

__all__ = ["Ground", "Rail", "Subject"]
