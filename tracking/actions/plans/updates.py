"""Writing an update on a plan: its words, and what it rates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from tracking import rules
from tracking.actions.conflicts import fingerprints, own_changes
from tracking.actions.drafts import discard_draft
from tracking.actions.events import record_event
from tracking.actions.plans.mails import tell_of_start
from tracking.actions.plans.opening import unit_key, write_uses
from tracking.enums import AsksFor, DraftPage, PlanRoundState, PlanUpdateState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import Category, Post, User, WrittenPage, roles_of
from tracking.models.plans import (
    Aim,
    Lead,
    LeadAssessment,
    PlanRound,
    PlanUpdate,
    PlanUpdateRevision,
    Theme,
    UpdatePost,
)
from tracking.queries.plans.ratings import UnitKey
from tracking.queries.plans.round_pages import units_to_rate


@dataclass(frozen=True)
class RatingAnswer:
    """How a unit is rated; empty: not rated."""

    category: Category | None = None
    limited_to: str = ""
    recovery_text: str = ""
    recovery_on: date | None = None
    note: str = ""

    def as_asked(self) -> "RatingAnswer":
        """Return it without what its category does not ask for."""
        recovers = self.category is not None and self.category.asks_for == AsksFor.RECOVERY
        return replace(
            self,
            limited_to=self.limited_to.strip() if self.category else "",
            recovery_text=self.recovery_text.strip() if recovers else "",
            recovery_on=self.recovery_on if recovers else None,
            note=self.note.strip(),
        )


@transaction.atomic
def start_update(
    *, by: User, plan_round: PlanRound, posts: Sequence[Post], served: Sequence[Aim | Theme], label: str = ""
) -> PlanUpdate:
    """Start another update in an open month, by posts that lead, on aims or a whole theme; the first prints it in full.

    Without a label it is called after the month. Raises NotAllowed unless `by` is of each of the posts, or of the
    owning post; NotPossible when the month is issued, nothing is served, something is of another plan, or a post leads
    on nothing of it. Writes the PlanUpdate with its empty revision and one Event; started for others, it queues a mail
    to those who write it.
    """
    is_own = bool(posts) and {post.pk for post in posts} <= roles_of(by).posts
    if not (is_own or rules.can_keep_month(by, plan_round)):
        raise NotAllowed("You do not have permission to do this.")
    _lock_round(plan_round)
    _check_served(plan_round, served)
    _check_posts(posts, served)
    label = label.strip() or f"{plan_round.name} update"
    update = PlanUpdate.objects.create(round=plan_round, label=label, month=plan_round.month, opened_by=by)
    PlanUpdateRevision.objects.create(update=update)
    UpdatePost.objects.bulk_create(
        UpdatePost(update=update, post=post, position=position) for position, post in enumerate(posts, start=1)
    )
    write_uses(update, served)
    after = {"round": plan_round.pk, "posts": [post.pk for post in posts], "serves": [str(of) for of in served]}
    record_event(by=by, type="started update on a plan", target=update, after=after)
    if not is_own:
        tell_of_start(update)
    return update


def _lock_round(plan_round: PlanRound) -> None:
    locked = PlanRound.objects.select_for_update(no_key=True).filter(pk=plan_round.pk, state=PlanRoundState.OPEN)
    if locked.first() is None:
        raise NotPossible(f"{plan_round.name} is issued. It stays as it is.")


def _check_served(plan_round: PlanRound, served: Sequence[Aim | Theme]) -> None:
    if not served:
        raise NotPossible("Choose at least one aim that the update is about.")
    if any(of.plan != plan_round.plan for of in served):
        raise NotPossible("Choose aims of this plan.")
    if len({(type(of), of.pk) for of in served}) < len(served):
        raise NotPossible("Choose each aim once.")


def _check_posts(posts: Sequence[Post], served: Iterable[Aim | Theme]) -> None:
    """Each post leads today on something of what is served."""
    if not posts:
        raise NotPossible("Choose the post whose update it is.")
    leading: set[int] = set()
    for of in served:
        on = {"aim": of, "item__aim": of} if isinstance(of, Aim) else {"item__theme": of, "item__aim__theme": of}
        for name, value in on.items():
            leading |= set(
                Lead.objects.in_force(timezone.localdate()).filter(**{name: value}).values_list("post", flat=True)
            )
    strangers = [post for post in posts if post.pk not in leading]
    if strangers:
        raise NotPossible(f"{strangers[0]} leads on nothing there. Choose a post that does.")


@transaction.atomic
def change_update_aims(*, by: User, update: PlanUpdate, served: Sequence[Aim | Theme]) -> PlanUpdate:
    """Say anew what an update being written serves, in order: the first prints it in full.

    Raises NotAllowed unless `by` is of its posts; NotPossible for none, twice the same, or another plan; StaleState
    when it was handed in. Ratings of what it no longer serves are taken out. Writes the uses and one Event, nothing
    when nothing changes.
    """
    rules.can_draft_plan_update.check(by, update)
    revision = lock_for_writing(update)
    _check_served(update.round, served)
    before = [str(use.of) for use in update.uses.all()]
    after = [str(of) for of in served]
    if before == after:
        return update
    update.uses.all().delete()
    write_uses(update, served)
    fitting = _units_to_rate(update)
    for row in revision.assessments.all():
        if unit_key(row) not in fitting:
            row.delete()
    record_event(
        by=by,
        type="changed aims of update on a plan",
        target=update,
        before={"serves": before},
        after={"serves": after},
    )
    return update


def lock_for_writing(update: PlanUpdate) -> PlanUpdateRevision:
    """Return the current revision of an update that may be written, both locked until the transaction ends.

    Raises StaleState when it was handed in or left out, or its month was issued.
    """
    locked = PlanUpdate.objects.select_for_update(of=("self",)).filter(
        pk=update.pk, state__in=PlanUpdateState.editable(), round__state=PlanRoundState.OPEN, left_out_reason=""
    )
    if locked.values_list("pk", flat=True).first() is None:
        raise StaleState(
            "This update is no longer a draft, so nothing was saved. Copy what you need, then open the update again."
        )
    return PlanUpdateRevision.objects.select_for_update().get(update=update, is_current=True)


@transaction.atomic
def save_update(
    *,
    by: User,
    update: PlanUpdate,
    text: str,
    label: str,
    answers: Mapping[UnitKey, RatingAnswer],
    version: int,
    read: Mapping[str, str] | None = None,
) -> PlanUpdateRevision:
    """Save an update being written: its words, its label, and how it rates units, by "item" or "aim" and primary key.

    `answers` are all it rates: a unit that is not among them is taken out of it, and keeps the rating it has. A draft
    may be incomplete. What an answer's category does not ask for is left out. `version` is the revision's as it was
    read, `read` the fingerprints of what it said then (`conflicts`, of `update_as_saved`): what `by` did not change
    stays as others have saved it meanwhile. Raises NotAllowed unless `by` is of its posts; NotPossible for a unit it
    may not rate, or a category of another scheme; StaleText when somebody else changed the same; StaleState when it
    was handed in. Saying again what is there changes nothing. Discards the saver's draft.
    """
    rules.can_draft_plan_update.check(by, update)
    revision = lock_for_writing(update)
    asked = {key: answer.as_asked() for key, answer in answers.items()}
    _check_answers(update, asked)
    update.refresh_from_db(fields=["label"])
    # A unit that is not rated here has nothing to say, before or after.
    before = {key_name(key): None for key in asked} | update_as_saved(revision)
    typed: dict[str, Any] = dict.fromkeys(before)
    typed |= {"text": text, "label": label.strip()} | {key_name(key): as_data(row) for key, row in asked.items()}
    known = None if read is None else {**fingerprints(dict.fromkeys(before)), **read}
    mine = own_changes(saved=before, typed=typed, read=known, is_latest=version == revision.version)
    discard_draft(of=WrittenPage(update, DraftPage.PLAN_UPDATE), by=by)
    if not mine:
        return revision
    revision.text = mine.get("text", revision.text)
    revision.version += 1
    revision.save(update_fields=["text", "version"])
    if "label" in mine:
        update.label = mine["label"]
        update.save(update_fields=["label"])
    _write_answers(revision, asked, mine, by)
    told = {name: before.get(name) for name in mine}
    record_event(by=by, type="saved update on a plan", target=update, before=told, after=mine)
    return revision


def _write_answers(
    revision: PlanUpdateRevision, asked: Mapping[UnitKey, RatingAnswer], mine: Mapping[str, Any], by: User
) -> None:
    rows = {unit_key(row): row for row in revision.assessments.all()}
    for key, row in rows.items():
        if key_name(key) in mine and key not in asked:
            row.delete()
    for (kind, pk), answer in asked.items():
        if key_name((kind, pk)) in mine:
            values = {item.name: getattr(answer, item.name) for item in fields(answer)}
            row = rows.get((kind, pk)) or LeadAssessment(revision=revision, **{f"{kind}_id": pk})
            row.recorded_by, row.recorded_at = by, timezone.now()
            for name, value in values.items():
                setattr(row, name, value)
            row.save()


def _check_answers(update: PlanUpdate, asked: Mapping[UnitKey, RatingAnswer]) -> None:
    fitting = _units_to_rate(update)
    scheme = update.plan.scheme_id
    for key, answer in asked.items():
        if key not in fitting:
            raise NotPossible("This is not one that the update is about, or others lead on it. Open the update again.")
        if answer.category and answer.category.scheme_id != scheme:
            raise NotPossible("This rating is not one of the plan’s.")


def _units_to_rate(update: PlanUpdate) -> set[UnitKey]:
    return {
        ("item", unit.item.pk) if unit.item else ("aim", unit.aim.pk if unit.aim else 0)
        for unit in units_to_rate(update)
    }


def key_name(key: UnitKey) -> str:
    """The name under which a unit's fingerprint is remembered: "item 12"."""
    return f"{key[0]} {key[1]}"


def as_data(row: RatingAnswer | LeadAssessment) -> dict[str, Any]:
    """A rating as an Event holds it."""
    return {
        "category": row.category.pk if row.category else None,
        "limited_to": row.limited_to,
        "recovery_text": row.recovery_text,
        "recovery_on": row.recovery_on.isoformat() if row.recovery_on else None,
        "note": row.note,
    }


def update_as_saved(revision: PlanUpdateRevision) -> dict[str, Any]:
    """An update as an Event holds it, by the names under which what was read of it is remembered."""
    rows = revision.assessments.select_related("category")
    return {"text": revision.text, "label": revision.update.label} | {
        key_name(unit_key(row)): as_data(row) for row in rows
    }
