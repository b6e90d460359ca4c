"""Improvement plans: what they say, who leads, their months, and what they answer. Inquiries know nothing of them."""

from tracking.models.plans.items import Lead, PlanItem, PlanLink
from tracking.models.plans.months import (
    CarriedUpdate,
    PlanRound,
    PlanUpdate,
    PlanUpdateRevision,
    PlanUpdateUse,
    UpdatePost,
)
from tracking.models.plans.narratives import NarrativeUpdate, Remark
from tracking.models.plans.plans import Aim, ImprovementPlan, Theme
from tracking.models.plans.ratings import AskingChange, LeadAssessment

__all__ = [
    "Aim",
    "AskingChange",
    "CarriedUpdate",
    "ImprovementPlan",
    "Lead",
    "LeadAssessment",
    "NarrativeUpdate",
    "PlanItem",
    "PlanLink",
    "PlanRound",
    "PlanUpdate",
    "PlanUpdateRevision",
    "PlanUpdateUse",
    "Remark",
    "Theme",
    "UpdatePost",
]
