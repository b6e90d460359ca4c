"""Mails: what each of them says, and handing one to the mail server.

A mail leaves the council's systems, so it holds nothing that not everybody may know: titles of public inquiries and
of their recommendations, references, dates, names of committees and posts, and links to where the rest can be read
after signing in. Those who follow something are told of published judgements as well. The texts in it that somebody
typed are the officer's message, of which the form says that it goes by e-mail, and the words of the committee's views
once they are published.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from tracking.enums import InquiryState, JobState, MailKind, SignInChange
from tracking.models import Meeting, OutboxMail, ProgressReport, ReportSupplement, Subscription, UpdateRound, User
from tracking.presenters.following import NewsMail, followed_href, followed_title
from tracking.presenters.links import meeting_href
from tracking.presenters.meeting_actions import PostSection
from tracking.presenters.reports import posts_words, report_reference
from tracking.presenters.sign_ins import moment_words
from tracking.presenters.supplements import about_words
from tracking.presenters.wording import counted, days_left, written_date, written_list
from tracking.queries.audit_chain import Verdict
from tracking.queries.recipients import RecipientsOfReport
from tracking.queries.sign_ins import invitation_ends_at, invitation_href, password_href

# Stands in the outbox for a link that only its receiver may have; it is made when the mail goes out.
_SECRET_LINK = "{link}"  # noqa: S105 - where the secret will stand
_SECRETS: dict[str, Callable[[User], str]] = {MailKind.INVITATION: invitation_href, MailKind.PASSWORD: password_href}
# Tags leave lines of their own behind.
_SPACE = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Words:
    """What a mail says."""

    subject: str
    text: str


@dataclass(frozen=True)
class Line:
    """One report in a mail."""

    title: str
    of: str
    references: str
    due: str
    url: str


def asked_words(update_round: UpdateRound, lines: Sequence[Line]) -> Words:
    """Say that updates are asked for, on what, by when, and what to do."""
    meeting = update_round.meeting
    due_on = written_date(update_round.due_on)
    return mail_words(
        f"Send progress on recommendations to scrutiny by {due_on}",
        "asked",
        committee=str(meeting.committee),
        meeting_on=written_date(meeting.held_on),
        due_on=due_on,
        lines=lines,
        message=update_round.message,
    )


def reminder_words(lines: Sequence[Line], *, first_due_on: date, today: date) -> Words:
    """Remind of reports that are not handed in; those due first come first."""
    reports = "Progress Report" if len(lines) == 1 else counted(len(lines), "Progress Report")
    late = first_due_on < today
    begins = "Overdue" if late else "Reminder"
    verb = ("was" if late else "is") if len(lines) == 1 else ("were" if late else "are")
    first = "" if len(lines) == 1 else "the first "
    return mail_words(
        f"{begins}: your {reports} {verb} due {first}on {written_date(first_due_on)}",
        "reminder",
        lines=lines,
        late=late,
    )


def returned_words(line: Line, meeting: Meeting) -> Words:
    """Say that a report came back. The reason may hold what is exempt, so it is read after signing in."""
    return mail_words(
        "A Progress Report was returned to you to put right",
        "returned",
        line=line,
        committee=str(meeting.committee),
        meeting_on=written_date(meeting.held_on),
    )


def handed_in_words(line: Line, meeting: Meeting) -> Words:
    """Tell the committee's officers that a report waits to be checked."""
    return mail_words(
        f"Check a Progress Report for the meeting on {written_date(meeting.held_on)}",
        "handed_in",
        line=line,
        committee=str(meeting.committee),
        meeting_on=written_date(meeting.held_on),
    )


def receipt_words(report: ProgressReport, line: Line) -> Words:
    """Tell whoever handed a report in that it arrived, with its reference, and what happens next."""
    reference = report_reference(report)
    return mail_words(
        f"Your Progress Report was handed in: {reference}",
        "receipt",
        line=line,
        reference=reference,
        committee=str(report.meeting.committee),
        meeting_on=written_date(report.meeting.held_on),
    )


