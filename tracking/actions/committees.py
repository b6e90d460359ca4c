"""Committees: setting them up, their contact, and their abolition."""

from datetime import date
from typing import Any, Final, TypedDict, Unpack

from django.db import transaction

from tracking import rules
from tracking.actions.changes import change_fields, free_slug, lock, store
from tracking.actions.events import record_event
from tracking.enums import CommitteeKind, CommitteeRole, InquiryState, MeetingState
from tracking.exceptions import NotPossible
from tracking.models import Committee, Inquiry, User
from tracking.presenters.wording import counted, written_date


class CommitteeDetails(TypedDict, total=False):
    """What is said about a committee. Leave a key out to leave the field as it is."""

    name: str
    kind: CommitteeKind
    tracking_interval_months: int
    contact_name: str
    contact_telephone: str
    contact_email: str


# Events outlive a person's data, so they name nobody: that the contact changed is told, not who it is.
_CONTACT: Final = frozenset({"contact_name", "contact_telephone", "contact_email"})


@transaction.atomic
def create_committee(*, by: User, **details: Unpack[CommitteeDetails]) -> Committee:
    """Set up a committee. Raises NotAllowed unless `by` is an administrator; NotPossible without a name or with one
    that another committee has. Writes the Committee and one Event.
    """
    rules.can_administer.check(by)
    name = details.get("name", "")
    _require_free_name(name, None)
    committee = Committee(slug=free_slug(Committee, name), **details)
    store(committee)
    record_event(by=by, type="created committee", target=committee, after=_told({"slug": committee.slug, **details}))
    return committee


@transaction.atomic
def edit_committee(*, by: User, committee: Committee, **details: Unpack[CommitteeDetails]) -> Committee:
    """Change a committee's name, kind, contact or interval; its address stays.

    Raises NotAllowed unless `by` is an administrator; NotPossible without a name, with one that another committee has,
    or when a committee that has to do with an inquiry or has a scrutiny officer would be none of scrutiny any more.
    Writes the Committee and one Event.
    """
    rules.can_administer.check(by)
    lock(committee)
    _require_free_name(details.get("name", committee.name), committee)
    if committee.is_of_scrutiny and details.get("kind", committee.kind) != CommitteeKind.SCRUTINY:
        _require_nothing_of_scrutiny(committee)
    before, after = change_fields(committee, details)
    record_event(by=by, type="edited committee", target=committee, before=_told(before), after=_told(after))
    return committee


@transaction.atomic
def abolish_committee(*, by: User, committee: Committee, on: date) -> Committee:
    """Record that a committee is no more from a day on; its open memberships end with it.

    Raises NotAllowed unless `by` is an administrator; NotPossible when it is abolished already, while it tracks an
    inquiry (hand it on first), has a meeting to come on or after that day, or when a membership began later. Writes
    the Committee, its memberships and one Event.
    """
    rules.can_administer.check(by)
    lock(committee)
    _require_nothing_left(committee, on)
    memberships = list(committee.memberships.filter(ends_on__isnull=True))
    if any(row.starts_on and row.starts_on > on for row in memberships):
        raise NotPossible("Somebody joins this committee on a later day. Choose a later day for its abolition.")
    for membership in memberships:
        change_fields(membership, {"ends_on": on})
    before, after = change_fields(committee, {"abolished_on": on})
    after["ended_memberships"] = [row.pk for row in memberships]
    record_event(by=by, type="abolished committee", target=committee, before=before, after=after)
    return committee


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: None if name in _CONTACT else value for name, value in values.items()}


def _require_nothing_left(committee: Committee, on: date) -> None:
    if committee.abolished_on:
        raise NotPossible(f"{committee} was abolished on {written_date(committee.abolished_on)}.")
    tracked = Inquiry.objects.tracked_by([committee.pk]).exclude(state=InquiryState.WITHDRAWN).count()
    if tracked:
        inquiries = counted(tracked, "inquiry", "inquiries")
        raise NotPossible(
            f"{committee} still tracks {inquiries}. Its scrutiny officer hands them on to another committee first."
        )
    ahead = committee.meetings.filter(
        held_on__gte=on, state__in=[MeetingState.PLANNED, MeetingState.PAPERS_ISSUED]
    ).count()
    if ahead:
        raise NotPossible(
            f"{committee} has {counted(ahead, 'meeting')} to come after that day. They are cancelled first."
        )


def _require_nothing_of_scrutiny(committee: Committee) -> None:
    """Only scrutiny tracks and gives views, so what has done so stays what it is."""
    if committee.tracked_inquiries.exists() or committee.commissioned_inquiries.exists():
        raise NotPossible(f"{committee} commissioned or tracks an inquiry, now or before. It stays with scrutiny.")
    if committee.memberships.filter(role=CommitteeRole.SCRUTINY_OFFICER).exists():
        raise NotPossible(f"{committee} has or had a scrutiny officer. It stays with scrutiny.")


def _require_free_name(name: str, committee: Committee | None) -> None:
    others = Committee.objects.filter(name__iexact=name)
    if committee is not None:
        others = others.exclude(pk=committee.pk)
    if others.exists():
        raise NotPossible(f"There is a committee called {name} already. Choose another name.")
