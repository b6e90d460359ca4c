"""The executive's response to the report of an inquiry: what it says of each recommendation or part."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracking import dates
from tracking.enums import CommitteeKind, CommitteeRole, PostKind, ResponseAnswer, ResponseState
from tracking.models.base import DueDate, Recorded
from tracking.models.committees import Committee, Meeting
from tracking.models.inquiries import Inquiry, TrackingCommittee
from tracking.models.people import Person, Viewer, roles_of
from tracking.models.posts import Post
from tracking.models.recommendations import Recommendation, Responsibility
from tracking.models.roles import Roles


def responding_posts(inquiry: Inquiry) -> frozenset[int]:
    """Return the posts that respond today: those of the council that answer for anything in the inquiry.

    Where none of them does, the outside bodies that do: no clock runs against those, but they may respond.
    """
    rows = Responsibility.objects.in_force(dates.today()).within_inquiry(inquiry.pk)
    kinds = dict(rows.values_list("post", "post__kind"))
    of_the_council = {post for post, kind in kinds.items() if kind in PostKind.of_the_council()}
    return frozenset(of_the_council or kinds)


def _responded_to_by(posts: frozenset[int]) -> Q:
    """Responses to inquiries of which one of `posts` is among `responding_posts`."""
    rows = Responsibility.objects.in_force(dates.today()).within_inquiry(OuterRef("inquiry"))
    of_the_council = rows.filter(post__kind__in=PostKind.of_the_council())
    return Q(Exists(of_the_council.of_posts(posts))) | (Q(Exists(rows.of_posts(posts))) & ~Q(Exists(of_the_council)))


def _clerks_cabinet(roles: Roles) -> bool:
    clerked = Committee.objects.filter(pk__in=roles.committees_clerked, kind=CommitteeKind.CABINET)
    return bool(roles.committees_clerked) and clerked.exists()


class ExecutiveResponseQuerySet(models.QuerySet["ExecutiveResponse"]):
    def live(self) -> "ExecutiveResponseQuerySet":
        """Without those withdrawn: one for an inquiry."""
        return self.exclude(state=ResponseState.WITHDRAWN)

    def visible_to(self, viewer: Viewer) -> "ExecutiveResponseQuerySet":
        """Published ones for everyone; before, as far as the draft has come.

        Until it is sent it is read by those of the responding posts and by Cabinet's clerk, who takes it to the
        meeting; once sent also by the committee that tracks the inquiry. Source: the council's process.
        """
        roles = roles_of(viewer)
        visible = Q(state=ResponseState.PUBLISHED)
        if roles.posts:
            visible |= _responded_to_by(roles.posts)
        if _clerks_cabinet(roles):
            visible |= ~Q(state=ResponseState.WITHDRAWN)
        if committees := roles.committees_as(CommitteeRole):
            tracking = Exists(TrackingCommittee.today(committees, inquiry="inquiry"))
            visible |= Q(tracking, state=ResponseState.SENT)
        return self.filter(visible, inquiry__in=Inquiry.objects.visible_to(viewer))


class ExecutiveResponse(Recorded):
    """The executive's response to an inquiry's report, as Cabinet agreed it; who started it and when.

    Source: Local Government Act 2000, section 9FE (the executive says what it means to do, within two months). A
    response that is no longer meant is withdrawn before it is sent, with the reason; another may then be started.
    `frozen` holds every word of what Cabinet agreed (`presenters.cabinet.response_faces.frozen_words`), so that nothing
    that becomes of the recommendations, the posts or the committee afterwards changes what is read.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="executive_responses")
    state = models.CharField(max_length=9, choices=ResponseState, default=ResponseState.DRAFT)
    introduction = models.TextField("what it says of the inquiry as a whole", blank=True)
    version = models.PositiveIntegerField("how often the introduction was saved", default=0)
    cabinet_meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="responses_agreed", null=True, blank=True
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    sent_on = models.DateField("sent on", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    signed_name = models.CharField(max_length=200, blank=True)
    signed_title = models.CharField(max_length=200, blank=True)
    approved_how = models.TextField("how the holder of the post approved it", blank=True)
    approved_on = models.DateField("when the holder of the post approved it", null=True, blank=True)
    published_on = models.DateField("published on", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_reason = models.TextField("why it was withdrawn", blank=True)
    frozen = models.JSONField("what it says, as Cabinet agreed it", null=True, blank=True)

    objects = ExecutiveResponseQuerySet.as_manager()

    class Meta:
        ordering = ("inquiry", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("inquiry",),
                condition=~Q(state=ResponseState.WITHDRAWN),
                name="response_one_live_to_an_inquiry",
                violation_error_message="There is a response to this inquiry already. Open it to go on with it.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ResponseState.agreed(), cabinet_meeting__isnull=False, agreed_by__isnull=False)
                | (~Q(state__in=ResponseState.agreed()) & Q(cabinet_meeting__isnull=True, agreed_by__isnull=True)),
                name="response_agreed_with_its_meeting",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ResponseState.agreed(), frozen__isnull=False)
                | (~Q(state__in=ResponseState.agreed()) & Q(frozen__isnull=True)),
                name="response_frozen_once_agreed",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        state__in=ResponseState.given(),
                        sent_on__isnull=False,
                        sent_by__isnull=False,
                        signed_by__isnull=False,
                    )
                    & ~Q(signed_name="")
                )
                | (~Q(state__in=ResponseState.given()) & Q(sent_on__isnull=True)),
                name="response_sent_with_who_and_signature",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ResponseState.PUBLISHED,
                    published_on__isnull=False,
                    published_by__isnull=False,
                    published_on__gte=models.F("sent_on"),
                )
                | (~Q(state=ResponseState.PUBLISHED) & Q(published_on__isnull=True)),
                name="response_published_with_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=ResponseState.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="response_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"Executive response to {self.inquiry}"

    @property
    def agreed_on(self) -> date | None:
        """The day of the meeting of Cabinet that agreed it."""
        return self.cabinet_meeting.held_on if self.cabinet_meeting else None

    @property
    def state_words(self) -> str:
        """Its state within a sentence: "agreed by Cabinet"."""
        words = str(self.get_state_display())
        return words[:1].lower() + words[1:]

    @property
    def is_draft(self) -> bool:
        return self.state == ResponseState.DRAFT


