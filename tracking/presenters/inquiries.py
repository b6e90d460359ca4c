"""The page of one inquiry, in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking.enums import InquiryState
from tracking.models import Recommendation
from tracking.presenters.charts import Chart
from tracking.presenters.inquiry_documents import DocumentsLine, documents_lines
from tracking.presenters.inquiry_facts import (
    Fact,
    Involved,
    ResponseFace,
    everyone_involved,
    inquiry_facts,
    response_face,
)
from tracking.presenters.inquiry_grid import Grid, inquiry_grid
from tracking.presenters.inquiry_progress import progress_chart
from tracking.presenters.next_rounds import coming_sentences
from tracking.presenters.positions import (
    PositionLine,
    conclusion_counts,
    known_state,
    parts_sum,
    position_line,
    short_title,
)
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.inquiries import GridGroup, InquiryHistory
from tracking.queries.recommendations import Position


@dataclass(frozen=True)
class RecommendationLines:
    """A whole recommendation in the list below the grid: itself where it has no parts, and its parts."""

    recommendation: Recommendation
    title: str
    summary: str
    leaf: PositionLine | None
    parts: tuple[PositionLine, ...]


@dataclass(frozen=True)
class InquiryPage:
    """Everything the template prints; `kind` is "Published inquiry"."""

    kind: str
    state: str
    grid: Grid
    progress: Chart | None
    response: ResponseFace
    documents: tuple[DocumentsLine, ...]
    facts: tuple[Fact, ...]
    involved: tuple[Involved, ...]
    recommendations: tuple[RecommendationLines, ...]


def inquiry_page(history: InquiryHistory, *, today: date) -> InquiryPage:
    slug = history.inquiry.slug
    return InquiryPage(
        kind=f"{known_state(history.inquiry, is_tracked=history.is_tracked).label} inquiry",
        state=state_sentence(history, today=today),
        grid=inquiry_grid(history),
        progress=progress_chart(history, csv_href=reverse("inquiry_progress_csv", args=[slug])),
        response=response_face(history, today=today),
        documents=documents_lines(history.documents),
        facts=inquiry_facts(history),
        involved=everyone_involved(history, today=today),
        recommendations=tuple(_recommendation_lines(group, today) for group in history.groups),
    )


def state_sentence(history: InquiryHistory, *, today: date) -> str:
    """The sentences that say the state of things."""
    inquiry = history.inquiry
    if inquiry.state == InquiryState.WITHDRAWN:
        return f"This inquiry was withdrawn: {inquiry.withdrawn_reason}"
    is_draft = inquiry.state == InquiryState.DRAFT
    sentences = ["This is a draft: only the committee’s officers can see it."] if is_draft else []
    leaves = history.leaves
    if not leaves:
        return " ".join([*sentences, "No recommendations have been entered yet."])
    has_parts = any(group.parts for group in history.groups)
    whole = counted(len(history.groups), "recommendation")
    sentences.append(f"{whole} in {counted(len(leaves), 'part')}." if has_parts else f"{whole}.")
    if is_draft:
        return " ".join(sentences)
    unit = "part" if has_parts else "recommendation"
    if inquiry.concluded_on and not history.is_tracked:
        return " ".join([*sentences, _conclusion_sentence(inquiry.concluded_on, leaves, unit)])
    sentences.append(_concluded_sentence(leaves, unit))
    if history.is_tracked:
        sentences += coming_sentences(history.next_meeting, history.next_round_on, today=today)
    return " ".join(sentences)


def _conclusion_sentence(concluded_on: date, leaves: Collection[Position], unit: str) -> str:
    """ "The inquiry was concluded on 12 April 2016: all 14 parts are concluded (13 achieved on time, 1 late)."."""
    which = f"all {counted(len(leaves), unit)} are" if len(leaves) > 1 else f"its one {unit} is"
    endings = conclusion_counts(leaves)
    return f"The inquiry was concluded on {written_date(concluded_on)}: {which} concluded ({endings})."


def _concluded_sentence(leaves: Collection[Position], unit: str) -> str:
    concluded = sum(leaf.is_concluded for leaf in leaves)
    tracked = len(leaves) - concluded
    if not concluded:
        return "None is concluded yet." if tracked > 1 else "It is not concluded yet."
    if not tracked:
        which = "All of them are" if concluded > 1 else "It is"
        return f"{which} concluded: {conclusion_counts(leaves)}."
    words = f"{counted(concluded, unit)} {'is' if concluded == 1 else 'are'} concluded ({conclusion_counts(leaves)})"
    return f"{words}; {tracked} {'is' if tracked == 1 else 'are'} still tracked."


def _recommendation_lines(group: GridGroup, today: date) -> RecommendationLines:
    whole = group.whole
    return RecommendationLines(
        recommendation=whole.recommendation,
        title=short_title(whole.recommendation),
        summary=parts_sum(group.leaves) if group.parts else "",
        leaf=_leaf_line(whole.position, today) if whole.position else None,
        parts=tuple(_leaf_line(row.position, today) for row in group.parts if row.position),
    )


def _leaf_line(leaf: Position, today: date) -> PositionLine:
    posts = written_list(row.post.name for row in leaf.leaf.responsibilities_on(today))
    return position_line(leaf, today=today, notes=(posts,) if posts else ())
