"""Writing a Progress Report: its overview, contact officers and sections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.conflicts import own_changes
from tracking.actions.drafts import discard_draft
from tracking.actions.events import field_values, record_event
from tracking.enums import AsksFor, ConclusionReason, DraftPage, ReportState
from tracking.exceptions import NotAllowed, NotPossible, StaleReport
from tracking.models import (
    Category,
    ContactOfficer,
    ProgressReport,
    ProgressUpdate,
    ReportRevision,
    SelfAssessment,
    User,
    WrittenPage,
)
from tracking.queries.report_content import LeafInReport
from tracking.queries.reports import read_report

_ANSWER_FIELDS = (
    "category",
    "proposed_conclusion",
    "proposal_explanation",
    "completed_on",
    "anticipated_on",
    "anticipated_text",
    "obstacle",
    "pointer_text",
)
_CONTACT_FIELDS = ("name", "title", "telephone", "email")


@dataclass(frozen=True)
class Answer:
    """What the Cabinet Member says of one leaf; empty in a draft."""

    category: Category | None = None
    proposed_conclusion: str = ""
    proposal_explanation: str = ""
    completed_on: date | None = None
    anticipated_on: date | None = None
    anticipated_text: str = ""
    obstacle: str = ""
    pointer_text: str = ""

    def as_asked(self) -> "Answer":
        """Return it without what its category, or the proposal, does not ask for."""
        asks_for = self.category.asks_for if self.category else AsksFor.NOTHING
        dated = asks_for == AsksFor.ANTICIPATED_DATE
        return replace(
            self,
            proposed_conclusion="" if self.category else self.proposed_conclusion,
            proposal_explanation=self.proposal_explanation if self.proposed_conclusion and not self.category else "",
            completed_on=self.completed_on if asks_for == AsksFor.COMPLETED_ON else None,
            anticipated_on=self.anticipated_on if dated else None,
            anticipated_text=self.anticipated_text if dated else "",
            obstacle=self.obstacle if asks_for == AsksFor.OBSTACLE else "",
        )


@dataclass(frozen=True)
class Contact:
    """A contact officer as typed."""

    name: str
    title: str = ""
    telephone: str = ""
    email: str = ""


def lock_for_writing(report: ProgressReport, section: ProgressUpdate | None = None) -> ReportRevision:
    """Return the current revision, with report and revision locked until the transaction ends.

    Raises StaleReport when the report is not being written, or `section` is of a revision that was handed in.
    """
    locked = ProgressReport.objects.select_for_update().filter(pk=report.pk, state__in=ReportState.editable())
    is_written = locked.values_list("state", flat=True).first() is not None
    revision = ReportRevision.objects.select_for_update().get(report=report, is_current=True)
    if not is_written or (section is not None and section.revision_id != revision.pk):
        raise StaleReport(
            "This report is no longer a draft, so nothing was saved. Copy what you need, then open the report again."
        )
    return revision


@transaction.atomic
def save_overview(
    *, report: ProgressReport, overview: str, version: int, by: User, read: Mapping[str, str] | None = None
) -> ReportRevision:
    """Save the overview of a report being written; `version` is the revision's as it was read.

    `read` is the fingerprint of the overview as it was read (`conflicts`). Raises NotAllowed unless `by` is of a post
    of the report; StaleText when somebody else changed it since; StaleReport when the report was handed in. Saying
    again what is there, or was read, changes nothing. Discards the saver's draft.
    """
    rules.is_of_a_post_of_the_report.check(by, report)
    revision = lock_for_writing(report)
    before = revision.overview
    mine = own_changes(
        saved={"overview": before},
        typed={"overview": overview},
        read=read,
        is_latest=version == revision.version,
    )
    discard_draft(of=WrittenPage(report, DraftPage.OVERVIEW), by=by)
    if not mine:
        return revision
    revision.overview = overview
    _bump(revision)
    record_event(by=by, type="saved overview", target=report, before={"overview": before}, after={"overview": overview})
    return revision


@transaction.atomic
def save_contact_officers(
    *,
    report: ProgressReport,
    contact_officers: Sequence[Contact],
    version: int,
    by: User,
    read: Mapping[str, str] | None = None,
) -> ReportRevision:
    """Save who may be asked about a report being written, in order.

    Takes `read`, raises and discards the draft as `save_overview` does, with which it shares the revision's version.
    """
    rules.is_of_a_post_of_the_report.check(by, report)
    revision = lock_for_writing(report)
    before = contacts_as_saved(revision)
    after = [{name: getattr(contact, name) for name in _CONTACT_FIELDS} for contact in contact_officers]
    mine = own_changes(
        saved={"contact_officers": before},
        typed={"contact_officers": after},
        read=read,
        is_latest=version == revision.version,
    )
    discard_draft(of=WrittenPage(report, DraftPage.CONTACT_OFFICERS), by=by)
    if not mine:
        return revision
    revision.contact_officers.all().delete()
    ContactOfficer.objects.bulk_create(
        ContactOfficer(revision=revision, position=position, **contact)
        for position, contact in enumerate(after, start=1)
    )
    _bump(revision)
    record_event(
        by=by,
        type="saved contact officers",
        target=report,
        # Events outlive a person's data, so they name nobody: the job titles alone are told.
        before={"contact_officers": [row["title"] for row in before]},
        after={"contact_officers": [row["title"] for row in after]},
    )
    return revision


def contacts_as_saved(revision: ReportRevision) -> list[dict[str, str]]:
    """The contact officers of a revision, in order, as plain data."""
    return list(revision.contact_officers.values(*_CONTACT_FIELDS))


def _bump(revision: ReportRevision) -> None:
    revision.version += 1
    revision.save(update_fields=["overview", "version"])


@transaction.atomic
def save_update(
    *,
    report: ProgressReport,
    update: ProgressUpdate,
    evidence_text: str,
    overall_statement: str,
    answers: Mapping[int, Answer],
    version: int,
    by: User,
    read: Mapping[str, str] | None = None,
) -> ProgressUpdate:
    """Save one recommendation's section of a report being written: its text and the answers, by leaf.

    A draft may be incomplete; a proposal to conclude must say why. What an answer's category does not ask for is left
    out. `version` is the section's as it was read, `read` the fingerprints of what it said then (`conflicts`): what
    `by` did not change stays as others have saved it meanwhile. Raises NotAllowed unless `by` writes this section and
    each leaf answered; NotPossible for a leaf that is concluded or a category of another scheme; StaleText when
    somebody else changed the same; StaleReport when the report was handed in. Saying again what is there changes
    nothing. Discards the saver's draft.
    Source: the tracking process; a leaf the committee has concluded takes no new assessment.
    """
    if not rules.can_draft_update(by, report, update.recommendation):
        raise NotAllowed("You do not have permission to do this.")
    lock_for_writing(report, update)
    update = ProgressUpdate.objects.select_for_update().get(pk=update.pk)
    section = read_report(report, viewer=by, recommendation=update.recommendation).sections[0]
    leaves = {row.leaf.pk: row for row in section.tracked}
    asked = {pk: answer.as_asked() for pk, answer in answers.items()}
    for pk, answer in asked.items():
        _check_answer(report, leaves.get(pk), answer)
    before = section_as_saved(update, leaves.values())
    typed = {"evidence_text": evidence_text, "overall_statement": overall_statement} | {
        leaves[pk].leaf.reference: answer_as_data(answer) for pk, answer in asked.items()
    }
    mine = own_changes(saved=before, typed=typed, read=read, is_latest=version == update.version)
    discard_draft(of=WrittenPage(report, DraftPage.SECTION, update.recommendation), by=by)
    if not mine:
        return update
    update.evidence_text = mine.get("evidence_text", update.evidence_text)
    update.overall_statement = mine.get("overall_statement", update.overall_statement)
    update.version += 1
    update.recorded_by, update.recorded_at = by, timezone.now()
    update.save()
    for pk, answer in asked.items():
        if leaves[pk].leaf.reference in mine:
            SelfAssessment.objects.update_or_create(
                update=update,
                leaf=leaves[pk].leaf,
                defaults={"recorded_by": by, "recorded_at": update.recorded_at} | _values(answer),
            )
    record_event(
        by=by, type="saved update", target=update, before={name: before.get(name) for name in mine}, after=mine
    )
    return update


def _check_answer(report: ProgressReport, row: LeafInReport | None, answer: Answer) -> None:
    if row is None:
        raise NotPossible("The committee has concluded this part, so it takes no new assessment.")
    if not row.is_writable:
        raise NotAllowed("This part is answered by another post.")
    if answer.category and answer.category.scheme_id != report.inquiry.scheme_id:
        raise NotPossible("This category is not one of the inquiry’s.")
    if answer.proposed_conclusion == ConclusionReason.IMPLEMENTED:
        raise NotPossible(f"{row.leaf.label} was implemented: choose a category that says it is achieved.")
    if answer.proposed_conclusion and not answer.proposal_explanation.strip():
        raise NotPossible(f"Say why tracking of {row.leaf.label} should be concluded.")


def _values(answer: Answer) -> dict[str, Any]:
    return {item.name: getattr(answer, item.name) for item in fields(answer)}


def answer_as_data(answer: Answer) -> dict[str, Any]:
    """An answer as an Event holds it."""
    values = _values(answer) | {"category": answer.category.pk if answer.category else None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def section_as_saved(update: ProgressUpdate, leaves: Iterable[LeafInReport]) -> dict[str, Any]:
    """A section as an Event holds it; a leaf without a row has no answer."""
    values = field_values(update, ["evidence_text", "overall_statement"])
    for row in leaves:
        claim = row.claim
        saved = field_values(claim, list(_ANSWER_FIELDS)) if claim else answer_as_data(Answer())
        values[row.leaf.reference] = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in saved.items()
        }
    return values
