"""Fills a database with a large made-up council, to see how the site does with many years of data."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from tracking.actions.synthetic import load_synthetic
from tracking.exceptions import NotPossible


class Command(BaseCommand):
    help = "Load a large made-up council: 320 recommendations a year, with reports and views of each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--years", type=int, default=20, help="years of history (20)")
        parser.add_argument("--scale", type=int, default=1, help="so many times as long a history (1)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes another council (1)")
        parser.add_argument("--add", action="store_true", help="load it beside the inquiries that are there already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["years"] < 1 or options["scale"] < 1:
            raise CommandError("Give at least one year, and a scale of at least 1.")
        started_at, years = time.monotonic(), options["years"] * options["scale"]
        try:
            loaded = load_synthetic(
                years=years, seed=options["seed"], add=options["add"], told=lambda year: self._went_on(year, years)
            )
        except NotPossible as error:
            raise CommandError(str(error)) from error
        _count_rows()
        self.stdout.write(
            f"Loaded {loaded.inquiries:,} inquiries, {loaded.recommendations:,} recommendations and parts, "
            f"{loaded.updates:,} updates and {loaded.views:,} views in {time.monotonic() - started_at:.0f} seconds."
        )

    def _went_on(self, year: int, years: int) -> None:
        if year % 10 == 0:
            _count_rows()
            self.stderr.write(f"{year} of {years} years")


def _count_rows() -> None:
    """Both databases choose their way through the tables by counts, which such a load leaves behind."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
