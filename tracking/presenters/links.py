"""Links in words, and the addresses of a meeting's and an inquiry's pages."""

from dataclasses import dataclass

from django.urls import reverse

from tracking.models import Inquiry, Meeting, Recommendation


@dataclass(frozen=True)
class Link:
    """Where to go, the verb first; `detail` says why or until when."""

    text: str
    href: str
    detail: str = ""


def meeting_href(name: str, meeting: Meeting, **more: str) -> str:
    """The address of a page of a meeting; reads its committee."""
    return reverse(name, kwargs={"slug": meeting.committee.slug, "date_slug": meeting.date_slug, **more})


def recommendation_href(inquiry: Inquiry, recommendation: Recommendation) -> str:
    return reverse("recommendation_detail", args=[inquiry.slug, recommendation.reference])
