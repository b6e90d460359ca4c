"""Managing inquiries and recommendations on the pages."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    AssessmentFactory,
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    administrator,
    appointed,
    seated,
    six_categories,
)
from tracking.enums import CommitteeRole, InquiryState
from tracking.models import Committee, Event, Inquiry, Person, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory(name="Resources O&S Committee")


@pytest.fixture
def officer(committee: Committee, client: Client) -> User:
    user = seated(committee, CommitteeRole.SCRUTINY_OFFICER)
    client.force_login(user)
    return user


@pytest.fixture
def draft(committee: Committee) -> Inquiry:
    return InquiryFactory(
        state=InquiryState.DRAFT, tracking_committee=committee, title="Libraries", slug="libraries", approved_on=None
    )


@pytest.fixture
def published(committee: Committee) -> Inquiry:
    return InquiryFactory(tracking_committee=committee, title="Libraries", slug="libraries")


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.usefixtures("officer")
def test_an_officer_enters_an_inquiry_and_is_told_what_comes_next(client: Client) -> None:
    six_categories()
    committee = Committee.objects.get()
    response = client.post(
        reverse("manage_inquiry_new"),
        {
            "committee": committee.pk,
            "title": "Refreshing the Partnership",
            "approving_body": "City Council",
            "lead_member_name": "Example Member",
            "lead_member_title": "Councillor",
            **day("approved_on", date(2015, 6, 9)),
        },
        follow=True,
    )

    inquiry = Inquiry.objects.get()
    assert response.redirect_chain == [(reverse("manage_inquiry", args=["refreshing-the-partnership"]), 302)]
    assert (inquiry.approved_on, inquiry.lead_member) == (date(2015, 6, 9), Person.objects.get(name="Example Member"))
    assert messages_of(response) == ["The inquiry is saved as a draft. Add its recommendations next."]
    assert "This is a draft with no recommendations yet." in response.text


@pytest.mark.usefixtures("officer")
def test_a_missing_title_is_told_and_what_was_typed_stays(client: Client) -> None:
    response = client.post(
        reverse("manage_inquiry_new"),
        {
            "title": "",
            "summary": "About the contract",
            "approved_on_day": "31",
            "approved_on_month": "2",
            "approved_on_year": "2015",
        },
    )

    assert '<a href="#id_title">Enter the title of the inquiry.</a>' in response.text
    assert '<a href="#id_approved_on_day">There is no such day in that month.' in response.text
    assert "About the contract</textarea>" in response.text
    assert 'value="2015"' in response.text
    assert Inquiry.objects.count() == 0


@pytest.mark.usefixtures("officer")
def test_a_leader_is_chosen_or_typed_not_both(client: Client, draft: Inquiry) -> None:
    person = Person.objects.first()
    response = client.post(
        reverse("manage_inquiry_edit", args=["libraries"]),
        {
            "title": "Libraries",
            "approving_body": "City Council",
            "lead_member": person.pk,
            "lead_member_name": "Example Member",
        },
    )

    assert "Choose somebody from the list or type a new name, not both." in response.text
    assert Person.objects.filter(name="Example Member").exists() is False


@pytest.mark.usefixtures("officer")
def test_a_draft_is_edited_without_a_reason_and_a_published_one_only_with_one(
    client: Client, published: Inquiry
) -> None:
    typed = {"title": "Public libraries", "approving_body": "City Council"}
    address = reverse("manage_inquiry_edit", args=["libraries"])
    refused = client.post(address, typed)
    assert '<a href="#id_reason">Give the reason for the correction.</a>' in refused.text

    response = client.post(address, {**typed, "reason": "Misread"}, follow=True)

    published.refresh_from_db()
    assert published.title == "Public libraries"
    assert messages_of(response) == ["The correction is saved."]
    assert Event.objects.get().after["reason"] == "Misread"


@pytest.mark.usefixtures("officer")
def test_publishing_asks_first_and_says_why_it_cannot(client: Client, draft: Inquiry) -> None:
    address = reverse("manage_inquiry_publish", args=["libraries"])
    assert "Everyone will be able to read the inquiry" in client.get(address).text
    draft.refresh_from_db()
    assert draft.state == InquiryState.DRAFT

    refused = client.post(address)
    assert "This inquiry has no recommendations yet. Add them before you publish it." in refused.text

    RecommendationFactory(inquiry=draft)
    client.post(address)
    draft.refresh_from_db()
    assert draft.state == InquiryState.PUBLISHED


@pytest.mark.usefixtures("officer")
def test_an_inquiry_is_withdrawn_with_a_reason(client: Client, published: Inquiry) -> None:
    address = reverse("manage_inquiry_withdraw", args=["libraries"])
    assert '<a href="#id_reason">Give the reason.</a>' in client.post(address, {"reason": ""}).text

    response = client.post(address, {"reason": "Entered twice"}, follow=True)

    assert "This inquiry was withdrawn: Entered twice" in response.text


@pytest.mark.usefixtures("officer")
def test_an_inquiry_is_handed_on_and_leaves_the_officers_list(client: Client, published: Inquiry) -> None:
    following = CommitteeFactory(name="Housing O&S Committee")
    response = client.post(
        reverse("manage_inquiry_hand_on", args=["libraries"]),
        {"committee": following.pk, **day("on", date(2016, 5, 24))},
        follow=True,
    )

    assert messages_of(response) == ["Libraries is handed on. Housing O&S Committee tracks it since 24 May 2016."]
    assert "The inquiries of your committees will appear here" in response.text
    assert client.get(reverse("manage_inquiry", args=["libraries"])).status_code == 404


@pytest.mark.usefixtures("officer")
def test_the_dates_of_the_executive_response_are_recorded(client: Client, published: Inquiry) -> None:
    response = client.post(
        reverse("manage_inquiry_response", args=["libraries"]), day("received_on", date(2015, 6, 9)), follow=True
    )

    assert messages_of(response) == ["The dates of the executive response are saved."]
    assert "9 June 2015" in response.text


@pytest.mark.usefixtures("officer")
def test_a_recommendation_gets_the_next_number_and_its_date_from_the_words(client: Client, draft: Inquiry) -> None:
    RecommendationFactory(inquiry=draft, number=5)
    address = reverse("manage_recommendation_new", args=["libraries"])
    assert 'name="number" value="6"' in client.get(address).text

    typed = {"number": "6", "title": "", "text": "", "due_text": "November 2015, reviewed annually", "suggest": "yes"}
    suggested = client.post(address, typed).text
    assert "seems to mean: 30 November 2015 and every 12 months" in suggested
    assert 'name="due_on_day" value="30"' in suggested
    assert 'name="recurs_every_months" value="12"' in suggested
    assert "There is a problem" not in suggested
    assert draft.recommendations.count() == 1

    client.post(
        address,
        {
            "number": "6",
            "text": "That opening hours are kept.",
            "due_text": "November 2015, reviewed annually",
            "recurs_every_months": "12",
            **day("due_on", date(2015, 11, 30)),
        },
    )
    row = draft.recommendations.get(number=6)
    assert (row.due_on, row.recurs_every_months) == (date(2015, 11, 30), 12)


@pytest.mark.usefixtures("officer")
def test_words_that_name_no_day_are_said_to(client: Client, draft: Inquiry) -> None:
    response = client.post(
        reverse("manage_recommendation_new", args=["libraries"]),
        {"number": "1", "due_text": "In due course", "suggest": "yes"},
    )

    assert "No day can be read from “In due course”." in response.text


@pytest.mark.usefixtures("officer")
def test_a_part_gets_the_next_letter(client: Client, published: Inquiry) -> None:
    whole = RecommendationFactory(inquiry=published, number=1)
    PartFactory(parent=whole, letter="a")
    address = reverse("manage_part_new", args=["libraries", "R01"])
    assert 'name="letter" value="b"' in client.get(address).text

    client.post(address, {"letter": "b", "text": "That the plan is shared."})

    assert [part.reference for part in whole.parts.all()] == ["R01a", "R01b"]


@pytest.mark.usefixtures("officer")
def test_a_recommendation_is_corrected_with_a_reason(client: Client, published: Inquiry) -> None:
    row = RecommendationFactory(inquiry=published, number=1, title="Plan")
    address = reverse("manage_recommendation", args=["libraries", "R01"])
    typed = {"title": "Planning", "text": row.text, "due_text": row.due_text, **day("due_on", row.due_on)}
    assert "Give the reason for the correction." in client.post(address, typed).text

    response = client.post(address, {**typed, "reason": "Misread"}, follow=True)

    assert messages_of(response) == ["The correction of R01 is saved."]
    assert Event.objects.get().before == {"title": "Plan"}


@pytest.mark.usefixtures("officer")
def test_what_has_been_judged_is_not_withdrawn_and_the_page_says_why(
    client: Client, committee: Committee, published: Inquiry
) -> None:
    row = RecommendationFactory(inquiry=published, number=1)
    AssessmentFactory(leaf=row, meeting=MeetingFactory(committee=committee))
    response = client.post(
        reverse("manage_recommendation_withdraw", args=["libraries", "R01"]), {"reason": "Entered twice"}
    )

    assert "R01 has been assessed. Only the committee can conclude it, at a meeting." in response.text
    assert "Entered twice</textarea>" in response.text


@pytest.mark.usefixtures("officer")
def test_responsible_posts_are_added_moved_ordered_and_ended(client: Client, published: Inquiry) -> None:
    row = RecommendationFactory(inquiry=published, number=1)
    leader, resources, body = PostFactory(name="Deputy Leader"), PostFactory(name="Resources"), PostFactory(name="Body")
    here = ["libraries", "R01"]
    address = reverse("manage_responsibilities", args=here)
    assert "Responsible posts will appear here once you add one." in client.get(address).text
    assert "Choose the post that is responsible." in client.post(address, {"post": ""}).text

    client.post(address, {"post": leader.pk, **day("starts_on", date(2015, 6, 9))})
    client.post(address, {"post": body.pk, "as_written": "With the contractor"})
    first, second = row.responsibilities.all()
    client.post(reverse("manage_responsibility_first", args=[*here, second.pk]))
    client.post(
        reverse("manage_responsibility_move", args=[*here, first.pk]),
        {"post": resources.pk, **day("on", date(2016, 5, 24))},
    )
    client.post(reverse("manage_responsibility_end", args=[*here, second.pk]), day("ends_on", date(2016, 6, 1)))

    assert [(str(each.post), each.ends_on) for each in row.responsibilities.all()] == [
        ("Body", date(2016, 6, 1)),
        ("Deputy Leader", date(2016, 5, 24)),
        ("Resources", None),
    ]
    assert "9 June 2015 to 24 May 2016" in client.get(address).text


def test_a_responsibility_of_another_recommendation_is_not_found(
    client: Client, officer: User, published: Inquiry
) -> None:
    RecommendationFactory(inquiry=published, number=1)
    other = ResponsibilityFactory()

    assert client.get(reverse("manage_responsibility_end", args=["libraries", "R01", other.pk])).status_code == 404


@pytest.mark.parametrize("name", ["manage_inquiry", "manage_inquiry_edit", "manage_inquiry_publish"])
def test_for_everybody_else_there_is_nothing_to_manage(
    client: Client, committee: Committee, draft: Inquiry, name: str
) -> None:
    address = reverse(name, args=["libraries"])
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"
    for user in (
        seated(committee, CommitteeRole.CLERK),
        seated(committee),
        seated(CommitteeFactory(), CommitteeRole.SCRUTINY_OFFICER),
        appointed(PostFactory()),
        administrator(),
    ):
        client.force_login(user)
        response = client.get(address)
        assert (response.status_code, "Page not found" in response.text) == (404, True)


@pytest.mark.parametrize(
    ("role", "headings"),
    [
        (CommitteeRole.SCRUTINY_OFFICER, ["Inquiries and recommendations", "Meetings"]),
        (CommitteeRole.CLERK, ["Meetings"]),
    ],
)
def test_the_managing_home_lists_what_a_role_may_manage(
    client: Client, committee: Committee, role: CommitteeRole, headings: list[str]
) -> None:
    client.force_login(seated(committee, role))

    assert [section.title for section in client.get(reverse("manage_home")).context["sections"]] == headings


def test_the_managing_home_of_an_administrator_leads_to_the_audit_trail(client: Client) -> None:
    six_categories()
    client.force_login(administrator())
    response = client.get(reverse("manage_home"))

    assert [section.title for section in response.context["sections"]] == ["People", "The council"]
    assert 'href="/audit/">Audit trail</a>' in response.text


def test_those_who_may_manage_nothing_find_nothing(client: Client, committee: Committee) -> None:
    for user in (seated(committee), appointed(PostFactory())):
        client.force_login(user)
        assert client.get(reverse("manage_home")).status_code == 404
