"""The words of a Progress Report on Implementation as it is printed.

Turns the facts of `queries.paper_facts` into what the templates in templates/packs/ loop over. Appendices left out
because they are empty, their numbers and every reference to them are worked out here, once.
Source of the layout: the council's own Progress Reports (docs/domain-rules.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tracking.enums import ReportState
from tracking.presenters.judgements import Tag
from tracking.presenters.paper_evidence import EvidenceLine, evidence_lines
from tracking.presenters.paper_rows import (
    NOTHING_SAID,
    Fact,
    Line,
    RecommendationTable,
    category_tag,
    concluded_lines,
    recommendation_table,
)
from tracking.presenters.wording import written_date, written_list
from tracking.queries.agenda import report_key
from tracking.queries.paper_facts import ContactFacts, ReportPaper, appendix_numbers

KIND = "Progress Report on Implementation"
DRAFT_MARK = "Draft: not published"
APPENDIX_TITLES = {
    "overview": "Overview",
    "tracking_process": "The tracking process",
    "tracked_today": "Recommendations being tracked today",
    "concluded": "Recommendations tracked previously and concluded",
    "evidence": "Supporting evidence pack",
    "exempt": "Exempt information",
}
BEHIND_THE_REPORT = frozenset({"exempt"})
"""Appendices that are bound behind the report, and its evidence, rather than printed within it."""


@dataclass(frozen=True)
class Appendix:
    """An appendix that the report has. `template` prints what is in it, unless it is bound behind the report.

    `href` leads to it from within the report.
    """

    number: int
    title: str
    anchor: str
    template: str
    href: str

    @property
    def name(self) -> str:
        return f"Appendix {self.number}"

    @property
    def heading(self) -> str:
        return f"{self.name}: {self.title}"


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph; `appendix` is what it refers to, between `before` and `after`."""

    before: str
    appendix: Appendix | None = None
    after: str = ""


@dataclass(frozen=True)
class CategoryLine:
    tag: Tag
    criterion: str


@dataclass(frozen=True)
class ReportDocument:
    """One Progress Report, ready to print."""

    kind: str
    title: str
    mark: str
    committee: str
    date: str
    inquiry: str
    cover: tuple[Fact, ...]
    information: tuple[Fact, ...]
    paragraphs: tuple[Paragraph, ...]
    appendices: tuple[Appendix, ...]
    contact_officers: tuple[ContactFacts, ...]
    overview: str
    questions: tuple[str, ...]
    categories: tuple[CategoryLine, ...]
    tracked: tuple[RecommendationTable, ...]
    concluded: tuple[Line, ...]
    evidence: tuple[EvidenceLine, ...]

    @property
    def exempt(self) -> Appendix | None:
        """The appendix with what is withheld of its text, None where nothing is."""
        return next((appendix for appendix in self.appendices if appendix.anchor in BEHIND_THE_REPORT), None)


def report_document(paper: ReportPaper) -> ReportDocument:
    """Put a report's facts into words. One that is not public yet says so on every page."""
    appendices = appendices_of(paper)
    return ReportDocument(
        kind=KIND,
        title=f"{KIND}: {paper.inquiry_title}",
        mark="" if paper.state in ReportState.public() else DRAFT_MARK,
        committee=paper.meeting.committee,
        date=written_date(paper.meeting.held_on),
        inquiry=paper.inquiry_title,
        cover=(
            Fact("Report of", written_list(paper.report_of)),
            Fact("To", paper.meeting.committee),
            Fact("Date", written_date(paper.meeting.held_on)),
            Fact("Signed by", _signature(paper)),
        ),
        information=_information(paper),
        paragraphs=_paragraphs(paper, {appendix.anchor: appendix for appendix in appendices}),
        appendices=appendices,
        contact_officers=paper.contact_officers,
        overview=paper.overview,
        questions=paper.standing_questions,
        categories=tuple(CategoryLine(category_tag(category), category.criterion) for category in paper.categories),
        tracked=tuple(recommendation_table(item, paper.passages) for item in paper.tracked),
        concluded=concluded_lines(paper.concluded),
        evidence=evidence_lines(paper.evidence),
    )


def appendices_of(paper: ReportPaper) -> tuple[Appendix, ...]:
    """Return the appendices that have something in them, numbered without gaps."""
    numbers = appendix_numbers(
        overview=bool(paper.overview.strip()),
        tracking_process=bool(paper.standing_questions or paper.categories),
        tracked_today=bool(paper.tracked),
        concluded=bool(paper.concluded),
        evidence=bool(paper.evidence),
        exempt=bool(paper.passages),
    )
    return tuple(_appendix(paper, name, number) for name, number in numbers.items())


def _appendix(paper: ReportPaper, name: str, number: int) -> Appendix:
    anchor = name.replace("_", "-")
    if name in BEHIND_THE_REPORT:
        return Appendix(number, APPENDIX_TITLES[name], anchor, "", f"pack:{report_key(paper.pk)}-{anchor}")
    return Appendix(number, APPENDIX_TITLES[name], anchor, f"packs/appendices/{name}.html", f"#{anchor}")


def _information(paper: ReportPaper) -> tuple[Fact, ...]:
    return (
        Fact(f"Date approved at {paper.approving_body}", written_date(paper.approved_on) or NOTHING_SAID),
        Fact("Member who led the original review", paper.lead_member or NOTHING_SAID),
        Fact("Lead officer for the review", paper.lead_officer or NOTHING_SAID),
        Fact("Date last tracked", written_date(paper.last_tracked_on) or NOTHING_SAID),
    )


def _paragraphs(paper: ReportPaper, appendices: dict[str, Appendix]) -> tuple[Paragraph, ...]:
    me = "us, the Cabinet Members responsible," if len(paper.report_of) > 1 else "me, the Cabinet Member responsible,"
    which = "remaining recommendations" if paper.concluded else "recommendations"
    asked = Paragraph(
        f"When it approved this inquiry, {_with_article(paper.approving_body)} asked {me} to report to this committee "
        "on progress with its recommendations."
    )
    if "tracked-today" in appendices:
        details = Paragraph(f"Progress with the {which} is set out in ", appendices["tracked-today"], ".")
    else:
        details = Paragraph("No recommendation of this inquiry is still being tracked.")
    considered = Paragraph(
        "Members are asked to consider the progress made and to give their view of the category that each "
        "recommendation has reached."
    )
    return (asked, details, considered)


def _with_article(body: str) -> str:
    return body if body.casefold().startswith("the ") else f"the {body}"


def _signature(paper: ReportPaper) -> str:
    signature = paper.signature
    if signature is None:
        return "Not yet signed"
    name = ", ".join(_present((signature.name, signature.title)))
    if not signature.approved_how:
        return f"{name}, {written_date(signature.on)}"
    approved = f"Approved on {written_date(signature.approved_on)}" if signature.approved_on else "Approved"
    return f"{name}, {written_date(signature.on)}. Handed in on their behalf. {approved}: {signature.approved_how}"


def _present(words: Iterable[str]) -> list[str]:
    return [word for word in words if word]
