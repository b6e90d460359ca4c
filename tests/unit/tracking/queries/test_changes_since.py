"""Since last time: what changed after a meeting, what did not, and who may know of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests import factories
from tracking.actions.events import record_event
from tracking.enums import (
    ConclusionReason,
    Decision,
    Exemption,
    ExemptParagraph,
    InquiryState,
    MeetingState,
    Outcome,
    ReportState,
    SupplementState,
)
from tracking.models import (
    Committee,
    Inquiry,
    Meeting,
    Recommendation,
    ReportSupplement,
    User,
)
from tracking.queries import change_scopes
from tracking.queries.changes_since import ChangesSince, Tally, changes_since, meetings_to_choose_from

pytestmark = pytest.mark.django_db

PUBLIC = AnonymousUser()
TODAY = date(2016, 12, 1)


@dataclass
class Scene:
    """R01 of an inquiry, and the meeting of 12 April 2016 that is asked about."""

    committee: Committee
    inquiry: Inquiry
    leaf: Recommendation
    named: Meeting

    def meeting(self, day: date, sequence: int = 1, **fields) -> Meeting:
        held = {"state": MeetingState.HELD} | fields
        return factories.MeetingFactory(committee=self.committee, held_on=day, sequence=sequence, **held)

    def changes(self, viewer: User | AnonymousUser = PUBLIC, **fields) -> ChangesSince:
        asked = {"scope": change_scopes.of_inquiry(self.inquiry, viewer), "today": TODAY} | fields
        return changes_since(self.named, viewer, **asked)


@pytest.fixture
def scene() -> Scene:
    committee = factories.CommitteeFactory()
    inquiry = factories.InquiryFactory(tracking_committee=committee)
    named = factories.MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.HELD)
    return Scene(committee, inquiry, factories.RecommendationFactory(inquiry=inquiry, number=1), named)


def only_leaf(changes: ChangesSince):
    (inquiry,) = changes.inquiries
    (leaf,) = inquiry.leaves
    return leaf


def test_nothing_changed_is_empty(scene):
    factories.published_report([scene.leaf], meeting=scene.named)
    factories.AssessmentFactory(leaf=scene.leaf, meeting=scene.named)

    assert scene.changes().is_empty is True


def test_views_of_later_sittings_count_with_what_stood_before_them_the_latest_first(scene):
    before = factories.AssessmentFactory(leaf=scene.leaf, meeting=scene.named)
    first, last = (
        factories.AssessmentFactory(leaf=scene.leaf, meeting=scene.meeting(date(2016, month, 8))) for month in (6, 11)
    )

    changes = scene.changes()

    assert changes.totals == Tally(views=2)
    assert [(row.view, row.view_before) for row in only_leaf(changes).rounds] == [(last, first), (first, before)]


def test_a_second_sitting_on_the_same_day_is_later_and_the_first_is_not(scene):
    factories.AssessmentFactory(leaf=scene.leaf, meeting=scene.named)
    second = scene.meeting(scene.named.held_on, sequence=2)
    view = factories.AssessmentFactory(leaf=scene.leaf, meeting=second)

    assert [row.view for row in only_leaf(scene.changes()).rounds] == [view]
    assert changes_since(second, PUBLIC, scope=change_scopes.everything(PUBLIC), today=TODAY).is_empty is True


def test_views_that_are_not_published_are_nothing_yet_for_the_public(scene):
    hidden = scene.meeting(date(2016, 11, 8), views_published_by=None)
    factories.AssessmentFactory(
        leaf=scene.leaf, meeting=hidden, decision=Decision.CONCLUDE, conclusion_reason="merged", conclusion_target="R02"
    )

    assert scene.changes().is_empty is True
    assert scene.changes(factories.UserFactory()).totals == Tally(views=1, concluded=1)


def test_what_was_concluded_reopened_deferred_and_corrected_is_counted_once(scene):
    later = scene.meeting(date(2016, 11, 8))
    others = factories.RecommendationFactory.create_batch(3, inquiry=scene.inquiry)
    concluding = {"decision": Decision.CONCLUDE, "conclusion_reason": ConclusionReason.OVERTAKEN}
    wrong = factories.AssessmentFactory(leaf=scene.leaf, meeting=later)
    factories.AssessmentFactory(
        leaf=scene.leaf, meeting=later, supersedes=wrong, superseding_reason="A slip.", **concluding
    )
    factories.AssessmentFactory(leaf=others[0], meeting=later, reopens=True, reason="Not done after all.")
    factories.AssessmentFactory(leaf=others[1], meeting=later, outcome=Outcome.DEFERRED, category=None, decision="")
    undone = factories.AssessmentFactory(leaf=others[2], meeting=later)
    factories.AssessmentFactory(
        leaf=others[2],
        meeting=later,
        outcome=Outcome.UNDONE,
        category=None,
        decision="",
        supersedes=undone,
        superseding_reason="Undone.",
    )

    changes = scene.changes()

    assert changes.totals == Tally(views=2, concluded=1, reopened=1, deferred=1)
    assert [row.leaf for row in changes.inquiries[0].leaves] == [scene.leaf, *others[:2]]


def test_a_report_for_a_later_meeting_is_news_even_if_it_was_published_before_the_one_named(scene):
    report = factories.published_report([scene.leaf], meeting=scene.meeting(date(2016, 4, 15)))

    changes = scene.changes()

    (claim,) = only_leaf(changes).rounds[0].claims
    assert (changes.totals, claim.update.revision.report) == (Tally(claims=1), report)


def test_each_of_two_reports_on_the_same_for_one_meeting_is_news(scene):
    later = scene.meeting(date(2016, 11, 8))
    reports = [factories.published_report([scene.leaf], meeting=later) for _ in range(2)]

    changes = scene.changes()

    (found,) = only_leaf(changes).rounds
    assert changes.totals == Tally(claims=2)
    assert {claim.update.revision.report for claim in found.claims} == set(reports)


def test_a_claim_that_is_viewed_at_a_later_meeting_is_news_once(scene):
    first, second = scene.meeting(date(2016, 6, 14)), scene.meeting(date(2016, 11, 8))
    report = factories.published_report([scene.leaf], meeting=first)
    factories.AssessmentFactory(leaf=scene.leaf, meeting=first, outcome=Outcome.DEFERRED, category=None, decision="")
    claim = scene.leaf.self_assessments.get()
    factories.AssessmentFactory(leaf=scene.leaf, meeting=second, report=report, self_assessment=claim)

    rounds = only_leaf(scene.changes()).rounds

    assert [row.claims for row in rounds] == [(), (claim,)]


@pytest.mark.parametrize(
    ("published_at", "is_news"),
    [
        # Summer time: 23:30 by Greenwich is half past midnight of the next day in London.
        (datetime(2016, 4, 12, 22, 30, tzinfo=UTC), False),
        (datetime(2016, 4, 12, 23, 30, tzinfo=UTC), True),
    ],
)
def test_a_report_for_the_meeting_itself_is_news_if_it_was_published_after_that_day_in_london(
    scene, published_at, is_news
):
    factories.published_report([scene.leaf], meeting=scene.named, published_at=published_at)

    assert scene.changes().totals.claims == int(is_news)


def test_drafts_and_returned_revisions_are_never_news(scene):
    later = scene.meeting(date(2016, 11, 8))
    factories.published_report([scene.leaf], meeting=later, state=ReportState.ACCEPTED)
    published = factories.published_report([scene.leaf], meeting=scene.meeting(date(2016, 11, 22)))
    factories.returned_copy(published, claims={"category": factories.category(1)})

    rounds = only_leaf(scene.changes(factories.UserFactory())).rounds
    assert [claim.category.number for row in rounds for claim in row.claims] == [6]


def test_dates_moved_after_the_meeting_are_told_with_their_days_and_those_before_it_are_not(scene):
    factories.AssessmentFactory(leaf=scene.leaf, meeting=scene.named, agreed_due_on=date(2016, 5, 31))
    later = scene.meeting(date(2016, 11, 8))
    factories.published_report([scene.leaf], meeting=later, claims={"anticipated_on": date(2016, 6, 30)})
    factories.AssessmentFactory(leaf=scene.leaf, meeting=later, agreed_due_on=date(2016, 7, 31))

    moves = [(move.due_on, move.days) for move in only_leaf(scene.changes()).moves]

    assert moves == [(date(2016, 7, 31), 31), (date(2016, 6, 30), 30)]


def test_evidence_is_new_that_no_report_used_before_and_withheld_evidence_is_for_those_who_may_see_it(scene):
    earlier = factories.published_report([scene.leaf], meeting=scene.named)
    later = factories.published_report([scene.leaf], meeting=scene.meeting(date(2016, 11, 8)))
    again = factories.EvidenceFactory(
        title="Again", link="https://example.org/again", file="", sha256="", original_name=""
    )
    new = factories.EvidenceFactory(title="New")
    exempt = factories.EvidenceFactory(
        title="Exempt",
        sha256="e" * 64,
        exemption=Exemption.EXEMPT,
        exempt_paragraph=ExemptParagraph.BUSINESS_AFFAIRS,
        public_interest_reason="Prices.",
    )
    for report, rows in ((earlier, [again]), (later, [again, new, exempt])):
        update = factories.current_revision(report).updates.get()
        for position, evidence in enumerate(rows):
            evidence.uses.create(update=update, position=position)
    member = factories.seated(scene.committee)

    titles = {
        name: [item.evidence.title for item in only_leaf(scene.changes(viewer)).evidence]
        for name, viewer in (("public", PUBLIC), ("member", member))
    }

    assert titles == {"public": ["New"], "member": ["New", "Exempt"]}


def _late_news(report, **fields):
    author = factories.UserFactory()
    published = {
        "state": SupplementState.PUBLISHED,
        "number": ReportSupplement.objects.count() + 1,
        "published_by": author,
        "published_at": datetime(2016, 5, 2, 9, tzinfo=UTC),
    }
    said = {"text": "News.", "signed_by": author.person, "signed_name": "A. Example", "recorded_by": author}
    return ReportSupplement.objects.create(report=report, **said | published | fields)


def test_late_news_counts_once_it_is_published(scene):
    report = factories.published_report([scene.leaf], meeting=scene.named)
    about_all = _late_news(report)
    about_one = _late_news(report, recommendation=scene.leaf)
    _late_news(report, published_at=datetime(2016, 4, 11, 9, tzinfo=UTC))
    _late_news(report, state=SupplementState.HANDED_IN, number=None, published_by=None, published_at=None)

    for scope in (
        change_scopes.of_inquiry(scene.inquiry, PUBLIC),
        change_scopes.everything(PUBLIC),
        change_scopes.of_recommendation(scene.leaf, PUBLIC),
    ):
        changes = scene.changes(scope=scope)
        assert (changes.totals, changes.inquiries[0].late_news) == (Tally(late_news=2), (about_all,))
        assert only_leaf(changes).late_news == (about_one,)


def _event(kind, target, at):
    record_event(by=None, type=kind, target=target, at=at)


def test_what_was_added_to_an_inquiry_that_was_there_is_told_with_its_day(scene):
    part = factories.PartFactory(parent=scene.leaf)
    _event("added part", part, datetime(2016, 5, 2, 23, 30, tzinfo=UTC))
    _event("added recommendation", scene.leaf, datetime(2015, 6, 9, 9, tzinfo=UTC))

    changes = scene.changes()

    assert (changes.totals, only_leaf(changes).leaf, only_leaf(changes).added_on) == (
        Tally(added=1),
        part,
        date(2016, 5, 3),
    )


def test_an_inquiry_approved_since_is_new_as_a_whole(scene):
    new = factories.InquiryFactory(approved_on=date(2016, 6, 14), tracking_committee=scene.committee)
    row = factories.RecommendationFactory(inquiry=new)
    factories.ResponsibilityFactory(recommendation=row, starts_on=date(2016, 6, 14))
    _event("added recommendation", row, datetime(2016, 6, 10, 9, tzinfo=UTC))
    _event("published inquiry", new, datetime(2016, 6, 15, 9, tzinfo=UTC))

    changes = scene.changes(scope=change_scopes.of_committee(scene.committee, PUBLIC))

    assert changes.totals == Tally(new=1)
    assert [(found.inquiry, found.is_new, found.leaves) for found in changes.inquiries] == [(new, True, ())]


@pytest.mark.parametrize(
    ("responded_on", "responses"),
    [(date(2016, 4, 12), 0), (date(2016, 4, 13), 1), (TODAY, 1), (date(2016, 12, 2), 0), (None, 0)],
)
def test_an_executive_response_is_news_if_it_was_given_after_the_day_of_the_meeting(scene, responded_on, responses):
    Inquiry.objects.filter(pk=scene.inquiry.pk).update(responded_on=responded_on)
    assert scene.changes().totals == Tally(responses=responses)


def test_a_draft_inquiry_is_nothing_to_the_public(scene):
    draft = factories.InquiryFactory(
        state=InquiryState.DRAFT, approved_on=date(2016, 6, 14), tracking_committee=scene.committee
    )
    row = factories.RecommendationFactory(inquiry=draft)
    _event("added recommendation", row, datetime(2016, 6, 10, 9, tzinfo=UTC))

    assert scene.changes(scope=change_scopes.everything(PUBLIC)).is_empty is True


def test_an_inquiry_handed_on_says_from_whom_to_whom(scene):
    after = factories.CommitteeFactory()
    scene.inquiry.tracking_committees.update(ends_on=date(2016, 5, 24))
    scene.inquiry.tracking_committees.create(committee=after, starts_on=date(2016, 5, 24))

    changes = scene.changes()

    (handing,) = changes.inquiries[0].handings_on
    assert (changes.totals, handing.before.committee, handing.after.committee) == (
        Tally(handed_on=1),
        scene.committee,
        after,
    )


def test_a_post_that_changed_hands_is_told_of_what_it_answers_for_and_of_itself(scene):
    post = factories.PostFactory()
    factories.ResponsibilityFactory(recommendation=scene.leaf, post=post)
    went = factories.AppointmentFactory(post=post, ends_on=date(2016, 5, 24))
    came = factories.AppointmentFactory(post=post, starts_on=date(2016, 5, 24))
    factories.AppointmentFactory(post=post, starts_on=date(2017, 1, 1))
    factories.AppointmentFactory(starts_on=date(2016, 5, 24))

    for scope in (
        change_scopes.of_inquiry(scene.inquiry, PUBLIC),
        change_scopes.of_post(post, PUBLIC),
        change_scopes.everything(PUBLIC),
    ):
        changes = scene.changes(scope=scope)
        (changed,) = changes.posts
        assert changes.is_empty is False
        assert (changed.post, changed.came, changed.went, changed.ended) == (post, (came,), (went,), False)


def test_a_responsibility_that_moved_is_told_with_the_recommendation(scene):
    before = factories.ResponsibilityFactory(recommendation=scene.leaf, ends_on=date(2016, 5, 24))
    after = factories.ResponsibilityFactory(recommendation=scene.leaf, starts_on=date(2016, 5, 24))

    changes = scene.changes()

    assert (changes.totals, set(only_leaf(changes).moved)) == (Tally(moved_posts=1), {before, after})


@pytest.mark.parametrize("begins_on", [None, date(2015, 6, 9)])
def test_the_first_post_to_be_named_is_no_move_and_the_next_is(scene, begins_on):
    first = factories.RecommendationFactory(inquiry=scene.inquiry)
    part = factories.PartFactory(parent=scene.leaf)
    for leaf in (first, part):
        factories.ResponsibilityFactory(recommendation=leaf, starts_on=date(2016, 5, 24))

    assert scene.changes().is_empty is True

    factories.ResponsibilityFactory(recommendation=scene.leaf, starts_on=begins_on)
    changes = scene.changes()
    assert (changes.totals, only_leaf(changes).leaf) == (Tally(moved_posts=1), part)


def test_a_part_is_told_of_the_posts_that_answer_for_it_by_way_of_its_parent_and_only_those(scene):
    post = factories.PostFactory()
    gone = factories.ResponsibilityFactory(recommendation=scene.leaf, ends_on=date(2016, 5, 24))
    came = factories.ResponsibilityFactory(recommendation=scene.leaf, post=post, starts_on=date(2016, 5, 24))
    factories.AppointmentFactory(post=post, starts_on=date(2016, 6, 1))
    inheriting, own = (factories.PartFactory(parent=scene.leaf, letter=letter) for letter in "ab")
    factories.ResponsibilityFactory(recommendation=own)

    told, other = (scene.changes(scope=change_scopes.of_recommendation(part, PUBLIC)) for part in (inheriting, own))

    assert (told.totals, set(only_leaf(told).moved)) == (Tally(moved_posts=1), {gone, came})
    assert [row.post for row in told.posts] == [post]
    assert other.is_empty is True


def test_a_post_is_told_only_what_changed_in_what_it_answers_for_parts_it_inherits_included(scene):
    post = factories.PostFactory()
    factories.ResponsibilityFactory(recommendation=scene.leaf, post=post)
    inheriting, own = (factories.PartFactory(parent=scene.leaf, letter=letter) for letter in "ab")
    factories.ResponsibilityFactory(recommendation=own)
    other = factories.RecommendationFactory(inquiry=scene.inquiry)
    later = scene.meeting(date(2016, 11, 8))
    for leaf in (inheriting, own, other):
        factories.AssessmentFactory(leaf=leaf, meeting=later)

    changes = scene.changes(scope=change_scopes.of_post(post, PUBLIC))

    assert (changes.totals, only_leaf(changes).leaf) == (Tally(views=1), inheriting)


def test_a_recommendation_is_told_what_changed_in_its_parts_and_a_part_only_its_own(scene):
    parts = [factories.PartFactory(parent=scene.leaf, letter=letter) for letter in "ab"]
    later = scene.meeting(date(2016, 11, 8))
    for part in parts:
        factories.AssessmentFactory(leaf=part, meeting=later)

    told = [
        scene.changes(scope=change_scopes.of_recommendation(row, PUBLIC)).totals.views for row in (scene.leaf, *parts)
    ]

    assert told == [2, 1, 1]


def test_with_a_later_meeting_as_its_end_nothing_after_that_meeting_counts(scene):
    until = scene.meeting(date(2016, 6, 14))
    inside = factories.AssessmentFactory(leaf=scene.leaf, meeting=until)
    after = scene.meeting(date(2016, 11, 8))
    factories.published_report([scene.leaf], meeting=after, published_at=datetime(2016, 6, 1, 9, tzinfo=UTC))
    factories.AssessmentFactory(leaf=scene.leaf, meeting=after)

    changes = scene.changes(until=until)

    assert changes.totals == Tally(views=1)
    assert [row.view for row in only_leaf(changes).rounds] == [inside]


def test_inquiries_come_five_to_a_page_in_the_order_of_their_titles(scene):
    later = scene.meeting(date(2016, 11, 8))
    for title in "gfedcba":
        inquiry = factories.InquiryFactory(title=title, tracking_committee=scene.committee)
        factories.AssessmentFactory(leaf=factories.RecommendationFactory(inquiry=inquiry), meeting=later)

    pages = [scene.changes(scope=change_scopes.everything(PUBLIC), page=page) for page in (1, 2)]

    assert [[row.inquiry.title for row in page.inquiries] for page in pages] == [list("abcde"), list("fg")]
    assert {(page.inquiry_count, page.page_count, page.totals.views) for page in pages} == {(7, 2, 7)}


def test_a_reader_chooses_among_the_last_meetings_of_the_committees_concerned_that_took_place(scene):
    before = scene.meeting(date(2015, 11, 10))
    second = scene.meeting(scene.named.held_on, sequence=2)
    scene.meeting(date(2016, 7, 1), state=MeetingState.CANCELLED, cancelled_reason="Snow")
    scene.meeting(date(2017, 1, 10), state=MeetingState.PLANNED)
    factories.MeetingFactory(held_on=date(2016, 6, 1), state=MeetingState.HELD)
    scope = change_scopes.of_inquiry(scene.inquiry, PUBLIC)

    assert meetings_to_choose_from(scope, today=TODAY) == [second, scene.named, before]
    assert meetings_to_choose_from(scope, today=TODAY, before=second) == [scene.named, before]


def test_views_carried_over_from_before_the_system_count_by_their_day(scene):
    rows = [
        factories.AssessmentFactory(leaf=scene.leaf, meeting=None, considered_on=day, source_text="Minutes of old.")
        for day in (date(2016, 4, 12), date(2016, 4, 13))
    ]

    assert [row.view for row in only_leaf(scene.changes()).rounds] == rows[1:]


def test_a_moment_today_belongs_to_the_period(scene):
    now = timezone.now()
    report = factories.published_report([scene.leaf], meeting=scene.named)
    _late_news(report, published_at=now)

    assert scene.changes(today=None).totals == Tally(late_news=1)
