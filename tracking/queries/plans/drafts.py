"""What somebody typed into an update on a plan and has not saved, and who saved it last."""

from tracking.models import Draft, Viewer
from tracking.models.plans import PlanUpdate
from tracking.queries.drafts import LastSave, last_save_told


def own_draft_of_update(update: PlanUpdate, viewer: Viewer) -> Draft | None:
    """Return what the viewer typed into an update and has not saved."""
    return Draft.objects.visible_to(viewer).filter(plan_update=update).first()


def update_named(pk: int) -> PlanUpdate | None:
    return PlanUpdate.objects.select_related("round__plan").filter(pk=pk).first()


def last_save_of_update(update: PlanUpdate) -> LastSave | None:
    """Return who saved an update last; None while nobody has."""
    return last_save_told(update, "saved update on a plan")
