"""Marked words in every text of a report and its evidence, looked for in every mail that its whole way brings about."""

from datetime import timedelta

import pytest

from tests import factories
from tests.reporting import Reporting, reporting
from tracking import dates
from tracking.actions.reminders import queue_reminders, remind_now
from tracking.actions.report_decisions import return_report
from tracking.actions.reports import submit_report
from tracking.actions.rounds import Ask, ask_for_updates
from tracking.enums import Exemption, InquiryState, MailKind
from tracking.models import (
    ContactOfficer,
    Inquiry,
    OutboxMail,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportRevision,
    UpdateRound,
)

pytestmark = pytest.mark.django_db

MARK = "Markedword"


def _asked(scene: Reporting) -> ProgressReport:
    due_on = dates.today() + timedelta(days=10)
    asks = [Ask(scene.inquiry, (scene.post,))]
    return ask_for_updates(meeting=scene.meeting, due_on=due_on, asks=asks, by=scene.officer).opened[0]


def _mark_everything(scene: Reporting, report: ProgressReport) -> None:
    Recommendation.objects.update(title=f"{MARK}heading", text=f"{MARK}recommendation")
    Inquiry.objects.update(summary=f"{MARK}summary")
    ReportRevision.objects.update(overview=f"{MARK}overview")
    ContactOfficer.objects.create(revision=factories.current_revision(report), name=f"{MARK}contact")
    for update in ProgressUpdate.objects.all():
        scene.answer(report, update)
    ProgressUpdate.objects.update(evidence_text=f"{MARK}evidence", overall_statement=f"{MARK}statement")
    evidence = factories.EvidenceFactory(
        title=f"{MARK}title",
        original_name=f"{MARK}.txt",
        exemption=Exemption.CONFIDENTIAL,
        confidential_ground=f"{MARK}ground",
    )
    evidence.uses.create(update=ProgressUpdate.objects.first(), pages=f"{MARK}pages")


def test_no_mail_holds_anything_that_not_everybody_may_know() -> None:
    scene = reporting()
    report = _asked(scene)
    _mark_everything(scene, report)
    remind_now(report=report, by=scene.officer)
    submit_report(report=report, by=scene.holder)
    return_report(report=report, reason=f"{MARK}reason", by=scene.officer)
    UpdateRound.objects.update(due_on=dates.today() - timedelta(days=1))
    OutboxMail.objects.filter(kind__in=MailKind.to_posts()).update(queued_at=report.opened_at - timedelta(days=3))
    queue_reminders()
    mails = list(OutboxMail.objects.all())
    assert {mail.kind for mail in mails} == set(MailKind)
    assert [f"{mail.subject}\n{mail.text}" for mail in mails if MARK in mail.subject + mail.text] == []
    assert {"Refreshing the Partnership" in mail.text for mail in mails} == {True}


def test_the_title_of_an_inquiry_that_is_no_longer_public_is_left_out() -> None:
    scene = reporting()
    report = scene.answered()
    Inquiry.objects.update(state=InquiryState.WITHDRAWN, withdrawn_reason="A mistake.")
    report.refresh_from_db()
    submit_report(report=report, by=scene.holder)
    mails = list(OutboxMail.objects.all())
    assert [mail.kind for mail in mails] == [MailKind.HANDED_IN, MailKind.HANDED_IN, MailKind.RECEIPT]
    assert {"Refreshing the Partnership" in mail.subject + mail.text for mail in mails} == {False}
    assert {f"PR-{report.pk:05d}" in mail.text for mail in mails} == {True}
