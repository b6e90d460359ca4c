"""What tests of the pages of reports to Cabinet share: reports, browsers, addresses, and what a form says."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cabinet_factories import a_report
from tests.factories import MeetingFactory, seated
from tracking.enums import CabinetReportState, CommitteeRole
from tracking.models import User
from tracking.models.cabinet import CabinetReport, ReportTemplateVersion


def a_report_to(version: ReportTemplateVersion, **fields: object) -> CabinetReport:
    """A report after a template: for a meeting to come or, once it is published, for one that was held."""
    days = timedelta(days=-7 if fields.get("state") in CabinetReportState.public() else 60)
    if "meeting" not in fields:
        held_on = timezone.localdate() + days
        fields["meeting"] = MeetingFactory(committee=version.template.committee, held_on=held_on)
    return a_report(template_version=version, **{"title": "The northern depot"} | fields)


def browser(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


def as_clerk(report: CabinetReport) -> Client:
    """The browser of a clerk of the Cabinet that a report goes to."""
    return browser(seated(report.meeting.committee, CommitteeRole.CLERK))


def at(name: str, report: CabinetReport, *more: object) -> str:
    """The address of a page of a report."""
    return reverse(name, args=[report.pk, *more])


def place_of(report: CabinetReport, heading: str) -> int:
    """The place of a heading in a report's template, from 1."""
    headings = list(report.template_version.headings.order_by("position"))
    return next(place for place, row in enumerate(headings, start=1) if row.heading == heading)


def errors_of(response: HttpResponse) -> list[str]:
    """Every sentence in which the form of a page refuses what was sent."""
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def a_day(name: str, day: date) -> dict[str, object]:
    """A day as a form with three boxes sends it."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
