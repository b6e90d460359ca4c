"""How much of what somebody answers for, or looks after, is tracked, late or disagreed; and what is due next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from tracking.models import RegisterEntry
from tracking.models.register import RegisterEntryQuerySet, is_overdue


@dataclass(frozen=True)
class Standing:
    """Numbers of leaves: all of them, those still tracked, and of all of them those late and those disagreed."""

    total: int = 0
    tracked: int = 0
    late: int = 0
    disagreed: int = 0

    @property
    def concluded(self) -> int:
        return self.total - self.tracked


def standing_of(entries: RegisterEntryQuerySet, *, today: date) -> Standing:
    """Count the register's entries in one query; the same conditions as its filters, so that counts can link to it."""
    return Standing(
        **entries.order_by().aggregate(
            total=Count("pk"),
            tracked=Count("pk", filter=Q(is_concluded=False)),
            late=Count("pk", filter=is_overdue(today)),
            disagreed=Count("pk", filter=Q(differs=True)),
        )
    )


def due_next(entries: RegisterEntryQuerySet, *, today: date, limit: int = 5) -> list[RegisterEntry]:
    """Return what is still tracked and due today or later, the next first. What has no date is never due."""
    coming = entries.tracked().filter(sorts_on__gte=today, current_on__isnull=False)
    return list(coming.order_by("sorts_on", "leaf").with_everything()[:limit])
