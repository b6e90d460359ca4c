"""What the tests of feeds, calendars and following start from: a public inquiry with a report and views on it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tests import factories
from tracking.enums import MeetingState, SupplementState
from tracking.models import (
    Assessment,
    Committee,
    Inquiry,
    Meeting,
    OutboxMail,
    ProgressReport,
    Recommendation,
    ReportSupplement,
    Subscription,
)

REPORTED_AT = datetime(2016, 4, 4, 9, tzinfo=UTC)
VIEWED_AT = datetime(2016, 4, 15, 9, tzinfo=UTC)


@dataclass
class Scene:
    """R01 without parts, R02 with the parts a and b, all due in November 2015; a meeting on 12 April 2016, held."""

    inquiry: Inquiry
    committee: Committee
    meeting: Meeting
    whole: Recommendation
    parent: Recommendation
    part_a: Recommendation
    part_b: Recommendation

    @property
    def leaves(self) -> list[Recommendation]:
        return [self.whole, self.part_a, self.part_b]

    def report(self, *leaves: Recommendation, **claim: Any) -> ProgressReport:
        """A report published on 4 April for the meeting, with the same claim on each leaf: progress made."""
        claims = {"category": factories.category(3)} | claim
        return factories.published_report(list(leaves) or self.leaves, meeting=self.meeting, claims=claims)

    def view(self, leaf: Recommendation, **fields: Any) -> Assessment:
        """A view given at the meeting; the meeting's views are published on 15 April by `publish_views`."""
        return factories.AssessmentFactory(
            leaf=leaf, meeting=self.meeting, **{"recorded_at": datetime(2016, 4, 12, 15, tzinfo=UTC)} | fields
        )

    def publish_views(self) -> None:
        Meeting.objects.filter(pk=self.meeting.pk).update(
            views_published_at=VIEWED_AT, views_published_by=factories.UserFactory()
        )
        self.meeting.refresh_from_db()

    def late_news(self, report: ProgressReport, **fields: Any) -> ReportSupplement:
        author = factories.UserFactory()
        published = {
            "state": SupplementState.PUBLISHED,
            "number": 1,
            "published_by": author,
            "published_at": datetime(2016, 4, 11, 9, tzinfo=UTC),
        }
        said = {"text": "News.", "signed_by": author.person, "signed_name": "Example", "recorded_by": author}
        return ReportSupplement.objects.create(report=report, **said | published | fields)


def scene() -> Scene:
    committee = factories.CommitteeFactory(name="Corporate Resources", slug="corporate-resources")
    inquiry = factories.InquiryFactory(
        title="Refreshing the Partnership", slug="refreshing-the-partnership", tracking_committee=committee
    )
    parent = factories.RecommendationFactory(inquiry=inquiry, number=2, title="Communications")
    return Scene(
        inquiry=inquiry,
        committee=committee,
        meeting=factories.MeetingFactory(
            committee=committee, held_on=date(2016, 4, 12), state=MeetingState.HELD, views_published_by=None
        ),
        whole=factories.RecommendationFactory(inquiry=inquiry, number=1, title="Operational plan"),
        parent=parent,
        part_a=factories.PartFactory(parent=parent, letter="a", title="Plain words"),
        part_b=factories.PartFactory(parent=parent, letter="b", title="A newsletter"),
    )


def follower(thing: Inquiry | Recommendation, email: str = "resident@example.org", **fields: Any) -> Subscription:
    """Somebody who follows something and has confirmed it."""
    what = {"inquiry": thing} if isinstance(thing, Inquiry) else {"recommendation": thing}
    confirmed = {"confirmed_at": datetime(2016, 3, 1, 9, tzinfo=UTC)}
    asked = {"asked_at": datetime(2016, 3, 1, 8, tzinfo=UTC)}
    return Subscription.objects.create(email=email, **what, **confirmed | asked | fields)


def mailed() -> list[tuple[str, str]]:
    """The address and the subject of every mail to a subscriber, in order."""
    rows = OutboxMail.objects.filter(subscription__isnull=False).order_by("pk")
    return list(rows.values_list("subscription__email", "subject"))
