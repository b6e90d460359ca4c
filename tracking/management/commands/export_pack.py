"""Writes the pack of a committee's meeting as PDF."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracking.enums import Edition, MeetingState
from tracking.exceptions import NotPossible
from tracking.management.output import write_whole
from tracking.models import Meeting
from tracking.packs.papers import pack_pdf
from tracking.presenters.packs import PREVIEW_MARK
from tracking.queries.papers import check_edition, issued_pack, meeting_at, pack_paper, reports_in_pack


class Command(BaseCommand):
    help = "Write a meeting's pack as PDF: as it was issued or, before that, a preview of its published reports."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("committee", metavar="COMMITTEE-SLUG", help="the committee, as in its address")
        parser.add_argument("meeting", metavar="YYYY-MM-DD", help="the date of the meeting; a second sitting: …-2")
        parser.add_argument("--edition", default=Edition.PUBLIC.value, help="public (the default)")
        parser.add_argument("--without-evidence", action="store_true", help="leave out the files behind the reports")
        parser.add_argument("--output", metavar="FILE", required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edition = check_edition(options["edition"])
        except NotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        meeting = meeting_at(options["committee"], options["meeting"])
        if meeting is None:
            raise CommandError(
                f"There is no meeting of a committee called “{options['committee']}” on “{options['meeting']}”."
            )
        issued = issued_pack(meeting, edition)
        if issued is not None and not options["without_evidence"]:
            with issued.file.open("rb") as file:
                write_whole(options["output"], file.read())
            self.stdout.write(f"Wrote {options['output']}: {issued.page_count} pages, as issued.")
            return
        self._write_rendered(meeting, options)

    def _write_rendered(self, meeting: Meeting, options: dict[str, Any]) -> None:
        if meeting.state == MeetingState.CANCELLED:
            raise CommandError(f"The meeting of {meeting} was cancelled, so it has no pack.")
        if not reports_in_pack(meeting).exists():
            raise CommandError(f"No Progress Report is published for {meeting}.")
        mark = PREVIEW_MARK if meeting.state == MeetingState.PLANNED else ""
        pack = pack_pdf(pack_paper(meeting), mark=mark, with_evidence=not options["without_evidence"])
        write_whole(options["output"], pack.content)
        for name in pack.not_printed:
            self.stderr.write(name)
        self.stdout.write(f"Wrote {options['output']}: {pack.page_count} pages.")
