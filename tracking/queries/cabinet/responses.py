"""An executive response as it is read: its answers, in the order of the recommendations, and what is not answered."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from tracking import dates
from tracking.enums import CommitteeKind, InquiryState, MeetingState, ResponseAnswer, ResponseState
from tracking.models import Inquiry, Meeting, Post, Recommendation, Viewer, roles_of
from tracking.models.cabinet import ExecutiveResponse, ResponseItem, responding_posts
from tracking.queries.cabinet.rights import ResponseRights, response_rights


@dataclass(frozen=True)
class Answered:
    """A recommendation or part, and the executive's answer to just that; None where there is none."""

    unit: Recommendation
    item: ResponseItem | None
    is_owed: bool
    """Whether one of the posts that respond answers for it, or nobody yet.

    What is addressed to outside bodies is not owed where posts of the council answer for anything in the inquiry.
    """
    is_writable: bool


@dataclass(frozen=True)
class AnsweredWhole:
    """A recommendation with its parts. Answered is the whole, or its parts."""

    whole: Answered
    parts: tuple[Answered, ...] = ()

    @property
    def units(self) -> tuple[Answered, ...]:
        """What is answered: the whole where it has an answer or no parts, else each part."""
        return (self.whole,) if self.whole.item or not self.parts else self.parts

    @property
    def can_be_answered_whole(self) -> bool:
        return not any(part.item for part in self.parts)


@dataclass(frozen=True)
class ResponseContents:
    """Everything a draft says, limited to what the viewer may see and marked with what they may write.

    Once Cabinet has agreed it, `response.frozen` says it all; then `recommendations` and `posts` are empty.
    """

    response: ExecutiveResponse
    recommendations: tuple[AnsweredWhole, ...] = ()
    posts: tuple[Post, ...] = ()
    rights: ResponseRights = field(default_factory=lambda: ResponseRights(frozenset(), frozenset()))
    linked: frozenset[str] = frozenset()
    """The recommendations that have a page, by reference: one may be withdrawn after Cabinet agreed the response."""

    @property
    def units(self) -> tuple[Answered, ...]:
        return tuple(unit for row in self.recommendations for unit in row.units)

    @property
    def unanswered(self) -> tuple[Recommendation, ...]:
        """What Cabinet cannot agree without."""
        return tuple(row.unit for row in self.units if row.is_owed and row.item is None)

    @property
    def counts(self) -> Mapping[ResponseAnswer, int]:
        if self.response.frozen is not None:
            rows = [answer for row in self.response.frozen["recommendations"] for answer in row["answers"]]
            return Counter(ResponseAnswer(row["answer"]) for row in rows if row["answer"])
        return Counter(ResponseAnswer(row.item.answer) for row in self.units if row.item)


def live_response(inquiry: Inquiry, viewer: Viewer) -> ExecutiveResponse | None:
    """Return the response to an inquiry, in whatever state, that the viewer may read."""
    return readable_responses(viewer).filter(inquiry=inquiry).first()


def withdrawn_response(slug: str, viewer: Viewer) -> ExecutiveResponse | None:
    """Return the response to the inquiry at an address that was withdrawn last, for those who wrote it."""
    rows = ExecutiveResponse.objects.visible_to(viewer).filter(inquiry__slug=slug, state=ResponseState.WITHDRAWN)
    return rows.select_related("inquiry").order_by("-recorded_at", "-pk").first()


def readable_responses(viewer: Viewer) -> QuerySet[ExecutiveResponse]:
    """Live responses the viewer may read, joined with what every page about one shows."""
    return (
        ExecutiveResponse.objects.visible_to(viewer)
        .live()
        .select_related("inquiry", "cabinet_meeting__committee")
        .prefetch_related("inquiry__tracking_committees__committee")
    )


def response_contents(response: ExecutiveResponse, viewer: Viewer) -> ResponseContents:
    """Read what a response says, in a fixed number of queries."""
    if response.frozen is not None:
        whole = Recommendation.objects.in_force().whole().filter(inquiry=response.inquiry_id)
        return ResponseContents(response, linked=frozenset(row.reference for row in whole))
    return _draft_contents(response, viewer)


