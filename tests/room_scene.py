"""A meeting with an officer and a projector: what the tests of the room's screen start from."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.reporting import signed_in
from tracking.enums import CommitteeRole, Exemption, ExemptParagraph, MeetingState
from tracking.models import Committee, EvidenceUse, Inquiry, Meeting, ProgressReport, Recommendation, User

WORDS = "That the contract is looked at again."
EXEMPT_TITLE = "Prices in negotiation"


@dataclass
class Room:
    """R01 alone, R02 with parts a and b, all in one published report; two officers."""

    committee: Committee
    inquiry: Inquiry
    meeting: Meeting
    whole: Recommendation
    parent: Recommendation
    part_a: Recommendation
    part_b: Recommendation
    report: ProgressReport
    officer: User
    colleague: User

    def address(self, name: str, **more: str) -> str:
        return reverse(name, kwargs={"slug": self.committee.slug, "date_slug": self.meeting.date_slug, **more})

    def record_page(self, reference: str) -> str:
        return self.address("view_record", inquiry_slug=self.inquiry.slug, reference=reference)

    def projector(self) -> Client:
        """A window of the officer."""
        return signed_in(self.officer)

    def shown(self, client: Client | None = None) -> str:
        """What the screen shows now."""
        response = (client or self.projector()).get(self.address("meeting_screen_now"))
        assert response.status_code == 200
        return response.content.decode()

    def show(self, client: Client, **fields: str) -> HttpResponse:
        """Send what an officer's page sends from its place."""
        place = {"then": "lead", "inquiry": self.inquiry.slug, "reference": "R01"}
        return client.post(self.address("meeting_screen_show"), place | fields, headers={"Accept": "application/json"})

    def withhold(
        self, recommendation: Recommendation | None = None, paragraph: ExemptParagraph | None = ExemptParagraph.CRIME
    ) -> None:
        """Put a withheld file behind R01, a part, or R02 as a whole; without a paragraph it is confidential."""
        recommendation = recommendation or self.whole
        update = factories.current_revision(self.report).updates.get(
            recommendation=recommendation.parent or recommendation
        )
        reason = (
            {"exemption": Exemption.CONFIDENTIAL, "confidential_ground": "A court forbids it."}
            if paragraph is None
            else {
                "exemption": Exemption.EXEMPT,
                "exempt_paragraph": paragraph,
                "public_interest_reason": "It would harm an inquiry.",
            }
        )
        evidence = factories.EvidenceFactory(title=EXEMPT_TITLE, **reason)
        EvidenceUse.objects.create(
            evidence=evidence, update=update, leaf=recommendation if recommendation.parent else None
        )


def room() -> Room:
    committee = factories.CommitteeFactory(name="Housing Scrutiny", slug="housing-scrutiny")
    inquiry = factories.InquiryFactory(title="Homes", slug="homes", tracking_committee=committee)
    whole = factories.RecommendationFactory(inquiry=inquiry, number=1, title="The contract", text=WORDS)
    parent = factories.RecommendationFactory(inquiry=inquiry, number=2, title="Letters", text="That letters improve:")
    parts = [factories.PartFactory(parent=parent, letter=letter) for letter in "ab"]
    meeting = factories.MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
    return Room(
        committee=committee,
        inquiry=inquiry,
        meeting=meeting,
        whole=whole,
        parent=parent,
        part_a=parts[0],
        part_b=parts[1],
        report=factories.published_report([whole, *parts], meeting=meeting),
        officer=_named(committee, "Sam Officer", CommitteeRole.SCRUTINY_OFFICER),
        colleague=_named(committee, "Cleo Clerk", CommitteeRole.CLERK),
    )


def _named(committee: Committee, name: str, role: CommitteeRole) -> User:
    user = factories.seated(committee, role)
    user.person.name = name
    user.person.save()
    return user
