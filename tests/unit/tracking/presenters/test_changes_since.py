"""Since last time, in words."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from tests import factories
from tracking.enums import Decision, MeetingState, Outcome
from tracking.models import Meeting
from tracking.presenters.changes_since import counts, previous_link, since_face, since_value
from tracking.queries import change_scopes
from tracking.queries.changes_since import Tally, changes_since

PUBLIC = AnonymousUser()
TODAY = date(2016, 12, 1)


def _counted(**numbers):
    return counts(Tally(**numbers))


def test_numbers_that_are_nought_are_left_out():
    assert _counted(views=1, concluded=1, handed_on=2) == [
        "1 view given by a committee",
        "1 of these views concluded tracking",
        "2 inquiries handed on to another committee",
    ]


@pytest.fixture
def named(db) -> Meeting:
    committee = factories.CommitteeFactory(name="Corporate Resources O&S Committee", slug="corporate-resources")
    return factories.MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.HELD)


@pytest.fixture
def leaf(named):
    inquiry = factories.InquiryFactory(title="Left Offline", slug="left-offline", tracking_committee=named.committee)
    return factories.RecommendationFactory(inquiry=inquiry, number=1, title="Tablets")


def _later(named, **fields):
    return factories.MeetingFactory(
        committee=named.committee, held_on=date(2016, 11, 8), state=MeetingState.HELD, **fields
    )


def _face(named, query="", **fields):
    scope = change_scopes.of_committee(named.committee, PUBLIC)
    found = changes_since(named, PUBLIC, scope=scope, today=TODAY, **fields)
    return since_face(QueryDict(f"since={since_value(named)}&{query}"), [named], named, found)


def test_nothing_changed_says_so(named):
    face = _face(named)
    assert face.changed.sentence == "Nothing has changed since the meeting on 12 April 2016."
    assert (face.changed.counts, face.changed.inquiries) == ((), ())


def test_up_to_another_meeting_both_are_named(named):
    second = factories.MeetingFactory(committee=named.committee, held_on=named.held_on, sequence=2)
    assert _face(named, until=second).changed.sentence == (
        "Nothing has changed since the meeting on 12 April 2016 and up to the meeting on 12 April 2016, second sitting."
    )


def test_judgements_are_told_with_tags_with_what_stood_before_and_whether_they_differ(named, leaf):
    factories.AssessmentFactory(leaf=leaf, meeting=named, category=factories.category(6))
    later = _later(named)
    report = factories.published_report(
        [leaf], meeting=later, claims={"category": factories.category(1)}, lead_post__name="Deputy Leader"
    )
    factories.AssessmentFactory(
        leaf=leaf,
        meeting=later,
        report=report,
        self_assessment=leaf.self_assessments.get(),
        minute="47",
        reason="Indicators not yet reported.",
        asked_for="The figures.",
    )

    (inquiry,) = _face(named).changed.inquiries
    (line,) = inquiry.leaves
    view, claim = line.changes

    assert (line.title, inquiry.href) == (
        "R01 Tablets",
        "/inquiries/left-offline/?since=corporate-resources/2016-04-12#since",
    )
    assert (view.kind, view.words, view.note, view.differs) == (
        "Committee’s view",
        "Corporate Resources O&S Committee, 8 November 2016, minute 47",
        "Indicators not yet reported. Asked for next time: The figures.",
        True,
    )
    assert ([tag.number for tag in view.tags], [tag.number for tag in view.before]) == (["3"], ["6"])
    assert (claim.kind, claim.words, [tag.number for tag in claim.tags], claim.before) == (
        "Cabinet Member’s assessment",
        "Deputy Leader, for the meeting on 8 November 2016",
        ["1"],
        (),
    )


def test_each_of_two_reports_for_one_meeting_has_its_line(named, leaf):
    later = _later(named)
    for name, number in (("Deputy Leader", 1), ("Leader", 4)):
        factories.published_report(
            [leaf], meeting=later, claims={"category": factories.category(number)}, lead_post__name=name
        )

    (line,) = _face(named).changed.inquiries[0].leaves

    assert sorted((claim.words.partition(",")[0], claim.tags[0].number) for claim in line.changes) == [
        ("Deputy Leader", "1"),
        ("Leader", "4"),
    ]


def test_what_stays_the_same_is_not_told_as_before(named, leaf):
    for meeting in (named, _later(named)):
        factories.AssessmentFactory(leaf=leaf, meeting=meeting)

    ((view,),) = [line.changes for line in _face(named).changed.inquiries[0].leaves]

    assert view.before == ()


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"reopens": True, "reason": "Not done."}, "Reopened by the committee"),
        ({"outcome": Outcome.DEFERRED, "category": None, "decision": ""}, "Deferred by the committee"),
        ({"decision": Decision.CONCLUDE, "conclusion_reason": "overtaken"}, "Committee’s view"),
    ],
)
def test_what_the_committee_did_is_named(named, leaf, fields, kind):
    factories.AssessmentFactory(leaf=leaf, meeting=_later(named), **fields)

    assert _face(named).changed.inquiries[0].leaves[0].changes[0].kind == kind


def test_a_date_that_moved_says_how_far_and_who_moved_it(named, leaf):
    factories.AssessmentFactory(leaf=leaf, meeting=_later(named), agreed_due_on=date(2016, 12, 30))

    moved = _face(named).changed.inquiries[0].leaves[0].changes[1]

    assert (moved.kind, moved.words) == (
        "Date moved",
        "to 30 December 2016, 396 days later, agreed by the committee",
    )


def test_the_executives_response_is_told_with_its_day(named, leaf):
    leaf.inquiry.responded_on = date(2016, 5, 3)
    leaf.inquiry.save()
    found = _face(named).changed
    assert found.counts == ("1 executive response given",)
    assert [(row.kind, row.words) for row in found.inquiries[0].changes] == [
        ("Executive response", "given on 3 May 2016")
    ]


def test_posts_say_who_came_and_who_went_and_who_answers_now(named, leaf):
    post = factories.PostFactory(name="Deputy Leader", slug="deputy-leader")
    factories.ResponsibilityFactory(recommendation=leaf)
    factories.ResponsibilityFactory(recommendation=leaf, post=post, starts_on=date(2016, 5, 24))
    for name, fields in (("A. Before", {"ends_on": date(2016, 5, 24)}), ("B. After", {"starts_on": date(2016, 5, 24)})):
        factories.AppointmentFactory(post=post, person__name=name, **fields)

    changed = _face(named).changed

    assert [(row.kind, row.words, row.href) for row in changed.posts] == [
        ("Deputy Leader", "B. After since 24 May 2016; A. Before until 24 May 2016", "/posts/deputy-leader/")
    ]
    answers = changed.inquiries[0].leaves[0].changes[0]
    assert (answers.kind, answers.words) == ("Answers for it now", "Deputy Leader, since 24 May 2016")


def test_the_rest_of_the_query_is_kept_and_the_meeting_asked_for_is_chosen(named):
    earlier = factories.MeetingFactory(held_on=date(2010, 3, 1))
    face = since_face(QueryDict("since=x/2016-04-12&q=tablets&page=2&changes=3"), [earlier], named, None)

    assert face.kept == (("q", "tablets"), ("page", "2"))
    assert [(choice.words, choice.is_chosen) for choice in face.choices] == [
        (f"1 March 2010, {earlier.committee}", False),
        ("12 April 2016, Corporate Resources O&S Committee", True),
    ]
    assert face.close_href == "?q=tablets&page=2"


def test_a_meeting_that_does_not_exist_is_said_to_be_none(named):
    face = since_face(QueryDict("since=nonsense"), [named], None, None)

    assert (face.error, face.changed) == ("There is no such meeting. Choose one from the list.", None)
    assert since_face(QueryDict(""), [named], None, None).error == ""


def test_several_inquiries_are_counted_and_turned_page_by_page(named):
    later = _later(named)
    for title in "abcdef":
        inquiry = factories.InquiryFactory(title=title, tracking_committee=named.committee)
        factories.AssessmentFactory(leaf=factories.RecommendationFactory(inquiry=inquiry), meeting=later)

    changed = _face(named, query="q=x").changed

    assert changed.sentence == "Since the meeting on 12 April 2016, something has changed in 6 inquiries."
    assert changed.inquiries[0].summary == "1 view given by a committee"
    assert (changed.previous, changed.next.href, changed.next.detail) == (
        None,
        "?since=corporate-resources/2016-04-12&q=x&changes=2#since",
        "2 of 2",
    )


def test_the_page_of_a_meeting_leads_to_what_changed_since_the_one_before(named):
    before = factories.MeetingFactory(committee=named.committee, held_on=date(2015, 11, 10))

    link = previous_link(before, named)

    assert (previous_link(None, named), link.href) == (
        None,
        "/committees/corporate-resources/meetings/2016-04-12/?since=corporate-resources/2015-11-10#since",
    )


def test_late_news_leads_to_its_place_on_the_page_of_its_report(named, leaf):
    author = factories.UserFactory()
    report = factories.published_report([leaf], meeting=named)
    report.supplements.create(
        recommendation=leaf,
        text="News.",
        state="published",
        number=1,
        published_by=author,
        published_at=datetime(2016, 5, 2, 9, tzinfo=UTC),
        signed_by=author.person,
        signed_name="A. Example",
        recorded_by=author,
    )

    news = _face(named).changed.inquiries[0].leaves[0].changes[0]

    assert (news.kind, news.words, news.href) == (
        "Late news",
        "Supplement 1, 2 May 2016: R01",
        f"/reports/{report.pk}/#supplement-1",
    )
