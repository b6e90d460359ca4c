"""What an attack is, what it is baited with, and what is expected to become of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

BEGINS = "/attack-begins/"
"""Before each attack a file of its name is looked for here, where there is none: the watch sees whose turn it is."""


class Fate(StrEnum):
    """What becomes of an attack. Whatever it is, no socket and no file that is not ours is opened for it."""

    REFUSED = "refused"
    """A file is not kept; the uploader is told why. A paper is not made; whoever asked is told why."""
    HARMLESS = "harmless"
    """It is kept or made, and nothing of the attack is in what is printed, shown or taken along."""


class Target(StrEnum):
    """What is attacked."""

    FILE = "file"
    """An upload: looked into, then printed, bound into a pack and read for its words where it is kept."""
    PAPER = "paper"
    """HTML and CSS of a paper, as if it had got past everything before it."""
    WORDS = "words"
    """Markdown that somebody types, on the page and in a paper."""
    CELL = "cell"
    """Words that end in a spreadsheet."""
    NAME = "name"
    """The name a file is uploaded under."""


@dataclass(frozen=True)
class Bait:
    """What attacks try to reach: an address that counts who calls, and a file that holds words nobody may see."""

    address: str
    file: str
    words: str


@dataclass(frozen=True)
class Attack:
    """`make` returns a file's content, or the words; a file is uploaded as `file_name`; `styles` go with a paper."""

    name: str
    tries: str
    target: Target
    fate: Fate
    make: Callable[[Bait], bytes | str]
    file_name: str = ""
    styles: Callable[[Bait], str] | None = None
