from datetime import date

import pytest

from tests.factories import CommitteeMembershipFactory, MeetingFactory, PersonFactory, published_report
from tests.minuting import Minuting, minuting
from tracking.actions.declarations import record_declaration, remove_declaration
from tracking.enums import MeetingState, ReportState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import CommitteeMembership, Declaration, Event, Meeting, ProgressReport
from tracking.queries.minutes import people_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Minuting:
    return minuting()


def _declare(scene: Minuting, **changed: object) -> Declaration:
    arguments: dict[str, object] = {
        "meeting": scene.meeting,
        "person": scene.member.person,
        "interest": " Governor of a school. Stayed in the room. ",
        "by": scene.clerk,
    }
    return record_declaration(**arguments | changed)


class TestEntering:
    @pytest.mark.parametrize("who", ["clerk", "officer"])
    def test_those_who_run_the_committee_enter_one_with_its_event(self, scene: Minuting, who: str) -> None:
        user = getattr(scene, who)
        declaration = _declare(scene, report=scene.report, by=user)
        assert (declaration.person, declaration.report, declaration.interest, declaration.recorded_by) == (
            scene.member.person,
            scene.report,
            "Governor of a school. Stayed in the room.",
            user,
        )
        event = Event.objects.get()
        assert (event.type, event.actor, event.target_id) == (
            "entered declaration",
            str(user.public_id),
            str(declaration.pk),
        )
        assert event.after == {
            "meeting": scene.meeting.pk,
            "person": scene.member.person_id,
            "report": scene.report.pk,
            "interest": "Governor of a school. Stayed in the room.",
        }

    @pytest.mark.parametrize("who", ["member", "holder"])
    def test_nobody_else_does(self, scene: Minuting, who: str) -> None:
        with pytest.raises(NotAllowed):
            _declare(scene, by=getattr(scene, who))
        assert (Declaration.objects.count(), Event.objects.count()) == (0, 0)

    def test_those_of_the_committee_on_the_day_and_the_posts_reporting_to_it_can_declare(self, scene: Minuting) -> None:
        CommitteeMembershipFactory(committee=scene.committee, ends_on=date(2016, 4, 12))
        CommitteeMembershipFactory()
        expected = {scene.member.person, scene.officer.person, scene.clerk.person, scene.holder.person}
        assert set(people_at(scene.meeting)) == expected

    def test_somebody_who_had_no_part_in_it_is_refused(self, scene: Minuting) -> None:
        with pytest.raises(NotPossible, match="had no part in the committee on that day"):
            _declare(scene, person=PersonFactory())

    def test_a_report_for_another_meeting_or_not_yet_published_is_refused(self, scene: Minuting) -> None:
        planned = MeetingFactory(committee=scene.committee, held_on=date(2016, 5, 10))
        elsewhere = published_report([scene.whole], meeting=planned)
        with pytest.raises(NotPossible, match="That report was not before this meeting"):
            _declare(scene, report=elsewhere)
        ProgressReport.objects.filter(pk=scene.report.pk).update(state=ReportState.ACCEPTED)
        with pytest.raises(NotPossible, match="That report was not before this meeting"):
            _declare(scene, report=scene.report)

    def test_it_needs_words(self, scene: Minuting) -> None:
        with pytest.raises(NotPossible, match="Enter what the interest is"):
            _declare(scene, interest=" ")

    def test_the_same_is_entered_once(self, scene: Minuting) -> None:
        _declare(scene)
        with pytest.raises(NotPossible, match="is entered already"):
            _declare(scene)
        assert Declaration.objects.count() == 1


class TestRemoving:
    def test_the_event_keeps_what_it_was(self, scene: Minuting) -> None:
        declaration = _declare(scene)
        remove_declaration(declaration=declaration, by=scene.officer)
        assert Declaration.objects.count() == 0
        event = Event.objects.first()
        assert (event.type, event.before["interest"], event.before["person"]) == (
            "removed declaration",
            "Governor of a school. Stayed in the room.",
            scene.member.person_id,
        )

    @pytest.mark.parametrize("who", ["member", "holder"])
    def test_nobody_else_does(self, scene: Minuting, who: str) -> None:
        declaration = _declare(scene)
        with pytest.raises(NotAllowed):
            remove_declaration(declaration=declaration, by=getattr(scene, who))
        assert Declaration.objects.count() == 1

    def test_whoever_comes_second_is_told(self, scene: Minuting) -> None:
        declaration = _declare(scene)
        same = Declaration.objects.get()
        remove_declaration(declaration=declaration, by=scene.clerk)
        with pytest.raises(StaleState):
            remove_declaration(declaration=same, by=scene.officer)


class TestWhen:
    @pytest.mark.parametrize(
        ("state", "more", "words"),
        [
            (MeetingState.MINUTES_APPROVED, {"minutes_approved_on": date(2016, 5, 10)}, "are approved"),
            (
                MeetingState.CANCELLED,
                {"cancelled_reason": "Snow.", "views_published_at": None, "views_published_by": None},
                "was cancelled",
            ),
        ],
    )
    def test_the_list_is_closed_with_the_minutes_or_a_cancellation(
        self, scene: Minuting, state: MeetingState, more: dict[str, object], words: str
    ) -> None:
        declaration = _declare(scene)
        Meeting.objects.filter(pk=scene.meeting.pk).update(state=state, **more)
        with pytest.raises(NotPossible, match=words):
            _declare(scene, interest="Another one.")
        with pytest.raises(NotPossible, match=words):
            remove_declaration(declaration=declaration, by=scene.clerk)
        assert Declaration.objects.count() == 1

    def test_what_is_declared_before_the_meeting_can_be_entered_before_it(self, scene: Minuting) -> None:
        Meeting.objects.update(state=MeetingState.PLANNED, views_published_at=None, views_published_by=None)
        CommitteeMembership.objects.filter(person=scene.member.person).update(starts_on=None)
        assert _declare(scene).person == scene.member.person
