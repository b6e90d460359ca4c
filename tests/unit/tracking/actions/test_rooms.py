"""Leading the room's screen: who may, what is kept of what was sent, and when the picture counts as another."""

import pytest

from tests import factories
from tests.council import build_council
from tests.room_scene import Room, room
from tracking.actions.assessments import record_view
from tracking.actions.committee_views import CommitteeView
from tracking.actions.rooms import follow_on_screen, lead_screen, stop_showing, touch_screen
from tracking.enums import MeetingState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import Event, RoomScreen

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Room:
    return room()


def lead(scene: Room, **changed: object) -> RoomScreen:
    arguments = {"meeting": scene.meeting, "recommendation": scene.whole, "choices": {}, "by": scene.officer}
    return lead_screen(**arguments | changed)  # type: ignore[arg-type]


def follow(scene: Room, **changed: object) -> RoomScreen:
    arguments = {"meeting": scene.meeting, "recommendation": scene.whole, "choices": {}, "by": scene.officer}
    return follow_on_screen(**arguments | changed)  # type: ignore[arg-type]


def test_only_those_who_may_record_views_lead_the_screen() -> None:
    council = build_council()
    meeting = factories.MeetingFactory(committee=council.committee, state=MeetingState.PAPERS_ISSUED)
    allowed = set()
    for name in set(council.viewers) - {"anonymous"}:
        try:
            lead_screen(meeting=meeting, recommendation=None, choices={}, by=council.user(name))
            follow_on_screen(meeting=meeting, recommendation=None, choices={}, by=council.user(name))
            stop_showing(meeting=meeting, by=council.user(name))
            allowed.add(name)
        except NotAllowed:
            continue
    assert allowed == {"scrutiny officer", "scrutiny officer in an outside body", "clerk"}


def test_whoever_takes_the_lead_shows_their_place_and_leaves_no_event(scene: Room) -> None:
    screen = lead(scene, choices={"judgement": "3"})
    assert (screen.led_by, screen.recommendation, screen.choices) == (scene.officer, scene.whole, {"judgement": "3"})
    assert Event.objects.count() == 0


def test_words_typed_never_reach_the_screen(scene: Room) -> None:
    sent = {
        "judgement": "the minister lied",
        "decision": "conclude",
        "conclusion_reason": "because I say so",
        "reason": "Typed, and not recorded yet.",
    }
    assert lead(scene, choices=sent).choices == {"decision": "conclude"}


def test_a_category_of_another_scheme_is_not_kept(scene: Room) -> None:
    assert lead(scene, choices={"judgement": "9"}).choices == {}


def test_a_second_officer_takes_the_lead_and_the_first_is_told(scene: Room) -> None:
    lead(scene)
    lead(scene, by=scene.colleague)
    with pytest.raises(StaleState, match="Cleo Clerk leads the room’s screen"):
        follow(scene)
    assert RoomScreen.objects.get().led_by == scene.colleague


def test_whoever_does_not_lead_cannot_stop_the_screen(scene: Room) -> None:
    with pytest.raises(StaleState, match="Nobody leads the room’s screen"):
        stop_showing(meeting=scene.meeting, by=scene.officer)
    lead(scene, by=scene.colleague)
    with pytest.raises(StaleState, match="Cleo Clerk leads the room’s screen"):
        stop_showing(meeting=scene.meeting, by=scene.officer)


def test_a_screen_that_stopped_shows_nothing(scene: Room) -> None:
    lead(scene, choices={"judgement": "3"})
    screen = stop_showing(meeting=scene.meeting, by=scene.officer)
    assert (screen.led_by, screen.recommendation, screen.choices, screen.version) == (None, None, {}, 2)


def test_what_is_not_among_the_papers_is_not_shown(scene: Room) -> None:
    other = factories.RecommendationFactory(inquiry=scene.inquiry, number=7)
    with pytest.raises(NotPossible, match="R07 is not among the papers of this meeting"):
        lead(scene, recommendation=other)
    assert RoomScreen.objects.count() == 0


def test_the_version_rises_with_place_and_choices_and_not_without(scene: Room) -> None:
    versions = [
        lead(scene).version,
        follow(scene).version,
        follow(scene, choices={"judgement": "3"}).version,
        follow(scene, choices={"judgement": "3"}).version,
        follow(scene, recommendation=scene.parent).version,
        follow(scene, recommendation=None).version,
    ]
    assert versions == [1, 1, 2, 2, 3, 4]


def test_a_recorded_view_raises_the_version_and_forgets_what_was_chosen(scene: Room) -> None:
    lead(scene, choices={"judgement": "3"})
    view = CommitteeView(agrees=True)
    record_view(leaf=scene.whole, meeting=scene.meeting, report=scene.report, view=view, by=scene.officer)
    screen = RoomScreen.objects.get()
    assert (screen.version, screen.choices) == (2, {})


def test_a_view_recorded_elsewhere_leaves_what_is_chosen(scene: Room) -> None:
    lead(scene, choices={"judgement": "3"})
    view = CommitteeView(agrees=True)
    record_view(leaf=scene.part_a, meeting=scene.meeting, report=scene.report, view=view, by=scene.colleague)
    screen = RoomScreen.objects.get()
    assert (screen.version, screen.choices) == (2, {"judgement": "3"})


def test_touching_a_screen_that_is_not_there_makes_none(scene: Room) -> None:
    touch_screen(scene.meeting.pk)
    assert RoomScreen.objects.count() == 0
