"""Writing an executive response while it is a draft: started, introduced, answered one by one, withdrawn."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tracking import rules
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.conflicts import own_changes
from tracking.actions.drafts import discard_draft
from tracking.actions.events import field_values, record_event
from tracking.actions.state import change_state
from tracking.enums import DraftPage, InquiryState, ResponseAnswer
from tracking.exceptions import NotAllowed, NotPossible, StaleText
from tracking.models import Inquiry, Post, Recommendation, User, WrittenPage
from tracking.models.cabinet import ExecutiveResponse, ResponseItem
from tracking.presenters.wording import written_date, written_list
from tracking.queries.cabinet.rights import may_write_answer

_SAID = ("answer", "action", "reason", "post", "due_text", "due_on", "ongoing", "recurs_every_months")


@transaction.atomic
def start_response(*, by: User, inquiry: Inquiry) -> ExecutiveResponse:
    """Start a draft; those of the responding posts and Cabinet's clerk see it.

    Raises NotAllowed unless `by` is of a responding post; NotPossible when the inquiry is not tracked, its response is
    recorded as given already, or one is being written. Writes the ExecutiveResponse and one Event.
    """
    rules.can_write_response.check(by, inquiry)
    lock(inquiry)
    if inquiry.state != InquiryState.PUBLISHED:
        raise NotPossible("Only an inquiry that is published and still tracked can be responded to.")
    if inquiry.responded_on:
        raise NotPossible(
            f"The response to this inquiry was given on {written_date(inquiry.responded_on)}, as the scrutiny officer "
            "recorded. To write it here instead, ask them to take that day out first."
        )
    response = ExecutiveResponse(inquiry=inquiry, recorded_by=by)
    store(response)
    record_event(by=by, type="started executive response", target=response, after={"inquiry": inquiry.pk})
    return response


@transaction.atomic
def save_introduction(
    *, by: User, response: ExecutiveResponse, introduction: str, version: int, read: Mapping[str, str] | None = None
) -> ExecutiveResponse:
    """Save what a draft says of the inquiry as a whole; `version` and `read` are as it was read (`conflicts`).

    Raises NotAllowed unless `by` is of a responding post; NotPossible when it is no draft any more; StaleText when
    somebody else changed it since. Saying again what is there changes nothing. Writes it and one Event. Discards the
    saver's draft.
    """
    rules.can_write_response.check(by, response)
    _open_draft(response)
    before = {"introduction": response.introduction}
    is_latest = version == response.version
    mine = own_changes(saved=before, typed={"introduction": introduction}, read=read, is_latest=is_latest)
    discard_draft(of=WrittenPage(response, DraftPage.INTRODUCTION), by=by)
    if mine:
        change_fields(response, mine | {"version": response.version + 1})
        record_event(by=by, type="saved introduction of a response", target=response, before=before, after=mine)
    return response


@transaction.atomic
def save_answer(
    *,
    by: User,
    response: ExecutiveResponse,
    recommendation: Recommendation,
    answer: str,
    action: str = "",
    reason: str = "",
    post: Post | None = None,
    due_text: str = "",
    due_on: date | None = None,
    ongoing: bool = False,
    recurs_every_months: int | None = None,
    version: int = 0,
    read: Mapping[str, str] | None = None,
) -> ResponseItem:
    """Save the answer to a recommendation or part in a draft; `version` and `read` are as it was read (`conflicts`).

    Raises NotAllowed unless `by` is of a post that answers for it (`ResponseRights`); NotPossible when the response is
    no draft any more, when the whole is answered where a part would be or the other way about, or when what an answer
    needs is missing: reason, action, post or date; StaleText when somebody else changed the same since, or removed the
    answer. What is rejected without an action keeps neither post nor date. Saying again what is there changes nothing.
    Writes the ResponseItem and one Event. Discards the saver's draft.
    """
    _require_writer(by, response, recommendation)
    _open_draft(response)
    _require_one_way(response, recommendation)
    item = ResponseItem.objects.filter(response=response, recommendation=recommendation).first()
    typed = ResponseItem(answer=answer, action=action, reason=reason)
    if answer != ResponseAnswer.REJECTED or action:
        typed.post, typed.due_text, typed.due_on = post, due_text, due_on
        typed.ongoing, typed.recurs_every_months = ongoing, recurs_every_months
    if item is None and version:
        raise StaleText(
            "Somebody removed this answer meanwhile. What you typed is below: save it again to give it as a new answer."
        )
    saved = answer_as_saved(item)
    mine = own_changes(
        saved=saved, typed=answer_as_saved(typed), read=read, is_latest=version == (item.version if item else 0)
    )
    discard_draft(of=WrittenPage(response, DraftPage.ANSWER, recommendation), by=by)
    if item is None:
        typed.response, typed.recommendation, typed.recorded_by, typed.version = response, recommendation, by, 1
        store(typed)
        after = {**answer_as_saved(typed), **_about(recommendation)}
        record_event(by=by, type="answered recommendation", target=typed, after=after)
        return typed
    if mine:
        changes: dict[str, Any] = {name: getattr(typed, name) for name in mine}
        change_fields(item, changes | {"version": item.version + 1, "recorded_by": by, "recorded_at": timezone.now()})
        record_event(
            by=by,
            type="changed answer to a recommendation",
            target=item,
            before={name: saved[name] for name in mine},
            after={**mine, **_about(recommendation)},
        )
    return item


def answer_as_saved(item: ResponseItem | None) -> dict[str, Any]:
    """What an answer says, as plain data: for the fingerprints of its form and for the audit trail."""
    row = item or ResponseItem(answer="")
    values = field_values(row, _SAID)
    return values | {"due_on": values["due_on"].isoformat() if values["due_on"] else None}


@transaction.atomic
def remove_answer(*, by: User, response: ExecutiveResponse, recommendation: Recommendation) -> None:
    """Take an answer out of a draft: to answer part by part instead of as a whole, or the other way about.

    Raises NotAllowed unless `by` is of a post that answers for it; NotPossible when the response is no draft any more,
    or there is no answer. Deletes the ResponseItem and writes one Event, which keeps what it said.
    """
    _require_writer(by, response, recommendation)
    _open_draft(response)
    item = ResponseItem.objects.filter(response=response, recommendation=recommendation).first()
    if item is None:
        raise NotPossible(f"{recommendation.label} has no answer now. Open the response to see what it says.")
    before = {**answer_as_saved(item), **_about(recommendation)}
    record_event(by=by, type="removed answer to a recommendation", target=item, before=before)
    item.delete()


@transaction.atomic
def withdraw_response(*, by: User, response: ExecutiveResponse, reason: str) -> ExecutiveResponse:
    """Withdraw a draft that is no longer meant; another may then be started.

    Raises NotAllowed unless `by` is of a responding post; NotPossible without a reason or once Cabinet has agreed it;
    StaleState when somebody else was faster. Writes the state, the reason and one Event.
    """
    rules.can_write_response.check(by, response)
    if not reason.strip():
        raise NotPossible("Give the reason for withdrawing the response.")
    before = {"state": response.state}
    change_state(response, "withdraw", withdrawn_reason=reason.strip())
    after = {"state": response.state, "reason": response.withdrawn_reason}
    record_event(by=by, type="withdrew executive response", target=response, before=before, after=after)
    return response


def _require_writer(by: User, response: ExecutiveResponse, recommendation: Recommendation) -> None:
    if recommendation.inquiry_id != response.inquiry_id or not may_write_answer(response, recommendation, by):
        raise NotAllowed("You do not have permission to do this.")


def _open_draft(response: ExecutiveResponse) -> None:
    """Lock the response, before anything in it is, and read it again: answers are written one after the other."""
    lock(response)
    if not response.is_draft:
        raise NotPossible(
            f"This response is {response.state_words}, so nothing was saved. "
            "Copy what you need, then open it again to see where it stands."
        )


def _require_one_way(response: ExecutiveResponse, recommendation: Recommendation) -> None:
    """A recommendation is answered as a whole or part by part, so that no part has two answers."""
    if recommendation.withdrawn_reason:
        raise NotPossible(f"{recommendation.label} was withdrawn. Open the response to see what is left.")
    others = Q(recommendation__parent=recommendation, recommendation__withdrawn_reason="")
    if recommendation.parent_id:
        others |= Q(recommendation=recommendation.parent_id)
    answered = [item.recommendation.label for item in response.items.filter(others).select_related("recommendation")]
    if answered:
        raise NotPossible(
            f"{written_list(answered)} {'is' if len(answered) == 1 else 'are'} answered already. A recommendation is "
            "answered as a whole or part by part: remove the one before you give the other."
        )


def _about(recommendation: Recommendation) -> dict[str, str]:
    return {"recommendation": recommendation.reference}
