"""What runs in a process that a test kills: the command line itself, with a stand-in encoder."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import vademecum.retrieval.ingest as lots
from vademecum.apps import adapters, composition, ingesting, intake
from vademecum.apps.cli.main import main
from vademecum.retrieval.testing.fakes import HashEncoder

NAMES = [f"{number:02}.md" for number in range(30)]


class Words(HashEncoder):
    """The stand-in encoder, whose tokens are words and signs."""

    reads_passages = False

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Return where they stand."""
        return [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]


def command(home: str, *commands: tuple[str, ...]) -> None:
    """Run commands up to the first that fails; what they say goes into a file beside ``home``."""
    os.environ["VADEMECUM_HOME"] = home
    said = os.open(Path(home).with_suffix(".said"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    lots._LOT_PASSAGES = 8
    for module in (adapters, composition, ingesting, intake):
        for name in {"shared_encoder", "base_encoder"} & vars(module).keys():
            setattr(module, name, Words)
    sys.exit(next((code for words in commands if (code := main(words))), 0))


def write_files(folder: Path, version: int) -> None:
    """Write the files of a version: in the second, every other one is changed and 10 are new."""
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(NAMES[: 20 if version == 1 else 30]):
        text = f"Marker {number} in version {version if number % 2 else 1} of a file. " * 12
        (folder / name).write_text(f"# Title {number}\n\n{text}\n\n## More\n\n{text}\n")
