"""What follows from a meeting for each post, in words: on its page and in the mail."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps

from django.urls import reverse
from django.utils.text import capfirst

from tracking import dates
from tracking.enums import MailState, MeetingState, Outcome
from tracking.models import Meeting, OutboxMail, Post, User
from tracking.presenters.links import recommendation_href
from tracking.presenters.minutes import outcome_words
from tracking.presenters.positions import full_title
from tracking.presenters.resolutions import category_words, conclusion_words, deferred_words, sentence
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.meeting_actions import LeafAction, MeetingActions, PostActions


@dataclass(frozen=True)
class ActionLine:
    """What follows for one leaf: what was decided, why, what is asked for and by when."""

    title: str
    path: str
    decided: str
    reason: str
    asked: str
    due: str


@dataclass(frozen=True)
class InquiryActions:
    """The leaves of one inquiry, and that it is concluded or, where it is known, when the next report on it is due."""

    title: str
    path: str
    lines: tuple[ActionLine, ...]
    outcome: str


@dataclass(frozen=True)
class PostSection:
    """What follows for one post."""

    name: str
    inquiries: tuple[InquiryActions, ...]


@dataclass(frozen=True)
class PostFace:
    """A post on the page: what follows for it, and a sentence for each way in which its people know."""

    section: PostSection
    told: tuple[str, ...]


@dataclass(frozen=True)
class ActionsFace:
    """Everything the page says; `cannot_send` why no mail can go out now, nothing when it can."""

    state: str
    posts: tuple[PostFace, ...]
    cannot_send: str
    publishing: str
    button: str


def fingerprint(sections: Sequence[PostSection]) -> str:
    """The same for the same words, so that nobody is told them twice."""
    words = dumps([asdict(section) for section in sections], sort_keys=True)
    return sha256(words.encode()).hexdigest()[:32]


def sections_for(actions: MeetingActions, posts: Sequence[PostActions]) -> tuple[PostSection, ...]:
    """What a mail may say of these posts now: the views only once they are published.

    That a concluded leaf was reopened is a view too, so until then it is not named; a post may have nothing left.
    """
    if actions.meeting.views_published_at is not None:
        return tuple(_section(actions, row.post, row.leaves, says_views=True) for row in posts)
    considered = ((row.post, [leaf for leaf in row.leaves if leaf.report]) for row in posts)
    return tuple(_section(actions, post, leaves, says_views=False) for post, leaves in considered if leaves)


def is_news(actions: MeetingActions, user: User, sections: Sequence[PostSection]) -> bool:
    """Whether there is anything to tell a user that their last mail about the meeting did not tell in these words."""
    last = actions.last_mails.get(user.pk)
    return bool(sections) and (last is None or not last.key.endswith(fingerprint(sections)))


def actions_face(actions: MeetingActions) -> ActionsFace:
    """Say what follows for each post, and who was told, is to be told again, or cannot be."""
    news = {user: is_news(actions, user, sections_for(actions, posts)) for user, posts in actions.posts_by_user.items()}
    count = sum(news.values())
    return ActionsFace(
        state=_state(actions),
        posts=tuple(
            PostFace(_section(actions, row.post, row.leaves, says_views=True), _told(row, actions, news))
            for row in actions.posts
        ),
        cannot_send=cannot_send_words(actions.meeting) or ("" if count else _nothing_to_send(actions)),
        publishing=_publishing(actions.meeting),
        button=f"Send to {counted(count, 'person', 'people')}",
    )


def cannot_send_words(meeting: Meeting) -> str:
    """Why nothing goes out whatever follows from a meeting; nothing once it was held."""
    if meeting.state in MeetingState.views_public():
        return ""
    if meeting.state == MeetingState.CANCELLED:
        return "The meeting was cancelled, so nothing follows from it."
    return "Actions are sent once the meeting was held. Say first that it was."


def sent_words(people: int, silent_posts: Sequence[Post]) -> str:
    """What came of sending."""
    return " ".join(
        filter(None, (f"{counted(people, 'person gets', 'people get')} a mail.", silent_words(silent_posts)))
    )


def silent_words(posts: Sequence[Post]) -> str:
    """ "Nobody who can sign in holds Cabinet Member for Parks: tell them another way."; nothing for none."""
    names = written_list(post.name for post in posts)
    return f"Nobody who can sign in holds {names}: tell them another way." if names else ""


def _state(actions: MeetingActions) -> str:
    if not actions.total and not actions.posts:
        return "No Progress Report is published for this meeting, so nothing follows from it yet."
    if not actions.waiting:
        return "Every view is recorded. This is what follows for each post."
    verb = "is" if actions.waiting == 1 else "are"
    missing = f"{actions.waiting} of {counted(actions.total, 'view')} {verb} still to be recorded"
    return f"{missing}. What follows from the others is below."


def _nothing_to_send(actions: MeetingActions) -> str:
    if not actions.posts:
        return "There is nothing to send until a view is recorded."
    if not actions.posts_by_user:
        return "Nobody who holds one of these posts can sign in, so nobody gets a mail."
    return "Everyone who can be told was told this. After a correction, those it concerns can be told again."


def _publishing(meeting: Meeting) -> str:
    """What the mail leaves out."""
    if meeting.views_published_at:
        return ""
    return (
        "The views are not published yet. Until they are, the mail names the recommendations and links to them. "
        "It does not say what was decided. Once they are published you can send it again, with the decisions."
    )


def _section(actions: MeetingActions, post: Post, leaves: Sequence[LeafAction], *, says_views: bool) -> PostSection:
    by_inquiry: dict[int, list[LeafAction]] = {}
    for action in leaves:
        by_inquiry.setdefault(action.leaf.inquiry_id, []).append(action)
    return PostSection(
        name=post.name,
        inquiries=tuple(_of_inquiry(actions, rows, says_views=says_views) for rows in by_inquiry.values()),
    )


def _of_inquiry(actions: MeetingActions, leaves: Sequence[LeafAction], *, says_views: bool) -> InquiryActions:
    inquiry = leaves[0].leaf.inquiry
    reports = {action.report.report.pk: action.report for action in leaves if action.report} if says_views else {}
    outcomes = [outcome_words(actions.meeting, report) for report in reports.values()]
    return InquiryActions(
        title=str(inquiry),
        path=reverse("inquiry_detail", args=[inquiry.slug]),
        lines=tuple(_line(action, actions, says_views=says_views) for action in leaves),
        outcome=next(filter(None, outcomes), ""),
    )


def _line(action: LeafAction, actions: MeetingActions, *, says_views: bool) -> ActionLine:
    view, leaf = action.view, action.leaf
    asked = f"Asked for{'' if view.concludes else ' next time'}: {sentence(view.asked_for)}" if view.asked_for else ""
    return ActionLine(
        title=full_title(leaf),
        path=recommendation_href(leaf.inquiry, leaf),
        decided=_decided(action, actions) if says_views else "",
        reason=sentence(view.reason) if says_views else "",
        asked=asked if says_views else "",
        due=written_date(action.due_on) if says_views and not view.concludes else "",
    )


def _decided(action: LeafAction, actions: MeetingActions) -> str:
    view = action.view
    match Outcome(view.outcome):
        case Outcome.DEFERRED:
            return f"Deferred {deferred_words(actions.next_meeting)}."
        case Outcome.NO_VIEW:
            return "No view was given. It is still tracked."
    category = capfirst(f"{category_words(view.category)}. ") if view.category else ""
    if view.concludes:
        return f"{category}Tracking is concluded {conclusion_words(view)}."
    return f"{category}{'It was reopened: tracking' if view.reopens else 'Tracking'} continues."


def _told(row: PostActions, actions: MeetingActions, news: dict[User, bool]) -> tuple[str, ...]:
    """Who holds the post and what they got: never, then, or that something changed since."""
    if not row.users:
        return (silent_words([row.post]),)
    said: dict[str, list[str]] = {}
    for user in row.users:
        said.setdefault(_how_told(actions.last_mails.get(user.pk), is_news=news[user]), []).append(str(user))
    return tuple(f"{words}: {written_list(people)}." for words, people in said.items())


def _how_told(mail: OutboxMail | None, *, is_news: bool) -> str:
    if mail is None:
        return "Not told yet" if is_news else "Nothing to tell until the views are published"
    on = written_date(dates.today(mail.queued_at))
    if mail.state == MailState.FAILED:
        return f"A mail on {on} could not be delivered"
    return f"Told on {on}, and something changed since" if is_news else f"Told on {on}"
