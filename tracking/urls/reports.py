"""Addresses of Progress Reports."""

from django.urls import path

from tracking.enums import DraftPage
from tracking.views import (
    drafts,
    evidence,
    exempt_passages,
    papers,
    report_decisions,
    report_exports,
    report_overview,
    report_sections,
    report_signing,
    reports,
    rounds,
    supplements,
    taking_over,
)

urlpatterns = [
    path("<int:pk>/remind/", rounds.report_remind, name="report_remind"),
    path("<int:pk>/report.pdf", papers.report_pdf, name="report_pdf"),
    path("<int:pk>/report.docx", report_exports.report_docx, name="report_docx"),
    path("<int:pk>/evidence.zip", report_exports.report_evidence_zip, name="report_evidence_zip"),
    path("", reports.report_list, name="report_list"),
    path("new/<slug:slug>/", reports.report_open, name="report_open"),
    path("<int:pk>/", reports.report_detail, name="report_detail"),
    path("<int:pk>/overview/", report_overview.report_overview, name="report_overview"),
    path("<int:pk>/contact-officers/", report_overview.report_contact_officers, name="report_contact_officers"),
    path(
        "<int:pk>/recommendations/<str:reference>/draft/",
        drafts.report_draft,
        {"page": DraftPage.SECTION},
        name="report_recommendation_draft",
    ),
    path("<int:pk>/overview/draft/", drafts.report_draft, {"page": DraftPage.OVERVIEW}, name="report_overview_draft"),
    path(
        "<int:pk>/contact-officers/draft/",
        drafts.report_draft,
        {"page": DraftPage.CONTACT_OFFICERS},
        name="report_contact_officers_draft",
    ),
    path("<int:pk>/check/draft/", drafts.report_draft, {"page": DraftPage.CHECK}, name="report_check_draft"),
    path("<int:pk>/posts/", reports.report_posts, name="report_posts"),
    path(
        "<int:pk>/recommendations/<str:reference>/",
        report_sections.report_recommendation,
        name="report_recommendation",
    ),
    path("<int:pk>/recommendations/<str:reference>/earlier/", taking_over.report_earlier, name="report_earlier"),
    path(
        "<int:pk>/recommendations/<str:reference>/evidence/",
        evidence.report_evidence_add,
        name="report_evidence_add",
    ),
    path(
        "<int:pk>/recommendations/<str:reference>/evidence/order/",
        evidence.report_evidence_order,
        name="report_evidence_order",
    ),
    path(
        "<int:pk>/recommendations/<str:reference>/evidence/<int:use_pk>/",
        evidence.report_evidence_change,
        name="report_evidence_change",
    ),
    path(
        "<int:pk>/recommendations/<str:reference>/evidence/<int:use_pk>/remove/",
        evidence.report_evidence_remove,
        name="report_evidence_remove",
    ),
    path(
        "<int:pk>/recommendations/<str:reference>/exempt/new/",
        exempt_passages.exempt_passage_add,
        name="exempt_passage_add",
    ),
    path(
        "<int:pk>/recommendations/<str:reference>/exempt/<int:passage_pk>/",
        exempt_passages.exempt_passage_change,
        name="exempt_passage_change",
    ),
    path(
        "<int:pk>/recommendations/<str:reference>/exempt/<int:passage_pk>/remove/",
        exempt_passages.exempt_passage_remove,
        name="exempt_passage_remove",
    ),
    path("<int:pk>/check/", report_signing.report_check, name="report_check"),
    path("<int:pk>/preview/", reports.report_preview, name="report_preview"),
    path("<int:pk>/submit/", report_signing.report_submit, name="report_submit"),
    path("<int:pk>/submitted/", report_signing.report_submitted, name="report_submitted"),
    path("<int:pk>/return/", report_decisions.report_return, name="report_return"),
    path("<int:pk>/accept/", report_decisions.report_accept, name="report_accept"),
    path("<int:pk>/publish/", report_decisions.report_publish, name="report_publish"),
    path("<int:pk>/withdraw/", report_decisions.report_withdraw, name="report_withdraw"),
    path("<int:pk>/move/", report_decisions.report_move, name="report_move"),
    path("<int:pk>/supplements/new/", supplements.supplement_new, name="supplement_new"),
    path(
        "<int:pk>/supplements/<int:supplement_pk>/publish/",
        supplements.supplement_publish,
        name="supplement_publish",
    ),
    path(
        "<int:pk>/supplements/<int:supplement_pk>/decline/",
        supplements.supplement_decline,
        name="supplement_decline",
    ),
]
