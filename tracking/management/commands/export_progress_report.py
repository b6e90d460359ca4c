"""Writes a published Progress Report on Implementation as PDF."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracking.management.output import write_whole
from tracking.packs.papers import report_pdf
from tracking.queries.papers import published_report, report_paper


class Command(BaseCommand):
    help = "Write a published Progress Report on Implementation as PDF: the latest, or the one for a meeting's date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("inquiry", metavar="INQUIRY-SLUG", help="the inquiry, as in its address")
        parser.add_argument("--meeting", metavar="YYYY-MM-DD", help="the date of the meeting (default: the latest)")
        parser.add_argument("--output", metavar="FILE", required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        held_on = _date(options["meeting"]) if options["meeting"] else None
        report = published_report(options["inquiry"], held_on)
        if report is None:
            when = f" for a meeting on {options['meeting']}" if held_on else ""
            raise CommandError(f"There is no published report on an inquiry called “{options['inquiry']}”{when}.")
        paper = report_pdf(report_paper(report, seen_by=AnonymousUser()))
        write_whole(options["output"], paper.content)
        self.stdout.write(f"Wrote {options['output']}: {paper.page_count} pages.")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is not a date. Write it as 2016-04-12.") from error
