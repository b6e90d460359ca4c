"""The annual report: what a year brought, in one sentence, then line by line. The same for the page and the PDF."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracking.dates import municipal_year, municipal_year_words
from tracking.enums import Audience, Ending, TrackingState
from tracking.models import Assessment, RegisterEntry
from tracking.presenters.figure_charts import ENDINGS
from tracking.presenters.figure_links import RegisterLinks
from tracking.presenters.figure_words import ending_words, leaves_words, percent, state_sentences, year_words
from tracking.presenters.figures import ChartSection, FigureLine, chart_sections
from tracking.presenters.judgements import Tag, category_tag, claim_tag, conclusion_tag, proposal_tag, view_tags
from tracking.presenters.links import Link, recommendation_href
from tracking.presenters.positions import full_title
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.agreement import Agreement
from tracking.queries.annual_report import AnnualReport, InquiryCount

TITLE = "Scrutiny annual report: impact of recommendations"
_NO_ASSESSMENT = Tag("plain", "No assessment was given")
_NO_VIEW = Tag("plain", "No view was given")


@dataclass(frozen=True)
class JudgedLine:
    """One leaf with both judgements; `when` is the day of the view, with the committee where it is known."""

    leaf: Link
    inquiry: str
    claim: Tag
    view: tuple[Tag, ...]
    when: str


@dataclass(frozen=True)
class SlippedLine:
    """One leaf whose date moved."""

    leaf: Link
    inquiry: str
    original_date: str
    current_date: str
    slipped: str


@dataclass(frozen=True)
class AnnualReportFace:
    """Everything that the report says; `of_…` say how much of it a list shows, where it shows not all.

    `none_never_tracked` is said where nothing is in that list.
    """

    title: str
    year: str
    state: str
    since_the_first: str
    lines: tuple[FigureLine, ...]
    sections: tuple[ChartSection, ...]
    concluded: tuple[JudgedLine, ...]
    of_concluded: str
    disagreements: tuple[JudgedLine, ...]
    of_disagreements: str
    slipped: tuple[SlippedLine, ...]
    approved: tuple[Link, ...]
    of_approved: str
    never_tracked: tuple[Link, ...]
    of_never_tracked: str
    none_never_tracked: str
    earlier: Link | None
    later: Link | None
    register_href: str
    csv_href: str
    pdf_href: str
    as_at: str


def annual_report_face(report: AnnualReport, *, years: range, today: date) -> AnnualReportFace:
    """`years` are those that have a report."""
    year, links = report.year, RegisterLinks()
    csv_href = reverse("figures_csv")
    return AnnualReportFace(
        title=TITLE,
        year=municipal_year_words(year),
        state=state(report, today=today),
        since_the_first=state_sentences(report.figures.in_all),
        lines=_lines(report),
        sections=chart_sections(report.figures, links, csv_href=csv_href) if report.figures.in_all.total else (),
        concluded=tuple(_concluded_line(row) for row in report.concluded_rows),
        of_concluded=_of(len(report.concluded_rows), report.concluded.total, "The latest"),
        disagreements=tuple(_disagreement_line(row) for row in report.disagreements),
        of_disagreements=_of(len(report.disagreements), report.agreement.differed, "The latest"),
        slipped=tuple(_slipped_line(row) for row in report.slipped),
        approved=tuple(_inquiry_link(row) for row in report.approved),
        of_approved=_of(len(report.approved), report.approved_total, "The first"),
        never_tracked=tuple(_inquiry_link(row) for row in report.never_tracked),
        of_never_tracked=_of_never_tracked(report),
        none_never_tracked=_none_never_tracked(report),
        earlier=_report_link(year - 1) if year - 1 in years else None,
        later=_report_link(year + 1) if year + 1 in years else None,
        register_href=links.to(state=TrackingState.CONCLUDED, sort="latest"),
        csv_href=csv_href,
        pdf_href=reverse("annual_report_pdf", args=[year]),
        as_at=written_date(today),
    )


def state(report: AnnualReport, *, today: date) -> str:
    """ "In 2015/16, committees concluded 31 recommendations and parts: 12 achieved on time, 5 late …"."""
    when = f"{'So far in' if report.year == municipal_year(today) else 'In'} {year_words(report.year)}"
    concluded, agreed = report.concluded, report.agreement
    if not concluded.total:
        said = [f"{when}, committees concluded no recommendation."]
    else:
        said = [f"{when}, committees concluded {leaves_words(concluded.total)}: {_endings(report)}."]
    if agreed.answered:
        views = counted(agreed.answered, "view")
        said.append(f"Of {views} on what a Cabinet Member had assessed, {agreed.shared:,} shared the assessment.")
    return " ".join(said)


def _endings(report: AnnualReport) -> str:
    concluded = report.concluded
    counts = [
        (concluded.endings.get(Ending.ON_TIME, 0), "achieved on time"),
        (concluded.endings.get(Ending.LATE, 0), "achieved late"),
        (concluded.endings.get(Ending.ACHIEVED, 0), "achieved with no date to judge by"),
        (concluded.concluded - concluded.achieved, "for other reasons"),
    ]
    return written_list(f"{number:,} {words}" for number, words in counts if number)


def _lines(report: AnnualReport) -> tuple[FigureLine, ...]:
    """The year's own numbers: what was approved, how what it concluded ended, how often committees agreed."""
    concluded, agreed = report.concluded, report.agreement
    approved = f"with {leaves_words(report.approved_leaves)}"
    return (
        FigureLine("Inquiries approved", f"{report.approved_total:,}", approved),
        *(
            FigureLine(ending_words(ending), f"{number:,}", _share(number, concluded.total, "concluded"))
            for ending in ENDINGS
            if (number := concluded.endings.get(ending, 0))
        ),
        *([_agreed_line(agreed)] if agreed.answered else []),
    )


