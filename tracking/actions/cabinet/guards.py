"""What every act on a report to Cabinet asks first."""

from django.db.models import Model

from tracking import rules
from tracking.actions.changes import lock
from tracking.enums import CabinetReportState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import User
from tracking.models.cabinet import CabinetReport, CabinetReportRevision

GONE = "This report is no longer a draft, so nothing was saved. Copy what you need, then open the report again."


def open_for_writing(by: User, report: CabinetReport) -> CabinetReportRevision:
    """Return the current revision, with report and revision locked until the transaction ends.

    Raises NotAllowed unless `by` holds or contributes for the post the report is of; StaleState when it is not being
    written.
    """
    rules.writes_cabinet_report.check(by, report)
    lock(report)
    if report.state not in CabinetReportState.editable():
        raise StaleState(GONE)
    return CabinetReportRevision.objects.select_for_update(no_key=True).get(report=report, is_current=True)


def lock_in_state(report: CabinetReport, allowed: frozenset[CabinetReportState], refusal: str) -> None:
    """Lock a report and read it again. Raises NotPossible with `refusal` unless it is in one of these states."""
    lock(report)
    if report.state not in allowed:
        raise NotPossible(refusal)


def current(row: Model, revision: CabinetReportRevision) -> None:
    """Raise StaleState where a row is of a revision that was handed in, or gone."""
    still = type(row)._default_manager.filter(pk=row.pk, revision=revision)
    if not still.exists():
        raise StaleState(GONE)
    row.refresh_from_db()


def required(text: str, refusal: str) -> str:
    """Return a text without what surrounds it. Raises NotPossible with `refusal` where there is none."""
    if not text.strip():
        raise NotPossible(refusal)
    return text.strip()
