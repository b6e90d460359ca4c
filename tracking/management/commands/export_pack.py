"""Writes the pack of a committee's meeting as PDF."""

from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracking.enums import Edition, MeetingState
from tracking.exceptions import NotPossible
from tracking.management.output import write_whole
from tracking.models import Meeting
from tracking.packs.merge import overlaid
from tracking.packs.papers import FinishedPacks, make_packs
from tracking.packs.pdf import PaperError
from tracking.presenters.packs import PREVIEW_MARK
from tracking.queries.pack_papers import all_papers, issued_pack, meeting_at
from tracking.queries.papers import check_edition


class Command(BaseCommand):
    help = (
        "Write a meeting's pack as PDF: as it was issued or, before that, a preview of it. It asks nobody's "
        "permission: whoever may run commands on this server gets the restricted edition too, and keeps it safe."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("committee", metavar="COMMITTEE-SLUG", help="the committee, as in its address")
        parser.add_argument("meeting", metavar="YYYY-MM-DD", help="the date of the meeting; a second sitting: …-2")
        parser.add_argument("--edition", default=Edition.PUBLIC.value, help="public (the default) or restricted")
        parser.add_argument("--without-evidence", action="store_true", help="leave out the files behind the reports")
        parser.add_argument("--output", metavar="FILE", required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edition = check_edition(options["edition"])
        except NotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        without_evidence = options["without_evidence"]
        if without_evidence and edition == Edition.RESTRICTED:
            raise CommandError("The restricted edition is made with its evidence only. Leave out --without-evidence.")
        meeting = meeting_at(options["committee"], options["meeting"])
        if meeting is None:
            raise CommandError(
                f"There is no meeting of a committee called “{options['committee']}” on “{options['meeting']}”."
            )
        issued = issued_pack(meeting, edition)
        if issued is not None and not without_evidence:
            with issued.document.file.open("rb") as file:
                write_whole(options["output"], file.read())
            self.stdout.write(f"Wrote {options['output']}: {issued.document.page_count} pages, as issued.")
            return
        self._write_made(meeting, edition, options)

    def _write_made(self, meeting: Meeting, edition: Edition, options: dict[str, Any]) -> None:
        packs = _made(meeting, with_evidence=not options["without_evidence"])
        made = next((made for made in packs.editions if made.edition == edition), None)
        if made is None:
            raise CommandError(f"Nothing is withheld in the pack for {meeting}, so there is only the public edition.")
        is_issued = issued_pack(meeting, Edition.PUBLIC) is not None
        write_whole(options["output"], made.content if is_issued else overlaid(made.content, top=PREVIEW_MARK))
        for words in packs.not_printed:
            self.stderr.write(words)
        if packs.findings and edition == Edition.PUBLIC:
            self.stderr.write("Something that may be exempt is in this file. Keep it to yourself.")
        self.stdout.write(f"Wrote {options['output']}: {made.page_count} pages.")


def _made(meeting: Meeting, *, with_evidence: bool) -> FinishedPacks:
    """Both editions of everything on the agenda, as the first pack, whether it was issued or not."""
    if meeting.state == MeetingState.CANCELLED:
        raise CommandError(f"The meeting of {meeting} was cancelled, so it has no pack.")
    papers = all_papers(meeting)
    if not papers.public.items:
        raise CommandError(f"Nothing is on the agenda of {meeting}.")
    try:
        return make_packs(replace(papers, public=replace(papers.public, number=1)), with_evidence=with_evidence)
    except PaperError as error:
        raise CommandError(str(error)) from error
