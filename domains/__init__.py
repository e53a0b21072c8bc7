"""What differs by field: healthcare, law, education, and how a further domain joins them."""

from .discovery import Broken, installed_domains, load_domain
from .domain import Domain
from .manifest import Manifest, Ui
from .rails.rail import Ground, Rail, Subject

__all__ = [
    "Broken",
    "Domain",
    "Ground",
    "Manifest",
    "Rail",
    "Subject",
    "Ui",
    "installed_domains",
    "load_domain",
]
