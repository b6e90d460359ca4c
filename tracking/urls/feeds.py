"""Addresses that machines read: Atom feeds and calendars."""

from django.urls import path

from tracking.feeds import atom, calendars

urlpatterns = [
    path("calendar.ics", calendars.calendar, name="calendar"),
    path("committees/<slug:slug>.atom", atom.committee_feed, name="committee_feed"),
    path("committees/<slug:slug>.ics", calendars.committee_calendar, name="committee_calendar"),
    path("inquiries/<slug:slug>.atom", atom.inquiry_feed, name="inquiry_feed"),
    path("inquiries/<slug:slug>.ics", calendars.inquiry_calendar, name="inquiry_calendar"),
    path("inquiries/<slug:slug>/<str:reference>.atom", atom.recommendation_feed, name="recommendation_feed"),
]
