"""The room's screen in words: two judgements for a whole room to read, and what an officer's page says about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from django.http import QueryDict
from django.utils import timezone

from tracking.enums import ConclusionReason, Decision, ExemptParagraph, MeetingState, Outcome, ViewAnswer
from tracking.models import Category, Meeting, PrivateSession, Recommendation, User
from tracking.presenters.judgements import (
    Judgement,
    Tag,
    category_tag,
    claim_judgement,
    proposal_tag,
    signed_by,
    view_judgement,
)
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.meetings import meeting_words
from tracking.presenters.positions import full_title
from tracking.presenters.views_at_meeting import record_href
from tracking.presenters.wording import counted, written_list
from tracking.queries.judgements import differs
from tracking.queries.rooms import Grounds, Lead, Picture, ShownItem, WithheldItem
from tracking.queries.views_at_meeting import LeafAtMeeting


@dataclass(frozen=True)
class Side:
    """One judgement on the screen. `state` is "chosen", "recorded" or "missing", and `state_words` says which."""

    tags: tuple[Tag, ...]
    lines: tuple[str, ...] = ()
    state: str = ""
    state_words: str = ""


@dataclass(frozen=True)
class LeafRow:
    """The two judgements of a leaf; `label` where there are several."""

    label: str
    claim: Side
    view: Side
    differs: bool


@dataclass(frozen=True)
class Words:
    """The words of a recommendation as large as they can stand, cut where not even small letters are enough."""

    text: str
    size: str
    go_on: bool


@dataclass(frozen=True)
class RoomFace:
    """Everything the room's screen says. `is_exempt`: it must go from the screen when nobody can say it may stay."""

    private: str
    heading: str
    sentences: tuple[str, ...] = ()
    words: Words | None = None
    leaves: tuple[LeafRow, ...] = ()
    is_exempt: bool = False


def room_face(picture: Picture) -> RoomFace:
    """Say what the room's screen shows."""
    private = f"In private: {_private_words(picture.private)}" if picture.private else ""
    match picture.item:
        case ShownItem() as item:
            return RoomFace(
                private=private,
                heading=full_title(item.recommendation),
                words=_fitted(_words(item.recommendation), rows=len(item.leaves)),
                leaves=tuple(_leaf_row(item, leaf) for leaf in item.leaves),
                is_exempt=bool(item.grounds),
            )
        case WithheldItem() as item:
            return RoomFace(private=private, heading=item.label, sentences=(withheld_sentence(item),))
    return RoomFace(
        private=private,
        heading=str(picture.meeting.committee),
        sentences=(meeting_words(picture.meeting), _list_sentence(picture)),
    )


def _list_sentence(picture: Picture) -> str:
    recorded, total = picture.recorded, picture.total
    if not picture.is_led or not total:
        return "The committee’s views will appear here."
    if recorded == total:
        return f"All {total} views are recorded." if total > 1 else "The one view is recorded."
    return f"{recorded} of {counted(total, 'view')} {'is' if recorded == 1 else 'are'} recorded."


# --- What is withheld ---


def withheld_sentence(item: WithheldItem) -> str:
    """ "R05 has exempt papers (paragraph 3). It is shown when the meeting is in private."."""
    return f"{item.label} has {_papers_words(item.grounds)}. It is shown when the meeting is in private."


def _papers_words(grounds: Grounds) -> str:
    exempt = f"exempt papers ({_paragraphs(grounds.paragraphs)})" if grounds.paragraphs else ""
    return written_list(filter(None, (exempt, "confidential papers" if grounds.is_confidential else "")))


def _paragraphs(paragraphs: tuple[ExemptParagraph, ...]) -> str:
    """ "paragraph 3", "paragraphs 1 and 3"."""
    numbers = written_list(str(paragraph.value) for paragraph in paragraphs)
    return f"paragraph{'s' if len(paragraphs) > 1 else ''} {numbers}"


