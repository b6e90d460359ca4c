"""The owning post's work on a month, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracking import dates
from tracking.enums import MailKind, MailState
from tracking.models import OutboxMail, Post, User
from tracking.models.plans import NarrativeUpdate, PlanRound, Remark
from tracking.presenters.links import Link
from tracking.presenters.plans.month_lines import CountLine, count_lines, posts_words, round_href
from tracking.presenters.plans.update_pages import served_words, update_state
from tracking.presenters.report_tasks import TaskState
from tracking.presenters.rounds import silent_sentence
from tracking.presenters.wording import counted, days_left, written_date, written_list
from tracking.queries.plans.recipients import UpdateToWrite
from tracking.queries.plans.round_work import RoundAtWork, UpdateAtWork

_DONE = {MailKind.ASKED: "Asked", MailKind.REMINDER: "Reminded", MailKind.RETURNED: "Told that it was returned"}


class OpenedLike(Protocol):
    """What came of opening a month."""

    @property
    def updates(self) -> Sequence[object]: ...
    @property
    def told(self) -> Sequence[User]: ...
    @property
    def silent_posts(self) -> Sequence[Post]: ...


@dataclass(frozen=True)
class WorkLine:
    """An update of the month: whose it is, what it is about, how far it has come."""

    title: str
    href: str
    by: str
    state: TaskState
    is_late: bool
    told: str
    reason: str


@dataclass(frozen=True)
class RemarkAtWork:
    pk: int
    said: str
    text: str
    is_published: bool


@dataclass(frozen=True)
class NarrativeAtWork:
    pk: int
    title: str
    by: str
    is_take: bool
    remarks: tuple[RemarkAtWork, ...]


@dataclass(frozen=True)
class WorkPage:
    """Everything the page says: those to be looked at first, then those awaited, then the rest."""

    state: str
    groups: tuple[tuple[str, tuple[WorkLine, ...]], ...]
    narratives: tuple[NarrativeAtWork, ...]
    carried: str


def opened_sentence(opened: OpenedLike) -> str:
    """What came of opening a month."""
    told = len(opened.told)
    said = [
        f"{counted(len(opened.updates), 'update is', 'updates are')} open for writing.",
        f"{counted(told, 'person gets', 'people get')} a mail." if told else "Nobody gets a mail.",
        silent_sentence(opened.silent_posts),
    ]
    return " ".join(filter(None, said))


def work_page(work: RoundAtWork, *, today: date) -> WorkPage:
    groups = (
        ("Waiting for you", tuple(_line(row, today) for row in work.to_be_looked_at)),
        ("Waiting for the leads", tuple(_line(row, today) for row in work.awaited)),
        (
            "Settled",
            tuple(_line(row, today) for row in work.updates if not (row.is_awaited or row.is_to_be_looked_at)),
        ),
    )
    return WorkPage(
        state=_state(work, today),
        groups=tuple(group for group in groups if group[1]),
        narratives=tuple(_narrative(row) for row in work.narratives),
        carried=f"{counted(work.carried, 'update')} of earlier months {'is' if work.carried == 1 else 'are'} "
        "printed again.",
    )


def _state(work: RoundAtWork, today: date) -> str:
    plan_round = work.round
    accepted = sum(row.update.is_accepted for row in work.updates)
    said = f"{accepted} of {counted(len(work.updates), 'update')} {'is' if accepted == 1 else 'are'} accepted."
    if not plan_round.is_open:
        return f"This month is issued. {said}"
    due = f"Updates are due on {written_date(plan_round.due_on)}: {days_left(plan_round.due_on, today)}."
    ready = " Nothing stands in the way of its issue." if work.is_ready else ""
    return f"{due} {said}{ready}"


def _line(row: UpdateAtWork, today: date) -> WorkLine:
    update = row.update
    served = served_words(update)
    return WorkLine(
        title=f"{served[:1].upper()}{served[1:]}",
        href=round_href(update.round, "plan_update", update.pk),
        by=posts_words(update.update_posts.all()),
        state=update_state(update),
        is_late=row.is_awaited and update.round.due_on < today,
        told=_told(row.mails) if row.is_awaited else "",
        reason=update.left_out_reason,
    )


def _told(mails: Sequence[OutboxMail]) -> str:
    """The last that somebody was told, and on which day."""
    said = [mail for mail in mails if mail.kind in _DONE]
    if not said:
        return "Nobody has been told yet."
    last = max(dates.today(mail.queued_at) for mail in said)
    of_day = [mail for mail in said if dates.today(mail.queued_at) == last]
    failed = any(mail.state == MailState.FAILED for mail in of_day)
    words = "A mail could not be delivered" if failed else _DONE[MailKind(of_day[-1].kind)]
    return f"{words} on {written_date(last)}: {written_list(sorted({str(mail.to) for mail in of_day}))}."


def _narrative(row: NarrativeUpdate) -> NarrativeAtWork:
    return NarrativeAtWork(
        pk=row.pk,
        title=row.title,
        by=posts_words(row.update_posts.all()),
        is_take=row.is_temperature_take,
        remarks=tuple(_remark(remark) for remark in row.remarks.all()),
    )


def _remark(row: Remark) -> RemarkAtWork:
    by = ", ".join(filter(None, (row.speaker, row.role)))
    return RemarkAtWork(row.pk, f"{by}, {written_date(row.said_on)}", row.text, row.published_at is not None)


def work_links(plan_round: PlanRound) -> tuple[Link, ...]:
    """What those of the owning post can do with an open month."""
    return (
        Link("See the month as it stands", round_href(plan_round)),
        Link("Remind the leads now", round_href(plan_round, "plan_round_remind")),
        Link("Change the day or the message", round_href(plan_round, "plan_round_edit")),
        Link("Start another update", round_href(plan_round, "plan_update_new")),
        Link("Leave updates out", round_href(plan_round, "plan_round_leave_out")),
        Link("Choose what is printed again", round_href(plan_round, "plan_round_carry")),
        Link("Add a text beside the plan", round_href(plan_round, "plan_narrative_new")),
        Link("Issue the month", round_href(plan_round, "plan_round_issue")),
    )


def reminding_sentences(rows: Sequence[UpdateToWrite]) -> tuple[str, ...]:
    """Who gets a reminder, and in which posts nobody signs in."""
    people = sorted({str(user) for row in rows for user in row.users})
    if not people:
        return ("Every update is handed in or left out, or nobody who writes one signs in.",)
    return (f"A mail goes to {written_list(people)}. Nobody gets more than one in a day.",)


@dataclass(frozen=True)
class IssueCheck:
    """What stands in the way, what is missing, and what will be printed."""

    blocking: tuple[Link, ...]
    counts: tuple[CountLine, ...]
    facts: tuple[str, ...]


def issue_check(work: RoundAtWork) -> IssueCheck:
    waiting = [*work.to_be_looked_at, *work.awaited]
    accepted = sum(row.update.is_accepted for row in work.updates)
    left_out = sum(bool(row.update.left_out_reason) for row in work.updates)
    remarks = [remark for text in work.narratives for remark in text.remarks.all()]
    published = sum(remark.published_at is not None for remark in remarks)
    kept = len(remarks) - published
    facts = (
        f"{counted(accepted, 'update')} will be printed as new.",
        f"{counted(work.carried, 'update')} of earlier months will be printed again.",
        f"{counted(left_out, 'update is', 'updates are')} left out, with the reason." if left_out else "",
        f"{counted(len(work.narratives), 'text')} beside the plan will be printed.",
        f"{counted(published, 'remark')} will be printed." if remarks else "",
        f"{counted(kept, 'remark is', 'remarks are')} not published and will not be printed." if kept else "",
    )
    return IssueCheck(
        blocking=tuple(
            Link(
                f"Update on {served_words(row.update)}",
                round_href(row.update.round, "plan_update", row.update.pk),
                f"{posts_words(row.update.update_posts.all())}, {update_state(row.update).words.lower()}",
            )
            for row in waiting
        ),
        counts=count_lines(work.counts),
        facts=tuple(filter(None, facts)),
    )


def plan_months_link(plan_round: PlanRound | None) -> Link | None:
    return Link(plan_round.name, round_href(plan_round)) if plan_round else None
