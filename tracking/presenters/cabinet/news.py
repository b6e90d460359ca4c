"""What came of Cabinet in public, in words: the same in feeds and in mails to those who follow something."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from tracking.enums import ResponseAnswer
from tracking.models import Inquiry, Recommendation
from tracking.models.cabinet import CabinetReport, ResponseItem
from tracking.presenters.following import NewsMail, href_of, title_of
from tracking.presenters.news import NewsEntry
from tracking.presenters.positions import full_title
from tracking.presenters.wording import written_date
from tracking.queries.cabinet.news import ResponseNews


def response_mail(news: ResponseNews) -> NewsMail:
    """Say that a response was published, and what it says of what somebody follows."""
    entry = response_entry(news)
    return NewsMail(
        subject=entry.title,
        sentence="The executive’s response was published.",
        title=title_of(news.of),
        href=href_of(news.of),
        parts=(entry,),
    )


def response_entry(news: ResponseNews) -> NewsEntry:
    """Put a published response into words, as far as it is about what is followed or has the feed."""
    inquiry = news.response.inquiry
    agreed_at = (news.response.frozen or {}).get("agreed_at")
    first = (f"Agreed by {agreed_at}.",) if agreed_at else ()
    said = _count_lines(news.counts) if isinstance(news.of, Inquiry) else _answer_lines(news.answers)
    return NewsEntry(
        title=f"Executive response published: {inquiry}",
        lines=(*first, *said),
        href=reverse("response_detail", args=[inquiry.slug]),
        path=_response_path(news.of),
    )


def _response_path(of: Inquiry | Recommendation) -> str:
    """What it says of a recommendation is less than what it says of the inquiry, so it has a name of its own."""
    if isinstance(of, Inquiry):
        return f"inquiries/{of.slug}/response"
    return f"inquiries/{of.inquiry.slug}/recommendations/{of.reference}/response"


def _count_lines(counts: Mapping[ResponseAnswer, int]) -> tuple[str, ...]:
    """How often the executive gave each answer: "Accepted in part: 2"; what it never said is left out."""
    return tuple(f"{answer.label}: {counts[answer]}" for answer in ResponseAnswer if counts.get(answer))


def _answer_lines(items: Sequence[ResponseItem]) -> tuple[str, ...]:
    """What the executive answered to each of some recommendations and parts."""
    return tuple(
        f"{full_title(row.recommendation)}. The executive’s answer: {row.get_answer_display()}" for row in items
    )


def report_entry(report: CabinetReport) -> NewsEntry:
    """Put a published report, read with `shown_title`, into words."""
    meeting = report.meeting
    return NewsEntry(
        title=f"Report to Cabinet published: {report.shown_title}",
        lines=(f"Report of {report.post}, for {meeting.committee} on {written_date(meeting.held_on)}.",),
        href=reverse("cabinet_report", args=[report.pk]),
        path=f"cabinet-reports/{report.pk}",
    )
