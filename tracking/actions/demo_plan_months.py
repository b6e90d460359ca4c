"""The months of the demo council's improvement plan: what its leads said, how they rated it, and what stands beside."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from tracking.actions.demo_council import DemoCouncil, Facts, read_facts
from tracking.actions.demo_days import moment
from tracking.actions.demo_plans import DemoPlan
from tracking.enums import Capacity, PlanRoundState, PlanUpdateState
from tracking.models import Appointment, Category, ClaimCheckOverride, Person, Post, User
from tracking.models.plans import (
    Aim,
    AskingChange,
    CarriedUpdate,
    LeadAssessment,
    NarrativeUpdate,
    PlanItem,
    PlanRound,
    PlanUpdate,
    PlanUpdateRevision,
    PlanUpdateUse,
    Remark,
    UpdatePost,
)
from tracking.queries.plans.claims import checked_ratings
from tracking.queries.plans.month_words import frozen_words
from tracking.queries.plans.ratings import wordings_of

MONTHS: Final = "plan_months.toml"
_ILLUSTRATIVE: Final = "Illustrative: made up for the demo."
_REASON: Final = "The published plan says that this is complete."
_ILLUSTRATIVE_REASON: Final = "Illustrative: whoever leads on it still counts on it."
_OPENED_BEFORE: Final = timedelta(days=14)


@dataclass
class _Months:
    """What was written so far, and what the facts refer to."""

    council: DemoCouncil
    demo_plan: DemoPlan
    keeper: User
    categories: dict[str, Category]
    aims: dict[str, Aim]
    holders: dict[str, tuple[User, Person, Post]]
    rounds: dict[str, PlanRound] = field(default_factory=dict)

    def told(self, verb: str, row: Any, *, at: datetime, by: User, after: Facts) -> None:
        self.council.record(verb, row, at=at, by=by, after=after)


def write_plan_months(council: DemoCouncil, demo_plan: DemoPlan) -> None:
    """Write the plan's months as they were issued, with their updates, ratings and texts; each with its Event."""
    facts = read_facts(MONTHS)
    months = _Months(
        council=council,
        demo_plan=demo_plan,
        keeper=demo_plan.keeper,
        categories={category.letter: category for category in demo_plan.plan.scheme.categories.all()},
        aims={aim.reference: aim for aim in demo_plan.aims.values()},
        holders=_holders(council),
    )
    for row in facts["rounds"]:
        _write_round(months, row)
    _write_updates(months, facts["updates"])
    for row in facts["asking"]:
        _write_asking(months, row)
    for position, row in enumerate(facts["narratives"], start=1):
        _write_narrative(months, row, position)
    for row in facts["rounds"]:
        _tell_of_issue(months, row)


def _holders(council: DemoCouncil) -> dict[str, tuple[User, Person, Post]]:
    """By the key of a post, who held it and could sign in when the months were written, and signed for it."""
    keys = {post.pk: key for key, post in council.posts.items()}
    rows = Appointment.objects.filter(capacity=Capacity.HOLDER, post__in=keys, person__user__isnull=False)
    rows = rows.exclude(starts_on__gt=date(2018, 7, 1)).select_related("person__user", "post")
    return {keys[row.post_id]: (row.person.user, row.person, row.post) for row in rows.order_by("-starts_on", "-pk")}


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _write_round(months: _Months, facts: Facts) -> None:
    issued_at = moment(facts["issued_on"], 12)
    opened_at = moment(facts["due_on"], 9) - _OPENED_BEFORE
    plan_round = PlanRound.objects.create(
        plan=months.demo_plan.plan,
        month=_first_day(facts["month"]),
        state=PlanRoundState.ISSUED,
        due_on=facts["due_on"],
        opened_by=months.keeper,
        opened_at=opened_at,
        issued_by=months.keeper,
        issued_at=issued_at,
        signed_by=months.keeper.person,
        signed_name=months.keeper.person.name,
        signed_title=months.demo_plan.plan.owning_post.name,
    )
    months.rounds[facts["month"]] = plan_round
    after = {"month": plan_round.month, "due_on": plan_round.due_on}
    months.told("opened month of plan", plan_round, at=opened_at, by=months.keeper, after=after)


