"""Text that the public may not read: marking it in a draft, and who reads it wherever its section is read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import ExemptPassageFactory, MeetingFactory
from tests.pages import text_of
from tests.recording_scene import scene
from tests.reporting import Reporting, also_answering_for, page, published, r01, reporting, section_answers, signed_in
from tracking import dates
from tracking.actions.report_decisions import return_report
from tracking.actions.reports import submit_report
from tracking.models import ExemptPassage, ProgressReport, ProgressUpdate, User

pytestmark = pytest.mark.django_db

HEADING = "Exempt passage 1 (paragraph 3): not for publication"
TEXT = "The lowest price was £1,204,000."
WITHHELD = "Exempt passage 1 is withheld here: paragraph 3."
SAID = {
    "text": TEXT,
    "exemption": "exempt",
    "exempt_paragraph": "3",
    "public_interest_reason": "It would harm the tender.",
}


@pytest.fixture
def council() -> Reporting:
    return reporting()


def section_address(report: ProgressReport, reference: str = "R01") -> str:
    return f"/reports/{report.pk}/recommendations/{reference}/"


def in_draft(council: Reporting) -> ExemptPassage:
    report = council.answered()
    return ExemptPassageFactory(update=r01(report), text=TEXT, recorded_by=council.contributor)


def in_published(council: Reporting) -> ExemptPassage:
    report = published(council)
    return ExemptPassageFactory(update=r01(report), text=TEXT, recorded_by=council.contributor)


def words_at(viewer: User | None, address: str) -> str:
    return text_of(signed_in(viewer).get(address))


class TestWriting:
    def test_one_is_added_and_shown_in_its_section(self, council: Reporting) -> None:
        report = council.draft()
        client = signed_in(council.holder)
        response = client.post(f"{section_address(report)}exempt/new/", SAID, follow=True)
        assert response.redirect_chain == [(section_address(report), 302)]
        words = text_of(response)
        assert (HEADING in words, TEXT in words) == (True, True)

    def test_why_it_is_withheld_is_not_chosen_beforehand_and_public_is_no_choice(self, council: Reporting) -> None:
        report = council.draft()
        content = signed_in(council.holder).get(f"{section_address(report)}exempt/new/").content.decode()
        assert ("checked" in content, 'value="public"' in content, 'value="exempt"' in content) == (False, False, True)

    def test_what_is_missing_is_named_and_nothing_typed_is_lost(self, council: Reporting) -> None:
        report = council.draft()
        client, address = signed_in(council.holder), f"{section_address(report)}exempt/new/"
        words = text_of(client.post(address, {"text": TEXT}))
        assert ("Choose whether the passage is exempt or confidential." in words, TEXT in words) == (True, True)
        content = client.post(address, {"text": TEXT, "exemption": "exempt"}).content.decode()
        assert "Choose the paragraph of Schedule 12A that applies." in content
        assert "Say why the public interest is in withholding it." in content
        assert "Enter the text of the passage." in client.post(address, SAID | {"text": " "}).content.decode()
        assert ExemptPassage.objects.count() == 0

    def test_a_preview_saves_nothing_and_asks_for_nothing(self, council: Reporting) -> None:
        report = council.draft()
        sent = {"text": "The **lowest** price", "go": "preview"}
        content = signed_in(council.holder).post(f"{section_address(report)}exempt/new/", sent).content.decode()
        assert ("<strong>lowest</strong>" in content, "There is a problem" in content) == (True, False)
        assert ExemptPassage.objects.count() == 0

    def test_it_is_about_one_part_where_there_are_parts(self, council: Reporting) -> None:
        report = council.draft()
        client = signed_in(council.holder)
        sent = SAID | {"leaf": council.part_b.pk}
        words = text_of(client.post(f"{section_address(report, 'R02')}exempt/new/", sent, follow=True))
        assert "About R02 b)." in words
        assert "What is it about?" not in client.get(f"{section_address(report)}exempt/new/").content.decode()

    def test_what_was_typed_is_shown_when_the_session_is_over(self, council: Reporting) -> None:
        report = council.draft()
        response = signed_in(None).post(f"{section_address(report)}exempt/new/", SAID)
        assert (response.status_code, TEXT in response.content.decode()) == (403, True)

    def test_what_was_typed_is_shown_when_the_report_is_handed_in_meanwhile(self, council: Reporting) -> None:
        report = council.answered()
        submit_report(report=report, by=council.holder)
        response = signed_in(council.contributor).post(f"{section_address(report)}exempt/new/", SAID)
        assert (response.status_code, TEXT in response.content.decode()) == (409, True)

    def test_one_is_changed(self, council: Reporting) -> None:
        passage = in_draft(council)
        address = f"{section_address(passage.update.revision.report)}exempt/{passage.pk}/"
        client = signed_in(council.holder)
        assert TEXT in text_of(client.get(address))
        client.post(address, SAID | {"text": "Another price."})
        assert ExemptPassage.objects.get().text == "Another price."

    def test_the_second_of_two_who_change_it_sees_both_texts(self, council: Reporting) -> None:
        passage = in_draft(council)
        address = f"{section_address(passage.update.revision.report)}exempt/{passage.pk}/"
        client = signed_in(council.holder)
        read = client.get(address).context["form"]["read"].value()
        ExemptPassage.objects.update(text="Their price.")
        response = client.post(address, SAID | {"text": "My price.", "read": read})
        words = text_of(response)
        assert (response.status_code, "Their price." in words, "My price." in words) == (409, True, True)
        read = response.context["form"]["read"].value()
        client.post(address, SAID | {"text": "My price.", "read": read})
        assert ExemptPassage.objects.get().text == "My price."

    def test_one_is_taken_out_once_that_is_confirmed(self, council: Reporting) -> None:
        passage = in_draft(council)
        report = passage.update.revision.report
        client, address = signed_in(council.holder), f"{section_address(report)}exempt/{passage.pk}/remove/"
        assert TEXT in text_of(client.get(address))
        assert client.post(address).headers["Location"] == section_address(report)
        assert ExemptPassage.objects.count() == 0

    @pytest.mark.parametrize(
        ("go", "name"),
        [("exempt", "exempt_passage_add"), ("reword", "exempt_passage_change"), ("unmark", "exempt_passage_remove")],
    )
    def test_the_buttons_of_a_section_save_it_first(self, council: Reporting, go: str, name: str) -> None:
        passage = in_draft(council)
        update, keys = passage.update, [] if go == "exempt" else [passage.pk]
        report = update.revision.report
        sent = section_answers(r01(report), go="-".join([go, *map(str, keys)]), evidence_text="Typed just now.")
        response = signed_in(council.holder).post(section_address(report), sent)
        assert response.headers["Location"] == reverse(name, args=[report.pk, "R01", *keys])
        assert r01(report).evidence_text == "Typed just now."

    def test_a_passage_of_another_section_is_at_no_address_of_this_one(self, council: Reporting) -> None:
        passage = in_draft(council)
        report = passage.update.revision.report
        for act in ("", "remove/"):
            address = f"{section_address(report, 'R02')}exempt/{passage.pk}/{act}"
            assert page(council.holder, address)[0] == 404

    def test_who_writes_a_section_for_an_outside_body_is_told_only_that_it_is_there(self, council: Reporting) -> None:
        council.other_post.kind = "outside body"
        council.other_post.save()
        outside = also_answering_for(council.whole, council.other_post)
        outside.person.appointments.exclude(post=council.other_post).delete()
        passage = in_draft(council)
        address = section_address(passage.update.revision.report)
        words = words_at(outside, address)
        assert (WITHHELD in words, TEXT in words, "Save and change it" in words) == (True, False, False)
        assert page(outside, f"{address}exempt/{passage.pk}/")[0] == 404


def readers_of_the_published(council: Reporting) -> list[tuple[User | None, bool]]:
    everybody = [(council.holder, True), (council.officer, True), (council.clerk, True), (council.member, True)]
    return [*everybody, (council.administrator, False), (None, False)]


class TestReading:
    @pytest.mark.parametrize("place", ["report", "recommendation"])
    def test_of_a_published_report_some_read_it_and_all_learn_that_it_is_there(
        self, council: Reporting, place: str
    ) -> None:
        report = in_published(council).update.revision.report
        address = f"/reports/{report.pk}/"
        if place == "recommendation":
            address = f"/inquiries/{council.inquiry.slug}/recommendations/R01/"
        for viewer, may_read in readers_of_the_published(council):
            words = words_at(viewer, address)
            assert (HEADING in words, TEXT in words, WITHHELD in words) == (may_read, may_read, not may_read)

    def test_before_it_is_signed_it_stands_on_the_preview_and_among_the_answers(self, council: Reporting) -> None:
        report = in_draft(council).update.revision.report
        for address in ("preview/", "check/"):
            words = words_at(council.holder, f"/reports/{report.pk}/{address}")
            assert (HEADING in words, TEXT in words) == (True, True)

    def test_the_part_of_a_recommendation_shows_those_about_it_or_about_the_whole(self, council: Reporting) -> None:
        report = published(council)
        update = ProgressUpdate.objects.get(revision__report=report, recommendation__number=2)
        for leaf, text in ((council.part_a, "Passage on a."), (council.part_b, "Passage on b."), (None, "On both.")):
            ExemptPassageFactory(update=update, leaf=leaf, text=text)
        words = words_at(council.member, f"/inquiries/{council.inquiry.slug}/recommendations/R02a/")
        assert [text in words for text in ("Passage on a.", "Passage on b.", "On both.")] == [True, False, True]

    def test_a_confidential_one_says_so_in_place_of_a_paragraph(self, council: Reporting) -> None:
        passage = in_published(council)
        passage.exemption, passage.exempt_paragraph, passage.confidential_ground = "confidential", None, "A court."
        passage.save()
        address = f"/reports/{passage.update.revision.report_id}/"
        assert "Exempt passage 1 (confidential): not for publication" in words_at(council.member, address)
        assert "Exempt passage 1 is withheld here: confidential." in words_at(None, address)

    def test_of_a_returned_report_the_officers_read_what_was_handed_in(self, council: Reporting) -> None:
        passage = in_draft(council)
        report = passage.update.revision.report
        submit_report(report=report, by=council.holder)
        return_report(report=report, reason="Say more.", by=council.officer)
        ExemptPassage.objects.exclude(pk=passage.pk).update(text="Written anew.")
        for viewer, words in ((council.officer, TEXT), (council.holder, "Written anew.")):
            said = words_at(viewer, f"/reports/{report.pk}/preview/")
            assert [text for text in (TEXT, "Written anew.") if text in said] == [words]


class TestTheNextRound:
    def test_the_section_shows_it_and_offers_to_take_it_over(self, council: Reporting) -> None:
        in_published(council)
        council.meeting = MeetingFactory(committee=council.committee, held_on=dates.today() + timedelta(days=60))
        report = council.draft()
        assert (HEADING in words_at(council.holder, section_address(report))) is True
        address = f"{section_address(report)}earlier/"
        assert "What the public could not read" in words_at(council.holder, address)
        sent = {"exempt": str(ExemptPassage.objects.get().pk)}
        response = signed_in(council.holder).post(address, sent, follow=True)
        assert "1 exempt passage is added to R01." in text_of(response)
        assert ExemptPassage.objects.get(update__revision__report=report).text == TEXT


class TestAtTheMeeting:
    def test_the_officer_reads_it_beside_the_claim(self) -> None:
        council = scene()
        report = council.report()
        ExemptPassageFactory(update=r01(report), text=TEXT)
        words = words_at(council.officer, council.address())
        assert (HEADING in words, TEXT in words) == (True, True)

    def test_of_one_part_the_officer_reads_what_is_about_it_or_about_the_whole(self) -> None:
        council = scene()
        update = council.report().revisions.get().updates.get(recommendation__number=2)
        for leaf, text in ((council.leaves["R02a"], "On a."), (council.leaves["R02b"], "On b."), (None, "On both.")):
            ExemptPassageFactory(update=update, leaf=leaf, text=text)
        assert [line.text for line in council.face("R02a").passages] == ["On a.", "On both."]
        assert [line.text for line in council.face("R02").passages] == ["On a.", "On b.", "On both."]
