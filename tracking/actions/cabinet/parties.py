"""Who stands in the header of a report to Cabinet: relevant Cabinet Members and chairs, and its authors."""

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max, Model

from tracking.actions.cabinet.guards import open_for_writing
from tracking.actions.cabinet.ordering import move_in
from tracking.actions.changes import change_fields, store
from tracking.actions.conflicts import own_changes_told
from tracking.actions.events import field_values, record_event
from tracking.enums import CommitteeKind, PartyRole, PostKind
from tracking.exceptions import NotPossible
from tracking.models import Committee, Post, User
from tracking.models.cabinet import CabinetParty, CabinetReport


class PartyDetails(TypedDict, total=False):
    """What is said of a party; what its role does not ask for is left out."""

    post: Post | None
    committee: Committee | None
    name: str
    title: str
    telephone: str
    email: str


_ASKED: dict[PartyRole, frozenset[str]] = {
    PartyRole.CABINET_MEMBER: frozenset({"post"}),
    PartyRole.SCRUTINY_CHAIR: frozenset({"committee", "name"}),
    PartyRole.AUTHOR: frozenset({"name", "title", "telephone", "email"}),
}


@transaction.atomic
def add_party(*, report: CabinetReport, role: PartyRole, by: User, **details: Unpack[PartyDetails]) -> CabinetParty:
    """Name somebody in the header of a report being written, last in their role.

    Raises NotAllowed unless `by` is of the post the report is of; NotPossible for the post it is of (which is named
    already), a Cabinet Member that is no cabinet post, a chair of a committee that is not scrutiny's, without a name
    where one is asked, or one named already; StaleState when the report was handed in. Writes one Event, without names;
    nothing for a chair or an author who is named with just these details.
    """
    open_for_writing(by, report)
    said = _said(role, details)
    twice = report.parties.filter(role=role, **said).first() if said.get("name") else None
    if twice is not None:
        return twice
    last: int = report.parties.filter(role=role).aggregate(last=Max("position"))["last"] or 0
    party = CabinetParty(report=report, role=role, position=last + 1, **said)
    store(party)
    record_event(by=by, type="added party of report to Cabinet", target=report, after=_as_data(party))
    return party


@transaction.atomic
def change_party(
    *, party: CabinetParty, by: User, read: Mapping[str, str] | None = None, **details: Unpack[PartyDetails]
) -> CabinetParty:
    """Change what is said of somebody in the header.

    `read` is the fingerprint of each field as it was read (`conflicts`). Raises as `add_party`, and StaleText when
    somebody else changed the same.
    """
    _lock(party, by)
    party.refresh_from_db()
    said = _said(PartyRole(party.role), details)
    typed = {name: value.pk if isinstance(value, Model) else value for name, value in said.items()}
    mine = own_changes_told(saved=party_as_saved(party), typed=typed, read=read)
    _, after = change_fields(party, {name: said[name] for name in mine})
    if after:
        told = _as_data(party) | {"changed": sorted(after)}
        record_event(by=by, type="changed party of report to Cabinet", target=party.report, after=told)
    return party


def party_as_saved(party: CabinetParty) -> dict[str, Any]:
    """What is said of somebody in the header, as it may be changed."""
    return field_values(party, sorted(_ASKED[PartyRole(party.role)]))


@transaction.atomic
def move_party(*, party: CabinetParty, up: bool, by: User) -> None:
    """Move somebody one place up or down among those of their role; at either end they stay."""
    _lock(party, by)
    if move_in(CabinetParty.objects.filter(report=party.report, role=party.role), party, up=up):
        record_event(by=by, type="moved party of report to Cabinet", target=party.report, after=_as_data(party))


@transaction.atomic
def remove_party(*, party: CabinetParty, by: User) -> None:
    """Take somebody out of the header again; the post that the report is of stays. Raises as `add_party`."""
    _lock(party, by)
    if party.role == PartyRole.REPORT_OF:
        raise NotPossible("The post that the report is of stays in its header.")
    before = _as_data(party)
    party.delete()
    record_event(by=by, type="removed party of report to Cabinet", target=party.report, before=before)


def _lock(party: CabinetParty, by: User) -> None:
    open_for_writing(by, party.report)
    if not CabinetParty.objects.filter(pk=party.pk).exists():
        raise NotPossible("Somebody has taken this out of the header meanwhile, so there is nothing to change.")


def _said(role: PartyRole, details: PartyDetails) -> dict[str, object]:
    if role not in _ASKED:
        raise NotPossible("The post that the report is of is in its header already.")
    told = {name: value.strip() if isinstance(value, str) else value for name, value in details.items()}
    said = {name: value for name, value in told.items() if name in _ASKED[role] and value is not None}
    post, committee = said.get("post"), said.get("committee")
    if role == PartyRole.CABINET_MEMBER and not (isinstance(post, Post) and post.kind == PostKind.PORTFOLIO):
        raise NotPossible("Choose a cabinet post.")
    if role == PartyRole.SCRUTINY_CHAIR and not _is_of_scrutiny(committee):
        raise NotPossible("Choose the Overview and Scrutiny committee that they chair.")
    if role != PartyRole.CABINET_MEMBER and not said.get("name"):
        raise NotPossible("Enter a name.")
    return said


def _is_of_scrutiny(committee: object) -> bool:
    return isinstance(committee, Committee) and committee.kind == CommitteeKind.SCRUTINY


def _as_data(party: CabinetParty) -> dict[str, object]:
    """A party as an Event holds it: posts and committees, no names."""
    return {
        "party": party.pk,
        "role": party.role,
        "position": party.position,
        "post": party.post_id,
        "committee": party.committee_id,
    }
