"""The wording of draft minutes, item by item."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.factories import (
    AssessmentFactory,
    MeetingFactory,
    PersonFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    UserFactory,
    category,
    published_report,
)
from tests.minuting import HELD_ON, Minuting, minuting
from tracking.enums import (
    ConclusionReason,
    Decision,
    InquiryState,
    MeetingState,
    Outcome,
    PostKind,
    ReportState,
    SupplementState,
)
from tracking.models import Assessment, Inquiry, Meeting, ProgressReport, ReportSupplement
from tracking.presenters.minutes import minutes_of
from tracking.presenters.minutes_document import Item, Minutes
from tracking.presenters.resolutions import leaves_words
from tracking.queries.minutes import minutes_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Minuting:
    return minuting()


def _minutes(scene: Minuting) -> Minutes:
    return minutes_of(
        minutes_facts(Meeting.objects.select_related("committee").get(pk=scene.meeting.pk), scene.officer)
    )


def _words(item: Item) -> list[str]:
    """Everything an item says, in order."""
    said: list[str] = []
    for block in item.blocks:
        said += [words for words in (block.heading, block.text, block.resolved, block.missing) if words]
        said += [*block.points, *block.bullets]
    return said


def _resolved(scene: Minuting) -> list[str]:
    """What was resolved, all items together."""
    said = [block for item in _minutes(scene).items for block in item.blocks if block.resolved]
    return [words for block in said for words in (block.points or (block.resolved,))]


def _first(scene: Minuting, **view: Any) -> str:
    scene.view(scene.whole, **view)
    return _resolved(scene)[0]


class TestTheState:
    def test_it_says_how_many_views_are_missing_of_how_many(self, scene: Minuting) -> None:
        scene.view(scene.whole)
        assert _minutes(scene).state == "Draft: 3 of 4 views are still to be recorded."

    def test_it_says_that_nothing_is_missing_and_what_is_deferred(self, scene: Minuting) -> None:
        scene.view(scene.whole, outcome=Outcome.DEFERRED, category=None, decision="")
        for part in scene.parts:
            scene.view(part)
        assert _minutes(scene).state == "Draft: all 4 views are recorded. 1 recommendation or part is deferred."

    def test_a_meeting_without_a_report_has_none_yet(self, scene: Minuting) -> None:
        ProgressReport.objects.update(state=ReportState.ACCEPTED)
        minutes = _minutes(scene)
        assert (minutes.state, minutes.items) == ("Draft: no Progress Report is published for this meeting.", ())

    def test_approved_minutes_are_no_draft(self, scene: Minuting) -> None:
        Meeting.objects.update(state=MeetingState.MINUTES_APPROVED, minutes_approved_on=date(2016, 5, 10))
        minutes = _minutes(scene)
        assert (minutes.title, minutes.state) == (
            "Minutes",
            (
                "The committee approved the minutes on 10 May 2016. "
                "This text has the views as they stand today, with any correction since."
            ),
        )

    def test_a_cancelled_meeting_has_none(self, scene: Minuting) -> None:
        other = MeetingFactory(
            committee=scene.committee,
            held_on=date(2016, 6, 1),
            state=MeetingState.CANCELLED,
            cancelled_reason="No quorum.",
        )
        assert minutes_of(minutes_facts(other, scene.officer)).state == (
            "This meeting was cancelled, so it has no minutes."
        )

    def test_the_head_says_where_and_when(self, scene: Minuting) -> None:
        assert _minutes(scene).facts == (
            ("Committee", str(scene.committee)),
            ("Date", "12 April 2016"),
            ("Time", "2pm"),
            ("Place", "Committee Room 6"),
        )


class TestAnItem:
    def test_it_says_what_was_considered_claimed_resolved_and_is_missing(self, scene: Minuting) -> None:
        scene.view(scene.whole)
        (item,) = _minutes(scene).items
        assert item.title == "1. Progress Report on Refreshing the Partnership"
        assert _words(item) == [
            (
                "The committee considered the Progress Report of the Deputy Leader, "
                "signed by Cllr A. Example, Deputy Leader, 31 March 2016."
            ),
            "R01 Operational plan",
            "Cabinet Member’s assessment of R01: category 3, Not Achieved (Progress Made).",
            (
                "RESOLVED: That the assessment of R01 as category 3, Not Achieved (Progress Made) be agreed, "
                "and that its tracking continue."
            ),
            "Still to record: R06 a), b) and c).",
        ]

    def test_parts_on_which_the_same_was_resolved_are_taken_together(self, scene: Minuting) -> None:
        scene.view(scene.whole)
        for part in scene.parts:
            scene.view(part, minute="47")
        words = _words(_minutes(scene).items[0])
        assert words[4:7] == [
            "R06 a), b) and c) Communications (minute 47)",
            "Cabinet Member’s assessment of R06 a), b) and c): category 3, Not Achieved (Progress Made).",
            (
                "RESOLVED: That the assessment of R06 a), b) and c) as category 3, Not Achieved (Progress Made) be "
                "agreed, and that their tracking continue."
            ),
        ]

    def test_parts_with_the_same_view_on_other_claims_name_each_claim(self, scene: Minuting) -> None:
        scene.claim(scene.parts[0], category=category(1), completed_on=date(2016, 3, 3))
        scene.claim(scene.parts[2], category=category(6))
        for part in scene.parts:
            scene.view(part, category=category(5), reason="No figures.")
        assert _words(_minutes(scene).items[0])[1:8] == [
            "R06 a), b) and c) Communications",
            "Cabinet Member’s assessment of R06 a): category 1, Achieved (Fully), completed on 3 March 2016.",
            "Cabinet Member’s assessment of R06 b): category 3, Not Achieved (Progress Made).",
            "Cabinet Member’s assessment of R06 c): category 6, In Progress.",
            (
                "RESOLVED: That R06 a), b) and c) be assessed as category 5, Not Achieved (Insufficient Progress), "
                "in place of the assessment reported, and that their tracking continue."
            ),
            "Reason: No figures.",
            "Still to record: R01.",
        ]

    def test_a_minute_number_that_all_of_it_has_stands_in_its_heading(self, scene: Minuting) -> None:
        scene.view_all(minute="47")
        (item,) = _minutes(scene).items
        assert item.title == "1. Progress Report on Refreshing the Partnership (minute 47)"
        assert _words(item)[1] == "R01 Operational plan"

    def test_a_late_report_gives_its_reason_of_urgency(self, scene: Minuting) -> None:
        ProgressReport.objects.update(tabled_late_reason="The contract\nends in May")
        words = _words(_minutes(scene).items[0])
        assert words[1] == "The report was tabled late. The reason of urgency given is: The contract ends in May."

    def test_a_supplement_is_noted_if_it_was_published_by_the_day(self, scene: Minuting) -> None:
        for number, day in ((1, 11), (2, 13)):
            ReportSupplement.objects.create(
                report=scene.report,
                recommendation=scene.whole,
                text="Secret until read.",
                state=SupplementState.PUBLISHED,
                signed_by=scene.holder.person,
                signed_name="Cllr A. Example",
                signed_title="Deputy Leader",
                number=number,
                published_by=scene.clerk,
                published_at=datetime(2016, 4, day, 9, tzinfo=UTC),
                recorded_by=scene.holder,
            )
        words = _words(_minutes(scene).items[0])
        assert [line for line in words if line.startswith("Supplement")] == [
            "Supplement 1, late news on R01 signed by Cllr A. Example, Deputy Leader, was before the committee."
        ]

    def test_a_correction_shows_only_what_stands(self, scene: Minuting) -> None:
        first = scene.view(scene.whole, reason="A slip.")
        scene.view(scene.whole, category=category(5), supersedes=first, superseding_reason="Misheard.", reason="Late.")
        assert _words(_minutes(scene).items[0])[3:5] == [
            (
                "RESOLVED: That R01 be assessed as category 5, Not Achieved (Insufficient Progress), "
                "in place of the assessment reported, and that its tracking continue."
            ),
            "Reason: Late.",
        ]

    def test_a_view_that_was_undone_is_still_to_record(self, scene: Minuting) -> None:
        first = scene.view(scene.whole)
        scene.view(
            scene.whole,
            outcome=Outcome.UNDONE,
            category=None,
            decision="",
            supersedes=first,
            superseding_reason="A slip.",
        )
        assert _words(_minutes(scene).items[0])[1:] == ["Still to record: R01, and R06 a), b) and c)."]

    def test_a_leaf_of_two_reports_is_told_with_the_one_it_was_considered_with(self, scene: Minuting) -> None:
        other = published_report([scene.whole], meeting=scene.meeting, lead_post=PostFactory(name="Leader"))
        scene.view(scene.whole)
        second = next(item for item in _minutes(scene).items if "of the Leader" in item.blocks[0].text)
        assert other.inquiry == scene.inquiry
        assert _words(second)[1:] == ["Considered with another report to this meeting: R01."]

    def test_a_leaf_concluded_elsewhere_was_not_considered(self, scene: Minuting) -> None:
        before = MeetingFactory(committee=scene.committee, held_on=date(2016, 4, 1), state=MeetingState.HELD)
        AssessmentFactory(
            leaf=scene.whole,
            meeting=before,
            decision=Decision.CONCLUDE,
            conclusion_reason=ConclusionReason.OVERTAKEN,
        )
        assert "Concluded at another meeting, so not considered: R01." in _words(_minutes(scene).items[0])

    def test_an_inquiry_withdrawn_since_is_left_out(self, scene: Minuting) -> None:
        scene.view_all()
        Inquiry.objects.update(state=InquiryState.WITHDRAWN, withdrawn_reason="Entered twice.")
        assert _minutes(scene).items == ()


class TestResolutions:
    def test_a_new_date_is_agreed_with_the_view(self, scene: Minuting) -> None:
        assert _first(scene, agreed_due_on=date(2016, 11, 30)) == (
            "RESOLVED: That the assessment of R01 as category 3, Not Achieved (Progress Made) be agreed, "
            "and that its tracking continue, with 30 November 2016 as the new date for completion."
        )

    @pytest.mark.parametrize(
        ("reason", "target", "words"),
        [
            (ConclusionReason.IMPLEMENTED, "", "as implemented"),
            (ConclusionReason.OVERTAKEN, "the new contract", "as overtaken by events (the new contract)"),
            (ConclusionReason.TRANSFERRED, "the ICT Strategy.", "as transferred to “the ICT Strategy”"),
            (ConclusionReason.MERGED, "R03", "as merged into “R03”"),
            (ConclusionReason.NOT_ACHIEVABLE, "", "as not achievable"),
            (ConclusionReason.WITHDRAWN, "", "as withdrawn"),
        ],
    )
    def test_a_conclusion_says_why_and_where_it_went(
        self, scene: Minuting, reason: ConclusionReason, target: str, words: str
    ) -> None:
        assert _first(scene, decision=Decision.CONCLUDE, conclusion_reason=reason, conclusion_target=target) == (
            "RESOLVED: That the assessment of R01 as category 3, Not Achieved (Progress Made) be agreed, "
            f"and that its tracking be concluded {words}."
        )

    def test_a_proposal_that_is_agreed_concludes_without_a_category(self, scene: Minuting) -> None:
        scene.claim(
            scene.whole,
            category=None,
            proposed_conclusion=ConclusionReason.OVERTAKEN,
            proposal_explanation="The thing is gone.",
        )
        said = {"category": None, "decision": Decision.CONCLUDE, "conclusion_reason": ConclusionReason.OVERTAKEN}
        assert _first(scene, **said) == (
            "RESOLVED: That, as the Cabinet Member proposed, tracking of R01 be concluded as overtaken by events, "
            "without a category."
        )

    def test_a_conclusion_for_another_reason_is_not_as_proposed(self, scene: Minuting) -> None:
        said = {"category": None, "decision": Decision.CONCLUDE, "conclusion_reason": ConclusionReason.NOT_ACHIEVABLE}
        assert (
            _first(scene, **said)
            == "RESOLVED: That tracking of R01 be concluded as not achievable, without a category."
        )

    def test_a_proposal_that_is_refused_says_so(self, scene: Minuting) -> None:
        scene.claim(
            scene.whole,
            category=None,
            proposed_conclusion=ConclusionReason.OVERTAKEN,
            proposal_explanation="The thing is gone.",
        )
        assert _first(scene, reason="It is still needed.") == (
            "RESOLVED: That R01 be assessed as category 3, Not Achieved (Progress Made), and not be concluded as "
            "proposed, and that its tracking continue."
        )

    def test_a_request_names_the_posts_that_answer_for_it(self, scene: Minuting) -> None:
        body = PostFactory(name="Water Company", kind=PostKind.OUTSIDE_BODY)
        ResponsibilityFactory(recommendation=scene.whole, post=body, position=2)
        scene.view(scene.whole, asked_for="Figures by ward")
        assert _resolved(scene)[1] == (
            "That the Deputy Leader and Water Company be asked for the following next time: Figures by ward."
        )

    def test_what_is_deferred_comes_back_at_the_next_meeting_that_is_planned(self, scene: Minuting) -> None:
        MeetingFactory(
            committee=scene.committee, held_on=date(2016, 5, 1), state=MeetingState.CANCELLED, cancelled_reason="Snow."
        )
        MeetingFactory(committee=scene.committee, held_on=date(2016, 5, 10))
        MeetingFactory(held_on=date(2016, 5, 2))
        assert _first(scene, outcome=Outcome.DEFERRED, category=None, decision="") == (
            "RESOLVED: That consideration of R01 be deferred to the meeting on 10 May 2016."
        )

    def test_what_is_deferred_while_no_meeting_is_planned_comes_back_at_the_next(self, scene: Minuting) -> None:
        assert _first(scene, outcome=Outcome.DEFERRED, category=None, decision="") == (
            "RESOLVED: That consideration of R01 be deferred to the next meeting."
        )

    def test_no_view_is_a_resolution_too(self, scene: Minuting) -> None:
        scene.view(scene.whole, outcome=Outcome.NO_VIEW, category=None, decision="", reason="Out of time.")
        assert _words(_minutes(scene).items[0])[3:5] == [
            "RESOLVED: That no view be given on R01.",
            "Reason: Out of time.",
        ]

    def test_a_reopened_leaf_has_an_item_of_its_own(self, scene: Minuting) -> None:
        leaf = RecommendationFactory(inquiry=scene.inquiry, number=9, title="Contract")
        AssessmentFactory(leaf=leaf, meeting=scene.meeting, category=category(5), reopens=True, reason="It failed.")
        item = _minutes(scene).items[-1]
        assert item.title == "2. Recommendations of Refreshing the Partnership reopened"
        assert _words(item) == [
            "R09 Contract",
            (
                "RESOLVED: That R09 be reopened and assessed as category 5, Not Achieved (Insufficient Progress), "
                "and that its tracking continue."
            ),
            "Reason: It failed.",
        ]


class TestWhatComesFirst:
    def test_declarations_say_who_in_what_and_which(self, scene: Minuting) -> None:
        person = PersonFactory(name="Cllr B. Example")
        said = {"person": person, "recorded_by": scene.clerk}
        scene.meeting.declarations.create(interest="Governor of a school", **said)
        scene.meeting.declarations.create(interest="Left the room.", report=scene.report, **said)
        item = _minutes(scene).items[0]
        assert (item.title, _words(item)) == (
            "1. Declarations of interest",
            [
                "Cllr B. Example declared an interest in general: Governor of a school.",
                (
                    "Cllr B. Example declared an interest in the Progress Report on Refreshing the Partnership: "
                    "Left the room."
                ),
            ],
        )

    def test_late_papers_give_their_reason(self, scene: Minuting) -> None:
        Meeting.objects.update(late_papers_reason="The contract ends.")
        assert _words(_minutes(scene).items[0]) == [
            "The papers for this meeting were issued late. The reason of urgency given is: The contract ends."
        ]

    def test_an_exclusion_is_resolved_with_the_paragraphs_in_full(self, scene: Minuting) -> None:
        scene.meeting.private_sessions.create(
            paragraphs=[3, 1],
            recorded_by=scene.clerk,
            recorded_at=datetime(2016, 4, 12, 13, 35, tzinfo=UTC),
            ended_by=scene.clerk,
            ended_at=datetime(2016, 4, 12, 13, 50, tzinfo=UTC),
        )
        assert _words(_minutes(scene).items[0]) == [
            (
                "RESOLVED: That, under section 100A(4) of the Local Government Act 1972, the press and public be "
                "excluded from the meeting for the part of it recorded below, because exempt information of these "
                "descriptions in Part 1 of Schedule 12A to that Act was likely to be disclosed:"
            ),
            "Paragraph 1: Information relating to any individual.",
            (
                "Paragraph 3: Information relating to the financial or business affairs of any particular person "
                "(including the authority holding that information)."
            ),
            "The meeting went into private session at 2:35pm. The press and public were readmitted at 2:50pm.",
        ]

    def test_confidential_material_excludes_the_public_without_a_resolution(self, scene: Minuting) -> None:
        scene.meeting.private_sessions.create(
            is_confidential=True, recorded_by=scene.clerk, recorded_at=datetime(2016, 4, 13, 9, tzinfo=UTC)
        )
        assert _words(_minutes(scene).items[0]) == [
            (
                "The press and public were excluded under section 100A(2) of the Local Government Act 1972, because "
                "confidential information was likely to be disclosed in breach of confidence."
            ),
            "The meeting went into private session at 10am on 13 April 2016. When it ended is not recorded.",
        ]


class TestWhatFollows:
    def test_an_inquiry_of_which_everything_is_concluded_is_said_to_be(self, scene: Minuting) -> None:
        scene.view_all(decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.IMPLEMENTED)
        Inquiry.objects.update(state=InquiryState.CONCLUDED, concluded_on=HELD_ON)
        assert _words(_minutes(scene).items[0])[-1] == (
            "All 2 recommendations of Refreshing the Partnership are concluded, "
            "so the inquiry is concluded on 12 April 2016."
        )

    def test_otherwise_the_day_of_the_next_report_is_said(self, scene: Minuting) -> None:
        _considered(scene)
        assert _words(_minutes(scene).items[0])[-1] == "The next report is due by 12 October 2016."

    def test_the_next_report_belongs_to_the_latest_meeting(self, scene: Minuting) -> None:
        _considered(scene)
        later = MeetingFactory(committee=scene.committee, held_on=date(2016, 10, 11), state=MeetingState.HELD)
        AssessmentFactory(leaf=scene.whole, meeting=later)
        assert [words for words in _words(_minutes(scene).items[0]) if "next report" in words] == []

    def test_the_next_report_is_not_due_while_views_are_missing(self, scene: Minuting) -> None:
        scene.view(scene.whole)
        Inquiry.objects.update(next_round_on=date(2016, 10, 12))
        assert [words for words in _words(_minutes(scene).items[0]) if "next report" in words] == []


def _considered(scene: Minuting) -> None:
    scene.view_all()
    ProgressReport.objects.update(state=ReportState.CONSIDERED, considered_on=HELD_ON)
    Inquiry.objects.update(next_round_on=date(2016, 10, 12))


def test_a_long_list_of_leaves_takes_parts_together(scene: Minuting) -> None:
    assert leaves_words(scene.leaves) == "R01, and R06 a), b) and c)"


def test_a_deferred_leaf_that_came_back_names_the_meeting_it_came_from(scene: Minuting) -> None:
    scene.view(scene.whole, outcome=Outcome.DEFERRED, category=None, decision="")
    next_meeting = MeetingFactory(
        committee=scene.committee, held_on=date(2016, 5, 10), state=MeetingState.PAPERS_ISSUED
    )
    claim = scene.whole.self_assessments.get()
    AssessmentFactory(
        leaf=scene.whole, meeting=next_meeting, report=scene.report, self_assessment=claim, recorded_by=UserFactory()
    )
    (item,) = minutes_of(minutes_facts(next_meeting, scene.officer)).items
    assert _words(item)[0] == (
        "The committee considered the Progress Report of the Deputy Leader, signed by Cllr A. Example, Deputy Leader, "
        "31 March 2016. What is told here was deferred from the meeting on 12 April 2016."
    )
    assert Assessment.objects.live().filter(leaf=scene.whole).count() == 2
