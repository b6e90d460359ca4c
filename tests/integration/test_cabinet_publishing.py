"""The clerk's pages around the editions of a report to Cabinet: asking, watching, looking, explaining, publishing."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django import Settings

from tests import cabinet_factories as cabinet
from tests.cabinet_pages import a_report_to, as_clerk, at, browser, errors_of
from tests.cabinet_publishing import made, ready
from tests.factories import AppointmentFactory, PersonFactory, administrator, appointed, seated
from tests.paper_scene import pdf_of
from tests.pdfs import pages_of
from tracking.actions.cabinet.report_making import make_waiting_editions
from tracking.enums import CabinetReportState, CommitteeRole, JobState, MailKind
from tracking.models import OutboxMail
from tracking.models.cabinet import CabinetReport, CabinetReportJob, ExecutiveDecision

pytestmark = pytest.mark.django_db

FINDINGS = [
    {"words": "Secretword", "source": "Section 3.1", "where": "Text of page 3", "identity": "a1"},
    {"words": "Secretword", "source": "Section 3.1", "where": "Bookmarks", "identity": "b2"},
]
NO_LONGER = "These editions are no longer the latest ones. Look at those that were made since, then go on."


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def report() -> CabinetReport:
    return a_report_to(cabinet.a_template(), state=CabinetReportState.ACCEPTED)


@pytest.fixture
def clerk(report: CabinetReport) -> Client:
    return as_clerk(report)


def _page(client: Client, name: str, report: CabinetReport) -> str:
    return client.get(at(name, report)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_clerk_asks_for_the_editions_and_the_worker_is_told_at_once(report: CabinetReport, clerk: Client) -> None:
    assert "The editions are not made yet." in _page(clerk, "cabinet_report_publish", report)
    response = clerk.post(at("cabinet_editions_make", report), follow=True)
    assert response.redirect_chain == [(at("cabinet_editions", report), 302)]
    assert "Making the editions: waiting to begin" in response.content.decode()
    assert [task.func() for task in OrmQ.objects.all()] == ["tracking.tasks.make_waiting_editions"]
    assert "See how far they are" in _page(clerk, "cabinet_report_publish", report)


def test_nothing_of_a_report_is_rendered_in_the_request_and_what_was_made_goes_out(
    report: CabinetReport, clerk: Client
) -> None:
    clerk.post(at("cabinet_editions_make", report))
    assert CabinetReportJob.objects.get().editions.count() == 0
    assert make_waiting_editions() == 1
    row = CabinetReportJob.objects.get()
    sha256 = row.editions.get().sha256
    page = _page(clerk, "cabinet_report_publish", report)
    assert [words in page for words in ("The editions are ready.", "Public edition", "Publish the report")] == [
        True
    ] * 3
    published = clerk.post(at("cabinet_report_publish", report), {"job": row.pk}, follow=True)
    assert "The report is published." in published.content.decode()
    assert report.editions.get().document.sha256 == sha256


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"requested_at": timezone.now() - timedelta(minutes=2)},
            ("waiting to begin", "has not begun for over a minute"),
        ),
        (
            {"state": JobState.MAKING, "step": "Rendering 2 of 5: Survey", "done": 1, "total": 5},
            ("Making the editions: 1 of 5", "Rendering 2 of 5: Survey …", "Refresh", "Cancel"),
        ),
        ({"state": JobState.MAKING, "cancel_requested": True}, ("Stopping to make the editions", "at its next step")),
        (
            {"state": JobState.FAILED},
            ("The editions could not be made", "A page was too long.", "Make the editions again"),
        ),
        (
            {"state": JobState.CANCELLED},
            ("The editions were cancelled", "Nothing was made.", "Make the editions again"),
        ),
    ],
)
def test_the_progress_says_how_the_editions_stand(
    report: CabinetReport, clerk: Client, fields: dict[str, object], told: tuple[str, ...]
) -> None:
    cabinet.CabinetReportJobFactory(report=report, **fields)
    page = _page(clerk, "cabinet_editions", report)
    assert [words for words in told if words not in page] == []


def test_the_progress_leads_to_publication_before_and_after(report: CabinetReport, clerk: Client) -> None:
    assert clerk.get(at("cabinet_editions", report)).url == at("cabinet_report_publish", report)
    ready(report)
    face = clerk.get(at("cabinet_editions", report)).context["face"]
    assert (face.goes_to, face.is_watched) == (at("cabinet_report_publish", report), False)


def test_the_clerk_cancels_and_is_told_when_it_is_too_late(report: CabinetReport, clerk: Client) -> None:
    cabinet.CabinetReportJobFactory(report=report)
    assert "The editions were cancelled" in clerk.post(at("cabinet_editions_cancel", report), follow=True).text
    assert "The editions are not made yet." in _page(clerk, "cabinet_report_publish", report)
    ready(report)
    told = clerk.post(at("cabinet_editions_cancel", report), follow=True).text
    assert "The editions were finished before they could be stopped." in told


def test_what_failed_is_told_where_the_report_is_published(report: CabinetReport, clerk: Client) -> None:
    cabinet.CabinetReportJobFactory(report=report, state=JobState.FAILED)
    face = clerk.get(at("cabinet_report_publish", report)).context["face"]
    assert (face.state, face.sentences, face.make) == (
        "The editions could not be made.",
        ("A page was too long.",),
        "Make the editions again",
    )


def test_editions_of_a_report_that_is_not_accepted_are_refused_in_words(clerk: Client, report: CabinetReport) -> None:
    CabinetReport.objects.update(state=CabinetReportState.SUBMITTED)
    told = clerk.post(at("cabinet_editions_make", report), follow=True).text
    assert "is submitted, and only an accepted one is published" in told
    assert CabinetReportJob.objects.count() == 0


def test_a_preview_is_the_very_edition_with_a_mark_on_every_page(report: CabinetReport, clerk: Client) -> None:
    job = ready(report)
    job.editions.all().delete()
    cabinet.MadeCabinetEditionFactory(job=job, file=ContentFile(pdf_of("Madepage", pages=2), name="report.pdf"))
    response = clerk.get(at("cabinet_editions_preview", report, "public"))
    pages = pages_of(response.content)
    assert [("Preview: not issued" in page, "Madepage" in page) for page in pages] == [(True, True)] * 2
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "draft-report-to-" in response["Content-Disposition"]
    for edition in ("restricted", "secret"):
        assert clerk.get(at("cabinet_editions_preview", report, edition)).status_code == 404


def test_nobody_but_cabinets_clerk_is_shown_what_is_not_published_yet(report: CabinetReport) -> None:
    ready(report, findings=FINDINGS)
    committee = report.meeting.committee
    others = [
        appointed(report.post),
        administrator(),
        seated(cabinet.a_cabinet(), CommitteeRole.CLERK),
        *(seated(committee, role) for role in CommitteeRole if role != CommitteeRole.CLERK),
    ]
    pages = ("cabinet_editions", "cabinet_editions_findings", "cabinet_editions_make", "cabinet_editions_cancel")
    addresses = [*(at(name, report) for name in pages), at("cabinet_editions_preview", report, "public")]
    answers = {browser(user).get(address).status_code for user in others for address in addresses}
    assert answers == {404}


def test_each_place_that_may_be_exempt_asks_for_its_reason_before_the_report_goes_out(
    report: CabinetReport, clerk: Client
) -> None:
    job = ready(report, findings=FINDINGS)
    publish, findings = at("cabinet_report_publish", report), at("cabinet_editions_findings", report)
    face = clerk.get(publish).context["face"]
    told = "Something that may be exempt was found in 2 places of the public edition."
    assert (face.to_explain, face.can_be_published) == (told, False)
    refused = clerk.post(publish, {"job": job.pk})
    assert errors_of(refused) == [
        (
            "Something that may be exempt was found in the public edition. Say for each place why it is not exempt "
            "there, or have the report withdrawn and written again without it."
        )
    ]
    asked = clerk.post(findings, {"job": job.pk, "reason_a1": "A public price."})
    assert errors_of(asked) == [
        "Bookmarks: say why this is not exempt here, or have the report withdrawn and written again without it."
    ]
    said = {"job": job.pk, "reason_a1": "A public price.", "reason_b2": "A heading."}
    assert clerk.post(findings, said).url == publish
    assert clerk.get(publish).context["face"].can_be_published
    clerk.post(publish, {"job": job.pk})
    report.refresh_from_db()
    assert report.state == CabinetReportState.PUBLISHED


def test_reasons_for_what_was_found_in_other_editions_are_refused_and_kept_where_they_fit(
    report: CabinetReport, clerk: Client
) -> None:
    old = ready(report, findings=FINDINGS)
    new = ready(report, findings=FINDINGS[:1])
    response = clerk.post(at("cabinet_editions_findings", report), {"job": old.pk, "reason_a1": "A public price."})
    assert (response.status_code, errors_of(response)) == (409, [NO_LONGER])
    assert "A public price." in response.text
    assert f'name="job" value="{new.pk}"' in response.text


def test_a_report_that_changed_since_is_said_to_be_out_of_date_and_not_published(
    report: CabinetReport, clerk: Client
) -> None:
    job = ready(report, findings=FINDINGS)
    AppointmentFactory(post=report.post, person=PersonFactory(name="Sam Successor"))
    face = clerk.get(at("cabinet_report_publish", report)).context["face"]
    assert (face.state, face.can_be_published, face.findings) == ("The editions are out of date.", False, None)
    refused = clerk.post(at("cabinet_report_publish", report), {"job": job.pk})
    assert (refused.status_code, errors_of(refused)) == (
        409,
        [
            (
                "Something in this report changed since its editions were made. "
                "Make the editions again, then publish the report."
            )
        ],
    )


def test_whoever_looked_at_other_editions_is_shown_the_latest_with_what_they_typed(report: CabinetReport) -> None:
    report.meeting.held_on = timezone.localdate() + timedelta(days=1)
    report.meeting.save()
    clerk, old, new = as_clerk(report), ready(report), ready(report)
    said = {"job": old.pk, "tabled_late_reason": "The landlord has just answered."}
    response = clerk.post(at("cabinet_report_publish", report), said)
    assert (response.status_code, errors_of(response)) == (409, [NO_LONGER])
    assert "The landlord has just answered." in response.text
    assert f'name="job" value="{new.pk}"' in response.text


def test_publishing_twice_ends_where_publishing_once_does(report: CabinetReport, clerk: Client) -> None:
    said = {"job": ready(report).pk}
    answers = [clerk.post(at("cabinet_report_publish", report), said).status_code for _ in range(2)]
    assert (answers, report.editions.count()) == ([302, 302], 1)


def test_whoever_asked_is_told_by_a_mail_that_says_nothing_of_the_report(report: CabinetReport) -> None:
    user = seated(report.meeting.committee, CommitteeRole.CLERK)
    made(report, user)
    mail = OutboxMail.objects.get()
    assert (mail.kind, mail.to, report.title in mail.subject + mail.text) == (MailKind.PACK, user, False)
    assert mail.subject.endswith("are ready")
    assert at("cabinet_report_publish", report) in mail.text


def test_a_report_with_a_decision_recorded_is_not_offered_another_meeting(clerk: Client, report: CabinetReport) -> None:
    published = a_report_to(
        report.template_version, state=CabinetReportState.PUBLISHED, meeting=report.meeting, title="The southern depot"
    )
    moving = at("cabinet_report_move", published)
    assert moving in _page(clerk, "cabinet_report", published)
    assert "If it is late for that meeting, why" in clerk.get(moving).text
    cabinet.ExecutiveDecisionFactory(report=published)
    assert ExecutiveDecision.objects.count() == 1
    assert moving not in _page(clerk, "cabinet_report", published)
    led_back = clerk.get(moving, follow=True)
    assert led_back.redirect_chain == [(at("cabinet_report", published), 302)]
    assert "What Cabinet decided on this report is recorded, so it stays with its meeting." in led_back.text
