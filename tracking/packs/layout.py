"""Where things stand in an edition of a pack."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracking.enums import Edition


@dataclass(frozen=True)
class Layout:
    """The page numbers of an edition, alike in both.

    `pages` has the page on which each named place is; `extents` the first and the last page of each sheet with what
    follows it, by the sheet’s place (`report-12-evidence-2-sheet`, `report-12-exempt`, `document-5-sheet`); `withheld`
    those of them that are gaps in this edition.
    """

    edition: Edition
    pages: Mapping[str, int]
    extents: Mapping[str, tuple[int, int]]
    withheld: frozenset[str]
    last_page: int
