"""The pages that keep drafts: those of a Progress Report, and the form of an update on a plan."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse

from tracking.actions import drafts as report_drafts
from tracking.actions.plans import drafts as plan_drafts
from tracking.enums import DraftPage
from tracking.forms.drafts import DraftToken
from tracking.models import Draft, ProgressReport, Recommendation, User, Viewer
from tracking.models.plans import PlanUpdate
from tracking.queries.drafts import form_named, own_draft, user_named
from tracking.queries.plans.drafts import own_draft_of_update, update_named

_ADDRESSES = {
    DraftPage.SECTION: "report_recommendation",
    DraftPage.OVERVIEW: "report_overview",
    DraftPage.CONTACT_OFFICERS: "report_contact_officers",
    DraftPage.CHECK: "report_check",
}


@dataclass(frozen=True)
class DraftPlace:
    """One of them: its form's address and its draft's, what it belongs to, and the actions that keep and discard."""

    form_address: str
    draft_address: str
    caption: str
    keep: Callable[..., Draft]
    discard: Callable[..., bool]
    own: Callable[[Viewer], Draft | None]
    token: Callable[[User], str]


def report_place(
    report: ProgressReport, page: DraftPage | str, recommendation: Recommendation | None = None
) -> DraftPlace:
    page = DraftPage(page)
    arguments = [report.pk, *([recommendation.reference] if recommendation else [])]
    where: dict[str, Any] = {"report": report, "page": page, "recommendation": recommendation}
    return DraftPlace(
        form_address=reverse(_ADDRESSES[page], args=arguments),
        draft_address=reverse(f"{_ADDRESSES[page]}_draft", args=arguments),
        caption=report.inquiry.title,
        keep=partial(report_drafts.keep_draft, **where),
        discard=partial(report_drafts.discard_draft, **where),
        own=partial(own_draft, report, page, recommendation),
        token=lambda user: DraftToken.of(user, report, page, recommendation),
    )


def update_place(update: PlanUpdate) -> DraftPlace:
    arguments = [update.plan.slug, update.round.reference, update.pk]
    return DraftPlace(
        form_address=reverse("plan_update_write", args=arguments),
        draft_address=reverse("plan_update_draft", args=arguments),
        caption=update.plan.title,
        keep=partial(plan_drafts.keep_draft, update=update),
        discard=partial(plan_drafts.discard_draft, update=update),
        own=partial(own_draft_of_update, update),
        token=lambda user: DraftToken.of_update(user, update.pk),
    )


def place_named(token: DraftToken) -> tuple[User, DraftPlace] | None:
    """Return whose form of which page a token names; None when they may not sign in any more, or it is gone."""
    if token.update:
        writer, update = user_named(token.user), update_named(token.update)
        return (writer, update_place(update)) if writer and update else None
    named = form_named(user=token.user, report=token.report, recommendation=token.recommendation)
    if named is None:
        return None
    user, report, recommendation = named
    return user, report_place(report, token.page, recommendation)
