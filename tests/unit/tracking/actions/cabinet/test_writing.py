"""What stands in a report to Cabinet: sections, recommended decisions, appendices and parties; and clearing."""

from uuid import uuid4

import pytest

from tests import cabinet_factories as cabinet
from tests.factories import CommitteeFactory, PostFactory, UserFactory, administrator, appointed, seated
from tests.uploads import inspected, pdf
from tracking.actions.cabinet.appendices import (
    append_document,
    append_file,
    appendix_as_saved,
    change_appendix,
    move_appendix,
    remove_appendix,
)
from tracking.actions.cabinet.parties import add_party, change_party, move_party, party_as_saved, remove_party
from tracking.actions.cabinet.recommended import (
    add_recommended_decision,
    change_recommended_decision,
    move_recommended_decision,
    remove_recommended_decision,
)
from tracking.actions.cabinet.sections import clear_section, save_section, section_as_saved, take_back_clearance
from tracking.actions.conflicts import fingerprints
from tracking.actions.openness import Openness
from tracking.enums import CabinetReportState, Capacity, CommitteeRole, Edition, Exemption, PartyRole, PostKind
from tracking.exceptions import NotAllowed, NotPossible, StaleState, StaleText
from tracking.models import Event, User
from tracking.models.cabinet import CabinetAppendix, CabinetFile, CabinetReport
from tracking.queries.cabinet.appending import documents_to_append
from tracking.queries.cabinet.readiness import clearing_of

pytestmark = pytest.mark.django_db

PUBLIC = Openness(Exemption.PUBLIC)
EXEMPT = Openness(Exemption.EXEMPT, 3, "Prices are being negotiated.")
SECRET = "Eleven million pounds."


@pytest.fixture
def report() -> CabinetReport:
    return cabinet.a_report()


@pytest.fixture
def writer(report: CabinetReport) -> User:
    return appointed(report.post, Capacity.CONTRIBUTOR)


@pytest.fixture
def solicitor(report: CabinetReport) -> User:
    return appointed(cabinet.clearing_post(report))


@pytest.fixture
def strangers(report: CabinetReport, solicitor: User) -> tuple[User, ...]:
    clerk = seated(report.meeting.committee, CommitteeRole.CLERK)
    return UserFactory(), administrator(), solicitor, clerk, seated(report.meeting.committee)


def test_saving_a_section_keeps_its_words_out_of_the_audit_trail(report: CabinetReport, writer: User) -> None:
    section = cabinet.section_of(report, "Executive Summary")
    save_section(section=section, text=SECRET, openness=EXEMPT, version=0, by=writer)
    section.refresh_from_db()
    assert (section.text, section.exemption, section.exempt_paragraph, section.version, section.recorded_by) == (
        SECRET,
        "exempt",
        3,
        1,
        writer,
    )
    event = Event.objects.get()
    assert (event.type, event.after["changed"]) == ("saved section of report to Cabinet", ["openness", "text"])
    assert SECRET not in str(event.after) + str(event.before)
    assert "negotiated" not in str(event.after) + str(event.before)


def test_saving_what_is_there_writes_nothing(report: CabinetReport, writer: User) -> None:
    section = cabinet.section_of(report, "Executive Summary")
    save_section(section=section, text=section.text, openness=PUBLIC, version=0, by=writer)
    assert (Event.objects.count(), cabinet.section_of(report, "Executive Summary").version) == (0, 0)


def test_nothing_is_lost_when_two_save_the_same_section(report: CabinetReport, writer: User) -> None:
    section = cabinet.section_of(report, "Executive Summary")
    read = fingerprints(section_as_saved(section))
    was = section.text
    save_section(section=section, text="Mine.", openness=PUBLIC, version=0, by=writer, read=read)
    save_section(section=section, text=was, openness=EXEMPT, version=0, by=writer, read=read)
    section.refresh_from_db()
    assert (section.text, section.exemption) == ("Mine.", "exempt")
    with pytest.raises(StaleText):
        save_section(section=section, text="Theirs.", openness=PUBLIC, version=0, by=writer, read=read)
    with pytest.raises(StaleText):
        save_section(section=section, text="Theirs.", openness=PUBLIC, version=0, by=writer)


