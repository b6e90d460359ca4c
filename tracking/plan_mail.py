"""Mails about the months of a plan: who is asked, reminded and told, without anything that is not public.

They name the plan, the month, posts and aims, and say where the rest can be read after signing in. The keeper's message
goes with the first one; the form that it is typed into says that it goes by e-mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking.mail import Words, link, mail_words
from tracking.models.plans import PlanRound
from tracking.presenters.wording import counted, days_left, written_date


@dataclass(frozen=True)
class PlanLine:
    """A month of a plan in a mail: what of it is about the one who gets it."""

    title: str
    updates: tuple[str, ...]
    due: str
    url: str


def plan_line(plan_round: PlanRound, updates: Sequence[str], *, today: date | None = None) -> PlanLine:
    """Return the line of a mail; it leads to the month, where the updates of whoever signs in come first."""
    due_on = plan_round.due_on
    return PlanLine(
        title=f"{plan_round.plan}, {plan_round.name}",
        updates=tuple(updates),
        due=f"{written_date(due_on)}: {days_left(due_on, today)}" if today else written_date(due_on),
        url=link(reverse("plan_round", args=[plan_round.plan.slug, plan_round.reference])),
    )


def plan_asked_words(plan_round: PlanRound, line: PlanLine) -> Words:
    """Say that updates are asked for, by when, and what to do."""
    return mail_words(
        f"Send your update on the plan by {written_date(plan_round.due_on)}",
        "plan_asked",
        line=line,
        keeper=str(plan_round.plan.owning_post),
        message=plan_round.message,
    )


def plan_reminder_words(lines: Sequence[PlanLine], *, first_due_on: date, today: date, keeper: str) -> Words:
    """Remind of updates that are not handed in."""
    number = sum(len(line.updates) for line in lines)
    late = first_due_on < today
    verb = ("was" if late else "is") if number == 1 else ("were" if late else "are")
    what = "update" if number == 1 else counted(number, "update")
    begins = "Overdue" if late else "Reminder"
    subject = f"{begins}: your {what} on the plan {verb} due on {written_date(first_due_on)}"
    return mail_words(subject, "plan_reminder", lines=lines, late=late, keeper=keeper)


def plan_returned_words(plan_round: PlanRound, line: PlanLine) -> Words:
    """Say that an update came back. The reason is read after signing in."""
    keeper = str(plan_round.plan.owning_post)
    return mail_words(
        "An update on the plan was returned to you to put right", "plan_returned", line=line, keeper=keeper
    )


def plan_handed_in_words(plan_round: PlanRound, line: PlanLine) -> Words:
    """Tell those of the owning post that an update waits to be checked."""
    keeper = str(plan_round.plan.owning_post)
    return mail_words(f"Check an update for {plan_round.name}", "plan_handed_in", line=line, keeper=keeper)


def plan_receipt_words(plan_round: PlanRound, line: PlanLine) -> Words:
    """Tell whoever handed an update in that it arrived, and what happens next."""
    keeper = str(plan_round.plan.owning_post)
    subject = f"Your update on the plan for {plan_round.name} was handed in"
    return mail_words(subject, "plan_receipt", line=line, keeper=keeper)


def plan_overdue_words(line: PlanLine, *, keeper: str) -> Words:
    """Tell those of the owning post which updates they still wait for."""
    overdue = counted(len(line.updates), "update on the plan is", "updates on the plan are")
    return mail_words(f"{overdue} overdue", "plan_overdue", line=line, keeper=keeper)
