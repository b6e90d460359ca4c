"""What waits for a user about executive responses: read from states and dates, never stored."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from tracking import dates
from tracking.enums import CommitteeKind, InquiryState, PostKind, ResponseState
from tracking.models import Committee, Inquiry, Responsibility, Roles, TrackingCommittee, User, roles_of
from tracking.models.cabinet import ExecutiveResponse
from tracking.queries.tasks import Task, TaskKind


def response_tasks(user: User, *, today: date) -> tuple[Task, ...]:
    """Return what a user has to do about responses, by what they are today, in a fixed number of queries.

    A response that nobody has begun is asked for once it is known when it is due.
    """
    roles = roles_of(user)
    return (*_of_posts(roles, today), *_of_clerks(roles), *_of_officers(roles))


def _of_posts(roles: Roles, today: date) -> Iterator[Task]:
    """To write, of inquiries that the user's posts respond to, and to send what Cabinet agreed."""
    if not roles.posts:
        return
    responses = {row.inquiry_id: row for row in _live()}
    for inquiry in _responded_to_by(roles.posts, today):
        response, due_on = responses.get(inquiry.pk), dates.response_due_on(inquiry.received_on, inquiry.notice_on)
        if response is not None and response.state == ResponseState.AGREED:
            yield Task(TaskKind.SEND_RESPONSE, due_on, inquiry=inquiry)
        elif response is not None or due_on is not None:
            yield Task(TaskKind.WRITE_RESPONSE if response else TaskKind.START_RESPONSE, due_on, inquiry=inquiry)


def _responded_to_by(posts: frozenset[int], today: date) -> QuerySet[Inquiry]:
    """Published inquiries without a response in which one of the posts answers today: outside bodies are not asked."""
    rows = Responsibility.objects.in_force(today).of_posts(posts)
    answered_for = rows.filter(post__kind__in=PostKind.of_the_council(), recommendation__withdrawn_reason="")
    inquiries = Inquiry.objects.filter(state=InquiryState.PUBLISHED, responded_on__isnull=True)
    return inquiries.filter(pk__in=answered_for.values("recommendation__inquiry")).order_by("title")


def _live() -> QuerySet[ExecutiveResponse]:
    return ExecutiveResponse.objects.live().filter(sent_on__isnull=True)


def _of_clerks(roles: Roles) -> Iterator[Task]:
    """To record what Cabinet agreed, once there is something to agree: an answer to anything."""
    clerked = Committee.objects.filter(pk__in=roles.committees_clerked, kind=CommitteeKind.CABINET)
    if not roles.committees_clerked or not clerked.exists():
        return
    drafts = ExecutiveResponse.objects.filter(~Q(items=None), state=ResponseState.DRAFT).select_related("inquiry")
    for response in drafts.distinct().order_by("pk"):
        inquiry = response.inquiry
        due_on = dates.response_due_on(inquiry.received_on, inquiry.notice_on)
        yield Task(TaskKind.AGREE_RESPONSE, due_on, inquiry=inquiry)


def _of_officers(roles: Roles) -> Iterator[Task]:
    """To publish what was sent to the user's committees; nobody of a cabinet post publishes it."""
    if not roles.committees_run or roles.cabinet_posts:
        return
    tracked = TrackingCommittee.objects.filter(ends_on__isnull=True, committee__in=roles.committees_run)
    sent = ExecutiveResponse.objects.filter(state=ResponseState.SENT, inquiry__in=tracked.values("inquiry"))
    for response in sent.select_related("inquiry").order_by("sent_on", "pk"):
        yield Task(TaskKind.PUBLISH_RESPONSE, inquiry=response.inquiry)
