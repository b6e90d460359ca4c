"""Since last time, in words: the form that asks for a meeting, and what changed after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from tracking.models import Meeting
from tracking.presenters.change_lines import Change, handing_on_line, late_news_line, leaf_changes, post_line
from tracking.presenters.links import Link, meeting_href, recommendation_href
from tracking.presenters.meetings import meeting_words
from tracking.presenters.positions import full_title
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.changes_since import ChangedInquiry, ChangesSince, Tally

PARAMETER, PAGE = "since", "changes"
ANCHOR = "since"
NO_SUCH_MEETING = "There is no such meeting. Choose one from the list."


@dataclass(frozen=True)
class MeetingChoice:
    """One meeting in the list to choose from."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class LeafChanges:
    """What happened to one recommendation or part, the latest first."""

    title: str
    href: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class InquiryChanges:
    """What happened in one inquiry. `summary` counts it."""

    title: str
    href: str
    summary: str
    changes: tuple[Change, ...]
    leaves: tuple[LeafChanges, ...]


@dataclass(frozen=True)
class WhatChanged:
    """The answer: `sentence` first, then the counts, the posts that changed hands, and each inquiry."""

    sentence: str
    counts: tuple[str, ...]
    posts: tuple[Change, ...]
    inquiries: tuple[InquiryChanges, ...]
    names_inquiries: bool
    previous: Link | None
    next: Link | None


@dataclass(frozen=True)
class SinceFace:
    """The form, with the meetings to choose from, and the answer once one is chosen.

    `kept` are the rest of the query, so that a filtered list stays filtered; `error` says what was wrong with the
    question.
    """

    choices: tuple[MeetingChoice, ...]
    kept: tuple[tuple[str, str], ...]
    error: str
    changed: WhatChanged | None
    close_href: str


def since_value(meeting: Meeting) -> str:
    """What the address calls a meeting: "corporate-resources/2016-04-12". Reads its committee."""
    return f"{meeting.committee.slug}/{meeting.date_slug}"


def since_face(
    query: QueryDict, choices: Sequence[Meeting], chosen: Meeting | None, found: ChangesSince | None
) -> SinceFace:
    """Say which meetings can be chosen and, where one was, what changed after it.

    `query` is the page's own; `found` is None where nothing was asked or `chosen` does not exist.
    """
    offered = list(choices)
    if chosen is not None and chosen not in offered:
        offered.append(chosen)
    several = len({row.committee_id for row in offered}) > 1
    kept = [(key, value) for key, values in query.lists() for value in values if key not in (PARAMETER, PAGE)]
    return SinceFace(
        choices=tuple(
            MeetingChoice(since_value(row), _choice_words(row, several=several), row == chosen) for row in offered
        ),
        kept=tuple(kept),
        error=NO_SUCH_MEETING if query.get(PARAMETER) and found is None else "",
        changed=what_changed(found, query) if found else None,
        close_href=_with(query, {PARAMETER: None, PAGE: None}) or ".",
    )


def _choice_words(meeting: Meeting, *, several: bool) -> str:
    return f"{meeting_words(meeting)}, {meeting.committee}" if several else meeting_words(meeting)


def _with(query: QueryDict, changes: dict[str, str | None]) -> str:
    rest = query.copy()
    for name, value in changes.items():
        rest.pop(name, None)
        if value is not None:
            rest[name] = value
    return f"?{rest.urlencode(safe='/')}" if rest else ""


def what_changed(found: ChangesSince, query: QueryDict) -> WhatChanged:
    """Say everything about a period's changes."""
    return WhatChanged(
        sentence=sentence(found),
        counts=tuple(counts(found.totals)),
        posts=tuple(post_line(row) for row in found.posts),
        inquiries=tuple(_inquiry_changes(row, found) for row in found.inquiries),
        names_inquiries=not found.is_one_inquiry,
        previous=_turn(query, "Previous inquiries", found.page - 1, found),
        next=_turn(query, "Next inquiries", found.page + 1, found),
    )


def sentence(found: ChangesSince) -> str:
    """ "Since the meeting on 12 April 2016, 14 views were given …", or that nothing has changed."""
    when = f"the meeting on {meeting_words(found.period.since)}"
    until = f" and up to the meeting on {meeting_words(found.period.until)}" if found.period.until else ""
    if found.is_empty:
        return f"Nothing has changed since {when}{until}."
    if found.inquiry_count > 1:
        return f"Since {when}{until}, something has changed in {found.inquiry_count:,} inquiries."
    return f"This has changed since {when}{until}."


def counts(tally: Tally) -> list[str]:
    """What happened, in numbers; what did not happen is left out."""
    rows = (
        (tally.views, "view given by a committee", "views given by a committee"),
        (tally.concluded, "of these views concluded tracking", "of these views concluded tracking"),
        (tally.reopened, "recommendation or part reopened", "recommendations or parts reopened"),
        (tally.deferred, "recommendation or part deferred", "recommendations or parts deferred"),
        (
            tally.claims,
            "assessment by a Cabinet Member or outside body",
            "assessments by Cabinet Members or outside bodies",
        ),
        (tally.late_news, "piece of late news", "pieces of late news"),
        (tally.added, "recommendation or part added", "recommendations or parts added"),
        (
            tally.moved_posts,
            "recommendation or part moved to another post",
            "recommendations or parts moved to another post",
        ),
        (tally.handed_on, "inquiry handed on to another committee", "inquiries handed on to another committee"),
        (tally.new, "new inquiry", "new inquiries"),
        (tally.responses, "executive response given", "executive responses given"),
    )
    return [counted(number, one, many) for number, one, many in rows if number]


def _turn(query: QueryDict, words: str, page: int, found: ChangesSince) -> Link | None:
    if not 1 <= page <= found.page_count:
        return None
    href = f"{_with(query, {PAGE: str(page)})}#{ANCHOR}"
    return Link(words, href, f"{page} of {found.page_count}")


def _inquiry_changes(row: ChangedInquiry, found: ChangesSince) -> InquiryChanges:
    inquiry = row.inquiry
    changes = [handing_on_line(handing) for handing in row.handings_on]
    if row.is_new:
        approved = f"Approved by {inquiry.approving_body} on {written_date(inquiry.approved_on)}"
        changes.append(Change("New inquiry", approved if inquiry.approved_on else "Published since"))
    if row.tally.responses:
        changes.append(Change("Executive response", f"given on {written_date(inquiry.responded_on)}"))
    changes += [late_news_line(news) for news in row.late_news]
    address = reverse("inquiry_detail", args=[inquiry.slug])
    leaves = (
        LeafChanges(full_title(leaf.leaf), recommendation_href(inquiry, leaf.leaf), leaf_changes(leaf))
        for leaf in row.leaves
    )
    return InquiryChanges(
        title=str(inquiry),
        href=f"{address}?{PARAMETER}={since_value(found.period.since)}#{ANCHOR}",
        summary=written_list(counts(row.tally)) if found.inquiry_count > 1 else "",
        changes=tuple(changes),
        leaves=tuple(leaf for leaf in leaves if leaf.changes),
    )


def previous_link(before: Meeting | None, here: Meeting) -> Link | None:
    """From the page of a meeting: what changed between the one before and this one."""
    if before is None:
        return None
    href = f"{meeting_href('meeting_detail', here)}?{PARAMETER}={since_value(before)}#{ANCHOR}"
    return Link(f"What changed since the meeting before, on {meeting_words(before)}", href)
