"""Keeping the register level with the judgements it is derived from.

`record_event` calls `follow_in_register` for what an Event is about, inside the action's own transaction, so that no
action can forget it; `repair_register` makes everything anew where rows were written in another way.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import models, transaction
from django.db.models import Q

from tracking.enums import ReportState
from tracking.models import (
    Assessment,
    Inquiry,
    Meeting,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    RegisterEntry,
    SearchEntry,
    SelfAssessment,
)
from tracking.queries.register import DERIVED, SEARCHED, derived_entries, derived_words
from tracking.queries.register_check import strayed_leaves

_AT_ONCE: Final = 500
_put_off: ContextVar[set[int] | None] = ContextVar("put_off", default=None)


def follow_in_register(target: models.Model | None) -> None:
    """Bring up to date what the register says of the leaves that `target` concerns; nothing where it concerns none."""
    concerned = _CONCERNED.get(type(target)) if target is not None else None
    leaves = concerned(target) if concerned else None
    if leaves is None:
        return
    recommendations = Recommendation.objects.filter(leaves)
    put_off = _put_off.get()
    if put_off is None:
        refresh_register(recommendations)
    else:
        put_off.update(recommendations.values_list("pk", flat=True))


@contextmanager
def followed_once() -> Iterator[None]:
    """Put off until the block ends, in one transaction with it, what its Events mean for the register.

    For an action that records hundreds of Events about the same leaves.
    """
    with transaction.atomic():
        concerned: set[int] = set()
        token = _put_off.set(concerned)
        try:
            yield
        finally:
            _put_off.reset(token)
        for some in _chunks(sorted(concerned)):
            refresh_register(Recommendation.objects.filter(pk__in=some))


@transaction.atomic
def refresh_register(recommendations: models.QuerySet[Recommendation]) -> None:
    """Derive the register's rows of these recommendations and parts anew; what is no leaf any more leaves it.

    The rows are locked first, in one order: whoever else changes what they are derived from comes before or after.
    """
    ids = _locked(recommendations)
    # While this waited, a part may have been added to what is meant.
    while (found := _locked(recommendations)) != ids:
        ids = found
    for some in _chunks(ids):
        _write(RegisterEntry, derived_entries(some), keys=("leaf", "audience"), fields=DERIVED, of=some)
        _write(SearchEntry, derived_words(some), keys=("leaf",), fields=SEARCHED, of=some)


def _locked(recommendations: models.QuerySet[Recommendation]) -> list[int]:
    rows = recommendations.order_by("pk").select_for_update(no_key=True, of=("self",))
    return list(rows.values_list("pk", flat=True))


def repair_register() -> tuple[int, ...]:
    """Bring up to date every leaf of which the register says something else than its judgements; return which.

    Called each night, after bulk loading and by `manage.py check_register --repair`.
    """
    strayed = tuple(strayed_leaves())
    for some in _chunks(strayed):
        refresh_register(Recommendation.objects.filter(pk__in=some))
    return strayed


def _write(
    model: type[models.Model], rows: list[Any], *, keys: Collection[str], fields: Collection[str], of: Collection[int]
) -> None:
    kept = [row.leaf_id for row in rows]
    model._default_manager.filter(leaf__in=set(of) - set(kept)).delete()
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=keys, update_fields=fields)


def _chunks(ids: Iterable[int]) -> Iterable[tuple[int, ...]]:
    everything = tuple(ids)
    return (everything[start : start + _AT_ONCE] for start in range(0, len(everything), _AT_ONCE))


def _of_recommendation(row: Recommendation) -> Q:
    whole = row.parent_id or row.pk
    return Q(pk=whole) | Q(parent=whole)


def _of_report(row: ProgressReport) -> Q | None:
    return Q(inquiry=row.inquiry_id) if row.state in ReportState.public() else None


def _of_update(row: ProgressUpdate) -> Q | None:
    return _of_report(row.revision.report)


def _of_meeting(row: Meeting) -> Q:
    viewed = Assessment.objects.filter(meeting=row).values("leaf")
    claimed = SelfAssessment.objects.filter(update__revision__report__meeting=row).values("leaf")
    return Q(pk__in=viewed) | Q(pk__in=claimed)


_CONCERNED: Final[dict[type[models.Model], Callable[..., Q | None]]] = {
    Assessment: lambda row: Q(pk=row.leaf_id),
    Inquiry: lambda row: Q(inquiry=row.pk),
    Meeting: _of_meeting,
    ProgressReport: _of_report,
    ProgressUpdate: _of_update,
    Recommendation: _of_recommendation,
}
