"""What came of Cabinet in public, for feeds and mails: responses and reports, since everyone may read them.

Everything is read as anybody may read it who does not sign in, whoever asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tracking import dates
from tracking.enums import ResponseAnswer, ResponseState
from tracking.models import Committee, Inquiry, Recommendation, TrackingCommittee
from tracking.models.cabinet import CabinetReport, ExecutiveResponse, ResponseItem
from tracking.queries.cabinet.responses import ResponseContents, answers_to
from tracking.queries.news import MOST_OF_A_KIND

_ANYBODY: Final = AnonymousUser()


@dataclass(frozen=True)
class ResponseNews:
    """A published response, and what it says of an inquiry, in `counts`, or of a recommendation, in `answers`."""

    response: ExecutiveResponse
    of: Inquiry | Recommendation
    counts: Mapping[ResponseAnswer, int]
    answers: tuple[ResponseItem, ...] = ()

    @property
    def at(self) -> datetime:
        """The beginning of the day on which it was published: the hour is not kept."""
        return datetime.combine(self.response.published_on or dates.today(), time(), dates.LONDON)


def said_of(thing: Inquiry | Recommendation, response: ExecutiveResponse) -> ResponseNews | None:
    """Return what a published response says of an inquiry or recommendation; None where it does not answer it."""
    if isinstance(thing, Inquiry):
        counts = ResponseContents(response).counts
        return ResponseNews(response, thing, counts) if counts else None
    answers = tuple(answers_to(thing, _ANYBODY))
    return ResponseNews(response, thing, {}, answers) if answers else None


def response_news_of(thing: Inquiry | Recommendation) -> list[ResponseNews]:
    """Return the published response to an inquiry, as far as it is about an inquiry or recommendation."""
    inquiry = thing if isinstance(thing, Inquiry) else thing.inquiry
    return [said for row in _published_responses().filter(inquiry=inquiry) if (said := said_of(thing, row))]


def response_news_of_committee(committee: Committee) -> list[ResponseNews]:
    """Return the latest published responses to inquiries that a committee tracked when they were sent to it."""
    tracked = TrackingCommittee.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=OuterRef("sent_on")),
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("sent_on")),
        committee=committee,
        inquiry=OuterRef("inquiry"),
    )
    rows = _published_responses().filter(Exists(tracked)).order_by(F("published_on").desc(), "-pk")
    return [said for row in rows[:MOST_OF_A_KIND] if (said := said_of(row.inquiry, row))]


def published_reports_to(committee: Committee) -> QuerySet[CabinetReport]:
    """Return the reports to meetings of a Cabinet that were published last, with `shown_title`."""
    rows = CabinetReport.objects.visible_to(_ANYBODY).public().filter(meeting__committee=committee)
    named = rows.with_shown_title(_ANYBODY).select_related("meeting__committee", "post")
    return named.order_by("-published_at", "-pk")[:MOST_OF_A_KIND]


def _published_responses() -> QuerySet[ExecutiveResponse]:
    rows = ExecutiveResponse.objects.visible_to(_ANYBODY).filter(state=ResponseState.PUBLISHED)
    return rows.select_related("inquiry")
