"""The list of posts and the page of one."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.pages import text_of
from tests.register import registered
from tracking.enums import Decision, MeetingState, ReportState

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaf():
    return factories.RecommendationFactory(number=1, title="Operational plan", text="Write a plan.")


def test_the_list_says_who_holds_each_post_and_what_it_answers_for(client, leaf):
    post = factories.PostFactory(name="Deputy Leader")
    factories.AppointmentFactory(post=post, person=factories.PersonFactory(name="Councillor A. Example"))
    factories.ResponsibilityFactory(recommendation=leaf, post=post)
    factories.PostFactory(name="Cabinet Member for Canals", ended_on=date(2015, 5, 1))

    registered()
    text = text_of(client.get(reverse("post_list")))

    assert text.endswith(
        "Deputy Leader Councillor A. Example 1 of 1 still tracked "
        "Cabinet Member for Canals Ended 1 May 2015 Nobody today None"
    )


def test_the_page_says_who_held_the_post_and_marks_what_is_late(client, leaf):
    before, post = (factories.PostFactory(name=name) for name in ("Cabinet Member for Canals", "Deputy Leader"))
    before.successors.add(post)
    person = factories.PersonFactory(name="Councillor A. Example", title="")
    factories.AppointmentFactory(post=post, person=person, ends_on=date(2016, 5, 5))
    factories.ResponsibilityFactory(recommendation=leaf, post=post)
    registered()

    page = client.get(reverse("post_detail", args=[post.slug]))

    text = text_of(page)
    assert "Nobody holds this post today. It answers for 1 recommendation or part: 1 still tracked." in text
    assert "Before Councillor A. Example, 1 May 2015 to 5 May 2016" in text
    assert "Took over from Cabinet Member for Canals" in text
    assert 'class="app-late"' in page.content.decode()


def test_what_another_post_answers_for_by_now_is_marked_so(client, leaf):
    post = factories.ResponsibilityFactory(recommendation=leaf, ends_on=date(2015, 9, 1)).post
    factories.ResponsibilityFactory(recommendation=leaf, starts_on=date(2015, 9, 1))
    registered()

    assert "Another post answers for it today." in text_of(client.get(reverse("post_detail", args=[post.slug])))


def test_what_a_post_answers_for_no_longer_is_not_counted_as_if_it_did(client, leaf):
    busy, idle, ended = (factories.PostFactory(**fields) for fields in ({}, {}, {"ended_on": date(2015, 9, 1)}))
    for post in (busy, idle, ended):
        factories.ResponsibilityFactory(recommendation=leaf, post=post, ends_on=date(2015, 9, 1))
    factories.ResponsibilityFactory(recommendation=factories.RecommendationFactory(), post=busy)
    registered()

    states = [
        client.get(reverse("post_detail", args=[post.slug])).context["post_page"].state for post in (busy, idle, ended)
    ]

    assert states == [
        "Nobody holds this post today. It answers for 1 recommendation or part: 1 still tracked.",
        "Nobody holds this post today. It answers for nothing today; it once answered for 1 recommendation or part.",
        "This post ended on 1 September 2015. It answered for 1 recommendation or part: 1 still tracked.",
    ]
    text = text_of(client.get(reverse("post_list")))
    assert "Recommendations and parts it answers for, now or before" in text


def test_a_post_that_answers_for_nothing_says_what_will_appear(client):
    post = factories.PostFactory()

    text = text_of(client.get(reverse("post_detail", args=[post.slug])))

    assert "It does not answer for any recommendation." in text
    assert "Recommendations will appear here once one in a published inquiry is addressed to this post." in text


def test_a_post_that_does_not_exist_is_not_found(client):
    assert client.get(reverse("post_detail", args=["nobody"])).status_code == 404


def _counts(page):
    return [(count.number, count.words, count.href) for count in page.context["post_page"].counts]


def test_what_is_tracked_late_and_disagreed_today_leads_to_the_register(client):
    post = factories.PostFactory(slug="deputy-leader")
    late, done, given_away = factories.RecommendationFactory.create_batch(3)
    for leaf in (late, done):
        factories.ResponsibilityFactory(recommendation=leaf, post=post)
    factories.ResponsibilityFactory(recommendation=given_away, post=post, ends_on=date(2015, 9, 1))
    report = factories.published_report([done], claims={"category": factories.category(1)})
    factories.AssessmentFactory(
        leaf=done,
        meeting=factories.MeetingFactory(state=MeetingState.HELD),
        category=factories.category(3),
        self_assessment=done.self_assessments.get(),
        report=report,
        decision=Decision.CONCLUDE,
        conclusion_reason="implemented",
    )
    registered()

    page = client.get(reverse("post_detail", args=[post.slug]))

    register = reverse("register") + "?post=deputy-leader&now=on&"
    assert _counts(page) == [
        ("1", "still tracked", f"{register}state=tracked"),
        ("1", "late", f"{register}overdue=on"),
        ("1", "where the committee’s view differs", f"{register}disagreement=on"),
        ("1", "concluded", f"{register}state=concluded"),
    ]
    assert "Filter and search the 3 recommendations and parts it answers for, or once did" in text_of(page)


def test_the_numbers_are_those_the_register_lists(client):
    post = factories.PostFactory()
    for leaf in factories.RecommendationFactory.create_batch(3):
        factories.ResponsibilityFactory(recommendation=leaf, post=post)
    registered()

    counts = client.get(reverse("post_detail", args=[post.slug])).context["post_page"].counts

    listed = [client.get(count.href).context["page"].paginator.count for count in counts if count.href]
    assert listed == [int(count.number) for count in counts if count.href] == [3, 3]


def test_what_moved_over_from_another_post_is_said_on_both_pages(client, leaf):
    before, after = (factories.PostFactory(name=name) for name in ("Cabinet Member for Canals", "Deputy Leader"))
    factories.ResponsibilityFactory(recommendation=leaf, post=before, ends_on=date(2015, 9, 1))
    factories.ResponsibilityFactory(recommendation=leaf, post=after, starts_on=date(2015, 9, 1))
    registered()

    texts = [text_of(client.get(reverse("post_detail", args=[post.slug]))) for post in (after, before)]

    assert "Took over from Cabinet Member for Canals 1 recommendation or part moved from there" in texts[0]
    assert "Passed on to Deputy Leader 1 recommendation or part moved there" in texts[1]


def test_what_was_said_when_is_told_meeting_by_meeting_the_latest_first(client, leaf):
    post = factories.PostFactory()
    for year, number in ((2015, 6), (2016, 1)):
        meeting = factories.MeetingFactory(held_on=date(year, 11, 10), state=MeetingState.HELD)
        report = factories.published_report(
            [leaf],
            meeting=meeting,
            claims={"category": factories.category(number)},
            lead_post=post,
            state=ReportState.PUBLISHED,
        )
        factories.AssessmentFactory(
            leaf=leaf, meeting=meeting, report=report, self_assessment=leaf.self_assessments.order_by("-pk").first()
        )

    page = client.get(reverse("post_detail", args=[post.slug]))

    said = [
        (sitting.meeting.text, report.claimed[0].tag.number, report.viewed[0].tag.number, report.sentence)
        for sitting in page.context["sittings"]
        for report in sitting.reports
    ]
    assert said == [
        ("10 November 2016", "1", "3", "The committee gave its view on 1 of 1: it differs on 1."),
        ("10 November 2015", "6", "3", "The committee gave its view on 1 of 1: it differs on 1."),
    ]


def test_views_that_are_not_published_are_not_said_to_the_public(client, leaf):
    post = factories.PostFactory()
    meeting = factories.MeetingFactory(state=MeetingState.HELD, views_published_by=None)
    report = factories.published_report([leaf], meeting=meeting, lead_post=post)
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, report=report)
    address = reverse("post_detail", args=[post.slug])

    texts = [text_of(client.get(address))]
    client.force_login(factories.UserFactory())
    texts.append(text_of(client.get(address)))

    waiting, given = "No view is published yet.", "The committee gave its view on 1 of 1"
    assert [(waiting in text, given in text) for text in texts] == [(True, False), (False, True)]


def test_a_view_that_nobody_gave_is_said_to_be_so_to_those_who_sign_in(client, leaf):
    post = factories.PostFactory()
    factories.published_report([leaf], lead_post=post)
    client.force_login(factories.UserFactory())

    assert "The committee’s view is not given yet." in text_of(client.get(reverse("post_detail", args=[post.slug])))


CONCLUDED = {"category": None, "decision": Decision.CONCLUDE, "conclusion_reason": "overtaken"}


@pytest.mark.parametrize(
    ("views", "sentence"),
    [
        ([{"category": 6}] * 2, "2 of 2: it agrees with each assessment."),
        ([CONCLUDED], "1 of 2: it concluded 1."),
        ([{"category": 6}, CONCLUDED], "2 of 2: it shares 1 of 2 assessments and it concluded 1."),
        ([{"category": 3}, CONCLUDED], "2 of 2: it differs on 1, it shares 0 of 2 assessments and it concluded 1."),
        ([{"category": 3}, {"category": 6}], "2 of 2: it differs on 1."),
    ],
)
def test_the_committee_agrees_only_with_assessments_that_it_shares(client, views, sentence):
    leaves = factories.RecommendationFactory.create_batch(2, inquiry=factories.InquiryFactory())
    post = factories.PostFactory()
    meeting = factories.MeetingFactory(state=MeetingState.HELD)
    report = factories.published_report(leaves, meeting=meeting, lead_post=post)
    for leaf, view in zip(leaves, views, strict=False):
        category = factories.category(view["category"]) if view["category"] else None
        claim = leaf.self_assessments.get()
        factories.AssessmentFactory(
            leaf=leaf, meeting=meeting, report=report, self_assessment=claim, **view | {"category": category}
        )

    page = client.get(reverse("post_detail", args=[post.slug]))

    (said,) = page.context["sittings"][0].reports
    assert said.sentence == f"The committee gave its view on {sentence}"


def test_sittings_are_paged_beside_the_recommendations(client, leaf):
    post = factories.PostFactory()
    for year in range(2010, 2016):
        meeting = factories.MeetingFactory(held_on=date(year, 11, 10), state=MeetingState.HELD)
        factories.published_report([leaf], meeting=meeting, lead_post=post)
    address = reverse("post_detail", args=[post.slug])

    pages = [text_of(client.get(address, {"sittings": number})) for number in (1, 2)]

    assert ["10 November 2010" in page.partition("What was said when")[2] for page in pages] == [False, True]
    assert "Page 2 of 2" in pages[1]