def test_only_the_report_s_own_post_writes_in_it(report: CabinetReport, strangers: tuple[User, ...]) -> None:
    section = cabinet.section_of(report, "Executive Summary")
    decision = cabinet.current_revision(report).recommended_decisions.get()
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            save_section(section=section, text="Words.", openness=PUBLIC, version=0, by=stranger)
        with pytest.raises(NotAllowed):
            add_recommended_decision(report=report, text="To agree.", by=stranger)
        with pytest.raises(NotAllowed):
            change_recommended_decision(row=decision, text="To agree.", was=decision.text, by=stranger)
        with pytest.raises(NotAllowed):
            append_file(report=report, title="A", file=inspected("a.pdf", pdf()), openness=PUBLIC, by=stranger)
        with pytest.raises(NotAllowed):
            add_party(report=report, role=PartyRole.AUTHOR, name="Somebody", by=stranger)


def test_a_section_that_is_always_required_cannot_be_left_out(report: CabinetReport, writer: User) -> None:
    summary = cabinet.section_of(report, "Executive Summary")
    procurement = cabinet.section_of(report, "Procurement Implications")
    with pytest.raises(NotPossible, match="required in every report"):
        save_section(section=summary, text="", not_required_reason="No.", openness=PUBLIC, version=0, by=writer)
    with pytest.raises(NotPossible, match="not both"):
        save_section(
            section=procurement, text="Words.", not_required_reason="No.", openness=PUBLIC, version=0, by=writer
        )
    save_section(
        section=procurement, text="", not_required_reason="Nothing is bought.", openness=PUBLIC, version=0, by=writer
    )
    procurement.refresh_from_db()
    assert (procurement.text, procurement.not_required_reason) == ("", "Nothing is bought.")


def test_nothing_is_written_once_the_report_is_handed_in(writer: User) -> None:
    report = cabinet.a_report(state=CabinetReportState.SUBMITTED)
    author = appointed(report.post)
    section = cabinet.section_of(report, "Executive Summary")
    decision = cabinet.current_revision(report).recommended_decisions.get()
    with pytest.raises(StaleState):
        save_section(section=section, text="Words.", openness=PUBLIC, version=0, by=author)
    with pytest.raises(StaleState):
        remove_recommended_decision(row=decision, by=author)
    with pytest.raises(StaleState):
        append_file(report=report, title="A", file=inspected("a.pdf", pdf()), openness=PUBLIC, by=author)
    assert CabinetFile.objects.count() == 0


def test_the_holder_of_the_post_that_the_template_names_clears(
    report: CabinetReport, solicitor: User, strangers: tuple[User, ...], writer: User
) -> None:
    section = cabinet.section_of(report, "Legal Implications")
    contributor = appointed(cabinet.clearing_post(report), Capacity.CONTRIBUTOR)
    for stranger in (writer, contributor, *(other for other in strangers if other != solicitor)):
        with pytest.raises(NotAllowed):
            clear_section(section=section, version=0, by=stranger)
    clearance = clear_section(section=section, version=0, by=solicitor)
    assert clear_section(section=section, version=0, by=solicitor) == clearance
    assert (clearance.post, clearance.recorded_by, clearance.section_version) == (
        cabinet.clearing_post(report),
        solicitor,
        0,
    )
    assert Event.objects.get().type == "cleared section of report to Cabinet"


def test_a_change_asks_for_clearing_again(report: CabinetReport, writer: User, solicitor: User) -> None:
    section = cabinet.section_of(report, "Legal Implications")
    clear_section(section=section, version=0, by=solicitor)
    save_section(section=section, text="Other words.", openness=PUBLIC, version=0, by=writer)
    assert [row.is_cleared for row in clearing_of(cabinet.current_revision(report))] == [False]
    with pytest.raises(StaleText):
        clear_section(section=section, version=0, by=solicitor)
    clear_section(section=section, version=1, by=solicitor)
    assert [row.is_cleared for row in clearing_of(cabinet.current_revision(report))] == [True]
    assert section.clearances.count() == 2


