"""Mails that follow from what happens to the updates of a plan; queued by the action that does it."""

from collections.abc import Iterable, Sequence

from tracking import dates
from tracking.actions.outbox import Letter, queue_mails
from tracking.enums import MailKind
from tracking.models import OutboxMail, Post, User
from tracking.models.plans import PlanRound, PlanUpdate, PlanUpdateRevision
from tracking.plan_mail import (
    plan_asked_words,
    plan_handed_in_words,
    plan_line,
    plan_receipt_words,
    plan_returned_words,
)
from tracking.presenters.wording import written_list
from tracking.queries.plans.recipients import UpdateToWrite, keepers_of, silent_posts, updates_to_write


def update_words(row: UpdateToWrite) -> str:
    """What an update is called in a mail: "1.1 and 1.5, City Solicitor and Chief Whip"."""
    served = written_list([use.aim.label if use.aim else f"theme {use.of.number}" for use in row.update.uses.all()])
    return f"{served}: {written_list([post.name for post in row.posts])}"


def by_user(rows: Iterable[UpdateToWrite]) -> dict[User, list[UpdateToWrite]]:
    """By user, what they have to write."""
    found: dict[User, list[UpdateToWrite]] = {}
    for row in rows:
        for user in row.users:
            found.setdefault(user, []).append(row)
    return found


def tell_of_opening(plan_round: PlanRound, updates: Sequence[PlanUpdate]) -> tuple[tuple[User, ...], tuple[Post, ...]]:
    """Queue one mail to everyone who is asked, with all they are asked for.

    Returns who is told, and the posts of what nobody who signs in writes.
    """
    rows = updates_to_write(PlanUpdate.objects.filter(pk__in=[row.pk for row in updates]), today=dates.today())
    mails = queue_mails(
        Letter(
            MailKind.ASKED,
            f"plan-asked/{plan_round.pk}/{user.pk}",
            user,
            plan_asked_words(plan_round, plan_line(plan_round, [update_words(row) for row in of_user])),
            plan_updates=tuple(row.update for row in of_user),
        )
        for user, of_user in by_user(rows).items()
    )
    return tuple(mail.to for mail in mails if mail.to), silent_posts(rows)


def tell_of_start(update: PlanUpdate) -> list[OutboxMail]:
    """Queue a mail to everyone who writes an update that the owning post started in an open month."""
    (row,) = updates_to_write(PlanUpdate.objects.filter(pk=update.pk), today=dates.today())
    words = plan_asked_words(update.round, plan_line(update.round, [update_words(row)]))
    return queue_mails(
        Letter(MailKind.ASKED, f"plan-asked/update-{update.pk}/{user.pk}", user, words, plan_updates=(update,))
        for user in row.users
    )


def tell_of_submission(update: PlanUpdate, revision: PlanUpdateRevision, by: User) -> list[OutboxMail]:
    """Queue a mail to those of the owning post that an update was handed in, and a receipt to `by`."""
    (row,) = updates_to_write(PlanUpdate.objects.filter(pk=update.pk), today=dates.today())
    line = plan_line(update.round, [update_words(row)])
    words = plan_handed_in_words(update.round, line)
    letters = [
        Letter(MailKind.HANDED_IN, f"plan-handed-in/{revision.pk}/{keeper.pk}", keeper, words, plan_updates=(update,))
        for keeper in keepers_of(update.plan, today=dates.today())
        if keeper != by
    ]
    receipt = plan_receipt_words(update.round, line)
    letters.append(Letter(MailKind.RECEIPT, f"plan-receipt/{revision.pk}", by, receipt, plan_updates=(update,)))
    return queue_mails(letters)


def tell_of_return(update: PlanUpdate, returned: PlanUpdateRevision) -> list[OutboxMail]:
    """Queue a mail to everyone who writes an update that its revision `returned` came back."""
    (row,) = updates_to_write(PlanUpdate.objects.filter(pk=update.pk), today=dates.today())
    words = plan_returned_words(update.round, plan_line(update.round, [update_words(row)]))
    return queue_mails(
        Letter(MailKind.RETURNED, f"plan-returned/{returned.pk}/{user.pk}", user, words, plan_updates=(update,))
        for user in row.users
    )
