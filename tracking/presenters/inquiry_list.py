"""The list of inquiries, in words."""

from dataclasses import dataclass

from tracking.enums import InquiryState
from tracking.models import Inquiry
from tracking.presenters.inquiry_facts import tracking_committee_words
from tracking.presenters.positions import known_state
from tracking.presenters.wording import counted, written_date
from tracking.queries.inquiries import InquiryRow


@dataclass(frozen=True)
class InquiryLine:
    """One inquiry in the list."""

    inquiry: Inquiry
    committee: str
    state: str
    facts: tuple[str, ...]


def count_sentence(total: int, found: int, *, is_filtered: bool) -> str:
    """ "12 inquiries, 3 with these filters"."""
    everything = counted(total, "inquiry", "inquiries")
    return f"{everything}, {found} with these filters" if is_filtered else everything


def inquiry_line(row: InquiryRow) -> InquiryLine:
    inquiry = row.inquiry
    state = known_state(inquiry, is_tracked=row.concluded_count < row.leaf_count)
    facts = [
        f"Approved {written_date(inquiry.approved_on)}" if inquiry.approved_on else "Not yet approved",
        _concluded_words(row),
        f"Last tracked {written_date(row.last_tracked_on)}" if row.last_tracked_on else "Never tracked",
    ]
    if row.next_meeting and row.concluded_count < row.leaf_count:
        facts.append(f"Next meeting {written_date(row.next_meeting.meeting.held_on)}")
    return InquiryLine(
        inquiry=inquiry,
        committee=tracking_committee_words(inquiry),
        state="" if state == InquiryState.PUBLISHED else state.label,
        facts=tuple(facts),
    )


def _concluded_words(row: InquiryRow) -> str:
    if not row.leaf_count:
        return "No recommendations yet"
    return (
        f"{row.concluded_count} of {counted(row.leaf_count, 'part' if row.has_parts else 'recommendation')} concluded"
    )
