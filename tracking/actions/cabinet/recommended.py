"""The decisions that a report recommends to Cabinet, in their order."""

from django.db import transaction
from django.db.models import Max

from tracking.actions.cabinet.guards import current, open_for_writing, required
from tracking.actions.cabinet.ordering import move_in
from tracking.actions.events import record_event
from tracking.exceptions import StaleText
from tracking.models import User
from tracking.models.cabinet import CabinetReport, RecommendedDecision

_WORDS = "Write what Cabinet is asked to decide."


@transaction.atomic
def add_recommended_decision(*, report: CabinetReport, text: str, by: User) -> RecommendedDecision:
    """Recommend one more decision, the last in order. Sending the same again returns what is there.

    Raises NotAllowed unless `by` is of the post the report is of; NotPossible without words; StaleState when the report
    was handed in. Writes one Event, which holds nothing of the words: they may be exempt.
    """
    revision = open_for_writing(by, report)
    words = required(text, _WORDS)
    rows = RecommendedDecision.objects.filter(revision=revision)
    if (twin := rows.filter(text=words).first()) is not None:
        return twin
    last: int = rows.aggregate(last=Max("position"))["last"] or 0
    row = RecommendedDecision.objects.create(revision=revision, position=last + 1, text=words, recorded_by=by)
    record_event(by=by, type="added recommended decision", target=row, after={"position": row.position})
    return row


@transaction.atomic
def change_recommended_decision(*, row: RecommendedDecision, text: str, was: str, by: User) -> None:
    """Change the words of a recommended decision; `was` are those that were read.

    Raises NotAllowed unless `by` is of the post the report is of; NotPossible without words; StaleText when somebody
    else changed them meanwhile; StaleState when the report was handed in or the decision taken out. Writes one Event.
    """
    current(row, open_for_writing(by, row.revision.report))
    words = required(text, _WORDS)
    if row.text == words:
        return
    if row.text != was.strip():
        raise StaleText(
            "Somebody else saved this while you were writing. Both versions are below: put yours right and save again."
        )
    row.text, row.recorded_by = words, by
    row.save()
    record_event(by=by, type="changed recommended decision", target=row, after={"position": row.position})


@transaction.atomic
def move_recommended_decision(*, row: RecommendedDecision, up: bool, by: User) -> None:
    """Move a recommended decision one place up or down; at either end it stays. Raises as for changing it."""
    revision = open_for_writing(by, row.revision.report)
    current(row, revision)
    if move_in(RecommendedDecision.objects.filter(revision=revision), row, up=up):
        record_event(by=by, type="moved recommended decision", target=row, after={"position": row.position})


@transaction.atomic
def remove_recommended_decision(*, row: RecommendedDecision, by: User) -> None:
    """Take a recommended decision out of a report being written; an earlier revision keeps its own.

    Raises NotAllowed unless `by` is of the post the report is of; StaleState when the report was handed in or it is
    gone already. Writes one Event.
    """
    current(row, open_for_writing(by, row.revision.report))
    report, before = row.revision.report, {"recommended_decision": row.pk, "position": row.position}
    row.delete()
    record_event(by=by, type="removed recommended decision", target=report, before=before)
