"""The columns of the register as open data: one definition for files, the API and the data dictionary."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from django.conf import settings
from django.urls import reverse

from tracking.dates import municipal_year_words
from tracking.enums import ConclusionReason, Ending, TrackingState
from tracking.models import Recommendation
from tracking.queries.register_rows import RegisterRow

LICENCE: Final = "Open Government Licence v3.0"
LICENCE_ADDRESS: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

# Stands for any name in an address.
_ANY: Final = "any-name"

Value = str | int | date | tuple[str, ...] | None


class Kind(StrEnum):
    """What a column holds, in the words of the data dictionary."""

    ADDRESS = "Web address"
    TEXT = "Text"
    CODE = "One of a few codes"
    NUMBER = "Whole number"
    DATE = "Date"
    YES_NO = "True or false"
    LIST = "List of texts"


@dataclass(frozen=True)
class Column:
    """A column: its name for machines, its heading for people, what it means, and how it is read from a row.

    `choices` are the codes with their words. `always` says that no row goes without a value.
    """

    name: str
    label: str
    meaning: str
    kind: Kind
    read: Callable[[RegisterRow, date], Value]
    choices: tuple[tuple[str, str], ...] = ()
    always: bool = False

    def words(self, value: Value) -> Value:
        """The value as people read it: codes in words, yes and no; everything else as it is."""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        return dict(self.choices).get(value, value) if self.choices and isinstance(value, str) else value


def site_address(href: str) -> str:
    """The address at which a page of ours is always found, whatever name the server was asked by."""
    return f"{settings.SITE_URL}{href}"


@cache
def _pieces(name: str, *any_of_each: str) -> list[str]:
    """What stands around the names in the addresses of a page: resolved once, not for every row."""
    return reverse(name, args=any_of_each).split(_ANY)


def _address(row: RegisterRow, today: date) -> str:
    before, between, behind = _pieces("recommendation_detail", _ANY, _ANY)
    return site_address(f"{before}{row.entry.inquiry.slug}{between}{_leaf(row).reference}{behind}")


def _inquiry_address(row: RegisterRow, today: date) -> str:
    before, behind = _pieces("inquiry_detail", _ANY)
    return site_address(f"{before}{row.entry.inquiry.slug}{behind}")


def _leaf(row: RegisterRow) -> Recommendation:
    return row.entry.leaf


def _is_overdue(row: RegisterRow, today: date) -> bool:
    """As `RegisterEntryQuerySet.overdue`."""
    entry = row.entry
    return not entry.is_concluded and not entry.is_said_to_be_done and entry.sorts_on < today


def _municipal_year(row: RegisterRow, today: date) -> str | None:
    year = row.entry.municipal_year
    return municipal_year_words(year) if year is not None else None


COLUMNS: Final = (
    Column(
        "id",
        "Identifier",
        "The address of the recommendation or part on this site. It stays the same for good.",
        Kind.ADDRESS,
        _address,
        always=True,
    ),
    Column(
        "inquiry",
        "Inquiry",
        "The title of the inquiry that made the recommendation.",
        Kind.TEXT,
        lambda row, today: row.entry.inquiry.title,
        always=True,
    ),
    Column(
        "inquiry_address",
        "Address of the inquiry",
        "The address of the inquiry on this site.",
        Kind.ADDRESS,
        _inquiry_address,
        always=True,
    ),
    Column(
        "approved_on",
        "Approved on",
        "The day on which the inquiry’s report was approved.",
        Kind.DATE,
        lambda row, today: row.entry.inquiry.approved_on,
    ),
    Column(
        "municipal_year",
        "Municipal year",
        "The municipal year in which the report was approved. It runs from 1 May to 30 April: 2015/16.",
        Kind.TEXT,
        _municipal_year,
    ),
    Column(
        "reference",
        "Reference",
        "The number of the recommendation in its inquiry, with the letter of the part where there is one: R01, R01b.",
        Kind.TEXT,
        lambda row, today: _leaf(row).reference,
        always=True,
    ),
    Column(
        "title",
        "Short title",
        "A short title. Empty where none was given.",
        Kind.TEXT,
        lambda row, today: _leaf(row).title,
        always=True,
    ),
    Column(
        "introduction",
        "Words before the parts",
        "Of a part: the words of its recommendation that stand before the parts. In Markdown.",
        Kind.TEXT,
        lambda row, today: parent.text if (parent := _leaf(row).parent) else "",
        always=True,
    ),
    Column(
        "text",
        "Recommendation",
        "The words of the recommendation or part, in Markdown.",
        Kind.TEXT,
        lambda row, today: _leaf(row).text,
        always=True,
    ),
    Column(
        "committee",
        "Committee",
        "The committee that tracks it now.",
        Kind.TEXT,
        lambda row, today: row.committee.name if row.committee else None,
    ),
    Column(
        "posts",
        "Posts",
        "The posts and outside bodies that answer for it today, in order.",
        Kind.LIST,
        lambda row, today: tuple(post.name for post in row.posts),
        always=True,
    ),
    Column(
        "due_as_written",
        "Completion date as written",
        "The completion date in the words of the report: “November 2015”, “Ongoing”.",
        Kind.TEXT,
        lambda row, today: _leaf(row).due.due_text,
        always=True,
    ),
    Column(
        "original_date",
        "Original date",
        "The completion date as approved. A month means its last day. Empty where the words name no day.",
        Kind.DATE,
        lambda row, today: row.entry.original_on,
    ),
    Column(
        "current_date",
        "Current date",
        "The latest date anticipated by the Cabinet Member or agreed by the committee. Otherwise the original one.",
        Kind.DATE,
        lambda row, today: row.entry.current_on,
    ),
    Column(
        "days_slipped",
        "Days slipped",
        "Days from the original date to the current one. Less than nothing where it was brought forward.",
        Kind.NUMBER,
        lambda row, today: row.entry.days_slipped,
    ),
    Column(
        "date_moves",
        "Moves of the date",
        "How often the completion date was moved.",
        Kind.NUMBER,
        lambda row, today: row.entry.moves,
        always=True,
    ),
    Column(
        "claimed_number",
        "Cabinet Member’s assessment: number",
        "The number of the category in the Cabinet Member’s latest published assessment.",
        Kind.NUMBER,
        lambda row, today: row.entry.claimed.number if row.entry.claimed else None,
    ),
    Column(
        "claimed_category",
        "Cabinet Member’s assessment",
        "The name of that category.",
        Kind.TEXT,
        lambda row, today: row.entry.claimed.name if row.entry.claimed else None,
    ),
    Column(
        "claimed_proposal",
        "Cabinet Member’s proposal to conclude",
        "The reason given, where the Cabinet Member proposed no category but to conclude tracking.",
        Kind.CODE,
        lambda row, today: row.entry.proposed_conclusion or None,
        tuple(ConclusionReason.choices),
    ),
    Column(
        "claimed_on",
        "Cabinet Member’s assessment: meeting",
        "The date of the meeting the assessment was made for.",
        Kind.DATE,
        lambda row, today: row.entry.claimed_on,
    ),
    Column(
        "viewed_number",
        "Committee’s view: number",
        "The number of the category in the committee’s own view, the latest that stands.",
        Kind.NUMBER,
        lambda row, today: row.entry.viewed.number if row.entry.viewed else None,
    ),
    Column(
        "viewed_category",
        "Committee’s view",
        "The name of that category. Empty where the committee concluded tracking without one.",
        Kind.TEXT,
        lambda row, today: row.entry.viewed.name if row.entry.viewed else None,
    ),
    Column(
        "viewed_on",
        "Committee’s view: date",
        "The day on which the committee gave its view.",
        Kind.DATE,
        lambda row, today: row.entry.viewed_on,
    ),
    Column(
        "state",
        "State",
        "Whether it is still tracked. Only a committee concludes tracking.",
        Kind.CODE,
        lambda row, today: (TrackingState.CONCLUDED if row.entry.is_concluded else TrackingState.TRACKED).value,
        tuple(TrackingState.choices),
        always=True,
    ),
    Column(
        "ending",
        "What became of it",
        "Still tracked, achieved, or the reason why tracking was concluded. Each recommendation or part counts once.",
        Kind.CODE,
        lambda row, today: str(row.entry.ending),
        tuple(Ending.choices),
        always=True,
    ),
    Column(
        "conclusion_reason",
        "Reason for concluding",
        "The reason that the committee gave for concluding tracking.",
        Kind.CODE,
        lambda row, today: row.entry.conclusion_reason or None,
        tuple(ConclusionReason.choices),
    ),
    Column(
        "concluded_on",
        "Concluded on",
        "The day on which the committee concluded tracking.",
        Kind.DATE,
        lambda row, today: row.entry.viewed_on if row.entry.is_concluded else None,
    ),
    Column(
        "differs",
        "Committee disagreed",
        "Whether the committee’s view differs from the assessment it answers.",
        Kind.YES_NO,
        lambda row, today: row.entry.differs,
        always=True,
    ),
    Column(
        "overdue",
        "Overdue",
        "Whether it is still tracked, the current date has passed and nobody says that it is done.",
        Kind.YES_NO,
        _is_overdue,
        always=True,
    ),
    Column("as_at", "As at", "The day on which the data was taken.", Kind.DATE, lambda row, today: today, always=True),
)


def values_of(row: RegisterRow, *, today: date) -> dict[str, Value]:
    """A row of the register by the names of its columns."""
    return {column.name: column.read(row, today) for column in COLUMNS}
