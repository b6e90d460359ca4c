"""A report to Cabinet is published in its editions, and decided."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from tests import cabinet_factories as cabinet
from tests.cabinet_publishing import made, ready
from tests.cabinet_publishing import published as publish
from tests.factories import (
    AppointmentFactory,
    MeetingFactory,
    PersonFactory,
    UserFactory,
    administrator,
    appointed,
    seated,
)
from tracking.actions.cabinet.decisions import DecisionWords, correct_decision, publish_decisions, record_decision
from tracking.actions.cabinet.moving import move_report
from tracking.actions.cabinet.publishing import publish_report
from tracking.actions.cabinet.report_jobs import ask_for_editions, explain_findings
from tracking.enums import CabinetReportState, CommitteeRole, JobState, MeetingState, PartyRole, ScanState
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import Appointment, Event, Meeting, User
from tracking.models.cabinet import CabinetReport, ExecutiveDecision
from tracking.presenters.cabinet.states import state_sentence
from tracking.presenters.wording import written_date
from tracking.queries.cabinet.decided import decisions_on
from tracking.queries.cabinet.frozen import paper_of_document
from tracking.queries.cabinet.withheld import editions_of, paper_for

pytestmark = pytest.mark.django_db

SECRET = "Eleven million pounds for the depot."
AGREED = DecisionWords("agreed", "It serves the council's plan.")


def _to_come(days: int = 60) -> Meeting:
    return MeetingFactory(committee=cabinet.a_cabinet(), held_on=timezone.localdate() + timedelta(days=days))


def _accepted(meeting: Meeting, **fields: object) -> CabinetReport:
    version = cabinet.a_template(template__committee=meeting.committee)
    return cabinet.a_report(template_version=version, meeting=meeting, state=CabinetReportState.ACCEPTED, **fields)


@pytest.fixture
def accepted() -> CabinetReport:
    return _accepted(_to_come())


@pytest.fixture
def clerk(accepted: CabinetReport) -> User:
    return seated(accepted.meeting.committee, CommitteeRole.CLERK)


@pytest.fixture
def published() -> CabinetReport:
    meeting = MeetingFactory(committee=cabinet.a_cabinet(), held_on=timezone.localdate() - timedelta(days=1))
    version = cabinet.a_template(template__committee=meeting.committee)
    return cabinet.a_report(template_version=version, meeting=meeting, state=CabinetReportState.PUBLISHED)


@pytest.fixture
def its_clerk(published: CabinetReport) -> User:
    return seated(published.meeting.committee, CommitteeRole.CLERK)


def _withhold(report: CabinetReport, heading: str) -> None:
    section = cabinet.section_of(report, heading)
    for name, value in {**cabinet.WITHHELD, "text": SECRET}.items():
        setattr(section, name, value)
    section.save()


def test_publishing_keeps_one_edition_where_nothing_is_withheld(accepted: CabinetReport, clerk: User) -> None:
    (edition,) = publish(accepted, clerk)
    with edition.document.file.open() as file:
        content = file.read()
    assert (edition.edition, edition.document.sha256) == ("public", hashlib.sha256(content).hexdigest())
    assert (accepted.state, accepted.published_by, accepted.tabled_late_reason) == ("published", clerk, "")
    asked, told = Event.objects.order_by("pk")
    assert (asked.type, told.type) == ("asked for editions of report to Cabinet", "published report to Cabinet")
    assert told.after["editions"] == {"public": edition.document.sha256}


def test_publishing_keeps_both_editions_with_the_facts_each_was_made_of(accepted: CabinetReport, clerk: User) -> None:
    _withhold(accepted, "Legal Implications")
    papers = editions_of(accepted)
    public, restricted = publish(accepted, clerk)
    assert [public.edition, restricted.edition] == ["public", "restricted"]
    assert [paper_of_document(row.document) for row in (public, restricted)] == [papers.public, papers.restricted]
    assert SECRET not in str(public.document.contents)
    assert SECRET in str(restricted.document.contents)


def test_parties_stay_as_they_were_at_publication(accepted: CabinetReport, clerk: User) -> None:
    AppointmentFactory(post=accepted.post, person=PersonFactory(name="Ann Holder"))
    cabinet.CabinetPartyFactory(report=accepted, name="Bob Author", title="Head of Fleet")
    publish(accepted, clerk)
    Appointment.objects.all().delete()
    accepted.refresh_from_db()
    paper = paper_for(accepted, UserFactory())
    assert [(party.role, party.name, party.title) for party in paper.parties] == [
        (PartyRole.REPORT_OF, "Ann Holder", accepted.post.name),
        (PartyRole.AUTHOR, "Bob Author", "Head of Fleet"),
    ]


def test_only_cabinet_s_clerk_publishes_and_records(
    accepted: CabinetReport, published: CabinetReport, its_clerk: User
) -> None:
    holder, member = appointed(accepted.post), seated(accepted.meeting.committee)
    job = ready(accepted)
    for stranger in (holder, member, administrator(), UserFactory(), its_clerk):
        with pytest.raises(NotAllowed):
            publish_report(report=accepted, job=job, by=stranger)
    row = record_decision(report=published, words=AGREED, by=its_clerk)
    for stranger in (holder, administrator(), seated(published.meeting.committee), appointed(published.post)):
        with pytest.raises(NotAllowed):
            record_decision(report=published, words=AGREED, by=stranger)
        with pytest.raises(NotAllowed):
            correct_decision(decision=row, words=AGREED, reason="Wrong.", by=stranger)
        with pytest.raises(NotAllowed):
            publish_decisions(report=published, by=stranger)


def test_only_an_accepted_report_for_a_meeting_to_come_is_published() -> None:
    report = cabinet.a_report(state=CabinetReportState.SUBMITTED)
    clerk = seated(report.meeting.committee, CommitteeRole.CLERK)
    with pytest.raises(NotPossible, match="submitted"):
        publish_report(report=report, job=ready(report), by=clerk)
    over = _accepted(MeetingFactory(committee=report.meeting.committee, state=MeetingState.HELD))
    with pytest.raises(NotPossible, match="over or cancelled"):
        publish_report(report=over, job=ready(over), by=clerk)


def test_a_report_is_not_published_for_a_meeting_of_yesterday() -> None:
    report = _accepted(_to_come(days=-1))
    clerk = seated(report.meeting.committee, CommitteeRole.CLERK)
    with pytest.raises(NotPossible, match="over or cancelled"):
        publish_report(report=report, job=ready(report), by=clerk, tabled_late_reason="x")


def test_the_title_of_an_edition_is_cut_to_what_fits_and_keeps_its_ending() -> None:
    report = _accepted(_to_come(), title="x" * 300)
    _withhold(report, "Legal Implications")
    clerk = seated(report.meeting.committee, CommitteeRole.CLERK)
    editions = publish_report(report=report, job=ready(report), by=clerk)
    titles = [row.document.title for row in editions]
    assert [len(title) for title in titles] == [300, 300]
    assert [title.partition("…")[2] for title in titles] == [" (public edition)", " (restricted edition)"]


def test_a_published_report_moves_to_a_later_meeting_with_the_reason_where_it_is_late(
    published: CabinetReport, its_clerk: User
) -> None:
    report = published
    soon, later = (
        MeetingFactory(committee=report.meeting.committee, held_on=timezone.localdate() + timedelta(days=days))
        for days in (2, 60)
    )
    with pytest.raises(NotPossible, match="late"):
        move_report(report=report, meeting=soon, by=its_clerk)
    move_report(report=report, meeting=soon, by=its_clerk, tabled_late_reason="The offer lapses.")
    report.refresh_from_db()
    assert (report.state, report.meeting, report.tabled_late_reason) == ("published", soon, "The offer lapses.")
    move_report(report=report, meeting=later, by=its_clerk)
    report.refresh_from_db()
    assert (report.meeting, report.tabled_late_reason) == (later, "")


def test_a_report_on_which_something_is_decided_stays_with_its_meeting(
    published: CabinetReport, its_clerk: User
) -> None:
    record_decision(report=published, words=AGREED, by=its_clerk)
    later = MeetingFactory(committee=published.meeting.committee, held_on=timezone.localdate() + timedelta(days=60))
    with pytest.raises(NotPossible, match="stays with its meeting"):
        move_report(report=published, meeting=later, by=its_clerk)


def test_a_late_report_is_published_with_its_reason() -> None:
    report = _accepted(_to_come(days=2))
    clerk = seated(report.meeting.committee, CommitteeRole.CLERK)
    job = ready(report)
    with pytest.raises(NotPossible, match="late"):
        publish_report(report=report, job=job, by=clerk)
    publish_report(report=report, job=job, by=clerk, tabled_late_reason="The offer lapses on Friday.")
    assert (report.state, report.tabled_late_reason) == ("published", "The offer lapses on Friday.")


def test_nothing_goes_out_that_waits_for_the_virus_scanner(accepted: CabinetReport, clerk: User) -> None:
    file = cabinet.CabinetFileFactory(report=accepted, scan_state=ScanState.WAITING)
    cabinet.CabinetAppendixFactory(revision=cabinet.current_revision(accepted), title="Survey", file=file)
    with pytest.raises(NotPossible, match="Survey"):
        ask_for_editions(report=accepted, by=clerk)
    with pytest.raises(NotPossible, match="Survey"):
        publish_report(report=accepted, job=ready(accepted), by=clerk)


def test_what_was_looked_at_is_published_byte_for_byte(accepted: CabinetReport, clerk: User) -> None:
    _withhold(accepted, "Legal Implications")
    job = made(accepted, clerk)
    looked_at = {row.edition: (row.file.name, row.sha256, row.page_count) for row in job.editions.all()}
    editions = publish_report(report=accepted, job=job, by=clerk)
    issued = {row.edition: (row.document.file.name, row.document.sha256, row.document.page_count) for row in editions}
    assert (issued, [row.document.is_public for row in editions]) == (looked_at, [True, False])
    job.refresh_from_db()
    assert (job.state, job.editions.count(), len(_files())) == (JobState.ISSUED, 0, 2)


def test_a_report_that_changed_since_its_editions_were_made_is_not_published(
    accepted: CabinetReport, clerk: User
) -> None:
    job = ready(accepted)
    AppointmentFactory(post=accepted.post, person=PersonFactory(name="Sam Successor"))
    with pytest.raises(StaleState, match="changed since its editions were made"):
        publish_report(report=accepted, job=job, by=clerk)
    publish_report(report=accepted, job=ready(accepted), by=clerk)
    assert accepted.state == CabinetReportState.PUBLISHED


def test_only_the_latest_editions_of_this_very_report_are_published(accepted: CabinetReport, clerk: User) -> None:
    before, other = ready(accepted), ready(_accepted(accepted.meeting))
    ready(accepted)
    with pytest.raises(StaleState, match="no longer the latest"):
        publish_report(report=accepted, job=before, by=clerk)
    with pytest.raises(NotPossible, match="of another report"):
        publish_report(report=accepted, job=other, by=clerk)
    for state in (JobState.WAITING, JobState.FAILED, JobState.CANCELLED):
        job = cabinet.CabinetReportJobFactory(report=accepted, state=state)
        with pytest.raises(StaleState, match="no longer the latest"):
            publish_report(report=accepted, job=job, by=clerk)
        job.delete()


def test_a_file_that_is_damaged_or_gone_is_not_published(accepted: CabinetReport, clerk: User) -> None:
    job = ready(accepted)
    name = job.editions.get().file.name
    default_storage.delete(name)
    with pytest.raises(NotPossible, match="gone or damaged"):
        publish_report(report=accepted, job=job, by=clerk)
    default_storage.save(name, ContentFile(b"%PDF-1.7 another"))
    with pytest.raises(NotPossible, match="gone or damaged"):
        publish_report(report=accepted, job=job, by=clerk)


def test_an_appendix_that_could_not_be_printed_keeps_the_report_back(accepted: CabinetReport, clerk: User) -> None:
    job = ready(accepted, not_printed=["Appendix 1: Survey is missing from the file store."])
    with pytest.raises(NotPossible, match="Appendix 1: Survey"):
        publish_report(report=accepted, job=job, by=clerk)


def test_what_may_be_exempt_is_published_once_the_clerk_said_why_it_is_not(
    accepted: CabinetReport, clerk: User
) -> None:
    _withhold(accepted, "Legal Implications")
    summary = cabinet.section_of(accepted, "Executive Summary")
    summary.text = f"It is known: {SECRET}"
    summary.save()
    job = made(accepted, clerk)
    assert len(job.findings) > 0
    with pytest.raises(NotPossible, match="may be exempt"):
        publish_report(report=accepted, job=job, by=clerk)
    reasons = dict.fromkeys(range(len(job.findings)), "The sum was published in May.")
    explain_findings(job=job, reasons=reasons, by=clerk)
    publish_report(report=accepted, job=job, by=clerk)
    told = Event.objects.latest("pk").after
    assert {row["reason"] for row in told["why_not_exempt"]} == {"The sum was published in May."}
    assert "depot" not in str(told)


def _files() -> set[str]:
    return set(default_storage.listdir("packs")[1]) if default_storage.exists("packs") else set()


def test_a_decision_is_recorded_on_each_thing_recommended(published: CabinetReport, its_clerk: User) -> None:
    recommended = cabinet.current_revision(published).recommended_decisions.get()
    with pytest.raises(NotPossible, match="not decided yet"):
        publish_decisions(report=published, by=its_clerk)
    words = DecisionWords("amended", " Cheaper. ", wording="To buy thirty.", interests="None.")
    row = record_decision(report=published, recommended=recommended, words=words, by=its_clerk)
    assert (row.outcome, row.reasons, row.wording, row.meeting) == (
        "amended",
        "Cheaper.",
        "To buy thirty.",
        published.meeting,
    )
    assert "thirty" not in str(Event.objects.get().after)
    with pytest.raises(StaleState):
        record_decision(report=published, recommended=recommended, words=words, by=its_clerk)
    publish_decisions(report=published, by=its_clerk)
    assert (published.state, published.decided_on, published.decisions_published_by) == (
        "decided",
        published.meeting.held_on,
        its_clerk,
    )


def test_decisions_are_read_once_they_are_published(published: CabinetReport, its_clerk: User) -> None:
    record_decision(report=published, words=AGREED, by=its_clerk)
    stranger = UserFactory()
    paper = paper_for(published, stranger)
    assert paper is not None
    assert decisions_on(published, paper, stranger) == ()
    assert [row.outcome for row in decisions_on(published, paper, its_clerk)] == ["agreed"]
    publish_decisions(report=published, by=its_clerk)
    assert [(row.order, row.outcome) for row in decisions_on(published, paper, stranger)] == [(None, "agreed")]


def test_of_what_is_withheld_readers_see_the_decision_alone(published: CabinetReport, its_clerk: User) -> None:
    _withhold(published, "Recommendations")
    recommended = cabinet.current_revision(published).recommended_decisions.get()
    record_decision(report=published, recommended=recommended, words=AGREED, by=its_clerk)
    publish_decisions(report=published, by=its_clerk)
    for reader, seen in ((UserFactory(), ""), (its_clerk, recommended.text)):
        paper = paper_for(published, reader)
        assert paper is not None
        (row,) = decisions_on(published, paper, reader)
        assert (row.order, row.recommended) == (1, seen)


def test_a_correction_stands_beside_what_it_corrects(published: CabinetReport, its_clerk: User) -> None:
    row = record_decision(report=published, words=AGREED, by=its_clerk)
    with pytest.raises(NotPossible, match="Say why"):
        correct_decision(decision=row, words=DecisionWords("not_agreed", "No."), reason="", by=its_clerk)
    with pytest.raises(NotPossible, match="Nothing was changed"):
        correct_decision(decision=row, words=AGREED, reason="Wrong.", by=its_clerk)
    new = correct_decision(decision=row, words=DecisionWords("not_agreed", "No."), reason="Misheard.", by=its_clerk)
    assert (new.supersedes, new.superseding_reason) == (row, "Misheard.")
    assert list(ExecutiveDecision.objects.standing()) == [new]
    with pytest.raises(StaleState):
        correct_decision(decision=row, words=DecisionWords("deferred", "Later."), reason="Again.", by=its_clerk)


def test_what_was_deferred_is_decided_at_a_later_meeting(published: CabinetReport, its_clerk: User) -> None:
    row = record_decision(report=published, words=DecisionWords("deferred", "More is asked."), by=its_clerk)
    publish_decisions(report=published, by=its_clerk)
    later = MeetingFactory(committee=published.meeting.committee, held_on=timezone.localdate())
    elsewhere = MeetingFactory(held_on=timezone.localdate())
    with pytest.raises(NotPossible, match="same Cabinet"):
        correct_decision(decision=row, words=AGREED, reason="Decided.", by=its_clerk, meeting=elsewhere)
    new = correct_decision(decision=row, words=AGREED, reason="Decided now.", by=its_clerk, meeting=later)
    assert (new.meeting, new.outcome) == (later, "agreed")


def test_nothing_is_decided_before_the_meeting_or_without_its_reasons(
    accepted: CabinetReport, clerk: User, published: CabinetReport, its_clerk: User
) -> None:
    early = cabinet.a_report(meeting=accepted.meeting, state=CabinetReportState.PUBLISHED)
    with pytest.raises(NotPossible, match="still to come"):
        record_decision(report=early, words=AGREED, by=clerk)
    with pytest.raises(NotPossible, match="published report"):
        record_decision(report=accepted, words=AGREED, by=clerk)
    for words, why in (
        (DecisionWords("agreed", " "), "reasons"),
        (DecisionWords("amended", "Cheaper."), "wording"),
        (DecisionWords("", "Cheaper."), "Choose"),
    ):
        with pytest.raises(NotPossible, match=why):
            record_decision(report=published, words=words, by=its_clerk)
    other = cabinet.current_revision(accepted).recommended_decisions.get()
    with pytest.raises(NotPossible, match="this report"):
        record_decision(report=published, recommended=other, words=AGREED, by=its_clerk)


def test_something_deferred_is_decided_on_the_day_of_the_meeting_that_decided_it(
    published: CabinetReport, its_clerk: User
) -> None:
    deferred = record_decision(report=published, words=DecisionWords("deferred", "More advice."), by=its_clerk)
    publish_decisions(report=published, by=its_clerk)
    day = published.meeting.held_on
    assert published.decided_on == day
    told = decisions_on(published, paper_for(published, its_clerk), its_clerk)
    assert "deferred its decision" in state_sentence(published, told)
    later = MeetingFactory(committee=published.meeting.committee, held_on=timezone.localdate())
    correct_decision(decision=deferred, words=AGREED, reason="Decided since.", by=its_clerk, meeting=later)
    found = CabinetReport.objects.get(pk=published.pk)
    assert found.decided_on == later.held_on
    told = decisions_on(found, paper_for(found, its_clerk), its_clerk)
    assert f"decided on {written_date(later.held_on)}." in state_sentence(found, told)
