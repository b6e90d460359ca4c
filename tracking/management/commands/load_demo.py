"""Fills an empty database with the demo council and says how to sign in."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracking.actions.demo import demo_sign_ins, load_demo
from tracking.exceptions import NotPossible
from tracking.models import Inquiry, User

PRINTED_BEFORE = "(printed when it was loaded)"


class Command(BaseCommand):
    help = "Load the demo council into an empty database and print its sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="where there are inquiries already, only print the sign-ins"
        )
        parser.add_argument("--without-packs", action="store_true", help="leave out the PDFs: some seconds quicker")
        parser.add_argument("--force", action="store_true", help="load it even though DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["force"]:
            raise CommandError("The demo council is for trying things out, and DEBUG is off. Add --force to load it.")
        if options["if_empty"] and Inquiry.objects.exists():
            self._print_sign_ins(_password_still_known())
            return
        password = settings.DEMO_PASSWORD or secrets.token_urlsafe(12)
        try:
            load_demo(password=password, with_packs=not options["without_packs"])
        except NotPossible as error:
            raise CommandError(str(error)) from error
        self._print_sign_ins(password)

    def _print_sign_ins(self, password: str) -> None:
        """Print a table of those demo users who are in the database: it may hold a council of its own by now."""
        there = set(User.objects.values_list("email", flat=True))
        rows = [(row.email, row.role, password) for row in demo_sign_ins() if row.email in there]
        if not rows:
            self.stdout.write(
                "There are inquiries already, and the demo council is not among them. Nothing was loaded."
            )
            return
        rows.insert(0, ("E-mail", "Role", "Password"))
        widths = [max(len(row[column]) for row in rows) for column in range(2)]
        for email, role, shown in rows:
            self.stdout.write(f"{email:<{widths[0]}}  {role:<{widths[1]}}  {shown}")


def _password_still_known() -> str:
    """Return the password from the settings if it is the one the demo council was loaded with."""
    user = User.objects.filter(email=demo_sign_ins()[0].email).first()
    known = bool(user and settings.DEMO_PASSWORD and user.check_password(settings.DEMO_PASSWORD))
    return settings.DEMO_PASSWORD if known else PRINTED_BEFORE
