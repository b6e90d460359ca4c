"""The demo council's rounds of updates: asked for as on their day, with mails that count as sent long ago."""

from tracking.actions.demo_council import DemoCouncil, Facts
from tracking.actions.demo_reports import Moments
from tracking.enums import MailKind, MailState
from tracking.mail import asked_words, line_about
from tracking.models import OutboxMail, ProgressReport, UpdateRound, User
from tracking.queries.recipients import RecipientsOfReport, recipients_of
from tracking.queries.rounds import live_reports, suggested_due_on


def write_round(council: DemoCouncil, facts: Facts) -> UpdateRound:
    """Write the round for a meeting that has its reports, and the mail to each of their people; none is ever sent."""
    meeting = council.meetings[facts["meeting"]]
    officer = council.officers[meeting.committee_id]
    asked_at = Moments.before(meeting, council, was_returned=False).opened
    update_round = UpdateRound.objects.create(
        meeting=meeting,
        due_on=suggested_due_on(meeting, today=council.now.date()),
        message=facts.get("message", "").strip(),
        recorded_by=officer,
        recorded_at=asked_at,
    )
    reports = list(live_reports([meeting]))
    recipients = recipients_of(reports, today=asked_at.date())
    for user in dict.fromkeys(user for report in reports for user in recipients[report.pk].users):
        _write_mail(update_round, user, [row for row in reports if user in recipients[row.pk].users], recipients)
    after = {"due_on": update_round.due_on, "reports": [report.pk for report in reports]}
    council.record("asked for updates", update_round, at=asked_at, by=officer, after=after)
    return update_round


def _write_mail(
    update_round: UpdateRound, user: User, reports: list[ProgressReport], recipients: dict[int, RecipientsOfReport]
) -> None:
    words = asked_words(update_round, [line_about(report, recipients[report.pk]) for report in reports])
    mail = OutboxMail.objects.create(
        kind=MailKind.ASKED,
        key=f"asked/{update_round.pk}/{user.pk}/1",
        to=user,
        subject=words.subject,
        text=words.text,
        state=MailState.SENT,
        queued_at=update_round.recorded_at,
        next_attempt_at=update_round.recorded_at,
        sent_at=update_round.recorded_at,
        attempts=1,
    )
    mail.reports.set(reports)
