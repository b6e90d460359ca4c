"""Writing a Progress Report: its overview, contact officers, sections and answers to the claim check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.events import field_values, record_event
from tracking.claim_check import Finding
from tracking.enums import AsksFor, ConclusionReason, ReportState
from tracking.exceptions import NotAllowed, NotPossible, StaleReport, StaleText
from tracking.models import (
    Category,
    ClaimCheckOverride,
    ContactOfficer,
    ProgressReport,
    ProgressUpdate,
    ReportRevision,
    SelfAssessment,
    User,
)
from tracking.queries.reports import LeafInReport, read_report

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
def save_overview(*, report: ProgressReport, overview: str, version: int, by: User) -> ReportRevision:
    """Save the overview of a report being written; `version` is the revision's as it was read.

    Raises NotAllowed unless `by` is of a post of the report; StaleText when somebody else saved it since; StaleReport
    when the report was handed in. Saying again what is there writes nothing.
    """
    rules.is_of_a_post_of_the_report.check(by, report)
    revision = lock_for_writing(report)
    if revision.overview == overview:
        return revision
    _check_version(revision.version, version)
    before = revision.overview
    revision.overview = overview
    _bump(revision)
    record_event(by=by, type="saved overview", target=report, before={"overview": before}, after={"overview": overview})
    return revision


@transaction.atomic
def save_contact_officers(
    *, report: ProgressReport, contact_officers: Sequence[Contact], version: int, by: User
) -> ReportRevision:
    """Save who may be asked about a report being written, in order.

    Raises as `save_overview` does, with which it shares the revision's version.
    """
    rules.is_of_a_post_of_the_report.check(by, report)
    revision = lock_for_writing(report)
    before = list(revision.contact_officers.values(*_CONTACT_FIELDS))
    after = [{name: getattr(contact, name) for name in _CONTACT_FIELDS} for contact in contact_officers]
    if before == after:
        return revision
    _check_version(revision.version, version)
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


def _check_version(saved: int, read: int) -> None:
    if saved != read:
        raise StaleText(
            "Somebody else saved this while you were writing. Both versions are below: put yours right and save again."
        )


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
) -> ProgressUpdate:
    """Save one recommendation's section of a report being written: its text and the answers, by leaf.

    A draft may be incomplete; a proposal to conclude must say why. What an answer's category does not ask for is left
    out. Raises NotAllowed unless `by` writes this section and each leaf answered; NotPossible for a leaf that is
    concluded or a category of another scheme; StaleText when somebody else saved the section since `version` was read;
    StaleReport when the report was handed in. Saying again what is there writes nothing.
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
    before = _update_values(update, leaves.values())
    after = {"evidence_text": evidence_text, "overall_statement": overall_statement} | {
        leaves[pk].leaf.reference: _plain(answer) for pk, answer in asked.items()
    }
    if {name: before.get(name) for name in after} == after:
        return update
    _check_version(update.version, version)
    update.evidence_text, update.overall_statement = evidence_text, overall_statement
    update.version += 1
    update.recorded_by, update.recorded_at = by, timezone.now()
    update.save()
    for pk, answer in asked.items():
        if before.get(leaves[pk].leaf.reference) != _plain(answer):
            SelfAssessment.objects.update_or_create(
                update=update,
                leaf=leaves[pk].leaf,
                defaults={"recorded_by": by, "recorded_at": update.recorded_at} | _values(answer),
            )
    changed = [name for name in after if before.get(name) != after[name]]
    record_event(
        by=by,
        type="saved update",
        target=update,
        before={name: before.get(name) for name in changed},
        after={name: after[name] for name in changed},
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


def _plain(answer: Answer) -> dict[str, Any]:
    """An answer as an Event holds it."""
    values = _values(answer) | {"category": answer.category.pk if answer.category else None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _update_values(update: ProgressUpdate, leaves: Any) -> dict[str, Any]:
    """A section as an Event holds it; a leaf without a row has no answer."""
    values = field_values(update, ["evidence_text", "overall_statement"])
    for row in leaves:
        claim = row.claim
        saved = field_values(claim, list(_ANSWER_FIELDS)) if claim else _plain(Answer())
        values[row.leaf.reference] = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in saved.items()
        }
    return values


@transaction.atomic
def override_warnings(*, report: ProgressReport, reasons: Mapping[tuple[int, str], str], by: User) -> None:
    """Say why warnings of the claim check do not hold; the committee reads the reasons beside the claims.

    `reasons` are keyed by `Finding.key`; an empty one takes a reason back. Raises NotAllowed unless `by` writes for the
    report, and for a leaf that they do not answer for; NotPossible when the claim check no longer raises the warning,
    or it is an error; StaleReport when the report was handed in. Writes nothing and no Event when nothing changes.
    Source: the claim check (docs/domain-rules.md): warnings may be overridden, errors block.
    """
    rules.can_draft_report.check(by, report)
    lock_for_writing(report)
    content = read_report(report, viewer=by)
    leaves = {row.leaf.pk: row for section in content.sections for row in section.tracked}
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for (leaf_pk, code), reason in reasons.items():
        row = leaves.get(leaf_pk)
        finding = next((item for item in row.findings if item.code == code), None) if row else None
        saved = row.overrides.get(code) if row else None
        if (saved.reason if saved else "") == reason.strip():
            continue
        _check_override(row, finding)
        name = f"{finding.reference} {code}" if finding else code
        before[name], after[name] = saved.reason if saved else "", reason.strip()
        _write_override(row, code, reason.strip(), by)
    if after:
        record_event(by=by, type="overrode warnings", target=report, before=before, after=after)


def _check_override(row: LeafInReport | None, finding: Finding | None) -> None:
    if row is None or finding is None:
        raise NotPossible("This warning no longer stands, so it needs no reason. Look at the answers again.")
    if not row.is_writable:
        raise NotAllowed("This part is answered by another post.")
    if finding.blocks:
        raise NotPossible(f"{finding.message} {finding.settle}")


def _write_override(row: LeafInReport | None, code: str, reason: str, by: User) -> None:
    if row is None or row.claim is None:
        return
    if not reason:
        row.claim.overrides.filter(code=code).delete()
        return
    ClaimCheckOverride.objects.update_or_create(
        self_assessment=row.claim,
        code=code,
        defaults={"reason": reason, "recorded_by": by, "recorded_at": timezone.now()},
    )
