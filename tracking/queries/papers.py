"""Reads what a Progress Report prints for everyone: what is withheld is never read, a line marks its place."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from tracking.enums import Edition, ReportState
from tracking.exceptions import NotPossible
from tracking.models import (
    Assessment,
    Category,
    ClaimCheckOverride,
    ContactOfficer,
    Inquiry,
    Meeting,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportPost,
    ReportRevision,
    SelfAssessment,
    Viewer,
)
from tracking.queries.exempt_passages import NumberedPassage, numbered_passages
from tracking.queries.last_rounds import views_before
from tracking.queries.paper_evidence import evidence_of
from tracking.queries.paper_facts import (
    CategoryFacts,
    ClaimFacts,
    ContactFacts,
    DueFacts,
    EvidenceFacts,
    ExplanationFacts,
    MeetingFacts,
    PaperLeaf,
    PassagePlace,
    RecommendationFacts,
    ReportPaper,
    SignatureFacts,
    ViewFacts,
)
from tracking.queries.report_access import shown_revision
from tracking.queries.reports import read_report


def check_edition(edition: str) -> Edition:
    """Return the edition asked for. Raises NotPossible, with one plain line, where there is none of that name."""
    if edition not in Edition.values:
        raise NotPossible(f"There is no edition called “{edition}”. Ask for public or restricted.")
    return Edition(edition)


def published_report(inquiry_slug: str, held_on: date | None = None) -> ProgressReport | None:
    """Return a public report on an inquiry: for the meeting on a date, or else the latest. None where there is none."""
    reports = ProgressReport.objects.public().filter(inquiry__slug=inquiry_slug)
    if held_on is not None:
        reports = reports.filter(meeting__held_on=held_on)
    order = ("-meeting__held_on", "-meeting__sequence", "pk")
    return reports.select_related("inquiry", "meeting__committee").order_by(*order).first()


def meeting_at(committee_slug: str, date_slug: str) -> Meeting | None:
    """Return the meeting at an address: `2016-04-12`, or `2016-04-12-2` for a second sitting."""
    meetings = Meeting.objects.filter(committee__slug=committee_slug).at_address(date_slug)
    return meetings.select_related("committee").first()


def report_paper(report: ProgressReport, *, seen_by: Viewer) -> ReportPaper:
    """Freeze the revision of a report that the viewer reads and the history behind it, as it stood before its meeting.

    The caller has made sure that the viewer may see the report; of the committee's earlier views only those are
    printed that this viewer may see. Raises NotPossible where there is nothing yet for this viewer to read.
    """
    revision = _revision_to_print(report, seen_by)
    inquiry = Inquiry.objects.select_related("lead_member", "lead_officer", "scheme").get(pk=report.inquiry_id)
    views = views_before(report, seen_by)
    leaves = _Leaves(report, views)
    evidence = evidence_of(revision, seen_by=seen_by)
    marks = numbered_passages(revision)
    tracked = tuple(filter(None, (leaves.tracked(update, evidence, marks) for update in revision.updates.all())))
    printed = {update.pk for update in revision.updates.all()}
    return ReportPaper(
        pk=report.pk,
        state=report.state,
        meeting=meeting_facts(report.meeting),
        report_of=tuple(row.post.name for row in ReportPost.objects.filter(report=report).select_related("post")),
        inquiry_title=inquiry.title,
        inquiry_slug=inquiry.slug,
        approving_body=inquiry.approving_body,
        approved_on=inquiry.approved_on,
        lead_member=inquiry.lead_member.name_and_title if inquiry.lead_member else "",
        lead_officer=inquiry.lead_officer.name_and_title if inquiry.lead_officer else "",
        last_tracked_on=max((view.considered_on for view in views), default=inquiry.last_tracked_on_carried_over),
        overview=revision.overview,
        signature=_signature(revision),
        contact_officers=tuple(_contact(officer) for officer in revision.contact_officers.all()),
        standing_questions=tuple(question.text for question in inquiry.scheme.standing_questions.all()),
        categories=tuple(_category(category) for category in inquiry.scheme.categories.all()),
        tracked=tracked,
        concluded=leaves.concluded(),
        evidence=evidence,
        passages=tuple(
            PassagePlace(mark.number, mark.label, mark.exempt_paragraph) for mark in marks if mark.update_pk in printed
        ),
    )


def _revision_to_print(report: ProgressReport, viewer: Viewer) -> ReportRevision:
    """The revision this viewer reads: of a returned report, officers print what was handed in, not the new draft."""
    revision = shown_revision(report, viewer)
    if revision is None:
        raise NotPossible("This report was not handed in yet.")
    overrides = ClaimCheckOverride.objects.all()
    if revision.is_current and report.state in ReportState.editable():
        overrides = overrides.filter(pk__in=_standing_overrides(report, revision, viewer))
    claims = SelfAssessment.objects.select_related("category").prefetch_related(Prefetch("overrides", overrides))
    updates = (
        ProgressUpdate.objects.read_by(viewer)
        .select_related("recommendation")
        .prefetch_related(Prefetch("self_assessments", claims))
    )
    prefetch_related_objects([revision], Prefetch("updates", updates), "contact_officers")
    return revision


def _standing_overrides(report: ProgressReport, revision: ReportRevision, viewer: Viewer) -> list[int]:
    """Of a report being written, the reasons given against warnings as they read now: others are asked for again."""
    content = read_report(report, viewer=viewer, revision=revision)
    leaves = (leaf for section in content.sections for leaf in section.tracked)
    return [override.pk for leaf in leaves for override in leaf.standing_overrides]


class _Leaves:
    """The leaves of a report's inquiry as they stood before its meeting."""

    def __init__(self, report: ProgressReport, views: Iterable[Assessment]) -> None:
        rows = Recommendation.objects.filter(inquiry=report.inquiry_id).in_force().with_responsibilities()
        self.rows = {row.pk: row for row in rows}
        self.day = report.meeting.held_on
        self.parts: dict[int, list[Recommendation]] = {}
        for row in self.rows.values():
            if row.parent_id is not None:
                self.parts.setdefault(row.parent_id, []).append(row)
        standing: dict[int, Assessment] = {}
        for view in views:
            standing.setdefault(view.leaf_id, view)
        self.concluding = {pk: view for pk, view in standing.items() if view.concludes}

    def concluded(self) -> tuple[PaperLeaf, ...]:
        leaves = (row for row in self.rows.values() if row.pk not in self.parts and row.pk in self.concluding)
        return tuple(self._leaf(leaf, None) for leaf in leaves)

    def tracked(
        self, update: ProgressUpdate, evidence: tuple[EvidenceFacts, ...], marks: tuple[NumberedPassage, ...]
    ) -> RecommendationFacts | None:
        """A recommendation of the report; None when nothing of it is tracked any more."""
        whole = self.rows.get(update.recommendation_id)
        claims = {claim.leaf_id: claim for claim in update.self_assessments.all() if claim.leaf_id in self.rows}
        if whole is None or not claims.keys() - self.concluding.keys():
            return None
        parts = self.parts.get(whole.pk, [])
        # A claim made before the recommendation was split stays with the whole.
        rows = [row for row in [whole, *parts] if row.pk in claims or (row in parts and row.pk in self.concluding)]
        return RecommendationFacts(
            reference=whole.reference,
            label=whole.label,
            title=whole.title,
            text=whole.text,
            has_parts=whole not in rows,
            responsible=self._responsible(whole),
            due=_due(whole),
            overall_statement=update.overall_statement,
            evidence_text=update.evidence_text,
            leaves=tuple(self._leaf(row, claims.get(row.pk)) for row in rows),
            evidence=tuple(
                item.number
                for item in evidence
                if any(use.label in {whole.label, *(part.label for part in parts)} for use in item.uses)
            ),
            passages=tuple(mark.number for mark in marks if mark.update_pk == update.pk),
        )

    def _leaf(self, leaf: Recommendation, claim: SelfAssessment | None) -> PaperLeaf:
        view = self.concluding.get(leaf.pk)
        return PaperLeaf(
            reference=leaf.reference,
            label=leaf.label,
            title=leaf.title,
            text=leaf.text,
            responsible=self._responsible(leaf),
            due=_due(leaf),
            claim=_claim(claim) if claim and not view else None,
            concluding_view=_view(view) if view else None,
        )

    def _responsible(self, row: Recommendation) -> tuple[str, ...]:
        return tuple(item.as_written or item.post.name for item in row.responsibilities_on(self.day))


