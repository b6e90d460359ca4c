"""The room's screen: what the room may see, what a poll costs, and what the officer's pages say about it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.factories import category
from tests.reporting import signed_in
from tests.room_scene import EXEMPT_TITLE, WORDS, Room, room
from tracking.actions.assessments import record_view
from tracking.actions.committee_views import CommitteeView
from tracking.actions.private_sessions import declare_private, end_private_session
from tracking.enums import Capacity, ConclusionReason, Decision, ExemptParagraph
from tracking.models import CommitteeMembership, PrivateSession, RoomScreen, User

pytestmark = pytest.mark.django_db

WITHHELD = "R01 has exempt papers (paragraph 7). It is shown when the meeting is in private."


@pytest.fixture
def scene() -> Room:
    return room()


@pytest.fixture
def projector(scene: Room) -> Client:
    return scene.projector()


def record(scene: Room, view: CommitteeView | None = None) -> None:
    view = view or CommitteeView(agrees=True)
    record_view(leaf=scene.whole, meeting=scene.meeting, report=scene.report, view=view, by=scene.officer)


def declare(scene: Room, *paragraphs: ExemptParagraph, confidential: bool = False) -> PrivateSession:
    return declare_private(meeting=scene.meeting, paragraphs=paragraphs, is_confidential=confidential, by=scene.officer)


def poll(scene: Room, client: Client, tag: str) -> tuple[int, int]:
    """Ask with a tag: the status of the answer, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(scene.address("meeting_screen_now"), headers={"If-None-Match": tag})
    return response.status_code, len(queries)


def tag_of(scene: Room, client: Client) -> str:
    return client.get(scene.address("meeting_screen_now")).headers["ETag"]


class TestWhatTheRoomSees:
    def test_before_anything_is_shown_it_reads_who_meets_and_when(self, scene: Room) -> None:
        shown = scene.shown()
        for words in ("Housing Scrutiny", "12 April 2016", "The committee’s views will appear here."):
            assert words in shown
        assert WORDS not in shown

    def test_it_sees_the_place_of_the_officer_with_both_judgements(self, scene: Room, projector: Client) -> None:
        scene.show(projector)
        shown = scene.shown()
        for words in ("R01 The contract", WORDS, "In Progress", "Not recorded yet"):
            assert words in shown

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"judgement": "3", "decision": "continue"}, ["Progress Made", "Tracking continues"]),
            ({"judgement": "1", "decision": "usual"}, ["Achieved (Fully)", "Tracking is concluded"]),
            ({"judgement": "agree", "decision": "usual"}, ["In Progress", "Tracking continues"]),
            (
                {"judgement": "none", "decision": "conclude", "conclusion_reason": "overtaken"},
                ["No category", "Tracking is concluded: overtaken by events"],
            ),
            ({"judgement": "deferred"}, ["Deferred"]),
            ({"judgement": "no_view"}, ["No view"]),
        ],
    )
    def test_it_sees_what_is_being_recorded_and_that_it_is_not_final(
        self, scene: Room, projector: Client, sent: dict[str, str], words: list[str]
    ) -> None:
        scene.show(projector, **sent)
        shown = scene.shown().partition("Committee’s view")[2]
        assert [word for word in [*words, "Being recorded, not final yet"] if word not in shown] == []

    def test_it_sees_what_a_proposal_agreed_to_concludes(self, scene: Room, projector: Client) -> None:
        scene.whole.self_assessments.update(
            category=None, proposed_conclusion=ConclusionReason.OVERTAKEN, proposal_explanation="The service ended."
        )
        scene.show(projector, judgement="agree")
        assert "Tracking is concluded: overtaken by events" in scene.shown()

    def test_it_sees_the_recorded_view_with_its_new_date_instead_of_what_is_chosen(
        self, scene: Room, projector: Client
    ) -> None:
        scene.show(projector, judgement="1")
        due_on = scene.meeting.held_on + timedelta(days=18)
        record(scene, CommitteeView(category=category(3), reason="Nothing was shown.", agreed_due_on=due_on))
        shown = scene.shown().partition("Committee’s view")[2]
        for words in ("differs", "Progress Made", "Tracking continues", "New date: 30 April 2016", "Recorded"):
            assert words in shown
        assert "Achieved (Fully)" not in shown
        assert "Being recorded" not in shown

    def test_it_sees_all_parts_when_one_view_is_recorded_for_all(self, scene: Room, projector: Client) -> None:
        scene.show(projector, reference="R02", judgement="3")
        shown = scene.shown()
        for words in ("R02 Letters", "R02 a)", "R02 b)", "That letters improve:"):
            assert words in shown
        assert shown.count("Being recorded") == 2

    def test_on_the_list_it_reads_how_many_views_are_recorded(self, scene: Room, projector: Client) -> None:
        scene.show(projector, inquiry="", reference="")
        assert "0 of 3 views are recorded." in scene.shown()
        record(scene)
        assert "1 of 3 views is recorded." in scene.shown()
        for part in (scene.part_a, scene.part_b):
            factories.AssessmentFactory(leaf=part, meeting=scene.meeting, report=scene.report)
        assert "All 3 views are recorded." in scene.shown()

    def test_it_sees_nothing_any_more_once_the_officer_stops(self, scene: Room, projector: Client) -> None:
        scene.show(projector)
        scene.show(projector, then="stop")
        assert "The committee’s views will appear here." in scene.shown()

    def test_long_words_are_cut_and_said_to_go_on_in_the_papers(self, scene: Room, projector: Client) -> None:
        scene.whole.text = "That the council looks at it again. " * 200 + "The very last words."
        scene.whole.save()
        scene.show(projector)
        shown = scene.shown()
        assert "app-room__picture--s" in shown
        assert '<p class="app-room__go-on">The words go on in the papers.</p>' in shown
        assert "The very last words." not in shown
        assert "Not recorded yet" in shown


