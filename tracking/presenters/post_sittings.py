"""What a post reported and what the committee viewed, meeting by meeting, in words and tags."""

from dataclasses import dataclass

from django.urls import reverse

from tracking.models import Category, User, Viewer
from tracking.presenters.judgements import NOT_YET_ASSESSED, Tag, category_tag, proposal_tag
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.meetings import meeting_words
from tracking.presenters.wording import counted, written_list
from tracking.queries.post_sittings import Claimed, PostSitting, ReportSaid


@dataclass(frozen=True)
class TagCount:
    """A tag, and how often it was given."""

    tag: Tag
    times: str


@dataclass(frozen=True)
class ReportSaidLine:
    """One report: what it claimed, what the committee said of it, and in a sentence how far they agree."""

    title: str
    href: str
    report_href: str
    claimed: tuple[TagCount, ...]
    viewed: tuple[TagCount, ...]
    sentence: str


@dataclass(frozen=True)
class SittingLine:
    """A meeting and the reports that were before it."""

    meeting: Link
    reports: tuple[ReportSaidLine, ...]


def sitting_line(row: PostSitting, viewer: Viewer) -> SittingLine:
    meeting = Link(meeting_words(row.meeting), meeting_href("meeting_detail", row.meeting), str(row.meeting.committee))
    return SittingLine(meeting, tuple(_report_line(said, viewer) for said in row.reports))


def _report_line(said: ReportSaid, viewer: Viewer) -> ReportSaidLine:
    inquiry = said.report.inquiry
    return ReportSaidLine(
        title=str(inquiry),
        href=reverse("inquiry_detail", args=[inquiry.slug]),
        report_href=reverse("report_detail", args=[said.report.pk]),
        claimed=tuple(TagCount(_claimed_tag(claimed), _times(number)) for claimed, number in said.claimed),
        viewed=tuple(TagCount(_viewed_tag(category), _times(number)) for category, number in said.viewed),
        sentence=_sentence(said, viewer),
    )


def _claimed_tag(claimed: Claimed) -> Tag:
    category, proposed = claimed
    if category:
        return category_tag(category)
    return proposal_tag(proposed) if proposed else NOT_YET_ASSESSED


def _viewed_tag(category: Category | None) -> Tag:
    return category_tag(category) if category else Tag("plain", "Concluded without a category")


def _times(number: int) -> str:
    return counted(number, "time")


def _sentence(said: ReportSaid, viewer: Viewer) -> str:
    """ "The committee gave its view on 12 of 14: it differs on 2 and concluded 5."."""
    if not said.view_count and not said.deferred:
        # Whoever does not sign in cannot know what was given and is not yet published.
        return "The committee’s view is not given yet." if isinstance(viewer, User) else "No view is published yet."
    rest = _agreement(said)
    if said.concluded:
        rest.append(f"it concluded {said.concluded}")
    if said.deferred:
        rest.append(f"it deferred {said.deferred}")
    of = f"{said.view_count} of {said.claim_count}"
    return f"The committee gave its view on {of}{': ' if rest else ''}{written_list(rest)}."


def _agreement(said: ReportSaid) -> list[str]:
    """How far the views share the assessments; nothing where none can be compared with one."""
    if said.compared == said.shared == said.view_count > 0:
        return ["it agrees with each assessment"]
    words = [f"it differs on {said.differing}"] if said.differing else []
    if 0 < said.compared < said.view_count:
        words.append(f"it shares {said.shared} of {said.view_count} assessments")
    return words
