"""What is said of evidence of an update on a plan: changed, put in order and taken out, while it is being written."""

from collections.abc import Callable

import pytest

from tests.factories import PostFactory, administrator, appointed
from tests.plan_months import MonthScene, month_scene
from tracking.actions.conflicts import fingerprints
from tracking.actions.evidence_uses import use_as_saved
from tracking.actions.openness import Openness
from tracking.actions.plans.evidence import (
    add_plan_evidence,
    change_plan_evidence,
    move_plan_evidence,
    remove_plan_evidence,
)
from tracking.enums import Exemption
from tracking.exceptions import NotAllowed, NotPossible, StaleState, StaleText
from tracking.models import Event, EvidenceUse, User

pytestmark = pytest.mark.django_db

PUBLIC = Openness(Exemption.PUBLIC)
EXEMPT = Openness(Exemption.EXEMPT, 3, "It would harm the tender.")


@pytest.fixture
def scene() -> MonthScene:
    scene = month_scene()
    scene.open()
    return scene


def added(scene: MonthScene, title: str = "Minutes") -> EvidenceUse:
    link = "https://www.example.org/minutes"
    return add_plan_evidence(by=scene.lead, update=scene.update, title=title, openness=PUBLIC, link=link)


ACTS: dict[str, Callable[[EvidenceUse, User], object]] = {
    "change": lambda use, by: change_plan_evidence(by=by, use=use, title="Prices", openness=EXEMPT),
    "move": lambda use, by: move_plan_evidence(by=by, use=use, up=True),
    "remove": lambda use, by: remove_plan_evidence(by=by, use=use),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_those_of_its_posts_say_anything_of_its_evidence(scene: MonthScene, act: str) -> None:
    use = added(scene)
    for stranger in (scene.keeper, scene.deputy, administrator(), appointed(PostFactory())):
        with pytest.raises(NotAllowed):
            ACTS[act](use, stranger)


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_said_of_it_once_the_update_is_handed_in_or_it_is_taken_out(scene: MonthScene, act: str) -> None:
    kept, gone = added(scene), added(scene, "Notes")
    remove_plan_evidence(by=scene.drafter, use=gone)
    with pytest.raises(NotPossible, match="taken this evidence out meanwhile"):
        ACTS[act](gone, scene.lead)
    scene.hand_in()
    with pytest.raises(StaleState):
        ACTS[act](kept, scene.lead)


def test_a_change_is_told_without_a_title_and_no_change_is_not_told(scene: MonthScene) -> None:
    use = added(scene)
    change_plan_evidence(by=scene.drafter, use=use, title="Prices", openness=EXEMPT, pages="3")
    use.refresh_from_db()
    assert (use.evidence.title, use.evidence.exempt_paragraph, use.pages) == ("Prices", 3, "3")
    event = Event.objects.latest("pk")
    assert (event.type, event.target_id) == ("changed evidence", str(scene.update.pk))
    assert event.after["changed"] == ["openness", "pages", "title"]
    assert "Prices" not in str(event.before) + str(event.after)
    change_plan_evidence(by=scene.drafter, use=use, title=" Prices ", openness=EXEMPT, pages="3")
    assert Event.objects.latest("pk") == event
    with pytest.raises(NotPossible, match="Give the evidence a title"):
        change_plan_evidence(by=scene.drafter, use=use, title=" ", openness=EXEMPT)


def test_who_changes_the_same_second_is_told(scene: MonthScene) -> None:
    use = added(scene)
    read = fingerprints(use_as_saved(use))
    change_plan_evidence(by=scene.drafter, use=use, title="Theirs", openness=PUBLIC, read=read)
    with pytest.raises(StaleText):
        change_plan_evidence(by=scene.lead, use=use, title="Mine", openness=PUBLIC, read=read)


def test_evidence_is_moved_one_place_and_stays_at_either_end(scene: MonthScene) -> None:
    first, second = added(scene, "First"), added(scene, "Second")
    move_plan_evidence(by=scene.lead, use=second, up=True)
    revision = scene.update.revisions.get()
    assert list(revision.evidence_uses.order_by("position")) == [second, first]
    event = Event.objects.latest("pk")
    assert (event.type, event.after) == ("put evidence in order", {"evidence": [second.evidence_id, first.evidence_id]})
    move_plan_evidence(by=scene.lead, use=second, up=True)
    assert Event.objects.latest("pk") == event
