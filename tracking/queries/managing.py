"""What the managing pages read: only what the viewer may manage."""

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from tracking.models import (
    Assessment,
    AssessmentScheme,
    ClosedDay,
    Committee,
    CommitteeMembership,
    Inquiry,
    Meeting,
    Person,
    Post,
    ProgressReport,
    Recommendation,
    Responsibility,
    SelfAssessment,
    TrackingCommittee,
    User,
    Viewer,
    roles_of,
)
from tracking.models.committees import CommitteeQuerySet, MeetingQuerySet
from tracking.models.inquiries import InquiryQuerySet
from tracking.models.posts import PostQuerySet
from tracking.models.recommendations import RecommendationQuerySet

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def managed_inquiries(viewer: Viewer) -> InquiryQuerySet:
    """Return the inquiries the viewer manages as scrutiny officer, with their tracking committees."""
    return Inquiry.objects.supported_by(viewer).with_tracking_committee()


def listed_inquiries(viewer: Viewer) -> InquiryQuerySet:
    """Return them with `whole_count`, those not approved yet and the newest first."""
    whole = Count("recommendations", Q(recommendations__parent=None, recommendations__withdrawn_reason=""))
    return (
        managed_inquiries(viewer).annotate(whole_count=whole).order_by(F("approved_on").desc(nulls_first=True), "title")
    )


def managed_recommendations(inquiry: Inquiry) -> RecommendationQuerySet:
    """Return an inquiry's recommendations and parts in order, with who is responsible."""
    return inquiry.recommendations.in_force().select_related("inquiry").with_responsibilities()


def judged_recommendations(inquiry: Inquiry) -> frozenset[int]:
    """Return the primary keys of what has a self-assessment or a view, and of what has a part that does."""
    assessed = Q(category__isnull=False) | ~Q(proposed_conclusion="")
    leaves = [
        *SelfAssessment.objects.filter(assessed, leaf__inquiry=inquiry).values_list("leaf", "leaf__parent"),
        *Assessment.objects.filter(leaf__inquiry=inquiry).values_list("leaf", "leaf__parent"),
    ]
    return frozenset(pk for row in leaves for pk in row if pk is not None)


def has_been_tracked(inquiry: Inquiry) -> bool:
    """Answer whether anybody has begun to report on an inquiry or to judge it."""
    reports = ProgressReport.objects.live().filter(inquiry=inquiry)
    return reports.exists() or bool(judged_recommendations(inquiry))


def managed_responsibilities(recommendation: Recommendation) -> QuerySet[Responsibility]:
    """Return everyone who is or was responsible, in order."""
    return recommendation.responsibilities.select_related("post", "recommendation__inquiry")


def next_number(inquiry: Inquiry) -> int:
    """Return the number after the highest in use."""
    highest = inquiry.recommendations.in_force().aggregate(highest=Max("number"))["highest"] or 0
    return int(highest) + 1


def next_letter(recommendation: Recommendation) -> str:
    """Return the first letter after the last part's; nothing when the alphabet is used up."""
    highest = recommendation.parts.in_force().aggregate(highest=Max("letter"))["highest"] or ""
    following = LETTERS[LETTERS.find(highest) + 1 :] if highest else LETTERS
    return following[:1]


def committees_supported_by(viewer: Viewer) -> CommitteeQuerySet:
    """Return the committees the viewer is scrutiny officer of."""
    return Committee.objects.of_scrutiny().filter(pk__in=roles_of(viewer).committees_supported)


def committees_run_by(viewer: Viewer) -> CommitteeQuerySet:
    """Return the committees the viewer is scrutiny officer or clerk of."""
    return Committee.objects.filter(pk__in=roles_of(viewer).committees_run)


def managed_meetings(viewer: Viewer) -> MeetingQuerySet:
    """Return the meetings of the committees the viewer runs, the newest first."""
    return Meeting.objects.filter(committee__in=committees_run_by(viewer)).select_related("committee")


def closed_days() -> QuerySet[ClosedDay]:
    """Return the clerk's closed days, the latest first."""
    return ClosedDay.objects.order_by("-day")


def people_matching(words: str) -> QuerySet[Person]:
    """Return the people in whose name, title or e-mail address every word occurs, with their user."""
    people = Person.objects.select_related("user").prefetch_related(
        "appointments__post", "memberships__committee", "user__socialaccount_set"
    )
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(title__icontains=word) | Q(user__email__icontains=word))
    return people


def everyone() -> QuerySet[Person]:
    """Return all people, users or not."""
    return Person.objects.select_related("user")


def user_of(person: Person) -> User | None:
    """Return the user that a person is, None for somebody who never signs in."""
    return User.objects.filter(person=person).first()


def listed_posts() -> PostQuerySet:
    """Return all posts with their holders and successors, those that exist first."""
    return (
        Post.objects.with_holders().prefetch_related("successors").order_by(F("ended_on").asc(nulls_first=True), "name")
    )


def open_responsibilities(post: Post) -> int:
    """Return for how many recommendations and parts a post is responsible."""
    return Responsibility.objects.filter(post=post, ends_on__isnull=True, recommendation__withdrawn_reason="").count()


def listed_committees() -> CommitteeQuerySet:
    """Return all committees, those that exist first, with `tracks` (whether it tracks an inquiry)."""
    tracked = TrackingCommittee.objects.filter(committee=OuterRef("pk"), ends_on__isnull=True)
    return Committee.objects.annotate(tracks=Exists(tracked)).order_by(F("abolished_on").asc(nulls_first=True), "name")


def people_of_committee(committee: Committee) -> QuerySet[CommitteeMembership]:
    """Return a committee's memberships that have not ended, with their people."""
    return committee.memberships.filter(ends_on__isnull=True).select_related("person")


def schemes() -> QuerySet[AssessmentScheme]:
    """Return the assessment schemes, with their categories and standing questions."""
    return AssessmentScheme.objects.prefetch_related("categories", "standing_questions")


def committees_other_than(committee: Committee | None) -> CommitteeQuerySet:
    """Return the committees that an inquiry can be handed on to."""
    others = Committee.objects.of_scrutiny()
    return others.exclude(pk=committee.pk) if committee else others


def possible_successors(post: Post) -> PostQuerySet:
    """Return the posts that may take over from a post: the others that have not ended."""
    return Post.objects.exclude(pk=post.pk).filter(ended_on__isnull=True)
