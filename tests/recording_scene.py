"""A leaf before its officer: a report in April after one in November, for the tests of the page that records a view."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse

from tests.factories import (
    AssessmentFactory,
    CommitteeFactory,
    EvidenceFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    PersonFactory,
    RecommendationFactory,
    category,
    current_revision,
    published_report,
    seated,
)
from tracking.enums import CommitteeRole, MeetingState, SupplementState
from tracking.models import (
    Assessment,
    Evidence,
    Inquiry,
    Meeting,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportSupplement,
    SelfAssessment,
    User,
)
from tracking.presenters.recording import RecordFace, record_face
from tracking.queries.recording import RecordPage, record_page
from tracking.queries.since_last_time import on_the_table

THEN, NOW = date(2015, 11, 10), date(2016, 4, 12)
SAID = "The plan was agreed."


@dataclass
class Scene:
    """R01 without parts, R02 with the parts a and b; reported on at `then`, and again at `now`, which is being held."""

    inquiry: Inquiry
    then: Meeting
    now: Meeting
    officer: User
    leaves: dict[str, Recommendation]

    def report(
        self, *references: str, meeting: Meeting | None = None, text: str = SAID, **claim: Any
    ) -> ProgressReport:
        """A published report, for `now` unless told, with the same claim on each leaf: progress made."""
        leaves = [self.leaves[reference] for reference in references or self.leaves]
        claims = {"category": category(3)} | claim
        report = published_report(leaves, meeting=meeting or self.now, claims=claims)
        ProgressUpdate.objects.filter(revision__report=report).update(evidence_text=text)
        return report

    def last_report(self, *references: str, **more: Any) -> ProgressReport:
        return self.report(*references, meeting=self.then, **more)

    def last_view(self, reference: str = "R01", **fields: Any) -> Assessment:
        return AssessmentFactory(leaf=self.leaves[reference], meeting=self.then, **fields)

    def claim(self, reference: str = "R01") -> SelfAssessment:
        return SelfAssessment.objects.get(leaf=self.leaves[reference], update__revision__report__meeting=self.now)

    def shows(self, report: ProgressReport, evidence: Evidence | None = None, **fields: Any) -> Evidence:
        """Use a piece of evidence for R01."""
        evidence = evidence or EvidenceFactory(**fields)
        current_revision(report).updates.get(recommendation__number=1).evidence_uses.create(evidence=evidence)
        return evidence

    def news(self, report: ProgressReport, text: str, **fields: Any) -> ReportSupplement:
        """Late news that the clerk has published."""
        return ReportSupplement.objects.create(
            report=report,
            text=text,
            recorded_by=self.officer,
            signed_by=PersonFactory(),
            signed_name="Councillor Example",
            signed_title="Deputy Leader",
            **{
                "state": SupplementState.PUBLISHED,
                "number": report.supplements.count() + 1,
                "published_by": self.officer,
                "published_at": datetime(2016, 4, 8, 9, tzinfo=UTC),
            }
            | fields,
        )

    def page(self, reference: str = "R01") -> RecordPage:
        page = record_page(self.now, self.officer, self.inquiry.slug, reference)
        assert page is not None
        return page

    def face(self, reference: str = "R01") -> RecordFace:
        page = self.page(reference)
        return record_face(page, on_the_table(page, self.officer))

    def address(self, name: str = "view_record", reference: str = "R01") -> str:
        slugs = (self.now.committee.slug, self.now.date_slug)
        return reverse(name, args=[*slugs, self.inquiry.slug, reference] if reference else slugs)


def scene() -> Scene:
    committee = CommitteeFactory(name="Corporate Resources O&S Committee")
    inquiry = InquiryFactory(title="Refreshing the Partnership", slug="partnership", tracking_committee=committee)
    whole = RecommendationFactory(inquiry=inquiry, number=2, title="The business plan", text="That it is put right:")
    return Scene(
        inquiry=inquiry,
        then=MeetingFactory(committee=committee, held_on=THEN, state=MeetingState.HELD),
        now=MeetingFactory(committee=committee, held_on=NOW, state=MeetingState.HELD),
        officer=seated(committee, CommitteeRole.SCRUTINY_OFFICER),
        leaves={
            "R01": RecommendationFactory(inquiry=inquiry, number=1, title="Operational plan"),
            "R02a": PartFactory(parent=whole, letter="a"),
            "R02b": PartFactory(parent=whole, letter="b"),
        },
    )