def _private_words(session: PrivateSession) -> str:
    """ "paragraph 3 of Schedule 12A", "confidential information", or both."""
    paragraphs = tuple(ExemptParagraph(number) for number in session.paragraphs)
    exempt = f"{_paragraphs(paragraphs)} of Schedule 12A" if paragraphs else ""
    return written_list(filter(None, (exempt, "confidential information" if session.is_confidential else "")))


# --- The words ---

# How many letters stand in a line, and how many lines on a screen of 1920 by 1080 points, above the two judgements of
# one leaf. A screen of another size fits them itself (room.js).
_SIZES = {"xl": (58, 6), "l": (73, 8), "m": (92, 10), "s": (122, 13)}
_LINES_OF_A_ROW = 2


def _words(recommendation: Recommendation) -> str:
    """The words of a part follow on those of the whole."""
    whole = recommendation.parent.text if recommendation.parent else ""
    return "\n\n".join(filter(None, (whole, recommendation.text)))


def _fitted(text: str, *, rows: int) -> Words:
    """Choose the largest letters in which the words fit above so many pairs of judgements."""
    taken = (rows - 1) * _LINES_OF_A_ROW
    for size, (width, most) in _SIZES.items():
        if _lines(text, width) <= max(most - taken, 2):
            return Words(text, size, go_on=False)
    return Words(_cut(text, width, max(most - taken, 2)), size, go_on=True)


def _lines(text: str, width: int) -> int:
    return sum(ceil(len(line) / width) for line in text.splitlines() if line.strip())


def _cut(text: str, width: int, most: int) -> str:
    """As many lines of a text as fit, ending with a whole word."""
    kept: list[str] = []
    for line in text.splitlines():
        left = most - _lines("\n".join(kept), width)
        if left <= 0:
            break
        whole = _lines(line, width) <= left
        kept.append(line if whole else line[: left * width].rsplit(" ", 1)[0])
    return "\n".join(kept).rstrip() + " …"


# --- The two judgements ---


def _leaf_row(item: ShownItem, row: LeafAtMeeting) -> LeafRow:
    claim = claim_judgement(row.claim, by="")
    is_several = len(item.leaves) > 1
    signed = () if is_several else tuple(filter(None, (signed_by(item.revision),)))
    return LeafRow(
        label=full_title(row.leaf) if is_several else "",
        claim=Side(claim.tags, (*claim.dates, *signed)),
        view=_view_side(item, row),
        differs=differs(row.claim, row.view),
    )


def _view_side(item: ShownItem, row: LeafAtMeeting) -> Side:
    if row.view is not None:
        view: Judgement = view_judgement(row.view)
        goes_on = ("Tracking continues",) if row.view.decision == Decision.CONTINUE else ()
        return Side(view.tags, (*goes_on, *view.dates), "recorded", "Recorded")
    if row.concluded_before:
        return Side((Tag("plain", "Concluded at another meeting"),), (), "recorded", "Recorded")
    if not item.choices.get("judgement"):
        return Side((), (), "missing", "Not recorded yet")
    tags, decision = _chosen(item.choices, item.categories, row)
    return Side(tags, decision, "chosen", "Being recorded, not final yet")


def _chosen(
    choices: Mapping[str, str], categories: Mapping[str, Category], row: LeafAtMeeting
) -> tuple[tuple[Tag, ...], tuple[str, ...]]:
    """What the view would be if it were recorded as the officer has it before them: its tag and its decision."""
    judgement, reason = choices["judgement"], choices.get("conclusion_reason", "")
    if judgement in {Outcome.DEFERRED.value, Outcome.NO_VIEW.value}:
        return (Tag("plain", Outcome(judgement).label),), ()
    agrees = judgement == ViewAnswer.AGREE
    category = row.claim.category if agrees else categories.get(judgement)
    proposal = row.claim.proposed_conclusion if agrees else ""
    tags = (category_tag(category),) if category else (Tag("plain", ViewAnswer.WITHOUT_CATEGORY.label),)
    if proposal:
        tags = (proposal_tag(proposal),)
    decision = choices.get("decision", "")
    if decision == ViewAnswer.USUAL or not decision:
        decision = row.leaf.usual_decision(category) or (Decision.CONCLUDE.value if proposal and agrees else "")
    return tags, _decision_lines(decision, reason if choices.get("decision") == Decision.CONCLUDE else proposal)


