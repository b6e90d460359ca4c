"""Marked words in every text of a report and its evidence, looked for in every mail that its whole way brings about."""

from datetime import timedelta

import pytest

from tests import factories
from tests.following import follower
from tests.pack_scene import made
from tests.reporting import Reporting, reporting
from tracking import dates
from tracking.actions.meeting_mails import mail_actions
from tracking.actions.meetings import publish_views
from tracking.actions.pack_jobs import ask_for_packs
from tracking.actions.pack_making import make_waiting_packs
from tracking.actions.reminders import queue_reminders, remind_now
from tracking.actions.report_decisions import accept_report, publish_report, return_report
from tracking.actions.reports import submit_report
from tracking.actions.rounds import Ask, ask_for_updates
from tracking.actions.supplements import decline_supplement, hand_in_late_news, publish_supplement
from tracking.enums import Exemption, InquiryState, MailKind, MeetingState, ReportState
from tracking.models import (
    ContactOfficer,
    Inquiry,
    Meeting,
    OutboxMail,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportRevision,
    UpdateRound,
)

pytestmark = pytest.mark.django_db

MARK = "Markedword"
# What follows from a meeting or goes to subscribers is asked about below; the others are about no report at all.
OF_ANOTHER_WAY = {
    MailKind.ACTIONS,
    MailKind.CONFIRM,
    MailKind.NEWS,
    MailKind.AUDIT,
    MailKind.INVITATION,
    MailKind.PASSWORD,
    MailKind.NOTICE,
}


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
    for update in ProgressUpdate.objects.all():
        factories.ExemptPassageFactory(
            update=update, text=f"{MARK}passage", public_interest_reason=f"{MARK}passageground"
        )


def _late_news_is_declined(scene: Reporting, report: ProgressReport) -> None:
    submit_report(report=report, by=scene.holder)
    accept_report(report=report, by=scene.officer)
    publish_report(report=report, by=scene.clerk)
    supplement = hand_in_late_news(report=report, text=f"{MARK}news", recommendation=scene.whole, by=scene.holder)
    decline_supplement(supplement=supplement, reason=f"{MARK}declined", by=scene.clerk)


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
    _late_news_is_declined(scene, report)
    ask_for_packs(meeting=scene.meeting, by=scene.clerk)
    make_waiting_packs()
    made(scene.meeting, scene.clerk)
    mails = list(OutboxMail.objects.all())
    assert {mail.kind for mail in mails} == set(MailKind) - OF_ANOTHER_WAY
    assert [f"{mail.subject}\n{mail.text}" for mail in mails if MARK in mail.subject + mail.text] == []
    about_the_report = [mail for mail in mails if mail.kind != MailKind.PACK]
    assert {"Refreshing the Partnership" in mail.text for mail in about_the_report} == {True}


def test_what_follows_from_a_meeting_tells_the_views_once_they_are_published_and_never_what_a_report_says() -> None:
    scene = reporting()
    report = _asked(scene)
    _mark_everything(scene, report)
    Recommendation.objects.update(title="", text="That it is done.")
    ProgressReport.objects.update(state=ReportState.PUBLISHED, published_by=scene.clerk, published_at=report.opened_at)
    Meeting.objects.update(held_on=dates.today(), state=MeetingState.HELD)
    OutboxMail.objects.all().delete()
    meeting = Meeting.objects.get()
    for leaf in scene.leaves:
        factories.AssessmentFactory(leaf=leaf, meeting=meeting, report=report, reason="Toldword", asked_for="Toldword")
    mail_actions(meeting=meeting, by=scene.officer)
    publish_views(meeting=meeting, by=scene.clerk)
    mail_actions(meeting=meeting, by=scene.officer)
    before, after = (
        [mail for mail in OutboxMail.objects.order_by("pk") if mail.text.count("Toldword") == told] for told in (0, 6)
    )
    assert [mail.to for mail in before] == [mail.to for mail in after] == [scene.holder, scene.contributor]
    assert [mail for mail in (*before, *after) if MARK in mail.subject + mail.text] == []


def test_those_who_follow_something_are_told_judgements_and_titles_and_nothing_else_that_was_written() -> None:
    scene = reporting()
    follower(scene.inquiry)
    follower(scene.part_a, "another@example.org")
    report = _asked(scene)
    _mark_everything(scene, report)
    Recommendation.objects.update(title="Toldword", text=f"{MARK}recommendation")
    submit_report(report=report, by=scene.holder)
    accept_report(report=report, by=scene.officer)
    publish_report(report=report, by=scene.clerk)
    news = hand_in_late_news(report=report, text=f"{MARK}news", by=scene.holder)
    publish_supplement(supplement=news, by=scene.clerk)
    Meeting.objects.update(held_on=dates.today(), state=MeetingState.HELD)
    meeting = Meeting.objects.get()
    for leaf in scene.leaves:
        asked = {"asked_for": f"{MARK}asked", "minute": f"{MARK}minute"}
        factories.AssessmentFactory(leaf=leaf, meeting=meeting, report=report, reason=f"{MARK}reason", **asked)
    publish_views(meeting=meeting, by=scene.clerk)
    mails = list(OutboxMail.objects.filter(kind=MailKind.NEWS))
    assert len(mails) == 6
    assert [f"{mail.subject}\n{mail.text}" for mail in mails if MARK in mail.subject + mail.text] == []
    assert ["Toldword" in mail.text for mail in mails if not mail.subject.startswith("Late news")] == [True] * 4


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
