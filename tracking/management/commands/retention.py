"""Show what was kept long enough; remove it if asked to."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tracking.actions.personal_data import remove_expired
from tracking.presenters.wording import counted
from tracking.queries.retention import expired


class Command(BaseCommand):
    help = "Says what names people and was kept long enough. With --delete it is removed. Limits are settings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="remove it")

    def handle(self, **options: object) -> None:
        now = timezone.now()
        for limit, number in expired(now):
            self.stdout.write(f"{limit.what}: {number} {_kept(limit.setting, limit.days())}")
        if options["delete"]:
            removed = remove_expired(now=now)
            self.stdout.write(f"Removed: {counted(sum(removed.values()), 'row')}.")
        else:
            self.stdout.write("Nothing was removed. Remove it with: retention --delete")


def _kept(setting: str, days: int) -> str:
    if not setting:
        return "(at once)"
    return f"(after {counted(days, 'day')}, {setting})" if days else f"(kept for ever, {setting})"
