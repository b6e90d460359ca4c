"""What lies before the officer who records a view, in words: the claim, its doubts, the evidence, the last view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from tracking import dates
from tracking.enums import ExemptParagraph
from tracking.models import Assessment, Evidence, Meeting, Recommendation
from tracking.presenters.evidence import held_back_words
from tracking.presenters.exempt_passages import PassageLine, passage_lines
from tracking.presenters.judgements import view_judgement
from tracking.presenters.leaf_list import ListedReport, listed_reports
from tracking.presenters.links import Link, meeting_href, recommendation_href
from tracking.presenters.positions import full_title
from tracking.presenters.questions import Questions, Weighed, suggested_questions
from tracking.presenters.recording_leaf import LeafBlock, leaf_block
from tracking.presenters.since_last_time import SinceLastTime, is_word_for_word, new_evidence, since_last_time
from tracking.presenters.supplements import SupplementLine, supplement_lines
from tracking.presenters.views_at_meeting import closed_words, record_href
from tracking.presenters.wording import counted, days_left, pages_words, written_date, written_list
from tracking.queries.exempt_passages import PassageInReport
from tracking.queries.recording import RecordPage
from tracking.queries.report_content import EvidenceInReport
from tracking.queries.since_last_time import OnTheTable
from tracking.queries.views_at_meeting import LeafAtMeeting


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence; without an address where the viewer may not open it."""

    title: str
    href: str
    facts: str
    is_withheld: bool
    is_new: bool


@dataclass(frozen=True)
class RecordFace:
    """Everything the page for recording a view says."""

    place: str
    label: str
    heading: str
    inquiry: str
    state: str
    sentences: tuple[str, ...]
    words: str
    responsible: str
    leaves: tuple[LeafBlock, ...]
    overall_statement: str
    evidence_text: str
    passages: tuple[PassageLine, ...]
    evidence: tuple[EvidenceLine, ...]
    since: SinceLastTime
    late_news: tuple[SupplementLine, ...]
    questions: Questions
    recommendation_href: str
    nothing_to_record: str
    scope_words: str
    other_scope: tuple[Link, ...]
    reports: tuple[ListedReport, ...]
    recorded: str
    last_recorded: Link | None
    previous: Link | None
    next: Link | None
    list_href: str
    jump_href: str


def record_face(page: RecordPage, beside: OnTheTable) -> RecordFace:
    """Say what lies before the officer: the words, the claims, their doubts, the evidence, the last view."""
    inquiry, recommendation = page.report.inquiry, page.recommendation
    evidence, passages = _evidence(page), _passages(page)
    new = new_evidence(evidence, beside.last)
    return RecordFace(
        place=_place(page),
        label=recommendation.label,
        heading=full_title(recommendation),
        inquiry=str(inquiry),
        state=_record_state(page),
        sentences=tuple(filter(None, (_too_early(page.meeting), _deferred(page)))),
        words=_words(recommendation),
        responsible=_responsible(page),
        leaves=tuple(leaf_block(page, row, beside.ledgers[row.leaf.pk]) for row in page.leaves),
        overall_statement=page.section.update.overall_statement,
        evidence_text=page.section.update.evidence_text,
        passages=passage_lines(passages),
        evidence=tuple(_evidence_line(item, is_new=beside.last is not None and item in new) for item in evidence),
        since=since_last_time(
            leaves=page.leaves,
            text=page.section.update.evidence_text,
            evidence=evidence,
            passages=passages,
            last=beside.last,
            ledgers=beside.ledgers,
            meeting=page.report.meeting,
        ),
        late_news=supplement_lines(beside.supplements),
        questions=suggested_questions(beside.standing_questions, _weighed(page, beside, evidence)),
        recommendation_href=recommendation_href(inquiry, recommendation),
        nothing_to_record=closed_words(page.meeting) or "A view that was recorded wrongly can be corrected.",
        scope_words="One part at a time:" if page.is_several else "",
        other_scope=_other_scope(page),
        reports=listed_reports(page),
        recorded=_recorded(page),
        last_recorded=_last_recorded(page),
        previous=_neighbour(page.meeting, page.previous),
        next=_neighbour(page.meeting, page.next),
        list_href=meeting_href("meeting_views", page.meeting),
        jump_href=meeting_href("view_jump", page.meeting),
    )


def _weighed(page: RecordPage, beside: OnTheTable, evidence: Sequence[EvidenceInReport]) -> list[Weighed]:
    unchanged = is_word_for_word(page.section.update.evidence_text, beside.last)
    return [
        Weighed(
            leaf=row,
            ledger=beside.ledgers[row.leaf.pk],
            is_unchanged=unchanged,
            has_evidence=any(item.use.leaf_id in (None, row.leaf.pk) for item in evidence)
            or any(item.mark.leaf_pk in (None, row.leaf.pk) for item in page.section.passages),
        )
        for row in page.leaves
    ]


def _other_scope(page: RecordPage) -> tuple[Link, ...]:
    """From one part to one view for all of them, and from there to each part by itself."""
    whole, slug = page.section.recommendation, page.report.inquiry.slug
    if page.is_several:
        return tuple(Link(row.leaf.label, record_href(page.meeting, slug, row.leaf)) for row in page.leaves)
    parts = [leaf for row, leaf in page.in_order if row.report == page.report and leaf.leaf.parent_id == whole.pk]
    waiting = sum(leaf.waits for leaf in parts)
    if waiting < 2 or closed_words(page.meeting):
        return ()
    how_many = f"all {len(parts)}" if waiting == len(parts) else f"the {waiting} waiting"
    return (Link(f"One view for {how_many} parts of {whole.label}", record_href(page.meeting, slug, whole)),)


