"""One recommendation in words."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tracking.enums import Decision, MeetingState
from tracking.models import ClaimCheckOverride, Post, TrackingCommittee
from tracking.presenters.judgements import signed_by
from tracking.presenters.posts import period_words
from tracking.presenters.recommendations import leaf_sentence, pair_note, recommendation_page, state_words
from tracking.presenters.timelines import round_notes
from tracking.queries.recommendations import recommendation_history

PUBLIC = AnonymousUser()
TODAY = date(2016, 1, 1)


@pytest.fixture
def leaf():
    return factories.RecommendationFactory(number=1, title="Operational plan")


@pytest.fixture
def meeting(leaf):
    return factories.MeetingFactory(committee=leaf.inquiry.tracking_committee, state=MeetingState.HELD)


def history_of(recommendation):
    return recommendation_history(recommendation, PUBLIC, today=TODAY)


def page_of(recommendation, today=TODAY):
    return recommendation_page(history_of(recommendation), today=today)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due_on", "sentence"),
    [
        (
            date(2016, 1, 10),
            "Still tracked. The committee has not given a view yet. It is expected by 10 January 2016: 9 days left.",
        ),
        (
            date(2015, 12, 30),
            "Still tracked. The committee has not given a view yet. It was expected by 30 December 2015: 2 days late.",
        ),
        (None, "Still tracked. The committee has not given a view yet."),
    ],
)
def test_a_leaf_never_judged_says_so_and_by_when_it_is_expected(due_on, sentence):
    leaf = factories.RecommendationFactory(due_on=due_on)

    assert leaf_sentence(history_of(leaf).position, today=TODAY) == sentence


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"completed_on": date(2015, 12, 30)}, "The Cabinet Member says that it was achieved on 30 December 2015."),
        (
            {
                "category": None,
                "completed_on": None,
                "proposed_conclusion": "overtaken",
                "proposal_explanation": "Gone.",
            },
            "The Cabinet Member proposes to conclude it.",
        ),
    ],
)
def test_what_is_said_to_be_done_waits_for_the_committee_and_is_not_late(leaf, claims, said):
    leaf.due_on = date(2015, 11, 30)
    leaf.save()
    factories.published_report([leaf], claims={"category": factories.category(1), **claims})
    position = history_of(leaf).position

    sentence = leaf_sentence(position, today=TODAY)

    assert sentence == f"Still tracked. {said} The committee has yet to give its view on that."
    assert position.is_late(TODAY) is False


@pytest.mark.django_db
def test_a_concluded_leaf_says_when_and_why(leaf, meeting):
    factories.AssessmentFactory(
        leaf=leaf, meeting=meeting, category=None, decision=Decision.CONCLUDE, conclusion_reason="overtaken"
    )

    page = page_of(leaf)

    assert page.state == "The committee concluded tracking on 12 April 2016: overtaken by events."
    assert page.title == "R01, concluded: Operational plan"


@pytest.mark.django_db
def test_a_parent_is_still_tracked_while_any_part_is(leaf, meeting):
    first, second = (factories.PartFactory(parent=leaf, letter=letter) for letter in "ab")
    concluded = {"decision": Decision.CONCLUDE, "conclusion_reason": "implemented", "category": factories.category(1)}
    factories.AssessmentFactory(leaf=first, meeting=meeting, **concluded)
    before = state_words(history_of(leaf))
    factories.AssessmentFactory(leaf=second, meeting=meeting, **concluded)

    assert (before, state_words(history_of(leaf))) == ("still tracked", "concluded")


@pytest.mark.django_db
def test_a_claim_not_yet_answered_is_said_to_be_so_and_does_not_differ(leaf, meeting):
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, category=factories.category(5))
    later = factories.MeetingFactory(
        committee=meeting.committee, held_on=date(2016, 11, 10), state=MeetingState.PAPERS_ISSUED
    )
    factories.published_report([leaf], meeting=later, claims={"category": factories.category(1)})

    page = page_of(leaf)

    assert page.pair_note == (
        "The committee’s view is from an earlier round. It has not yet given one on this assessment."
    )
    assert page.pair.differs is False


@pytest.mark.django_db
def test_judgements_of_one_round_need_no_note_and_differ_where_they_do(leaf, meeting):
    report = factories.published_report([leaf], meeting=meeting, claims={"category": factories.category(1)})
    factories.AssessmentFactory(leaf=leaf, meeting=meeting, report=report, category=factories.category(3))

    page = page_of(leaf)

    assert (page.pair_note, page.pair.differs) == ("", True)


@pytest.mark.django_db
def test_a_view_without_a_claim_needs_no_note(leaf, meeting):
    factories.AssessmentFactory(leaf=leaf, meeting=meeting)

    assert pair_note(history_of(leaf).position) == ""


@pytest.mark.django_db
def test_the_posts_that_answer_are_named_with_who_holds_them(leaf):
    held, vacant = factories.PostFactory(name="Deputy Leader"), factories.PostFactory(name="Leader")
    body = factories.PostFactory(name="Service Birmingham", kind="outside_body")
    factories.AppointmentFactory(post=held, person=factories.PersonFactory(name="Councillor A. Example"))
    factories.AppointmentFactory(post=held, capacity="contributor")
    for position, post in enumerate((held, vacant, body), start=1):
        factories.ResponsibilityFactory(recommendation=leaf, post=post, position=position)

    assert [(row.name, row.words) for row in page_of(leaf).responsible] == [
        ("Deputy Leader", "held today by Councillor A. Example"),
        ("Leader", "nobody holds this post today"),
        ("Service Birmingham", "outside body"),
    ]
    assert Post.objects.count() == 3


@pytest.mark.django_db
def test_the_ledger_names_who_set_each_date_and_why(leaf, meeting):
    report = factories.published_report(
        [leaf],
        meeting=meeting,
        claims={
            "category": factories.category(3),
            "anticipated_on": date(2016, 6, 30),
            "anticipated_text": "June 2016",
        },
    )
    revision = factories.current_revision(report)
    revision.signed_name, revision.signed_title = "Councillor A. Example", "Deputy Leader"
    revision.signed_by, revision.submitted_by = factories.PersonFactory(), factories.UserFactory()
    revision.submitted_at = datetime(2016, 3, 31, 12, tzinfo=UTC)
    revision.save()
    factories.AssessmentFactory(
        leaf=leaf, meeting=meeting, agreed_due_on=date(2016, 9, 30), reason="June is too early to tell."
    )

    rows = [(row.due, row.who, row.why, row.moved, row.moved_in_all) for row in page_of(leaf).slip_rows]

    assert rows == [
        (
            "November 2015 (30 November 2015)",
            "City Council, 9 June 2015",
            "Set when the recommendation was approved",
            "–",
            "–",
        ),
        (
            "June 2016 (30 June 2016)",
            "Anticipated by Councillor A. Example, Deputy Leader, 31 March 2016",
            "Assessed as 3 Not Achieved (Progress Made)",
            "213 days later",
            "213 days later",
        ),
        (
            "30 September 2016",
            f"Agreed by {meeting.committee}, 12 April 2016",
            "June is too early to tell.",
            "92 days later",
            "305 days later",
        ),
    ]
    assert signed_by(revision) == "Councillor A. Example, Deputy Leader, 31 March 2016"


@pytest.mark.django_db
def test_what_must_be_known_of_a_round_is_noted(leaf, meeting):
    factories.published_report([leaf], meeting=meeting)
    ClaimCheckOverride.objects.create(
        self_assessment=leaf.self_assessments.get(),
        code="completed-after-original-date",
        reason="The date was agreed with the committee.",
        recorded_by=factories.UserFactory(),
    )
    first = factories.AssessmentFactory(leaf=leaf, meeting=meeting)
    factories.AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        supersedes=first,
        superseding_reason="Recorded on the wrong line.",
        reopens=True,
        reason="It stopped working.",
        recorded_at=datetime(2016, 4, 14, 9, tzinfo=UTC),
    )
    factories.PartFactory(parent=leaf)

    (judged,) = history_of(leaf).rounds[0].judgements

    assert round_notes(judged) == (
        "Given before this recommendation was split into parts.",
        (
            "It is said to be on time, but was completed after its original date. "
            "Answer: The date was agreed with the committee."
        ),
        "Reopened: tracking had been concluded before.",
        "Correction of 14 April 2016: Recorded on the wrong line.",
    )


@pytest.mark.django_db
def test_the_timeline_runs_from_the_latest_round_back_to_the_approval(leaf, meeting):
    factories.AssessmentFactory(leaf=leaf, meeting=meeting)
    factories.AssessmentFactory(
        leaf=leaf, meeting=None, considered_on=date(2015, 7, 1), source_text="Minutes of 1 July 2015"
    )
    before = leaf.inquiry.tracking_committees.get()
    before.ends_on = date(2015, 10, 1)
    before.save()
    after = factories.CommitteeFactory()
    TrackingCommittee.objects.create(inquiry=leaf.inquiry, committee=after, starts_on=before.ends_on)

    entries = [(entry.title, entry.happened_on, entry.words) for entry in page_of(leaf).timeline]

    assert entries == [
        (str(meeting.committee), date(2016, 4, 12), ""),
        ("Handed on", date(2015, 10, 1), f"Tracking passed from {before.committee} to {after}."),
        ("Carried over from before this system", date(2015, 7, 1), ""),
        (
            "Recommended and approved",
            date(2015, 6, 9),
            "City Council approved the report that made this recommendation.",
        ),
    ]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (date(2015, 6, 9), date(2016, 5, 5), "9 June 2015 to 5 May 2016"),
        (date(2015, 6, 9), None, "since 9 June 2015"),
        (None, date(2016, 5, 5), "until 5 May 2016"),
        (None, None, ""),
    ],
)
def test_periods_in_words(starts_on, ends_on, words):
    assert period_words(starts_on, ends_on) == words
