"""The summary of recommendations in words: the same for page, PDF and Word.

Columns and order are those of the table that opens the council's inquiry reports (docs/domain-rules.md).
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking.enums import InquiryState
from tracking.presenters.managing_shapes import Link
from tracking.presenters.paper_rows import NOTHING_SAID, Fact, due_words
from tracking.presenters.papers import DRAFT_MARK
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.paper_facts import DueFacts
from tracking.queries.summary import InquirySummary, SummaryGroup, SummaryRow

TITLE = "Summary of recommendations"
IN_THESE_PARTS = "In these parts:"


@dataclass(frozen=True)
class SummaryLine:
    """A row of the table. `looked_for` is how the committee will know, printed under the words."""

    label: str
    href: str
    title: str
    text: str
    responsibility: tuple[str, ...]
    due: str
    looked_for: str


@dataclass(frozen=True)
class SummaryFace:
    """Everything that is printed; `groups` are the rows of each recommendation, which stay together."""

    slug: str
    title: str
    inquiry: str
    state: str
    mark: str
    when: str
    approved_on: date | None
    facts: tuple[Fact, ...]
    groups: tuple[tuple[SummaryLine, ...], ...]
    note: str
    empty: str

    @property
    def full_title(self) -> str:
        return f"{self.title}: {self.inquiry}"

    @property
    def downloads(self) -> tuple[Link, ...]:
        """The same as files, where there is anything in it."""
        if not self.groups:
            return ()
        return (
            Link("Download as PDF", reverse("inquiry_summary_pdf", args=[self.slug])),
            Link("Download as a Word document", reverse("inquiry_summary_docx", args=[self.slug])),
        )


def summary_face(summary: InquirySummary) -> SummaryFace:
    return SummaryFace(
        slug=summary.slug,
        title=TITLE,
        inquiry=summary.title,
        state=_state(summary),
        mark=_mark(summary.state),
        when=f"approved {written_date(summary.approved_on)}" if summary.approved_on else "not approved yet",
        approved_on=summary.approved_on,
        facts=tuple(_facts(summary)),
        groups=tuple(_lines(summary.slug, group) for group in summary.groups),
        note=_note(summary),
        empty="Recommendations will appear here once a scrutiny officer has entered them.",
    )


def _mark(state: str) -> str:
    if state == InquiryState.WITHDRAWN:
        return "Withdrawn: not published"
    return DRAFT_MARK if state not in InquiryState.public() else ""


def _state(summary: InquirySummary) -> str:
    """ "9 recommendations in 14 parts."."""
    leaves = sum(len(group.parts) or 1 for group in summary.groups)
    if not summary.groups:
        return "Nothing is recommended yet."
    whole = counted(len(summary.groups), "recommendation")
    return f"{whole} in {counted(leaves, 'part')}." if leaves > len(summary.groups) else f"{whole}."


def _facts(summary: InquirySummary) -> list[Fact]:
    facts = [
        Fact(f"Date approved at {summary.approving_body}", written_date(summary.approved_on) or "Not yet approved"),
        Fact("Commissioned by", written_list(summary.commissioned_by)),
        Fact("Member who led the review", summary.lead_member),
        Fact("Lead officer for the review", summary.lead_officer),
    ]
    return [fact for fact in facts if fact.value]


def _note(summary: InquirySummary) -> str:
    if summary.approved_on is None or not summary.groups:
        return ""
    return (
        f"Responsibility as on {written_date(summary.approved_on)}. "
        "Who answers today, and later dates, are on the page of each recommendation."
    )


def _lines(slug: str, group: SummaryGroup) -> tuple[SummaryLine, ...]:
    """A row of its own words where it has parts, then a row for each part."""
    if not group.parts:
        return (_line(slug, group.whole),)
    own = _line(slug, group.whole, is_whole_of_parts=True)
    return (own, *(_line(slug, part) for part in group.parts))


def _line(slug: str, row: SummaryRow, *, is_whole_of_parts: bool = False) -> SummaryLine:
    said = row.due != DueFacts("", None, ongoing=False, recurs_every_months=None)
    return SummaryLine(
        label=row.label,
        href=reverse("recommendation_detail", args=[slug, row.reference]),
        title=row.title,
        text=row.text or (IN_THESE_PARTS if is_whole_of_parts else ""),
        responsibility=row.responsible or (NOTHING_SAID if is_whole_of_parts else "No post is named",),
        due=NOTHING_SAID if is_whole_of_parts and not said else due_words(row.due),
        looked_for=row.success_measure,
    )
