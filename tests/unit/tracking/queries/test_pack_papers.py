from dataclasses import replace

import pytest

from tests import factories
from tests.full_agenda import EVERY_EXEMPT_WORD, PASSAGE, WHY, add_document, add_late_news, add_passage, full_meeting
from tests.paper_scene import pdf_of, service_report
from tests.unit.tracking.queries.test_agenda import issue
from tracking.enums import MeetingState, ReportState, ScanState
from tracking.models import (
    AgendaDocument,
    AgendaItem,
    Committee,
    CommitteePack,
    Evidence,
    IssuedDocument,
    Meeting,
    ProgressReport,
    Recommendation,
)
from tracking.queries.pack_contents import contents_digest, contents_of
from tracking.queries.pack_papers import changes_since_issue, pack_papers

pytestmark = pytest.mark.django_db


def issue_all(meeting: Meeting) -> CommitteePack:
    """Issue everything that is on the agenda now."""
    contents = contents_of(pack_papers(meeting))
    pack = issue(meeting)
    IssuedDocument.objects.filter(pk=pack.document_id).update(contents=contents)
    return pack


def test_a_pack_holds_reports_documents_and_late_news_in_the_order_of_the_agenda() -> None:
    papers = pack_papers(full_meeting()).public
    assert [(item.number, item.title, len(item.late_news)) for item in papers.items] == [
        (1, "Minutes of the last meeting", 0),
        (2, "Refreshing the Partnership: Service Birmingham", 1),
        (3, "Settlement with the partner", 0),
    ]


def test_what_is_left_out_of_the_agenda_is_not_in_the_pack() -> None:
    meeting = full_meeting()
    AgendaItem.objects.filter(report__isnull=False).update(left_out=True)
    assert [item.title for item in pack_papers(meeting).public.items] == [
        "Minutes of the last meeting",
        "Settlement with the partner",
    ]


def test_the_public_facts_hold_no_exempt_word_and_mark_every_place() -> None:
    meeting = full_meeting()
    public = pack_papers(meeting).public
    stored = [row.file.name for row in (*Evidence.objects.exclude(exemption="public"), AgendaDocument.objects.last())]
    assert [words for words in (*EVERY_EXEMPT_WORD, *stored) if words in repr(public)] == []
    report = public.items[1].report
    assert [(item.number, item.exempt_paragraph) for item in report.evidence if item.is_withheld] == [(2, 3)]
    assert [(place.number, place.label, place.exempt_paragraph) for place in report.passages] == [(1, "R01", 3)]
    document = public.items[2].document
    assert (document.is_withheld, document.exempt_paragraph, document.stored_name) == (True, 3, "")


def test_what_is_withheld_fits_the_places_that_the_public_facts_mark() -> None:
    withheld = pack_papers(full_meeting()).withheld
    report, document = withheld
    assert [(of.evidence.number, of.evidence.title, of.why) for of in report.evidence] == [
        (2, "Contract prices", "Prices under negotiation.")
    ]
    assert [(of.place.number, of.text, of.why) for of in report.passages] == [(1, PASSAGE, WHY)]
    assert document.document.document.original_name == "settlement.pdf"


def test_nothing_is_withheld_of_papers_that_are_all_public() -> None:
    report = service_report()
    for use in factories.current_revision(report).updates.all():
        use.evidence_uses.filter(evidence__title="Contract prices").delete()
    assert pack_papers(report.meeting).withheld == ()


def test_the_digest_changes_with_what_is_withheld_too() -> None:
    meeting = full_meeting()
    before = contents_digest(pack_papers(meeting))
    ProgressReport.objects.get().revisions.get().updates.first().exempt_passages.update(text="Another price.")
    assert contents_digest(pack_papers(meeting)) != before


def test_that_a_report_was_considered_since_changes_no_digest() -> None:
    meeting = full_meeting()
    papers = pack_papers(meeting)
    considered = replace(papers.public.items[1].report, state=ReportState.CONSIDERED)
    items = (papers.public.items[0], replace(papers.public.items[1], report=considered), papers.public.items[2])
    after = replace(papers, public=replace(papers.public, items=items))
    assert (contents_digest(after), contents_of(after)) == (contents_digest(papers), contents_of(papers))


