"""Minutes as a document, whatever it is written to: items of headings, paragraphs and resolutions."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Block:
    """A piece of the minutes: a heading, a paragraph, a resolution, or what is still missing; one of them.

    A resolution of several points has them in `points`, numbered; a single point stands in `resolved` itself. `bullets`
    are what a resolution lists.
    """

    heading: str = ""
    text: str = ""
    resolved: str = ""
    points: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Item:
    """A numbered item of the minutes."""

    number: int
    heading: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        return f"{self.number}. {self.heading}"


@dataclass(frozen=True)
class Minutes:
    """The whole document; `state` says how far it is from being done."""

    title: str
    council: str
    of_meeting: str
    held_on: date
    facts: tuple[tuple[str, str], ...]
    state: str
    items: tuple[Item, ...]
    empty: str
