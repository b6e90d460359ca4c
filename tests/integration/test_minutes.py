"""The minutes of a meeting and what goes with them, through their pages and files."""

from datetime import date
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from tests.factories import (
    AssessmentFactory,
    EvidenceFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    SelfAssessmentFactory,
    category,
    current_revision,
)
from tests.minuting import Minuting, minuting
from tests.reporting import page, published, reporting, signed_in
from tracking.actions.assessments import record_view
from tracking.actions.committee_views import CommitteeView
from tracking.actions.view_corrections import undo_view
from tracking.enums import ConclusionReason, Decision, Exemption, MeetingState, Outcome
from tracking.models import Declaration, Inquiry, Meeting, OutboxMail, Post, User

pytestmark = pytest.mark.django_db

PAGES = ("minutes/", "minutes.docx", "minutes.txt", "declarations/", "actions/")


@pytest.fixture
def scene() -> Minuting:
    return minuting()


class _Words(HTMLParser):
    """The words of the document on the page, element by element."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self.inside or ("class", "app-minutes") in attributes:
            self.inside += tag not in {"br", "input"}
        if tag in {"dt", "dd", "h2", "h3", "p", "li"}:
            self.said.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = max(0, self.inside - 1)

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.said[-1] += data


def _words_of_page(html: str) -> list[str]:
    parser = _Words()
    parser.said.append("")
    parser.feed(html)
    return [" ".join(words.split()) for words in parser.said if words.strip()]


def _everything(scene: Minuting) -> None:
    """One of each kind of thing that minutes tell."""
    scene.meeting.declarations.create(person=scene.member.person, interest="A tenant.", recorded_by=scene.clerk)
    scene.meeting.private_sessions.create(paragraphs=[3, 5], recorded_by=scene.clerk)
    scene.view(scene.whole, category=category(5), reason="No figures & no plan.", asked_for="Figures by ward")
    scene.view(scene.parts[0], outcome=Outcome.DEFERRED, category=None, decision="")


class TestThreeFaces:
    def test_the_word_file_has_the_words_of_the_page(self, scene: Minuting) -> None:
        _everything(scene)
        client = signed_in(scene.clerk)
        html = client.get(scene.address("minutes/")).content.decode()
        response = client.get(scene.address("minutes.docx"))
        in_word = [row.text for row in Document(BytesIO(response.content)).paragraphs]
        on_page = _words_of_page(html)
        assert [f"{key}: {value}" for key, value in zip(on_page[:8:2], on_page[1:8:2], strict=True)] == in_word[2:6]
        assert in_word[6] == ("Draft: 2 of 4 views are still to be recorded. 1 recommendation or part is deferred.")
        assert on_page[8:] == in_word[7:]

    def test_the_text_has_them_too(self, scene: Minuting) -> None:
        _everything(scene)
        client = signed_in(scene.clerk)
        in_word = [row.text for row in Document(BytesIO(client.get(scene.address("minutes.docx")).content)).paragraphs]
        text = " ".join(client.get(scene.address("minutes.txt")).content.decode().split())
        assert [words for words in in_word[1:] if words not in text] == []

    def test_a_character_that_no_document_can_hold_is_left_out(self, scene: Minuting) -> None:
        scene.view(scene.whole, reason="Pasted\x02 from elsewhere.")
        content = signed_in(scene.officer).get(scene.address("minutes.docx")).content
        assert "Reason: Pasted from elsewhere." in [row.text for row in Document(BytesIO(content)).paragraphs]

    @pytest.mark.parametrize(
        ("ending", "kind"),
        [
            ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("txt", "text/plain; charset=utf-8"),
        ],
    )
    def test_a_file_is_named_after_its_meeting(self, scene: Minuting, ending: str, kind: str) -> None:
        response = signed_in(scene.clerk).get(scene.address(f"minutes.{ending}"))
        name = f"minutes-{scene.committee.slug}-2016-04-12.{ending}"
        assert response.headers["Content-Type"] == kind
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'

    def test_it_begins_with_its_state_and_links_to_its_files(self, scene: Minuting) -> None:
        _, html = page(scene.clerk, scene.address("minutes/"))
        assert '<p class="app-state">Draft: 4 of 4 views are still to be recorded.</p>' in html
        assert (scene.address("minutes.docx") in html, scene.address("minutes.txt") in html) == (True, True)

    def test_nothing_withheld_is_in_it(self, scene: Minuting) -> None:
        evidence = EvidenceFactory(
            title="Markedword", exemption=Exemption.CONFIDENTIAL, confidential_ground="Markedword"
        )
        update = current_revision(scene.report).updates.first()
        evidence.uses.create(update=update, pages="Markedword")
        update.evidence_text = "Markedword"
        update.save()
        scene.view_all()
        client = signed_in(scene.clerk)
        answers = [
            client.get(scene.address(name)).content.decode(errors="replace") for name in ("minutes/", "minutes.txt")
        ]
        assert ["Markedword" in answer for answer in answers] == [False, False]


@pytest.mark.parametrize("name", PAGES)
def test_only_those_who_run_the_committee_find_them(scene: Minuting, name: str) -> None:
    users: dict[str, User | None] = {
        "clerk": scene.clerk,
        "officer": scene.officer,
        "member": scene.member,
        "holder": scene.holder,
        "public": None,
    }
    answers = {who: signed_in(user).get(scene.address(name)).status_code for who, user in users.items()}
    assert answers == {"clerk": 200, "officer": 200, "member": 404, "holder": 404, "public": 302}


class TestDeclarations:
    def test_one_is_entered_listed_minuted_and_removed(self, scene: Minuting) -> None:
        client = signed_in(scene.clerk)
        sent = {"person": scene.member.person_id, "report": scene.report.pk, "interest": "A tenant. Left the room."}
        client.post(scene.address("declarations/"), sent)
        declaration = Declaration.objects.get()
        words = (
            f"{scene.member} declared an interest in the Progress Report on Refreshing the Partnership: "
            "A tenant. Left the room."
        )
        for name in ("declarations/", "minutes/", f"declarations/{declaration.pk}/remove/"):
            assert words in page(scene.clerk, scene.address(name))[1]
        client.post(scene.address(f"declarations/{declaration.pk}/remove/"))
        assert Declaration.objects.count() == 0
        assert "No interest is declared." in page(scene.clerk, scene.address("declarations/"))[1]

    def test_what_is_missing_is_said_and_what_was_typed_is_kept(self, scene: Minuting) -> None:
        html = signed_in(scene.clerk).post(scene.address("declarations/"), {"interest": "A tenant."}).content.decode()
        assert "Choose who declared the interest." in html
        assert ">\nA tenant.</textarea>" in html

    def test_once_the_minutes_are_approved_it_can_only_be_read(self, scene: Minuting) -> None:
        declaration = scene.meeting.declarations.create(
            person=scene.member.person, interest="A tenant.", recorded_by=scene.clerk
        )
        Meeting.objects.update(state=MeetingState.MINUTES_APPROVED, minutes_approved_on=date(2016, 5, 10))
        html = page(scene.clerk, scene.address("declarations/"))[1]
        assert "1 interest is declared. The minutes are approved, so this list is closed." in html
        assert ("<form method" in html.partition("<main")[2], "Remove" in html) == (False, False)
        response = signed_in(scene.clerk).post(scene.address(f"declarations/{declaration.pk}/remove/"))
        assert "its declarations stand as they are" in response.content.decode()

    def test_one_of_another_meeting_is_not_found_here(self, scene: Minuting) -> None:
        other = minuting_elsewhere()
        declaration = other.meeting.declarations.create(
            person=other.member.person, interest="A tenant.", recorded_by=other.clerk
        )
        assert page(scene.clerk, scene.address(f"declarations/{declaration.pk}/remove/"))[0] == 404


def minuting_elsewhere() -> Minuting:
    """A meeting of another committee."""
    Inquiry.objects.update(slug="an-earlier-one")
    Post.objects.update(slug="an-earlier-one", name="An earlier one")
    return minuting()


class TestActions:
    def test_the_page_says_what_follows_and_who_is_to_be_told(self, scene: Minuting) -> None:
        _everything(scene)
        html = page(scene.clerk, scene.address("actions/"))[1]
        for words in (
            "2 of 4 views are still to be recorded. What follows from the others is below.",
            "Deputy Leader</h2>",
            "Category 5, Not Achieved (Insufficient Progress). Tracking continues.",
            "Reason: No figures &amp; no plan.",
            "Asked for next time: Figures by ward.",
            f"Not told yet: {scene.holder}.",
            "Send to 1 person",
        ):
            assert words in html

    def test_sending_queues_the_mail_and_says_so(self, scene: Minuting) -> None:
        scene.view_all()
        response = signed_in(scene.clerk).post(scene.address("actions/"), follow=True)
        assert OutboxMail.objects.get().to == scene.holder
        html = response.content.decode()
        assert "1 person gets a mail." in html
        assert "Everyone who can be told was told this." in html
        assert "Told on " in html

    def test_a_post_that_cannot_be_reached_is_named(self, scene: Minuting) -> None:
        User.objects.filter(pk=scene.holder.pk).update(is_active=False)
        scene.view_all()
        html = page(scene.clerk, scene.address("actions/"))[1]
        assert "Nobody who can sign in holds Deputy Leader: tell them another way." in html
        assert "Nobody who holds one of these posts can sign in, so nobody gets a mail." in html

    def test_a_correction_shows_who_is_to_be_told_again(self, scene: Minuting) -> None:
        first = scene.view(scene.whole)
        client = signed_in(scene.clerk)
        client.post(scene.address("actions/"))
        scene.view(scene.whole, category=category(5), supersedes=first, superseding_reason="Misheard.")
        assert "and something changed since" in client.get(scene.address("actions/")).content.decode()

    def test_before_the_views_are_published_it_says_what_the_mail_leaves_out(self) -> None:
        scene = minuting(is_published=False)
        scene.view_all()
        assert "The views are not published yet." in page(scene.clerk, scene.address("actions/"))[1]

    @pytest.mark.parametrize("name", ["minutes/", "actions/", "declarations/"])
    def test_nothing_recorded_yet_has_its_page(self, scene: Minuting, name: str) -> None:
        assert page(scene.clerk, scene.address(name))[0] == 200


@pytest.mark.parametrize("name", PAGES)
def test_thirty_leaves_take_as_many_queries_as_three(scene: Minuting, name: str) -> None:
    def add(number: int) -> None:
        leaf = RecommendationFactory(inquiry=scene.inquiry, number=number)
        ResponsibilityFactory(recommendation=leaf, post=scene.post)
        update = ProgressUpdateFactory(revision=current_revision(scene.report), recommendation=leaf)
        claim = SelfAssessmentFactory(update=update, leaf=leaf)
        AssessmentFactory(
            leaf=leaf,
            meeting=scene.meeting,
            report=scene.report,
            self_assessment=claim,
            asked_for="Figures.",
            agreed_due_on=date(2016, 11, 30),
        )
        reopened = RecommendationFactory(inquiry=scene.inquiry, number=number + 100)
        AssessmentFactory(leaf=reopened, meeting=scene.meeting, reopens=True, reason="It failed.")
        scene.meeting.declarations.create(person=scene.member.person, interest=f"{number}", recorded_by=scene.clerk)
        scene.meeting.private_sessions.create(
            paragraphs=[1],
            recorded_by=scene.clerk,
            ended_by=scene.clerk,
            ended_at=scene.meeting.views_published_at,
        )

    def count() -> int:
        client = signed_in(scene.clerk)
        with CaptureQueriesContext(connection) as queries:
            client.get(scene.address(name))
        return len(queries)

    for number in range(10, 13):
        add(number)
    few = count()
    for number in range(13, 40):
        add(number)
    assert count() == few


def test_a_meeting_recorded_in_earnest_is_minuted_as_it_ended() -> None:
    scene = reporting()
    report = published(scene)
    Meeting.objects.filter(pk=scene.meeting.pk).update(state=MeetingState.PAPERS_ISSUED)
    meeting = Meeting.objects.get(pk=scene.meeting.pk)
    conclude = CommitteeView(agrees=True, decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.NOT_ACHIEVABLE)
    recorded = {"meeting": meeting, "report": report, "by": scene.officer}
    undone = record_view(leaf=scene.whole, view=CommitteeView(agrees=True), **recorded)
    undo_view(assessment=undone, by=scene.officer)
    for leaf in scene.leaves:
        record_view(leaf=leaf, view=conclude, **recorded)
    on = f"{meeting.held_on:%-d %B %Y}"
    text = signed_in(scene.clerk).get(f"/committees/{scene.committee.slug}/meetings/{meeting.date_slug}/minutes.txt")
    words = " ".join(text.content.decode().split())
    assert "Draft: all 3 views are recorded." in words
    assert words.count("RESOLVED: That the assessment of R01 as category 3") == 1
    assert "their tracking be concluded as not achievable." in words
    assert words.endswith(
        f"All 2 recommendations of Refreshing the Partnership are concluded, so the inquiry is concluded on {on}."
    )
