"""The room's screen: what it shows next. It is no record of the meeting, so there are no Events."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from tracking import rules
from tracking.enums import ConclusionReason, Decision, Outcome, ViewAnswer
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Assessment, Category, Meeting, Recommendation, RoomScreen, User
from tracking.queries.rooms import leaves_at_meeting


def touch_screen(meeting_id: int) -> None:
    """Have the room's screen look again: something it shows was recorded or changed. Nothing where there is none.

    What was chosen for a leaf is forgotten once a view is recorded on it, so that an undo does not bring it back.
    """
    screens = RoomScreen.objects.filter(meeting=meeting_id)
    screens.update(version=F("version") + 1, changed_at=timezone.now())
    shown = Q(leaf=OuterRef("recommendation")) | Q(leaf__parent=OuterRef("recommendation"))
    recorded = Assessment.objects.live().filter(shown, meeting=meeting_id)
    screens.filter(Exists(recorded)).update(choices={})


@transaction.atomic
def lead_screen(
    *, meeting: Meeting, recommendation: Recommendation | None, choices: Mapping[str, str], by: User
) -> RoomScreen:
    """Have the room's screen follow `by` from now on, whoever led it before; return it.

    It shows a recommendation or part of the meeting, None for the list, and of `choices` (the record form's fields by
    name) those that are answers the form offers: words typed never reach the room before they are recorded. Raises
    NotAllowed unless `by` may record views at the meeting; NotPossible when no public report at it holds the
    recommendation. Writes the screen.
    """
    rules.can_record_views.check(by, meeting)
    _check_is_at(meeting, recommendation, by)
    RoomScreen.objects.get_or_create(meeting=meeting)
    return _show(_locked(meeting), recommendation, choices, by)


@transaction.atomic
def follow_on_screen(
    *, meeting: Meeting, recommendation: Recommendation | None, choices: Mapping[str, str], by: User
) -> RoomScreen:
    """Have the room's screen show where `by` is now, if they lead it; return it.

    Raises and writes as `lead_screen` does, and StaleState when somebody else leads it, or nobody.
    """
    rules.can_record_views.check(by, meeting)
    screen = _led(meeting, by)
    _check_is_at(meeting, recommendation, by)
    return _show(screen, recommendation, choices, by)


@transaction.atomic
def stop_showing(*, meeting: Meeting, by: User) -> RoomScreen:
    """Have the room's screen show nothing any more; return it.

    Raises NotAllowed unless `by` may record views at the meeting; StaleState when they do not lead it. Writes the
    screen.
    """
    rules.can_record_views.check(by, meeting)
    return _show(_led(meeting, by), None, {}, None)


def _locked(meeting: Meeting) -> RoomScreen:
    return RoomScreen.objects.select_for_update().get(meeting=meeting)


def _led(meeting: Meeting, by: User) -> RoomScreen:
    """The screen, which `by` leads."""
    screen = RoomScreen.objects.select_for_update(of=("self",)).select_related("led_by__person").filter(meeting=meeting)
    found = screen.first()
    if found is None or found.led_by is None:
        raise StaleState("Nobody leads the room’s screen.")
    if found.led_by_id != by.pk:
        raise StaleState(f"{found.led_by} leads the room’s screen.")
    return found


def _check_is_at(meeting: Meeting, recommendation: Recommendation | None, by: User) -> None:
    if recommendation is not None and not leaves_at_meeting(meeting, recommendation, by):
        raise NotPossible(f"{recommendation.label} is not among the papers of this meeting, so it cannot be shown.")


def _show(
    screen: RoomScreen, recommendation: Recommendation | None, choices: Mapping[str, str], led_by: User | None
) -> RoomScreen:
    """Write what the screen shows; its version rises only when that is something else."""
    kept = _offered(choices, recommendation) if recommendation else {}
    if (screen.recommendation_id, screen.led_by_id, screen.choices) == (
        recommendation.pk if recommendation else None,
        led_by.pk if led_by else None,
        kept,
    ):
        return screen
    screen.recommendation, screen.led_by, screen.choices = recommendation, led_by, kept
    screen.version, screen.changed_at = screen.version + 1, timezone.now()
    screen.save()
    return screen


def _offered(choices: Mapping[str, str], recommendation: Recommendation) -> dict[str, str]:
    """Of what was sent, the answers to the questions that the form asks with choices."""
    categories = Category.objects.filter(scheme__inquiries=recommendation.inquiry_id)
    offered = {
        "judgement": {
            ViewAnswer.AGREE.value,
            ViewAnswer.WITHOUT_CATEGORY.value,
            Outcome.DEFERRED.value,
            Outcome.NO_VIEW.value,
            *map(str, categories.values_list("number", flat=True)),
        },
        "decision": {ViewAnswer.USUAL.value, *Decision.values},
        "conclusion_reason": set(ConclusionReason.values),
    }
    return {name: choices[name] for name, answers in offered.items() if choices.get(name) in answers}
