"""Who is to be told about a Progress Report, and what they were told."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tracking.enums import CommitteeRole, MailKind
from tracking.models import (
    Appointment,
    CommitteeMembership,
    OutboxMail,
    Post,
    ProgressReport,
    ProgressUpdate,
    ReportPost,
    Responsibility,
    User,
)


@dataclass(frozen=True)
class RecipientsOfReport:
    """Who has to do with writing a report today: its posts, its recommendations and the users of each post."""

    posts: tuple[Post, ...]
    references: tuple[str, ...]
    users_by_post: dict[int, tuple[User, ...]]

    @property
    def users(self) -> tuple[User, ...]:
        return tuple(dict.fromkeys(user for post in self.posts for user in self.users_by_post[post.pk]))

    @property
    def silent_posts(self) -> tuple[Post, ...]:
        return tuple(post for post in self.posts if not self.users_by_post[post.pk])


def sections_of(reports: Iterable[ProgressReport]) -> QuerySet[ProgressUpdate]:
    """The sections of the reports' current revisions."""
    return ProgressUpdate.objects.filter(revision__is_current=True, revision__report__in=reports)


def mails_to_posts(reports: Iterable[ProgressReport]) -> dict[int, list[OutboxMail]]:
    """Return by report what told its people to write it, the earliest first, in two queries."""
    rows = list(reports)
    about = OutboxMail.reports.through.objects.filter(
        progressreport__in=rows, outboxmail__kind__in=MailKind.to_posts()
    ).values_list("progressreport", "outboxmail")
    pairs = list(about.order_by("outboxmail__queued_at", "outboxmail"))
    mails = OutboxMail.objects.select_related("to__person").in_bulk({mail for _, mail in pairs})
    found: dict[int, list[OutboxMail]] = {row.pk: [] for row in rows}
    for report, mail in pairs:
        found[report].append(mails[mail])
    return found


def recipients_of(reports: Iterable[ProgressReport], *, today: date) -> dict[int, RecipientsOfReport]:
    """Return by report who writes it: the posts it is of, then those that answer for something in it.

    These are the ones who may draft for it (`rules.can_draft_report`). In a fixed number of queries.
    """
    rows = list(reports)
    posts: dict[int, dict[Post, None]] = {row.pk: {} for row in rows}
    for report_post in ReportPost.objects.filter(report__in=rows).select_related("post").order_by("position"):
        posts[report_post.report_id][report_post.post] = None
    sections = list(sections_of(rows).select_related("recommendation", "revision").order_by("recommendation__number"))
    answering = _answering([section.recommendation_id for section in sections], today)
    for section in sections:
        posts[section.revision.report_id] |= dict.fromkeys(answering[section.recommendation_id])
    users = users_of_posts({post for of_one in posts.values() for post in of_one}, today)
    references: dict[int, list[str]] = defaultdict(list)
    for section in sections:
        references[section.revision.report_id].append(section.recommendation.reference)
    return {
        pk: RecipientsOfReport(tuple(of_one), tuple(references[pk]), {post.pk: users[post.pk] for post in of_one})
        for pk, of_one in posts.items()
    }


def officers_of(
    committees: Iterable[int], *, today: date, roles: Iterable[CommitteeRole] = CommitteeRole.officers()
) -> dict[int, list[User]]:
    """Return by committee's primary key the users who have one of the roles in it today."""
    found: dict[int, list[User]] = defaultdict(list)
    memberships = CommitteeMembership.objects.in_force(today).filter(
        committee__in=committees, role__in=roles, person__user__is_active=True
    )
    for row in memberships.select_related("person__user").order_by("pk"):
        if row.person.user not in found[row.committee_id]:
            found[row.committee_id].append(row.person.user)
    return found


def _answering(recommendations: list[int], today: date) -> dict[int, list[Post]]:
    """By whole recommendation, the posts that answer for it or for a part of it today."""
    found: dict[int, list[Post]] = defaultdict(list)
    rows = Responsibility.objects.in_force(today).within_recommendations(recommendations)
    for row in rows.select_related("post", "recommendation").order_by("recommendation__letter", "position", "pk"):
        found[row.recommendation.parent_id or row.recommendation_id].append(row.post)
    return found


def users_of_posts(posts: Iterable[Post], today: date) -> dict[int, tuple[User, ...]]:
    """By post, the users who hold it or contribute for it today and may sign in; nobody for some."""
    rows = list(posts)
    found: dict[int, list[User]] = {post.pk: [] for post in rows}
    appointments = Appointment.objects.in_force(today).filter(post__in=rows, person__user__is_active=True)
    for row in appointments.select_related("person__user__person").order_by("-capacity", "starts_on", "pk"):
        found[row.post_id].append(row.person.user)
    return {pk: tuple(dict.fromkeys(users)) for pk, users in found.items()}
