"""A meeting that was held, and what the tests of its minutes and actions start from."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from tests.factories import (
    AssessmentFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    UserFactory,
    appointed,
    category,
    current_revision,
    published_report,
    seated,
)
from tracking.enums import CommitteeRole, MeetingState
from tracking.models import (
    Assessment,
    Committee,
    Inquiry,
    Meeting,
    Post,
    ProgressReport,
    Recommendation,
    SelfAssessment,
    User,
)

HELD_ON = date(2016, 4, 12)


@dataclass
class Minuting:
    """R01 without parts, R06 with parts a, b and c: of the Deputy Leader, each claimed to be in category 3."""

    inquiry: Inquiry
    committee: Committee
    meeting: Meeting
    post: Post
    report: ProgressReport
    whole: Recommendation
    parent: Recommendation
    parts: list[Recommendation]
    holder: User
    officer: User
    clerk: User
    member: User = field(default_factory=UserFactory)

    @property
    def leaves(self) -> list[Recommendation]:
        return [self.whole, *self.parts]

    def claim(self, leaf: Recommendation, **fields: Any) -> SelfAssessment:
        """Have the report claim something else of a leaf."""
        SelfAssessment.objects.filter(leaf=leaf).update(**fields)
        return SelfAssessment.objects.get(leaf=leaf)

    def view(self, leaf: Recommendation, **fields: Any) -> Assessment:
        """The committee's view on a leaf of the report: category 3, tracking continues, unless told otherwise."""
        said = {"meeting": self.meeting, "report": self.report, "self_assessment": leaf.self_assessments.first()}
        return AssessmentFactory(leaf=leaf, **(said | fields))

    def view_all(self, **fields: Any) -> None:
        for leaf in self.leaves:
            self.view(leaf, **fields)

    def address(self, page: str) -> str:
        return f"/committees/{self.committee.slug}/meetings/{self.meeting.date_slug}/{page}"


def minuting(*, is_published: bool = True) -> Minuting:
    """The views of the meeting are published unless told otherwise; none is recorded yet."""
    inquiry = InquiryFactory(title="Refreshing the Partnership", slug="refreshing-the-partnership")
    committee = inquiry.tracking_committees.get().committee
    held = {} if is_published else {"views_published_by": None}
    meeting = MeetingFactory(committee=committee, held_on=HELD_ON, state=MeetingState.HELD, **held)
    post = PostFactory(name="Deputy Leader", slug="deputy-leader")
    whole = RecommendationFactory(inquiry=inquiry, number=1, title="Operational plan")
    parent = RecommendationFactory(inquiry=inquiry, number=6, title="Communications", text="That it improves:")
    for recommendation in (whole, parent):
        ResponsibilityFactory(recommendation=recommendation, post=post)
    parts = [PartFactory(parent=parent, letter=letter) for letter in "abc"]
    report = published_report([whole, *parts], meeting=meeting, claims={"category": category(3)}, lead_post=post)
    revision = current_revision(report)
    holder = appointed(post)
    revision.signed_by, revision.signed_name, revision.signed_title = holder.person, "Cllr A. Example", "Deputy Leader"
    revision.submitted_by, revision.submitted_at = holder, datetime(2016, 3, 31, 9, tzinfo=UTC)
    revision.save()
    return Minuting(
        inquiry=inquiry,
        committee=committee,
        meeting=meeting,
        post=post,
        report=report,
        whole=whole,
        parent=parent,
        parts=parts,
        holder=holder,
        officer=seated(committee, CommitteeRole.SCRUTINY_OFFICER),
        clerk=seated(committee, CommitteeRole.CLERK),
        member=seated(committee),
    )
