"""Opening, signing and withdrawing a Progress Report: the acts of the executive's side."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from tracking import rules
from tracking.actions.events import record_event
from tracking.actions.report_mails import tell_of_submission
from tracking.actions.signatures import approved_by, hand_in, handed_in_words
from tracking.actions.state import change_state
from tracking.actions.updates import lock_for_writing
from tracking.enums import InquiryState, MeetingState
from tracking.exceptions import ClaimContradicted, NotAllowed, NotPossible
from tracking.models import (
    ClaimCheckOverride,
    Inquiry,
    Meeting,
    Person,
    Post,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportPost,
    ReportRevision,
    SelfAssessment,
    User,
)
from tracking.models.base import the_one_set
from tracking.queries.report_access import signatories
from tracking.queries.report_content import ReportContent
from tracking.queries.report_lists import recommendations_to_report, responsible_posts
from tracking.queries.reports import read_report


@transaction.atomic
def open_report(
    *,
    inquiry: Inquiry,
    meeting: Meeting,
    posts: Sequence[Post],
    by: User,
    recommendations: Sequence[Recommendation] | None = None,
) -> ProgressReport:
    """Open the draft of a Progress Report of `posts`, the lead post first, on an inquiry for a meeting.

    It covers the whole recommendations given, or every one still tracked that no live report for the meeting covers.
    Raises NotAllowed unless `by` answers for part of the inquiry and is of one of the posts, or is scrutiny officer of
    the tracking committee; NotPossible when the inquiry, the meeting or a post does not fit, nothing is left to report
    on, or such a report exists. Writes the report, its posts, its first revision, an update for each recommendation
    and an empty self-assessment for each tracked leaf. Source: the tracking process, where the committee asks for
    progress on everything still tracked.
    """
    rules.can_open_report_on.check(by, inquiry)
    lead = _check_posts(inquiry, posts, by)
    _check_meeting(inquiry, meeting)
    possible = recommendations_to_report(inquiry, meeting)
    covered = possible if recommendations is None else [row for row in possible if row in recommendations]
    if not covered:
        raise NotPossible(
            "No recommendation is left to report on for this meeting: each is concluded or in another report already."
        )
    try:
        with transaction.atomic():
            report = ProgressReport.objects.create(inquiry=inquiry, meeting=meeting, lead_post=lead, opened_by=by)
    except IntegrityError:
        raise NotPossible(
            f"A report of the {lead} on this inquiry for this meeting is there already. Open that one instead."
        ) from None
    _write_posts(report, posts)
    revision = ReportRevision.objects.create(report=report)
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(revision=revision, recommendation=row, recorded_by=by) for row in covered
    )
    _write_empty_assessments(report, by)
    record_event(
        by=by,
        type="opened report",
        target=report,
        after={
            "inquiry": inquiry.pk,
            "meeting": meeting.pk,
            "posts": [post.pk for post in posts],
            "recommendations": [row.reference for row in covered],
        },
    )
    return report


def _check_posts(inquiry: Inquiry, posts: Sequence[Post], by: User) -> Post:
    """Return the lead post of a report on an inquiry, having checked every post."""
    if not posts:
        raise NotPossible("Choose the post the report is of.")
    answering = set(responsible_posts(inquiry))
    strangers = [post.name for post in posts if post not in answering]
    if strangers:
        raise NotPossible(f"{strangers[0]} answers for nothing in this inquiry. Choose a post that does.")
    if not (rules.can_manage_inquiry(by, inquiry) or by.roles.posts & {post.pk for post in posts}):
        raise NotAllowed("You can open a report only of a post you hold or contribute for.")
    return posts[0]


def _check_meeting(inquiry: Inquiry, meeting: Meeting) -> None:
    if inquiry.state != InquiryState.PUBLISHED:
        raise NotPossible("This inquiry is not being tracked, so nothing can be reported on it.")
    if rules.committee_of(inquiry) != meeting.committee_id:
        raise NotPossible("Another committee tracks this inquiry. Choose one of its meetings.")
    if meeting.state not in (MeetingState.PLANNED, MeetingState.PAPERS_ISSUED):
        raise NotPossible("This meeting is over or cancelled. Choose one that is still to come.")


def _write_posts(report: ProgressReport, posts: Sequence[Post]) -> None:
    ReportPost.objects.bulk_create(
        ReportPost(report=report, post=post, position=position) for position, post in enumerate(posts, start=1)
    )


def _write_empty_assessments(report: ProgressReport, by: User) -> None:
    content = read_report(report, viewer=by)
    SelfAssessment.objects.bulk_create(
        SelfAssessment(update=section.update, leaf=row.leaf, recorded_by=by)
        for section in content.every_section
        for row in section.tracked
    )


@transaction.atomic
def change_report_posts(*, report: ProgressReport, posts: Sequence[Post], by: User) -> None:
    """Say anew which posts a report being written is of, the lead post first.

    Raises NotAllowed unless `by` is of a post of the report, now and afterwards; NotPossible when a post does not fit,
    or another report for the meeting has that lead post; StaleReport when the report was handed in meanwhile.
    """
    rules.is_of_a_post_of_the_report.check(by, report)
    lock_for_writing(report)
    lead = _check_posts(report.inquiry, posts, by)
    before = [row.post_id for row in report.report_posts.all()]
    if before == [post.pk for post in posts]:
        return
    try:
        with transaction.atomic():
            ProgressReport.objects.filter(pk=report.pk).update(lead_post=lead)
    except IntegrityError:
        raise NotPossible(f"A report of the {lead} for this meeting is there already.") from None
    report.lead_post = lead
    report.report_posts.all().delete()
    _write_posts(report, posts)
    record_event(
        by=by,
        type="changed the posts of a report",
        target=report,
        before={"posts": before},
        after={"posts": [post.pk for post in posts]},
    )


@transaction.atomic
def submit_report(
    *,
    report: ProgressReport,
    by: User,
    signed_by: Person | None = None,
    approved_how: str = "",
    approved_on: date | None = None,
) -> ReportRevision:
    """Sign a report and hand it in.

    A holder of one of its posts signs for all of it, whoever is responsible for each recommendation. A contributor
    submits on behalf of `signed_by`, a holder (the only one unless told), and says how and when they approved it.
    Raises NotAllowed for everyone else; NotPossible when the approval is not told, or a virus was found in the
    evidence; ClaimContradicted while the claim check has an error or a warning that nobody has answered; StaleReport
    when somebody was faster. Freezes the name and the title of the signature; queues a receipt, and a mail to the
    committee's officers.
    Source: the council's process; Cabinet Members account for their portfolio.
    """
    person, post = signature_of(report, by, signed_by, approved_how, approved_on)
    lock_for_writing(report)
    content = read_report(report, viewer=by)
    if content.open_findings:
        raise ClaimContradicted(content.open_findings)
    if content.infected:
        raise NotPossible("A virus was found in the evidence of this report. Take it out, then sign.")
    _drop_what_no_longer_stands(content)
    before = report.state
    change_state(report, "submit")
    revision = content.revision
    hand_in(revision, person, post.name, by=by, approved_how=approved_how, approved_on=approved_on)
    tell_of_submission(report, revision, by)
    record_event(
        by=by,
        type="submitted report",
        target=report,
        before={"state": before},
        after=handed_in_words(report, revision),
    )
    return revision


def signature_of(
    report: ProgressReport,
    by: User,
    signed_by: Person | None,
    approved_how: str,
    approved_on: date | None,
    *,
    on: str = "report",
) -> tuple[Person, Post]:
    """Return who signs and for which post, having checked that `by` may hand the report, or news on it, in for them.

    Raises NotAllowed unless `by` holds or contributes for a post the report is of; NotPossible when a contributor does
    not tell who approved it, how and when. `on` is what is signed.
    """
    holders = signatories(report)
    if rules.can_submit_report(by, report) and signed_by in (None, by.person):
        return by.person, holders[by.person]
    rules.can_submit_report_on_behalf.check(by, report)
    person = approved_by(holders, signed_by, approved_how, approved_on, thing=on, holding="one of the report’s posts")
    return person, holders[person]


def _drop_what_no_longer_stands(content: ReportContent) -> None:
    """Take out of the draft what was concluded or withdrawn since it was opened, and reasons against no warning."""
    tracked = [row for section in content.sections for row in section.tracked]
    claims = SelfAssessment.objects.filter(update__revision=content.revision)
    claims.exclude(pk__in=[row.claim.pk for row in tracked if row.claim]).delete()
    standing = {finding.key for row in tracked for finding in row.findings}
    for override in ClaimCheckOverride.objects.filter(self_assessment__update__revision=content.revision):
        if (the_one_set(override.self_assessment).leaf_id, override.code) not in standing:
            override.delete()


@transaction.atomic
def withdraw_report(*, report: ProgressReport, reason: str, by: User) -> None:
    """Withdraw a report that is not published, with the reason.

    Raises NotAllowed unless `by` is of a post of the report; NotPossible without a reason or from another state;
    StaleReport when somebody was faster.
    """
    rules.can_withdraw_report.check(by, report)
    if not reason.strip():
        raise NotPossible("Say why the report is withdrawn.")
    before = report.state
    change_state(report, "withdraw", withdrawn_reason=reason.strip())
    record_event(
        by=by,
        type="withdrew report",
        target=report,
        before={"state": before},
        after={"state": report.state, "reason": reason.strip()},
    )
