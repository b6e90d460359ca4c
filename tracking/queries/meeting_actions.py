"""What follows from a meeting for each post that answers for a recommendation, who gets to know it, and who did."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracking.enums import MailKind
from tracking.models import Assessment, Meeting, OutboxMail, Post, Recommendation, User, Viewer
from tracking.queries.judgements import LeafRound, Sitting, rounds_by_leaf
from tracking.queries.minutes import MinutesFacts, ReportInMinutes, minutes_facts
from tracking.queries.recipients import users_of_posts
from tracking.queries.slips import slip_ledger


@dataclass(frozen=True)
class LeafAction:
    """What follows for one leaf: the view that stands, the report it was given on, the date that counts now."""

    leaf: Recommendation
    view: Assessment
    report: ReportInMinutes | None
    due_on: date | None


@dataclass(frozen=True)
class PostActions:
    """What follows for one post, and the users who hold it or contribute for it today and may sign in."""

    post: Post
    leaves: tuple[LeafAction, ...]
    users: tuple[User, ...]


@dataclass(frozen=True)
class MeetingActions:
    """What follows from a meeting; `last_mails` has the last mail about it to each user who got one."""

    meeting: Meeting
    posts: tuple[PostActions, ...]
    waiting: int
    total: int
    next_meeting: Meeting | None
    last_mails: Mapping[int, OutboxMail]

    @property
    def posts_by_user(self) -> dict[User, tuple[PostActions, ...]]:
        """What each user is told: that of all their posts at once."""
        found: dict[User, list[PostActions]] = defaultdict(list)
        for row in self.posts:
            for user in row.users:
                found[user].append(row)
        return {user: tuple(rows) for user, rows in found.items()}

    @property
    def silent_posts(self) -> tuple[Post, ...]:
        return tuple(row.post for row in self.posts if not row.users)


def meeting_actions(meeting: Meeting, viewer: Viewer, *, today: date) -> MeetingActions:
    """Read what follows from a meeting for each post, in a fixed number of queries; reads the meeting's committee.

    A post is one that answered for the leaf on the meeting's day, a part without its own inheriting its
    recommendation's; where nobody did, the posts the report is of. Its users are those of today.
    """
    facts = minutes_facts(meeting, viewer)
    actions = _leaf_actions(facts, viewer)
    by_post: dict[Post, list[LeafAction]] = defaultdict(list)
    for action in actions:
        posts = facts.responsible[action.leaf.pk] or (action.report.posts if action.report else ())
        for post in posts:
            by_post[post].append(action)
    users = users_of_posts(by_post, today)
    return MeetingActions(
        meeting=meeting,
        posts=tuple(
            PostActions(post, tuple(rows), users[post.pk])
            for post, rows in sorted(by_post.items(), key=lambda pair: pair[0].name)
        ),
        waiting=facts.waiting,
        total=len(facts.leaves),
        next_meeting=facts.next_meeting,
        last_mails=_last_mails(meeting),
    )


def mail_key(meeting: Meeting, rest: str = "") -> str:
    """What the keys of mails about a meeting's actions begin with."""
    return f"actions/{meeting.pk}/{rest}"


def _last_mails(meeting: Meeting) -> dict[int, OutboxMail]:
    rows = OutboxMail.objects.filter(kind=MailKind.ACTIONS, key__startswith=mail_key(meeting))
    return {row.to_id: row for row in rows.order_by("queued_at", "pk") if row.to_id is not None}


def _leaf_actions(facts: MinutesFacts, viewer: Viewer) -> list[LeafAction]:
    """Every leaf with a view, in the order of the minutes, once however many reports hold it."""
    found: dict[int, tuple[Recommendation, Assessment, ReportInMinutes | None]] = {}
    for report in facts.reports:
        for row in report.own_leaves:
            if row.view:
                found.setdefault(row.leaf.pk, (row.leaf, row.view, report))
    for view in facts.reopened:
        found.setdefault(view.leaf_id, (view.leaf, view, None))
    rounds = rounds_by_leaf(found, viewer)
    return [
        LeafAction(leaf, view, report, _due_on(leaf, rounds[leaf.pk], facts.meeting))
        for leaf, view, report in found.values()
    ]


def _due_on(leaf: Recommendation, rounds: tuple[LeafRound, ...], meeting: Meeting) -> date | None:
    """The date that counted once this meeting was over, whatever came later."""
    last = Sitting.of_meeting(meeting).order
    return slip_ledger(leaf, [row for row in rounds if row.sitting.order <= last]).current_on