class TestWhatIsWithheld:
    MARKERS = (WORDS, "The contract", "In Progress", "Progress Made", "Being recorded", "concluded", EXEMPT_TITLE)

    def marked(self, scene: Room) -> list[str]:
        """What of the item stands in the poll's answer or on the screen's own page."""
        page = scene.projector().get(scene.address("meeting_screen")).content.decode()
        return [words for words in self.MARKERS if words in scene.shown() + page]

    def test_the_room_sees_only_the_reference_of_an_exempt_item(self, scene: Room, projector: Client) -> None:
        scene.withhold()
        scene.show(projector, judgement="3", decision="conclude")
        assert WITHHELD in scene.shown()
        assert self.marked(scene) == []

    def test_the_recorded_view_on_an_exempt_item_stays_hidden_too(self, scene: Room, projector: Client) -> None:
        scene.withhold()
        scene.show(projector)
        record(
            scene,
            CommitteeView(decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN, reason="Gone."),
        )
        assert self.marked(scene) == []

    def test_in_private_the_room_sees_it_and_under_which_paragraph(self, scene: Room, projector: Client) -> None:
        scene.withhold()
        scene.show(projector, judgement="3")
        session = declare(scene, ExemptParagraph.CRIME)
        shown = scene.shown()
        assert [w for w in (WORDS, "Progress Made", "In private: paragraph 7 of Schedule 12A") if w not in shown] == []
        assert "data-exempt" in shown
        end_private_session(session=session, by=scene.officer)
        assert WITHHELD in scene.shown()
        assert self.marked(scene) == []

    def test_a_session_for_another_paragraph_shows_nothing(self, scene: Room, projector: Client) -> None:
        scene.withhold()
        scene.withhold(paragraph=ExemptParagraph.INDIVIDUAL)
        scene.show(projector, judgement="3")
        declare(scene, ExemptParagraph.CRIME)
        shown = scene.shown()
        assert "R01 has exempt papers (paragraphs 1 and 7)." in shown
        assert "In private: paragraph 7 of Schedule 12A" in shown
        assert self.marked(scene) == []

    def test_a_passage_keeps_an_item_from_the_room_as_a_withheld_file_does(
        self, scene: Room, projector: Client
    ) -> None:
        update = factories.current_revision(scene.report).updates.get(recommendation=scene.whole)
        factories.ExemptPassageFactory(update=update, text=EXEMPT_TITLE, exempt_paragraph=ExemptParagraph.CRIME)
        scene.show(projector, judgement="3")
        assert WITHHELD in scene.shown()
        assert self.marked(scene) == []
        page = projector.get(scene.record_page("R01")).content.decode()
        assert "The room sees only the reference: R01 has exempt papers (paragraph 7)." in page
        assert "paragraphs=7" in page
        declare(scene, ExemptParagraph.CRIME)
        assert (WORDS in scene.shown(), EXEMPT_TITLE in scene.shown()) == (True, False)

    def test_the_paragraphs_of_passages_and_of_files_are_all_asked_for(self, scene: Room, projector: Client) -> None:
        scene.withhold(paragraph=ExemptParagraph.INDIVIDUAL)
        update = factories.current_revision(scene.report).updates.get(recommendation=scene.whole)
        factories.ExemptPassageFactory(update=update, exempt_paragraph=ExemptParagraph.CRIME)
        scene.show(projector)
        declare(scene, ExemptParagraph.INDIVIDUAL)
        assert "R01 has exempt papers (paragraphs 1 and 7)." in scene.shown()

    def test_a_passage_about_one_part_leaves_the_other_open(self, scene: Room, projector: Client) -> None:
        update = factories.current_revision(scene.report).updates.get(recommendation=scene.parent)
        factories.ExemptPassageFactory(update=update, leaf=scene.part_a, exempt_paragraph=ExemptParagraph.CRIME)
        for reference, is_withheld in (("R02a", True), ("R02b", False), ("R02", True)):
            scene.show(projector, reference=reference)
            assert ("has exempt papers" in scene.shown()) is is_withheld

    def test_confidential_papers_ask_for_a_session_that_says_so(self, scene: Room, projector: Client) -> None:
        scene.withhold(paragraph=None)
        scene.show(projector)
        declare(scene, *ExemptParagraph)
        assert "R01 has confidential papers." in scene.shown()
        PrivateSession.objects.all().delete()
        declare(scene, confidential=True)
        assert "In private: confidential information" in scene.shown()
        assert WORDS in scene.shown()

    def test_evidence_for_a_whole_recommendation_withholds_each_of_its_parts(
        self, scene: Room, projector: Client
    ) -> None:
        scene.withhold(scene.parent)
        for reference in ("R02", "R02a", "R02b"):
            scene.show(projector, reference=reference)
            assert "That letters improve" not in scene.shown()

    def test_evidence_for_one_part_withholds_it_and_the_whole_but_not_its_sibling(
        self, scene: Room, projector: Client
    ) -> None:
        scene.withhold(scene.part_a)
        hidden = {}
        for reference in ("R02", "R02a", "R02b"):
            scene.show(projector, reference=reference)
            hidden[reference] = "That letters improve" not in scene.shown()
        assert hidden == {"R02": True, "R02a": True, "R02b": False}