def meeting_facts(meeting: Meeting) -> MeetingFacts:
    committee = meeting.committee
    contact = ContactFacts(
        name=committee.contact_name, telephone=committee.contact_telephone, email=committee.contact_email
    )
    return MeetingFacts(
        committee=committee.name,
        committee_slug=committee.slug,
        held_on=meeting.held_on,
        date_slug=meeting.date_slug,
        starts_at=meeting.starts_at,
        place=meeting.place,
        contact=contact if any((contact.name, contact.telephone, contact.email)) else None,
    )


def _category(category: Category) -> CategoryFacts:
    return CategoryFacts(category.number, category.name, category.criterion, category.tone)


def _due(row: Recommendation) -> DueFacts:
    due = row.due
    return DueFacts(due.due_text, due.due_on, due.ongoing, due.recurs_every_months)


def _claim(claim: SelfAssessment) -> ClaimFacts:
    return ClaimFacts(
        category=_category(claim.category) if claim.category else None,
        proposed_conclusion=claim.proposed_conclusion,
        proposal_explanation=claim.proposal_explanation,
        completed_on=claim.completed_on,
        anticipated_on=claim.anticipated_on,
        anticipated_text=claim.anticipated_text,
        obstacle=claim.obstacle,
        pointer_text=claim.pointer_text,
        explanations=tuple(ExplanationFacts(row.message, row.reason) for row in claim.overrides.all()),
    )


def _view(view: Assessment) -> ViewFacts:
    return ViewFacts(
        category=_category(view.category) if view.category else None,
        conclusion_reason=view.conclusion_reason,
        conclusion_target=view.conclusion_target,
        considered_on=view.considered_on,
        committee=view.meeting.committee.name if view.meeting else "",
        minute=view.minute,
        reason=view.reason,
    )


def _contact(officer: ContactOfficer) -> ContactFacts:
    return ContactFacts(officer.name, officer.title, officer.telephone, officer.email)


def _signature(revision: ReportRevision) -> SignatureFacts | None:
    if revision.submitted_at is None:
        return None
    return SignatureFacts(
        name=revision.signed_name,
        title=revision.signed_title,
        on=timezone.localdate(revision.submitted_at),
        approved_how=revision.approved_how,
        approved_on=revision.approved_on,
    )
