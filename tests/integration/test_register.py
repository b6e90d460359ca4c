"""The register: every leaf, filtered, searched, ordered and taken page by page."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.pages import text_of
from tests.register import registered
from tracking.enums import CommitteeRole, ConclusionReason, Decision, MeetingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return factories.CommitteeFactory(name="Corporate Resources Committee", slug="corporate-resources")


@pytest.fixture
def meeting(committee):
    return factories.MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.HELD)


@pytest.fixture
def leaves(committee, meeting):
    """R01 disputed and overdue; R02 achieved and concluded; R03 overtaken; R01 of another inquiry never tracked."""
    inquiry = factories.InquiryFactory(
        title="Refreshing the Partnership",
        slug="partnership",
        tracking_committee=committee,
        approved_on=date(2015, 3, 3),
    )
    rows = {
        number: factories.RecommendationFactory(
            inquiry=inquiry, number=number, title=f"Thing {number}", due_on=date(2015, 11, 30), due_text="November 2015"
        )
        for number in (1, 2, 3)
    }
    leader, deputy = (
        factories.PostFactory(name="Leader", slug="leader"),
        factories.PostFactory(name="Deputy", slug="deputy"),
    )
    factories.ResponsibilityFactory(recommendation=rows[1], post=leader, ends_on=date(2016, 1, 1))
    factories.ResponsibilityFactory(recommendation=rows[1], post=deputy, starts_on=date(2016, 1, 1))
    report = factories.published_report(
        list(rows.values()), meeting=meeting, claims={"category": factories.category(1)}
    )
    for number, (category, decision, reason) in {
        1: (5, Decision.CONTINUE, ""),
        2: (1, Decision.CONCLUDE, ConclusionReason.IMPLEMENTED),
        3: (None, Decision.CONCLUDE, ConclusionReason.OVERTAKEN),
    }.items():
        factories.AssessmentFactory(
            leaf=rows[number],
            meeting=meeting,
            report=report,
            self_assessment=rows[number].self_assessments.get(),
            category=factories.category(category) if category else None,
            decision=decision,
            conclusion_reason=reason,
        )
    other = factories.InquiryFactory(title="Flooding", slug="flooding", approved_on=date(2016, 9, 13))
    rows["other"] = factories.RecommendationFactory(
        inquiry=other, number=1, title="Drains", text="Clear the drains.", due_on=date(2999, 1, 1), due_text="2999"
    )
    registered()
    return rows


def listed(client: Client, **query: str) -> list[str]:
    page = client.get(reverse("register"), query)
    return [f"{line.entry.inquiry.slug} {line.entry.leaf.reference}" for line in page.context["lines"]]


def test_it_opens_with_how_many_there_are_and_what_is_most_urgent(client, leaves):
    page = client.get(reverse("register"))
    assert "4 recommendations and parts." in text_of(page)
    assert listed(client) == ["partnership R01", "flooding R01", "partnership R02", "partnership R03"]


def test_a_line_tells_who_answers_today_both_dates_and_both_judgements(client, leaves, meeting):
    line = client.get(reverse("register"), {"disagreement": "on"}).context["lines"][0]
    assert (line.responsible, line.original_date, line.committee) == (
        "Deputy",
        "November 2015 (30 November 2015)",
        "Corporate Resources Committee",
    )
    assert [tag.words for tag in line.pair.claim.tags] == ["Achieved (Fully)"]
    assert [tag.words for tag in line.pair.view.tags] == ["Not Achieved (Insufficient Progress)"]
    assert line.pair.differs is True


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"committee": "corporate-resources"}, ["partnership R01", "partnership R02", "partnership R03"]),
        ({"post": "leader"}, ["partnership R01"]),
        ({"post": "leader", "now": "on"}, []),
        ({"post": "deputy", "now": "on"}, ["partnership R01"]),
        ({"year": "2014"}, ["partnership R01", "partnership R02", "partnership R03"]),
        ({"year": "2016"}, ["flooding R01"]),
        ({"claimed": "six-categories-1"}, ["partnership R01", "partnership R02", "partnership R03"]),
        ({"viewed": "six-categories-5"}, ["partnership R01"]),
        ({"state": "tracked"}, ["partnership R01", "flooding R01"]),
        ({"state": "concluded"}, ["partnership R02", "partnership R03"]),
        ({"reason": "overtaken"}, ["partnership R03"]),
        ({"overdue": "on"}, ["partnership R01"]),
        ({"disagreement": "on"}, ["partnership R01"]),
        ({"never": "on"}, ["flooding R01"]),
        ({"inquiry": "flooding"}, ["flooding R01"]),
        ({"q": "drains"}, ["flooding R01"]),
        ({"q": "R01 drains"}, ["flooding R01"]),
        ({"state": "tracked", "viewed": "six-categories-5", "q": "R01"}, ["partnership R01"]),
        ({"sort": "inquiry"}, ["flooding R01", "partnership R01", "partnership R02", "partnership R03"]),
    ],
)
def test_each_filter_leaves_what_fits(client, leaves, query, expected):
    assert listed(client, **query) == expected


def test_chips_take_filters_away_one_by_one(client, leaves):
    page = client.get(reverse("register"), {"q": "thing", "overdue": "on", "page": "1"})
    assert [(chip.words, chip.query) for chip in page.context["chips"]] == [
        ("Words or reference: thing", "?overdue=on"),
        ("Overdue", "?q=thing"),
    ]
    assert "1 of 4 recommendations and parts fits these filters." in text_of(page)


def test_what_matched_is_marked_and_nothing_typed_becomes_markup(client, leaves):
    page = client.get(reverse("register"), {"q": "drains <script>"})
    assert "<script>" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert "<mark>drains</mark>" in client.get(reverse("register"), {"q": "draining"}).text.lower()


def test_an_answer_that_is_not_on_offer_is_named_and_filters_nothing(client, leaves):
    page = client.get(reverse("register"), {"committee": "nonsense", "viewed": "nonsense", "q": "drains"})
    text = text_of(page)
    assert "Choose a committee from the list." in text
    assert "Choose a category from the list." in text
    assert len(page.context["lines"]) == 1


def test_a_file_is_not_made_of_filters_that_are_wrong(client, leaves):
    page = client.get(reverse("register"), {"committee": "nonsense", "format": "csv"})
    assert (page.status_code, page.headers["Content-Type"]) == (400, "text/html; charset=utf-8")


def test_nothing_found_says_what_to_do(client, leaves):
    assert "No recommendation fits all of these filters. Take one away to see more." in text_of(
        client.get(reverse("register"), {"q": "zebra"})
    )


def test_an_empty_register_says_what_will_appear(client):
    assert "Recommendations will appear here" in text_of(client.get(reverse("register")))


def test_pages_keep_the_filters_and_have_the_size_asked_for(client, leaves):
    inquiry = leaves[1].inquiry
    for number in range(10, 60):
        factories.RecommendationFactory(inquiry=inquiry, number=number)
    registered()
    first = client.get(reverse("register"), {"state": "tracked"})
    assert (len(first.context["lines"]), "?state=tracked&amp;page=2" in first.text) == (25, True)
    assert len(client.get(reverse("register"), {"state": "tracked", "per_page": "100"}).context["lines"]) == 52
    assert len(client.get(reverse("register"), {"per_page": "7"}).context["lines"]) == 25


def test_views_that_are_not_published_are_in_the_users_register_alone(client, leaves, meeting, committee):
    meeting.views_published_at = meeting.views_published_by = None
    meeting.save()
    registered()
    assert listed(client, state="concluded") == []
    assert listed(client, never="on") == ["partnership R01", "partnership R02", "partnership R03", "flooding R01"]
    client.force_login(factories.seated(committee, CommitteeRole.MEMBER))
    assert listed(client, state="concluded") == ["partnership R02", "partnership R03"]
