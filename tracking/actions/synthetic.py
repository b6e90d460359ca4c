"""A large council, made up: for seeing how the site does with twenty years of data, or two hundred."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from django.core.management import call_command
from django.db import transaction

from tracking import dates
from tracking.actions.events import record_event
from tracking.actions.register import refresh_register
from tracking.actions.synthetic_council import SyntheticCouncil, write_council
from tracking.actions.synthetic_inquiries import Rows, close, draft_inquiries, inquiries_of_year
from tracking.actions.synthetic_rounds import write_rounds
from tracking.actions.synthetic_words import Words
from tracking.dates import add_months
from tracking.exceptions import NotPossible
from tracking.models import Assessment, AssessmentScheme, Inquiry, ProgressUpdate, Recommendation

SCHEMES = ("six_categories", "on_track")


@dataclass(frozen=True)
class Loaded:
    """How many rows were written of what counts."""

    inquiries: int = 0
    recommendations: int = 0
    updates: int = 0
    views: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(
            self.inquiries + other.inquiries,
            self.recommendations + other.recommendations,
            self.updates + other.updates,
            self.views + other.views,
        )


@transaction.atomic
def load_synthetic(
    *,
    years: int,
    seed: int = 1,
    today: date | None = None,
    add: bool = False,
    told: Callable[[int], None] | None = None,
) -> Loaded:
    """Write a large council with so many years of history until today; the same seed makes the same council.

    It is the system's own act, so there is no `by`: the command that calls it answers for who may. `add` allows a
    database with inquiries already; without it NotPossible is raised there. `told` hears of every year that is written.
    Writes rows as they would be had everything been done in its day, the register and, for all of it, one Event.
    """
    if Inquiry.objects.exists() and not add:
        raise NotPossible("There are inquiries already, so nothing was loaded. Add --add to load it beside them.")
    council = _new_council(years, seed, today or dates.today())
    write_council(council)
    loaded = Loaded()
    for year in range(years):
        loaded += _write_year(council, add_months(council.begins_on, 12 * year), is_latest=year == years - 1)
        if told:
            told(year + 1)
    record_event(by=None, type="loaded synthetic council", target=None, after={"years": years, "seed": seed})
    return loaded


def _new_council(years: int, seed: int, today: date) -> SyntheticCouncil:
    call_command("loaddata", *SCHEMES, verbosity=0)
    scheme = AssessmentScheme.objects.get(slug="six-categories")
    random = Random(seed)  # noqa: S311 - nothing secret
    council = SyntheticCouncil(
        random=random,
        words=Words(random),
        begins_on=add_months(today, -12 * years),
        today=today,
        scheme=scheme,
        categories={category.number: category for category in scheme.categories.all()},
    )
    council.slugs.update(Inquiry.objects.values_list("slug", flat=True))
    return council


def _write_year(council: SyntheticCouncil, begins_on: date, *, is_latest: bool) -> Loaded:
    """Write the inquiries approved in a year, with all that came of them since: one year's rows are held at a time."""
    rows = Rows()
    for made in inquiries_of_year(council, begins_on, rows):
        close(council, made, write_rounds(council, made, rows), rows)
    if is_latest:
        draft_inquiries(council, rows)
    rows.write()
    inquiries = [row.pk for row in rows.made[Inquiry]]
    refresh_register(Recommendation.objects.filter(inquiry__in=inquiries))
    return Loaded(
        inquiries=len(inquiries),
        recommendations=len(rows.made[Recommendation]) + len(rows.parts),
        updates=len(rows.made[ProgressUpdate]),
        views=len(rows.made[Assessment]) + len(rows.corrections),
    )
