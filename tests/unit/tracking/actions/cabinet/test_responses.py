"""An executive response from its first answer to its publication: who may, when, and what is told of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    CommitteeFactory,
    ExecutiveResponseFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    PostFactory,
    RecommendationFactory,
    ResponseItemFactory,
    ResponsibilityFactory,
    administrator,
    appointed,
    seated,
)
from tracking.actions.cabinet.response_sending import (
    agree_response,
    publish_response,
    send_response,
    take_back_response,
)
from tracking.actions.cabinet.response_writing import (
    answer_as_saved,
    remove_answer,
    save_answer,
    save_introduction,
    start_response,
    withdraw_response,
)
from tracking.actions.conflicts import fingerprints
from tracking.actions.inquiries import record_executive_response
from tracking.actions.recommendations import add_recommendation, correct_recommendation, withdraw_recommendation
from tracking.enums import (
    Capacity,
    CommitteeKind,
    CommitteeRole,
    InquiryState,
    MeetingState,
    PostKind,
    ResponseAnswer,
    ResponseState,
)
from tracking.exceptions import NotAllowed, NotPossible, StaleState, StaleText
from tracking.models import (
    Committee,
    Event,
    Inquiry,
    Meeting,
    Post,
    Recommendation,
    Responsibility,
    TrackingCommittee,
    User,
)
from tracking.models.cabinet import ExecutiveResponse, ResponseItem
from tracking.presenters.cabinet.response_document import ResponseDocument, response_document
from tracking.presenters.cabinet.response_pages import response_page, state_sentences
from tracking.presenters.next_rounds import first_round_sentences
from tracking.queries.cabinet.responses import answers_to, readable_responses, rejected_in, response_contents
from tracking.queries.next_rounds import proposed_first_round

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
PROMISE = {"answer": ResponseAnswer.ACCEPTED, "action": "Build it.", "due_text": "November 2015"}


@pytest.fixture
def scrutiny() -> Committee:
    return CommitteeFactory(tracking_interval_months=6)


@pytest.fixture
def cabinet() -> Committee:
    return CommitteeFactory(name="Cabinet", slug="cabinet", kind=CommitteeKind.CABINET)


@pytest.fixture
def post() -> Post:
    return PostFactory(name="Deputy Leader")


@pytest.fixture
def inquiry(scrutiny: Committee, post: Post) -> Inquiry:
    inquiry = InquiryFactory(tracking_committee=scrutiny, approved_on=date(2015, 6, 9))
    for number in (1, 2):
        ResponsibilityFactory(recommendation=RecommendationFactory(inquiry=inquiry, number=number), post=post)
    return inquiry


@pytest.fixture
def holder(post: Post) -> User:
    return appointed(post)


@pytest.fixture
def contributor(post: Post) -> User:
    return appointed(post, Capacity.CONTRIBUTOR)


@pytest.fixture
def clerk(cabinet: Committee) -> User:
    return seated(cabinet, CommitteeRole.CLERK)


@pytest.fixture
def officer(scrutiny: Committee) -> User:
    return seated(scrutiny, CommitteeRole.SCRUTINY_OFFICER)


@pytest.fixture
def held(cabinet: Committee) -> Meeting:
    return MeetingFactory(committee=cabinet, held_on=TODAY, state=MeetingState.PLANNED)


def recommendation(inquiry: Inquiry, number: int = 1) -> Recommendation:
    return inquiry.recommendations.get(number=number, letter="")


def response_to(inquiry: Inquiry, state: ResponseState = ResponseState.DRAFT) -> ExecutiveResponse:
    """One with an answer to each recommendation."""
    response = ExecutiveResponseFactory(inquiry=inquiry, state=state)
    for row in inquiry.recommendations.all():
        ResponseItemFactory(response=response, recommendation=row)
    return response


def told() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("type", flat=True))


# --- Starting -----------------------------------------------------------------------------------


def test_a_post_that_answers_for_the_inquiry_starts_the_response(inquiry: Inquiry, contributor: User) -> None:
    response = start_response(by=contributor, inquiry=inquiry)
    assert (response.state, response.recorded_by) == ("draft", contributor)
    event = Event.objects.get()
    assert (event.type, event.after) == ("started executive response", {"inquiry": inquiry.pk})


def test_there_is_one_live_response_and_another_once_it_is_withdrawn(inquiry: Inquiry, holder: User) -> None:
    response = start_response(by=holder, inquiry=inquiry)
    with pytest.raises(NotPossible, match="There is a response to this inquiry already"):
        start_response(by=holder, inquiry=inquiry)
    with pytest.raises(NotPossible, match="Give the reason"):
        withdraw_response(by=holder, response=response, reason=" ")
    withdraw_response(by=holder, response=response, reason="Begun too early.")
    assert start_response(by=holder, inquiry=inquiry).pk != response.pk
    assert told() == ["started executive response", "withdrew executive response", "started executive response"]


def test_what_was_given_on_paper_is_not_written_again(inquiry: Inquiry, holder: User) -> None:
    Inquiry.objects.update(responded_on=date(2015, 8, 7))
    with pytest.raises(NotPossible, match="was given on 7 August 2015"):
        start_response(by=holder, inquiry=inquiry)


def test_only_a_published_inquiry_is_responded_to(inquiry: Inquiry, holder: User) -> None:
    Inquiry.objects.update(state=InquiryState.DRAFT)
    with pytest.raises(NotPossible, match="still tracked"):
        start_response(by=holder, inquiry=inquiry)


def test_an_outside_body_responds_where_nobody_in_the_council_answers(inquiry: Inquiry) -> None:
    body = PostFactory(kind=PostKind.OUTSIDE_BODY)
    ResponsibilityFactory(recommendation=recommendation(inquiry), post=body)
    theirs = appointed(body)
    with pytest.raises(NotAllowed):
        start_response(by=theirs, inquiry=inquiry)
    alone = InquiryFactory()
    ResponsibilityFactory(recommendation=RecommendationFactory(inquiry=alone), post=body)
    assert start_response(by=theirs, inquiry=alone).state == "draft"


# --- Writing ------------------------------------------------------------------------------------


def test_an_answer_says_what_who_and_by_when_or_why_not(inquiry: Inquiry, holder: User, post: Post) -> None:
    response = ExecutiveResponseFactory(inquiry=inquiry)
    first = recommendation(inquiry)

    def save(**said: object) -> ResponseItem:
        item: ResponseItem = save_answer(by=holder, response=response, recommendation=first, **said)
        return item

    with pytest.raises(NotPossible, match="Say what will be done, and which post does it"):
        save(**PROMISE)
    with pytest.raises(NotPossible, match="Say by when"):
        save(**PROMISE | {"post": post, "due_text": ""})
    with pytest.raises(NotPossible, match="Say why it is accepted only in part, or rejected"):
        save(answer=ResponseAnswer.REJECTED)
    item = save(**PROMISE, post=post)
    assert (item.answer, item.post, item.version, item.recorded_by) == ("accepted", post, 1, holder)
    event = Event.objects.get()
    assert (event.type, event.after["recommendation"], event.after["answer"]) == (
        "answered recommendation",
        "R01",
        "accepted",
    )


def test_what_is_rejected_promises_nothing(inquiry: Inquiry, holder: User, post: Post) -> None:
    response = ExecutiveResponseFactory(inquiry=inquiry)
    said = {"answer": ResponseAnswer.REJECTED, "reason": "Too dear.", "post": post, "due_text": "November 2015"}
    item = save_answer(by=holder, response=response, recommendation=recommendation(inquiry), **said)
    assert (item.post, item.due_text) == (None, "")


def test_a_recommendation_is_answered_as_a_whole_or_part_by_part(inquiry: Inquiry, holder: User, post: Post) -> None:
    response, whole = ExecutiveResponseFactory(inquiry=inquiry), recommendation(inquiry)
    part, other = PartFactory(parent=whole, letter="a"), PartFactory(parent=whole, letter="b")
    save_answer(by=holder, response=response, recommendation=part, post=post, **PROMISE)
    with pytest.raises(NotPossible, match="R01 a\\) is answered already"):
        save_answer(by=holder, response=response, recommendation=whole, post=post, **PROMISE)
    contents = response_contents(response, holder)
    assert [(row.unit.label, row.item is not None) for row in contents.units] == [
        ("R01 a)", True),
        ("R01 b)", False),
        ("R02", False),
    ]
    remove_answer(by=holder, response=response, recommendation=part)
    save_answer(by=holder, response=response, recommendation=whole, post=post, **PROMISE)
    with pytest.raises(NotPossible, match="R01 is answered already"):
        save_answer(by=holder, response=response, recommendation=other, post=post, **PROMISE)
    assert [row.unit.label for row in response_contents(response, holder).units] == ["R01", "R02"]
    assert told()[1] == "removed answer to a recommendation"
    with pytest.raises(NotPossible, match="has no answer now"):
        remove_answer(by=holder, response=response, recommendation=part)


def test_each_answer_is_written_by_the_posts_that_answer_for_it(inquiry: Inquiry, holder: User) -> None:
    response = ExecutiveResponseFactory(inquiry=inquiry)
    other = PostFactory()
    third = RecommendationFactory(inquiry=inquiry, number=3)
    ResponsibilityFactory(recommendation=third, post=other)
    said = {"answer": ResponseAnswer.REJECTED, "reason": "Too dear."}
    # While nobody of the other post can sign in, nobody could write it otherwise.
    save_answer(by=holder, response=response, recommendation=third, **said)
    theirs = appointed(other)
    with pytest.raises(NotAllowed):
        save_answer(by=holder, response=response, recommendation=third, answer="rejected", reason="Far too dear.")
    assert save_answer(by=theirs, response=response, recommendation=third, **said).version == 1
    with pytest.raises(NotAllowed):
        save_answer(by=theirs, response=response, recommendation=recommendation(inquiry), **said)


def test_two_who_changed_the_same_answer_are_both_kept_from_overwriting(
    inquiry: Inquiry, holder: User, contributor: User, post: Post
) -> None:
    response, first = ExecutiveResponseFactory(inquiry=inquiry), recommendation(inquiry)
    save_answer(by=holder, response=response, recommendation=first, post=post, **PROMISE)
    changed = PROMISE | {"action": "Build two."}
    save_answer(by=holder, response=response, recommendation=first, post=post, version=1, **changed)
    with pytest.raises(StaleText):
        save_answer(
            by=contributor,
            response=response,
            recommendation=first,
            post=post,
            version=1,
            **PROMISE | {"action": "Build three."},
        )
    item = response.items.get()
    assert (item.action, item.version, item.recorded_by) == ("Build two.", 2, holder)
    assert told() == ["answered recommendation", "changed answer to a recommendation"]


def test_an_answer_that_somebody_removed_is_not_given_again_unawares(
    inquiry: Inquiry, holder: User, post: Post
) -> None:
    response, first = ExecutiveResponseFactory(inquiry=inquiry), recommendation(inquiry)
    said = {"by": holder, "response": response, "recommendation": first, "post": post, **PROMISE}
    read = fingerprints(answer_as_saved(save_answer(**said)))
    remove_answer(by=holder, response=response, recommendation=first)
    with pytest.raises(StaleText, match="removed this answer meanwhile"):
        save_answer(**said, version=1, read=read)
    save_answer(**said, read=read)
    after = Event.objects.order_by("pk").last().after
    assert (after["answer"], after["action"], after["due_text"]) == ("accepted", "Build it.", "November 2015")


def test_saying_again_what_is_there_changes_nothing(inquiry: Inquiry, holder: User, post: Post) -> None:
    response, first = ExecutiveResponseFactory(inquiry=inquiry), recommendation(inquiry)
    for version in (0, 1):
        save_answer(by=holder, response=response, recommendation=first, post=post, version=version, **PROMISE)
    assert told() == ["answered recommendation"]


def test_the_introduction_is_saved_and_not_overwritten(inquiry: Inquiry, holder: User, contributor: User) -> None:
    response = ExecutiveResponseFactory(inquiry=inquiry)
    read = fingerprints({"introduction": ""})
    save_introduction(by=holder, response=response, introduction="We agree.", version=0, read=read)
    with pytest.raises(StaleText):
        save_introduction(by=contributor, response=response, introduction="We do not.", version=0, read=read)
    assert (response.introduction, response.version, told()) == ("We agree.", 1, ["saved introduction of a response"])


@pytest.mark.parametrize("state", ["agreed", "sent", "published", "withdrawn"])
def test_nothing_is_written_once_it_is_no_draft(inquiry: Inquiry, holder: User, post: Post, state: str) -> None:
    response = response_to(inquiry, ResponseState(state))
    first = recommendation(inquiry)
    acts: list[Callable[[], object]] = [
        lambda: save_introduction(by=holder, response=response, introduction="New.", version=0),
        lambda: save_answer(by=holder, response=response, recommendation=first, post=post, **PROMISE),
        lambda: remove_answer(by=holder, response=response, recommendation=first),
        lambda: withdraw_response(by=holder, response=response, reason="A mistake."),
    ]
    for act in acts:
        with pytest.raises(NotPossible):
            act()
    if state == "agreed":
        with pytest.raises(NotPossible, match="is agreed by Cabinet, so nothing was saved"):
            acts[0]()
    assert told() == []


# --- Agreeing, sending, publishing --------------------------------------------------------------


def test_cabinet_agrees_what_answers_everything_the_executive_answers_for(
    inquiry: Inquiry, clerk: User, held: Meeting
) -> None:
    response = ExecutiveResponseFactory(inquiry=inquiry)
    ResponseItemFactory(response=response, recommendation=recommendation(inquiry))
    of_a_body = RecommendationFactory(inquiry=inquiry, number=3)
    ResponsibilityFactory(recommendation=of_a_body, post=PostFactory(kind=PostKind.OUTSIDE_BODY))
    with pytest.raises(NotPossible, match="R02 has no answer yet"):
        agree_response(by=clerk, response=response, meeting=held)
    ResponseItemFactory(response=response, recommendation=recommendation(inquiry, 2))
    agree_response(by=clerk, response=response, meeting=held)
    assert (response.state, response.agreed_on, response.agreed_by) == ("agreed", TODAY, clerk)
    assert told() == ["agreed executive response"]


def test_it_is_agreed_at_a_meeting_of_cabinet_that_took_place(
    inquiry: Inquiry, clerk: User, cabinet: Committee, scrutiny: Committee
) -> None:
    response = response_to(inquiry)
    refused = {
        "still to come": MeetingFactory(committee=cabinet, held_on=TODAY + timedelta(days=1)),
        "before the inquiry": MeetingFactory(committee=cabinet, held_on=date(2015, 6, 8), state=MeetingState.HELD),
        "cancelled": MeetingFactory(
            committee=cabinet, held_on=date(2016, 6, 8), state=MeetingState.CANCELLED, cancelled_reason="Snow."
        ),
    }
    for words, meeting in refused.items():
        with pytest.raises(NotPossible, match=words):
            agree_response(by=clerk, response=response, meeting=meeting)
    with pytest.raises(NotAllowed):
        agree_response(by=clerk, response=response, meeting=MeetingFactory(committee=scrutiny, held_on=TODAY))


def test_what_cabinet_wants_changed_becomes_a_draft_again(inquiry: Inquiry, clerk: User) -> None:
    response = response_to(inquiry, ResponseState.AGREED)
    with pytest.raises(NotPossible, match="Say what is to be changed"):
        take_back_response(by=clerk, response=response, reason="")
    take_back_response(by=clerk, response=response, reason="A date.")
    assert (response.state, response.agreed_on) == ("draft", None)
    assert told() == ["took back executive response"]


def test_what_cabinet_agreed_stays_as_it_was_whatever_changes(
    inquiry: Inquiry, clerk: User, held: Meeting, holder: User, officer: User, post: Post
) -> None:
    def printed() -> ResponseDocument:
        row = readable_responses(clerk).get(pk=response.pk)
        return response_document(response_contents(row, clerk), today=TODAY)

    response = response_to(inquiry)
    agree_response(by=clerk, response=response, meeting=held)
    agreed = printed()
    sent_to = response.inquiry.tracking_committee
    send_response(by=holder, response=response)
    sent = printed()
    withdraw_recommendation(by=officer, recommendation=recommendation(inquiry), reason="A slip.")
    add_recommendation(by=officer, inquiry=inquiry, number=7, text="Do more.")
    correct_recommendation(by=officer, recommendation=recommendation(inquiry, 2), reason="A slip.", text="Else.")
    Post.objects.filter(pk=post.pk).update(name="Renamed")
    Responsibility.objects.update(post=PostFactory(name="Another post"))
    TrackingCommittee.objects.update(committee=CommitteeFactory(name="Another committee"))
    Inquiry.objects.update(title="Another title")
    Committee.objects.filter(pk=held.committee_id).update(name="The Executive")
    assert (printed().lines, printed().recommendations) == (agreed.lines, agreed.recommendations)
    assert printed() == sent
    assert (sent.committee, sent.cover[0].value, [line.label for line in sent.lines]) == (
        str(sent_to),
        "Deputy Leader",
        [row.title for row in agreed.recommendations],
    )
    page = response_page(response_contents(readable_responses(clerk).get(pk=response.pk), clerk), clerk, today=TODAY)
    assert [bool(row.href) for row in page.recommendations] == [False, True]


def test_what_is_taken_back_is_read_as_it_is_now(inquiry: Inquiry, clerk: User, held: Meeting) -> None:
    response = response_to(inquiry)
    agree_response(by=clerk, response=response, meeting=held)
    take_back_response(by=clerk, response=response, reason="A date.")
    response.refresh_from_db()
    assert (response.frozen, len(response_contents(response, clerk).recommendations)) == (None, 2)


def test_what_answers_nothing_is_not_agreed(clerk: User, held: Meeting) -> None:
    alone = InquiryFactory()
    body = PostFactory(kind=PostKind.OUTSIDE_BODY)
    ResponsibilityFactory(recommendation=RecommendationFactory(inquiry=alone, number=1), post=body)
    response = ExecutiveResponseFactory(inquiry=alone)
    with pytest.raises(NotPossible, match="R01 has no answer yet"):
        agree_response(by=clerk, response=response, meeting=held)
    empty = ExecutiveResponseFactory(inquiry=InquiryFactory())
    with pytest.raises(NotPossible, match="answers nothing yet"):
        agree_response(by=clerk, response=empty, meeting=held)
    unsaid = ExecutiveResponseFactory(state=ResponseState.SENT)
    assert state_sentences(response_contents(unsaid, clerk), today=TODAY)[0] == "Sent on 7 August 2015."


def test_a_draft_is_dated_by_the_councils_calendar(inquiry: Inquiry, holder: User) -> None:
    late = datetime(2015, 6, 30, 23, 30, tzinfo=UTC)
    response = ExecutiveResponseFactory(inquiry=inquiry, recorded_at=late)
    assert response_document(response_contents(response, holder), today=TODAY).on == date(2015, 7, 1)


def test_sending_stops_the_clock_and_freezes_the_signature(inquiry: Inquiry, holder: User) -> None:
    Inquiry.objects.update(received_on=TODAY - timedelta(days=10))
    response = response_to(inquiry, ResponseState.AGREED)
    send_response(by=holder, response=response)
    inquiry.refresh_from_db()
    assert (response.state, response.sent_on, inquiry.responded_on) == ("sent", TODAY, TODAY)
    assert (response.signed_name, response.signed_title) == (holder.person.name, "Deputy Leader")
    event = Event.objects.get()
    assert (event.type, event.before["state"], event.after["responded_on"]) == (
        "sent executive response",
        "agreed",
        TODAY.isoformat(),
    )


def test_a_contributor_sends_it_on_behalf_and_says_how_it_was_approved(
    inquiry: Inquiry, holder: User, contributor: User
) -> None:
    response = response_to(inquiry, ResponseState.AGREED)
    with pytest.raises(NotPossible, match="Say how and when"):
        send_response(by=contributor, response=response)
    with pytest.raises(NotPossible, match="still to come"):
        send_response(by=contributor, response=response, approved_how="Mail", approved_on=TODAY + timedelta(days=1))
    with pytest.raises(NotPossible, match="Choose who approved"):
        send_response(
            by=contributor,
            response=response,
            signed_by=contributor.person,
            approved_how="Mail",
            approved_on=TODAY,
        )
    with pytest.raises(NotPossible, match="before it was started"):
        send_response(by=contributor, response=response, approved_how="Mail", approved_on=date(1999, 1, 1))
    send_response(by=contributor, response=response, approved_how="By e-mail.", approved_on=TODAY)
    assert (response.signed_by, response.sent_by, response.approved_how) == (holder.person, contributor, "By e-mail.")


def test_while_a_response_is_written_here_its_day_is_not_typed(inquiry: Inquiry, officer: User) -> None:
    response_to(inquiry)
    dates = {"received_on": date(2015, 6, 9), "notice_on": None}
    with pytest.raises(NotPossible, match="is written here"):
        record_executive_response(by=officer, inquiry=inquiry, responded_on=date(2015, 8, 7), **dates)
    record_executive_response(by=officer, inquiry=inquiry, responded_on=None, **dates)
    inquiry.refresh_from_db()
    assert (inquiry.received_on, inquiry.responded_on) == (date(2015, 6, 9), None)


def test_the_committee_that_received_it_publishes_it(inquiry: Inquiry, officer: User) -> None:
    response = response_to(inquiry, ResponseState.SENT)
    publish_response(by=officer, response=response)
    assert (response.state, response.published_on, response.published_by) == ("published", TODAY, officer)
    assert told() == ["published executive response"]


def test_who_comes_second_is_told_so(inquiry: Inquiry, officer: User) -> None:
    response = response_to(inquiry, ResponseState.SENT)
    publish_response(by=officer, response=ExecutiveResponse.objects.get(pk=response.pk))
    with pytest.raises(StaleState):
        publish_response(by=officer, response=response)


def test_nobody_else_does_any_of_it(inquiry: Inquiry, held: Meeting, post: Post) -> None:
    draft, first = response_to(inquiry), recommendation(inquiry)
    acts: list[Callable[[User], object]] = [
        lambda by: start_response(by=by, inquiry=inquiry),
        lambda by: save_introduction(by=by, response=draft, introduction="New.", version=0),
        lambda by: save_answer(by=by, response=draft, recommendation=first, post=post, **PROMISE),
        lambda by: remove_answer(by=by, response=draft, recommendation=first),
        lambda by: withdraw_response(by=by, response=draft, reason="A mistake."),
        lambda by: agree_response(by=by, response=draft, meeting=held),
        lambda by: take_back_response(by=by, response=draft, reason="A date."),
        lambda by: send_response(by=by, response=draft),
        lambda by: publish_response(by=by, response=draft),
    ]
    for by in (administrator(), appointed(PostFactory()), seated(CommitteeFactory(), CommitteeRole.CLERK)):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(by)
    assert told() == []


def test_posts_neither_agree_nor_publish_and_officers_do_not_write(
    inquiry: Inquiry, holder: User, officer: User, clerk: User, held: Meeting
) -> None:
    response = response_to(inquiry)
    with pytest.raises(NotAllowed):
        agree_response(by=holder, response=response, meeting=held)
    with pytest.raises(NotAllowed):
        publish_response(by=holder, response=response)
    with pytest.raises(NotAllowed):
        save_introduction(by=officer, response=response, introduction="Ours.", version=0)
    with pytest.raises(NotAllowed):
        publish_response(by=clerk, response=response)


# --- What follows -------------------------------------------------------------------------------


def test_what_is_rejected_is_told_once_it_is_sent_and_stays_tracked(inquiry: Inquiry, officer: User) -> None:
    response = ExecutiveResponseFactory(inquiry=inquiry, state=ResponseState.AGREED)
    whole = recommendation(inquiry)
    part = PartFactory(parent=whole)
    rejected = {"answer": ResponseAnswer.REJECTED, "reason": "Too dear.", "action": "", "post": None, "due_text": ""}
    ResponseItemFactory(response=response, recommendation=whole, **rejected)
    assert list(rejected_in(inquiry, officer)) == []
    ExecutiveResponse.objects.filter(pk=response.pk).delete()
    response = ExecutiveResponseFactory(inquiry=inquiry, state=ResponseState.SENT)
    item = ResponseItemFactory(response=response, recommendation=whole, **rejected)
    assert (list(rejected_in(inquiry, officer)), list(answers_to(part, officer))) == ([item], [item])
    Recommendation.objects.filter(pk=whole.pk).update(withdrawn_reason="A slip.")
    assert list(answers_to(part, officer)) == []
    Recommendation.objects.filter(pk=whole.pk).update(withdrawn_reason="")
    leaves = Recommendation.objects.filter(inquiry=inquiry).leaves().with_standing_assessment().tracked()
    assert part in leaves


def test_the_first_tracking_is_proposed_from_the_committees_interval(inquiry: Inquiry, scrutiny: Committee) -> None:
    Inquiry.objects.update(responded_on=TODAY)
    early = MeetingFactory(committee=scrutiny, held_on=TODAY + timedelta(days=30))
    tracked = Inquiry.objects.with_tracking_committee().get(pk=inquiry.pk)
    proposed = proposed_first_round(tracked, today=TODAY)
    assert proposed is not None
    assert (proposed.after_months, proposed.meeting, proposed.on > early.held_on) == (6, None, True)
    fitting = MeetingFactory(committee=scrutiny, held_on=proposed.on + timedelta(days=3))
    proposed = proposed_first_round(tracked, today=TODAY)
    assert proposed is not None
    assert proposed.meeting == fitting


def test_a_first_tracking_that_is_late_is_told_so(inquiry: Inquiry, scrutiny: Committee) -> None:
    Inquiry.objects.update(responded_on=date(2015, 8, 7))
    tracked = Inquiry.objects.with_tracking_committee().get(pk=inquiry.pk)
    was_due = "The first tracking was due from 7 February 2016, 6 months after the response."
    today = date(2017, 1, 1)
    assert first_round_sentences(proposed_first_round(tracked, today=today)) == (
        was_due,
        "No meeting of the committee is planned yet.",
    )
    MeetingFactory(committee=scrutiny, held_on=date(2017, 5, 1), state=MeetingState.PLANNED)
    assert first_round_sentences(proposed_first_round(tracked, today=today)) == (
        was_due,
        "The committee’s next planned meeting is on 1 May 2017.",
    )


def test_nothing_is_proposed_before_the_response_or_once_it_is_tracked(inquiry: Inquiry) -> None:
    tracked = Inquiry.objects.with_tracking_committee().get(pk=inquiry.pk)
    assert proposed_first_round(tracked, today=TODAY) is None
    tracked.responded_on, tracked.next_round_on = TODAY, TODAY
    assert proposed_first_round(tracked, today=TODAY) is None
