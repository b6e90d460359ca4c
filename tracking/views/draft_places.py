"""Where the pages that keep drafts are: the address of each one's form, of its draft, and what stands over them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tracking.enums import DraftPage
from tracking.forms.drafts import DraftToken
from tracking.models import ProgressReport, Recommendation, User, WrittenPage
from tracking.models.cabinet import CabinetReport, ExecutiveResponse, TemplateHeading
from tracking.models.plans import PlanUpdate
from tracking.queries.drafts import page_named, user_named

_FORMS = {
    DraftPage.SECTION: "report_recommendation",
    DraftPage.OVERVIEW: "report_overview",
    DraftPage.CONTACT_OFFICERS: "report_contact_officers",
    DraftPage.CHECK: "report_check",
    DraftPage.PLAN_UPDATE: "plan_update_write",
    DraftPage.INTRODUCTION: "response_edit",
    DraftPage.ANSWER: "response_item",
    DraftPage.CABINET_HEADER: "cabinet_header",
    DraftPage.CABINET_SECTION: "cabinet_section",
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
    part = [_part_named(of.part)] if of.part else []
    match of.owner:
        case ProgressReport() as report:
            return [report.pk, *part], report.inquiry.title
        case PlanUpdate() as update:
            return [update.plan.slug, update.round.reference, update.pk], update.plan.title
        case ExecutiveResponse() as response:
            return [response.inquiry.slug, *part], response.inquiry.title
        case CabinetReport() as to_cabinet:
            return [to_cabinet.pk, *part], to_cabinet.title


def _part_named(part: Recommendation | TemplateHeading) -> Any:
    """The reference of a recommendation, the place of a heading."""
    return part.reference if isinstance(part, Recommendation) else part.place


def place_named(token: DraftToken) -> tuple[User, DraftPlace] | None:
    """Return whose form of which page a token names; None when they may not sign in any more, or it is gone."""
    writer, of = user_named(token.user), page_named(page=token.page, owner=token.owner, part=token.part)
    return (writer, place_of(of)) if writer and of else None
