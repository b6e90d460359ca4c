"""Declaring a meeting in private, and saying that press and public are back."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.changes import lock
from tracking.actions.events import field_values, record_event
from tracking.actions.rooms import touch_screen
from tracking.enums import ExemptParagraph, MeetingState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Meeting, PrivateSession, RoomScreen, User
from tracking.queries.rooms import open_private_session

_FIELDS = ("meeting", "paragraphs", "is_confidential", "ended_at")


@transaction.atomic
def declare_private(
    *, meeting: Meeting, paragraphs: Collection[ExemptParagraph], is_confidential: bool, by: User
) -> PrivateSession:
    """Record that press and public are excluded from now on, and under which paragraphs; return the session.

    The room's screen then shows the items whose papers are withheld for these reasons. Raises NotAllowed unless `by`
    may record views at the meeting; NotPossible outside the time in which views are recorded and without a reason;
    StaleState when the meeting is in private already. Writes the session and one Event.

    Source: Local Government Act 1972, section 100A(4): the resolution states the description of the information, in
    terms of Schedule 12A; section 100A(2): for confidential information the public must be excluded.
    """
    rules.can_record_views.check(by, meeting)
    # Before the lock: whoever makes the screen at the same moment needs the meeting's row to finish.
    RoomScreen.objects.get_or_create(meeting=meeting)
    lock(meeting)
    if meeting.state not in MeetingState.views_recorded():
        raise NotPossible("A meeting can be in private once its papers are issued and until its minutes are approved.")
    if not paragraphs and not is_confidential:
        raise NotPossible("Choose at least one paragraph, or confidential information.")
    if (earlier := open_private_session(meeting)) is not None:
        since = timezone.localtime(earlier.recorded_at)
        raise StaleState(f"The meeting is in private already: {earlier.recorded_by} declared it at {since:%H:%M}.")
    session = PrivateSession.objects.create(
        meeting=meeting,
        paragraphs=sorted({paragraph.value for paragraph in paragraphs}),
        is_confidential=is_confidential,
        recorded_by=by,
    )
    touch_screen(meeting.pk)
    record_event(by=by, type="declared meeting private", target=session, after=field_values(session, _FIELDS))
    return session


@transaction.atomic
def end_private_session(*, session: PrivateSession, by: User) -> PrivateSession:
    """Record that press and public are back in the room; return the session.

    Raises NotAllowed unless `by` may record views at the meeting; StaleState when the session has ended. Writes when
    and by whom, and one Event.
    """
    rules.can_record_views.check(by, session.meeting)
    lock(session)
    if session.ended_at is not None:
        raise StaleState("The public are back already.")
    before = field_values(session, _FIELDS)
    session.ended_at, session.ended_by = timezone.now(), by
    session.save(update_fields=["ended_at", "ended_by"])
    touch_screen(session.meeting_id)
    record_event(
        by=by, type="ended private session", target=session, before=before, after=field_values(session, _FIELDS)
    )
    return session
