"""The demo council's executive response, with Cabinet and its meetings."""

from datetime import datetime, timedelta
from typing import Any

from tracking.actions.demo_council import (
    DemoCouncil,
    Facts,
    read_facts,
    write_committees,
    write_meeting,
    write_offices,
    write_people,
)
from tracking.actions.demo_days import day_meant, moment, optional_day
from tracking.enums import ResponseAnswer, ResponseState
from tracking.models import Inquiry, Recommendation
from tracking.models.cabinet import ExecutiveResponse, ResponseItem
from tracking.presenters.cabinet.response_faces import frozen_words
from tracking.queries.cabinet.responses import response_contents

RESPONSE = "response.toml"
_WRITTEN_BEFORE = timedelta(days=5)


def write_response(council: DemoCouncil, *, password: str) -> ExecutiveResponse:
    """Write Cabinet, its clerk and meetings, and the response as it was published; each with its Event."""
    facts = read_facts(RESPONSE)
    begun_at = moment(read_facts("council.toml")["begun_on"], 9)
    write_people(council, facts["people"], begun_at, password)
    write_committees(council, facts["committees"], begun_at)
    write_offices(council, facts["people"])
    for row in facts["meetings"]:
        write_meeting(council, row)
    response = _write_whole(council, facts["response"])
    written_at = moment(council.meetings[facts["response"]["agreed_at"]].held_on, 9) - _WRITTEN_BEFORE
    for row in facts["response"]["items"]:
        _write_item(council, response, row, written_at)
    _agree(council, response, facts["response"])
    _tell(council, response, written_at)
    return response


def _write_whole(council: DemoCouncil, facts: Facts) -> ExecutiveResponse:
    today = council.now.date()
    inquiry = Inquiry.objects.get(slug=facts["inquiry"])
    meeting = council.meetings[facts["agreed_at"]]
    inquiry.responded_on = day_meant(facts["sent_on"], today)
    inquiry.save(update_fields=["responded_on"])
    return ExecutiveResponse.objects.create(
        inquiry=inquiry,
        introduction=facts["introduction"].strip(),
        version=1,
        recorded_by=council.users[facts["started_by"]],
        recorded_at=moment(meeting.held_on, 9) - 2 * _WRITTEN_BEFORE,
    )


def _agree(council: DemoCouncil, response: ExecutiveResponse, facts: Facts) -> None:
    """Have Cabinet agree what was written, its sender sign it and the committee publish it."""
    inquiry = response.inquiry
    meeting, sender = council.meetings[facts["agreed_at"]], council.users[facts["sent_by"]]
    committee = inquiry.tracking_committees.get(ends_on=None).committee
    contents = response_contents(response, response.recorded_by)
    response.frozen = frozen_words(contents, meeting) | {"committee": committee.name}
    response.state = ResponseState.PUBLISHED
    response.cabinet_meeting, response.agreed_by = meeting, council.clerks[meeting.committee_id]
    response.sent_on, response.sent_by, response.signed_by = inquiry.responded_on, sender, sender.person
    response.signed_name, response.signed_title = sender.person.name, council.posts[facts["signed_for"]].name
    response.published_on = day_meant(facts["published_on"], council.now.date())
    response.published_by = council.clerks[committee.pk]
    response.save()


def _write_item(council: DemoCouncil, response: ExecutiveResponse, facts: Facts, at: datetime) -> None:
    rows = Recommendation.objects.filter(inquiry=response.inquiry)
    due_on = optional_day(facts.get("due_on"), council.now.date())
    item = ResponseItem.objects.create(
        response=response,
        recommendation=rows.at_reference(facts["recommendation"]).get(),
        answer=ResponseAnswer(facts["answer"]),
        action=facts.get("action", "").strip(),
        reason=facts.get("reason", "").strip(),
        post=council.posts.get(facts.get("post", "")),
        due_text=facts.get("due_text", f"{due_on:%B %Y}" if due_on else ""),
        due_on=due_on,
        recurs_every_months=facts.get("recurs_every_months"),
        version=1,
        recorded_by=response.recorded_by,
        recorded_at=at,
    )
    after = {"answer": item.answer, "recommendation": item.recommendation.reference}
    council.record("answered recommendation", item, at=at, by=response.recorded_by, after=after)


def _tell(council: DemoCouncil, response: ExecutiveResponse, written_at: datetime) -> None:
    """Append what the actions would have told of the response as a whole."""
    agreed, sent, published = response.agreed_on, response.sent_on, response.published_on
    if agreed is None or sent is None or published is None:
        return
    writer = response.recorded_by
    happened: tuple[tuple[str, datetime, Any, Facts], ...] = (
        ("started executive response", response.recorded_at, writer, {"inquiry": response.inquiry_id}),
        ("saved introduction of a response", written_at, writer, {"introduction": response.introduction}),
        ("agreed executive response", moment(agreed, 17), response.agreed_by, {"state": ResponseState.AGREED}),
        ("sent executive response", moment(sent, 12), response.sent_by, {"responded_on": sent}),
        ("published executive response", moment(published, 12), response.published_by, {"published_on": published}),
    )
    for type_of_event, at, by, after in happened:
        council.record(type_of_event, response, at=at, by=by, after=after)