def _agreed_line(agreed: Agreement) -> FigureLine:
    share = _share(agreed.shared, agreed.answered, "views")
    return FigureLine("Views that shared the assessment", f"{agreed.shared:,}", share)


def _of_never_tracked(report: AnnualReport) -> str:
    """What everyone may see knows published views alone: of others it says nothing."""
    is_public = report.audience == Audience.EVERYONE
    none = "no view is published yet" if is_public else "no committee has given a view yet"
    return f"{leaves_words(report.never_tracked_leaves)}, on which {none}."


def _none_never_tracked(report: AnnualReport) -> str:
    if not report.leaves_by_then:
        return "No recommendation was approved by then."
    return "A committee has looked at every recommendation approved by then."


def _share(number: int, total: int, what: str) -> str:
    return f"of {total:,} {what} ({percent(number, total)})"


def _of(shown: int, total: int, which: str) -> str:
    return f"{which} {shown:,} of {total:,}." if shown < total else ""


def _leaf_link(entry: RegisterEntry) -> Link:
    return Link(full_title(entry.leaf), recommendation_href(entry.inquiry, entry.leaf))


def _concluded_line(entry: RegisterEntry) -> JudgedLine:
    view = [category_tag(entry.viewed)] if entry.viewed else []
    if entry.viewed_on:
        view.append(conclusion_tag(entry.conclusion_reason, entry.viewed_on))
    return JudgedLine(
        _leaf_link(entry), str(entry.inquiry), _claimed(entry), tuple(view), written_date(entry.viewed_on)
    )


def _claimed(entry: RegisterEntry) -> Tag:
    if entry.claimed:
        return category_tag(entry.claimed)
    return proposal_tag(entry.proposed_conclusion) if entry.proposed_conclusion else _NO_ASSESSMENT


def _disagreement_line(view: Assessment) -> JudgedLine:
    leaf = view.leaf
    where = str(view.meeting.committee) if view.meeting else ""
    return JudgedLine(
        leaf=Link(full_title(leaf), recommendation_href(leaf.inquiry, leaf)),
        inquiry=str(leaf.inquiry),
        claim=claim_tag(view.self_assessment) if view.self_assessment else _NO_ASSESSMENT,
        view=view_tags(view) or (_NO_VIEW,),
        when=", ".join(filter(None, (where, written_date(view.considered_on)))),
    )


def _slipped_line(entry: RegisterEntry) -> SlippedLine:
    return SlippedLine(
        leaf=_leaf_link(entry),
        inquiry=str(entry.inquiry),
        original_date=written_date(entry.original_on),
        current_date=written_date(entry.current_on),
        slipped=counted(entry.days_slipped or 0, "day"),
    )


def _inquiry_link(row: InquiryCount) -> Link:
    inquiry = row.inquiry
    approved = f"approved {written_date(inquiry.approved_on)}" if inquiry.approved_on else ""
    detail = ", ".join(filter(None, (approved, leaves_words(row.leaves))))
    return Link(str(inquiry), reverse("inquiry_detail", args=[inquiry.slug]), detail)


def _report_link(year: int) -> Link:
    return Link(municipal_year_words(year), reverse("annual_report", args=[year]))
