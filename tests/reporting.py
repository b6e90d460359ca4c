"""One inquiry being reported on, with everybody who has to do with it: what the tests of reports start from."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client

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
from tests.register import registered
from tracking import dates
from tracking.actions.report_decisions import accept_report, publish_report
from tracking.actions.reports import open_report, submit_report
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
    scene = Reporting(
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
    registered()
    return scene


def also_answering_for(recommendation: Recommendation, post: Post) -> User:
    """A holder of another post that answers for a recommendation too."""
    ResponsibilityFactory(recommendation=recommendation, post=post, position=2)
    user = appointed(post)
    AppointmentFactory(person=user.person)
    return user


def signed_in(user: User | None) -> Client:
    """A browser of a user; of the public for None."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(user: User | None, address: str) -> tuple[int, str]:
    """What a user, or the public, is answered at an address: the status and the page."""
    response = signed_in(user).get(address)
    return response.status_code, response.content.decode()


def section_answers(update: ProgressUpdate, **changed: object) -> dict[str, object]:
    """What the form of R01 sends: progress made, expected by the end of next year."""
    year = dates.today().year + 1
    return {
        "version": update.version,
        "evidence_text": "The plan was agreed.",
        "r01-choice": category(3).pk,
        "r01-anticipated_on_3_day": "31",
        "r01-anticipated_on_3_month": "12",
        "r01-anticipated_on_3_year": str(year),
        "go": "tasks",
    } | changed


def r01(report: ProgressReport) -> ProgressUpdate:
    """The section for R01 in the report's current revision."""
    return ProgressUpdate.objects.get(revision__report=report, revision__is_current=True, recommendation__number=1)


def published(council: Reporting) -> ProgressReport:
    """A report that went the whole way."""
    report = council.answered()
    submit_report(report=report, by=council.holder)
    accept_report(report=report, by=council.officer)
    publish_report(report=report, by=council.clerk)
    return report
