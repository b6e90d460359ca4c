"""What becomes of an executive response: agreed by Cabinet, sent, published; or taken back before it is sent."""

from datetime import date
from typing import Any

from django.db import transaction

from tracking import dates, rules
from tracking.actions.cabinet.mails import tell_followers_of_response
from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.actions.inquiries import write_response_dates
from tracking.actions.signatures import approved_by, signature_fields
from tracking.actions.state import change_state
from tracking.enums import CommitteeKind, MeetingState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Meeting, Person, Post, User
from tracking.models.cabinet import ExecutiveResponse
from tracking.presenters.cabinet.response_faces import frozen_words
from tracking.presenters.wording import written_date, written_list
from tracking.queries.cabinet.responses import response_contents
from tracking.queries.cabinet.rights import signatories


@transaction.atomic
def agree_response(*, by: User, response: ExecutiveResponse, meeting: Meeting) -> ExecutiveResponse:
    """Record that a meeting of Cabinet agreed a draft; from then on nothing in it changes.

    Raises NotAllowed unless `by` clerks that Cabinet; NotPossible for a meeting that is cancelled, still to come or
    before the inquiry was approved, and while anything the executive answers for has no answer, or nothing has one;
    StaleState when somebody else was faster. Writes the state, the meeting, every word as it is now and one Event.
    Source: the council's process.
    """
    rules.can_agree_response.check(by, response)
    _require_cabinets_clerk(by, meeting)
    lock(response)
    _require_possible_meeting(response, meeting)
    before = {"state": response.state}
    frozen = _complete_words(response, by, meeting) if response.is_draft else None
    change_state(response, "agree", cabinet_meeting=meeting, agreed_by=by, frozen=frozen)
    after = {"state": response.state, "cabinet_meeting": meeting.pk, "agreed_on": meeting.held_on}
    record_event(by=by, type="agreed executive response", target=response, before=before, after=after)
    return response


@transaction.atomic
def take_back_response(*, by: User, response: ExecutiveResponse, reason: str) -> ExecutiveResponse:
    """Make a response that Cabinet agreed a draft again, because it is to be changed; Cabinet then agrees it anew.

    Raises NotAllowed unless `by` is Cabinet's clerk or of a responding post; NotPossible without a reason or once it is
    sent; StaleState when somebody else was faster. Writes the state and one Event.
    """
    rules.can_take_back_response.check(by, response)
    if not reason.strip():
        raise NotPossible("Say what is to be changed in the response.")
    before = {"state": response.state, "cabinet_meeting": response.cabinet_meeting_id}
    change_state(response, "take back", cabinet_meeting=None, agreed_by=None, frozen=None)
    after = {"state": response.state, "reason": reason.strip()}
    record_event(by=by, type="took back executive response", target=response, before=before, after=after)
    return response


@transaction.atomic
def send_response(
    *,
    by: User,
    response: ExecutiveResponse,
    signed_by: Person | None = None,
    approved_how: str = "",
    approved_on: date | None = None,
) -> ExecutiveResponse:
    """Send what Cabinet agreed to the committee that tracks the inquiry, today: the clock of the response stops.

    A holder of a responding post signs it. A contributor sends it on behalf of `signed_by`, a holder (the only one
    unless told), and says how and when they approved it. Raises NotAllowed for everyone else; NotPossible when the
    approval is not told, or Cabinet has not agreed it; StaleState when somebody else was faster. Freezes the
    name and the title of the signature and the name of the committee; writes the state, the inquiry's day of the
    response and one Event.
    Source: Local Government Act 2000, section 9FE.
    """
    person, post = _signature(response, by, signed_by, approved_how, approved_on)
    lock(response)
    inquiry, today = response.inquiry, dates.today()
    lock(inquiry)
    before: dict[str, Any] = {"state": response.state}
    change_state(
        response,
        "send",
        sent_on=today,
        sent_by=by,
        **signature_fields(person, post.name, by=by, approved_how=approved_how, approved_on=approved_on),
        frozen=(response.frozen or {}) | {"committee": str(inquiry.tracking_committee or "")},
    )
    earlier, later = write_response_dates(
        inquiry, received_on=inquiry.received_on, notice_on=inquiry.notice_on, responded_on=today
    )
    record_event(
        by=by,
        type="sent executive response",
        target=response,
        before=before | earlier,
        after={"state": response.state, "signed_by": person.pk, "approved_on": response.approved_on} | later,
    )
    return response


@transaction.atomic
def publish_response(*, by: User, response: ExecutiveResponse) -> ExecutiveResponse:
    """Let everyone read a response that was sent, from today on.

    Raises NotAllowed unless `by` is an officer of the committee that tracks the inquiry and of no cabinet post;
    NotPossible before it is sent; StaleState when somebody else was faster. Writes the state, the day and one Event.
    Queues mails to those who follow the inquiry or something that is answered.
    """
    rules.can_publish_response.check(by, response)
    before = {"state": response.state}
    change_state(response, "publish", published_on=dates.today(), published_by=by)
    after = {"state": response.state, "published_on": response.published_on}
    record_event(by=by, type="published executive response", target=response, before=before, after=after)
    tell_followers_of_response(response)
    return response


def _require_cabinets_clerk(by: User, meeting: Meeting) -> None:
    if meeting.committee_id not in by.roles.committees_clerked or meeting.committee.kind != CommitteeKind.CABINET:
        raise NotAllowed("You do not have permission to do this.")


def _complete_words(response: ExecutiveResponse, by: User, meeting: Meeting) -> dict[str, Any]:
    """Return what a draft says, to be frozen, having checked that Cabinet can agree it."""
    contents = response_contents(response, by)
    if unanswered := contents.unanswered:
        labels = written_list(row.label for row in unanswered)
        verb = "has" if len(unanswered) == 1 else "have"
        raise NotPossible(f"{labels} {verb} no answer yet. Ask those who write the response to complete it first.")
    if not contents.counts:
        raise NotPossible("The response answers nothing yet. Ask those who write it to answer a recommendation first.")
    return frozen_words(contents, meeting)


def _require_possible_meeting(response: ExecutiveResponse, meeting: Meeting) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise NotPossible("This meeting was cancelled. Choose the meeting at which Cabinet agreed the response.")
    if meeting.held_on > dates.today():
        raise NotPossible("This meeting is still to come. Record on the day what Cabinet agreed.")
    approved_on = response.inquiry.approved_on
    if approved_on and meeting.held_on < approved_on:
        raise NotPossible("This meeting was before the inquiry’s report was approved. Choose a later one.")


def _signature(
    response: ExecutiveResponse, by: User, signed_by: Person | None, approved_how: str, approved_on: date | None
) -> tuple[Person, Post]:
    """Return who signs and for which post, having checked that `by` may send the response for them."""
    holders = signatories(response)
    if rules.can_send_response(by, response) and signed_by in (None, by.person):
        return by.person, holders[by.person]
    rules.can_send_response_on_behalf.check(by, response)
    person = approved_by(
        holders, signed_by, approved_how, approved_on, thing="response", holding="one of the responding posts"
    )
    started_on = dates.today(response.recorded_at)
    if approved_on is not None and approved_on < started_on:
        raise NotPossible(f"It cannot have been approved before it was started, on {written_date(started_on)}.")
    return person, holders[person]