class TestThePoll:
    @pytest.mark.parametrize("is_led", [False, True])
    def test_nothing_changed_is_answered_in_one_query(self, scene: Room, projector: Client, is_led: bool) -> None:
        if is_led:
            scene.show(projector, judgement="3")
        tag = tag_of(scene, projector)
        response = projector.get(scene.address("meeting_screen_now"), headers={"If-None-Match": tag})
        assert (response.content, response.headers["ETag"]) == (b"", tag)
        assert "no-store" in response.headers["Cache-Control"]
        assert poll(scene, projector, tag) == (304, 1)
        assert poll(scene, projector, f"W/{tag}") == (304, 1)

    def test_the_first_page_of_the_window_can_ask_so_at_once(self, scene: Room, projector: Client) -> None:
        page = projector.get(scene.address("meeting_screen"))
        assert poll(scene, projector, page.context["tag"]) == (304, 1)

    def test_what_changes_the_picture_is_answered_with_a_new_one(self, scene: Room, projector: Client) -> None:
        scene.show(projector)
        tags = [tag_of(scene, projector)]
        for change in (
            lambda: scene.show(projector, judgement="3"),
            lambda: scene.show(projector, reference="R02a"),
            lambda: declare(scene, ExemptParagraph.CRIME),
            lambda: end_private_session(session=PrivateSession.objects.get(), by=scene.officer),
            lambda: record(scene),
            lambda: scene.show(projector, then="stop"),
        ):
            change()
            assert poll(scene, projector, tags[-1])[0] == 200
            tags.append(tag_of(scene, projector))
        assert len(set(tags)) == len(tags)

    def test_a_poll_does_not_keep_its_user_signed_in(self, scene: Room, projector: Client) -> None:
        tag = tag_of(scene, projector)
        soon = timezone.now() + timedelta(minutes=1)
        Session.objects.update(expire_date=soon)
        assert poll(scene, projector, tag)[0] == 304
        assert Session.objects.get().expire_date == soon
        Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
        assert poll(scene, projector, tag)[0] == 302

    @pytest.mark.parametrize("what", ["signed out", "not active", "password changed", "left", "in cabinet"])
    def test_whoever_may_not_see_it_any_more_is_not_told_that_nothing_changed(
        self, scene: Room, projector: Client, what: str
    ) -> None:
        tag = tag_of(scene, projector)
        cookie = projector.cookies["sessionid"].value
        officer = scene.officer
        match what:
            case "signed out":
                projector.logout()
                projector.cookies["sessionid"] = cookie
            case "not active":
                User.objects.filter(pk=officer.pk).update(is_active=False)
            case "password changed":
                officer.set_password("another password altogether")
                officer.save()
            case "left":
                CommitteeMembership.objects.filter(person=officer.person).update(ends_on=timezone.localdate())
            case "in cabinet":
                factories.AppointmentFactory(person=officer.person, capacity=Capacity.CONTRIBUTOR)
        still_signed_in = what in {"left", "in cabinet"}
        assert poll(scene, projector, tag)[0] == (404 if still_signed_in else 302)

    def test_a_tag_is_worth_nothing_in_another_session_or_for_another_meeting(
        self, scene: Room, projector: Client
    ) -> None:
        tag = tag_of(scene, projector)
        assert poll(scene, scene.projector(), tag)[0] == 200
        assert poll(scene, signed_in(scene.colleague), tag)[0] == 200
        assert poll(scene, signed_in(None), tag)[0] == 302
        other = factories.MeetingFactory(committee=scene.committee, held_on=scene.meeting.held_on + timedelta(days=1))
        address = scene.address("meeting_screen_now").replace(scene.meeting.date_slug, other.date_slug)
        assert projector.get(address, headers={"If-None-Match": tag}).status_code == 200

    @pytest.mark.parametrize("tag", ["", "*", '"abc"', '"1-0-1-' + "0" * 64 + '"'])
    def test_a_made_up_tag_is_answered_with_the_picture(self, scene: Room, projector: Client, tag: str) -> None:
        assert poll(scene, projector, tag)[0] == 200

    def test_another_page_does_not_ask_the_database_about_tags(self, projector: Client) -> None:
        response = Client().get("/accessibility/", headers={"If-None-Match": '"abc"'})
        assert response.status_code == 200

    def test_without_scripts_the_window_reads_itself_again(self, scene: Room, projector: Client) -> None:
        page = page_of(projector, scene.address("meeting_screen"))
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page.partition("</head>")[0]


