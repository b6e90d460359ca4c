"""Late news on a published Progress Report, in words: supplements with their numbers, and what waits for the clerk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking import dates, rules
from tracking.enums import InquiryState, MeetingState, ReportState, SupplementState
from tracking.models import ProgressReport, ReportSupplement, Viewer
from tracking.presenters.wording import written_date

ANCHOR = "late-news"
WHOLE_REPORT = "the whole report"

PUBLISHING = (
    "Everyone can then read it beside the report, with the next number. The report itself stays as it is.",
    "Publishing cannot be undone.",
)
DECLINING = ("It is not published. Whoever handed it in is told by e-mail.",)


@dataclass(frozen=True)
class SupplementLine:
    """One supplement beside its report; `notes` say who signed it, and why it came late."""

    anchor: str
    title: str
    text: str
    notes: tuple[str, ...]
    href: str


@dataclass(frozen=True)
class WaitingLine:
    """Late news that was handed in, for those who may know of it; the addresses are empty for whoever may not act."""

    anchor: str
    title: str
    text: str
    notes: tuple[str, ...]
    publish_href: str
    decline_href: str


@dataclass(frozen=True)
class LateNewsFace:
    """Everything about late news on the page of a report."""

    sentence: str
    published: tuple[SupplementLine, ...]
    waiting: tuple[WaitingLine, ...]
    declined: tuple[WaitingLine, ...]

    @property
    def is_there(self) -> bool:
        return bool(self.published or self.waiting or self.declined)


def why_no_late_news(report: ProgressReport, *, today: date) -> str:
    """Why nothing more can be published beside a report, in a sentence; empty while it can be.

    Reads the report's meeting and inquiry.
    """
    meeting = report.meeting
    if report.state == ReportState.CONSIDERED:
        return "The committee has considered this report. Put what is new into the next one."
    if report.state != ReportState.PUBLISHED:
        return "This report is not published. Late news can be handed in once it is."
    if report.inquiry.state not in InquiryState.public():
        return "This inquiry is no longer public, so nothing can be published on it."
    if meeting.state == MeetingState.CANCELLED:
        return "The meeting was cancelled. Late news can be taken once the report is moved to another meeting."
    is_over = meeting.state not in (MeetingState.PLANNED, MeetingState.PAPERS_ISSUED) or meeting.held_on < today
    if is_over:
        return f"The meeting on {written_date(meeting.held_on)} is over. Put what is new into the next report."
    return ""


def can_hand_in_now(viewer: Viewer, report: ProgressReport, *, today: date) -> bool:
    return not why_no_late_news(report, today=today) and rules.can_hand_in_late_news(viewer, report)


def handing_in_words(report: ProgressReport, *, signs: bool) -> tuple[str, ...]:
    """The button and the sentences of the page on which late news is written."""
    beside = "The report stays as it was published. What is new is numbered, dated and published beside it."
    to_whom = f"It goes to the clerk, for the meeting on {written_date(report.meeting.held_on)}."
    if signs:
        return "Sign and hand in", beside, to_whom, "By signing, you confirm that you approve it."
    return "Hand in the late news", beside, to_whom, "Say who approved it, how and when. It is signed in their name."


def about_words(supplement: ReportSupplement) -> str:
    """ "R06", or "the whole report"."""
    return supplement.recommendation.label if supplement.recommendation else WHOLE_REPORT


def supplement_title(supplement: ReportSupplement) -> str:
    """ "Supplement 1, 8 April 2016: R06"; what has no number yet says where it stands."""
    about = about_words(supplement)
    if supplement.published_at:
        return f"Supplement {supplement.number}, {written_date(dates.today(supplement.published_at))}: {about}"
    return f"{_handed_in(supplement)}: {about}"


def _handed_in(supplement: ReportSupplement) -> str:
    return f"Handed in on {written_date(dates.today(supplement.recorded_at))}"


def supplement_href(supplement: ReportSupplement) -> str:
    """The address of a supplement: its place on the page of its report."""
    return f"{reverse('report_detail', args=[supplement.report_id])}#{_anchor(supplement)}"


def _anchor(supplement: ReportSupplement) -> str:
    return f"supplement-{supplement.number}" if supplement.number else f"{ANCHOR}-{supplement.pk}"


def supplement_lines(supplements: Iterable[ReportSupplement]) -> tuple[SupplementLine, ...]:
    """Those that are published, in the order of their numbers."""
    published = [row for row in supplements if row.state == SupplementState.PUBLISHED]
    return tuple(
        SupplementLine(_anchor(row), supplement_title(row), row.text, supplement_notes(row), supplement_href(row))
        for row in sorted(published, key=lambda row: row.number or 0)
    )


def supplement_notes(supplement: ReportSupplement) -> tuple[str, ...]:
    """Who signed it and how it was approved, why it is tabled late, why it was declined."""
    signed = f"Signed by {supplement.signed_name}, {supplement.signed_title}."
    if supplement.approved_how:
        how = supplement.approved_how.rstrip(".")
        signed = f"{signed} Approved on {written_date(supplement.approved_on)}: {how}."
    late = f"Tabled late because: {supplement.tabled_late_reason}" if supplement.tabled_late_reason else ""
    declined_on = written_date(dates.today(supplement.declined_at)) if supplement.declined_at else ""
    declined = f"Declined on {declined_on}: {supplement.declined_reason}" if declined_on else ""
    return tuple(note for note in (signed, late, declined) if note)


def late_news_face(
    report: ProgressReport, supplements: Iterable[ReportSupplement], viewer: Viewer, *, today: date
) -> LateNewsFace:
    """Say what late news there is on a report, as far as the viewer may know, and what they can do about it.

    `supplements` are those the viewer may see.
    """
    rows = list(supplements)
    refusal = why_no_late_news(report, today=today)
    waiting = [row for row in rows if row.state == SupplementState.HANDED_IN]
    may_publish = bool(waiting) and rules.can_publish_late_news(viewer, report)
    return LateNewsFace(
        sentence=refusal if may_publish else "",
        published=supplement_lines(rows),
        waiting=tuple(waiting_line(row, publish=may_publish and not refusal, decline=may_publish) for row in waiting),
        declined=tuple(waiting_line(row) for row in rows if row.state == SupplementState.DECLINED),
    )


def waiting_line(supplement: ReportSupplement, *, publish: bool = False, decline: bool = False) -> WaitingLine:
    """Late news that is not published, with what the viewer may do about it."""
    address = {"pk": supplement.report_id, "supplement_pk": supplement.pk}
    return WaitingLine(
        anchor=_anchor(supplement),
        title=supplement_title(supplement),
        text=supplement.text,
        notes=supplement_notes(supplement),
        publish_href=reverse("supplement_publish", kwargs=address) if publish else "",
        decline_href=reverse("supplement_decline", kwargs=address) if decline else "",
    )
