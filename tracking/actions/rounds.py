"""Asking the executive for updates before a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tracking import dates, rules
from tracking.actions.changes import lock
from tracking.actions.events import field_values, record_event
from tracking.actions.outbox import Letter, next_number, queue_mails
from tracking.actions.reports import open_report
from tracking.enums import MailKind, MeetingState, ReportState
from tracking.exceptions import NotPossible
from tracking.mail import asked_words, line_about
from tracking.models import Inquiry, Meeting, OutboxMail, Post, ProgressReport, UpdateRound, User
from tracking.presenters.wording import written_date
from tracking.queries.recipients import RecipientsOfReport, mails_to_posts, recipients_of
from tracking.queries.report_lists import recommendations_to_report
from tracking.queries.rounds import live_reports


@dataclass(frozen=True)
class Ask:
    """An inquiry to ask about, and the posts whose report it will be, the lead post first."""

    inquiry: Inquiry
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Asked:
    """What came of asking: reports opened now, users who get a mail, posts asked in which nobody signs in."""

    update_round: UpdateRound
    opened: tuple[ProgressReport, ...]
    told: tuple[User, ...]
    silent_posts: tuple[Post, ...]


@transaction.atomic
def ask_for_updates(*, meeting: Meeting, due_on: date, asks: Sequence[Ask], by: User, message: str = "") -> Asked:
    """Ask for updates for a meeting: on further inquiries, or by another day, when it was done before.

    Raises NotAllowed unless `by` is scrutiny officer of the committee; NotPossible when the meeting's papers are out
    or it is over, the day does not fit, nothing is asked for, nothing is new, or a report cannot be opened. Writes the
    UpdateRound and one Event for it; opens, by its own action with its own Event, a report on each inquiry, leaving
    one that is there as it is; and queues a mail to everyone who writes a report for the meeting and was not told yet,
    to all of them when the day has changed. Source: the council's process: the scrutiny office asks for progress.
    """
    rules.can_ask_for_updates.check(by, meeting)
    # Whoever asks for the same meeting at the same moment waits, and then finds what is new.
    lock(meeting)
    _check_days(meeting, due_on)
    old = UpdateRound.objects.filter(meeting=meeting).first()
    before = field_values(old, ["due_on", "message"]) if old else {}
    opened = tuple(
        open_report(inquiry=ask.inquiry, meeting=meeting, posts=ask.posts, by=by)
        for ask in asks
        if _is_left(ask, meeting)
    )
    update_round = _write_round(old, meeting, due_on, message.strip(), by)
    waiting = list(live_reports([meeting]).filter(state__in=ReportState.editable()))
    if not waiting:
        raise NotPossible("Choose at least one inquiry to ask about.")
    recipients = recipients_of(waiting, today=dates.today())
    mails = _tell(update_round, waiting, recipients, all_anew=bool(old) and before["due_on"] != due_on)
    after = field_values(update_round, ["due_on", "message"])
    if before == after and not opened and not mails:
        raise NotPossible("Everyone has been asked for this already. Choose another inquiry or change the day.")
    after |= {"reports": [report.pk for report in opened], "mails": [mail.pk for mail in mails]}
    record_event(by=by, type="asked for updates", target=update_round, before=before, after=after)
    silent = dict.fromkeys(post for report in waiting for post in recipients[report.pk].silent_posts)
    return Asked(update_round, opened, tuple(mail.to for mail in mails if mail.to), tuple(silent))


def _check_days(meeting: Meeting, due_on: date) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise NotPossible("Updates are asked for while a meeting is planned. The papers of this one are out.")
    if meeting.held_on < dates.today():
        raise NotPossible("The date of this meeting has passed. Plan another, and ask for updates for that one.")
    if not dates.today() <= due_on <= meeting.held_on:
        raise NotPossible(
            f"The updates must be due between today and the meeting on {written_date(meeting.held_on)}. "
            "Choose another day."
        )


def _is_left(ask: Ask, meeting: Meeting) -> bool:
    """Whether something is left to report on; a report that covers the rest, opened by anybody, is left as it is."""
    return bool(recommendations_to_report(ask.inquiry, meeting))


def _write_round(old: UpdateRound | None, meeting: Meeting, due_on: date, message: str, by: User) -> UpdateRound:
    if old is None:
        return UpdateRound.objects.create(meeting=meeting, due_on=due_on, message=message, recorded_by=by)
    old.due_on, old.message, old.meeting = due_on, message, meeting
    old.save(update_fields=["due_on", "message"])
    return old


def _tell(
    update_round: UpdateRound,
    reports: Sequence[ProgressReport],
    recipients: dict[int, RecipientsOfReport],
    *,
    all_anew: bool,
) -> list[OutboxMail]:
    """Queue one mail to each user with all the reports they are to be told of."""
    told = {
        (report, mail.to_id)
        for report, mails in mails_to_posts(reports).items()
        for mail in mails
        if mail.kind == MailKind.ASKED and not all_anew
    }
    news: dict[User, list[ProgressReport]] = {}
    for report in reports:
        for user in recipients[report.pk].users:
            if (report.pk, user.pk) not in told:
                news.setdefault(user, []).append(report)
    return queue_mails(
        Letter(
            kind=MailKind.ASKED,
            key=_key(update_round, user),
            to=user,
            words=asked_words(update_round, [line_about(report, recipients[report.pk]) for report in of_user]),
            reports=tuple(of_user),
        )
        for user, of_user in news.items()
    )


def _key(update_round: UpdateRound, user: User) -> str:
    """Number the mails of a round to a user: the round is locked, and what is in each was decided above."""
    of_user = f"asked/{update_round.pk}/{user.pk}/"
    return f"{of_user}{next_number(of_user)}"
