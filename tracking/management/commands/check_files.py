"""Compares the rows that have a file with the files in the store."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracking.actions.stored_files import remove_unclaimed_files
from tracking.presenters.wording import counted
from tracking.queries.stored_files import StoreFindings, UnclaimedFile, check_store


class Command(BaseCommand):
    help = (
        "Name every row without its file, every file whose hash is not that of its row, and every file without a row. "
        "Ends with an error when anything is left that should not be."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clean", action="store_true", help="remove files without a row")
        parser.add_argument(
            "--min-age-minutes",
            type=int,
            default=60,
            metavar="MINUTES",
            help="leave files younger than this, which may be uploads under way (default: 60)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        findings = check_store()
        self._tell_rows(findings)
        left = self._tell_files(findings.unclaimed, **options)
        wrong = len(findings.without_file) + len(findings.wrong_hash) + left
        if wrong:
            raise CommandError(f"{counted(wrong, 'file needs', 'files need')} looking into.")
        self.stdout.write("Every row has its file, and every file its row.")

    def _tell_rows(self, findings: StoreFindings) -> None:
        for row in findings.without_file:
            self.stdout.write(f"Row without its file: {row.words}, {row.name}")
        for row in findings.wrong_hash:
            self.stdout.write(f"File whose hash is wrong: {row.words}, {row.name}")

    def _tell_files(self, unclaimed: tuple[UnclaimedFile, ...], **options: Any) -> int:
        """Name the files without a row, remove those that may be, and return how many are left."""
        young_from = timezone.now() - timedelta(minutes=options["min_age_minutes"])
        old = [file.name for file in unclaimed if file.modified_at <= young_from]
        removed = remove_unclaimed_files(names=old) if options["clean"] else []
        for file in unclaimed:
            done = ": removed" if file.name in removed else ""
            if file.name not in old:
                done = f" (younger than {counted(options['min_age_minutes'], 'minute')}: an upload may be under way)"
            self.stdout.write(f"File without a row: {file.name}{done}")
        return len(unclaimed) - len(removed)
