"""The demo council's improvement plan: what it says, who leads, and what changed after it was published."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models

from tracking.actions.demo_council import DemoCouncil, Facts, read_facts, write_offices, write_people, write_posts
from tracking.actions.demo_days import moment
from tracking.actions.plans.items import change_of
from tracking.enums import ItemKind, PlanState, SchemeUse
from tracking.models import AssessmentScheme, Inquiry, Recommendation, User
from tracking.models.plans import Aim, ImprovementPlan, Lead, PlanItem, PlanLink, Theme

PLAN = "plan.toml"
_MADE_BEFORE = timedelta(days=60)


@dataclass
class DemoPlan:
    """The plan with its aims by their labels and its items by the keys of the file, each the row in force."""

    plan: ImprovementPlan
    keeper: User
    written_at: datetime
    aims: dict[str, Aim] = field(default_factory=dict)
    items: dict[str, PlanItem] = field(default_factory=dict)


def write_plan(council: DemoCouncil, *, password: str) -> DemoPlan:
    """Write the plan as it was published, with its posts and people, and then what changed; each with its Event."""
    facts = read_facts(PLAN)
    published_on: date = facts["plan"]["published_on"]
    written_at = moment(published_on, 9) - _MADE_BEFORE
    write_people(council, facts["people"], written_at, password)
    write_posts(council, facts["posts"], written_at)
    write_offices(council, facts["people"])
    demo_plan = _write_whole(council, facts, written_at)
    for row in facts["themes"]:
        _write_theme(council, demo_plan, row)
    for row in facts.get("links", ()):
        _write_link(council, demo_plan, row)
    after = {"state": PlanState.PUBLISHED, "published_on": published_on}
    published_at = moment(published_on, 12)
    council.record("published improvement plan", demo_plan.plan, at=published_at, by=demo_plan.keeper, after=after)
    for row in facts.get("changes", ()):
        _write_change(council, demo_plan, row)
    for row in facts.get("taken_out", ()):
        _take_out(council, demo_plan, row)
    return demo_plan


def _write_whole(council: DemoCouncil, facts: Facts, written_at: datetime) -> DemoPlan:
    said = facts["plan"]
    plan = ImprovementPlan.objects.create(
        title=said["title"],
        slug=said["slug"],
        introduction=said["introduction"].strip(),
        owning_post=council.posts[said["owning_post"]],
        scheme=AssessmentScheme.objects.get(use=SchemeUse.PLANS, is_default=True),
        state=PlanState.PUBLISHED,
        published_on=said["published_on"],
    )
    keeper = council.users[_keeper_of(facts)]
    after = {"title": plan.title, "owning_post": plan.owning_post_id}
    council.record("created improvement plan", plan, at=written_at, by=keeper, after=after)
    return DemoPlan(plan, keeper, written_at)


def _keeper_of(facts: Facts) -> str:
    """The key of the first person who is appointed to the owning post."""
    owning_post = facts["plan"]["owning_post"]
    keepers = (row for row in facts["people"] if any(post["post"] == owning_post for post in row["appointments"]))
    return str(next(keepers)["key"])


def _write_theme(council: DemoCouncil, demo_plan: DemoPlan, facts: Facts) -> None:
    theme = Theme.objects.create(
        plan=demo_plan.plan,
        number=facts["number"],
        title=facts["title"],
        statement=facts.get("statement", "").strip(),
        note=facts.get("note", "").strip(),
    )
    _told(council, demo_plan, "added theme", theme, {"number": theme.number, "title": theme.title})
    for position, row in enumerate(facts.get("aims", ()), start=1):
        aim = Aim.objects.create(theme=theme, position=position, number=row.get("number"), text=row["text"].strip())
        demo_plan.aims[aim.label] = aim
        _told(council, demo_plan, "added aim", aim, {"theme": theme.pk, "number": aim.number})
        _write_leads(council, demo_plan, row.get("leads", ()), aim=aim)
        _write_items(council, demo_plan, row.get("items", ()), aim=aim)
    _write_items(council, demo_plan, facts.get("items", ()), theme=theme)


def _write_items(council: DemoCouncil, demo_plan: DemoPlan, rows: Any, **of: Any) -> None:
    for position, row in enumerate(rows, start=1):
        item = PlanItem.objects.create(
            **of,
            kind=ItemKind(row["kind"]),
            position=position,
            text=row["text"].strip(),
            **_due(row),
            recorded_by=demo_plan.keeper,
            recorded_at=demo_plan.written_at,
        )
        demo_plan.items[row["key"]] = item
        _told(council, demo_plan, "added plan item", item, {"kind": item.kind, "text": item.text})
        _write_leads(council, demo_plan, row.get("leads", ()), item=item)


def _due(facts: Facts) -> Facts:
    return {
        "due_text": facts.get("due_text", ""),
        "due_on": facts.get("due_on"),
        "ongoing": facts.get("ongoing", False),
        "recurs_every_months": facts.get("recurs_every_months"),
    }


def _write_leads(council: DemoCouncil, demo_plan: DemoPlan, rows: Any, **on: Any) -> None:
    for position, row in enumerate(rows, start=1):
        post = council.posts[row["post"]]
        lead = Lead.objects.create(**on, post=post, position=position, as_written=row.get("as_written", ""))
        _told(council, demo_plan, "added lead", lead, {"post": post.pk, "position": position})


def _write_link(council: DemoCouncil, demo_plan: DemoPlan, facts: Facts) -> None:
    inquiry = Inquiry.objects.get(slug=facts["inquiry"])
    answers: Facts = {"inquiry": inquiry}
    if "recommendation" in facts:
        rows = Recommendation.objects.filter(inquiry=inquiry)
        answers = {"recommendation": rows.at_reference(facts["recommendation"]).get()}
    source = {"aim": demo_plan.aims[facts["aim"]]} if "aim" in facts else {"item": demo_plan.items[facts["item"]]}
    link = PlanLink.objects.create(**source, **answers)
    _told(council, demo_plan, "added plan link", link, {name: row.pk for name, row in (source | answers).items()})


def _write_change(council: DemoCouncil, demo_plan: DemoPlan, facts: Facts) -> None:
    changed_in, changed_at = _month(facts["month"])
    said = {name: facts[name] for name in ("due_text", "due_on", "ongoing", "recurs_every_months") if name in facts}
    following = change_of(
        demo_plan.items[facts["item"]],
        said | {"text": facts["text"].strip()},
        reason=facts["reason"].strip(),
        changed_in=changed_in,
        by=demo_plan.keeper,
        at=changed_at,
    )
    demo_plan.items[facts["item"]] = following
    after = {"reason": following.superseding_reason, "changed_in": changed_in}
    council.record("changed plan item", following, at=changed_at, by=demo_plan.keeper, after=after)


def _take_out(council: DemoCouncil, demo_plan: DemoPlan, facts: Facts) -> None:
    item = demo_plan.items[facts["item"]]
    item.taken_out_in, taken_out_at = _month(facts["month"])
    item.taken_out_reason, item.taken_out_at = facts["reason"].strip(), taken_out_at
    item.save()
    after = {"taken_out_reason": item.taken_out_reason, "taken_out_in": item.taken_out_in}
    council.record("took out plan item", item, at=taken_out_at, by=demo_plan.keeper, after=after)


def _month(words: str) -> tuple[date, datetime]:
    """The first day of "2018-09", and a moment in that month."""
    first = date.fromisoformat(f"{words}-01")
    return first, moment(first.replace(day=20), 10)


def _told(council: DemoCouncil, demo_plan: DemoPlan, type_of_event: str, row: models.Model, after: Facts) -> None:
    council.record(type_of_event, row, at=demo_plan.written_at, by=demo_plan.keeper, after=after)
