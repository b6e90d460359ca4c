"""What feeds tell, the latest first: the news of inquiries together with what came of Cabinet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tracking.enums import CommitteeKind, NewsKind
from tracking.models import Committee, Inquiry, Recommendation
from tracking.presenters.cabinet.news import report_entry, response_entry
from tracking.presenters.news import NewsEntry, news_entry
from tracking.queries.cabinet.news import (
    ResponseNews,
    published_reports_to,
    response_news_of,
    response_news_of_committee,
)
from tracking.queries.news import MOST_NEWS, News, news_of_committee, news_of_inquiry, news_of_recommendation


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed; `at` is since when anybody may read it."""

    at: datetime
    kind: NewsKind
    said: NewsEntry


def entries_of_committee(committee: Committee) -> list[FeedEntry]:
    """Return what is new at its meetings, the responses that were sent to it and, of a Cabinet, its reports."""
    responses = _of_responses(response_news_of_committee(committee))
    reports = _of_reports(committee) if committee.kind == CommitteeKind.CABINET else ()
    return _newest([*_of_news(news_of_committee(committee)), *responses, *reports])


def entries_of_inquiry(inquiry: Inquiry) -> list[FeedEntry]:
    return _newest([*_of_news(news_of_inquiry(inquiry)), *_of_responses(response_news_of(inquiry))])


def entries_of_recommendation(recommendation: Recommendation) -> list[FeedEntry]:
    news = _of_news(news_of_recommendation(recommendation))
    return _newest([*news, *_of_responses(response_news_of(recommendation))])


def _newest(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST_NEWS]


def _of_news(items: Iterable[News]) -> Iterator[FeedEntry]:
    return (FeedEntry(item.at, item.kind, news_entry(item)) for item in items)


def _of_responses(items: Iterable[ResponseNews]) -> Iterator[FeedEntry]:
    return (FeedEntry(item.at, NewsKind.RESPONSE, response_entry(item)) for item in items)


def _of_reports(committee: Committee) -> Iterator[FeedEntry]:
    for report in published_reports_to(committee):
        if report.published_at:
            yield FeedEntry(report.published_at, NewsKind.CABINET_REPORT, report_entry(report))
