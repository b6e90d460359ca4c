"""Telling each post what follows from a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from tracking import dates, rules
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.actions.outbox import Letter, next_number, queue_mails
from tracking.enums import MailKind
from tracking.exceptions import NotPossible
from tracking.mail import actions_words
from tracking.models import Meeting, Post, User
from tracking.presenters.meeting_actions import PostSection, cannot_send_words, fingerprint, is_news, sections_for
from tracking.queries.meeting_actions import MeetingActions, PostActions, mail_key, meeting_actions


@dataclass(frozen=True)
class Mailed:
    """What came of it: the users who get a mail, and the posts in which nobody signs in."""

    told: tuple[User, ...]
    silent_posts: tuple[Post, ...]


@transaction.atomic
def mail_actions(*, meeting: Meeting, by: User) -> Mailed:
    """Mail what follows from a meeting to everyone who holds or contributes for a post it concerns.

    Whoever was told exactly this by their last mail about the meeting gets none, so after a correction only those
    whom it concerns do. Until the views are published the mail names the recommendations and links to them, and says
    nothing of what was decided. Raises NotAllowed unless `by` is scrutiny officer or clerk of the committee;
    NotPossible before the meeting was held, or when nobody is to be told anything new. Queues the mails and writes
    one Event. Source: the council's process: the scrutiny office sends the actions after each meeting.
    """
    rules.can_manage_meetings_of.check(by, meeting)
    # Whoever sends at the same moment waits, and then finds who was told.
    lock(meeting)
    if refusal := cannot_send_words(meeting):
        raise NotPossible(refusal)
    actions = meeting_actions(meeting, by, today=dates.today())
    mails = queue_mails(
        _letter(actions, user, posts, sections)
        for user, posts in actions.posts_by_user.items()
        if is_news(actions, user, sections := sections_for(actions, posts))
    )
    if not mails:
        raise NotPossible("Nobody gets a mail: there is nothing new to tell, or nobody who can sign in to tell it to.")
    record_event(by=by, type="mailed actions", target=meeting, after={"mails": [mail.pk for mail in mails]})
    return Mailed(tuple(mail.to for mail in mails if mail.to), actions.silent_posts)


def _letter(
    actions: MeetingActions, user: User, posts: Sequence[PostActions], sections: Sequence[PostSection]
) -> Letter:
    """Its key numbers the mails to a user, because what was corrected back is news once more; it ends in the words."""
    of_user = mail_key(actions.meeting, f"{user.pk}/")
    reports = [leaf.report.report for row in posts for leaf in row.leaves if leaf.report]
    return Letter(
        kind=MailKind.ACTIONS,
        key=f"{of_user}{next_number(of_user)}/{fingerprint(sections)}",
        to=user,
        words=actions_words(actions.meeting, sections),
        reports=tuple(dict.fromkeys(reports)),
    )
