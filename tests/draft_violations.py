"""What the database refuses of drafts: each named constraint, violated once."""

from collections.abc import Callable

from tests import factories
from tests.cabinet_factories import a_report
from tracking.enums import DraftPage
from tracking.models import Draft, WrittenPage


def _twice(page: Callable[[], WrittenPage]) -> Callable[[], object]:
    """Two drafts of one user of one page."""

    def drafts() -> None:
        keys, by = page().keys, factories.UserFactory()
        for _ in range(2):
            Draft.objects.create(**keys, written_by=by)

    return drafts


def _draft(**keys: object) -> Draft:
    return Draft.objects.create(written_by=factories.UserFactory(), **keys)


def _of_a_report(page: DraftPage) -> WrittenPage:
    about = factories.RecommendationFactory() if page == DraftPage.SECTION else None
    return WrittenPage(factories.ProgressReportFactory(), page, about)


def _of_a_response(page: DraftPage) -> WrittenPage:
    response = factories.ExecutiveResponseFactory()
    about = factories.RecommendationFactory(inquiry=response.inquiry) if page == DraftPage.ANSWER else None
    return WrittenPage(response, page, about)


def _of_a_report_to_cabinet(page: DraftPage) -> WrittenPage:
    report = a_report()
    about = report.template_version.headings.first() if page == DraftPage.CABINET_SECTION else None
    return WrittenPage(report, page, about)


DRAFT_VIOLATIONS: dict[str, Callable[[], object]] = {
    "draft_of_one_thing_and_a_page_of_it": lambda: _draft(
        page=DraftPage.PLAN_UPDATE, report=factories.ProgressReportFactory()
    ),
    "draft_names_what_its_page_is_about": lambda: _draft(
        page=DraftPage.SECTION, report=factories.ProgressReportFactory()
    ),
    "draft_one_for_a_user_and_page": _twice(lambda: _of_a_report(DraftPage.OVERVIEW)),
    "draft_one_for_a_user_and_section": _twice(lambda: _of_a_report(DraftPage.SECTION)),
    "draft_one_for_a_user_and_page_of_an_update": _twice(
        lambda: WrittenPage(factories.PlanUpdateFactory(), DraftPage.PLAN_UPDATE)
    ),
    "draft_one_for_a_user_and_page_of_a_response": _twice(lambda: _of_a_response(DraftPage.INTRODUCTION)),
    "draft_one_for_a_user_and_answer": _twice(lambda: _of_a_response(DraftPage.ANSWER)),
    "draft_one_for_a_user_and_page_of_a_report_to_cabinet": _twice(
        lambda: _of_a_report_to_cabinet(DraftPage.CABINET_HEADER)
    ),
    "draft_one_for_a_user_and_section_of_a_report_to_cabinet": _twice(
        lambda: _of_a_report_to_cabinet(DraftPage.CABINET_SECTION)
    ),
}
