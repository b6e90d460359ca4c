"""Gives a demo council a meeting of twenty leaves today: `python -m tests.e2e.large_meeting`, with the site's settings.

R01 to R05, the parts a to e of R06, and R07 to R16 wait for a view. R04 has exempt evidence. R17 is concluded.
"""

import os
from datetime import date, timedelta

import django

SLUG = "open-all-hours"
COMMITTEE = "corporate-resources"
EXEMPT_TITLE = "Tender prices of the night watch"


def make() -> None:
    """Write the inquiry, the meeting, and the report published for it."""
    from django.utils import timezone

    from tests import factories
    from tracking.enums import ConclusionReason, Decision, Exemption, ExemptParagraph, MeetingState
    from tracking.models import Committee, Evidence, EvidenceUse, Post, SelfAssessment, User

    committee = Committee.objects.get(slug=COMMITTEE)
    clerk = User.objects.get(email="clerk@example.org")
    post = Post.objects.filter(ended_on=None).order_by("pk")[0]
    inquiry = factories.InquiryFactory(
        title="Open All Hours: Public Buildings at Night", slug=SLUG, tracking_committee=committee
    )
    whole = {
        number: factories.RecommendationFactory(inquiry=inquiry, number=number, title=f"Building {number}")
        for number in range(1, 18)
    }
    for recommendation in whole.values():
        factories.ResponsibilityFactory(recommendation=recommendation, post=post)
    parts = [factories.PartFactory(parent=whole[6], letter=letter) for letter in "abcde"]
    today = timezone.localdate()
    meeting = factories.MeetingFactory(committee=committee, held_on=today, state=MeetingState.PAPERS_ISSUED)
    leaves = [*(whole[number] for number in range(1, 6)), *parts, *(whole[number] for number in range(7, 17))]
    report = factories.published_report(
        leaves, meeting=meeting, lead_post=post, published_by=clerk, published_at=timezone.now() - timedelta(days=7)
    )
    claims = SelfAssessment.objects.filter(update__revision__report=report)
    claims.update(category=factories.category(6))
    claims.filter(leaf=whole[2]).update(category=factories.category(1), completed_on=date(2016, 3, 31))
    prices = Evidence.objects.create(
        title=EXEMPT_TITLE,
        link="https://www.example.org/prices",
        exemption=Exemption.EXEMPT,
        exempt_paragraph=ExemptParagraph.BUSINESS_AFFAIRS,
        public_interest_reason="Prices are being negotiated.",
        recorded_by=clerk,
    )
    EvidenceUse.objects.create(update=claims.get(leaf=whole[4]).update, evidence=prices, leaf=whole[4])
    earlier = factories.MeetingFactory(
        committee=committee, held_on=today - timedelta(days=400), state=MeetingState.HELD, views_published_by=clerk
    )
    factories.AssessmentFactory(
        leaf=whole[17],
        meeting=earlier,
        considered_on=earlier.held_on,
        decision=Decision.CONCLUDE,
        conclusion_reason=ConclusionReason.OVERTAKEN,
        recorded_by=clerk,
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "scrutiny.settings"
    django.setup()
    make()
