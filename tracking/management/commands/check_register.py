"""Compare the register with the judgements it is derived from; put it right if asked to."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracking.actions.register import repair_register
from tracking.queries.register_check import strayed_leaves


class Command(BaseCommand):
    help = "Says whether the register agrees with the judgements. With --repair what does not is derived anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="derive anew what does not agree")

    def handle(self, **options: object) -> None:
        if options["repair"]:
            self.stdout.write(f"Derived anew: {len(repair_register())}.")
            return
        strayed = len(list(strayed_leaves()))
        if strayed:
            raise CommandError(f"The register disagrees on {strayed}. Put it right with: check_register --repair")
        self.stdout.write("The register agrees with the judgements.")
