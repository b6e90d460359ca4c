"""What the administrator's page and its files tell of the audit trail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tracking.dates import LONDON
from tracking.models import AuditCheck, AuditLink, Event, User

# What somebody types who looks for acts that no user did.
SYSTEM: Final = "system"
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Sought:
    """What entries are looked for: days by the council's clock, the rest as Events hold it; empty is anything."""

    who: str = ""
    type: str = ""
    kind: str = ""
    key: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Entry:
    """An Event, its place in the chain, and the name of whoever did it while their account is there."""

    event: Event
    link: AuditLink
    name: str


def events_sought(sought: Sought) -> QuerySet[Event]:
    """Return the Events looked for, the last recorded first."""
    found = _by(sought.who) & _between(sought.since, sought.until)
    wanted = {"type": sought.type, "target_label": sought.kind, "target_id": sought.key}
    exact = Q(**{field: value for field, value in wanted.items() if value})
    return Event.objects.filter(found & exact).order_by("-pk")


def _by(who: str) -> Q:
    if not who:
        return Q()
    if who.lower() == SYSTEM:
        return Q(actor="")
    users = User.objects.filter(Q(person__name__icontains=who) | Q(email__icontains=who))
    return Q(actor__in=[who, *(str(key) for key in users.values_list("public_id", flat=True))])


def _between(since: date | None, until: date | None) -> Q:
    found = Q()
    if since:
        found &= Q(at__gte=datetime.combine(since, time(), LONDON))
    if until and until < date.max:
        found &= Q(at__lt=datetime.combine(until + timedelta(days=1), time(), LONDON))
    return found


def entries_of(events: Iterable[Event]) -> list[Entry]:
    """Return the entries of some Events, in their order and in two queries; what has no link yet is left out."""
    events = list(events)
    links = {link.event_id: link for link in AuditLink.objects.filter(event_id__in=[event.pk for event in events])}
    names = _names({event.actor for event in events if event.actor})
    return [Entry(event, links[event.pk], names.get(event.actor, "")) for event in events if event.pk in links]


def _names(actors: set[str]) -> dict[str, str]:
    known = [actor for actor in actors if _is_key(actor)]
    users = User.objects.filter(public_id__in=known).values_list("public_id", "person__name")
    return {str(public_id): name for public_id, name in users}


def _is_key(actor: str) -> bool:
    try:
        UUID(actor)
    except ValueError:
        return False
    return True


def entries_in_order(events: QuerySet[Event]) -> Iterator[list[Entry]]:
    """Yield the entries of these Events as the chain has them, the first first, some hundreds at a time."""
    reached = 0
    while links := list(AuditLink.objects.filter(number__gt=reached).order_by("number")[:_AT_ONCE]):
        reached = links[-1].number
        wanted = {event.pk: event for event in events.filter(pk__in=[link.event_id for link in links])}
        if wanted:
            yield entries_of(wanted[link.event_id] for link in links if link.event_id in wanted)


def types_recorded() -> list[str]:
    """Return every type of act that was recorded, in the order of their names."""
    return sorted(Event.objects.order_by().values_list("type", flat=True).distinct())


def kinds_recorded() -> list[str]:
    """Return every kind of thing that something was done to, as Events name it."""
    return sorted(filter(None, Event.objects.order_by().values_list("target_label", flat=True).distinct()))


def last_check() -> AuditCheck | None:
    """Return what the last check of the whole trail found; None before the first."""
    return AuditCheck.objects.first()
