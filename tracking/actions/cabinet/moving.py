"""Moving a report to Cabinet to another meeting of the same Cabinet."""

from django.db import transaction

from tracking import dates, rules
from tracking.actions.cabinet.guards import required
from tracking.actions.cabinet.reports import check_is_to_come
from tracking.actions.changes import change_fields, lock
from tracking.actions.events import record_event
from tracking.enums import MeetingState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Meeting, User
from tracking.models.cabinet import CabinetReport
from tracking.queries.cabinet.decided import why_it_stays
from tracking.queries.paper_readiness import closed_days, is_late


@transaction.atomic
def move_report(*, report: CabinetReport, meeting: Meeting, by: User, tabled_late_reason: str = "") -> None:
    """Move a report on which nothing was decided to another meeting of the same Cabinet.

    A published one stays published, with its editions as they were issued. Raises NotAllowed unless `by` is, while it
    is written, of the post it is of or, once it is handed in, Cabinet's clerk; NotPossible when it is withdrawn or a
    decision on it is recorded, the meeting does not fit, or a published one is late for it and no reason is given;
    StaleState when somebody was faster. Writes one Event.
    Source: the council's process; meetings are cancelled and postponed.
    """
    (rules.writes_cabinet_report if report.is_editable else rules.can_publish_cabinet_report).check(by, report)
    state, old = report.state, report.meeting_id
    lock(report)
    if (report.state, report.meeting_id) != (state, old):
        raise StaleState("Somebody else has just changed this report. Open it again to see where it stands.")
    if reason := why_it_stays(report):
        raise NotPossible(reason)
    if meeting.pk == old or meeting.committee_id != report.meeting.committee_id:
        raise NotPossible("Choose another meeting of the same Cabinet.")
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    check_is_to_come(meeting)
    late = _late_reason(report, meeting, tabled_late_reason) if report.is_public else ""
    before, after = change_fields(report, {"meeting": meeting, "tabled_late_reason": late})
    record_event(by=by, type="moved report to Cabinet", target=report, before=before, after=after)


def _late_reason(report: CabinetReport, meeting: Meeting, given: str) -> str:
    """A report that has long been open to inspection is in time for a meeting whose papers are not out."""
    published_on = dates.today(report.published_at)
    if meeting.state == MeetingState.PLANNED and not is_late(meeting, published_on, closed_days()):
        return ""
    return required(given, "This report is late for that meeting. Say why, and why the matter is urgent.")