def _tell_of_issue(months: _Months, facts: Facts) -> None:
    """Keep the words that the month is issued with, and say that it is."""
    plan_round = months.rounds[facts["month"]]
    plan_round.frozen = frozen_words(plan_round, wordings_of(months.demo_plan.plan))
    plan_round.save(update_fields=["frozen"])
    after = {"state": plan_round.state, "month": plan_round.month}
    months.told("issued month of plan", plan_round, at=moment(facts["issued_on"], 12), by=months.keeper, after=after)


def _write_updates(months: _Months, rows: list[Facts]) -> None:
    """Every row of a kind at once: there are hundreds."""
    updates = PlanUpdate.objects.bulk_create(_update(months, row) for row in rows)
    revisions = PlanUpdateRevision.objects.bulk_create(
        _revision(months, row, update) for row, update in zip(rows, updates, strict=True)
    )
    pairs = list(zip(rows, updates, strict=True))
    UpdatePost.objects.bulk_create(
        UpdatePost(update=update, post=months.council.posts[key], position=position)
        for row, update in pairs
        for position, key in enumerate(row["posts"], start=1)
    )
    PlanUpdateUse.objects.bulk_create(
        PlanUpdateUse(update=update, aim=months.aims[reference], position=position)
        for row, update in pairs
        for position, reference in enumerate(row["aims"], start=1)
    )
    CarriedUpdate.objects.bulk_create(
        CarriedUpdate(update=update, round=months.rounds[month]) for row, update in pairs for month in row["rounds"][1:]
    )
    LeadAssessment.objects.bulk_create(
        _assessment(months, said, revision)
        for row, revision in zip(rows, revisions, strict=True)
        for said in row.get("assessments", ())
    )
    for update, revision in zip(updates, revisions, strict=True):
        _answer_warnings(revision)
        _tell_of_update(months, update, revision)


def _update(months: _Months, facts: Facts) -> PlanUpdate:
    plan_round = months.rounds[facts["rounds"][0]]
    return PlanUpdate(
        round=plan_round,
        label=facts["label"],
        month=_first_day(facts["month"]) if "month" in facts else None,
        state=PlanUpdateState.ACCEPTED,
        opened_by=months.keeper,
        opened_at=plan_round.opened_at,
        accepted_by=months.keeper,
        accepted_at=moment(plan_round.due_on, 10) + timedelta(days=1),
    )


def _revision(months: _Months, facts: Facts, update: PlanUpdate) -> PlanUpdateRevision:
    user, person, post = next(months.holders[key] for key in facts["posts"] if key in months.holders)
    return PlanUpdateRevision(
        update=update,
        text=facts["text"].strip(),
        version=1,
        opened_at=update.opened_at,
        submitted_by=user,
        submitted_at=moment(update.round.due_on, 15) - timedelta(days=2),
        signed_by=person,
        signed_name=person.name,
        signed_title=post.name,
    )


def _assessment(months: _Months, facts: Facts, revision: PlanUpdateRevision) -> LeadAssessment:
    unit: Facts = (
        {"aim": months.aims[facts["aim"]]} if "aim" in facts else {"item": _as_it_was(months, facts, revision)}
    )
    return LeadAssessment(
        revision=revision,
        category=months.categories[facts["category"]] if "category" in facts else None,
        limited_to=facts.get("limited_to", ""),
        recovery_text=facts.get("recovery_text", "").strip(),
        recovery_on=facts.get("recovery_on"),
        note=_ILLUSTRATIVE if facts.get("illustrative") and "category" in facts else "",
        recorded_by=revision.submitted_by,
        recorded_at=revision.submitted_at or revision.opened_at,
        **unit,
    )


