"""Who is handed which edition of a report to Cabinet, and that an edition stays what it was."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from tests.cabinet_factories import current_revision
from tests.cabinet_publishing import published as publish
from tests.cabinet_scene import EVERY_EXEMPT_WORD, SECRET, TITLE, full_report
from tests.factories import PostFactory, UserFactory, administrator, appointed, seated
from tests.pdfs import pages_of, text_of
from tracking.actions.cabinet.checking import return_report
from tracking.enums import CabinetReportState, Capacity, CommitteeRole, Edition, PostKind
from tracking.models import User
from tracking.models.cabinet import CabinetReport

pytestmark = pytest.mark.django_db

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def to_come(state: CabinetReportState) -> CabinetReport:
    return full_report(state, held_on=timezone.localdate() + timedelta(days=30))


@pytest.fixture
def published() -> CabinetReport:
    report = to_come(CabinetReportState.ACCEPTED)
    clerk = seated(report.meeting.committee, CommitteeRole.CLERK)
    publish(report, clerk)
    report.refresh_from_db()
    return report


def asked(report: CabinetReport, name: str, user: User | None = None, **headers: str):
    client = Client(headers=headers)
    if user is not None:
        client.force_login(user)
    return client.get(reverse(f"cabinet_{name}", args=[report.pk]))


def answer_to(report: CabinetReport, name: str, user: User | None) -> int:
    response = asked(report, name, user)
    content(response)
    return response.status_code


def content(response) -> bytes:
    return response.getvalue()


def is_kept_by_nobody(response) -> bool:
    return {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def words_of_docx(response) -> str:
    document = Document(BytesIO(response.content))
    return "\n".join([*(row.text for row in document.paragraphs), document.sections[0].header.paragraphs[0].text])


def test_everyone_is_handed_the_very_bytes_that_were_issued(published: CabinetReport) -> None:
    response = asked(published, "report_pdf")
    issued = published.editions.get(edition=Edition.PUBLIC).document
    with issued.file.open() as stored:
        assert content(response) == stored.read()
    assert response["Content-Type"] == "application/pdf"
    assert (response["ETag"], response["Cache-Control"]) == (f'"{issued.sha256}"', "no-cache")
    assert "refuse-vehicles-next-steps.pdf" in response["Content-Disposition"]


def test_whoever_has_it_already_is_told_so(published: CabinetReport) -> None:
    first = asked(published, "report_pdf")
    content(first)
    etag = first["ETag"]
    assert asked(published, "report_pdf", **{"If-None-Match": etag}).status_code == 304


def test_the_public_files_say_nothing_that_is_withheld(published: CabinetReport) -> None:
    said = text_of(content(asked(published, "report_pdf"))) + words_of_docx(asked(published, "report_docx"))
    assert [words for words in EVERY_EXEMPT_WORD if words in said] == []
    assert said.count("6.1.1") == 2


@pytest.mark.parametrize("name", ["restricted_pdf", "restricted_docx"])
def test_the_restricted_edition_is_for_the_reports_posts_and_cabinet_alone(published: CabinetReport, name: str) -> None:
    committee = published.meeting.committee
    member_post = published.parties.get(post__name="Cabinet Member for Street Scene").post
    readers = {
        "writer": appointed(published.post, Capacity.CONTRIBUTOR),
        "relevant Cabinet Member": appointed(member_post),
        "member of Cabinet": seated(committee),
        "clerk": seated(committee, CommitteeRole.CLERK),
        "clears a section": appointed(_clearing(published)),
        "another post": appointed(PostFactory(kind=PostKind.OFFICER)),
        "administrator": administrator(),
        "user": UserFactory(),
        "anonymous": None,
    }
    answers = {who: answer_to(published, name, user) for who, user in readers.items()}
    assert answers == {
        "writer": 200,
        "relevant Cabinet Member": 200,
        "member of Cabinet": 200,
        "clerk": 200,
        "clears a section": 404,
        "another post": 404,
        "administrator": 404,
        "user": 404,
        "anonymous": 404,
    }


def _clearing(report: CabinetReport):
    post = PostFactory(kind=PostKind.OFFICER)
    report.template_version.headings.filter(heading="Legal Implications").update(cleared_by=post)
    return post


def test_nobody_keeps_a_restricted_file_on_the_way(published: CabinetReport) -> None:
    clerk = seated(published.meeting.committee, CommitteeRole.CLERK)
    pdf, docx = (asked(published, name, clerk) for name in ("restricted_pdf", "restricted_docx"))
    assert SECRET in text_of(content(pdf))
    assert SECRET in words_of_docx(docx)
    assert [is_kept_by_nobody(answer) for answer in (pdf, docx)] == [True, True]
    assert "ETag" not in pdf
    assert "restricted-report-to-cabinet" in pdf["Content-Disposition"]
    assert docx["Content-Type"] == DOCX


def test_the_word_file_says_for_good_what_was_published(published: CabinetReport) -> None:
    before = asked(published, "report_docx").content
    published.meeting.committee.name = "Executive"
    published.meeting.committee.save()
    published.post.name = "Director of Place"
    published.post.save()
    assert asked(published, "report_docx").content == before


def test_a_report_that_withholds_nothing_has_no_restricted_edition() -> None:
    report = to_come(CabinetReportState.ACCEPTED)
    revision = current_revision(report)
    for rows in (revision.sections, revision.appendices):
        rows.exclude(exemption="public").delete()
    clerk = seated(report.meeting.committee, CommitteeRole.CLERK)
    publish(report, clerk)
    assert answer_to(report, "report_pdf", None) == 200
    assert answer_to(report, "restricted_pdf", clerk) == 404


def test_those_who_write_a_draft_see_both_editions_as_they_would_be() -> None:
    report = to_come(CabinetReportState.DRAFT)
    writer = appointed(report.post, Capacity.CONTRIBUTOR)
    public, restricted = (asked(report, name, writer) for name in ("report_pdf", "restricted_pdf"))
    assert [page for page in pages_of(public.content) if "Draft: not published" not in page] == []
    assert SECRET not in text_of(public.content)
    assert SECRET in text_of(restricted.content)
    assert [is_kept_by_nobody(answer) for answer in (public, restricted)] == [True, True]
    assert "draft-report-to-cabinet" in public["Content-Disposition"]
    assert f"Draft: not published · Report to Cabinet: {TITLE}" in words_of_docx(asked(report, "report_docx", writer))


@pytest.mark.parametrize("name", ["report_pdf", "report_docx", "restricted_pdf", "restricted_docx"])
def test_a_draft_is_nobody_elses(name: str) -> None:
    report = to_come(CabinetReportState.DRAFT)
    others = (None, UserFactory(), seated(report.meeting.committee, CommitteeRole.CLERK), administrator())
    assert {asked(report, name, user).status_code for user in others} == {404}


def test_whoever_clears_a_section_reads_the_public_draft_and_not_the_restricted_one() -> None:
    report = to_come(CabinetReportState.DRAFT)
    clears = appointed(_clearing(report))
    assert asked(report, "report_pdf", clears).status_code == 200
    assert asked(report, "restricted_pdf", clears).status_code == 404


def test_the_clerk_reads_what_was_handed_in_while_it_is_written_again() -> None:
    report = to_come(CabinetReportState.SUBMITTED)
    clerk = seated(report.meeting.committee, CommitteeRole.CLERK)
    assert SECRET in text_of(asked(report, "restricted_pdf", clerk).content)
    return_report(report=report, by=clerk, reason="The costs are missing.")
    section = current_revision(report).sections.get(heading__heading="Executive Summary")
    section.text = "Written anew."
    section.save()
    assert "Written anew" not in text_of(asked(report, "report_pdf", clerk).content)
    assert "Written anew" in text_of(asked(report, "report_pdf", appointed(report.post)).content)
