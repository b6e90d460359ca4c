"""The demo council: a small council with a history, for trying everything out."""

from dataclasses import dataclass
from datetime import datetime

from django.core.management import call_command
from django.utils import timezone

from tracking.actions.demo_agenda import write_document
from tracking.actions.demo_cabinet import write_cabinet
from tracking.actions.demo_council import FACTS, DemoCouncil, Facts, read_facts, write_council
from tracking.actions.demo_inquiries import write_inquiry
from tracking.actions.demo_packs import print_demo_months, write_packs
from tracking.actions.demo_plan_months import write_plan_months
from tracking.actions.demo_plan_open import open_demo_month
from tracking.actions.demo_plans import PLAN, write_plan
from tracking.actions.demo_reports import write_report
from tracking.actions.demo_responses import RESPONSE, write_response
from tracking.actions.demo_rounds import write_round
from tracking.actions.demo_supplements import write_supplements
from tracking.actions.demo_views import write_carried_over_views, write_reopenings, write_views
from tracking.actions.register import followed_once
from tracking.dates import LONDON
from tracking.exceptions import NotPossible
from tracking.models import AssessmentScheme, Evidence, Inquiry

SCHEMES = ("six_categories", "on_track")


@dataclass(frozen=True)
class SignIn:
    """An address to sign in with, and what its user is."""

    email: str
    role: str


def demo_sign_ins() -> tuple[SignIn, ...]:
    """Return the demo users who can sign in, one for each role."""
    people = [row for file in ("council.toml", PLAN, RESPONSE) for row in read_facts(file)["people"]]
    return tuple(SignIn(row["email"], row["signs_in_as"]) for row in people if "signs_in_as" in row)


@followed_once()
def load_demo(*, password: str, now: datetime | None = None, with_packs: bool = True) -> tuple[SignIn, ...]:
    """Write the demo council into an empty database; returns its sign-ins, which share the password.

    It is the system's own act, so there is no `by`: the command that calls it answers for who may. Dates are counted
    from `now`. Raises NotPossible when there are inquiries already. Writes the schemes, the council, its inquiries and
    their rounds, its improvement plan with its issued months, an executive response, its reports to Cabinet and the
    plan's open month, an Event for each thing as if it had been done on its day and, `with_packs`, the packs of
    meetings that are not over and the editions of reports, which takes longest.
    """
    if Inquiry.objects.exists():
        raise NotPossible(
            "The demo council needs a database without inquiries. This one has some, so nothing was loaded."
        )
    call_command("loaddata", *SCHEMES, verbosity=0)
    scheme = AssessmentScheme.objects.get(slug="six-categories")
    council = DemoCouncil(
        now=timezone.localtime(now, LONDON),
        scheme=scheme,
        categories={category.number: category for category in scheme.categories.all()},
        with_packs=with_packs,
    )
    write_council(council, password=password)
    for file in sorted((FACTS / "inquiries").glob("*.toml")):
        _write_inquiry_with_rounds(council, read_facts(f"inquiries/{file.name}"))
    for row in read_facts("council.toml")["update_rounds"]:
        write_round(council, row)
    for row in read_facts("council.toml")["documents"]:
        write_document(council, row)
    demo_plan = write_plan(council, password=password)
    write_plan_months(council, demo_plan)
    if with_packs:
        print_demo_months()
    write_response(council, password=password)
    write_cabinet(council)
    open_demo_month(council, demo_plan)
    if with_packs:
        write_packs(council)
    return demo_sign_ins()


def _write_inquiry_with_rounds(council: DemoCouncil, facts: Facts) -> None:
    demo_inquiry = write_inquiry(council, facts)
    evidence: dict[str, Evidence] = {}
    write_carried_over_views(council, demo_inquiry, facts.get("carried_over", []))
    for round_facts in facts.get("rounds", ()):
        this_round = write_report(council, demo_inquiry, round_facts, evidence)
        write_supplements(this_round)
        write_views(this_round)
        write_reopenings(this_round)
