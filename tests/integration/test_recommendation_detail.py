"""The page of one recommendation."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.pages import text_of
from tracking.enums import Decision, Exemption, MeetingState, ReportState
from tracking.models import EvidenceUse

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return factories.CommitteeFactory(name="Corporate Resources Committee", slug="corporate-resources")


@pytest.fixture
def inquiry(committee):
    return factories.InquiryFactory(title="Partnership", slug="partnership", tracking_committee=committee)


@pytest.fixture
def leaf(inquiry):
    return factories.RecommendationFactory(inquiry=inquiry, number=1, title="Operational plan", text="Write a plan.")


@pytest.fixture
def meeting(committee):
    return factories.MeetingFactory(committee=committee, state=MeetingState.HELD)


def conclude(leaf, meeting, **fields):
    return factories.AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=factories.category(1),
        decision=Decision.CONCLUDE,
        conclusion_reason="implemented",
        **fields,
    )


def page_of(client, reference="R01"):
    return client.get(reverse("recommendation_detail", args=["partnership", reference]))


def test_the_title_tells_the_state(client, leaf, meeting):
    before = page_of(client)
    conclude(leaf, meeting)

    assert "R01, still tracked: Operational plan" in text_of(before)
    assert "R01, concluded: Operational plan" in text_of(page_of(client))


@pytest.mark.parametrize("reference", ["1", "r1", "R1", "R001"])
def test_other_ways_to_write_a_reference_lead_to_its_permanent_address(client, leaf, reference):
    response = page_of(client, reference)

    assert (response.status_code, response["Location"]) == (301, "/inquiries/partnership/recommendations/R01/")


@pytest.mark.parametrize("reference", ["R02", "R01a", "nonsense", "R0"])
def test_a_reference_that_does_not_exist_is_not_found(client, leaf, reference):
    assert page_of(client, reference).status_code == 404


def test_markdown_is_shown_and_never_as_raw_html(client, leaf):
    leaf.text = "Do **all** of it <script>alert(1)</script>"
    leaf.save()

    html = page_of(client).content.decode()

    assert "Do <strong>all</strong> of it" in html
    assert "<script>alert" not in html


def test_it_says_how_far_the_date_slipped(client, leaf, meeting):
    factories.published_report(
        [leaf],
        meeting=meeting,
        claims={"category": factories.category(3), "anticipated_on": date(2016, 6, 30)},
    )

    text = text_of(page_of(client))

    assert "Current date 30 June 2016 Slipped 213 days in one move." in text
    assert "Completion dates: the original and each later one" in text


def test_drafts_returned_words_and_withheld_evidence_are_nowhere_on_the_page(client, leaf, meeting):
    report = factories.published_report([leaf], meeting=meeting)
    factories.returned_copy(report, claims={"category": factories.category(5)})
    exempt = factories.EvidenceFactory(
        title="Prices of the tender",
        exemption=Exemption.EXEMPT,
        exempt_paragraph=3,
        public_interest_reason="A live tender.",
    )
    EvidenceUse.objects.create(evidence=exempt, update=leaf.updates.get(revision__is_current=True))
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10))
    draft = factories.published_report([leaf], meeting=later, state=ReportState.DRAFT)
    draft_update = factories.current_revision(draft).updates.get()
    draft_update.evidence_text = "Drafted words."
    draft_update.save()

    text = text_of(page_of(client))

    assert [words for words in ("Prices", "Returned text", "Drafted words", "Insufficient") if words in text] == []
    assert "The work was done and the figures were published." in text


def test_a_corrected_view_shows_what_it_was_and_why(client, leaf, meeting):
    first = factories.AssessmentFactory(leaf=leaf, meeting=meeting, category=factories.category(5))
    factories.AssessmentFactory(
        leaf=leaf, meeting=meeting, supersedes=first, superseding_reason="Recorded on the wrong line."
    )

    text = text_of(page_of(client))

    assert "Recorded on the wrong line." in text
    assert "The view before it was corrected This no longer counts." in text
    assert text.count("5 Not Achieved (Insufficient Progress)") == 1


def test_previous_next_and_the_permanent_link_are_at_the_end(client, leaf, inquiry):
    factories.RecommendationFactory(inquiry=inquiry, number=2)

    text = text_of(page_of(client))

    assert "Next : R02 Follow and print this recommendation Follow by e-mail Atom feed" in text
    assert text.endswith("Permanent link: http://testserver/inquiries/partnership/recommendations/R01/")


def test_the_dates_are_drawn_along_a_line_that_is_described_in_words(client, leaf, meeting):
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, agreed_due_on=date(2016, 9, 30))

    html = page_of(client).content.decode()

    assert '<title id="slip-line-title">How the completion date moved</title>' in html
    assert (
        '<desc id="slip-line-words">Original date 30 November 2015, then 30 September 2016. '
        "Slipped 305 days in one move.</desc>"
    ) in html
    assert 'style="' not in html


def test_each_round_says_who_held_the_post_then_although_it_has_changed_hands(client, leaf, meeting):
    post = factories.ResponsibilityFactory(recommendation=leaf).post
    changed = date(2016, 5, 24)
    factories.AppointmentFactory(post=post, person__name="Councillor Ash", ends_on=changed)
    factories.AppointmentFactory(post=post, person__name="Councillor Birch", starts_on=changed)
    factories.AssessmentFactory(leaf=leaf, meeting=meeting)

    text = text_of(page_of(client))

    assert f"{post.name} , held today by Councillor Birch" in text
    assert f"{post.name} , held then by Councillor Ash, today by Councillor Birch" in text
