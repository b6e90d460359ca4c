"""The page of an executive response, in words, and what its reader can do with it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking import rules
from tracking.enums import ResponseAnswer, ResponseState
from tracking.models import Inquiry, User, Viewer
from tracking.models.cabinet import ExecutiveResponse
from tracking.presenters.cabinet.answers import STAYS_TRACKED, counts_words
from tracking.presenters.cabinet.response_faces import RecommendationFace, agreed_at_words, response_faces
from tracking.presenters.inquiry_facts import Fact, response_sentences
from tracking.presenters.managing_shapes import Link
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.cabinet.responses import ResponseContents, may_be_started

TONES = {
    ResponseState.DRAFT: "grey",
    ResponseState.AGREED: "blue",
    ResponseState.SENT: "blue",
    ResponseState.PUBLISHED: "green",
}


@dataclass(frozen=True)
class ResponsePage:
    """Everything the template prints; the first of `acts` is the one to do next."""

    heading: str
    tag: str
    tone: str
    state: tuple[str, ...]
    facts: tuple[Fact, ...]
    introduction: str
    recommendations: tuple[RecommendationFace, ...]
    note: str
    acts: tuple[Link, ...]


def response_page(contents: ResponseContents, viewer: Viewer | None, *, today: date) -> ResponsePage:
    """`viewer` is None where nothing can be done: on paper."""
    response = contents.response
    state = ResponseState(response.state)
    return ResponsePage(
        heading=f"Executive response: {response.state_words}",
        tag=state.label,
        tone=TONES[state],
        state=state_sentences(contents, today=today),
        facts=response_facts(contents),
        introduction=response.introduction,
        recommendations=response_faces(contents),
        note=STAYS_TRACKED if contents.counts.get(ResponseAnswer.REJECTED) else "",
        acts=acts(contents, viewer) if viewer else (),
    )


def state_sentences(contents: ResponseContents, *, today: date) -> tuple[str, ...]:
    """How far it is, and what its clock says."""
    response = contents.response
    counts = f": {words}" if (words := counts_words(contents.counts)) else ""
    state = ResponseState(response.state)
    if state == ResponseState.DRAFT:
        return (_progress_sentence(contents), *_clock(response, today))
    if state == ResponseState.AGREED:
        agreed = f"Cabinet agreed it on {written_date(response.agreed_on)}{counts}."
        return (agreed, "It is not sent yet.", *_clock(response, today))
    sent = f"Sent on {written_date(response.sent_on)}{counts}."
    if state == ResponseState.SENT:
        return (sent, "It is not published yet.")
    return (sent, f"Published on {written_date(response.published_on)}.")


def _progress_sentence(contents: ResponseContents) -> str:
    """ "This is a draft: 3 of 5 recommendations and parts are answered."."""
    done, total = sum(row.item is not None for row in contents.units), len(contents.units)
    has_parts = any(row.unit.parent_id for row in contents.units)
    of = counted(total, "recommendation", "recommendations and parts" if has_parts else "recommendations")
    return f"This is a draft: {done} of {of} {'is' if done == 1 else 'are'} answered."


def _clock(response: ExecutiveResponse, today: date) -> tuple[str, ...]:
    return response_sentences(response.inquiry, today=today)


def response_facts(contents: ResponseContents) -> tuple[Fact, ...]:
    response = contents.response
    frozen = response.frozen or {}
    meeting = response.cabinet_meeting
    facts = [
        Fact("Response of", (written_list(frozen.get("posts", [post.name for post in contents.posts])),)),
        Fact("To", (addressed_to(response),)),
        Fact("Agreed at", (frozen.get("agreed_at") or (agreed_at_words(meeting) if meeting else ""),)),
        Fact("Signed by", (signature_words(response),)),
        Fact("Sent", (written_date(response.sent_on),)),
        Fact("Published", (written_date(response.published_on),)),
    ]
    return tuple(fact for fact in facts if fact.values[0])


def addressed_to(response: ExecutiveResponse) -> str:
    """The committee it was sent to, by its name on that day; before, the one that tracks the inquiry today."""
    frozen = response.frozen or {}
    return str(frozen.get("committee", response.inquiry.tracking_committee or ""))


def inquiry_title(response: ExecutiveResponse) -> str:
    return str((response.frozen or {}).get("inquiry", response.inquiry.title))


def signature_words(response: ExecutiveResponse) -> str:
    if not response.signed_name:
        return ""
    signed = f"{response.signed_name}, {response.signed_title}"
    if not response.approved_how:
        return signed
    approved = f"approved on {written_date(response.approved_on)}: {response.approved_how}"
    return f"{signed}. Sent on their behalf, {approved}"


def acts(contents: ResponseContents, viewer: Viewer) -> tuple[Link, ...]:
    """What the viewer can do with the response now, the next step first."""
    to_answer = next((row.unit for row in contents.units if row.is_writable and row.item is None), None)
    response, slug = contents.response, [contents.response.inquiry.slug]
    may_write = rules.can_write_response(viewer, response)
    found: list[Link] = []

    def offer(words: str, name: str, *, if_: bool) -> None:
        if if_:
            found.append(Link(words, reverse(name, args=slug)))

    match ResponseState(response.state):
        case ResponseState.DRAFT:
            if to_answer is not None:
                href = reverse("response_item", args=[*slug, to_answer.reference])
                found.append(Link(f"Answer {to_answer.label}", href))
            offer("Record that Cabinet agreed it", "response_agree", if_=rules.can_agree_response(viewer, response))
            offer("Edit the introduction", "response_edit", if_=may_write)
            offer("Withdraw the draft", "response_withdraw", if_=may_write)
        case ResponseState.AGREED:
            offer("Send it to the committee", "response_send", if_=may_write)
            take_back = rules.can_take_back_response(viewer, response)
            offer("Take it back to change it", "response_back", if_=take_back)
        case ResponseState.SENT:
            offer("Publish it", "response_publish", if_=rules.can_publish_response(viewer, response))
    return tuple(found)


@dataclass(frozen=True)
class ResponseOnInquiry:
    """What the page of an inquiry says of the response: a link to it, or to starting one."""

    link: Link | None
    is_to_start: bool = False


def response_on_inquiry(inquiry: Inquiry, response: ExecutiveResponse | None, viewer: Viewer) -> ResponseOnInquiry:
    if response is not None:
        given = response.state in ResponseState.given()
        words = "Read the executive’s response" if given else f"Open the response: {response.state_words}"
        return ResponseOnInquiry(Link(words, reverse("response_detail", args=[inquiry.slug])))
    may_start = isinstance(viewer, User) and rules.can_write_response(viewer, inquiry) and may_be_started(inquiry)
    link = Link("Write the executive response", reverse("response_new", args=[inquiry.slug])) if may_start else None
    return ResponseOnInquiry(link, is_to_start=may_start)
