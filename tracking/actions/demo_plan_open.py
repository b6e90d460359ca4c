"""The month of the demo council's plan that is being written: opened, handed in and accepted by the real actions."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Final

from django.db.models import F

from tracking import dates
from tracking.actions.demo_council import DemoCouncil, Facts, read_facts
from tracking.actions.demo_days import day_meant
from tracking.actions.demo_plan_months import MONTHS
from tracking.actions.demo_plans import DemoPlan
from tracking.actions.plans.opening import unit_key
from tracking.actions.plans.overrides import override_warnings
from tracking.actions.plans.rounds import open_round
from tracking.actions.plans.update_decisions import accept_update, submit_update
from tracking.actions.plans.updates import RatingAnswer, save_update
from tracking.enums import Capacity, MailState, PlanUpdateState
from tracking.models import Appointment, OutboxMail, Post, User
from tracking.models.plans import LeadAssessment, PlanRound, PlanUpdate, PlanUpdateRevision
from tracking.queries.plans.claims import checked_ratings

_REASON: Final = "Illustrative: whoever leads on it still counts on it."


def open_demo_month(council: DemoCouncil, demo_plan: DemoPlan) -> PlanRound:
    """Open the month that today is in, as the product would offer it, and have some of its updates handed in.

    An open month in the past would be late by years. The mails count as sent: none ever is.
    """
    facts = read_facts(MONTHS)["open"]
    today = dates.today()
    opened = open_round(
        by=demo_plan.keeper,
        plan=demo_plan.plan,
        month=today.replace(day=1),
        due_on=day_meant(facts["due_on"], today),
        message=facts["message"],
    )
    for row in facts["handed_in"]:
        _hand_in(opened.updates, council.posts[row["post"]], row, demo_plan.keeper)
    mails = OutboxMail.objects.filter(plan_updates__round=opened.round, state=MailState.WAITING)
    OutboxMail.objects.filter(pk__in=mails.values("pk")).update(
        state=MailState.SENT, sent_at=F("queued_at"), attempts=1
    )
    return opened.round


def _hand_in(updates: Iterable[PlanUpdate], post: Post, facts: Facts, keeper: User) -> None:
    """Write, sign and hand in the update of one post alone on an aim; accept it where the facts say so."""
    update = next(row for row in updates if _is(row, post, facts["aim"]))
    by = _holder(post)
    revision = update.revisions.get(is_current=True)
    answers = {unit_key(row): _as_it_is(row) for row in revision.assessments.select_related("category")}
    text = facts["text"].strip()
    save_update(by=by, update=update, text=text, label=update.label, answers=answers, version=revision.version)
    override_warnings(by=by, update=update, reasons=_answered(revision))
    submit_update(by=by, update=update)
    if facts["state"] == PlanUpdateState.ACCEPTED:
        update.refresh_from_db()
        accept_update(by=keeper, update=update)


def _is(update: PlanUpdate, post: Post, reference: str) -> bool:
    posts = [row.post_id for row in update.update_posts.all()]
    served = [use.aim.reference for use in update.uses.select_related("aim__theme") if use.aim]
    return posts == [post.pk] and served == [reference]


def _holder(post: Post) -> User:
    held = Appointment.objects.in_force(dates.today()).filter(
        post=post, capacity=Capacity.HOLDER, person__user__isnull=False
    )
    return User.objects.get(person=held.earliest("starts_on").person_id)


def _as_it_is(row: LeadAssessment) -> RatingAnswer:
    """The rating that the draft began with."""
    return RatingAnswer(**{item.name: getattr(row, item.name) for item in fields(RatingAnswer)})


def _answered(revision: PlanUpdateRevision) -> dict[tuple[int, str], str]:
    """A reason for each warning of the claim check, as whoever hands it in has to give."""
    return {finding.key: _REASON for row in checked_ratings(revision) for finding in row.findings}
