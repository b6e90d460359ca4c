"""Mails that follow from what happens to a Progress Report; queued by the action that does it."""

from collections.abc import Iterable

from tracking import dates
from tracking.actions.outbox import Letter, queue_mails
from tracking.enums import MailKind
from tracking.mail import (
    Line,
    declined_news_words,
    handed_in_words,
    late_news_words,
    line_about,
    receipt_words,
    returned_words,
)
from tracking.models import OutboxMail, ProgressReport, ReportRevision, ReportSupplement, User
from tracking.presenters.supplements import supplement_href
from tracking.queries.recipients import officers_of, recipients_of


def tell_of_return(report: ProgressReport, returned: ReportRevision) -> list[OutboxMail]:
    """Queue a mail to everyone who writes a report that its revision `returned` came back."""
    recipients = recipients_of([report], today=dates.today())[report.pk]
    words = returned_words(line_about(report, recipients), report.meeting)
    return queue_mails(
        Letter(MailKind.RETURNED, f"returned/{returned.pk}/{user.pk}", user, words, (report,))
        for user in recipients.users
    )


def tell_of_submission(report: ProgressReport, revision: ReportRevision, by: User) -> list[OutboxMail]:
    """Queue a mail to the committee's officers that a report was handed in, and a receipt to `by`."""
    today = dates.today()
    committee = report.meeting.committee_id
    recipients = recipients_of([report], today=today)[report.pk]
    line = line_about(report, recipients)
    words = handed_in_words(line, report.meeting)
    letters = [
        Letter(MailKind.HANDED_IN, f"handed-in/{revision.pk}/{officer.pk}", officer, words, (report,))
        for officer in _others(officers_of([committee], today=today)[committee], by)
    ]
    receipt = receipt_words(report, line)
    return queue_mails([*letters, Letter(MailKind.RECEIPT, f"receipt/{revision.pk}", by, receipt, (report,))])


def tell_of_late_news(supplement: ReportSupplement, by: User) -> list[OutboxMail]:
    """Queue a mail to the committee's officers that late news was handed in."""
    report, today = supplement.report, dates.today()
    committee = report.meeting.committee_id
    words = late_news_words(supplement, _line_about_news(supplement))
    return queue_mails(
        Letter(MailKind.SUPPLEMENT, f"late-news/{supplement.pk}/{officer.pk}", officer, words, (report,))
        for officer in _others(officers_of([committee], today=today)[committee], by)
    )


def tell_of_declined_news(supplement: ReportSupplement) -> list[OutboxMail]:
    """Queue a mail to whoever handed in late news that it was declined."""
    words = declined_news_words(supplement, _line_about_news(supplement))
    key = f"late-news-declined/{supplement.pk}"
    return queue_mails([Letter(MailKind.SUPPLEMENT, key, supplement.recorded_by, words, (supplement.report,))])


def _line_about_news(supplement: ReportSupplement) -> Line:
    recipients = recipients_of([supplement.report], today=dates.today())[supplement.report_id]
    return line_about(supplement.report, recipients, path=supplement_href(supplement))


def _others(users: Iterable[User], by: User) -> list[User]:
    return [user for user in users if user != by]
