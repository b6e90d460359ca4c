"""What a Cabinet decided on a report: recorded by its clerk, never edited, published once it is whole."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from tracking import dates, rules
from tracking.actions.cabinet.guards import lock_in_state, required
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.events import field_values, record_event
from tracking.actions.state import change_state
from tracking.enums import CabinetReportState, DecisionOutcome, MeetingState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Meeting, User
from tracking.models.cabinet import CabinetReport, ExecutiveDecision, RecommendedDecision


@dataclass(frozen=True)
class DecisionWords:
    """What the record of an executive decision holds (S.I. 2012/2089, regulation 12)."""

    outcome: str
    reasons: str
    wording: str = ""
    options_rejected: str = ""
    interests: str = ""
    dispensations: str = ""

    def checked(self) -> "DecisionWords":
        """Return it tidied; raises NotPossible where something is missing."""
        if self.outcome not in DecisionOutcome.values:
            raise NotPossible("Choose what Cabinet decided.")
        told = DecisionWords(**{name: str(value).strip() for name, value in asdict(self).items()})
        if not told.reasons:
            raise NotPossible("Give the reasons for the decision.")
        if told.outcome == DecisionOutcome.AMENDED and not told.wording:
            raise NotPossible("Give the wording that was agreed.")
        return told


@transaction.atomic
def record_decision(
    *,
    report: CabinetReport,
    words: DecisionWords,
    by: User,
    recommended: RecommendedDecision | None = None,
) -> ExecutiveDecision:
    """Record what Cabinet decided at the report's meeting on one recommended decision, or on the report as a whole.

    Only Cabinet's clerk sees it until it is published (`publish_decisions`). Raises NotAllowed unless `by` is clerk of
    the Cabinet; NotPossible when the report is not published, the meeting is still to come or was cancelled, something
    the record must hold is missing, or for what another revision recommends; StaleState when a decision on the same is
    recorded already: it is then corrected. Writes the decision and one Event.
    """
    rules.can_record_executive_decisions.check(by, report)
    lock_in_state(
        report,
        frozenset({CabinetReportState.PUBLISHED}),
        "Decisions are recorded on a published report; what was published of them is corrected instead.",
    )
    _check_was_held(report.meeting)
    told = words.checked()
    if recommended is not None:
        _check_recommended(report, recommended)
    if ExecutiveDecision.objects.filter(report=report, recommended=recommended).exists():
        raise StaleState("A decision on this is recorded already. Look at it, and correct it where it is wrong.")
    return _write(report, report.meeting, recommended, told, by)


def _check_was_held(meeting: Meeting) -> None:
    """Whoever cancels a meeting or puts it on another day locks its row."""
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if meeting.state == MeetingState.CANCELLED:
        raise NotPossible("This meeting was cancelled, so nothing was decided at it.")
    if meeting.held_on > dates.today():
        raise NotPossible("This meeting is still to come. Record what was decided once it was held.")


def _check_recommended(report: CabinetReport, recommended: RecommendedDecision) -> None:
    revision = recommended.revision
    if revision.report_id != report.pk or not revision.is_current:
        raise NotPossible("Choose one of the decisions that this report recommends.")


@transaction.atomic
def correct_decision(
    *, decision: ExecutiveDecision, words: DecisionWords, reason: str, by: User, meeting: Meeting | None = None
) -> ExecutiveDecision:
    """Record a decision anew in the place of another, with the reason: wrongly recorded, or decided at a later meeting.

    `meeting` is that later meeting of the same Cabinet. The earlier row stands. Raises NotAllowed unless `by` is clerk
    of the Cabinet; NotPossible without a reason, without a change, when something is missing or the meeting does not
    fit; StaleState when it was corrected already. Writes the decision and one Event.
    """
    report = decision.report
    rules.can_record_executive_decisions.check(by, report)
    why = required(reason, "Say why this takes the place of what was recorded.")
    told = words.checked()
    lock(report)
    if ExecutiveDecision.objects.filter(supersedes=decision).exists():
        raise StaleState("Somebody else has corrected this decision meanwhile. Look at it before you go on.")
    decided_at = meeting or decision.meeting
    if decided_at.committee_id != report.meeting.committee_id or decided_at.held_on < decision.meeting.held_on:
        raise NotPossible("Choose the same meeting or a later one of the same Cabinet.")
    _check_was_held(decided_at)
    if decided_at.pk == decision.meeting_id and asdict(told) == field_values(decision, list(asdict(told))):
        raise NotPossible("Nothing was changed. Change what is wrong, then save the correction.")
    row = _write(report, decided_at, decision.recommended, told, by, supersedes=decision, superseding_reason=why)
    if report.state == CabinetReportState.DECIDED:
        change_fields(report, {"decided_on": _decided_on(report)})
    return row


def _decided_on(report: CabinetReport) -> date:
    """The day of the latest meeting at which what stands was decided or, while all of it is deferred, was deferred."""
    standing = ExecutiveDecision.objects.filter(report=report).standing().select_related("meeting")
    decided = [row for row in standing if row.outcome != DecisionOutcome.DEFERRED]
    return max(row.meeting.held_on for row in decided or standing)


def _write(
    report: CabinetReport,
    meeting: Meeting,
    recommended: RecommendedDecision | None,
    words: DecisionWords,
    by: User,
    *,
    supersedes: ExecutiveDecision | None = None,
    superseding_reason: str = "",
) -> ExecutiveDecision:
    decision = ExecutiveDecision(
        report=report,
        meeting=meeting,
        recommended=recommended,
        recorded_by=by,
        supersedes=supersedes,
        superseding_reason=superseding_reason,
        **asdict(words),
    )
    store(decision)
    verb = "corrected" if supersedes else "recorded"
    names = ["report", "recommended", "meeting", "outcome", "supersedes", "superseding_reason"]
    record_event(by=by, type=f"{verb} executive decision", target=decision, after=field_values(decision, names))
    return decision


@transaction.atomic
def publish_decisions(*, report: CabinetReport, by: User) -> None:
    """Say that a report is decided: from now on everyone reads what Cabinet decided, and call-in runs.

    Raises NotAllowed unless `by` is clerk of the Cabinet; NotPossible from another state, or while something that was
    recommended has no decision and there is none on the whole; StaleState when somebody was faster. Writes one Event.
    Source: S.I. 2012/2089, regulation 12: the record of a decision is open to inspection as soon as practicable.
    """
    rules.can_record_executive_decisions.check(by, report)
    before = report.state
    lock_in_state(
        report, frozenset({CabinetReportState(before)}), "Somebody else has just changed this report. Open it again."
    )
    if undecided(report):
        raise NotPossible(
            "Something that was recommended is not decided yet. Record it, or decide the report as a whole."
        )
    change_state(
        report,
        "decide",
        decided_on=_decided_on(report),
        decisions_published_by=by,
        decisions_published_at=timezone.now(),
    )
    after = {"state": report.state, "decided_on": report.decided_on}
    record_event(by=by, type="published executive decisions", target=report, before={"state": before}, after=after)


def undecided(report: CabinetReport) -> list[RecommendedDecision]:
    """Return what a published report recommends and is not decided; nothing once there is a decision on the whole."""
    decisions = ExecutiveDecision.objects.filter(report=report)
    if decisions.filter(recommended__isnull=True).exists():
        return []
    rows = RecommendedDecision.objects.filter(revision__report=report, revision__is_current=True)
    return list(rows.exclude(pk__in=decisions.values("recommended")))
