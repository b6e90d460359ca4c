"""What a committee resolved on recommendations, in the words of minutes: the same on several parts is said once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracking.enums import ConclusionReason, Outcome
from tracking.models import Assessment, Category, Meeting, Post, Recommendation, SelfAssessment
from tracking.presenters.positions import full_title, short_title
from tracking.presenters.wording import written_date, written_list

_ENDINGS = {
    ConclusionReason.IMPLEMENTED: "as implemented",
    ConclusionReason.OVERTAKEN: "as overtaken by events",
    ConclusionReason.TRANSFERRED: "as transferred to “{target}”",
    ConclusionReason.MERGED: "as merged into “{target}”",
    ConclusionReason.NOT_ACHIEVABLE: "as not achievable",
    ConclusionReason.WITHDRAWN: "as withdrawn",
}
_END_OF_SENTENCE = (".", "!", "?", "”", '"')


@dataclass(frozen=True)
class Judged:
    """A leaf, what was claimed of it, the view that stands, and the posts that answer for it."""

    leaf: Recommendation
    claim: SelfAssessment | None
    view: Assessment
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Resolution:
    """What was resolved on one leaf, or on several parts at once; every point begins with "That"."""

    heading: str
    claims: tuple[str, ...]
    points: tuple[str, ...]
    reason: str


def resolutions(
    judged: Iterable[Judged], *, next_meeting: Meeting | None, names_minute: bool = True
) -> tuple[Resolution, ...]:
    """Say what was resolved, in the order of the leaves; parts on which the same was resolved are taken together.

    `next_meeting` is where what was deferred comes back, None while none is planned. `names_minute` has each say its
    minute number, where they have not all the same.
    """
    together: dict[tuple[object, ...], list[Judged]] = {}
    for row in judged:
        together.setdefault(_key(row), []).append(row)
    return tuple(_resolution(rows, next_meeting, names_minute=names_minute) for rows in together.values())


def leaf_names(leaves: Sequence[Recommendation]) -> str:
    """ "R01", "R06 a)" or, for parts of one recommendation, "R06 a), b) and c)"."""
    first, *others = leaves
    return written_list([first.label, *(f"{leaf.letter})" for leaf in others)]) if others else first.label


def leaves_words(leaves: Iterable[Recommendation]) -> str:
    """ "R01, R06 a) and b), and R07": parts of one recommendation taken together."""
    wholes: dict[int, list[Recommendation]] = {}
    for leaf in leaves:
        wholes.setdefault(leaf.parent_id or leaf.pk, []).append(leaf)
    names = [leaf_names(parts) for parts in wholes.values()]
    if len(names) > 1 and any(" and " in name for name in names):
        return f"{', '.join(names[:-1])}, and {names[-1]}"
    return written_list(names)


def category_words(category: Category) -> str:
    """ "category 3, Not Achieved (Progress Made)"."""
    return f"category {category.number}, {category.name}"


def minute_words(minute: str) -> str:
    """ " (minute 47)", behind a heading; nothing for none."""
    return f" (minute {minute})" if minute else ""


def posts_asked(posts: Sequence[Post]) -> str:
    """ "the Deputy Leader and Water Company"."""
    return written_list(post.name if post.is_outside_body else f"the {post.name}" for post in posts)


def conclusion_words(view: Assessment) -> str:
    """ "as transferred to “Housing Strategy”", "as overtaken by events (see the new contract)"."""
    reason, target = ConclusionReason(view.conclusion_reason), as_typed(view.conclusion_target).rstrip(".")
    words = _ENDINGS[reason].format(target=target)
    return f"{words} ({target})" if target and reason not in ConclusionReason.with_target() else words


def deferred_words(next_meeting: Meeting | None) -> str:
    """ "to the meeting on 10 May 2016"."""
    return f"to the meeting on {written_date(next_meeting.held_on)}" if next_meeting else "to the next meeting"


def as_typed(text: str) -> str:
    """What somebody typed, on one line."""
    return " ".join(text.split())


def sentence(text: str) -> str:
    """What somebody typed, on one line and ended."""
    typed = as_typed(text)
    return typed if not typed or typed.endswith(_END_OF_SENTENCE) else f"{typed}."


def claim_words(claim: SelfAssessment) -> str:
    """ "category 3, Not Achieved (Progress Made), with completion anticipated for November 2016"."""
    if claim.proposed_conclusion:
        return f"a proposal to conclude it: {ConclusionReason(claim.proposed_conclusion).label.lower()}"
    if claim.category is None:
        return "not given"
    words = category_words(claim.category)
    if claim.completed_on:
        words += f", completed on {written_date(claim.completed_on)}"
    if claim.anticipated_on:
        words += f", with completion anticipated for {claim.anticipated_text or written_date(claim.anticipated_on)}"
    return words


def _key(row: Judged) -> tuple[object, ...]:
    """What makes two leaves one resolution: parts of the same recommendation, and the same said of them."""
    view = row.view
    return (
        row.leaf.parent_id or row.leaf.pk,
        view.outcome,
        view.category_id,
        view.decision,
        view.conclusion_reason,
        view.conclusion_target,
        view.reason,
        view.asked_for,
        view.agreed_due_on,
        view.minute,
        view.reopens,
        row.posts,
        _judgement(row, ""),
        _as_proposed(row),
    )


def _resolution(rows: Sequence[Judged], next_meeting: Meeting | None, *, names_minute: bool) -> Resolution:
    first, leaves = rows[0], [row.leaf for row in rows]
    whole = first.leaf.parent
    title = full_title(first.leaf)
    if len(rows) > 1 and whole is not None:
        title = f"{leaf_names(leaves)} {short_title(whole)}".strip()
    return Resolution(
        heading=f"{title}{minute_words(first.view.minute)}" if names_minute else title,
        claims=_claims(rows),
        points=(_decided(first, leaves, next_meeting), *_asked(first)),
        reason=f"Reason: {sentence(first.view.reason)}" if first.view.reason else "",
    )


def _claims(rows: Sequence[Judged]) -> tuple[str, ...]:
    """What the Cabinet Member said of them, once where it is the same."""
    said: dict[str, list[Recommendation]] = {}
    for row in rows:
        if row.claim is not None:
            said.setdefault(claim_words(row.claim), []).append(row.leaf)
    return tuple(f"Cabinet Member’s assessment of {leaf_names(leaves)}: {words}." for words, leaves in said.items())


def _decided(row: Judged, leaves: Sequence[Recommendation], next_meeting: Meeting | None) -> str:
    names, view = leaf_names(leaves), row.view
    if view.outcome == Outcome.DEFERRED:
        return f"That consideration of {names} be deferred {deferred_words(next_meeting)}."
    if view.outcome == Outcome.NO_VIEW:
        return f"That no view be given on {names}."
    judged = _judgement(row, names)
    its = "their" if len(leaves) > 1 else "its"
    if not view.concludes:
        new_date = f", with {written_date(view.agreed_due_on)} as the new date for completion"
        return f"That {judged}, and that {its} tracking continue{new_date if view.agreed_due_on else ''}."
    if judged:
        return f"That {judged}, and that {its} tracking be concluded {conclusion_words(view)}."
    begins = "That, as the Cabinet Member proposed, tracking" if _as_proposed(row) else "That tracking"
    return f"{begins} of {names} be concluded {conclusion_words(view)}, without a category."


def _as_proposed(row: Judged) -> bool:
    """Whether it is concluded for the very reason that the Cabinet Member proposed."""
    return row.claim is not None and row.view.concludes and row.claim.proposed_conclusion == row.view.conclusion_reason


def _judgement(row: Judged, names: str) -> str:
    """The category given, told against the one claimed; nothing where none was given."""
    view, claim = row.view, row.claim
    if view.category is None:
        return ""
    category = category_words(view.category)
    if view.reopens:
        return f"{names} be reopened and assessed as {category}"
    if claim is None or not claim.is_complete:
        return f"{names} be assessed as {category}"
    if claim.category_id == view.category_id:
        return f"the assessment of {names} as {category} be agreed"
    if claim.proposed_conclusion and not view.concludes:
        return f"{names} be assessed as {category}, and not be concluded as proposed"
    return f"{names} be assessed as {category}, in place of the assessment reported"


def _asked(row: Judged) -> tuple[str, ...]:
    """What is asked for, as a request to those who answer for it."""
    if not row.view.asked_for:
        return ()
    posts = posts_asked(row.posts) or "those who answer for it"
    when = "" if row.view.concludes else " next time"
    return (f"That {posts} be asked for the following{when}: {sentence(row.view.asked_for)}",)
