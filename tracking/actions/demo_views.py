"""The demo council's committees' views: at meetings, carried over from before, corrected and reopened."""

from datetime import datetime, timedelta
from typing import Any

from tracking.actions.demo_council import DemoCouncil, Facts
from tracking.actions.demo_days import day_meant, moment, optional_day
from tracking.actions.demo_inquiries import DemoInquiry
from tracking.actions.demo_reports import Round
from tracking.enums import Decision, Outcome
from tracking.models import Assessment, Meeting, Recommendation


def write_carried_over_views(council: DemoCouncil, demo_inquiry: DemoInquiry, rows: list[Facts]) -> None:
    """Write views from before the system: no meeting here, but the source that records them."""
    for row in rows:
        considered_on = day_meant(row["considered_on"], council.now.date())
        view = _view(council, demo_inquiry, row["leaf"], row, considered_on=considered_on)
        view.recorded_at = council.in_the_past(moment(considered_on + timedelta(days=60), 11))
        view.save()
        _keep_account(demo_inquiry, row["leaf"], view)
        _record_view(council, view, "carried over view")


def write_views(this_round: Round) -> None:
    """Write what the committee said about the leaves of a report, and any corrections of it made since."""
    written: dict[str, Assessment] = {}
    source = this_round.facts.get("views_source", "")
    for number, (reference, row) in enumerate(this_round.facts.get("views", {}).items()):
        view = _view_at(this_round.council, this_round.demo_inquiry, reference, row, this_round.meeting)
        view.report = this_round.report
        view.self_assessment = this_round.claims[reference]
        view.recorded_at = _during(this_round.meeting, minutes=30 + 4 * number)
        view.source_text = view.source_text or source
        view.save()
        written[reference] = view
        _keep_account(this_round.demo_inquiry, reference, view)
        _record_view(this_round.council, view, "recorded view")
    for row in this_round.facts.get("corrections", ()):
        _write_correction(this_round, row, written[row["leaf"]])


def write_reopenings(this_round: Round) -> None:
    """Write views by which the same meeting tracks a leaf again that was concluded before."""
    for row in this_round.facts.get("reopenings", ()):
        view = _view_at(this_round.council, this_round.demo_inquiry, row["leaf"], row, this_round.meeting)
        view.reopens = True
        view.recorded_at = _during(this_round.meeting, minutes=90)
        view.save()
        _keep_account(this_round.demo_inquiry, row["leaf"], view)
        _record_view(this_round.council, view, "reopened recommendation")


def _write_correction(this_round: Round, row: Facts, earlier: Assessment) -> None:
    view = _view_at(this_round.council, this_round.demo_inquiry, row["leaf"], row, this_round.meeting)
    view.report, view.self_assessment = earlier.report, earlier.self_assessment
    view.supersedes, view.superseding_reason = earlier, row["superseding_reason"]
    view.recorded_at = this_round.council.in_the_past(earlier.recorded_at + timedelta(days=3))
    view.save()
    _keep_account(this_round.demo_inquiry, row["leaf"], view)
    _record_view(this_round.council, view, "corrected view")


def _view_at(
    council: DemoCouncil, demo_inquiry: DemoInquiry, reference: str, row: Facts, meeting: Meeting
) -> Assessment:
    view = _view(council, demo_inquiry, reference, row, considered_on=meeting.held_on)
    view.meeting = meeting
    view.recorded_by = council.officers[meeting.committee_id]
    return view


def _view(council: DemoCouncil, demo_inquiry: DemoInquiry, reference: str, row: Facts, **fields: Any) -> Assessment:
    """Return a view, not yet saved: it concludes when it gives a reason to, else tracking continues."""
    outcome = Outcome(row.get("outcome", Outcome.VIEWED))
    conclusion_reason = row.get("conclusion_reason", "")
    decision = Decision.CONCLUDE if conclusion_reason else Decision.CONTINUE
    return Assessment(
        leaf=demo_inquiry.recommendations[reference],
        outcome=outcome,
        category=council.categories[row["category"]] if "category" in row else None,
        decision=decision if outcome == Outcome.VIEWED else "",
        conclusion_reason=conclusion_reason,
        conclusion_target=row.get("conclusion_target", ""),
        conclusion_target_recommendation=_target(row.get("conclusion_target_recommendation")),
        reason=row.get("reason", ""),
        asked_for=row.get("asked_for", ""),
        agreed_due_on=optional_day(row.get("agreed_due_on"), council.now.date()),
        minute=row.get("minute", ""),
        source_text=row.get("source_text", ""),
        recorded_by=demo_inquiry.officer,
        **fields,
    )


def _target(facts: Facts | None) -> Recommendation | None:
    """Return the recommendation of an inquiry written earlier that another was transferred to."""
    if facts is None:
        return None
    return Recommendation.objects.at_reference(facts["reference"]).get(inquiry__slug=facts["inquiry"])


def _keep_account(demo_inquiry: DemoInquiry, reference: str, view: Assessment) -> None:
    """Remember which leaves are concluded: later reports leave them out."""
    if view.outcome != Outcome.VIEWED:
        return
    if view.concludes:
        demo_inquiry.concluded.add(reference)
    else:
        demo_inquiry.concluded.discard(reference)


def _during(meeting: Meeting, *, minutes: int) -> datetime:
    starts_at = meeting.starts_at
    return moment(meeting.held_on, starts_at.hour if starts_at else 14) + timedelta(minutes=minutes)


def _record_view(council: DemoCouncil, view: Assessment, type_of_event: str) -> None:
    after = {"leaf": view.leaf_id, "outcome": view.outcome, "category": view.category_id, "decision": view.decision}
    council.record(type_of_event, view, at=view.recorded_at, by=view.recorded_by, after=after)
