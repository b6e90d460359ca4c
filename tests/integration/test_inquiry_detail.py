"""The page of one inquiry."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.pages import text_of
from tests.register import registered
from tracking.enums import CommitteeRole, Decision, InquiryState, MeetingState
from tracking.models import EvidenceUse, Inquiry

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


@pytest.fixture
def officer(committee):
    return factories.seated(committee, CommitteeRole.SCRUTINY_OFFICER)


def conclude(leaf, meeting, **fields):
    return factories.AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=factories.category(1),
        decision=Decision.CONCLUDE,
        conclusion_reason="implemented",
        **fields,
    )


def test_it_opens_with_the_state_of_things(client, leaf, meeting):
    conclude(leaf, meeting)

    text = text_of(client.get(reverse("inquiry_detail", args=["partnership"])))

    assert "1 recommendation. It is concluded: 1 achieved on time." in text


def test_the_grid_shows_both_judgements_of_a_round_and_that_they_differ(client, leaf, meeting):
    report = factories.published_report([leaf], meeting=meeting, claims={"category": factories.category(1)})
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, report=report)

    text = text_of(client.get(reverse("inquiry_detail", args=["partnership"])))

    in_words = "Cabinet Member: 1 Achieved (Fully), differs. Committee: 3 Not Achieved (Progress Made)."
    assert f"12 April 2016 R01 Operational plan {in_words} 1 ≠ 3" in text


def test_the_grid_is_a_table_with_scoped_heads_in_a_region_the_keyboard_reaches(client, leaf, meeting):
    factories.AssessmentFactory(leaf=leaf, meeting=meeting)

    html = client.get(reverse("inquiry_detail", args=["partnership"])).content.decode()
    region, _, rest = html.partition('role="region" aria-labelledby="rounds-caption" tabindex="0"')
    html = rest.partition("</table>")[0]

    assert (region.count("<table"), html.count("<table")) == (0, 1)
    assert html.count('<th scope="col"') == 2
    assert html.count('<th scope="row"') == 1


def test_a_recommendation_with_parts_says_what_they_add_up_to(client, leaf, meeting):
    first, _ = (factories.PartFactory(parent=leaf, letter=letter) for letter in "ab")
    conclude(first, meeting)

    text = text_of(client.get(reverse("inquiry_detail", args=["partnership"])))

    assert "R01 Operational plan 1 of 2 parts achieved R01 a)" in text


def test_published_reports_are_listed_with_their_pdf(client, leaf, meeting):
    report = factories.published_report([leaf], meeting=meeting)

    html = client.get(reverse("inquiry_detail", args=["partnership"])).content.decode()

    assert reverse("report_pdf", args=[report.pk]) in html


def test_papers_and_evidence_are_listed_by_round(client, leaf, meeting):
    report = factories.published_report([leaf], meeting=meeting)
    pack = factories.CommitteePackFactory(meeting=meeting)
    evidence = factories.EvidenceFactory(title="Business plan")
    EvidenceUse.objects.create(evidence=evidence, update=leaf.updates.get())

    html = client.get(reverse("inquiry_detail", args=["partnership"])).content.decode()
    documents = html.partition('id="documents"')[2].partition("</h2>")[2].partition("<h2")[0]

    addresses = [
        reverse("meeting_detail", args=[meeting.committee.slug, meeting.date_slug]),
        reverse("report_detail", args=[report.pk]),
        reverse("report_pdf", args=[report.pk]),
        reverse("meeting_papers", args=[meeting.committee.slug, meeting.date_slug]),
        reverse("meeting_pack", args=[meeting.committee.slug, meeting.date_slug]),
        reverse("evidence_download", args=[evidence.pk]),
    ]
    assert re.findall(r'href="([^"]+)"', documents) == addresses
    assert pack.document.page_count == 12
    assert "1 piece of evidence" in documents


def test_progress_is_drawn_from_the_second_sitting_on_with_the_same_numbers_as_a_file(client, leaf, meeting):
    factories.AssessmentFactory(leaf=leaf, meeting=meeting)
    before = text_of(client.get(reverse("inquiry_detail", args=["partnership"])))
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.HELD)
    conclude(leaf, later)

    after = text_of(client.get(reverse("inquiry_detail", args=["partnership"])))
    file = client.get(reverse("inquiry_progress_csv", args=["partnership"]))

    said = "By 10 November 2016, 1 of 1 recommendation was achieved, up from none on 12 April 2016."
    assert [said in text for text in (before, after)] == [False, True]
    rows = [line.split(",")[:5] for line in file.content.decode("utf-8-sig").splitlines()[1:]]
    assert rows == [["2016-04-12", "0", "0", "0", "1"], ["2016-11-10", "1", "0", "0", "0"]]
    assert file["Content-Disposition"] == 'attachment; filename="partnership-progress.csv"'


def test_an_inquiry_without_anything_says_what_will_appear(client, inquiry):
    text = text_of(client.get(reverse("inquiry_detail", args=["partnership"])))

    assert "Both judgements of each recommendation will appear here after the first Progress Report" in text
    assert "Progress Reports will appear here once the clerk has published them for a meeting." in text


def test_it_can_be_followed_once_it_is_public(client, inquiry, officer):
    address = reverse("inquiry_follow", args=["partnership"])
    public = client.get(reverse("inquiry_detail", args=["partnership"])).content.decode()
    Inquiry.objects.update(state=InquiryState.DRAFT)
    client.force_login(officer)
    draft = client.get(reverse("inquiry_detail", args=["partnership"])).content.decode()

    assert [address in page for page in (public, draft)] == [True, False]


def test_the_response_and_its_clock_are_told_in_words(client, inquiry):
    Inquiry.objects.update(received_on=date(2015, 6, 9), responded_on=date(2015, 8, 20))

    text = text_of(client.get(reverse("inquiry_detail", args=["partnership"])))

    assert "response was given on 20 August 2015. It was due on 8 August 2015 and came 12 days late." in text


def test_only_its_scrutiny_officer_is_offered_to_manage_it(client, inquiry, committee, officer):
    address = reverse("manage_inquiry", args=["partnership"])
    clerk, elsewhere = (
        factories.seated(committee, CommitteeRole.CLERK),
        factories.seated(factories.CommitteeFactory(), CommitteeRole.SCRUTINY_OFFICER),
    )

    def offered(user) -> bool:
        client.force_login(user)
        return address in client.get(reverse("inquiry_detail", args=["partnership"])).content.decode()

    assert [offered(user) for user in (officer, clerk, elsewhere)] == [True, False, False]


def test_a_draft_does_not_exist_for_others(client, inquiry, officer):
    Inquiry.objects.update(state=InquiryState.DRAFT)
    before = client.get(reverse("inquiry_detail", args=["partnership"])).status_code
    client.force_login(officer)

    assert before == 404
    assert "This is a draft: only the committee’s officers can see it." in text_of(
        client.get(reverse("inquiry_detail", args=["partnership"]))
    )


def test_the_public_is_not_told_of_a_conclusion_before_the_meeting_was_held(client, inquiry, leaf, committee, officer):
    meeting = factories.MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
    conclude(leaf, meeting)
    Inquiry.objects.update(state=InquiryState.CONCLUDED, concluded_on=meeting.held_on)
    registered()
    detail, listed = reverse("inquiry_detail", args=["partnership"]), reverse("inquiry_list")

    pages = [client.get(address).content.decode() for address in (detail, listed)]
    client.force_login(officer)
    for_officer = [client.get(address) for address in (detail, listed)]

    assert [page.lower().count("concluded inquiry") for page in pages] == [0, 0]
    assert "Published inquiry" in pages[0]
    assert "govuk-tag--grey" not in pages[1]
    assert "Concluded inquiry" in for_officer[0].content.decode()
    assert [line.state for line in for_officer[1].context["lines"]] == ["Concluded"]