class ResponseItem(DueDate, Recorded):
    """What the executive says of one recommendation or part, and who saved it last.

    A recommendation with parts is answered either as a whole or part by part, never both: real responses often answer
    it once ("accepted; the Deputy Leader will see to all three"), and as often accept one part and reject another. Both
    at once would leave a part with two answers. An answer to the whole stands for each part, also for parts that it
    was split into later. The action that writes an item holds the response's lock and refuses the other kind.
    """

    response = models.ForeignKey(ExecutiveResponse, on_delete=models.CASCADE, related_name="items")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="response_items")
    answer = models.CharField(max_length=8, choices=ResponseAnswer)
    action = models.TextField("what will be done", blank=True)
    reason = models.TextField("why", blank=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="response_items", null=True, blank=True)
    version = models.PositiveIntegerField("how often it was saved", default=0)

    class Meta:
        ordering = ("response", "recommendation__number", "recommendation__letter")
        constraints = (
            models.UniqueConstraint(
                fields=("response", "recommendation"), name="response_item_once_for_a_recommendation"
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=ResponseAnswer.with_reason()) | ~Q(reason=""),
                name="response_item_says_why",
                violation_error_message="Say why it is accepted only in part, or rejected.",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=ResponseAnswer.taken_up()) | (~Q(action="") & Q(post__isnull=False)),
                name="response_item_says_what_and_who",
                violation_error_message="Say what will be done, and which post does it.",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=ResponseAnswer.taken_up())
                | ~Q(due_text="")
                | Q(due_on__isnull=False)
                | Q(ongoing=True)
                | Q(recurs_every_months__isnull=False),
                name="response_item_says_by_when",
                violation_error_message="Say by when it will be done, in words or as a date.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.recommendation}"
