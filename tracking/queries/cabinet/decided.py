"""What a Cabinet decided, as a reader of the report may know it."""

from datetime import date

from django.db.models import F

from tracking.enums import CabinetReportState, MeetingState
from tracking.models import Viewer
from tracking.models.cabinet import CabinetReport, ExecutiveDecision
from tracking.queries.cabinet.facts import CabinetPaper, DecisionFacts


def may_have_decided(report: CabinetReport, today: date) -> bool:
    """Whether something can have been decided on a report: its meeting is over, or is today."""
    return report.meeting.state != MeetingState.CANCELLED and report.meeting.held_on <= today


def why_it_stays(report: CabinetReport) -> str:
    """Say why a report goes to no other meeting any more; nothing where it may."""
    if report.state not in CabinetReportState.open():
        return f"This report is {report.get_state_display().lower()}, so it stays with its meeting."
    is_public = report.state in CabinetReportState.public()
    if is_public and ExecutiveDecision.objects.filter(report=report).exists():
        return "What Cabinet decided on this report is recorded, so it stays with its meeting."
    return ""


def decisions_on(report: CabinetReport, paper: CabinetPaper, viewer: Viewer) -> tuple[DecisionFacts, ...]:
    """Return every decision that the viewer may see, with those that were superseded, in the order of the report.

    `paper` is the report as this viewer reads it: of what is withheld from them they see the decision and not what
    was recommended. The record itself is written for everyone.
    """
    rows = ExecutiveDecision.objects.visible_to(viewer).filter(report=report)
    rows = rows.select_related("meeting", "superseded_by", "recommended").order_by(
        F("recommended__position").asc(nulls_last=True), "recorded_at", "pk"
    )
    told = {row.pk: row for section in paper.sections for row in section.recommended}
    orders = _orders(report)
    return tuple(
        DecisionFacts(
            pk=row.pk,
            order=orders.get(row.recommended_id) if row.recommended_id else None,
            recommended=told[row.recommended_id].text if row.recommended_id in told else "",
            outcome=row.outcome,
            wording=row.wording,
            reasons=row.reasons,
            options_rejected=row.options_rejected,
            interests=row.interests,
            dispensations=row.dispensations,
            decided_on=row.meeting.held_on,
            supersedes=row.supersedes_id,
            superseding_reason=row.superseding_reason,
            is_superseded=hasattr(row, "superseded_by"),
        )
        for row in rows
    )


def _orders(report: CabinetReport) -> dict[int, int]:
    """The place of each recommended decision, counted from 1; the words are not read."""
    revision = report.revisions.get(is_current=True)
    keys = revision.recommended_decisions.order_by("position", "pk").values_list("pk", flat=True)
    return {key: order for order, key in enumerate(keys, start=1)}
