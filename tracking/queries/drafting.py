"""What the drafting check is told of recommendations, and what it finds in them."""

from collections.abc import Iterable
from datetime import date

from tracking.drafting_check import Doubt, DraftFacts, check_draft
from tracking.models import Recommendation


def doubts_in(rows: Iterable[Recommendation], *, today: date) -> dict[int, tuple[Doubt, ...]]:
    """Return what is doubted in each recommendation and part, by primary key; no query, those without doubt left out.

    `rows` are all of an inquiry, from `queries.managing.managed_recommendations`.
    """
    known = list(rows)
    with_parts = {row.parent_id for row in known}
    found = {row.pk: check_draft(draft_facts(row, is_leaf=row.pk not in with_parts, today=today)) for row in known}
    return {pk: doubts for pk, doubts in found.items() if doubts}


def draft_facts(row: Recommendation, *, is_leaf: bool, today: date) -> DraftFacts:
    """Return what is known of a row; reads the `with_responsibilities` prefetch."""
    due = row.due
    return DraftFacts(
        text=row.text,
        is_leaf=is_leaf,
        is_part=row.parent_id is not None,
        has_posts=_is_answered_for(row, today),
        due_text=due.due_text,
        due_on=due.due_on,
        has_no_end=due.has_no_end,
        success_measure=row.looked_for,
    )


def _is_answered_for(row: Recommendation, today: date) -> bool:
    """Whether a post answers for it, or will from some day on."""
    whole = () if row.parent is None else row.parent.responsibilities.all()
    return any(
        responsibility.ends_on is None or today < responsibility.ends_on
        for responsibility in (*row.responsibilities.all(), *whole)
    )
