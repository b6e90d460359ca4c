"""What the database refuses of executive responses: each named constraint, violated once."""

from collections.abc import Callable
from datetime import date

from tests import factories
from tracking.enums import ResponseAnswer, ResponseState
from tracking.models.cabinet import ExecutiveResponse, ResponseItem


def _changed(state: ResponseState, **fields: object) -> object:
    response = factories.ExecutiveResponseFactory(state=state)
    return ExecutiveResponse.objects.filter(pk=response.pk).update(**fields)


def _second_live() -> ExecutiveResponse:
    return factories.ExecutiveResponseFactory(inquiry=factories.ExecutiveResponseFactory().inquiry)


def _item_twice() -> ResponseItem:
    item = factories.ResponseItemFactory()
    return factories.ResponseItemFactory(response=item.response, recommendation=item.recommendation)


RESPONSE_VIOLATIONS: dict[str, Callable[[], object]] = {
    "response_one_live_to_an_inquiry": _second_live,
    "response_agreed_with_its_meeting": lambda: _changed(ResponseState.AGREED, cabinet_meeting=None),
    "response_frozen_once_agreed": lambda: _changed(ResponseState.PUBLISHED, frozen=None),
    "response_sent_with_who_and_signature": lambda: _changed(ResponseState.SENT, signed_name=""),
    "response_published_with_its_day": lambda: _changed(ResponseState.PUBLISHED, published_on=date(2015, 8, 6)),
    "response_withdrawn_with_reason": lambda: _changed(ResponseState.WITHDRAWN, withdrawn_reason=""),
    "response_item_once_for_a_recommendation": _item_twice,
    "response_item_says_why": lambda: factories.ResponseItemFactory(answer=ResponseAnswer.IN_PART),
    "response_item_says_what_and_who": lambda: factories.ResponseItemFactory(action=""),
    "response_item_says_by_when": lambda: factories.ResponseItemFactory(due_text="", due_on=None),
}
