"""The header of a report to Cabinet: what was handed in stays what it was, whatever is typed into it since."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pytest_django import Settings

from tests import cabinet_factories as cabinet
from tests.cabinet_pages import a_report_to, at, browser
from tests.cabinet_publishing import published as publish
from tests.factories import AppointmentFactory, MeetingFactory, PersonFactory, PostFactory, appointed, seated
from tests.pages import text_of
from tracking.actions.cabinet.checking import accept_report, return_report
from tracking.actions.cabinet.moving import move_report
from tracking.actions.cabinet.parties import add_party, change_party
from tracking.actions.cabinet.reports import change_header, submit_report
from tracking.actions.cabinet.sections import clear_section
from tracking.enums import CommitteeRole, PartyRole, PostKind
from tracking.models import Appointment, Meeting, User
from tracking.models.cabinet import CabinetReport, CabinetReportRevision, ReportTemplateVersion
from tracking.queries.cabinet.withheld import paper_for

OLD, NEW = "The northern depot", "The southern depot"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def _meeting(version: ReportTemplateVersion, days: int) -> Meeting:
    held_on = timezone.localdate() + timedelta(days=days)
    return MeetingFactory(committee=version.template.committee, held_on=held_on)


@pytest.fixture
def version() -> ReportTemplateVersion:
    return cabinet.a_template()


@pytest.fixture
def report(version: ReportTemplateVersion) -> CabinetReport:
    """A draft for a meeting so near that its notice is short, and the urgency says why."""
    post = PostFactory(name="Director of Streets", kind=PostKind.OFFICER)
    made = a_report_to(
        version,
        title=OLD,
        post=post,
        meeting=_meeting(version, 20),
        is_key_decision=True,
        key_notice_on=timezone.localdate(),
        key_urgency="Agreed with the chair of scrutiny.",
        is_open_to_call_in=True,
    )
    cabinet.CabinetPartyFactory(report=made, name="Ann Author")
    return made


@pytest.fixture
def holder(report: CabinetReport) -> User:
    return appointed(report.post)


@pytest.fixture
def clerk(report: CabinetReport) -> User:
    return seated(report.meeting.committee, CommitteeRole.CLERK)


def _return(report: CabinetReport, clerk: User) -> None:
    return_report(report=report, reason="Add the costs.", by=clerk)


def _retype(report: CabinetReport, by: User) -> None:
    change_header(report=report, by=by, title=NEW, key_urgency="It cannot wait.", wards="Ladywood")
    author = report.parties.get(role=PartyRole.AUTHOR)
    change_party(party=author, by=by, name="Bea Writer", title="", telephone="0121 496 0001", email="")


def _page(report: CabinetReport, reader: User) -> str:
    return text_of(browser(reader).get(at("cabinet_report", report)))


def _accept(report: CabinetReport, clerk: User) -> None:
    section = cabinet.section_of(report, "Legal Implications")
    accept_report(report=report, by=clerk, why_not_cleared={section.pk: "It is urgent."})


@pytest.mark.django_db
def test_while_a_report_is_typed_anew_its_clerk_reads_the_header_that_was_handed_in(
    report: CabinetReport, holder: User, clerk: User
) -> None:
    submit_report(report=report, by=holder)
    handed_in = _page(report, clerk)
    _return(report, clerk)
    _retype(report, holder)
    read = _page(report, clerk)
    typed_before = (OLD, "Ann Author", "Agreed with the chair of scrutiny.", "No. All wards are affected.")
    typed_since = (NEW, "Bea Writer", "It cannot wait.", "Ladywood")
    assert [words for words in typed_before if words not in handed_in or words not in read] == []
    assert [words for words in typed_since if words in read] == []
    check = text_of(browser(holder).get(at("cabinet_report_check", report)))
    assert [words for words in typed_since if words not in check] == []


@pytest.mark.django_db
def test_whom_the_header_does_not_name_is_to_be_said_while_it_is_written_and_nobody_once_it_is_handed_in(
    report: CabinetReport, holder: User, clerk: User
) -> None:
    check = at("cabinet_report_check", report)
    assert "Relevant O&S Chairs Not said yet" in text_of(browser(holder).get(check))
    submit_report(report=report, by=holder)
    assert "Relevant O&S Chairs None" in _page(report, clerk)
    assert "Not said yet" not in _page(report, clerk)


@pytest.mark.django_db
def test_no_list_tells_the_clerk_what_a_returned_report_is_called_since(
    report: CabinetReport, holder: User, clerk: User
) -> None:
    submit_report(report=report, by=holder)
    _return(report, clerk)
    _retype(report, holder)
    titles = {
        name: [line.title for line in browser(user).get(reverse("cabinet_report_list")).context["under_way"]]
        for name, user in {"clerk": clerk, "holder": holder}.items()
    }
    assert titles == {"clerk": [OLD], "holder": [NEW]}
    overview = text_of(browser(clerk).get(reverse("overview")))
    assert (f"revise the report to Cabinet “{OLD}”" in overview, NEW in overview) == (True, False)


@pytest.mark.django_db
def test_the_clerk_s_draft_files_have_the_header_that_was_handed_in(
    report: CabinetReport, holder: User, clerk: User
) -> None:
    submit_report(report=report, by=holder)
    _return(report, clerk)
    _retype(report, holder)
    file = browser(clerk).get(at("cabinet_report_docx", report))
    words = "\n".join(cell.text for row in Document(BytesIO(file.content)).tables[0].rows for cell in row.cells)
    assert (OLD in words, "Ann Author" in words, NEW in words, "Bea Writer" in words) == (True, True, False, False)
    assert ("northern" in file["Content-Disposition"], "southern" in file["Content-Disposition"]) == (True, False)


@pytest.mark.django_db
def test_handed_in_again_it_shows_the_new_header_and_the_first_revision_keeps_its_own(
    report: CabinetReport, holder: User, clerk: User
) -> None:
    submit_report(report=report, by=holder)
    _return(report, clerk)
    _retype(report, holder)
    submit_report(report=report, by=holder)
    read = _page(report, clerk)
    assert [words in read for words in (NEW, "Bea Writer", OLD, "Ann Author")] == [True, True, False, False]
    frozen = CabinetReportRevision.objects.filter(report=report).order_by("number").values_list("frozen__title")
    assert list(frozen) == [(OLD,), (NEW,)]


@pytest.mark.django_db
def test_who_only_signed_a_report_reads_the_header_they_signed(
    report: CabinetReport, holder: User, clerk: User
) -> None:
    submit_report(report=report, by=holder)
    _return(report, clerk)
    Appointment.objects.filter(person=holder.person).delete()
    successor = appointed(report.post)
    _retype(report, successor)
    submit_report(report=report, by=successor)
    signer = User.objects.get(pk=holder.pk)
    assert (NEW in _page(report, signer), OLD in _page(report, signer)) == (False, True)
    (line,) = browser(signer).get(reverse("cabinet_report_list")).context["under_way"]
    assert line.title == OLD


@pytest.mark.django_db
def test_a_returned_revision_names_the_meeting_it_was_handed_in_for_and_a_current_one_that_of_today(
    report: CabinetReport, holder: User, clerk: User, version: ReportTemplateVersion
) -> None:
    first, second, third = report.meeting, _meeting(version, 30), _meeting(version, 40)
    submit_report(report=report, by=holder)
    _return(report, clerk)
    move_report(report=report, meeting=second, by=holder)
    assert paper_for(report, clerk).meeting.held_on == first.held_on
    submit_report(report=report, by=holder)
    assert paper_for(report, clerk).meeting.held_on == second.held_on
    move_report(report=report, meeting=third, by=clerk)
    assert paper_for(report, clerk).meeting.held_on == third.held_on


@pytest.mark.django_db
def test_the_clerk_is_told_what_was_cleared_of_what_was_handed_in(
    report: CabinetReport, holder: User, clerk: User
) -> None:
    submit_report(report=report, by=holder)
    _return(report, clerk)
    section = cabinet.section_of(report, "Legal Implications")
    clear_section(section=section, version=section.version, by=appointed(section.heading.cleared_by))
    assert len(browser(clerk).get(at("cabinet_report", report)).context["not_cleared"]) == 1
    submit_report(report=report, by=holder)
    assert len(browser(clerk).get(at("cabinet_report", report)).context["not_cleared"]) == 0


@pytest.mark.django_db
def test_a_post_that_changed_hands_is_named_anew_at_publication_and_the_clerk_is_told_before(
    report: CabinetReport, holder: User, clerk: User
) -> None:
    submit_report(report=report, by=holder)
    _accept(report, clerk)
    Appointment.objects.filter(person=holder.person).delete()
    AppointmentFactory(post=report.post, person=PersonFactory(name="Sam Successor"))
    assert (holder.person.name in _page(report, clerk), "Sam Successor" in _page(report, clerk)) == (True, False)
    asked = text_of(browser(clerk).get(at("cabinet_report_publish", report)))
    assert (
        "A name changed since it was handed in. The published report will say: Director of Streets: Sam Successor."
        in asked
    )
    publish(report, clerk, late="The lease ends.")
    public = text_of(Client().get(at("cabinet_report", report)))
    assert (holder.person.name in public.partition("Signed by")[0], "Sam Successor" in public) == (False, True)


@pytest.mark.django_db
def test_a_published_report_keeps_its_header_whatever_becomes_of_the_posts_and_rows_behind_it(
    report: CabinetReport, holder: User, clerk: User
) -> None:
    submit_report(report=report, by=holder)
    _accept(report, clerk)
    (edition,) = publish(report, clerk, late="The lease ends.")
    CabinetReport.objects.filter(pk=report.pk).update(key_urgency="It cannot wait.")
    report.parties.filter(role=PartyRole.AUTHOR).update(name="Bea Writer")
    report.post.name = "Director of Places"
    report.post.save()
    public = text_of(Client().get(at("cabinet_report", report)))
    kept = ("Agreed with the chair of scrutiny.", "Ann Author", f"Director of Streets: {holder.person.name}")
    assert [words in public for words in kept] == [True, True, True]
    assert [words in public for words in ("It cannot wait.", "Bea Writer", "Director of Places")] == [False] * 3
    assert edition.document.contents["paper"]["parties"] == cabinet.current_revision(report).frozen["parties"]


@pytest.mark.django_db
def test_nothing_is_frozen_of_what_was_never_handed_in(report: CabinetReport, holder: User) -> None:
    add_party(report=report, role=PartyRole.AUTHOR, name="Cy Third", telephone="0121 496 0002", by=holder)
    assert cabinet.current_revision(report).frozen is None
    assert [party.name for party in paper_for(report, holder).parties[1:]] == ["Ann Author", "Cy Third"]
