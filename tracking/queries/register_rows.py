"""What stands beside each line of the register: who answers for the leaf today, and the committee that tracks it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracking.models import Committee, Post, RegisterEntry, Responsibility, TrackingCommittee


@dataclass(frozen=True)
class RegisterRow:
    """One line of the register: `posts` answer for the leaf on the day asked about, in order."""

    entry: RegisterEntry
    posts: tuple[Post, ...]
    committee: Committee | None


def register_rows(entries: Iterable[RegisterEntry], *, today: date) -> list[RegisterRow]:
    """Return the rows of a page or chunk of the register, in the order given, in two queries beside the entries'.

    The entries come from `visible_to(viewer).with_everything()`. A part without responsibilities of its own on that
    day inherits its parent's.
    """
    rows = list(entries)
    posts = _posts_by_recommendation(rows, today)
    committees = {
        row.inquiry_id: row.committee
        for row in TrackingCommittee.objects.filter(
            inquiry__in={entry.inquiry_id for entry in rows}, ends_on__isnull=True
        ).select_related("committee")
    }
    return [
        RegisterRow(
            entry=entry,
            posts=tuple(posts.get(entry.leaf_id) or posts.get(entry.leaf.parent_id, [])),
            committee=committees.get(entry.inquiry_id),
        )
        for entry in rows
    ]


def _posts_by_recommendation(rows: list[RegisterEntry], today: date) -> dict[int | None, list[Post]]:
    recommendations = {entry.leaf_id for entry in rows} | {entry.leaf.parent_id for entry in rows}
    found: dict[int | None, list[Post]] = {}
    responsibilities = Responsibility.objects.in_force(today).filter(recommendation__in=recommendations - {None})
    for row in responsibilities.select_related("post").order_by("position", "pk"):
        found.setdefault(row.recommendation_id, []).append(row.post)
    return found
