"""Mails to those who follow an inquiry or a recommendation; queued by the action that publishes what is new.

Everything in them is read as anybody may read it, after what the action wrote. Where nobody follows anything, that is
one query.
"""

from collections.abc import Collection, Iterable, Sequence

from tracking.actions.outbox import queue_to_subscribers
from tracking.enums import MailKind
from tracking.mail import news_words
from tracking.models import Assessment, Inquiry, Meeting, ProgressReport, ReportSupplement, Subscription
from tracking.presenters.following import Followed, followed, news_mail
from tracking.queries.news import (
    News,
    inquiries_viewed_at,
    narrowed,
    news,
    occasion_of_report,
    occasion_of_supplement,
    occasions_of_meeting,
    only_leaves,
)
from tracking.queries.subscriptions import subscribers_within


def tell_followers_of_report(report: ProgressReport) -> None:
    """Queue mails that a report was published, once for each report and subscription."""
    subscribers = subscribers_within(report.inquiry)
    if subscribers:
        _tell(subscribers, news(occasion_of_report(report)), f"news/report/{report.pk}")


def tell_followers_of_supplement(supplement: ReportSupplement) -> None:
    """Queue mails that late news was published, once for each supplement and subscription."""
    subscribers = subscribers_within(supplement.report.inquiry)
    if subscribers:
        _tell(subscribers, news(occasion_of_supplement(supplement)), f"news/supplement/{supplement.pk}")


def tell_followers_of_views(meeting: Meeting) -> None:
    """Queue mails that a meeting's views were published: one for each inquiry and subscription."""
    for inquiry in sorted(inquiries_viewed_at(meeting), key=_locked_in_order):
        subscribers = subscribers_within(inquiry)
        if subscribers:
            items = news(occasions_of_meeting(meeting, [inquiry]))
            _tell(subscribers, items, f"news/views/{meeting.pk}/{inquiry.pk}")


def tell_followers_of_later_views(views: Sequence[Assessment]) -> None:
    """Queue mails of views that can be read at once, because those of their meeting were published before.

    The views are of one meeting. A correction that changes no judgement, decision or date is no news, nor is a view
    carried over from before the system.
    """
    meeting = views[0].meeting
    told = [view for view in views if _is_news(view)]
    if not told or meeting is None or not _views_are_published(meeting):
        return
    for inquiry in sorted({view.leaf.inquiry for view in told}, key=_locked_in_order):
        subscribers = subscribers_within(inquiry)
        if subscribers:
            leaves = {view.leaf_id for view in told}
            _tell(subscribers, _later(meeting, inquiry, leaves), f"news/view/{told[0].pk}/{inquiry.pk}")


def _locked_in_order(inquiry: Inquiry) -> int:
    """Two who publish at once lock the subscribers of their inquiries in the same order."""
    return inquiry.pk


def _views_are_published(meeting: Meeting) -> bool:
    return Meeting.objects.filter(pk=meeting.pk, views_published_at__isnull=False).exists()


def _later(meeting: Meeting, inquiry: Inquiry, leaves: Collection[int]) -> list[News]:
    return list(only_leaves(news(occasions_of_meeting(meeting, [inquiry])), leaves))


def _is_news(view: Assessment) -> bool:
    return view.supersedes is None or _judged(view) != _judged(view.supersedes)


def _judged(view: Assessment) -> tuple[object, ...]:
    return (view.outcome, view.category_id, view.decision, view.conclusion_reason, view.agreed_due_on)


def by_what_they_follow(subscribers: Iterable[Subscription]) -> dict[Followed, list[Subscription]]:
    """Return by inquiry or recommendation who follows it."""
    groups: dict[Followed, list[Subscription]] = {}
    for row in subscribers:
        groups.setdefault(followed(row), []).append(row)
    return groups


def _tell(subscribers: Iterable[Subscription], items: Sequence[News], key: str) -> None:
    """Write the mail once for each thing that is followed."""
    for thing, group in by_what_they_follow(subscribers).items():
        own = items if isinstance(thing, Inquiry) else list(narrowed(items, thing))
        if own:
            queue_to_subscribers(group, kind=MailKind.NEWS, key=key, words=news_words(news_mail(thing, own)))
