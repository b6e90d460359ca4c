"""A meeting that is going on: what the tests of recording views start from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import (
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    RecommendationFactory,
    category,
    published_report,
    seated,
)
from tracking.enums import CommitteeRole, MeetingState
from tracking.models import Assessment, Inquiry, Meeting, ProgressReport, Recommendation, User


@dataclass
class Sitting:
    """A meeting in progress: a report on R01, the parts R02 a) and b), and R03."""

    meeting: Meeting
    inquiry: Inquiry
    report: ProgressReport
    leaves: dict[str, Recommendation]
    officer: User
    client: Client

    def address(self, name: str, reference: str = "") -> str:
        more = {"inquiry_slug": self.inquiry.slug, "reference": reference} if reference else {}
        return reverse(name, kwargs={"slug": self.meeting.committee.slug, "date_slug": self.meeting.date_slug, **more})

    def post(self, name: str, reference: str, **typed: Any) -> HttpResponse:
        return self.client.post(self.address(name, reference), typed)

    def view_of(self, reference: str) -> Assessment:
        return Assessment.objects.live().get(leaf=self.leaves[reference], meeting=self.meeting)


def sitting_in_progress(client: Client) -> Sitting:
    """Make the meeting and sign its scrutiny officer in; every claim is 3, not achieved but progress made."""
    committee = CommitteeFactory(name="Corporate Resources O&S Committee")
    officer = seated(committee, CommitteeRole.SCRUTINY_OFFICER)
    inquiry = InquiryFactory(title="Refreshing the Partnership", slug="partnership", tracking_committee=committee)
    whole = RecommendationFactory(inquiry=inquiry, number=2, title="The business plan")
    leaves = {
        "R01": RecommendationFactory(inquiry=inquiry, number=1),
        "R02a": PartFactory(parent=whole, letter="a"),
        "R02b": PartFactory(parent=whole, letter="b"),
        "R03": RecommendationFactory(inquiry=inquiry, number=3),
    }
    meeting = MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.HELD)
    report = published_report(list(leaves.values()), meeting=meeting, claims={"category": category(3)})
    client.force_login(officer)
    return Sitting(meeting, inquiry, report, leaves, officer, client)