class TestTheOfficersPages:
    def test_they_say_who_leads_the_screen(self, scene: Room, projector: Client) -> None:
        pages = [scene.address("meeting_views"), scene.record_page("R01")]
        assert ["Nobody leads the room’s screen." in page_of(projector, page) for page in pages] == [True, True]
        scene.show(projector)
        assert ["You lead the room’s screen." in page_of(projector, page) for page in pages] == [True, True]
        colleague = signed_in(scene.colleague)
        assert ["Sam Officer leads the room’s screen." in page_of(colleague, page) for page in pages] == [True, True]

    def test_without_a_script_the_button_leads_back_to_the_page(self, scene: Room, projector: Client) -> None:
        fields = {"then": "lead", "inquiry": "homes", "reference": "R02a"}
        response = projector.post(scene.address("meeting_screen_show"), fields)
        assert response.headers["Location"] == scene.record_page("R02a")
        assert RoomScreen.objects.get().recommendation == scene.part_a

    def test_a_script_is_told_whether_its_officer_still_leads(self, scene: Room, projector: Client) -> None:
        assert scene.show(projector).json() == {"leads": True, "words": "You lead the room’s screen."}
        colleague = signed_in(scene.colleague)
        assert scene.show(colleague, then="follow").json() == {
            "leads": False,
            "words": "Sam Officer leads the room’s screen.",
        }
        scene.show(colleague)
        assert scene.show(projector, then="follow").json() == {
            "leads": False,
            "words": "Cleo Clerk leads the room’s screen.",
        }
        assert scene.show(colleague, then="stop").json() == {
            "leads": False,
            "words": "Nobody leads the room’s screen.",
        }

    def test_they_say_that_the_room_does_not_see_an_exempt_item_and_where_to_declare_it(
        self, scene: Room, projector: Client
    ) -> None:
        scene.withhold()
        page = page_of(projector, scene.record_page("R01"))
        assert "The room sees only the reference: R01 has exempt papers (paragraph 7)." in page
        assert f"{scene.address('meeting_private')}?inquiry=homes&amp;reference=R01&amp;paragraphs=7" in page
        assert "The room sees only" not in page_of(projector, scene.record_page("R02a"))

    def test_declaring_and_ending_lead_back_to_the_item(self, scene: Room, projector: Client) -> None:
        scene.withhold()
        address = f"{scene.address('meeting_private')}?inquiry=homes&reference=R01&paragraphs=7"
        form = page_of(projector, address)
        assert form.count("checked") == 1
        response = projector.post(address, {"paragraphs": ["7"]})
        assert response.headers["Location"] == scene.record_page("R01")
        page = page_of(projector, scene.record_page("R01"))
        assert "The meeting is in private since" in page
        assert "paragraph 7 of Schedule 12A." in page
        assert "The room sees only" not in page
        back = {"inquiry": "homes", "reference": "R01"}
        response = projector.post(scene.address("meeting_private_end"), back)
        assert response.headers["Location"] == scene.record_page("R01")
        assert PrivateSession.objects.open().count() == 0

    def test_a_declaration_without_a_reason_is_refused_in_words(self, scene: Room, projector: Client) -> None:
        page = projector.post(scene.address("meeting_private"), {}).content.decode()
        assert "Choose at least one paragraph, or confidential information." in page

    def test_who_declares_second_is_told(self, scene: Room, projector: Client) -> None:
        declare(scene, ExemptParagraph.CRIME)
        response = projector.post(scene.address("meeting_private"), {"paragraphs": ["3"]})
        assert response.status_code == 409
        assert "The meeting is in private already: Sam Officer declared it at" in response.content.decode()

    def test_ending_what_has_ended_says_so(self, scene: Room, projector: Client) -> None:
        response = projector.post(scene.address("meeting_private_end"), follow=True)
        assert "The public are back already." in response.content.decode()

    def test_a_place_that_does_not_exist_shows_the_list(self, scene: Room, projector: Client) -> None:
        scene.show(projector, reference="R99")
        assert RoomScreen.objects.get().recommendation is None
        fields = {"then": "lead", "inquiry": "//evil.example", "reference": "R01"}
        response = projector.post(scene.address("meeting_screen_show"), fields)
        assert response.headers["Location"] == scene.address("meeting_views")


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()
