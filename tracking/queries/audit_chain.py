"""Checking the audit trail: the chain from its beginning to its head, and heads that others have kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef

from tracking import audit_guards
from tracking.audit_chain import BEGINNING, event_digest, link_hash
from tracking.models import AuditCheck, AuditHead, AuditLink, Event, IssuedDocument

_AT_ONCE: Final = 2000


@dataclass(frozen=True)
class Head:
    """The last entry of the trail at some time: its number and its hash."""

    number: int
    hash: str


@dataclass(frozen=True)
class KeptHead(Head):
    """A head that somebody kept, and where."""

    kept_by: str


@dataclass(frozen=True)
class Verdict:
    """What a check found: the head, when its entry was recorded, and the first broken row, if any is."""

    head: Head
    at: datetime | None = None
    fault: str = ""


class _Broken(Exception):
    """The first broken row, in words."""


def audit_head() -> Head:
    """Return the trail's last entry as the database has it; number 0 when nothing was recorded."""
    row = AuditHead.objects.first()
    return Head(row.number, row.hash) if row else Head(0, BEGINNING)


def is_in_trail(head: Head) -> bool:
    """Whether this was the trail's last entry once."""
    return AuditLink.objects.filter(number=head.number, hash=head.hash).exists()


def verify_chain(kept: Iterable[KeptHead] = ()) -> Verdict:
    """Check the whole trail, then `kept` heads, those that issued packs print, and that of the last check.

    Reads in chunks, so that memory stays the same however long the trail is; what is recorded meanwhile is left to the
    next check. Names the first broken row by number in the chain and key of the Event. Writes nothing.
    """
    head = audit_head()
    try:
        at = _check_links(head)
        _check_ends(head)
        for one in (*kept, *_heads_of_issued_documents(), *_head_of_last_check()):
            _check_kept(one)
        _check_guards()
    except _Broken as broken:
        return Verdict(head, fault=str(broken))
    return Verdict(head, at)


def _check_links(head: Head) -> datetime | None:
    """Follow the chain to its head; returns when its last entry was recorded."""
    before, before_that, at = Head(0, BEGINNING), "", None
    for links, events in _chunks(head.number):
        for link in links:
            event = events.get(link.event_id)
            _check_link(link, event, before, before_that)
            before, before_that, at = Head(link.number, link.hash), before.hash, event.at if event else None
    if before.number < head.number:
        raise _Broken(
            f"Entry {before.number + 1} is missing, and all after it: the trail ends with entry {before.number}, "
            f"its head says {head.number}."
        )
    if before.hash != head.hash:
        raise _Broken(f"The head does not belong to entry {head.number}, the last of the trail.")
    return at


def _chunks(last: int) -> Iterator[tuple[list[AuditLink], dict[int, Event]]]:
    reached = 0
    while links := list(AuditLink.objects.filter(number__gt=reached, number__lte=last).order_by("number")[:_AT_ONCE]):
        yield links, Event.objects.in_bulk([link.event_id for link in links])
        reached = links[-1].number


def _check_link(link: AuditLink, event: Event | None, before: Head, before_that: str) -> None:
    where = f"Entry {link.number} (event {link.event_id})"
    if link.number != before.number + 1:
        raise _Broken(f"Entry {before.number + 1} is missing: after entry {before.number} comes {link.number}.")
    if event is None:
        raise _Broken(f"{where} is missing: its link is there, the event is not.")
    if event.digest != _digest(event):
        raise _Broken(f"{where} was altered: it is not what was recorded.")
    if link.previous_hash != before.hash:
        fork = before_that and link.previous_hash == before_that
        raise _Broken(
            f"{where} is a fork: it follows on from the same entry as the one before it."
            if fork
            else f"{where} is out of order, or was put in: it does not follow on from entry {before.number}."
        )
    if link.hash != link_hash(before.hash, event.digest):
        raise _Broken(f"{where} was altered: the event and its link do not belong together.")


def _digest(event: Event) -> str:
    return event_digest(
        actor=event.actor,
        type=event.type,
        at=event.at,
        target_label=event.target_label,
        target_id=event.target_id,
        before=event.before,
        after=event.after,
    )


def _check_ends(head: Head) -> None:
    """What the chain does not lead to: a missing head, links after it, Events without a link."""
    if not AuditHead.objects.exists():
        raise _Broken("The head is missing, so nobody can tell where the trail ends.")
    now = AuditHead.objects.filter(number__lt=OuterRef("number"))
    beyond = AuditLink.objects.filter(Exists(now)).order_by("number").first()
    if beyond:
        raise _Broken(f"Entry {beyond.number} (event {beyond.event_id}) was put in: it comes after the head.")
    linked = AuditLink.objects.filter(event_id=OuterRef("pk"))
    unlinked = Event.objects.filter(~Exists(linked)).order_by("pk").values_list("pk", flat=True).first()
    if unlinked is not None:
        raise _Broken(f"Event {unlinked} was put in: it has no link.")


def _check_kept(kept: KeptHead) -> None:
    if kept.number == 0:
        there = BEGINNING
    else:
        there = AuditLink.objects.filter(number=kept.number).values_list("hash", flat=True).first() or ""
    if not there:
        raise _Broken(f"Entry {kept.number} is missing: {kept.kept_by} has it, the trail ends before it.")
    if there != kept.hash:
        raise _Broken(
            f"Entry {kept.number}, or one before it, was rewritten: {kept.kept_by} has the hash {kept.hash}, "
            f"the trail has {there}."
        )


def _heads_of_issued_documents() -> Iterator[KeptHead]:
    documents = IssuedDocument.objects.filter(audit_number__isnull=False).order_by("audit_number", "pk")
    rows = documents.values_list("pk", "title", "audit_number", "audit_hash")
    for pk, title, number, its_hash in rows.iterator(chunk_size=200):
        yield KeptHead(number or 0, its_hash, f"“{title}” (issued document {pk})")


def _head_of_last_check() -> Iterator[KeptHead]:
    check = AuditCheck.objects.filter(fault="").first()
    if check:
        yield KeptHead(check.number, check.hash, "the last check that found it unbroken")


def _check_guards() -> None:
    missing = audit_guards.missing(connection)
    if missing:
        raise _Broken(
            f"The database's guard {missing[0]} is not as it was made: "
            "somebody took it away, changed it or switched it off."
        )
