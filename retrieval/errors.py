"""The exceptions of the project, in one tree.

VademecumError            anything a caller may want to catch
├── UserError             a mistake of the person at the keyboard (exit 2)
│   ├── InvalidInput      a question, path or file that cannot be used
│   ├── UnknownName       a domain, document, adapter or user that does not exist
│   └── LibraryBusy       another process is writing to the same library
└── OperatorError         a mistake in the installation (exit 2)
    ├── InvalidManifest   a domain folder that breaks its contract
    ├── InvalidModel      a model folder that is missing, damaged or not one
    ├── DamagedLibrary    the SQLite file is not readable: restore it from a backup
    ├── UnwritableLibrary the library's disk is full or its folder may not be written
    └── MissingExtra      an optional dependency is not installed

A refusal, a redirect or an abstention is a returned value, never an exception.
"""

from __future__ import annotations


class VademecumError(Exception):
    """Say in one line what happened, what was expected and what to do next."""


class UserError(VademecumError):
    """Report a mistake that the person who typed the command can mend."""


class InvalidInput(UserError):
    """Report a question, a path or a file that cannot be used as it is."""


class UnknownName(UserError):
    """Report a name that nothing is registered under."""


class LibraryBusy(UserError):
    """Report that another process holds the library's write lock."""


class OperatorError(VademecumError):
    """Report a mistake in the installation or the configuration."""


class InvalidManifest(OperatorError):
    """Report a domain folder that breaks the contract of a domain package."""


class InvalidModel(OperatorError):
    """Report a model folder that is missing, damaged or not a model."""


class DamagedLibrary(OperatorError):
    """Report a SQLite file that cannot be read as a library."""


class UnwritableLibrary(OperatorError):
    """Report a library that can be read and not written: a full disk, a read-only folder."""


class MissingExtra(OperatorError):
    """Report an optional dependency that is not installed, with the line that installs it."""

    def __init__(self, module: str, extra: str) -> None:
        super().__init__(f"{module} is not installed; run: pip install 'vademecum[{extra}]'")
