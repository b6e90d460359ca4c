"""One leaf while a view on it is recorded, in words: the claim and its doubts, its dates, the committee's last view."""

from dataclasses import dataclass, replace

from tracking.enums import MeetingState
from tracking.presenters.judgements import (
    Judgement,
    JudgementPair,
    asked_words,
    claim_judgement,
    judgement_pair,
    signed_by,
    view_judgement,
)
from tracking.presenters.positions import due_words, full_title
from tracking.presenters.slips import SlipRow, slip_rows, slip_sentence
from tracking.presenters.views_at_meeting import record_href
from tracking.presenters.wording import written_date
from tracking.queries.recording import RecordPage
from tracking.queries.report_content import LeafInReport
from tracking.queries.slips import SlipLedger


@dataclass(frozen=True)
class Doubt:
    """A doubt about the claim, and why the submitter thinks it stands."""

    message: str
    reason: str


@dataclass(frozen=True)
class DatesBlock:
    """The original date, the current one where it is another, and the ledger between them."""

    original: str
    current: str
    moved: str
    rows: tuple[SlipRow, ...]


@dataclass(frozen=True)
class LeafBlock:
    """One leaf before the officer; `title` and `words` where it is one of several.

    `pair` is there once a view is recorded, with where to correct it; `undo_href` while it can still be undone, with
    `seen`, the primary key of the view that the officer sees.
    """

    reference: str
    label: str
    title: str
    words: str
    dates: DatesBlock
    claim: Judgement | None
    doubts: tuple[Doubt, ...]
    last: Judgement | None
    asked_for: str
    pair: JudgementPair | None
    correct_href: str
    undo_href: str
    seen: int | None


def leaf_block(page: RecordPage, row: LeafInReport, ledger: SlipLedger) -> LeafBlock:
    claimed_by = signed_by(page.section.update.revision)
    slug = page.report.inquiry.slug
    may_undo = row.view is not None and page.meeting.state in MeetingState.views_recorded()
    return LeafBlock(
        reference=row.leaf.reference,
        label=row.leaf.label,
        title=full_title(row.leaf) if page.is_several else "",
        words=row.leaf.text if page.is_several else "",
        dates=_dates(page, row, ledger),
        claim=claim_judgement(row.claim, by=claimed_by) if row.claim else None,
        doubts=tuple(Doubt(finding.message, row.reason_against(finding)) for finding in row.findings),
        last=_last_view(page, row),
        asked_for=row.standing_view.asked_for if row.standing_view else "",
        pair=judgement_pair(row.claim, row.view, claimed_by=claimed_by) if row.view else None,
        correct_href=record_href(page.meeting, slug, row.leaf, "view_correct") if row.view else "",
        undo_href=record_href(page.meeting, slug, row.leaf, "view_undo") if may_undo else "",
        seen=row.view.pk if row.view else None,
    )


def _dates(page: RecordPage, row: LeafInReport, ledger: SlipLedger) -> DatesBlock:
    inquiry = page.report.inquiry
    rows = slip_rows(ledger, row.leaf.due, approved_by=inquiry.approving_body, approved_on=inquiry.approved_on)
    return DatesBlock(
        original=due_words(row.leaf.due),
        current=written_date(ledger.current_on) if ledger.moves else "",
        moved=slip_sentence(ledger) if ledger.moves else "",
        rows=rows if ledger.moves else (),
    )


def _last_view(page: RecordPage, row: LeafInReport) -> Judgement | None:
    """Without what goes without saying: this committee's own name, and what was asked for, which stands by itself."""
    standing = row.standing_view
    if standing is None:
        return None
    view = view_judgement(standing)
    is_own = standing.meeting is not None and standing.meeting.committee_id == page.meeting.committee_id
    return replace(
        view,
        by=view.by.removeprefix(f"{page.meeting.committee}, ") if is_own else view.by,
        notes=tuple(note for note in view.notes if note != asked_words(standing)),
    )
