"""The read-only API: what it says, to whom, and what it answers to requests it cannot use."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.council import Council, build_council
from tests.register import registered
from tracking.enums import ConclusionReason, Decision, InquiryState, MeetingState
from tracking.models import Event, Inquiry, ProgressReport, Recommendation, Responsibility

RECOMMENDATIONS = "/api/recommendations/"


@pytest.fixture
def council(db: None) -> Council:
    return build_council()


@pytest.fixture
def considered(council: Council) -> ProgressReport:
    """R01 claimed as achieved on 12 April 2016; the committee thinks that progress was made, and moves its date."""
    leaf = council.recommendations[0]
    meeting = factories.MeetingFactory(committee=council.committee, state=MeetingState.HELD)
    report = factories.published_report(
        [leaf],
        meeting=meeting,
        lead_post=council.post,
        claims={"category": factories.category(1), "completed_on": date(2015, 11, 20)},
    )
    factories.AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        report=report,
        self_assessment=leaf.self_assessments.get(),
        agreed_due_on=date(2016, 4, 30),
        reason="Half of it was done.",
        minute="47",
    )
    registered()
    return report


def _json(client: Client, address: str, **parameters: str) -> Any:
    response = client.get(address, parameters)
    assert response.status_code == 200, response.content
    return response.json()


def _references(client: Client, **parameters: str) -> list[str]:
    return [row["reference"] for row in _json(client, RECOMMENDATIONS, **parameters)["results"]]


def _wrong(client: Client, **parameters: str) -> dict[str, list[str]]:
    response = client.get(RECOMMENDATIONS, parameters)
    assert response.status_code == 400
    return response.json()["parameters"]


def test_the_start_leads_to_every_list(client: Client, council: Council) -> None:
    registered()
    start = _json(client, "/api/")
    lists = ("recommendations", "inquiries", "committees", "posts", "meetings", "categories")
    assert {name: start[name] for name in lists} == {name: f"http://testserver/api/{name}/" for name in lists}
    assert {name: client.get(start[name]).status_code for name in (*lists, "schema", "open_data")} == dict.fromkeys(
        (*lists, "schema", "open_data"), 200
    )


def test_a_recommendation_says_its_history_and_every_move_of_its_date(
    client: Client, considered: ProgressReport
) -> None:
    found = _json(client, f"{RECOMMENDATIONS}own-inquiry/R01/")
    meeting = {
        "committee": "Own Overview and Scrutiny Committee",
        "held_on": "2016-04-12",
        "url": "http://testserver/api/meetings/own-committee/2016-04-12/",
    }
    assert found["history"] == [
        {
            "on": "2016-04-12",
            "meeting": meeting,
            "claims": [
                {
                    "category": {"number": 1, "name": "Achieved (Fully)"},
                    "proposed_conclusion": None,
                    "explanation": "",
                    "completed_on": "2015-11-20",
                    "anticipated_on": None,
                    "anticipated_text": "",
                    "obstacle": "",
                    "statement": "",
                    "evidence": "The work was done and the figures were published.",
                    "report_of": "Deputy Leader",
                    "signed_by": "",
                    "report": f"https://scrutiny.example.org/reports/{considered.pk}/",
                }
            ],
            "view": {
                "outcome": "viewed",
                "category": {"number": 3, "name": "Not Achieved (Progress Made)"},
                "decision": "continue",
                "conclusion_reason": None,
                "where_it_went": "",
                "reason": "Half of it was done.",
                "asked_for": "",
                "agreed_due_on": "2016-04-30",
                "minute": "47",
                "source": "",
            },
            "earlier_wordings": 0,
        }
    ]
    assert found["moves_of_the_date"] == [
        {
            "due_on": "2016-04-30",
            "set_by": "committee",
            "on": "2016-04-12",
            "meeting": meeting,
            "days": 152,
            "days_in_all": 152,
        }
    ]
    assert (found["claimed_number"], found["viewed_number"], found["differs"]) == (1, 3, True)


@pytest.mark.parametrize("written", ["R01", "R1", "r01", "1"])
def test_a_recommendation_is_found_however_its_reference_is_written(
    client: Client, considered: ProgressReport, written: str
) -> None:
    found = _json(client, f"{RECOMMENDATIONS}own-inquiry/{written}/")
    assert found["links"]["recommendation"] == f"http://testserver{RECOMMENDATIONS}own-inquiry/R01/"


def test_a_recommendation_with_parts_says_to_ask_for_those(client: Client, council: Council) -> None:
    factories.PartFactory(parent=council.recommendations[0])
    registered()
    response = client.get(f"{RECOMMENDATIONS}own-inquiry/R01/")
    assert (response.status_code, response.json()) == (
        404,
        {"detail": "R01 is judged by its parts: ask for R01a."},
    )


def test_every_link_of_a_recommendation_leads_somewhere(client: Client, considered: ProgressReport) -> None:
    (row,) = _json(client, RECOMMENDATIONS, q="R01")["results"]
    links = row["links"]
    addresses = [links["recommendation"], links["inquiry"], links["committee"], *links["posts"]]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200, 200]


def test_an_inquiry_says_how_many_of_its_recommendations_are_still_tracked(client: Client, council: Council) -> None:
    meeting = factories.MeetingFactory(committee=council.committee, state=MeetingState.HELD)
    factories.AssessmentFactory(
        leaf=council.recommendations[0],
        meeting=meeting,
        decision=Decision.CONCLUDE,
        conclusion_reason=ConclusionReason.OVERTAKEN,
    )
    registered()
    found = _json(client, "/api/inquiries/own-inquiry/")
    said = {name: found[name] for name in ("state", "recommendations", "still_tracked", "municipal_year", "id")}
    assert said == {
        "state": "published",
        "recommendations": 3,
        "still_tracked": 2,
        "municipal_year": "2015/16",
        "id": "https://scrutiny.example.org/inquiries/own-inquiry/",
    }
    assert found["tracking_committee"] == {
        "name": "Own Overview and Scrutiny Committee",
        "slug": "own-committee",
        "url": "http://testserver/api/committees/own-committee/",
    }
    assert [row["reference"] for row in _json(client, found["recommendations_url"])["results"]] == ["R02", "R03", "R01"]


@pytest.mark.parametrize(
    ("answers", "responded_on", "due_on"),
    [
        ("post", None, "2015-08-08"),
        ("post", date(2015, 8, 20), "2015-08-08"),
        ("outside_body", None, None),
    ],
)
def test_an_inquiry_says_when_a_response_is_due_unless_the_executive_owes_none(
    client: Client, council: Council, answers: str, responded_on: date | None, due_on: str | None
) -> None:
    Inquiry.objects.filter(pk=council.inquiry.pk).update(received_on=date(2015, 6, 9), responded_on=responded_on)
    Responsibility.objects.update(post=getattr(council, answers))
    assert _json(client, "/api/inquiries/own-inquiry/")["response_due_on"] == due_on


def test_an_inquiry_is_not_called_concluded_before_every_view_that_says_so_is_published(
    client: Client, council: Council
) -> None:
    meeting = factories.MeetingFactory(committee=council.committee, state=MeetingState.HELD, views_published_by=None)
    for leaf in council.recommendations:
        factories.AssessmentFactory(
            leaf=leaf, meeting=meeting, decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN
        )
    council.inquiry.state, council.inquiry.concluded_on = InquiryState.CONCLUDED, meeting.held_on
    council.inquiry.save()
    registered()
    public = _json(client, "/api/inquiries/own-inquiry/")
    client.force_login(council.user("member"))
    own = _json(client, "/api/inquiries/own-inquiry/")
    assert [(found["state"], found["concluded_on"], found["still_tracked"]) for found in (public, own)] == [
        ("published", None, 3),
        ("concluded", "2016-04-12", 0),
    ]


def test_a_view_that_is_not_published_is_for_users_only(client: Client, council: Council) -> None:
    meeting = factories.MeetingFactory(committee=council.committee, state=MeetingState.HELD, views_published_by=None)
    factories.AssessmentFactory(leaf=council.recommendations[0], meeting=meeting, reason="Unpublishedreason")
    registered()
    address = f"{RECOMMENDATIONS}own-inquiry/R01/"
    public = _json(client, address)
    client.force_login(factories.UserFactory())
    own = _json(client, address)
    assert [
        (found["viewed_number"], [row["view"]["reason"] for row in found["history"]]) for found in (public, own)
    ] == [
        (None, []),
        (3, ["Unpublishedreason"]),
    ]


@pytest.mark.parametrize(
    ("parameters", "references"),
    [
        ({}, ["R01", "R02", "R03"]),
        ({"q": "R02"}, ["R02"]),
        ({"committee": "own-committee"}, ["R01", "R02", "R03"]),
        ({"committee": "other-committee"}, []),
        ({"post": "housing"}, ["R02"]),
        ({"year": "2015", "state": "tracked"}, ["R01", "R02", "R03"]),
        ({"state": "concluded"}, []),
        ({"disagreement": "true"}, ["R01"]),
        ({"disagreement": "false"}, ["R01", "R02", "R03"]),
        ({"never": "on"}, ["R02", "R03"]),
        ({"committee": "", "overdue": ""}, ["R01", "R02", "R03"]),
        ({"inquiry": "own-inquiry", "page_size": "2"}, ["R02", "R03"]),
        ({"inquiry": "own-inquiry", "page_size": "2", "page": "2"}, ["R01"]),
        ({"sort": "inquiry"}, ["R01", "R02", "R03"]),
    ],
)
def test_the_filters_are_those_of_the_register(
    client: Client, considered: ProgressReport, parameters: dict[str, str], references: list[str]
) -> None:
    assert sorted(_references(client, **parameters)) == references


def test_a_page_leads_to_the_one_before_and_the_next_with_its_filters(
    client: Client, considered: ProgressReport
) -> None:
    page = _json(client, RECOMMENDATIONS, page="2", page_size="1", state="tracked")
    assert (page["count"], page["previous"], page["next"]) == (
        3,
        "http://testserver/api/recommendations/?page_size=1&state=tracked",
        "http://testserver/api/recommendations/?page=3&page_size=1&state=tracked",
    )


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("colour", "blue", "There is no such parameter here."),
        ("format", "csv", "There is no such parameter here."),
        ("committee", "nobodys", "Choose a committee from the list."),
        ("overdue", "ja", "Write true or false."),
        ("page", "0", "Give a whole number from 1 to 999999."),
        ("page", "٣", "Give a whole number from 1 to 999999."),
        ("page_size", "201", "Give a whole number from 1 to 200."),
        ("q", "\x00", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_used_is_named_with_what_to_do(
    client: Client, considered: ProgressReport, name: str, value: str, message: str
) -> None:
    assert _wrong(client, **{name: value}) == {name: [message]}


def test_everything_that_is_wrong_is_said_at_once(client: Client, considered: ProgressReport) -> None:
    wrong = _wrong(client, committee="nobodys", colour="blue", state="lost", overdue="ja")
    assert sorted(wrong) == ["colour", "committee", "overdue", "state"]


def test_a_parameter_given_twice_is_wrong(client: Client, considered: ProgressReport) -> None:
    response = client.get(f"{RECOMMENDATIONS}?state=tracked&state=concluded")
    assert (response.status_code, response.json()["parameters"]) == (400, {"state": ["Give this once."]})


@pytest.mark.parametrize("slug", ["draft-inquiry", "nonsense"])
def test_an_inquiry_that_may_not_be_seen_is_the_same_as_one_that_is_not_there(
    client: Client, council: Council, slug: str
) -> None:
    factories.InquiryFactory(slug="draft-inquiry", state=InquiryState.DRAFT, tracking_committee=council.committee)
    asked = [client.get(RECOMMENDATIONS, {"inquiry": slug}), client.get(f"/api/inquiries/{slug}/")]
    assert [response.status_code for response in asked] == [404, 404]
    assert asked[0].json() == {"detail": "There is no such inquiry, or you may not see it."}
    assert asked[1].json() == {"detail": "There is nothing at this address, or you may not see it."}


def test_behind_the_last_page_there_is_nothing(client: Client, considered: ProgressReport) -> None:
    response = client.get(RECOMMENDATIONS, {"page": "2"})
    assert (response.status_code, response.json()) == (404, {"detail": "There is no page 2."})


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("name", ["anonymous", "clerk"])
def test_nothing_can_be_written(client: Client, council: Council, method: str, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    if name != "anonymous":
        client.force_login(council.user(name))
    response = getattr(client, method)(RECOMMENDATIONS)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert Event.objects.count() == 0


@pytest.mark.parametrize("name", ["anonymous", "clerk"])
@pytest.mark.parametrize("address", ["api_recommendations", "api_schema", "api_start"])
def test_what_has_not_changed_is_not_sent_again(
    client: Client, considered: ProgressReport, council: Council, name: str, address: str
) -> None:
    if name != "anonymous":
        client.force_login(council.user(name))
    first = client.get(reverse(address))
    again = client.get(reverse(address), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_has_changed_is_sent_with_another_etag(client: Client, considered: ProgressReport) -> None:
    first = client.get(RECOMMENDATIONS)
    Recommendation.objects.update(text="Other words.")
    again = client.get(RECOMMENDATIONS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["ETag"] == first.headers["ETag"]) == (200, False)


def test_an_answer_to_somebody_signed_in_is_kept_by_no_cache(client: Client, council: Council) -> None:
    client.force_login(council.user("clerk"))
    assert "no-store" in client.get(RECOMMENDATIONS).headers["Cache-Control"]


def test_an_answer_is_json_whatever_is_asked_for(client: Client, considered: ProgressReport) -> None:
    response = client.get(RECOMMENDATIONS, headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(client: Client, council: Council) -> None:
    response = client.get("/api/inquiries/own-inquiry")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/inquiries/own-inquiry/")


def test_a_second_sitting_on_a_day_has_its_own_address(client: Client, council: Council) -> None:
    factories.MeetingFactory(committee=council.committee, held_on=date(2016, 4, 12), sequence=2)
    found = _json(client, "/api/meetings/own-committee/2016-04-12-2/")
    assert (found["sitting"], found["starts_at"], found["id"]) == (
        2,
        "14:00",
        "https://scrutiny.example.org/committees/own-committee/meetings/2016-04-12-2/",
    )


def test_meetings_are_found_by_their_committee(client: Client, council: Council) -> None:
    factories.MeetingFactory(committee=council.committee)
    factories.MeetingFactory(committee=council.other_committee)
    rows = _json(client, "/api/meetings/", committee="other-committee")["results"]
    assert [row["committee"]["slug"] for row in rows] == ["other-committee"]


def test_a_post_says_who_holds_it_today_and_what_it_took_over_from(client: Client, council: Council) -> None:
    before = factories.PostFactory(name="Cabinet Member for Local Services", slug="local", ended_on=date(2015, 5, 1))
    before.successors.add(council.other_body)
    found = _json(client, "/api/posts/bus-company/")
    assert (found["kind"], [post["name"] for post in found["predecessors"]], found["successors"]) == (
        "outside_body",
        ["Cabinet Member for Local Services"],
        [],
    )
    assert _json(client, "/api/posts/deputy-leader/")["holders"] == [str(council.user("cabinet member").person)]


def test_the_categories_say_what_they_mean(client: Client, council: Council) -> None:
    rows = _json(client, "/api/categories/")["results"]
    assert [(row["number"], row["achieved"], row["timing"], row["usual_decision"]) for row in rows] == [
        (1, True, "on_time", "conclude"),
        (2, True, "late", "conclude"),
        (3, False, "none", "continue"),
        (4, False, "none", None),
        (5, False, "none", "continue"),
        (6, False, "not_yet_due", "continue"),
    ]
