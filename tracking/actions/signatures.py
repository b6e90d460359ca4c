"""What every signature shares: on whose behalf a contributor acts, and what is kept of who signed."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone

from tracking import dates
from tracking.exceptions import NotPossible
from tracking.models import Person, User
from tracking.models.base import HandedIn
from tracking.presenters.wording import written_date


def approved_by(
    holders: Collection[Person],
    signed_by: Person | None,
    approved_how: str,
    approved_on: date | None,
    *,
    thing: str,
    holding: str = "the post",
) -> Person:
    """Return the holder on whose behalf a contributor acts: `signed_by`, or the only one there is.

    `thing` is what is signed, `holding` what its signatories hold. Raises NotPossible unless it is told who approved
    it, how and when, on a day that has come.
    """
    if signed_by is None and len(holders) == 1:
        signed_by = next(iter(holders))
    if signed_by is None or signed_by not in holders:
        raise NotPossible(f"Choose who approved the {thing}: somebody who holds {holding} today.")
    if not approved_how.strip() or approved_on is None:
        raise NotPossible(f"Say how and when {signed_by} approved the {thing}.")
    if approved_on > dates.today():
        raise NotPossible(f"{written_date(approved_on)} is still to come. Enter the day on which it was approved.")
    return signed_by


def signature_fields(
    person: Person, title: str, *, by: User, approved_how: str, approved_on: date | None
) -> dict[str, Any]:
    """Return what a row keeps of a signature: name and title as they are today, and the approval where `by` is another.

    `title` is the post for which the person signs.
    """
    on_behalf = person.pk != by.person_id
    return {
        "signed_by": person,
        "signed_name": person.name,
        "signed_title": title,
        "approved_how": approved_how.strip() if on_behalf else "",
        "approved_on": approved_on if on_behalf else None,
    }


def hand_in(
    revision: HandedIn, person: Person, title: str, *, by: User, approved_how: str, approved_on: date | None
) -> None:
    """Write by whom and when a revision was handed in, and its `signature_fields`."""
    fields = signature_fields(person, title, by=by, approved_how=approved_how, approved_on=approved_on)
    for name, value in fields.items():
        setattr(revision, name, value)
    revision.submitted_by, revision.submitted_at = by, timezone.now()
    revision.save()


def handed_in_words(whole: Any, revision: Any) -> dict[str, Any]:
    """Return what the Event of handing in tells: the state of the whole, the revision, who signed, when approved."""
    return {
        "state": whole.state,
        "revision": revision.number,
        "signed_by": revision.signed_by_id,
        "approved_on": revision.approved_on,
    }
