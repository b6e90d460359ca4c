"""Who is responsible for a recommendation or part: posts in order, with dates, because portfolios move."""

from datetime import date

from django.db import transaction
from django.db.models import F, Max

from tracking import rules
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.events import field_values, record_event
from tracking.exceptions import NotPossible
from tracking.models import Post, Recommendation, Responsibility, User
from tracking.presenters.wording import written_date


@transaction.atomic
def add_responsibility(
    *, by: User, recommendation: Recommendation, post: Post, starts_on: date | None = None, as_written: str = ""
) -> Responsibility:
    """Make a post responsible, after those that are; `starts_on` None means from the beginning.

    Raises NotAllowed unless `by` is scrutiny officer of the tracking committee; NotPossible when the post is
    responsible already, had ended by then, or the recommendation was withdrawn. Writes the Responsibility and one
    Event.
    """
    rules.can_manage_inquiry.check(by, recommendation)
    lock(recommendation.inquiry)
    if recommendation.withdrawn_reason:
        raise NotPossible(f"{recommendation} was withdrawn. Go back to the inquiry to see what there is.")
    if recommendation.responsibilities.filter(post=post, ends_on__isnull=True).exists():
        raise NotPossible(f"{post} is responsible for {recommendation} already. Choose another post.")
    last = recommendation.responsibilities.aggregate(last=Max("position"))["last"] or 0
    responsibility = _new(recommendation, post, starts_on, as_written, last + 1)
    after = field_values(responsibility, ["recommendation", "post", "position", "starts_on", "as_written"])
    record_event(by=by, type="added responsibility", target=responsibility, after=after)
    return responsibility


@transaction.atomic
def end_responsibility(*, by: User, responsibility: Responsibility, ends_on: date) -> Responsibility:
    """Have a post no longer be responsible from a day on; the row stays as history.

    Raises NotAllowed unless `by` is scrutiny officer of the tracking committee; NotPossible when it has ended or the
    day is before it began. Writes the end and one Event.
    """
    rules.can_manage_inquiry.check(by, responsibility.recommendation)
    lock(responsibility)
    _require_open(responsibility)
    before, after = change_fields(responsibility, {"ends_on": ends_on})
    record_event(by=by, type="ended responsibility", target=responsibility, before=before, after=after)
    return responsibility


@transaction.atomic
def move_responsibility(
    *, by: User, responsibility: Responsibility, post: Post, on: date, as_written: str = ""
) -> Responsibility:
    """Move a responsibility to another post from a day on, at the same place in the order; returns the new row.

    Raises NotAllowed unless `by` is scrutiny officer of the tracking committee; NotPossible when it has ended, the
    post is responsible already or had ended by then, or the day is before it began. Writes the end of the old row, the
    new one and one Event.
    """
    rules.can_manage_inquiry.check(by, responsibility.recommendation)
    lock(responsibility)
    _require_open(responsibility)
    recommendation = responsibility.recommendation
    if recommendation.responsibilities.filter(post=post, ends_on__isnull=True).exists():
        raise NotPossible(f"{post} is responsible for {recommendation} already. Choose another post.")
    change_fields(responsibility, {"ends_on": on})
    following = _new(recommendation, post, on, as_written, responsibility.position)
    record_event(
        by=by,
        type="moved responsibility",
        target=responsibility,
        before={"post": responsibility.post_id},
        after={"post": post.pk, "on": on, "responsibility": following.pk},
    )
    return following


@transaction.atomic
def put_responsibility_first(*, by: User, responsibility: Responsibility) -> Responsibility:
    """Make a post the first of those responsible: the one whose report it is, as a rule.

    Raises NotAllowed unless `by` is scrutiny officer of the tracking committee; NotPossible when it has ended. Writes
    the order and one Event.
    """
    rules.can_manage_inquiry.check(by, responsibility.recommendation)
    lock(responsibility)
    _require_open(responsibility)
    others = responsibility.recommendation.responsibilities.exclude(pk=responsibility.pk)
    others.filter(position__lte=responsibility.position).update(position=F("position") + 1)
    before, after = change_fields(responsibility, {"position": 1})
    record_event(by=by, type="put responsibility first", target=responsibility, before=before, after=after)
    return responsibility


def _new(
    recommendation: Recommendation, post: Post, starts_on: date | None, as_written: str, position: int
) -> Responsibility:
    if post.ended_on and starts_on and post.ended_on <= starts_on:
        raise NotPossible(f"{post} ended on {written_date(post.ended_on)}. Choose a post that exists on the day.")
    row = Responsibility(
        recommendation=recommendation, post=post, starts_on=starts_on, as_written=as_written, position=position
    )
    store(row)
    return row


def _require_open(responsibility: Responsibility) -> None:
    if responsibility.ends_on:
        raise NotPossible(f"This responsibility ended on {written_date(responsibility.ends_on)}.")