def test_clearing_is_taken_back_while_the_report_is_not_accepted(report: CabinetReport, solicitor: User) -> None:
    section = cabinet.section_of(report, "Legal Implications")
    with pytest.raises(NotPossible):
        take_back_clearance(section=section, by=solicitor)
    clear_section(section=section, version=0, by=solicitor)
    take_back_clearance(section=section, by=solicitor)
    assert section.clearances.count() == 0
    assert Event.objects.order_by("pk").last().before["recorded_by"] == solicitor.pk


def test_nothing_is_cleared_that_says_nothing_or_is_accepted(solicitor: User, report: CabinetReport) -> None:
    section = cabinet.section_of(report, "Legal Implications")
    section.text = ""
    section.save()
    with pytest.raises(NotPossible, match="Nothing is written"):
        clear_section(section=section, version=0, by=solicitor)
    accepted = cabinet.a_report(state=CabinetReportState.ACCEPTED)
    with pytest.raises(NotPossible, match="accepted"):
        clear_section(
            section=cabinet.section_of(accepted, "Legal Implications"),
            version=0,
            by=appointed(cabinet.clearing_post(accepted)),
        )


def test_recommended_decisions_are_added_moved_changed_and_taken_out(report: CabinetReport, writer: User) -> None:
    first = cabinet.current_revision(report).recommended_decisions.get()
    second = add_recommended_decision(report=report, text="To note it.", by=writer)
    assert add_recommended_decision(report=report, text="To note it.", by=writer) == second
    move_recommended_decision(row=second, up=True, by=writer)
    rows = cabinet.current_revision(report).recommended_decisions
    assert [row.pk for row in rows.all()] == [second.pk, first.pk]
    change_recommended_decision(row=second, text="To note all of it.", was="To note it.", by=writer)
    with pytest.raises(StaleText):
        change_recommended_decision(row=second, text="To welcome it.", was="To note it.", by=writer)
    remove_recommended_decision(row=first, by=writer)
    assert [row.text for row in rows.all()] == ["To note all of it."]
    with pytest.raises(StaleState):
        remove_recommended_decision(row=second, by=writer) or remove_recommended_decision(row=second, by=writer)
    assert "note" not in " ".join(str(event.after) + str(event.before) for event in Event.objects.all())


def test_an_appendix_is_kept_once_however_often_its_form_is_sent(report: CabinetReport, writer: User) -> None:
    key = uuid4()
    told = {"report": report, "title": "Survey", "openness": EXEMPT, "by": writer, "form_key": key}
    first = append_file(file=inspected("survey.pdf", pdf()), **told)
    assert append_file(file=inspected("survey.pdf", pdf()), **told) == first
    assert (CabinetFile.objects.count(), first.file.original_name, first.file.page_count) == (1, "survey.pdf", 2)
    assert Event.objects.get().after["title"] == "Survey"
    assert "negotiated" not in str(Event.objects.get().after)
    remove_appendix(appendix=first, by=writer)
    with pytest.raises(StaleState):
        append_file(file=inspected("survey.pdf", pdf()), **told)


def test_an_appendix_is_a_pdf_with_a_title(report: CabinetReport, writer: User) -> None:
    with pytest.raises(NotPossible, match="not a PDF"):
        append_file(report=report, title="Figures", file=inspected(), openness=PUBLIC, by=writer)
    with pytest.raises(NotPossible, match="title"):
        append_file(report=report, title=" ", file=inspected("a.pdf", pdf()), openness=PUBLIC, by=writer)


