"""One inquiry being reported on, with everybody who has to do with it: what the tests of reports start from."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.factories import (
    AppointmentFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    administrator,
    appointed,
    category,
    seated,
)
from tracking import dates
from tracking.actions.reports import open_report
from tracking.actions.updates import Answer, save_update
from tracking.enums import Capacity, CommitteeRole
from tracking.models import Committee, Inquiry, Meeting, Post, ProgressReport, ProgressUpdate, Recommendation, User


@dataclass
class Reporting:
    """R01 without parts and R02 with parts a and b, all of the Deputy Leader; a meeting in three weeks."""

    inquiry: Inquiry
    committee: Committee
    meeting: Meeting
    post: Post
    other_post: Post
    whole: Recommendation
    parent: Recommendation
    part_a: Recommendation
    part_b: Recommendation
    holder: User
    contributor: User
    officer: User
    clerk: User
    member: User
    administrator: User

    @property
    def leaves(self) -> list[Recommendation]:
        return [self.whole, self.part_a, self.part_b]

    def draft(self) -> ProgressReport:
        return open_report(inquiry=self.inquiry, meeting=self.meeting, posts=[self.post], by=self.holder)

    def answered(self) -> ProgressReport:
        """A draft that the claim check finds nothing wrong with."""
        report = self.draft()
        for update in ProgressUpdate.objects.filter(revision__report=report):
            self.answer(report, update)
        return report

    def answer(self, report: ProgressReport, update: ProgressUpdate, answer: Answer | None = None) -> ProgressUpdate:
        """Save a section with the same answer for each leaf: progress made, done by next year."""
        answer = answer or Answer(category=category(3), anticipated_on=self.meeting.held_on + timedelta(days=200))
        leaves = [leaf for leaf in self.leaves if update.recommendation_id in (leaf.pk, leaf.parent_id)]
        return save_update(
            report=report,
            update=update,
            evidence_text="The plan was agreed in **March**.",
            overall_statement="",
            answers={leaf.pk: answer for leaf in leaves},
            version=update.version,
            by=self.holder,
        )


def reporting() -> Reporting:
    inquiry = InquiryFactory(title="Refreshing the Partnership", slug="refreshing-the-partnership")
    committee = inquiry.tracking_committees.get().committee
    post = PostFactory(name="Deputy Leader", slug="deputy-leader")
    other_post = PostFactory(name="Cabinet Member for Transport", slug="transport")
    whole = RecommendationFactory(inquiry=inquiry, number=1, title="Operational plan", due_on=date(2015, 11, 30))
    parent = RecommendationFactory(inquiry=inquiry, number=2, title="Communications", text="That it improves:")
    for recommendation in (whole, parent):
        ResponsibilityFactory(recommendation=recommendation, post=post)
    return Reporting(
        inquiry=inquiry,
        committee=committee,
        meeting=MeetingFactory(committee=committee, held_on=dates.today() + timedelta(days=21)),
        post=post,
        other_post=other_post,
        whole=whole,
        parent=parent,
        part_a=PartFactory(parent=parent, letter="a"),
        part_b=PartFactory(parent=parent, letter="b"),
        holder=appointed(post),
        contributor=appointed(post, Capacity.CONTRIBUTOR),
        officer=seated(committee, CommitteeRole.SCRUTINY_OFFICER),
        clerk=seated(committee, CommitteeRole.CLERK),
        member=seated(committee),
        administrator=administrator(),
    )


def also_answering_for(recommendation: Recommendation, post: Post) -> User:
    """A holder of another post that answers for a recommendation too."""
    ResponsibilityFactory(recommendation=recommendation, post=post, position=2)
    user = appointed(post)
    AppointmentFactory(person=user.person)
    return user
