"""The shapes that the managing pages are made of: links, tables, lines, and the words for a period."""

from dataclasses import dataclass, field

from tracking.models.base import Dated
from tracking.presenters.wording import written_date


@dataclass(frozen=True)
class Link:
    text: str
    href: str
    hint: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Row:
    """A line of a table: what it is, where it leads, and its further cells."""

    name: str
    href: str
    cells: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str

    @property
    def has_actions(self) -> bool:
        """Whether a column of links follows the cells."""
        return "Actions" in self.columns


@dataclass(frozen=True)
class Line:
    """A line of a summary list: a question, its answer, and the link that changes it."""

    name: str
    words: str
    link: Link | None = None


@dataclass(frozen=True)
class DoubtLine:
    """One doubt while an inquiry is drafted, and where it is settled."""

    message: str
    link: Link


@dataclass(frozen=True)
class RecommendationRow:
    """A recommendation or part on the page of its inquiry."""

    reference: str
    words: str
    due: str
    responsible: str
    links: tuple[Link, ...] = field(default=())
    doubts: tuple[DoubtLine, ...] = field(default=())


def period(row: Dated) -> str:
    """Return "9 June 2015 to 24 May 2016", "since 9 June 2015", "until 24 May 2016" or "always"."""
    starts, ends = written_date(row.starts_on), written_date(row.ends_on)
    if starts and ends:
        return f"{starts} to {ends}"
    if ends:
        return f"until {ends}"
    return f"since {starts}" if starts else "from the beginning"
