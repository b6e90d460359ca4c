"""Where the pages that keep drafts are: the address of each one's form, of its draft, and what stands over them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tracking.enums import DraftPage
from tracking.forms.drafts import DraftToken
from tracking.models import ProgressReport, User, WrittenPage
from tracking.queries.drafts import page_named, user_named

_FORMS = {
    DraftPage.SECTION: "report_recommendation",
    DraftPage.OVERVIEW: "report_overview",
    DraftPage.CONTACT_OFFICERS: "report_contact_officers",
    DraftPage.CHECK: "report_check",
    DraftPage.PLAN_UPDATE: "plan_update_write",
}


@dataclass(frozen=True)
class DraftPlace:
    """One of them. The address of a draft is called as that of the form is, with "draft" after it."""

    of: WrittenPage
    form_address: str
    draft_address: str
    caption: str


def place_of(of: WrittenPage) -> DraftPlace:
    """Return where a page that keeps drafts is."""
    name = _FORMS[of.page]
    arguments, caption = _where(of)
    return DraftPlace(of, reverse(name, args=arguments), reverse(f"{name}_draft", args=arguments), caption)


def _where(of: WrittenPage) -> tuple[list[Any], str]:
    """What its address names, and what it belongs to by its title."""
    owner = of.owner
    if isinstance(owner, ProgressReport):
        return [owner.pk, *([of.part.reference] if of.part else [])], owner.inquiry.title
    return [owner.plan.slug, owner.round.reference, owner.pk], owner.plan.title


def place_named(token: DraftToken) -> tuple[User, DraftPlace] | None:
    """Return whose form of which page a token names; None when they may not sign in any more, or it is gone."""
    writer, of = user_named(token.user), page_named(page=token.page, owner=token.owner, part=token.part)
    return (writer, place_of(of)) if writer and of else None
