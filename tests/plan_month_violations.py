"""What the database refuses of the months of a plan: each named constraint, violated once."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from tests import factories
from tracking.enums import PlanRoundState, PlanUpdateState
from tracking.models import ClaimCheckOverride, EvidenceUse
from tracking.models.plans import (
    CarriedUpdate,
    LeadAssessment,
    PlanRound,
    PlanUpdateRevision,
    PlanUpdateUse,
    UpdatePost,
)

NOW = datetime(2018, 9, 28, 12, tzinfo=UTC)


def _second_round(**fields: object) -> PlanRound:
    first = factories.PlanRoundFactory()
    return factories.PlanRoundFactory(plan=first.plan, **fields)


def _revision() -> PlanUpdateRevision:
    return factories.PlanUpdateFactory().revisions.get()


def _rated_twice(**of: object) -> LeadAssessment:
    revision = _revision()
    factories.LeadAssessmentFactory(revision=revision, **of)
    return factories.LeadAssessmentFactory(revision=revision, **of)


def _used_twice(**of: object) -> PlanUpdateUse:
    update = factories.PlanUpdateFactory()
    PlanUpdateUse.objects.create(update=update, position=1, **of)
    return PlanUpdateUse.objects.create(update=update, position=2, **of)


def _use_at_a_place_taken() -> PlanUpdateUse:
    update = factories.PlanUpdateFactory(aims=[factories.AimFactory()])
    return PlanUpdateUse.objects.create(update=update, position=1, aim=factories.AimFactory())


def _post_twice(**of: object) -> UpdatePost:
    post = factories.PostFactory()
    UpdatePost.objects.create(post=post, **of)
    return UpdatePost.objects.create(post=post, **of)


def _carried_twice() -> CarriedUpdate:
    carried = {"update": factories.PlanUpdateFactory(), "round": factories.PlanRoundFactory()}
    CarriedUpdate.objects.create(**carried)
    return CarriedUpdate.objects.create(**carried)


def _evidence_twice() -> EvidenceUse:
    use = {"evidence": factories.EvidenceFactory(), "plan_revision": _revision()}
    EvidenceUse.objects.create(**use)
    return EvidenceUse.objects.create(**use)


def _leaf_on_a_plan() -> EvidenceUse:
    leaf = factories.RecommendationFactory()
    return EvidenceUse.objects.create(evidence=factories.EvidenceFactory(), plan_revision=_revision(), leaf=leaf)


def _override_twice() -> ClaimCheckOverride:
    override = {
        "lead_assessment": factories.LeadAssessmentFactory(),
        "code": "x",
        "reason": "So.",
        "recorded_by": factories.UserFactory(),
    }
    ClaimCheckOverride.objects.create(**override)
    return ClaimCheckOverride.objects.create(**override)


def _of_nothing(model: type, **fields: object) -> object:
    return model._default_manager.create(**fields)


def _handed_in_without_signature() -> int:
    return PlanUpdateRevision.objects.filter(pk=_revision().pk).update(submitted_at=NOW)


def _returned_without_reason() -> int:
    return PlanUpdateRevision.objects.filter(pk=_revision().pk).update(returned_at=NOW)


def _published_without_agreement() -> object:
    return factories.RemarkFactory(published_at=NOW, published_by=factories.UserFactory())


PLAN_MONTH_VIOLATIONS: dict[str, Callable[[], object]] = {
    "plan_round_one_for_a_month": lambda: _second_round(state=PlanRoundState.ISSUED),
    "plan_round_one_open_at_a_time": lambda: _second_round(month=date(2018, 10, 1)),
    "plan_round_issued_with_who_and_signature": lambda: factories.PlanRoundFactory(
        state=PlanRoundState.ISSUED, signed_name=""
    ),
    "plan_round_on_behalf_says_how_and_when": lambda: factories.PlanRoundFactory(approved_how="By mail."),
    "plan_update_accepted_with_who_and_when": lambda: factories.PlanUpdateFactory(
        state=PlanUpdateState.ACCEPTED, accepted_by=None
    ),
    "plan_update_accepted_is_not_left_out": lambda: factories.PlanUpdateFactory(
        state=PlanUpdateState.ACCEPTED, left_out_reason="Late."
    ),
    "plan_update_number_once_in_a_update": lambda: PlanUpdateRevision.objects.create(
        update=_revision().update, is_current=False
    ),
    "plan_update_one_current_in_a_update": lambda: PlanUpdateRevision.objects.create(
        update=_revision().update, number=2
    ),
    "plan_update_submitted_with_who_and_signature": _handed_in_without_signature,
    "plan_update_returned_with_who_and_reason": _returned_without_reason,
    "update_post_of_an_update_or_a_text": lambda: _of_nothing(UpdatePost, post=factories.PostFactory()),
    "update_post_once_in_an_update": lambda: _post_twice(update=factories.PlanUpdateFactory()),
    "update_post_once_in_a_text": lambda: _post_twice(narrative=factories.NarrativeUpdateFactory()),
    "update_use_of_an_aim_or_a_theme": lambda: _of_nothing(
        PlanUpdateUse, update=factories.PlanUpdateFactory(), position=1
    ),
    "update_use_once_for_an_aim": lambda: _used_twice(aim=factories.AimFactory()),
    "update_use_once_for_a_theme": lambda: _used_twice(theme=factories.ThemeFactory()),
    "update_use_one_for_each_position": _use_at_a_place_taken,
    "update_carried_once_into_a_month": _carried_twice,
    "lead_assessment_of_an_aim_or_an_item": lambda: factories.LeadAssessmentFactory(item=None),
    "lead_assessment_once_for_an_aim": lambda: _rated_twice(item=None, aim=factories.AimFactory()),
    "lead_assessment_once_for_an_item": lambda: _rated_twice(item=factories.PlanItemFactory()),
    "lead_assessment_limits_a_category": lambda: factories.LeadAssessmentFactory(limited_to="for Cabinet"),
    "asking_change_of_an_aim_or_an_item": lambda: factories.AskingChangeFactory(aim=None),
    "asking_change_has_a_reason": lambda: factories.AskingChangeFactory(reason=""),
    "narrative_has_a_title": lambda: factories.NarrativeUpdateFactory(title=""),
    "narrative_is_a_text_or_a_temperature_take": lambda: factories.NarrativeUpdateFactory(precis="In short."),
    "remark_says_who_and_what": lambda: factories.RemarkFactory(speaker=""),
    "remark_published_with_the_agreement": _published_without_agreement,
    "evidence_use_in_a_report_or_on_a_plan": lambda: _of_nothing(EvidenceUse, evidence=factories.EvidenceFactory()),
    "evidence_use_names_a_leaf_of_a_report": _leaf_on_a_plan,
    "evidence_once_in_an_update_on_a_plan": _evidence_twice,
    "override_of_one_claim": lambda: _of_nothing(
        ClaimCheckOverride, code="x", reason="So.", recorded_by=factories.UserFactory()
    ),
    "override_once_for_a_rating": _override_twice,
}
