"""Entering, editing, correcting and withdrawing recommendations and their parts."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.factories import (
    AssessmentFactory,
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    PostFactory,
    ProgressReportFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    SelfAssessmentFactory,
    administrator,
    appointed,
    current_revision,
    seated,
)
from tracking.actions.recommendations import (
    add_part,
    add_recommendation,
    correct_recommendation,
    edit_recommendation,
    split_recommendation,
    withdraw_recommendation,
)
from tracking.enums import CommitteeRole, ConclusionReason, Decision, InquiryState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Committee, Event, Inquiry, Recommendation, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory()


@pytest.fixture
def officer(committee: Committee) -> User:
    return seated(committee, CommitteeRole.SCRUTINY_OFFICER)


@pytest.fixture
def draft(committee: Committee) -> Inquiry:
    return InquiryFactory(state=InquiryState.DRAFT, tracking_committee=committee)


@pytest.fixture
def published(committee: Committee) -> Inquiry:
    return InquiryFactory(tracking_committee=committee)


def test_a_recommendation_is_added_with_its_date_as_written(officer: User, draft: Inquiry) -> None:
    added = add_recommendation(
        by=officer,
        inquiry=draft,
        number=6,
        text="That opening hours are kept.",
        due_text="November 2015",
        due_on=date(2015, 11, 30),
    )

    assert list(draft.recommendations.values_list("number", "due_text", "due_on")) == [
        (6, "November 2015", date(2015, 11, 30))
    ]
    event = Event.objects.get()
    assert (event.type, event.target_id) == ("added recommendation", str(added.pk))
    assert event.after == {
        "inquiry": draft.pk,
        "number": 6,
        "letter": "",
        "title": "",
        "text": "That opening hours are kept.",
        "success_measure": "",
        "due_text": "November 2015",
        "due_on": "2015-11-30",
        "ongoing": False,
        "recurs_every_months": None,
    }


def test_a_number_is_used_once_in_an_inquiry(officer: User, draft: Inquiry) -> None:
    RecommendationFactory(inquiry=draft, number=1)
    with pytest.raises(NotPossible, match="already has a recommendation with this reference"):
        add_recommendation(by=officer, inquiry=draft, number=1, text="Again")

    assert Event.objects.count() == 0


def test_the_number_of_a_withdrawn_recommendation_is_free_again(officer: User, draft: Inquiry) -> None:
    RecommendationFactory(inquiry=draft, number=1, withdrawn_reason="Entered by mistake")

    assert add_recommendation(by=officer, inquiry=draft, number=1, text="Right").reference == "R01"


def test_a_recommendation_has_words_or_a_short_title(officer: User, draft: Inquiry) -> None:
    with pytest.raises(NotPossible, match="or a short title"):
        add_recommendation(by=officer, inquiry=draft, number=1, text=" ")

    assert add_recommendation(by=officer, inquiry=draft, number=1, title="Planning", text="").text == ""


@pytest.mark.parametrize("state", [InquiryState.CONCLUDED, InquiryState.WITHDRAWN])
def test_nothing_is_added_to_an_inquiry_that_is_over(officer: User, committee: Committee, state: InquiryState) -> None:
    over = (
        InquiryFactory(tracking_committee=committee, state=state, withdrawn_reason="x", concluded_on=None)
        if state == InquiryState.WITHDRAWN
        else InquiryFactory(tracking_committee=committee, state=state, concluded_on=date(2016, 4, 12))
    )
    with pytest.raises(NotPossible, match="Nothing can be added"):
        add_recommendation(by=officer, inquiry=over, number=1, text="Late")


def test_the_first_part_splits_a_leaf_and_its_judgements_stay(
    committee: Committee, officer: User, published: Inquiry
) -> None:
    whole = RecommendationFactory(inquiry=published, number=1)
    view = AssessmentFactory(leaf=whole, meeting=MeetingFactory(committee=committee))

    part = add_part(by=officer, recommendation=whole, letter="A", text="That the plan is shared.")

    assert (part.reference, part.parent, part.inquiry) == ("R01a", whole, published)
    assert list(Recommendation.objects.leaves()) == [part]
    view.refresh_from_db()
    assert view.leaf == whole
    assert Event.objects.get().type == "added part"


def test_a_part_has_words_and_no_parts(officer: User, published: Inquiry) -> None:
    whole = RecommendationFactory(inquiry=published, number=1)
    with pytest.raises(NotPossible, match="Enter the words of the part"):
        add_part(by=officer, recommendation=whole, letter="a", title="Plan", text="")
    part = PartFactory(parent=whole, letter="a")
    with pytest.raises(NotPossible, match="no parts of its own"):
        add_part(by=officer, recommendation=part, letter="b", text="Deeper")


def test_a_concluded_recommendation_is_not_split(committee: Committee, officer: User, published: Inquiry) -> None:
    whole = RecommendationFactory(inquiry=published)
    AssessmentFactory(
        leaf=whole,
        meeting=MeetingFactory(committee=committee),
        decision=Decision.CONCLUDE,
        conclusion_reason=ConclusionReason.IMPLEMENTED,
    )
    with pytest.raises(NotPossible, match="after it is reopened"):
        add_part(by=officer, recommendation=whole, letter="a", text="Late")


def test_a_draft_is_edited_and_a_new_number_goes_for_its_parts(officer: User, draft: Inquiry) -> None:
    whole = RecommendationFactory(inquiry=draft, number=1, title="Plan")
    part = PartFactory(parent=whole, letter="a")

    edit_recommendation(by=officer, recommendation=whole, number=2, title="Planning")

    part.refresh_from_db()
    assert part.reference == "R02a"
    event = Event.objects.get()
    assert (event.type, event.before, event.after) == (
        "edited recommendation",
        {"number": 1, "title": "Plan"},
        {"number": 2, "title": "Planning"},
    )


def test_how_the_committee_will_know_is_kept_for_the_parts_as_well(officer: User, draft: Inquiry) -> None:
    whole = RecommendationFactory(inquiry=draft, title="Plan")
    part, other = (PartFactory(parent=whole, letter=letter) for letter in "ab")

    edit_recommendation(by=officer, recommendation=whole, success_measure="A plan that both have signed.")
    edit_recommendation(by=officer, recommendation=other, success_measure="A second meeting.")

    part.refresh_from_db()
    assert (part.looked_for, other.looked_for) == ("A plan that both have signed.", "A second meeting.")
    assert Event.objects.order_by("pk")[0].after == {"success_measure": "A plan that both have signed."}


def test_how_the_committee_will_know_is_corrected_with_a_reason(officer: User, published: Inquiry) -> None:
    row = RecommendationFactory(inquiry=published)

    correct_recommendation(by=officer, recommendation=row, reason="Left out", success_measure="A plan.")

    assert Event.objects.get().after == {"success_measure": "A plan.", "reason": "Left out"}


def test_a_list_of_asks_becomes_parts_in_one_act(officer: User, draft: Inquiry) -> None:
    whole = RecommendationFactory(inquiry=draft, number=4, text="Be open:\n- publish prices\n- train buyers")

    parts = split_recommendation(
        by=officer,
        recommendation=whole,
        title="Openness",
        text="Be open:",
        parts=["Publish prices", " ", "Train buyers"],
    )

    assert [(part.reference, part.text) for part in parts] == [("R04a", "Publish prices"), ("R04b", "Train buyers")]
    whole.refresh_from_db()
    assert (whole.title, whole.text) == ("Openness", "Be open:")
    assert list(draft.recommendations.leaves()) == parts
    event = Event.objects.get()
    assert (event.type, event.target_id) == ("split recommendation", str(whole.pk))
    assert event.after == {
        "title": "Openness",
        "text": "Be open:",
        "parts": {"R04a": "Publish prices", "R04b": "Train buyers"},
    }


@pytest.mark.parametrize(
    ("parts", "title", "words"),
    [
        (["Publish prices"], "Openness", "at least two parts"),
        (["Publish prices", "Train buyers"], "", "or a short title"),
        (["Publish prices"] * 27, "Openness", "letters for 26 parts"),
    ],
)
def test_a_split_needs_words_and_a_letter_for_each_part(
    officer: User, draft: Inquiry, parts: list[str], title: str, words: str
) -> None:
    whole = RecommendationFactory(inquiry=draft, title="", text="Be open")
    with pytest.raises(NotPossible, match=words):
        split_recommendation(by=officer, recommendation=whole, title=title, text="", parts=parts)

    whole.refresh_from_db()
    assert (whole.text, whole.parts.count(), Event.objects.count()) == ("Be open", 0, 0)


def test_only_a_whole_recommendation_of_a_draft_without_parts_is_split(
    officer: User, draft: Inquiry, published: Inquiry
) -> None:
    with_parts = RecommendationFactory(inquiry=draft)
    part = PartFactory(parent=with_parts, letter="a")
    rows = {
        "has parts already": with_parts,
        "no parts of its own": part,
        "no longer a draft": RecommendationFactory(inquiry=published),
    }
    for words, row in rows.items():
        with pytest.raises(NotPossible, match=words):
            split_recommendation(by=officer, recommendation=row, title="T", text="", parts=["One", "Two"])


def test_a_published_recommendation_is_not_edited(officer: User, published: Inquiry) -> None:
    with pytest.raises(NotPossible, match="give the reason"):
        edit_recommendation(by=officer, recommendation=RecommendationFactory(inquiry=published), title="New")


def test_a_transcription_is_corrected_with_its_reason(officer: User, published: Inquiry) -> None:
    row = RecommendationFactory(inquiry=published, due_text="November 2015", due_on=date(2015, 11, 30))

    correct_recommendation(
        by=officer,
        recommendation=row,
        reason="The report says 2016.",
        due_text="November 2016",
        due_on=date(2016, 11, 30),
    )

    row.refresh_from_db()
    assert row.due_on == date(2016, 11, 30)
    event = Event.objects.get()
    assert event.before == {"due_text": "November 2015", "due_on": "2015-11-30"}
    assert event.after == {
        "due_text": "November 2016",
        "due_on": "2016-11-30",
        "reason": "The report says 2016.",
    }


@pytest.mark.parametrize(("reason", "title"), [("", "New"), ("Misread", "Old")])
def test_a_correction_needs_a_reason_and_a_change(officer: User, published: Inquiry, reason: str, title: str) -> None:
    row = RecommendationFactory(inquiry=published, title="Old")
    with pytest.raises(NotPossible):
        correct_recommendation(by=officer, recommendation=row, reason=reason, title=title)


def test_what_was_entered_by_mistake_is_withdrawn_with_its_parts(officer: User, published: Inquiry) -> None:
    whole = RecommendationFactory(inquiry=published, number=3)
    PartFactory(parent=whole, letter="a")

    withdraw_recommendation(by=officer, recommendation=whole, reason="Entered twice")

    assert list(published.recommendations.in_force()) == []
    assert set(published.recommendations.values_list("withdrawn_reason", flat=True)) == {"Entered twice"}
    event = Event.objects.get()
    assert (event.type, event.after) == ("withdrew recommendation", {"reason": "Entered twice", "parts": ["R03a"]})


def test_what_the_committee_has_judged_is_not_withdrawn(
    committee: Committee, officer: User, published: Inquiry
) -> None:
    whole = RecommendationFactory(inquiry=published)
    part = PartFactory(parent=whole, letter="a")
    AssessmentFactory(leaf=part, meeting=MeetingFactory(committee=committee))
    for row in (whole, part):
        with pytest.raises(NotPossible, match="Only the committee can conclude it"):
            withdraw_recommendation(by=officer, recommendation=row, reason="Entered twice")


def test_what_the_cabinet_member_has_assessed_is_not_withdrawn(officer: User, published: Inquiry) -> None:
    leaf = RecommendationFactory(inquiry=published)
    revision = current_revision(ProgressReportFactory(inquiry=published))
    SelfAssessmentFactory(update=ProgressUpdateFactory(revision=revision, recommendation=leaf), leaf=leaf)
    with pytest.raises(NotPossible, match="Only the committee can conclude it"):
        withdraw_recommendation(by=officer, recommendation=leaf, reason="Entered twice")


def test_a_withdrawal_needs_a_reason_and_happens_once(officer: User, published: Inquiry) -> None:
    row = RecommendationFactory(inquiry=published)
    with pytest.raises(NotPossible, match="Give the reason"):
        withdraw_recommendation(by=officer, recommendation=row, reason=" ")
    withdraw_recommendation(by=officer, recommendation=row, reason="Entered twice")
    with pytest.raises(NotPossible, match="was withdrawn"):
        withdraw_recommendation(by=officer, recommendation=row, reason="Entered twice")


ACTS: list[Callable[[User, Recommendation], object]] = [
    lambda by, row: add_recommendation(by=by, inquiry=row.inquiry, number=9, text="Mine"),
    lambda by, row: add_part(by=by, recommendation=row, letter="a", text="Mine"),
    lambda by, row: edit_recommendation(by=by, recommendation=row, title="Mine"),
    lambda by, row: split_recommendation(by=by, recommendation=row, title="Mine", text="", parts=["One", "Two"]),
    lambda by, row: correct_recommendation(by=by, recommendation=row, reason="Mine", title="Mine"),
    lambda by, row: withdraw_recommendation(by=by, recommendation=row, reason="Mine"),
]


@pytest.mark.parametrize("act", ACTS)
def test_only_the_scrutiny_officer_of_the_tracking_committee_manages_recommendations(
    committee: Committee, draft: Inquiry, act: Callable[[User, Recommendation], object]
) -> None:
    row = RecommendationFactory(inquiry=draft, number=1)
    for user in (
        seated(committee, CommitteeRole.CLERK),
        seated(committee),
        seated(CommitteeFactory(), CommitteeRole.SCRUTINY_OFFICER),
        appointed(PostFactory()),
        administrator(),
    ):
        with pytest.raises(NotAllowed):
            act(user, row)

    assert Event.objects.count() == 0
