"""What happened in public, in words: the same in feeds and in mails to those who follow something."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from tracking.enums import NewsKind
from tracking.models import Meeting, Recommendation, SelfAssessment
from tracking.presenters.judgements import Tag, claim_tag, signed_by, view_tags
from tracking.presenters.links import meeting_href, recommendation_href
from tracking.presenters.positions import full_title
from tracking.presenters.slips import moved_words
from tracking.presenters.supplements import about_words, supplement_href
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.judgements import differs
from tracking.queries.news import Judged, News


@dataclass(frozen=True)
class NewsEntry:
    """One thing that happened: a title that stands alone, what there is to say, and where to read it.

    `path` names it for ever, made of nothing but what is in public addresses.
    """

    title: str
    lines: tuple[str, ...]
    href: str
    path: str


def news_entry(news: News) -> NewsEntry:
    """Put one thing that happened into words."""
    title, lines, href, path = _FACES[news.kind]
    return NewsEntry(title(news), tuple(line for line in lines(news) if line), href(news), _path(news, path(news)))


def _path(news: News, path: str) -> str:
    """News narrowed to a recommendation says less than the same news of its inquiry, so it has a name of its own."""
    own = news.kind in (NewsKind.REPORT, NewsKind.VIEWS) and news.of is not None
    return f"{_leaf_path(news.of)}/{path}" if own and news.of else path


def _leaf_path(leaf: Recommendation) -> str:
    return f"inquiries/{leaf.inquiry.slug}/recommendations/{leaf.reference}"


def _meeting_path(meeting: Meeting) -> str:
    return f"committees/{meeting.committee.slug}/meetings/{meeting.date_slug}"


def _on(meeting: Meeting) -> str:
    return written_date(meeting.held_on)


def _said(tags: tuple[Tag, ...]) -> str:
    return "; ".join(f"{tag.number} {tag.words}".strip() for tag in tags) or "none"


# --- Published reports -------------------------------------------------------------------------


def _report_title(news: News) -> str:
    return f"Progress Report published: {news.inquiry}"


def _report_lines(news: News) -> list[str]:
    report = news.report
    posts = written_list(row.post.name for row in report.report_posts.all()) if report else ""
    by = f"Report of {posts}, for" if posts else "For"
    first = f"{by} the meeting of the {news.meeting.committee} on {_on(news.meeting)}."
    return [first, *(_claim_line(row) for row in news.judged)]


def _claim_line(row: Judged) -> str:
    return f"{full_title(row.leaf)}. Cabinet Member’s assessment: {_claimed(row.round.claim)}"


def _claimed(claim: SelfAssessment | None) -> str:
    return _said((claim_tag(claim),)) if claim else "none"


def _report_href(news: News) -> str:
    return reverse("report_detail", args=[news.report.pk]) if news.report else ""


def _report_path(news: News) -> str:
    return f"reports/{news.report.pk}" if news.report else ""


# --- Published views ---------------------------------------------------------------------------


def _views_title(news: News) -> str:
    return f"Committee’s views of {_on(news.meeting)}: {news.inquiry}"


def _views_lines(news: News) -> list[str]:
    viewed = counted(len(news.judged), "recommendation or part", "recommendations and parts")
    first = f"{news.meeting.committee} considered {viewed} on {_on(news.meeting)}."
    return [first, *(_view_line(row) for row in news.judged)]


def _view_line(row: Judged) -> str:
    claim, view = row.round.claim, row.round.view
    words = f"{full_title(row.leaf)}. Committee’s view: {_said(view_tags(view)) if view else 'none'}."
    if claim is not None:
        words = f"{words} Cabinet Member’s assessment: {_claimed(claim)}."
    return f"{words} They differ." if differs(claim, view) else words


def _views_href(news: News) -> str:
    return meeting_href("meeting_detail", news.meeting)


def _views_path(news: News) -> str:
    return f"{_meeting_path(news.meeting)}/views/{news.inquiry.slug}"


# --- Single leaves -----------------------------------------------------------------------------


def _concluded_title(news: News) -> str:
    view = news.judged[0].round.view
    reason = view.get_conclusion_reason_display().lower() if view else ""
    return f"{news.leaf.label} concluded: {reason}. {news.inquiry}"


def _reopened_title(news: News) -> str:
    return f"{news.leaf.label} is tracked again. {news.inquiry}"


def _decision_lines(news: News) -> list[str]:
    view = news.judged[0].round.view
    if view is None:
        return []
    by = f"{full_title(news.leaf)}. Decided by the {news.meeting.committee} on {_on(news.meeting)}."
    target = f"Where it went: {view.conclusion_target}." if view.conclusion_target else ""
    return [by, f"Committee’s view: {_said(view_tags(view))}.", target, f"Reason: {view.reason}" if view.reason else ""]


def _moved_title(news: News) -> str:
    due_on = news.move.due_on if news.move else None
    return f"New date for {news.leaf.label}: {written_date(due_on)}. {news.inquiry}"


def _moved_lines(news: News) -> list[str]:
    move = news.move
    if move is None:
        return []
    if move.claim:
        who = f"Anticipated by {signed_by(move.claim.update.revision)}."
    else:
        who = f"Agreed by the {news.meeting.committee} on {_on(news.meeting)}."
    in_all = f"{moved_words(move.days_in_all)} than the original date." if move.days_in_all else ""
    return [f"{full_title(news.leaf)}. {moved_words(move.days)} than before." if move.days else "", who, in_all]


def _leaf_href(news: News) -> str:
    return recommendation_href(news.inquiry, news.leaf)


def _decision_path(news: News) -> str:
    return f"{_leaf_path(news.leaf)}/{news.kind}/{_meeting_path(news.meeting)}"


def _moved_path(news: News) -> str:
    source = f"reports/{news.report.pk}" if news.report else _meeting_path(news.meeting)
    return f"{_leaf_path(news.leaf)}/{news.kind}/{source}"


# --- Late news ---------------------------------------------------------------------------------


def _late_title(news: News) -> str:
    about = about_words(news.supplement) if news.supplement else ""
    return f"Late news on {about}: {news.inquiry}"


def _late_lines(news: News) -> list[str]:
    number = news.supplement.number if news.supplement else ""
    meeting = f"the meeting of the {news.meeting.committee} on {_on(news.meeting)}"
    return [f"Supplement {number} to the Progress Report for {meeting}."]


def _late_href(news: News) -> str:
    return supplement_href(news.supplement) if news.supplement else ""


def _late_path(news: News) -> str:
    return f"{_report_path(news)}/supplements/{news.supplement.number if news.supplement else ''}"


_Face = tuple[Callable[[News], str], Callable[[News], list[str]], Callable[[News], str], Callable[[News], str]]
_FACES: dict[NewsKind, _Face] = {
    NewsKind.REPORT: (_report_title, _report_lines, _report_href, _report_path),
    NewsKind.VIEWS: (_views_title, _views_lines, _views_href, _views_path),
    NewsKind.CONCLUDED: (_concluded_title, _decision_lines, _leaf_href, _decision_path),
    NewsKind.REOPENED: (_reopened_title, _decision_lines, _leaf_href, _decision_path),
    NewsKind.DATE_MOVED: (_moved_title, _moved_lines, _leaf_href, _moved_path),
    NewsKind.LATE_NEWS: (_late_title, _late_lines, _late_href, _late_path),
}
