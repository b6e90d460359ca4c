"""People, the users among them, and what they are: appointments and committee memberships."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.events import field_values, record_event
from tracking.actions.invitations import invite
from tracking.actions.sign_ins import end_sessions, queue_address_notices
from tracking.enums import Capacity, CommitteeRole
from tracking.exceptions import NotPossible
from tracking.models import Appointment, Committee, CommitteeMembership, Person, Post, User
from tracking.presenters.wording import written_date
from tracking.queries.sign_ins import has_a_way_in


@transaction.atomic
def create_person(*, by: User, name: str, title: str = "") -> Person:
    """Add somebody, who need not be a user. Raises NotAllowed unless `by` is an administrator; NotPossible without a
    name. Writes the Person and one Event.
    """
    rules.can_administer.check(by)
    person = Person(name=name, title=title)
    store(person)
    # Events outlive a person's data, so they name nobody: what was entered stays out of them.
    record_event(by=by, type="created person", target=person)
    return person


@transaction.atomic
def edit_person(*, by: User, person: Person, name: str, title: str) -> Person:
    """Change a name or title. Reports that were signed keep the ones they were signed with.

    Raises NotAllowed unless `by` is an administrator; NotPossible without a name. Writes the Person and one Event.
    """
    rules.can_administer.check(by)
    before, after = change_fields(person, {"name": name, "title": title})
    record_event(by=by, type="edited person", target=person, before=dict.fromkeys(before), after=dict.fromkeys(after))
    return person


@transaction.atomic
def make_user(*, by: User, person: Person, email: str, is_active: bool = True, is_administrator: bool = False) -> User:
    """Let a person sign in with an e-mail address. They are sent an invitation, and choose with what.

    Raises NotAllowed unless `by` is an administrator; NotPossible when the person is a user already or the address is
    somebody else's. Writes the User, queues the invitation, and writes an Event of each.
    """
    rules.can_administer.check(by)
    if User.objects.filter(person=person).exists():
        raise NotPossible(f"{person} is a user already.")
    _require_free_address(email, None)
    user = User(person=person, email=email.lower(), is_active=is_active, is_administrator=is_administrator)
    user.set_unusable_password()
    store(user)
    after = {"person": person.pk, "is_active": is_active, "is_administrator": is_administrator}
    record_event(by=by, type="made user", target=user, after=after)
    if is_active:
        invite(by=by, user=user)
    return user


@transaction.atomic
def edit_user(*, by: User, user: User, email: str, is_active: bool, is_administrator: bool) -> User:
    """Change a user's address, whether they may sign in, and whether they are an administrator.

    Raises NotAllowed unless `by` is an administrator; NotPossible when the address is somebody else's, or when an
    administrator would lock themselves out. Writes the User, forgets earlier addresses, and writes one Event. A right
    that is taken away ends the user's sessions at once; of another address, the old and the new one are told, and an
    invitation that was not accepted goes there anew.
    """
    rules.can_administer.check(by)
    lock(user)
    if user == by and not (is_active and is_administrator):
        raise NotPossible("You cannot take your own rights away. Ask another administrator to do it.")
    _require_free_address(email, user)
    changes = {"email": email.lower(), "is_active": is_active, "is_administrator": is_administrator}
    before, after = change_fields(user, changes)
    if before.get("email"):
        queue_address_notices(user, before["email"])
        _end_former_invitation(user, by)
    if before.get("is_active") or before.get("is_administrator"):
        end_sessions(by=by, user=user)
    # django-allauth keeps the addresses that were signed in with; an old one must not open the account any more.
    EmailAddress.objects.filter(user=user).exclude(email__iexact=email).delete()
    for values in (before, after):
        if "email" in values:
            values["email"] = None
    record_event(by=by, type="edited user", target=user, before=before, after=after)
    return user


def _end_former_invitation(user: User, by: User) -> None:
    """Make the link that went to the address before useless; whoever has no other way in is invited anew."""
    if user.invited_at and user.is_active and not has_a_way_in(user):
        invite(by=by, user=user)
    elif user.invited_at:
        user.invited_at = None
        user.save(update_fields=["invited_at"])


@transaction.atomic
def appoint(
    *, by: User, person: Person, post: Post, capacity: Capacity, starts_on: date | None, ends_on: date | None = None
) -> Appointment:
    """Appoint a person to a post as holder or contributor; several at once are normal.

    Raises NotAllowed unless `by` is an administrator; NotPossible for their own person, when the same appointment is
    open already, the post ended by then, or the end is before the start. Writes the Appointment and one Event.
    """
    rules.can_administer.check(by)
    _require_somebody_else(by, person)
    if Appointment.objects.filter(person=person, post=post, capacity=capacity, ends_on__isnull=True).exists():
        raise NotPossible(f"{person} is {Capacity(capacity).label.lower()} of {post} already. End that one first.")
    if post.ended_on and starts_on and post.ended_on <= starts_on:
        raise NotPossible(f"{post} ended on {written_date(post.ended_on)}. Choose a post that exists on the day.")
    appointment = Appointment(person=person, post=post, capacity=capacity, starts_on=starts_on, ends_on=ends_on)
    store(appointment)
    after = field_values(appointment, ["person", "post", "capacity", "starts_on", "ends_on"])
    record_event(by=by, type="appointed person", target=appointment, after=after)
    return appointment


@transaction.atomic
def end_appointment(*, by: User, appointment: Appointment, ends_on: date) -> Appointment:
    """End an appointment: from that day on the person is not in the post. The row stays as history.

    When that day has come, the person's sessions end at once.

    Raises NotAllowed unless `by` is an administrator; NotPossible when it has ended or the day is before it began.
    Writes the end and one Event.
    """
    rules.can_administer.check(by)
    lock(appointment)
    if appointment.ends_on:
        raise NotPossible(f"This appointment ended on {written_date(appointment.ends_on)}.")
    before, after = change_fields(appointment, {"ends_on": ends_on})
    _end_sessions_of(appointment.person, by=by, from_day=ends_on)
    record_event(by=by, type="ended appointment", target=appointment, before=before, after=after)
    return appointment


@transaction.atomic
def add_membership(
    *,
    by: User,
    person: Person,
    committee: Committee,
    role: CommitteeRole,
    starts_on: date | None,
    ends_on: date | None = None,
) -> CommitteeMembership:
    """Make a person member, substitute, scrutiny officer or clerk of a committee.

    Raises NotAllowed unless `by` is an administrator; NotPossible for their own person, when the same membership is
    open already, the committee is abolished by then, the end is before the start, or for a scrutiny officer of what is
    no committee of scrutiny. Writes the CommitteeMembership and one Event.
    """
    rules.can_administer.check(by)
    _require_somebody_else(by, person)
    same = CommitteeMembership.objects.filter(person=person, committee=committee, role=role)
    if same.filter(ends_on__isnull=True).exists():
        raise NotPossible(
            f"{person} is {CommitteeRole(role).label.lower()} of {committee} already. End that one first."
        )
    if committee.abolished_on and starts_on and committee.abolished_on <= starts_on:
        raise NotPossible(f"{committee} was abolished on {written_date(committee.abolished_on)}. Choose another.")
    if role == CommitteeRole.SCRUTINY_OFFICER and not committee.is_of_scrutiny:
        raise NotPossible(f"{committee} is no Overview and Scrutiny committee. It has no scrutiny officer.")
    membership = CommitteeMembership(
        person=person, committee=committee, role=role, starts_on=starts_on, ends_on=ends_on
    )
    store(membership)
    after = field_values(membership, ["person", "committee", "role", "starts_on", "ends_on"])
    record_event(by=by, type="added membership", target=membership, after=after)
    return membership


@transaction.atomic
def end_membership(*, by: User, membership: CommitteeMembership, ends_on: date) -> CommitteeMembership:
    """End a membership: from that day on the person is not in the committee. The row stays as history.

    When that day has come, the person's sessions end at once.

    Raises NotAllowed unless `by` is an administrator; NotPossible when it has ended or the day is before it began.
    Writes the end and one Event.
    """
    rules.can_administer.check(by)
    lock(membership)
    if membership.ends_on:
        raise NotPossible(f"This membership ended on {written_date(membership.ends_on)}.")
    before, after = change_fields(membership, {"ends_on": ends_on})
    _end_sessions_of(membership.person, by=by, from_day=ends_on)
    record_event(by=by, type="ended membership", target=membership, before=before, after=after)
    return membership


def _end_sessions_of(person: Person, *, by: User, from_day: date) -> None:
    user = User.objects.filter(person=person).first()
    if user is not None and from_day <= timezone.localdate():
        end_sessions(by=by, user=user)


def _require_somebody_else(by: User, person: Person) -> None:
    """An administrator decides nothing and sees no exempt paper, so they do not give themselves the role that does."""
    if by.person_id == person.pk:
        raise NotPossible("You cannot give yourself a role. Ask another administrator to do it.")


def _require_free_address(email: str, user: User | None) -> None:
    others = User.objects.filter(email__iexact=email)
    if user is not None:
        others = others.exclude(pk=user.pk)
    if others.exists():
        raise NotPossible("Somebody else signs in with this e-mail address. Enter another one.")
