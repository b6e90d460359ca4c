"""The views of a meeting as a list, in words: how far the recording has come, what comes next, what can be reopened."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracking.enums import MeetingState
from tracking.models import Meeting, Recommendation
from tracking.presenters.judgements import JudgementPair, conclusion_tag
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.meetings import leaf_pair
from tracking.presenters.positions import full_title
from tracking.presenters.wording import counted, written_date
from tracking.queries.views_at_meeting import LeafAtMeeting, ReportAtMeeting


@dataclass(frozen=True)
class ViewLine:
    """A leaf in the list: what was claimed, and the view or that it is not recorded yet."""

    title: str
    href: str
    pair: JudgementPair
    note: str


@dataclass(frozen=True)
class ReportViews:
    """The leaves of one report, with links to record several parts at once."""

    title: str
    recorded: str
    lines: tuple[ViewLine, ...]
    all_parts: tuple[Link, ...]


@dataclass(frozen=True)
class ViewsFace:
    """Everything the list of a meeting's views says."""

    heading: str
    state: str
    next_step: Link | None
    other_steps: tuple[Link, ...]
    reports: tuple[ReportViews, ...]


def closed_words(meeting: Meeting) -> str:
    """Why no first view can be recorded at a meeting; nothing while it can."""
    return {
        MeetingState.PLANNED: "Views can be recorded once the papers are issued.",
        MeetingState.MINUTES_APPROVED: "The minutes are approved, so views can only be corrected now.",
        MeetingState.CANCELLED: "The meeting was cancelled, so there is no view to record.",
    }.get(MeetingState(meeting.state), "")


def publishing_sentences(meeting: Meeting, *, waiting: int, total: int) -> tuple[str, ...]:
    """Say what publishing the views means, and what is not recorded yet."""
    means = "Everyone can read the committee’s views then. Corrections made later are public at once."
    if meeting.views_published_at is not None:
        return ("The views of this meeting are published.",)
    if not waiting:
        return (means,)
    return (means, f"{waiting} of {counted(total, 'view')} {'is' if waiting == 1 else 'are'} not recorded yet.")


def views_face(meeting: Meeting, reports: Iterable[ReportAtMeeting]) -> ViewsFace:
    """Say how far the recording has come and what comes next."""
    rows = tuple(reports)
    leaves = [(row, leaf) for row in rows for leaf in row.leaves]
    waiting = [(row, leaf) for row, leaf in leaves if leaf.waits]
    return ViewsFace(
        heading="Record the committee’s views" if waiting and not closed_words(meeting) else "The committee’s views",
        state=f"{_recorded_sentence(len(leaves) - len(waiting), len(leaves))} {closed_words(meeting)}".strip(),
        next_step=_next_step(meeting, waiting) if leaves else None,
        other_steps=_other_steps(meeting, len(waiting)),
        reports=tuple(_report_views(meeting, row) for row in rows),
    )


def _recorded_sentence(recorded: int, total: int) -> str:
    if not total:
        return "No Progress Report is published for this meeting."
    if recorded == total:
        return f"All {total} views are recorded." if total > 1 else "The one view is recorded."
    return f"{recorded} of {counted(total, 'view')} {'is' if recorded == 1 else 'are'} recorded."


def _next_step(meeting: Meeting, waiting: list[tuple[ReportAtMeeting, LeafAtMeeting]]) -> Link:
    if not waiting or closed_words(meeting):
        return Link("Go on to the meeting’s page", meeting_href("meeting_detail", meeting))
    row, leaf = waiting[0]
    return Link(f"Record the view on {leaf.leaf.label}", record_href(meeting, row.report.inquiry.slug, leaf.leaf))


def _other_steps(meeting: Meeting, waiting: int) -> tuple[Link, ...]:
    """Agreeing with all the rest, while there is more than one left."""
    if waiting < 2 or closed_words(meeting):
        return ()
    left = f"{waiting} are still to record."
    return (Link("Agree with all the rest as submitted", meeting_href("views_agree", meeting), left),)


def record_href(meeting: Meeting, inquiry_slug: str, recommendation: Recommendation, name: str = "view_record") -> str:
    """The address for recording (or, by `name`, correcting or reopening) at a meeting."""
    return meeting_href(name, meeting, inquiry_slug=inquiry_slug, reference=recommendation.reference)


def _report_views(meeting: Meeting, row: ReportAtMeeting) -> ReportViews:
    slug = row.report.inquiry.slug
    return ReportViews(
        title=_title(row),
        recorded=f"{len(row.leaves) - len(row.waiting)} of {len(row.leaves)} recorded",
        lines=tuple(
            ViewLine(
                title=full_title(leaf.leaf),
                href=record_href(meeting, slug, leaf.leaf),
                pair=leaf_pair(row, leaf),
                note=_missing(leaf),
            )
            for leaf in row.leaves
        ),
        all_parts=tuple(
            Link(f"Record one view for {len(parts)} parts of {whole.label}", record_href(meeting, slug, whole))
            for whole, parts in _parts_waiting(row).items()
            if len(parts) > 1 and not closed_words(meeting)
        ),
    )


def _title(row: ReportAtMeeting) -> str:
    """The inquiry, and from which meeting its leaves were deferred where they come back."""
    came_back = f", deferred on {written_date(row.deferred_from.held_on)}" if row.deferred_from else ""
    return f"{row.report.inquiry}{came_back}"


def _missing(leaf: LeafAtMeeting) -> str:
    """What stands in the place of a view."""
    if leaf.view:
        return ""
    return "Concluded at another meeting" if leaf.concluded_before else "Not recorded yet"


def _parts_waiting(row: ReportAtMeeting) -> dict[Recommendation, list[Recommendation]]:
    waiting: dict[Recommendation, list[Recommendation]] = {}
    for leaf in row.waiting:
        if leaf.leaf.parent is not None:
            waiting.setdefault(leaf.leaf.parent, []).append(leaf.leaf)
    return waiting


def reopenable_lines(meeting: Meeting, leaves: Iterable[Recommendation]) -> tuple[Link, ...]:
    """The concluded leaves that a meeting could reopen, each with its conclusion."""
    return tuple(
        Link(
            f"{full_title(leaf)}, {leaf.inquiry}",
            record_href(meeting, leaf.inquiry.slug, leaf, "view_reopen"),
            concluded_sentence(leaf),
        )
        for leaf in leaves
    )


def concluded_sentence(leaf: Recommendation) -> str:
    """ "Concluded 12 April 2016: implemented."; reads the annotation of `with_standing_assessment`."""
    tag = conclusion_tag(leaf.standing_conclusion_reason, leaf.standing_on)  # type: ignore[attr-defined]
    return f"{tag.words}."
