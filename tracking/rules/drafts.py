"""Whose text is kept before it is saved: those who write a page, while what it belongs to may be a draft again."""

from tracking.enums import DraftPage, ResponseState
from tracking.models import ProgressReport, ProgressUpdate, Recommendation, Viewer, WrittenPage
from tracking.models.cabinet import CabinetReport, ExecutiveResponse, TemplateHeading
from tracking.models.plans import PlanUpdate
from tracking.queries.cabinet.rights import may_write_answer
from tracking.rules.base import Rule
from tracking.rules.cabinet import can_write_response, writes_cabinet_report
from tracking.rules.plans import can_draft_plan_update
from tracking.rules.scrutiny import can_draft_report, is_of_a_post_of_the_report
from tracking.rules.writing import can_draft_update


def _can_write_page(viewer: Viewer, of: WrittenPage) -> bool:
    if not viewer.is_active:
        return False
    match of.owner:
        case ProgressReport() as report:
            return _can_write_page_of_report(viewer, report, of)
        case PlanUpdate() as update:
            return of.page == DraftPage.PLAN_UPDATE and can_draft_plan_update(viewer, update)
        case ExecutiveResponse() as response:
            return _can_write_page_of_response(viewer, response, of)
        case CabinetReport() as report:
            return _is_page_of_cabinet_report(report, of) and writes_cabinet_report(viewer, report)
    return False


def _can_write_page_of_report(viewer: Viewer, report: ProgressReport, of: WrittenPage) -> bool:
    match of.page, of.part:
        case DraftPage.SECTION, Recommendation() as recommendation:
            sections = ProgressUpdate.objects.filter(revision__report=report, recommendation=recommendation)
            return sections.exists() and can_draft_update(viewer, report, recommendation)
        case DraftPage.OVERVIEW | DraftPage.CONTACT_OFFICERS, None:
            return is_of_a_post_of_the_report(viewer, report)
        case DraftPage.CHECK, None:
            return can_draft_report(viewer, report)
    return False


def _can_write_page_of_response(viewer: Viewer, response: ExecutiveResponse, of: WrittenPage) -> bool:
    # What is withdrawn is never a draft again: what was kept of it could not be found.
    if response.state == ResponseState.WITHDRAWN:
        return False
    match of.page, of.part:
        case DraftPage.ANSWER, Recommendation() as recommendation:
            is_answered = recommendation.inquiry_id == response.inquiry_id
            return is_answered and may_write_answer(response, recommendation, viewer)
        case DraftPage.INTRODUCTION, None:
            return can_write_response(viewer, response)
    return False


def _is_page_of_cabinet_report(report: CabinetReport, of: WrittenPage) -> bool:
    match of.page, of.part:
        case DraftPage.CABINET_SECTION, TemplateHeading() as heading:
            return heading.is_written and heading.version_id == report.template_version_id
        case DraftPage.CABINET_HEADER, None:
            return True
    return False


can_write_page = Rule(_can_write_page)
"""Asked of a page that keeps drafts: those who write it, and may sign in."""
