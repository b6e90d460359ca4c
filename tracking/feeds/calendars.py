"""Calendars (RFC 5545) of everything, of a committee and of an inquiry: meetings, dates due, responses owed.

The same for everybody, signed in or not. What stands in them depends on the data and the day alone, so an unchanged
calendar is the same bytes.
"""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, Timezone

from tracking import dates
from tracking.feeds.atom import readable
from tracking.mail import link
from tracking.models import Committee
from tracking.presenters.calendars import CalendarLine, calendar_lines
from tracking.queries.calendars import CalendarEntries, calendar_of_all, calendar_of_committee, calendar_of_inquiry
from tracking.queries.subscriptions import public_inquiries

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
# The rule since 1996, by which every calendar program can reckon; nothing here is older. The icalendar library makes
# lists of days instead, and has summer begin an hour late.
LONDONS_CLOCK: Final = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    return _calendar(f"Scrutiny, {settings.COUNCIL_NAME}", calendar_of_all(today=dates.today()))


@require_safe
def committee_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    committee = get_object_or_404(Committee, slug=slug)
    return _calendar(str(committee), calendar_of_committee(committee, today=dates.today()))


@require_safe
def inquiry_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    inquiry = get_object_or_404(public_inquiries(), slug=slug)
    return _calendar(str(inquiry), calendar_of_inquiry(inquiry, today=dates.today()))


def _calendar(name: str, entries: CalendarEntries) -> HttpResponse:
    found = Calendar()
    found.add("prodid", "-//Scrutiny//Tracker of recommendations//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("name", readable(name))
    found.add("x-wr-calname", readable(name))
    found.add("x-wr-timezone", dates.LONDON.key)
    found.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    found.add_component(Timezone.from_ical(LONDONS_CLOCK))
    for line in calendar_lines(entries):
        found.add_component(_event(line))
    return HttpResponse(found.to_ical(), content_type=CONTENT_TYPE)


def _event(line: CalendarLine) -> Event:
    event = Event()
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    event.add("uid", f"{line.key}@{host}")
    event.add("dtstamp", line.changes.last_at)
    event.add("last-modified", line.changes.last_at)
    event.add("sequence", line.changes.number)
    event.add("dtstart", datetime.combine(line.day, line.starts_at, dates.LONDON) if line.starts_at else line.day)
    event.add("summary", readable(line.title))
    event.add("description", readable(f"{line.words}\n{link(line.href)}"))
    event.add("url", link(line.href))
    if line.place:
        event.add("location", readable(line.place))
    event.add("status", "CANCELLED" if line.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if line.is_meeting and not line.is_cancelled else "TRANSPARENT")
    return event