def late_news_words(supplement: ReportSupplement, line: Line) -> Words:
    """Tell the committee's officers that late news waits for the clerk. What is new is read after signing in."""
    meeting = supplement.report.meeting
    return mail_words(
        f"Late news was handed in for the meeting on {written_date(meeting.held_on)}",
        "supplement",
        line=line,
        about=about_words(supplement),
        committee=str(meeting.committee),
        meeting_on=written_date(meeting.held_on),
    )


def declined_news_words(supplement: ReportSupplement, line: Line) -> Words:
    """Tell whoever handed in late news that it was declined. The reason is read after signing in."""
    meeting = supplement.report.meeting
    return mail_words(
        "Your late news was declined",
        "supplement_declined",
        line=line,
        about=about_words(supplement),
        committee=str(meeting.committee),
        meeting_on=written_date(meeting.held_on),
    )


def actions_words(meeting: Meeting, sections: Sequence[PostSection]) -> Words:
    """Say what follows from a meeting. The sections hold decisions only once everybody may know them."""
    return mail_words(
        f"What follows from the meeting on {written_date(meeting.held_on)}",
        "actions",
        sections=sections,
        is_published=meeting.views_published_at is not None,
        committee=str(meeting.committee),
        meeting_on=written_date(meeting.held_on),
        address=link(""),
    )


def packs_words(meeting: Meeting, *, number: int, state: JobState) -> Words:
    """Tell whoever asked that packs are ready, or could not be made. All else is read after signing in."""
    what = "The packs" if number == 1 else f"Supplement {number - 1}"
    is_ready = state == JobState.READY
    verb = ("are ready" if number == 1 else "is ready") if is_ready else "could not be made"
    return mail_words(
        f"{what} for the meeting on {written_date(meeting.held_on)} {verb}",
        "packs",
        what=what,
        verb=verb,
        is_ready=is_ready,
        committee=str(meeting.committee),
        meeting_on=written_date(meeting.held_on),
        url=link(meeting_href("meeting_pack_progress", meeting)),
    )


def overdue_words(lines: Sequence[Line]) -> Words:
    """Tell the committee's officers which reports they still wait for."""
    return mail_words(
        f"{counted(len(lines), 'Progress Report is', 'Progress Reports are')} overdue", "overdue", lines=lines
    )


def confirm_words(subscription: Subscription) -> Words:
    """Ask whoever owns an address whether they want to follow something. Nothing else is sent before they say so."""
    title = followed_title(subscription)
    return mail_words(
        f"Confirm that you want to follow: {title}",
        "confirm",
        title=title,
        page=link(followed_href(subscription)),
        url=link(reverse("follow_confirm", args=[subscription.key])),
    )


def news_words(mail: NewsMail) -> Words:
    """Tell those who follow something what happened: only what anybody may read."""
    parts = [(part, link(part.href)) for part in mail.parts]
    return mail_words(mail.subject, "news", mail=mail, parts=parts, page=link(mail.href))


def invitation_mail_words(user: User) -> Words:
    """Invite somebody to sign in for the first time."""
    until = invitation_ends_at(user.invited_at or user.joined_at)
    subject = f"You are invited to sign in to Scrutiny at {settings.COUNCIL_NAME}"
    return mail_words(subject, "invitation", user=user, link=_SECRET_LINK, until=moment_words(until))


def password_words(*, is_first: bool) -> Words:
    """Send whoever has forgotten their password, or never had one, the link with which they choose one."""
    subject = "Choose a password for Scrutiny" if is_first else "Set a new password for Scrutiny"
    return mail_words(subject, "password", link=_SECRET_LINK, is_first=is_first)


