"""Managing people, posts, committees and the scheme on the pages, and the read-only audit trail."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.audit import link_what_waits
from tests.factories import (
    CommitteeFactory,
    InquiryFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
    administrator,
    appointed,
    seated,
    six_categories,
)
from tests.signing_in import link_in, sent_mails
from tracking.enums import CommitteeKind, CommitteeRole
from tracking.models import Committee, Event, Person, Post, User

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "staple horse battery correct"


@pytest.fixture
def admin(client: Client) -> User:
    user = administrator()
    client.force_login(user)
    return user


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.usefixtures("admin")
def test_a_person_becomes_a_user_who_sets_a_password_by_themselves(client: Client) -> None:
    client.post(reverse("manage_person_new"), {"name": "Example Member", "title": "Councillor"})
    person = Person.objects.get(name="Example Member")
    page = client.get(reverse("manage_user", args=[person.pk])).text
    assert "You do not set a password." in page
    client.post(reverse("manage_user", args=[person.pk]), {"email": "example.member@example.org", "is_active": "on"})
    client.logout()

    client.post(link_in(sent_mails()[0]), {"password": NEW_PASSWORD})
    client.logout()

    assert client.login(email="example.member@example.org", password=NEW_PASSWORD) is True


@pytest.mark.usefixtures("admin")
def test_an_address_that_somebody_has_is_refused_and_stays_typed(client: Client) -> None:
    UserFactory(email="taken@example.org")
    person = PersonFactory()
    response = client.post(reverse("manage_user", args=[person.pk]), {"email": "taken@example.org"})

    assert "Somebody else signs in with this e-mail address. Enter another one." in response.text
    assert 'value="taken@example.org"' in response.text


@pytest.mark.usefixtures("admin")
def test_people_are_found_by_every_word(client: Client) -> None:
    PersonFactory(name="Fictional Member", title="Councillor")
    PersonFactory(name="Other Member", title="Councillor")
    UserFactory(email="someone@example.org", person__name="Third Person")
    address = reverse("manage_people")

    def found(words: str) -> list[str]:
        return [row.name for row in client.get(address, {"q": words}).context["table"].rows]

    assert found("councillor fictional") == ["Fictional Member"]
    assert found("someone@") == ["Third Person"]
    assert "Nobody is found for “nobody”." in client.get(address, {"q": "nobody"}).text


@pytest.mark.usefixtures("admin")
def test_an_appointment_and_a_membership_begin_and_end(client: Client) -> None:
    person, post, committee = PersonFactory(), PostFactory(name="Deputy Leader"), CommitteeFactory(name="Housing")
    client.post(
        reverse("manage_appointment_new", args=[person.pk]),
        {"post": post.pk, "capacity": "holder", **day("starts_on", date(2015, 5, 19))},
    )
    client.post(
        reverse("manage_membership_new", args=[person.pk]),
        {"committee": committee.pk, "role": "clerk", **day("starts_on", date(2015, 5, 19))},
    )
    appointment, membership = person.appointments.get(), person.memberships.get()
    without_date = client.post(reverse("manage_appointment_end", args=[person.pk, appointment.pk]))
    assert '<a href="#id_ends_on_day">Enter the day it ends. For example, 24 5 2016.</a>' in without_date.text

    for name, row in (("manage_appointment_end", appointment), ("manage_membership_end", membership)):
        response = client.post(reverse(name, args=[person.pk, row.pk]), day("ends_on", date(2016, 5, 24)), follow=True)

    assert response.text.count("19 May 2015 to 24 May 2016") == 2


@pytest.mark.usefixtures("admin")
def test_an_appointment_asks_for_its_post_capacity_and_start(client: Client) -> None:
    response = client.post(reverse("manage_appointment_new", args=[PersonFactory().pk]))

    for link in (
        '<a href="#id_post">Choose the post.</a>',
        '<a href="#id_capacity_0">Choose holder or contributor.</a>',
        '<a href="#id_starts_on_day">Enter the day it begins.</a>',
    ):
        assert link in response.text


@pytest.mark.usefixtures("admin")
def test_a_post_is_added_renamed_and_ended_with_its_successor(client: Client) -> None:
    successor = PostFactory(name="Resources")
    client.post(reverse("manage_post_new"), {"name": "Deputy Leader", "kind": "portfolio"})
    client.post(reverse("manage_post", args=["deputy-leader"]), {"name": "Deputy", "kind": "portfolio"})
    response = client.post(
        reverse("manage_post_end", args=["deputy-leader"]),
        {"successors": [successor.pk], **day("on", date(2016, 5, 24))},
        follow=True,
    )

    post = Post.objects.get(slug="deputy-leader")
    assert (post.name, list(post.successors.all())) == ("Deputy", [successor])
    assert "Ended 24 May 2016, followed by Resources." in response.text


@pytest.mark.usefixtures("admin")
def test_a_committee_is_added_changed_and_not_abolished_while_it_tracks(client: Client) -> None:
    client.post(
        reverse("manage_committee_new"), {"name": "Housing", "kind": "scrutiny", "tracking_interval_months": "6"}
    )
    committee = Committee.objects.get(slug="housing")
    client.post(
        reverse("manage_committee", args=["housing"]),
        {
            "name": "Housing",
            "kind": "scrutiny",
            "tracking_interval_months": "12",
            "contact_name": "Scrutiny Officer",
        },
    )
    committee.refresh_from_db()
    assert (committee.tracking_interval_months, committee.contact_name) == (12, "Scrutiny Officer")
    InquiryFactory(tracking_committee=committee)

    response = client.post(reverse("manage_committee_abolish", args=["housing"]), day("on", date(2016, 5, 24)))

    assert "Housing still tracks 1 inquiry." in response.text


@pytest.mark.usefixtures("admin")
def test_cabinet_is_added_and_says_what_it_is_everywhere_it_is_named(client: Client) -> None:
    form = {"name": "Cabinet", "kind": "cabinet", "tracking_interval_months": "6"}
    client.post(reverse("manage_committee_new"), form)
    listed, page = client.get(reverse("committee_list")), client.get(reverse("committee_detail", args=["cabinet"]))
    filters = client.get(reverse("register")), client.get(reverse("inquiry_list")), client.get(reverse("figures"))

    assert Committee.objects.get(slug="cabinet").kind == CommitteeKind.CABINET
    assert "Takes the decisions of the executive" in listed.text
    assert "Cabinet has no meeting planned." in page.text
    assert "Inquiries it tracks" not in page.text
    assert ['value="cabinet"' in one.text for one in filters] == [False] * 3


@pytest.mark.usefixtures("admin")
def test_the_wording_of_the_scheme_is_edited(client: Client) -> None:
    scheme = six_categories()
    category = scheme.categories.get(number=1)
    client.post(
        reverse("manage_category", args=[scheme.slug, 1]), {"name": category.name, "criterion": "Done by the date."}
    )
    client.post(reverse("manage_scheme", args=[scheme.slug]), {"question_1": "What was done?", "question_2": ""})

    category.refresh_from_db()
    assert category.criterion == "Done by the date."
    assert list(scheme.standing_questions.values_list("text", flat=True)) == ["What was done?"]


ADDRESSES = [
    ("manage_people", []),
    ("manage_person_new", []),
    ("manage_posts", []),
    ("manage_post_new", []),
    ("manage_committees", []),
    ("manage_committee_new", []),
    ("manage_scheme", ["six-categories"]),
    ("manage_category", ["six-categories", 1]),
    ("admin:index", []),
    ("audit", []),
]


@pytest.mark.parametrize(("name", "arguments"), ADDRESSES)
def test_only_administrators_find_these_pages(client: Client, name: str, arguments: list[object]) -> None:
    six_categories()
    address = reverse(name, args=arguments)
    assert client.get(address, follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
    committee = CommitteeFactory()
    for user in (
        seated(committee, CommitteeRole.SCRUTINY_OFFICER),
        seated(committee, CommitteeRole.CLERK),
        appointed(PostFactory()),
    ):
        client.force_login(user)
        assert client.get(address).status_code == 404
    client.force_login(administrator())
    assert client.get(address).status_code == 200


@pytest.mark.usefixtures("admin")
def test_the_audit_trail_can_be_read_and_not_changed(client: Client, admin: User) -> None:
    client.post(reverse("manage_post_new"), {"name": "Deputy Leader", "kind": "portfolio"})
    event = Event.objects.get()

    link_what_waits()
    page = client.get(reverse("audit")).text
    assert ("Created post" in page, str(admin.public_id) in page, event.type) == (True, True, "created post")
    assert client.post(reverse("audit"), {"type": "nothing happened"}).status_code == 405


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize("words", ["\x00", "a " * 2000], ids=["no letter at all", "far too many"])
def test_odd_words_to_search_people_for_are_answered_not_crashed_on(client: Client, words: str) -> None:
    assert client.get(reverse("manage_people"), {"q": words}).status_code == 200
