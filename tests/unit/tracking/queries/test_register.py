"""What the register says of a leaf: the same as its judgements, for each audience."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tests.register import entry_of, registered
from tracking.enums import Audience, ConclusionReason, Decision, Ending, Exemption, MeetingState, PostKind, ReportState
from tracking.models import EvidenceUse, RegisterEntry, SearchEntry
from tracking.queries.register import plain_words
from tracking.queries.register_check import strayed_leaves
from tracking.queries.register_rows import register_rows

pytestmark = pytest.mark.django_db

TODAY = date(2016, 5, 1)


@pytest.fixture
def committee():
    return factories.CommitteeFactory()


@pytest.fixture
def meeting(committee):
    return factories.MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.HELD)


@pytest.fixture
def inquiry(committee):
    return factories.InquiryFactory(tracking_committee=committee, approved_on=date(2015, 3, 3))


@pytest.fixture
def leaf(inquiry):
    return factories.RecommendationFactory(inquiry=inquiry, due_on=date(2015, 11, 30), due_text="November 2015")


def claimed(leaf, meeting, number=1, **claim):
    return factories.published_report(
        [leaf], meeting=meeting, claims={"category": factories.category(number) if number else None, **claim}
    )


def viewed(leaf, meeting, number=3, *, report=None, published=True, **fields):
    if not published:
        meeting.views_published_at = meeting.views_published_by = None
        meeting.save()
    claim = leaf.self_assessments.filter(update__revision__report=report).first()
    values = {"decision": Decision.CONTINUE, "conclusion_reason": ""} | fields
    return factories.AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        report=report,
        self_assessment=claim,
        category=factories.category(number) if number else None,
        **values,
    )


def concluded(leaf, meeting, number, reason=ConclusionReason.IMPLEMENTED):
    return viewed(leaf, meeting, number, decision=Decision.CONCLUDE, conclusion_reason=reason)


def test_a_leaf_that_nobody_judged_is_tracked_and_due_when_it_was_approved_to_be(leaf):
    registered()
    entry = entry_of(leaf)
    assert (entry.claim, entry.view, entry.ending, entry.is_concluded) == (None, None, Ending.TRACKED, False)
    assert (entry.original_on, entry.current_on, entry.days_slipped, entry.moves) == (leaf.due_on, leaf.due_on, 0, 0)
    assert (entry.municipal_year, entry.inquiry) == (2014, leaf.inquiry)
    assert list(RegisterEntry.objects.never_tracked().filter(audience=Audience.EVERYONE)) == [entry]


def test_both_judgements_stand_there_and_whether_they_differ(leaf, meeting):
    report = claimed(leaf, meeting, 1)
    view = viewed(leaf, meeting, 3, report=report, agreed_due_on=date(2016, 11, 30))
    registered()
    entry = entry_of(leaf)
    assert (entry.claimed, entry.viewed) == (factories.category(1), factories.category(3))
    assert (entry.view, entry.viewed_on, entry.claimed_on) == (view, meeting.held_on, meeting.held_on)
    assert (entry.is_answered, entry.differs) == (True, True)
    assert (entry.current_on, entry.days_slipped, entry.moves) == (date(2016, 11, 30), 366, 1)


def test_a_claim_that_came_after_the_view_differs_from_nothing_yet(leaf, meeting, committee):
    viewed(leaf, meeting, 3, report=claimed(leaf, meeting, 3))
    later = factories.MeetingFactory(committee=committee, held_on=date(2016, 11, 10), state=MeetingState.PAPERS_ISSUED)
    claimed(leaf, later, 1)
    registered()
    entry = entry_of(leaf)
    assert (entry.claimed, entry.viewed) == (factories.category(1), factories.category(3))
    assert (entry.is_answered, entry.differs, entry.is_said_to_be_done) == (False, False, True)


def test_a_claim_for_a_second_sitting_on_the_day_of_the_view_is_news(leaf, meeting, committee):
    viewed(leaf, meeting, 3, report=claimed(leaf, meeting, 3))
    second = factories.MeetingFactory(
        committee=committee, held_on=meeting.held_on, sequence=2, state=MeetingState.PAPERS_ISSUED
    )
    claimed(leaf, second, 1)
    registered()
    assert entry_of(leaf).is_said_to_be_done is True
    assert RegisterEntry.objects.overdue(TODAY).count() == 0


def test_what_was_tracked_before_this_system_is_not_never_tracked(leaf, inquiry):
    registered()
    assert RegisterEntry.objects.visible_to(AnonymousUser()).never_tracked().count() == 1
    inquiry.last_tracked_on_carried_over = date(2016, 2, 1)
    inquiry.save()
    assert RegisterEntry.objects.visible_to(AnonymousUser()).never_tracked().count() == 0


def test_views_that_are_not_published_are_known_to_users_alone(leaf, meeting):
    viewed(leaf, meeting, 1, published=False, decision=Decision.CONCLUDE, conclusion_reason="implemented")
    registered()
    everyone, users = entry_of(leaf), entry_of(leaf, Audience.USERS)
    assert (everyone.view, everyone.ending, everyone.viewed_on) == (None, Ending.TRACKED, None)
    assert (users.ending, users.viewed) == (Ending.ON_TIME, factories.category(1))
    assert list(RegisterEntry.objects.visible_to(AnonymousUser())) == [everyone]
    assert list(RegisterEntry.objects.visible_to(factories.UserFactory())) == [users]


def test_each_ending_counts_once_and_only_a_category_makes_it_achieved(inquiry, meeting):
    leaves = [factories.RecommendationFactory(inquiry=inquiry, number=number) for number in range(1, 10)]
    concluded(leaves[0], meeting, 1)
    concluded(leaves[1], meeting, 2)
    concluded(leaves[2], meeting, 1, ConclusionReason.OVERTAKEN)
    reasons = [reason for reason in ConclusionReason if reason not in ConclusionReason.with_target()]
    for leaf, reason in zip(leaves[3:], reasons, strict=False):
        concluded(leaf, meeting, None, reason)
    registered()
    endings = [entry_of(leaf).ending for leaf in leaves]
    assert endings == [
        Ending.ON_TIME,
        Ending.LATE,
        Ending.ON_TIME,
        Ending.IMPLEMENTED,
        Ending.OVERTAKEN,
        Ending.NOT_ACHIEVABLE,
        Ending.WITHDRAWN,
        Ending.TRACKED,
        Ending.TRACKED,
    ]


def test_a_recommendation_that_is_split_hands_its_place_to_its_parts(leaf):
    registered()
    part = factories.PartFactory(parent=leaf, letter="a", due_on=None, due_text="")
    registered()
    assert set(RegisterEntry.objects.values_list("leaf", flat=True)) == {part.pk}
    assert entry_of(part).current_on == leaf.due_on


def test_what_was_withdrawn_as_a_mistake_leaves_the_register(leaf):
    registered()
    leaf.withdrawn_reason = "Entered twice."
    leaf.save()
    registered()
    assert (RegisterEntry.objects.count(), SearchEntry.objects.count()) == (0, 0)


def test_a_draft_inquiry_is_in_nobodys_register_but_its_officers(leaf, inquiry):
    inquiry.state = "draft"
    inquiry.save()
    registered()
    assert list(RegisterEntry.objects.visible_to(AnonymousUser())) == []
    assert list(RegisterEntry.objects.visible_to(factories.UserFactory())) == []


class TestOverdue:
    def test_a_date_that_has_passed_is_overdue_from_the_next_day(self, leaf):
        registered()
        overdue = RegisterEntry.objects.visible_to(AnonymousUser()).overdue
        assert (overdue(date(2015, 11, 30)).count(), overdue(date(2015, 12, 1)).count()) == (0, 1)

    def test_what_is_said_to_be_done_is_not_overdue(self, leaf, meeting):
        claimed(leaf, meeting, 1)
        registered()
        assert RegisterEntry.objects.overdue(TODAY).count() == 0

    def test_what_has_no_date_is_never_overdue_and_stands_last(self, leaf, inquiry):
        ongoing = factories.RecommendationFactory(
            inquiry=inquiry, number=2, due_on=None, due_text="Ongoing", ongoing=True
        )
        registered()
        rows = RegisterEntry.objects.visible_to(AnonymousUser())
        assert [row.leaf for row in rows.most_urgent_first()] == [leaf, ongoing]
        assert [row.leaf for row in rows.overdue(date(2999, 1, 1))] == [leaf]


class TestWhoAnswers:
    def test_a_part_without_posts_of_its_own_inherits_its_recommendations(self, leaf):
        post, other = factories.PostFactory(), factories.PostFactory()
        factories.ResponsibilityFactory(recommendation=leaf, post=post)
        own = factories.PartFactory(parent=leaf, letter="a")
        factories.ResponsibilityFactory(recommendation=own, post=other)
        inherits = factories.PartFactory(parent=leaf, letter="b")
        registered()
        rows = RegisterEntry.objects.visible_to(AnonymousUser())
        assert [row.leaf for row in rows.answered_by([post])] == [inherits]
        assert [row.leaf for row in rows.answered_by([other])] == [own]
        shown = register_rows(rows.with_everything().order_by("leaf__letter"), today=TODAY)
        assert [row.posts for row in shown] == [(other,), (post,)]

    def test_a_post_that_handed_on_answered_before_but_not_today(self, leaf):
        before, after = factories.PostFactory(), factories.PostFactory(kind=PostKind.OUTSIDE_BODY)
        factories.ResponsibilityFactory(recommendation=leaf, post=before, ends_on=date(2016, 4, 1))
        factories.ResponsibilityFactory(recommendation=leaf, post=after, starts_on=date(2016, 4, 1))
        registered()
        rows = RegisterEntry.objects.visible_to(AnonymousUser())
        assert (rows.answered_by([before]).count(), rows.answered_by([before], on=TODAY).count()) == (1, 0)
        assert register_rows(rows.with_everything(), today=TODAY)[0].posts == (after,)


class TestWords:
    def test_only_what_is_published_is_searched(self, leaf, meeting):
        report = claimed(leaf, meeting, 3)
        update = factories.current_revision(report).updates.get()
        update.evidence_text = "The **tender** was [let](https://example.org/let)."
        update.save()
        public = factories.EvidenceFactory(title="Board minutes")
        secret = factories.EvidenceFactory(
            title="Price list",
            exemption=Exemption.EXEMPT,
            exempt_paragraph=3,
            public_interest_reason="Prices.",
        )
        for evidence in (public, secret):
            EvidenceUse.objects.create(evidence=evidence, update=update)
        registered()
        assert SearchEntry.objects.get().evidence == "The tender was let . Board minutes"
        report.state = ReportState.WITHDRAWN
        report.withdrawn_reason = "Not yet."
        report.save()
        registered()
        assert SearchEntry.objects.get().evidence == ""

    def test_a_part_is_found_by_its_recommendations_words(self, inquiry):
        whole = factories.RecommendationFactory(inquiry=inquiry, number=7, title="The plan", text="Write it down")
        part = factories.PartFactory(parent=whole, letter="a", title="Costs", text="Say what it costs")
        registered()
        found = SearchEntry.objects.get(leaf=part)
        assert (found.heading, found.words) == ("Costs The plan", "Say what it costs Write it down")

    def test_markdown_leaves_words_alone(self):
        assert plain_words("# Plan\n\n* one\n* [two](https://example.org/a)", "", "`x` | y") == "Plan one two x y"


def test_the_check_names_every_leaf_the_register_is_wrong_about(inquiry):
    right, wrong, missing = (factories.RecommendationFactory(inquiry=inquiry, number=number) for number in (1, 2, 3))
    registered()
    RegisterEntry.objects.filter(leaf=wrong).update(moves=3)
    SearchEntry.objects.filter(leaf=missing).delete()
    assert list(strayed_leaves()) == [wrong.pk, missing.pk]
    assert right.pk not in list(strayed_leaves())