def _draft_contents(response: ExecutiveResponse, viewer: Viewer) -> ResponseContents:
    rows = list(Recommendation.objects.in_force().filter(inquiry=response.inquiry_id).with_responsibilities())
    rows.sort(key=lambda row: (row.number, row.letter))
    items = {item.recommendation_id: item for item in response.items.select_related("post")}
    rights = response_rights(response, viewer)
    parts: dict[int, list[Recommendation]] = {}
    for row in rows:
        if row.parent_id is not None:
            parts.setdefault(row.parent_id, []).append(row)
    today, responding = dates.today(), responding_posts(response.inquiry)

    def answered(row: Recommendation) -> Answered:
        units = (row, *parts.get(row.pk, ()))
        is_owed = _is_owed(row, responding, today)
        return Answered(row, items.get(row.pk), is_owed, response.is_draft and rights.may_write(units))

    return ResponseContents(
        response=response,
        recommendations=tuple(
            AnsweredWhole(answered(row), tuple(answered(part) for part in parts.get(row.pk, ())))
            for row in rows
            if row.parent_id is None
        ),
        posts=tuple(Post.objects.filter(pk__in=responding).order_by("kind", "name")),
        rights=rights,
        linked=frozenset(row.reference for row in rows if row.parent_id is None),
    )


def _is_owed(unit: Recommendation, responding: frozenset[int], today: date) -> bool:
    answering = {row.post_id for row in unit.responsibilities_on(today)}
    return not answering or bool(answering & responding)


def posts_to_name() -> QuerySet[Post]:
    """Posts that an answer may name: whoever does what is promised need not answer for the recommendation."""
    return Post.objects.current(dates.today()).order_by("kind", "name")


def cabinet_meetings(viewer: Viewer, *, since: date | None) -> QuerySet[Meeting]:
    """Meetings at which a response can have been agreed: of a Cabinet the viewer clerks, the latest first."""
    rows = Meeting.objects.filter(
        committee__in=roles_of(viewer).committees_clerked,
        committee__kind=CommitteeKind.CABINET,
        held_on__lte=dates.today(),
    ).exclude(state=MeetingState.CANCELLED)
    if since:
        rows = rows.filter(held_on__gte=since)
    return rows.select_related("committee").order_by("-held_on", "-sequence")


def answers_to(recommendation: Recommendation, viewer: Viewer) -> QuerySet[ResponseItem]:
    """Return the published answers to a recommendation, its whole or its parts, which the viewer may read."""
    related = [recommendation.pk, *([recommendation.parent_id] if recommendation.parent_id else [])]
    items = ResponseItem.objects.filter(
        response__in=_given_to(recommendation.inquiry, viewer), recommendation__withdrawn_reason=""
    )
    own = items.filter(recommendation__in=related) | items.filter(recommendation__parent=recommendation)
    return own.select_related("response", "recommendation__inquiry", "post").order_by("recommendation__letter")


def rejected_in(inquiry: Inquiry, viewer: Viewer) -> QuerySet[ResponseItem]:
    """Return what the executive rejected of an inquiry, in the response the viewer may read."""
    items = ResponseItem.objects.filter(
        response__in=_given_to(inquiry, viewer), answer=ResponseAnswer.REJECTED, recommendation__withdrawn_reason=""
    )
    return items.select_related("recommendation__inquiry").order_by("recommendation__number", "recommendation__letter")


def _given_to(inquiry: Inquiry, viewer: Viewer) -> QuerySet[ExecutiveResponse]:
    """The response to one inquiry, once it has left the executive: a draft is no answer yet."""
    return ExecutiveResponse.objects.visible_to(viewer).filter(inquiry=inquiry, sent_on__isnull=False)


def may_be_started(inquiry: Inquiry) -> bool:
    """Whether a response to an inquiry can be written now: it is tracked, and none was given or is being written."""
    if inquiry.state != InquiryState.PUBLISHED or inquiry.responded_on is not None:
        return False
    return not is_written_here(inquiry)


def is_written_here(inquiry: Inquiry) -> bool:
    """Whether there is a live response to an inquiry, whose sending says when it was given."""
    return ExecutiveResponse.objects.live().filter(inquiry=inquiry).exists()
