"""What an aim or item answers: an inquiry, or one of its recommendations. A rating concludes neither."""

from django.db import transaction

from tracking.actions.changes import store
from tracking.actions.events import field_values, record_event
from tracking.actions.plans.guards import open_for_writing
from tracking.enums import InquiryState
from tracking.exceptions import NotPossible
from tracking.models import Inquiry, Recommendation, User
from tracking.models.plans import Aim, PlanItem, PlanLink


@transaction.atomic
def add_link(*, by: User, source: Aim | PlanItem, target: Inquiry | Recommendation) -> PlanLink:
    """Say that an aim or item answers a published inquiry, or a recommendation of one; both sides then show it.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended, the inquiry is not
    public, the recommendation was withdrawn, or the two are linked already. Writes the PlanLink and one Event.
    """
    open_for_writing(by, source.plan)
    _require_public(target)
    answers = {"inquiry": target} if isinstance(target, Inquiry) else {"recommendation": target}
    if source.links.filter(**answers).exists():
        raise NotPossible(f"This link to {target} is there already. Choose another inquiry or recommendation.")
    whole = {"aim": source} if isinstance(source, Aim) else {"item": source}
    link = PlanLink(**whole, **answers)
    store(link)
    after = field_values(link, ["aim", "item", "inquiry", "recommendation"])
    record_event(by=by, type="added plan link", target=link, after=after)
    return link


@transaction.atomic
def remove_link(*, by: User, link: PlanLink) -> PlanLink:
    """Take a link away, on both sides.

    Raises NotAllowed unless `by` is of the owning post; NotPossible when the plan has ended. Deletes the PlanLink and
    writes one Event.
    """
    open_for_writing(by, link.source.plan)
    before = field_values(link, ["aim", "item", "inquiry", "recommendation"])
    record_event(by=by, type="removed plan link", target=link, before=before)
    link.delete()
    return link


def _require_public(target: Inquiry | Recommendation) -> None:
    inquiry = target if isinstance(target, Inquiry) else target.inquiry
    if inquiry.state not in InquiryState.public():
        raise NotPossible("Only a published inquiry can be linked. Choose another one.")
    if isinstance(target, Recommendation) and target.withdrawn_reason:
        raise NotPossible(f"{target} was withdrawn as entered by mistake. Choose another recommendation.")
