"""Texts beside a plan, and what people said: written by the owning post while the month is open."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from tracking import dates, rules
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.events import field_values, record_event
from tracking.actions.plans.rounds import lock_open
from tracking.exceptions import NotPossible, StaleText
from tracking.models import Post, User
from tracking.models.plans import NarrativeUpdate, PlanRound, Remark, UpdatePost


class NarrativeDetails(TypedDict, total=False):
    """What a text beside the plan says: a text or, for a temperature take, a précis. Leave a key out to leave it."""

    title: str
    text: str
    precis: str


class RemarkDetails(TypedDict, total=False):
    """What somebody said, and when. Leave a key out to leave it as it is."""

    said_on: date
    speaker: str
    role: str
    text: str


@transaction.atomic
def add_narrative(
    *, by: User, plan_round: PlanRound, posts: Sequence[Post], **details: Unpack[NarrativeDetails]
) -> NarrativeUpdate:
    """Add a text beside the plan to an open month, behind those there are.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the month is issued, there is no title, or
    there are both text and précis or neither. Writes the NarrativeUpdate with its posts and one Event.
    """
    lock_open(by, plan_round)
    last = plan_round.narratives.aggregate(last=Max("position"))["last"] or 0
    narrative = NarrativeUpdate(round=plan_round, position=last + 1, recorded_by=by, **details)
    store(narrative)
    _write_posts(narrative, posts)
    after = {**field_values(narrative, ["round", "title"]), "posts": [post.pk for post in posts]}
    record_event(by=by, type="added text beside plan", target=narrative, after=after)
    return narrative


@transaction.atomic
def edit_narrative(
    *, by: User, narrative: NarrativeUpdate, posts: Sequence[Post], version: int, **details: Unpack[NarrativeDetails]
) -> NarrativeUpdate:
    """Change a text beside the plan while its month is open; `version` is what was read.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the month is issued, the result may not be, or
    a temperature take that has remarks would be none; StaleText when somebody else saved it since. Writes what changed
    and one Event, nothing when nothing changes.
    """
    lock_open(by, narrative.round)
    lock(narrative)
    _check_version(narrative, version)
    if not details.get("precis", narrative.precis) and narrative.remarks.exists():
        raise NotPossible("This temperature take has remarks, so it needs its précis. Take the remarks out first.")
    before, after = change_fields(narrative, details)
    old = list(narrative.update_posts.values_list("post", flat=True))
    if old != [post.pk for post in posts]:
        narrative.update_posts.all().delete()
        _write_posts(narrative, posts)
        before, after = before | {"posts": old}, after | {"posts": [post.pk for post in posts]}
    if after:
        _bump(narrative)
        record_event(by=by, type="edited text beside plan", target=narrative, before=before, after=after)
    return narrative


@transaction.atomic
def remove_narrative(*, by: User, narrative: NarrativeUpdate) -> NarrativeUpdate:
    """Take a text beside the plan, with its remarks, out of an open month.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the month is issued, or while one of its
    remarks is published. Deletes the NarrativeUpdate and writes an Event for it and for each remark.
    """
    lock_open(by, narrative.round)
    lock(narrative)
    for remark in narrative.remarks.select_for_update(of=("self",)):
        remove_remark(by=by, remark=remark)
    before = field_values(narrative, ["round", "title", "text", "precis"])
    record_event(by=by, type="removed text beside plan", target=narrative, before=before)
    narrative.delete()
    return narrative


def _write_posts(narrative: NarrativeUpdate, posts: Sequence[Post]) -> None:
    UpdatePost.objects.bulk_create(
        UpdatePost(narrative=narrative, post=post, position=position) for position, post in enumerate(posts, start=1)
    )


def _check_version(row: NarrativeUpdate | Remark, version: int) -> None:
    if row.version != version:
        raise StaleText("Somebody else saved this while you were writing. Copy what you need, then open it again.")


def _bump(row: NarrativeUpdate | Remark) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(version=F("version") + 1)
    row.version += 1


@transaction.atomic
def add_remark(*, by: User, narrative: NarrativeUpdate, **details: Unpack[RemarkDetails]) -> Remark:
    """Write down what somebody said on a day, in a temperature take; nobody but the owning post sees it yet.

    It may also be added once the month is issued. Raises NotAllowed unless `by` is of the owning post; NotPossible in
    a text that is no temperature take, for a day to come, or without words or who said them. Writes the Remark and one
    Event, which holds none of the words.
    """
    rules.can_keep_month.check(by, narrative.round)
    if not narrative.is_temperature_take:
        raise NotPossible("Remarks belong to a temperature take. Give this text a précis instead, then add the remark.")
    _check_said_on(details)
    remark = Remark(narrative=narrative, recorded_by=by, **details)
    store(remark)
    record_event(by=by, type="added remark", target=remark, after=field_values(remark, ["narrative", "said_on"]))
    return remark


@transaction.atomic
def edit_remark(*, by: User, remark: Remark, version: int, **details: Unpack[RemarkDetails]) -> Remark:
    """Change a remark that is not published; `version` is what was read.

    Raises NotAllowed unless `by` is of the owning post; NotPossible once it is published, as the speaker agreed to
    these words, or when the result may not be; StaleText when somebody else saved it since. Writes what changed and
    one Event, which holds none of the words.
    """
    _open_unpublished(by, remark, "change it")
    _check_version(remark, version)
    _check_said_on(details)
    _, after = change_fields(remark, details)
    if after:
        _bump(remark)
        record_event(by=by, type="edited remark", target=remark, after={"changed": sorted(after)})
    return remark


@transaction.atomic
def remove_remark(*, by: User, remark: Remark) -> Remark:
    """Take out a remark that is not published.

    Raises NotAllowed unless `by` is of the owning post; NotPossible while it is published. Deletes it and writes one
    Event, which holds none of the words.
    """
    _open_unpublished(by, remark, "take it out")
    record_event(by=by, type="removed remark", target=remark, before=field_values(remark, ["narrative", "said_on"]))
    remark.delete()
    return remark


@transaction.atomic
def publish_remark(*, by: User, remark: Remark, agreement: str, agreed_on: date | None) -> Remark:
    """Publish a remark: everyone reads it with its month, once that is issued. The speaker's agreement is recorded.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when it is published already, or it is not told
    how and when the speaker agreed, on a day that has come. Writes the Remark and one Event.
    Source: the council's process; each remark is published by itself (docs/domain-rules.md, "Beside the plan").
    """
    _open_unpublished(by, remark, "publish it again")
    if not agreement.strip() or agreed_on is None:
        raise NotPossible("Say how and when the speaker agreed. Without that the remark cannot be published.")
    if not remark.said_on <= agreed_on <= dates.today():
        raise NotPossible("The speaker agreed between the day of the remark and today. Enter such a day.")
    published = {"agreement": agreement.strip(), "agreed_on": agreed_on, "published_by": by}
    change_fields(remark, published | {"published_at": timezone.now()})
    record_event(by=by, type="published remark", target=remark, after={"agreed_on": agreed_on})
    return remark


@transaction.atomic
def unpublish_remark(*, by: User, remark: Remark, reason: str) -> Remark:
    """Take a published remark back, as when its speaker no longer agrees: from now on the owning post alone sees it.

    What was issued with it stays as it was. Raises NotAllowed unless `by` is of the owning post; NotPossible when it is
    not published, or without a reason. Writes the Remark and one Event.
    """
    rules.can_keep_month.check(by, remark.narrative.round)
    lock(remark)
    if remark.published_at is None:
        raise NotPossible("This remark is not published.")
    if not reason.strip():
        raise NotPossible("Say why the remark is taken back. It is kept in the audit trail.")
    before = field_values(remark, ["agreed_on"])
    change_fields(remark, {"agreement": "", "agreed_on": None, "published_by": None, "published_at": None})
    record_event(by=by, type="took remark back", target=remark, before=before, after={"reason": reason.strip()})
    return remark


def _open_unpublished(by: User, remark: Remark, act: str) -> None:
    rules.can_keep_month.check(by, remark.narrative.round)
    lock(remark)
    if remark.published_at is not None:
        raise NotPossible(f"This remark is published. Take it back first, then {act}.")


def _check_said_on(details: RemarkDetails) -> None:
    if details.get("said_on", date.min) > dates.today():
        raise NotPossible("The day of the remark is still to come. Enter the day on which it was said.")
