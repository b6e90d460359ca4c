"""What Cabinet's clerk does with a report that was handed in: gives it back, or accepts it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.cabinet.guards import required
from tracking.actions.cabinet.mails import tell_of_return
from tracking.actions.changes import lock
from tracking.actions.copies import write_copy
from tracking.actions.events import record_event
from tracking.actions.state import change_state
from tracking.exceptions import NotPossible
from tracking.models import User
from tracking.models.cabinet import (
    CabinetAppendix,
    CabinetReport,
    CabinetReportRevision,
    CabinetSection,
    RecommendedDecision,
    SectionClearance,
)
from tracking.queries.cabinet.readiness import ClearingFacts, clearing_of


@transaction.atomic
def return_report(*, report: CabinetReport, reason: str, by: User) -> CabinetReportRevision:
    """Give a submitted report back with the reason; a new revision, a copy, is opened for writing.

    Raises NotAllowed unless `by` is clerk of the Cabinet; NotPossible without a reason or from another state;
    StaleState when somebody was faster. The returned revision stands as it was, stamped with who, when and why; the
    copy has its sections with what was cleared of them, its recommended decisions and its appendices, each still
    recorded as by whoever wrote it. Returns the new revision. Queues mails to those who write it; writes one Event.
    """
    rules.can_check_cabinet_report.check(by, report)
    why = required(reason, "Say why the report is returned, so that it can be put right.")
    before = report.state
    change_state(report, "return")
    old = report.revisions.get(is_current=True)
    old.is_current = False
    old.returned_by, old.returned_at, old.returned_reason = by, timezone.now(), why
    old.save(update_fields=["is_current", "returned_by", "returned_at", "returned_reason"])
    new = _copy_of(old)
    record_event(
        by=by,
        type="returned report to Cabinet",
        target=report,
        before={"state": before, "revision": old.number},
        after={"state": report.state, "revision": new.number, "reason": why},
    )
    tell_of_return(report, old)
    return new


def _copy_of(old: CabinetReportRevision) -> CabinetReportRevision:
    """Write a revision like another, unsigned, as the report's current one. The files are the same."""
    new = CabinetReportRevision.objects.create(report=old.report, number=old.number + 1)
    for section in CabinetSection.objects.filter(revision=old):
        clearances = list(SectionClearance.objects.filter(section=section))
        write_copy(section, revision=new)
        for clearance in clearances:
            write_copy(clearance, section=section)
    for row in RecommendedDecision.objects.filter(revision=old):
        write_copy(row, revision=new)
    for appendix in CabinetAppendix.objects.filter(revision=old):
        write_copy(appendix, revision=new)
    return new


@transaction.atomic
def accept_report(*, report: CabinetReport, by: User, why_not_cleared: Mapping[int, str] | None = None) -> None:
    """Accept a submitted report as fit to go to Cabinet.

    `why_not_cleared` says, by the primary key of the section, why a compliance section goes without having been cleared
    by the post that its template names. Raises NotAllowed unless `by` is clerk of the Cabinet; NotPossible while such a
    section has neither, or from another state; StaleState when somebody was faster. Writes the reasons and one Event,
    which names the headings without clearance and not the reasons.
    """
    rules.can_check_cabinet_report.check(by, report)
    read = report.state
    lock(report)
    revision = report.revisions.get(is_current=True)
    open_clearings = [row for row in clearing_of(revision) if row.at is None]
    reasons = why_not_cleared or {}
    for row in open_clearings:
        if not reasons.get(row.section.pk, "").strip():
            raise NotPossible(
                f"“{row.section.heading}” was not cleared by the {row.post}. Wait for it, or say why it goes without."
            )
    report.state = read
    before = report.state
    change_state(report, "accept", accepted_by=by, accepted_at=timezone.now())
    _write_reasons(open_clearings, reasons, by)
    record_event(
        by=by,
        type="accepted report to Cabinet",
        target=report,
        before={"state": before},
        after={"state": report.state, "not_cleared": [row.section.heading.heading for row in open_clearings]},
    )


def _write_reasons(rows: list[ClearingFacts], reasons: Mapping[int, str], by: User) -> None:
    for row in rows:
        SectionClearance.objects.create(
            section=row.section,
            section_version=row.section.version,
            not_cleared_reason=reasons[row.section.pk].strip(),
            recorded_by=by,
        )
