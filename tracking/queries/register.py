"""What the register says of a leaf, derived from its judgements: the one place that knows how.

Nothing reads this to show a page; `actions.register` writes it down, so that leaves can be filtered and counted
however many there are.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from django.contrib.auth.models import AnonymousUser

from tracking.dates import municipal_year
from tracking.enums import Audience, Ending, Exemption, InquiryState, ReportState, Timing
from tracking.models import (
    EvidenceUse,
    ProgressUpdate,
    Recommendation,
    RegisterEntry,
    SearchEntry,
    User,
    Viewer,
)
from tracking.queries.judgements import LeafRound, differs, latest_claim, rounds_by_leaf
from tracking.queries.recommendations import Position, position

DERIVED: Final = tuple(
    field.name for field in RegisterEntry._meta.concrete_fields if field.name not in {"id", "leaf", "audience"}
)
SEARCHED: Final = ("heading", "words", "inquiry_words", "evidence")

_ADDRESS: Final = re.compile(r"\]\([^()\s]{0,2000}\)|\bhttps?://\S+")
_MARKUP: Final = re.compile(r"^\s*(?:[-+*]|\d{1,3}[.)])\s|[\[\]*_`#>|~\\]+|\s+", re.MULTILINE)

_READERS: Final[dict[Audience, Viewer]] = {
    Audience.EVERYONE: AnonymousUser(),
    # A user without any role: what the two audiences differ in is the views they may see.
    Audience.USERS: User(is_active=False),
}


def derived_entries(leaf_ids: Collection[int]) -> list[RegisterEntry]:
    """Return the register's rows of these leaves, unsaved, for each audience, in a fixed number of queries.

    What is no leaf (any more) has none.
    """
    return [row for audience in Audience for row in _entries(leaf_ids, audience)]


def _entries(leaf_ids: Collection[int], audience: Audience) -> Iterable[RegisterEntry]:
    viewer = _READERS[audience]
    leaves = (
        Recommendation.objects.leaves()
        .filter(pk__in=leaf_ids)
        .with_standing_assessment(viewer)
        .select_related("inquiry", "parent")
    )
    rows = list(leaves)
    rounds = rounds_by_leaf([leaf.pk for leaf in rows], viewer)
    for leaf in rows:
        yield _entry(position(leaf, rounds[leaf.pk]), latest_claim(rounds[leaf.pk]), audience)


def _entry(found: Position, claimed: LeafRound | None, audience: Audience) -> RegisterEntry:
    leaf, claim, view, slips = found.leaf, found.claim, found.view, found.slips
    approved_on = leaf.inquiry.approved_on
    return RegisterEntry(
        leaf=leaf,
        audience=audience,
        inquiry=leaf.inquiry,
        is_public=leaf.inquiry.state in InquiryState.public(),
        claim=claim,
        claimed=claim.category if claim else None,
        proposed_conclusion=claim.proposed_conclusion if claim else "",
        claimed_on=claim.update.revision.report.meeting.held_on if claim else None,
        view=view,
        viewed=view.category if view else None,
        viewed_on=view.considered_on if view else None,
        is_answered=found.view_answers_claim,
        differs=found.view_answers_claim and differs(claim, view),
        is_said_to_be_done=found.is_said_to_be_done,
        is_concluded=found.is_concluded,
        conclusion_reason=view.conclusion_reason if view else "",
        ending=ending_of(found),
        original_on=slips.original_on,
        current_on=slips.current_on,
        sorts_on=slips.current_on or date.max,
        days_slipped=slips.days,
        moves=len(slips.moves),
        municipal_year=municipal_year(approved_on) if approved_on else None,
    )


def ending_of(found: Position) -> Ending:
    """Return what became of a leaf: achieved by the category of the view that concluded it, otherwise why it ended.

    A leaf counts once, and as achieved only when the committee concluded it with a category that means so: a proposal
    to conclude never does. Source: the council's process (docs/domain-rules.md, "Two judgements").
    """
    if found.view is None or not found.is_concluded:
        return Ending.TRACKED
    category = found.view.category
    if category is None or not category.achieved:
        return Ending(found.view.conclusion_reason)
    return {Timing.ON_TIME: Ending.ON_TIME, Timing.LATE: Ending.LATE}.get(Timing(category.timing), Ending.ACHIEVED)


def derived_words(leaf_ids: Collection[int]) -> list[SearchEntry]:
    """Return the words these leaves are found by, unsaved: published ones alone, in a fixed number of queries.

    A part is found by the words of its recommendation too, and by all that is said of the whole of it.
    """
    leaves = list(Recommendation.objects.leaves().filter(pk__in=leaf_ids).select_related("inquiry", "parent"))
    said = _evidence_words({leaf.parent_id or leaf.pk for leaf in leaves} | {leaf.pk for leaf in leaves})
    return [
        SearchEntry(
            leaf=leaf,
            heading=plain_words(leaf.title, leaf.parent.title if leaf.parent else ""),
            words=plain_words(leaf.text, leaf.parent.text if leaf.parent else ""),
            inquiry_words=plain_words(leaf.inquiry.title, leaf.inquiry.summary),
            evidence=plain_words(*said.get(leaf.parent_id or leaf.pk, []), *_own(said, leaf)),
        )
        for leaf in leaves
    ]


def _own(said: dict[int, list[str]], leaf: Recommendation) -> list[str]:
    """What was said of a part as a recommendation of its own; of a whole one it is there already."""
    return said.get(leaf.pk, []) if leaf.parent_id else []


def _evidence_words(recommendation_ids: Collection[int]) -> dict[int, list[str]]:
    """By recommendation what published reports say, the latest first, and what their public evidence is called."""
    updates = ProgressUpdate.objects.filter(
        recommendation__in=recommendation_ids,
        revision__is_current=True,
        revision__report__state__in=ReportState.public(),
    ).order_by("-revision__report__meeting__held_on", "-pk")
    uses = EvidenceUse.objects.filter(
        update__in=updates.order_by().values("pk"), evidence__exemption=Exemption.PUBLIC
    ).order_by("update", "position", "pk")
    said: dict[int, list[str]] = {}
    for pk, *texts in updates.values_list("recommendation", "evidence_text", "overall_statement"):
        said.setdefault(pk, []).extend(texts)
    for pk, title in uses.values_list("update__recommendation", "evidence__title"):
        said.setdefault(pk, []).append(title)
    return said


def plain_words(*texts: str) -> str:
    """Return Markdown as words alone, one text after the other."""
    return " ".join(" ".join(_MARKUP.sub(" ", _ADDRESS.sub(" ", text)) for text in texts if text).split())
