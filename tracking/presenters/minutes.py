"""Draft minutes of a meeting as a document: the page, the Word file and the plain text are made of the same words."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings

from tracking.enums import InquiryState, MeetingState, Outcome, ReportState
from tracking.models import Assessment, Inquiry, Meeting
from tracking.presenters.exclusions import exclusion_blocks
from tracking.presenters.judgements import signed_by
from tracking.presenters.meetings import meeting_words, written_time
from tracking.presenters.minutes_document import Block, Item, Minutes
from tracking.presenters.minutes_pages import declared_words
from tracking.presenters.resolutions import (
    Judged,
    Resolution,
    as_typed,
    leaves_words,
    minute_words,
    posts_asked,
    resolutions,
    sentence,
)
from tracking.presenters.wording import counted, written_date
from tracking.queries.minutes import MinutesFacts, ReportInMinutes


def minutes_of(facts: MinutesFacts) -> Minutes:
    """Write the minutes as far as the views are recorded."""
    meeting = facts.meeting
    sections = [*_opening(facts), *(_report(facts, row) for row in facts.reports), *_reopened(facts)]
    is_final = meeting.state == MeetingState.MINUTES_APPROVED
    return Minutes(
        title="Minutes" if is_final else "Draft minutes",
        council=settings.COUNCIL_NAME,
        of_meeting=f"{meeting.committee}, {meeting_words(meeting)}",
        held_on=meeting.held_on,
        facts=_facts(meeting),
        state=_state(facts),
        items=tuple(Item(number, heading, blocks) for number, (heading, blocks) in enumerate(sections, start=1)),
        empty="" if sections else "The items will appear here once a Progress Report is published for this meeting.",
    )


Section = tuple[str, tuple[Block, ...]]


def _facts(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    facts = [("Committee", str(meeting.committee)), ("Date", meeting_words(meeting))]
    if meeting.starts_at:
        facts.append(("Time", written_time(meeting.starts_at)))
    if meeting.place:
        facts.append(("Place", meeting.place))
    return tuple(facts)


def _state(facts: MinutesFacts) -> str:
    meeting, total = facts.meeting, len(facts.leaves)
    if meeting.state == MeetingState.CANCELLED:
        return "This meeting was cancelled, so it has no minutes."
    if meeting.state == MeetingState.MINUTES_APPROVED:
        approved = f"The committee approved the minutes on {written_date(meeting.minutes_approved_on)}."
        return f"{approved} This text has the views as they stand today, with any correction since."
    if not total and not facts.reopened:
        return "Draft: no Progress Report is published for this meeting."
    deferred = sum(row.view is not None and row.view.outcome == Outcome.DEFERRED for row in facts.leaves.values())
    words = [_recorded(facts.waiting, total)]
    if deferred:
        words.append(f"{counted(deferred, 'recommendation or part is', 'recommendations and parts are')} deferred.")
    return " ".join(words)


def _recorded(waiting: int, total: int) -> str:
    if waiting:
        verb = "is" if waiting == 1 else "are"
        return f"Draft: {waiting} of {counted(total, 'view')} {verb} still to be recorded."
    if total < 2:
        return "Draft: the one view is recorded." if total else "Draft: every view is recorded."
    return f"Draft: all {total} views are recorded."


def _opening(facts: MinutesFacts) -> list[Section]:
    """What comes before the reports, as far as there is any of it."""
    sections: list[Section] = []
    if facts.declarations:
        declared = tuple(Block(text=declared_words(row)) for row in facts.declarations)
        sections.append(("Declarations of interest", declared))
    if facts.meeting.late_papers_reason:
        reason = f"The reason of urgency given is: {sentence(facts.meeting.late_papers_reason)}"
        sections.append(("Late papers", (Block(text=f"The papers for this meeting were issued late. {reason}"),)))
    if facts.private_sessions:
        blocks = [block for session in facts.private_sessions for block in exclusion_blocks(session, facts.meeting)]
        sections.append(("Exclusion of the press and public", tuple(blocks)))
    return sections


def _report(facts: MinutesFacts, row: ReportInMinutes) -> Section:
    judged = [
        Judged(leaf.leaf, leaf.claim, leaf.view, facts.responsible[leaf.leaf.pk] or row.posts)
        for leaf in row.own_leaves
        if leaf.view
    ]
    minutes = {judgement.view.minute for judgement in judged}
    found = resolutions(judged, next_meeting=facts.next_meeting, names_minute=len(minutes) > 1)
    blocks = [
        *_brought(row),
        *_resolved(found),
        *_told_elsewhere(row),
        *_outcome(facts.meeting, row),
    ]
    minute = minute_words(minutes.pop()) if len(minutes) == 1 else ""
    return f"Progress Report on {row.inquiry}{minute}", tuple(blocks)


def _brought(row: ReportInMinutes) -> list[Block]:
    """What was on the table."""
    signed = f", signed by {signed_by(row.revision)}" if row.revision.signed_name else ""
    brought = f"The committee considered the Progress Report of {posts_asked(row.posts)}{signed}."
    if row.deferred_from:
        brought += f" What is told here was deferred from the meeting on {written_date(row.deferred_from.held_on)}."
    blocks = [Block(text=brought)]
    if row.report.tabled_late_reason:
        reason = sentence(row.report.tabled_late_reason)
        blocks.append(Block(text=f"The report was tabled late. The reason of urgency given is: {reason}"))
    for supplement in row.supplements:
        about = f" on {supplement.recommendation.label}" if supplement.recommendation else ""
        by = ", ".join(filter(None, (supplement.signed_name, supplement.signed_title)))
        late = (
            f" It was tabled late: {sentence(supplement.tabled_late_reason)}" if supplement.tabled_late_reason else ""
        )
        said = f"Supplement {supplement.number}, late news{about} signed by {by}, was before the committee."
        blocks.append(Block(text=f"{said}{late}"))
    return blocks


def _resolved(found: Iterable[Resolution]) -> list[Block]:
    blocks = []
    for resolution in found:
        blocks.append(Block(heading=resolution.heading))
        blocks += [Block(text=claim) for claim in resolution.claims]
        blocks.append(_points(resolution.points))
        if resolution.reason:
            blocks.append(Block(text=resolution.reason))
    return blocks


def _points(points: Sequence[str]) -> Block:
    return (
        Block(resolved=f"RESOLVED: {points[0]}")
        if len(points) == 1
        else Block(resolved="RESOLVED:", points=tuple(points))
    )


def _told_elsewhere(row: ReportInMinutes) -> list[Block]:
    """Leaves of the report on which nothing is resolved here, and why."""
    own = {leaf.leaf.pk for leaf in row.own_leaves}
    others = [leaf.leaf for leaf in row.leaves if leaf.leaf.pk not in own]
    concluded = [leaf.leaf for leaf in row.leaves if leaf.concluded_before]
    blocks = []
    if others:
        blocks.append(Block(text=f"Considered with another report to this meeting: {leaves_words(others)}."))
    if concluded:
        blocks.append(Block(text=f"Concluded at another meeting, so not considered: {leaves_words(concluded)}."))
    if row.waiting:
        blocks.append(Block(missing=f"Still to record: {leaves_words(leaf.leaf for leaf in row.waiting)}."))
    return blocks


def _outcome(meeting: Meeting, row: ReportInMinutes) -> list[Block]:
    """What follows for the inquiry: that it is concluded, or by when the next report is due."""
    words = outcome_words(meeting, row)
    return [Block(text=words)] if words else []


def outcome_words(meeting: Meeting, row: ReportInMinutes) -> str:
    """That the inquiry is concluded, or by when the next report on it is due; nothing while neither is settled."""
    return _concluded_words(row.inquiry, row.recommendation_count, on=meeting.held_on) or _next_report_words(row)


def _concluded_words(inquiry: Inquiry, recommendation_count: int, *, on: date) -> str:
    """ "All 9 recommendations of … are concluded, so the inquiry is concluded on 12 April 2016."; else nothing."""
    if inquiry.state != InquiryState.CONCLUDED or inquiry.concluded_on != on:
        return ""
    one = f"The one recommendation of {inquiry} is concluded"
    all_of_them = f"All {recommendation_count} recommendations of {inquiry} are concluded"
    return f"{one if recommendation_count == 1 else all_of_them}, so the inquiry is concluded on {written_date(on)}."


def _next_report_words(row: ReportInMinutes) -> str:
    """ "The next report is due by 12 October 2016."; nothing where a later meeting scheduled it anew."""
    due_on = row.inquiry.next_round_on
    if due_on is None or not row.is_latest or row.report.state != ReportState.CONSIDERED:
        return ""
    return f"The next report is due by {written_date(due_on)}."


def _reopened(facts: MinutesFacts) -> list[Section]:
    """Leaves tracked again without a report on them, by inquiry."""
    by_inquiry: dict[Inquiry, list[Assessment]] = {}
    for view in facts.reopened:
        by_inquiry.setdefault(view.leaf.inquiry, []).append(view)
    sections = []
    for inquiry, views in by_inquiry.items():
        judged = [Judged(view.leaf, None, view, facts.responsible[view.leaf_id]) for view in views]
        blocks = _resolved(resolutions(judged, next_meeting=facts.next_meeting))
        sections.append((f"Recommendations of {as_typed(inquiry.title)} reopened", tuple(blocks)))
    return sections
