"""Improvement plans: what they say, who leads on it, and what it answers. Inquiries know nothing of them."""

from tracking.models.plans.items import Lead, PlanItem, PlanLink
from tracking.models.plans.plans import Aim, ImprovementPlan, Theme

__all__ = ["Aim", "ImprovementPlan", "Lead", "PlanItem", "PlanLink", "Theme"]
