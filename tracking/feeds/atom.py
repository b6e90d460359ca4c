"""Atom feeds (RFC 4287) of a committee, an inquiry and a recommendation.

Readers of feeds send no cookies, so everybody gets what is public, signed in or not. An entry keeps its id for ever: a
tag URI (RFC 4151) of the site's host and what is in public addresses.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from tracking.feeds.entries import FeedEntry, entries_of_committee, entries_of_inquiry, entries_of_recommendation
from tracking.mail import link
from tracking.models import Committee
from tracking.presenters.following import href_of, title_of
from tracking.presenters.news import NewsEntry
from tracking.queries.subscriptions import public_inquiries, public_recommendations

# The year in which these ids were first given; part of every one of them for ever.
TAGGED_IN: Final = "2026"
LICENCE: Final = (
    "Open Government Licence v3.0: https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
)
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)

# Control characters and what is no character at all: XML 1.0 does not know most of them, iCalendar none.
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@require_safe
def committee_feed(request: HttpRequest, slug: str) -> HttpResponse:
    committee = get_object_or_404(Committee, slug=slug)
    return _feed(
        request,
        title=f"{committee}: what is new",
        page=reverse("committee_detail", args=[committee.slug]),
        entries=entries_of_committee(committee),
    )


@require_safe
def inquiry_feed(request: HttpRequest, slug: str) -> HttpResponse:
    inquiry = get_object_or_404(public_inquiries(), slug=slug)
    return _feed(
        request,
        title=f"{inquiry}: what is new",
        page=href_of(inquiry),
        entries=entries_of_inquiry(inquiry),
        began_on=inquiry.approved_on,
    )


@require_safe
def recommendation_feed(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = public_recommendations().filter(inquiry__slug=slug).at_reference(reference)
    recommendation = get_object_or_404(found)
    if reference != recommendation.reference:
        return redirect("recommendation_feed", slug, recommendation.reference, permanent=True)
    return _feed(
        request,
        title=f"{title_of(recommendation)}: what is new",
        page=href_of(recommendation),
        entries=entries_of_recommendation(recommendation),
        began_on=recommendation.inquiry.approved_on,
    )


def tag_uri(path: str) -> str:
    """Return the name of something for ever: "tag:scrutiny.example.org,2026:reports/12"."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{TAGGED_IN}:{path}"


def readable(text: str) -> str:
    """Return what somebody typed or pasted without the signs that would break a feed or a calendar."""
    return _NOT_TEXT.sub("", text)


class _Feed(Atom1Feed):
    """Django's Atom feed, which without entries would say that it changed just now."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.feed["began_at"]


def _feed(
    request: HttpRequest, *, title: str, page: str, entries: Iterable[FeedEntry], began_on: date | None = None
) -> HttpResponse:
    feed = _Feed(
        title=readable(title),
        link=link(page),
        description="",
        language="en-GB",
        author_name=settings.COUNCIL_NAME,
        feed_url=link(request.path),
        feed_guid=tag_uri(request.path.lstrip("/")),
        feed_copyright=LICENCE,
        began_at=datetime.combine(began_on, time(), UTC) if began_on else LONG_AGO,
    )
    for entry in entries:
        feed.add_item(
            title=readable(entry.said.title),
            link=link(entry.said.href),
            description=readable(_html(entry.said)),
            unique_id=tag_uri(entry.said.path),
            updateddate=entry.at.astimezone(UTC),
            categories=(entry.kind.value,),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=_Feed.content_type)


def _html(entry: NewsEntry) -> str:
    """What there is to say: the first line as a paragraph, one line for each recommendation after it."""
    first, *rest = entry.lines or ("",)
    lines = format_html_join("", "<li>{}</li>", ((line,) for line in rest))
    return format_html("<p>{}</p>{}", first, format_html("<ul>{}</ul>", lines) if rest else "")
