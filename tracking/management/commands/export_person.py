"""Write everything that is held about somebody, for their request to see it."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from tracking.models import Person
from tracking.queries.personal_data import everything_held


class Command(BaseCommand):
    help = "Writes everything held about a person as JSON. Name them by their e-mail address or their page's number."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="e-mail address, or the number in /manage/people/<number>/")
        parser.add_argument("--output", type=Path, help="the file to write, which must not exist (default: print it)")

    def handle(self, **options: object) -> None:
        held = everything_held(_person(str(options["person"])))
        text = json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        if options["output"] is None:
            sys.stdout.write(f"{text}\n")
            return
        try:
            with Path(str(options["output"])).open("x", encoding="utf-8") as file:
                file.write(f"{text}\n")
        except FileExistsError as error:
            raise CommandError(f"{options['output']} exists already.") from error


def _person(words: str) -> Person:
    people = (
        Person.objects.filter(pk=int(words)) if words.isdecimal() else Person.objects.filter(user__email=words.lower())
    )
    try:
        return people.get()
    except Person.DoesNotExist as error:
        raise CommandError(f"There is nobody with the address or number {words}.") from error
