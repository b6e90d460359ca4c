"""The claim check: whether what is said of a leaf, or of a unit of a plan, contradicts itself.

It never asks whose claim it is. Pure functions over frozen facts. Each rule is one function from `LeafFacts` to a
`Finding` or None; `check_leaf` asks them all. An error blocks handing in; a warning may stand once the submitter has
said why, and that reason is read beside the claim.
"""

from collections.abc import Iterable

from tracking.claim_check import answers, pointers, wording
from tracking.claim_check.facts import EvidenceFacts, Finding, LeafFacts, PaperFacts, Rule, Severity
from tracking.claim_check.pointers import means_the_paper

__all__ = (
    "RULES",
    "EvidenceFacts",
    "Finding",
    "LeafFacts",
    "PaperFacts",
    "Severity",
    "check_leaf",
    "check_leaves",
    "means_the_paper",
)

RULES: tuple[Rule, ...] = (
    answers.left_out,
    answers.completion_date_missing,
    answers.completed_after_original_date,
    answers.completed_by_original_date,
    answers.completed_after_meeting,
    answers.obstacle_missing,
    answers.not_yet_due_but_past,
    answers.recovery_missing,
    answers.recovery_by_meeting,
    answers.anticipated_date_missing,
    answers.anticipated_by_meeting,
    wording.still_to_be_done,
    pointers.leads_nowhere,
)


def check_leaf(facts: LeafFacts) -> tuple[Finding, ...]:
    """Return every finding about one leaf, in the order of RULES."""
    return tuple(finding for rule in RULES if (finding := rule(facts)) is not None)


def check_leaves(leaves: Iterable[LeafFacts]) -> tuple[Finding, ...]:
    """Return every finding, in the order of the leaves."""
    return tuple(finding for facts in leaves for finding in check_leaf(facts))