def _as_it_was(months: _Months, facts: Facts, revision: PlanUpdateRevision) -> PlanItem:
    """The row of an item that was in force in the month of the update."""
    item = months.demo_plan.items[facts["item"]]
    while item.changed_in and item.changed_in > revision.update.round.month and item.supersedes:
        item = item.supersedes
    return item


def _answer_warnings(revision: PlanUpdateRevision) -> None:
    """Say why what the claim check doubts may stand, as whoever handed it in would have had to."""
    ClaimCheckOverride.objects.bulk_create(
        ClaimCheckOverride(
            lead_assessment=row.assessment,
            code=finding.code,
            message=finding.message,
            reason=_ILLUSTRATIVE_REASON if row.assessment.note else _REASON,
            recorded_by=revision.submitted_by,
            recorded_at=revision.submitted_at or revision.opened_at,
        )
        for row in checked_ratings(revision)
        for finding in row.findings
    )


def _tell_of_update(months: _Months, update: PlanUpdate, revision: PlanUpdateRevision) -> None:
    after = {"state": PlanUpdateState.SUBMITTED, "revision": 1, "signed_by": revision.signed_by_id}
    if revision.submitted_at and revision.submitted_by:
        months.told(
            "submitted update on a plan", update, at=revision.submitted_at, by=revision.submitted_by, after=after
        )
    if update.accepted_at:
        after = {"state": PlanUpdateState.ACCEPTED}
        months.told("accepted update on a plan", update, at=update.accepted_at, by=months.keeper, after=after)


def _write_asking(months: _Months, facts: Facts) -> None:
    at = moment(_first_day(facts["month"]).replace(day=20), 11)
    on: Facts = (
        {"aim": months.aims[facts["aim"]]} if "aim" in facts else {"item": months.demo_plan.items[facts["item"]]}
    )
    change = AskingChange.objects.create(
        asks=facts["asks"],
        month=_first_day(facts["month"]),
        reason=facts["reason"].strip(),
        recorded_by=months.keeper,
        recorded_at=at,
        **on,
    )
    verb = "resumed asking" if change.asks else "stopped asking"
    months.told(verb, change, at=at, by=months.keeper, after={"month": change.month, "reason": change.reason})


def _write_narrative(months: _Months, facts: Facts, position: int) -> None:
    plan_round = months.rounds[facts["month"]]
    at = moment(plan_round.due_on, 14)
    narrative = NarrativeUpdate.objects.create(
        round=plan_round,
        position=position,
        title=facts["title"],
        text=facts.get("text", "").strip(),
        precis=facts.get("precis", "").strip(),
        recorded_by=months.keeper,
        recorded_at=at,
    )
    UpdatePost.objects.bulk_create(
        UpdatePost(narrative=narrative, post=months.council.posts[key], position=place)
        for place, key in enumerate(facts["posts"], start=1)
    )
    months.told("added text beside plan", narrative, at=at, by=months.keeper, after={"title": narrative.title})
    for row in facts.get("remarks", ()):
        _write_remark(months, narrative, row)


def _write_remark(months: _Months, narrative: NarrativeUpdate, facts: Facts) -> None:
    at = moment(narrative.round.due_on, 16)
    remark = Remark.objects.create(
        narrative=narrative,
        said_on=facts["said_on"],
        speaker=facts["speaker"],
        role=facts.get("role", ""),
        text=facts["text"].strip(),
        recorded_by=months.keeper,
        recorded_at=at,
        **_published(months, narrative, facts, at),
    )
    months.told("added remark", remark, at=at, by=months.keeper, after={"said_on": remark.said_on})
    if remark.published_at:
        months.told("published remark", remark, at=at, by=months.keeper, after={"agreed_on": remark.agreed_on})


def _published(months: _Months, narrative: NarrativeUpdate, facts: Facts, at: datetime) -> Facts:
    """What says that it is published: nothing where its speaker has not agreed."""
    if "agreement" not in facts:
        return {}
    agreed_on = narrative.round.due_on
    return {
        "agreement": facts["agreement"],
        "agreed_on": agreed_on,
        "published_by": months.keeper,
        "published_at": at,
    }