def test_appendices_are_moved_changed_and_taken_out(report: CabinetReport, writer: User) -> None:
    first, second = (
        append_file(report=report, title=title, file=inspected("a.pdf", pdf()), openness=PUBLIC, by=writer)
        for title in ("First", "Second")
    )
    move_appendix(appendix=second, up=True, by=writer)
    move_appendix(appendix=second, up=True, by=writer)
    rows = cabinet.current_revision(report).appendices
    assert [row.title for row in rows.all()] == ["Second", "First"]
    read = fingerprints(appendix_as_saved(first))
    change_appendix(appendix=first, title="Third", openness=EXEMPT, by=writer, read=read)
    with pytest.raises(StaleText):
        change_appendix(appendix=first, title="Fourth", openness=EXEMPT, by=writer, read=read)
    remove_appendix(appendix=second, by=writer)
    assert [(row.title, row.exemption) for row in rows.all()] == [("Third", "exempt")]


def test_only_what_everyone_may_read_is_appended_as_issued(report: CabinetReport, writer: User) -> None:
    published = cabinet.CabinetReportFactory(state=CabinetReportState.PUBLISHED)
    public = cabinet.CabinetReportEditionFactory(report=published)
    restricted = cabinet.CabinetReportEditionFactory(report=published, edition=Edition.RESTRICTED)
    assert list(documents_to_append()) == [public.document]
    told = {"report": report, "title": "Earlier report", "openness": PUBLIC, "by": writer}
    with pytest.raises(NotPossible, match="everyone"):
        append_document(document=restricted.document, **told)
    append_document(document=public.document, **told)
    with pytest.raises(NotPossible, match="already"):
        append_document(document=public.document, **told)
    assert CabinetAppendix.objects.get().issued_document == public.document


def test_a_header_names_cabinet_members_chairs_and_authors(report: CabinetReport, writer: User) -> None:
    portfolio, scrutiny = PostFactory(), CommitteeFactory()
    add_party(report=report, role=PartyRole.CABINET_MEMBER, post=portfolio, by=writer)
    chair = add_party(report=report, role=PartyRole.SCRUTINY_CHAIR, committee=scrutiny, name="Chair", by=writer)
    author = add_party(report=report, role=PartyRole.AUTHOR, name="Author", telephone="1", by=writer)
    other = add_party(report=report, role=PartyRole.AUTHOR, name="Another", by=writer)
    move_party(party=other, up=True, by=writer)
    change_party(party=chair, committee=scrutiny, name="New Chair", by=writer)
    authors = report.parties.filter(role=PartyRole.AUTHOR)
    assert [row.name for row in authors] == ["Another", "Author"]
    remove_party(party=author, by=writer)
    assert [row.name for row in report.parties.exclude(name="").order_by("name")] == ["Another", "New Chair"]
    told = " ".join(str(event.after) + str(event.before) for event in Event.objects.all())
    assert "Author" not in told
    assert "Chair" not in told


def test_two_who_change_the_same_of_an_author_are_told(report: CabinetReport, writer: User) -> None:
    author = add_party(report=report, role=PartyRole.AUTHOR, name="Author", telephone="1", by=writer)
    read = fingerprints(party_as_saved(author))
    change_party(party=author, name="Ann Author", telephone="1", by=writer, read=read)
    with pytest.raises(StaleText, match="Open it again"):
        change_party(party=author, name="Bob Author", telephone="1", by=writer, read=read)
    change_party(party=author, name="Author", telephone="2", by=writer, read=read)
    author.refresh_from_db()
    assert (author.name, author.telephone) == ("Ann Author", "2")


def test_a_header_refuses_who_does_not_fit(report: CabinetReport, writer: User) -> None:
    with pytest.raises(NotPossible, match="cabinet post"):
        add_party(report=report, role=PartyRole.CABINET_MEMBER, post=PostFactory(kind=PostKind.OFFICER), by=writer)
    with pytest.raises(NotPossible, match="chair"):
        add_party(report=report, role=PartyRole.SCRUTINY_CHAIR, committee=report.meeting.committee, name="A", by=writer)
    with pytest.raises(NotPossible, match="name"):
        add_party(report=report, role=PartyRole.AUTHOR, name=" ", by=writer)
    with pytest.raises(NotPossible):
        add_party(report=report, role=PartyRole.REPORT_OF, post=PostFactory(), by=writer)
    with pytest.raises(NotPossible, match="stays"):
        remove_party(party=report.parties.get(role=PartyRole.REPORT_OF), by=writer)