def password_taken_words() -> Words:
    """Send whoever's password an administrator has taken away the link with which they choose another."""
    return mail_words("Set a new password for Scrutiny", "password_taken", link=_SECRET_LINK)


def no_password_words(*, has_identity: bool) -> Words:
    """Tell somebody who asked for a new password, and has none, how they sign in instead."""
    name = settings.SSO_NAME
    return mail_words("How to sign in to Scrutiny", "no_password", has_identity=has_identity, identity=name)


def notice_words(change: SignInChange, at: datetime) -> Words:
    """Tell an account's owner that something about how they sign in has changed."""
    subject = "Your Scrutiny account: " + change.label.rstrip(".")
    return mail_words(subject, "notice", change=change, at=moment_words(at))


def _subject(words: str) -> str:
    """In one line, as a header has to be, and cut to what an outbox keeps."""
    words = " ".join(words.split())
    longest = OutboxMail._meta.get_field("subject").max_length or 200
    return words if len(words) <= longest else f"{words[: longest - 2].rsplit(' ', 1)[0]} …"


def audit_words(verdict: Verdict, *, today: date) -> Words:
    """Tell an office outside this service where the audit trail stands, or that it is broken: to keep, and compare."""
    number = f"{verdict.head.number:,}"
    subject = (
        f"The audit trail is broken: {written_date(today)}"
        if verdict.fault
        else f"The audit trail on {written_date(today)}: entry {number}"
    )
    return mail_words(
        subject,
        "audit",
        fault=verdict.fault,
        number=number,
        head=f"{verdict.head.number}:{verdict.head.hash}",
        recorded=moment_words(verdict.at) if verdict.at else "",
        url=link(reverse("audit")),
    )


def line_about(
    report: ProgressReport,
    recipients: RecipientsOfReport,
    *,
    due_on: date | None = None,
    today: date | None = None,
    path: str = "",
) -> Line:
    """Return the line of a mail for a report, without the title of an inquiry that is not public.

    It leads to the report unless another `path` is given.
    """
    is_public = report.inquiry.state in InquiryState.public()
    return Line(
        title=str(report.inquiry) if is_public else report_reference(report),
        of=posts_words(recipients.posts),
        references=written_list(recipients.references),
        due=f"{written_date(due_on)}: {days_left(due_on, today)}" if due_on and today else "",
        url=link(path or reverse("report_detail", args=[report.pk])),
    )


def link(path: str) -> str:
    """Return the whole address of a page of ours."""
    return f"{settings.SITE_URL}{path}"


def deliver(mail: OutboxMail) -> None:
    """Hand a mail to the mail server; raises what the server, or the way to it, raises.

    The Message-ID is made of the row: should a mail go out twice, because a worker died after sending it and before
    saying so, mail programs know that it is the same one. News ends with how to stop it, in words and in the headers
    that mail programs make a button of (RFC 8058); the text kept in the outbox is the same for every subscriber.
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<mail-{mail.pk}-{mail.queued_at:%Y%m%d%H%M%S%f}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    body, to = mail.text, mail.to or mail.subscription
    if mail.to is not None and mail.kind in _SECRETS:
        body = body.replace(_SECRET_LINK, link(_SECRETS[mail.kind](mail.to)))
    if mail.subscription is not None and mail.kind == MailKind.NEWS:
        end = link(reverse("follow_end", args=[mail.subscription.key]))
        headers |= {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        body = f"{body}\nYou follow this by e-mail. Stop these mails: {end}\n"
    EmailMessage(subject=mail.subject, body=body, to=[to.email if to else mail.address], headers=headers).send()


def mail_words(subject: str, template: str, **context: object) -> Words:
    """Return what a mail says: its subject in one line, and its template in plain text."""
    text = render_to_string(f"mails/{template}.txt", {"council": settings.COUNCIL_NAME, "site": link("/"), **context})
    return Words(subject=_subject(subject), text=_SPACE.sub("\n\n", text.strip()) + "\n")
