"""Keeping what somebody typed into a page and has not saved, and throwing it away."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.changes import lock
from tracking.exceptions import NotPossible
from tracking.models import Draft, User, WrittenPage

# Ten times the longest section that anybody has written, so that nobody fills the database by leaving keys pressed.
LONGEST_DRAFT = 500_000


@transaction.atomic
def keep_draft(*, of: WrittenPage, fields: Mapping[str, Sequence[str]], by: User) -> Draft:
    """Keep what was typed into a page, for `by` alone, in place of what was kept of it before.

    `fields` are the form's values as they were sent, by name: whatever they say, they are kept unchecked, in whatever
    state the page's owner is, because text may be on its way while somebody else hands it in. Raises NotAllowed unless
    `by` may sign in and writes this page; NotPossible when it is too long. Writes the draft and no Event: nothing that
    others see has changed.
    """
    rules.can_write_page.check(by, of)
    kept = _as_kept(fields)
    # One keeps or saves at a time: a draft is not thrown away between looking for it and writing it.
    lock(of.owner)
    draft, _ = Draft.objects.update_or_create(
        **of.keys, written_by=by, defaults={"fields": kept, "saved_at": timezone.now()}
    )
    return draft


def _as_kept(fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what was sent as a draft holds it. Raises NotPossible when it is too long."""
    kept = {_plain(name): [_plain(text) for text in texts] for name, texts in fields.items()}
    if sum(len(name) + sum(map(len, texts)) for name, texts in kept.items()) > LONGEST_DRAFT:
        raise NotPossible("This text is too long to keep as a draft. Shorten it, or move part of it to a file.")
    return kept


def _plain(text: str) -> str:
    """A text with the line ends that are saved, and without what PostgreSQL cannot hold."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def discard_draft(*, of: WrittenPage, by: User, kept_at: datetime | None = None) -> bool:
    """Throw away what `by` typed into a page and did not save; returns whether it is thrown away.

    With `kept_at`, only what was kept then, not what was typed since. Part of every save of the page. Needs no role,
    because a draft is its writer's own. Writes no Event.
    """
    own = Draft.objects.visible_to(by).of_page(of)
    if kept_at is not None:
        own = own.filter(saved_at=kept_at)
    return own.delete()[0] > 0