class TestAfterIssue:
    def test_nothing_has_changed_and_there_is_nothing_to_issue(self) -> None:
        meeting = full_meeting()
        issue_all(meeting)
        changes = changes_since_issue(meeting)
        assert (bool(changes), changes.gone, pack_papers(meeting).public.items) == (False, (), ())

    def test_a_new_document_is_the_next_item_of_a_supplement(self) -> None:
        meeting = full_meeting()
        issue_all(meeting)
        added = add_document(meeting, "Work programme", pdf_of("Work"), "work.pdf")
        assert changes_since_issue(meeting).added == (f"document-{added.pk}",)
        public = pack_papers(meeting).public
        assert (public.number, [(item.number, item.title) for item in public.items]) == (2, [(4, "Work programme")])

    def test_late_news_is_brought_by_itself_under_the_number_of_its_item(self) -> None:
        meeting = full_meeting()
        issue_all(meeting)
        report = ProgressReport.objects.get()
        add_late_news(report, "One more thing.")
        assert changes_since_issue(meeting).late_news == (f"report-{report.pk}",)
        (item,) = pack_papers(meeting).public.items
        assert (item.number, item.is_whole, [news.text for news in item.late_news]) == (2, False, ["One more thing."])

    def test_late_news_that_went_out_is_never_due_again(self) -> None:
        meeting = full_meeting()
        issue_all(meeting)
        report = ProgressReport.objects.get()
        for number, text in enumerate(("One more thing.", "And another."), start=2):
            add_late_news(report, text)
            contents = contents_of(pack_papers(meeting))
            assert [item["late_news"] for item in contents["items"].values()] == [[number]]
            pack = issue(meeting, number=number)
            IssuedDocument.objects.filter(pk=pack.document_id).update(contents=contents)
        assert bool(changes_since_issue(meeting)) is False

    def test_what_no_page_of_a_report_says_makes_no_supplement_due(self) -> None:
        meeting = full_meeting()
        issue_all(meeting)
        Committee.objects.update(contact_telephone="0121 496 0999")
        Meeting.objects.update(place="Committee Room 2")
        Evidence.objects.update(scan_state=ScanState.CLEAN)
        AgendaDocument.objects.update(scan_state=ScanState.CLEAN)
        assert bool(changes_since_issue(Meeting.objects.get(pk=meeting.pk))) is False

    def test_a_file_in_which_a_virus_was_found_since_changes_its_item(self) -> None:
        meeting = full_meeting()
        issue_all(meeting)
        AgendaDocument.objects.filter(title="Minutes of the last meeting").update(scan_state=ScanState.INFECTED)
        assert len(changes_since_issue(meeting).changed) == 1

    @pytest.mark.parametrize("change", ["a wording", "a withheld passage"])
    def test_a_report_that_reads_differently_is_brought_whole(self, change: str) -> None:
        meeting = full_meeting()
        issue_all(meeting)
        report = ProgressReport.objects.get()
        if change == "a wording":
            Recommendation.objects.filter(number=2).update(title="Communication")
        else:
            add_passage(report, "The second bidder is another.")
        assert changes_since_issue(meeting).changed == (f"report-{report.pk}",)
        papers = pack_papers(meeting)
        assert [(item.number, item.is_whole) for item in papers.public.items] == [(2, True)]
        assert [item.key for item in papers.withheld] == [f"report-{report.pk}"]

    def test_a_report_taken_away_is_told_but_no_supplement_brings_it(self) -> None:
        meeting = full_meeting()
        issue_all(meeting)
        ProgressReport.objects.update(meeting=factories.MeetingFactory(state=MeetingState.PLANNED))
        changes = changes_since_issue(meeting)
        assert (bool(changes), changes.gone) == (False, ("Refreshing the Partnership: Service Birmingham",))

    def test_an_item_whose_digest_was_not_kept_counts_as_unchanged(self) -> None:
        meeting = full_meeting()
        pack = issue_all(meeting)
        document = IssuedDocument.objects.get(pk=pack.document_id)
        for item in document.contents["items"].values():
            del item["digest"]
        document.save()
        Recommendation.objects.filter(number=2).update(title="Communication")
        assert bool(changes_since_issue(meeting)) is False