def _recorded(page: RecordPage) -> str:
    """ "6 of 20 recorded"."""
    waiting = sum(leaf.waits for _, leaf in page.in_order)
    return f"{page.total - waiting} of {page.total} recorded"


def _last_recorded(page: RecordPage) -> Link | None:
    """Where the view that was recorded last can be undone or corrected."""
    recorded = [(leaf.view.recorded_at, leaf) for _, leaf in page.in_order if leaf.view]
    if not recorded:
        return None
    _, leaf = max(recorded, key=lambda pair: pair[0])
    if any(row.leaf.pk == leaf.leaf.pk for row in page.leaves):
        return None
    return Link(leaf.leaf.label, record_href(page.meeting, leaf.leaf.inquiry.slug, leaf.leaf))


def _deferred(page: RecordPage) -> str:
    if page.deferred_from is None:
        return ""
    return f"Deferred on {written_date(page.deferred_from.held_on)}. This is the report for that meeting."


def _words(recommendation: Recommendation) -> str:
    """The words of a part follow on those of the whole."""
    whole = recommendation.parent.text if recommendation.parent else ""
    return "\n\n".join(filter(None, (whole, recommendation.text)))


def _place(page: RecordPage) -> str:
    last = page.place + len(page.leaves) - 1
    places = f"{page.place} to {last}" if last > page.place else str(page.place)
    return f"{places} of {page.total}"


def _too_early(meeting: Meeting) -> str:
    day = dates.today()
    if meeting.held_on <= day:
        return ""
    return (
        f"This meeting is on {written_date(meeting.held_on)}: {days_left(meeting.held_on, day)}. "
        "A view belongs to the meeting that gives it."
    )


def _record_state(page: RecordPage) -> str:
    if len(page.waiting) == len(page.leaves):
        return "No view is recorded yet." if not page.is_several else "No view is recorded yet on any of its parts."
    if page.waiting:
        labels = written_list(row.leaf.label for row in page.waiting)
        return f"{counted(len(page.waiting), 'part')} of {len(page.leaves)} still to record: {labels}."
    return "The view is recorded." if any(row.view for row in page.leaves) else "Another meeting has concluded it."


def _responsible(page: RecordPage) -> str:
    return written_list(str(post) for post in page.section.posts) or "nobody today"


def _evidence(page: RecordPage) -> list[EvidenceInReport]:
    """What is used for these leaves, or for the recommendation as a whole."""
    leaves = {row.leaf.pk for row in page.leaves}
    return [item for item in page.section.evidence if item.use.leaf_id is None or item.use.leaf_id in leaves]


def _passages(page: RecordPage) -> list[PassageInReport]:
    """The exempt passages about these leaves, or about the recommendation as a whole."""
    leaves = {None, *(row.leaf.pk for row in page.leaves)}
    return [item for item in page.section.passages if item.mark.leaf_pk in leaves]


def _evidence_line(item: EvidenceInReport, *, is_new: bool) -> EvidenceLine:
    evidence = item.evidence
    if not item.is_open_to_viewer:
        return EvidenceLine(
            "Evidence that is withheld from you", "", _withheld(evidence), is_withheld=True, is_new=is_new
        )
    held_back = held_back_words(evidence, opens=item.file_opens)
    length = counted(evidence.page_count, "page") if evidence.page_count else ""
    pages = f"see {pages_words(item.use.pages)}" if item.use.pages else ""
    return EvidenceLine(
        title=str(evidence),
        href=(evidence.link or reverse("evidence_download", args=[evidence.pk])) if item.file_opens else "",
        facts=", ".join(word for word in (length, pages, _withheld(evidence), held_back) if word),
        is_withheld=evidence.is_withheld,
        is_new=is_new,
    )


def _withheld(evidence: Evidence) -> str:
    """ "exempt, paragraph 3", "confidential", or nothing."""
    if not evidence.is_withheld:
        return ""
    paragraph = evidence.exempt_paragraph
    return f"exempt, paragraph {ExemptParagraph(paragraph).value}" if paragraph else "confidential"


def _neighbour(meeting: Meeting, leaf: LeafAtMeeting | None) -> Link | None:
    if leaf is None:
        return None
    return Link(full_title(leaf.leaf), record_href(meeting, leaf.leaf.inquiry.slug, leaf.leaf))


def recorded_words(assessments: Iterable[Assessment]) -> str:
    """ "R06 b) recorded: 3 Not Achieved (Progress Made), tracking continues."."""
    rows = list(assessments)
    said = {", ".join(_tag_words(row)) for row in rows}
    labels = written_list(row.leaf.label for row in rows)
    return f"{labels} recorded: {said.pop()}." if len(said) == 1 else f"{labels} recorded."


def _tag_words(view: Assessment) -> list[str]:
    words = [f"{tag.number} {tag.words}".strip() for tag in view_judgement(view).tags]
    return [*words, "tracking continues"] if view.decision == "continue" else words
