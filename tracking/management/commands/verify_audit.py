"""Check that the audit trail is unbroken; with heads that were kept elsewhere, also that none of it was rewritten."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracking.actions.audit_checks import check_audit_trail
from tracking.dates import LONDON
from tracking.queries.audit_chain import KeptHead


class Command(BaseCommand):
    help = (
        "Checks every entry of the audit trail, from the first to the head, and names the first broken row. "
        "Give the heads that packs and weekly mails have told: only they show that the whole trail was rewritten."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            metavar="NUMBER:HASH",
            type=_kept_head,
            action="append",
            default=[],
            help="an entry as a pack or a mail tells it; may be given several times",
        )

    def handle(self, **options: Any) -> None:
        verdict = check_audit_trail(options["head"])
        if verdict.fault:
            raise CommandError(f"The audit trail is broken. {verdict.fault}")
        if verdict.at is None:
            self.stdout.write("The audit trail is unbroken: nothing has been recorded yet.")
            return
        at = verdict.at.astimezone(LONDON)
        self.stdout.write(
            f"The audit trail is unbroken: {verdict.head.number} entries.\n"
            f"Head: {verdict.head.number}:{verdict.head.hash}\n"
            f"Recorded: {at:%-d %B %Y, %H:%M:%S}"
        )


def _kept_head(text: str) -> KeptHead:
    number, _, digest = text.partition(":")
    # Packs and mails write 1,234.
    number = number.replace(",", "")
    if not number.isdecimal() or len(digest) != 64:
        raise ArgumentTypeError(f"{text} is no head: write NUMBER:HASH, the hash with all its 64 characters.")
    return KeptHead(int(number), digest.lower(), "the head you gave")