def _decision_lines(decision: str, reason: str) -> tuple[str, ...]:
    if decision == Decision.CONTINUE:
        return ("Tracking continues",)
    if decision == Decision.CONCLUDE:
        return (
            f"Tracking is concluded: {ConclusionReason(reason).label.lower()}" if reason else "Tracking is concluded",
        )
    return ()


# --- The officer's side ---


@dataclass(frozen=True)
class LeadFace:
    """What an officer's page says about the room's screen, and the place of this page for it."""

    state: str
    leads: bool
    inquiry_slug: str
    reference: str
    notice: str
    declare: Link | None
    private: str
    show_href: str
    screen_href: str
    end_href: str


def lead_face(lead: Lead, viewer: User) -> LeadFace:
    """Say who leads the room's screen, what the room does not see of this page, and whether the public are out."""
    here = lead.recommendation
    place = (here.inquiry.slug, here.reference) if here else ("", "")
    return LeadFace(
        state=leads_words(lead.leader, viewer),
        leads=lead.leader == viewer,
        inquiry_slug=place[0],
        reference=place[1],
        notice=_notice(lead),
        declare=_declare_link(lead, *place),
        private=_private_state(lead.private),
        show_href=meeting_href("meeting_screen_show", lead.meeting),
        screen_href=meeting_href("meeting_screen", lead.meeting),
        end_href=meeting_href("meeting_private_end", lead.meeting),
    )


def leads_words(leader: User | None, viewer: User) -> str:
    """ "You lead the room’s screen.", "Sam Officer leads the room’s screen.", "Nobody leads the room’s screen."."""
    if leader == viewer:
        return "You lead the room’s screen."
    return f"{leader or 'Nobody'} leads the room’s screen."


def _notice(lead: Lead) -> str:
    if lead.recommendation is None or not lead.is_withheld:
        return ""
    return f"The room sees only the reference: {lead.recommendation.label} has {_papers_words(lead.grounds)}."


def _declare_link(lead: Lead, inquiry_slug: str, reference: str) -> Link | None:
    """Where to declare the meeting in private for what is withheld here; not while it is for something else."""
    can_declare = lead.meeting.state in MeetingState.views_recorded() and lead.private is None
    if not can_declare or not lead.is_withheld:
        return None
    return Link("Declare the meeting in private", private_href(lead.meeting, inquiry_slug, reference, lead.grounds))


def private_href(meeting: Meeting, inquiry_slug: str, reference: str, grounds: Grounds) -> str:
    """The address of the form, with what is withheld at this place already chosen."""
    query = QueryDict(mutable=True)
    query["inquiry"], query["reference"] = inquiry_slug, reference
    query.setlist("paragraphs", [str(paragraph.value) for paragraph in grounds.paragraphs])
    if grounds.is_confidential:
        query["is_confidential"] = "on"
    return f"{meeting_href('meeting_private', meeting)}?{query.urlencode()}"


def _private_state(session: PrivateSession | None) -> str:
    if session is None:
        return ""
    since = timezone.localtime(session.recorded_at)
    return f"The meeting is in private since {since:%H:%M}: {_private_words(session)}."


def place_href(meeting: Meeting, recommendation: Recommendation | None) -> str:
    """The officer's page for a recommendation at a meeting, or the list."""
    if recommendation is None:
        return meeting_href("meeting_views", meeting)
    return record_href(meeting, recommendation.inquiry.slug, recommendation)
