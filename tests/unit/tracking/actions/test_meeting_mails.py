"""What follows from a meeting, mailed to the posts it concerns: to whom it is news, and never more than is public."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    AppointmentFactory,
    AssessmentFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    appointed,
    category,
)
from tests.minuting import HELD_ON, Minuting, minuting
from tracking.actions.meeting_mails import Mailed, mail_actions
from tracking.actions.meetings import publish_views
from tracking.actions.personal_data import remove_expired
from tracking.enums import Capacity, Decision, InquiryState, MailKind, MailState, MeetingState, Outcome, ReportState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Event, Inquiry, Meeting, OutboxMail, ProgressReport, Responsibility, User

pytestmark = pytest.mark.django_db

SITE = "https://scrutiny.example.org"
ADDRESS = f"{SITE}/inquiries/refreshing-the-partnership/"


@pytest.fixture
def scene() -> Minuting:
    return minuting()


def _send(scene: Minuting, by: User | None = None) -> Mailed:
    return mail_actions(meeting=Meeting.objects.get(pk=scene.meeting.pk), by=by or scene.officer)


def _lines(mail: OutboxMail) -> list[str]:
    """What a mail says, without empty lines and without how every mail ends."""
    return [line for line in mail.text.partition("\n--\n")[0].splitlines() if line]


class TestTheMail:
    def test_it_says_what_was_decided_asked_for_and_by_when(self, scene: Minuting) -> None:
        scene.view(
            scene.whole,
            category=category(5),
            reason="No figures.",
            asked_for="Figures by ward",
            agreed_due_on=date(2016, 11, 30),
        )
        for part in scene.parts:
            scene.view(part, decision=Decision.CONCLUDE, conclusion_reason="overtaken")
        ProgressReport.objects.update(state=ReportState.CONSIDERED, considered_on=HELD_ON)
        Inquiry.objects.update(next_round_on=date(2016, 10, 12))
        _send(scene)
        mail = OutboxMail.objects.get()
        assert (mail.kind, mail.to, mail.subject) == (
            MailKind.ACTIONS,
            scene.holder,
            "What follows from the meeting on 12 April 2016",
        )
        assert list(mail.reports.all()) == [scene.report]
        assert _lines(mail)[:10] == [
            f"The {scene.committee} met on 12 April 2016. This is what follows from its views.",
            "For Deputy Leader",
            "Refreshing the Partnership",
            ADDRESS,
            "The next report is due by 12 October 2016.",
            "R01 Operational plan",
            "Category 5, Not Achieved (Insufficient Progress). Tracking continues.",
            "Reason: No figures.",
            "Asked for next time: Figures by ward.",
            "To be completed by 30 November 2016",
        ]
        assert _lines(mail)[11:14] == [
            "R06 a) That the council does part a",
            "Category 3, Not Achieved (Progress Made). Tracking is concluded as overtaken by events.",
            f"{ADDRESS}recommendations/R06a/",
        ]

    def test_it_says_that_the_inquiry_is_concluded(self, scene: Minuting) -> None:
        scene.view_all(decision=Decision.CONCLUDE, conclusion_reason="implemented", asked_for="A last word")
        Inquiry.objects.update(state=InquiryState.CONCLUDED, concluded_on=HELD_ON)
        _send(scene)
        lines = _lines(OutboxMail.objects.get())
        assert lines[4] == (
            "All 2 recommendations of Refreshing the Partnership are concluded, "
            "so the inquiry is concluded on 12 April 2016."
        )
        assert lines[7] == "Asked for: A last word."

    def test_without_a_new_date_the_one_that_counts_is_said(self, scene: Minuting) -> None:
        scene.claim(scene.whole, anticipated_on=date(2016, 9, 30))
        scene.view(scene.whole)
        _send(scene)
        assert "To be completed by 30 September 2016" in _lines(OutboxMail.objects.get())

    def test_what_is_deferred_or_got_no_view_is_told_too(self, scene: Minuting) -> None:
        scene.view(scene.whole, outcome=Outcome.DEFERRED, category=None, decision="")
        scene.view(scene.parts[0], outcome=Outcome.NO_VIEW, category=None, decision="")
        _send(scene)
        lines = _lines(OutboxMail.objects.get())
        assert [line for line in lines if line.startswith(("Deferred", "No view"))] == [
            "Deferred to the next meeting.",
            "No view was given. It is still tracked.",
        ]

    def test_until_the_views_are_published_it_only_names_the_recommendations(self) -> None:
        scene = minuting(is_published=False)
        scene.view(scene.whole, category=category(5), reason="Secret.", asked_for="Secret.")
        reopened = RecommendationFactory(inquiry=scene.inquiry, number=9, title="Reopened")
        ResponsibilityFactory(recommendation=reopened, post=scene.post)
        AssessmentFactory(leaf=reopened, meeting=scene.meeting, reopens=True, reason="Secret.")
        _send(scene)
        assert _lines(OutboxMail.objects.get()) == [
            (
                f"The {scene.committee} met on 12 April 2016. It considered these recommendations. "
                "Its views are not published yet: follow the links and sign in to read them."
            ),
            "For Deputy Leader",
            "Refreshing the Partnership",
            ADDRESS,
            "R01 Operational plan",
            f"{ADDRESS}recommendations/R01/",
        ]

    def test_one_event_tells_of_all_mails(self, scene: Minuting) -> None:
        contributor = appointed(scene.post, Capacity.CONTRIBUTOR)
        scene.view_all()
        assert _send(scene).told == (scene.holder, contributor)
        event = Event.objects.get()
        assert (event.type, event.actor, event.target_id) == (
            "mailed actions",
            str(scene.officer.public_id),
            str(scene.meeting.pk),
        )
        assert event.after == {"mails": list(OutboxMail.objects.order_by("pk").values_list("pk", flat=True))}


class TestWhoIsTold:
    def test_a_part_with_a_post_of_its_own_is_told_to_that_one_alone(self, scene: Minuting) -> None:
        other = PostFactory(name="Leader")
        user = appointed(other)
        ResponsibilityFactory(recommendation=scene.parts[0], post=other)
        scene.view_all()
        _send(scene)
        told = {mail.to: "R06 a)" in mail.text for mail in OutboxMail.objects.all()}
        assert told == {scene.holder: False, user: True}

    def test_the_post_is_the_one_that_answered_on_the_day(self, scene: Minuting) -> None:
        successor = PostFactory(name="Leader")
        Responsibility.objects.filter(recommendation=scene.whole).update(ends_on=date(2016, 5, 1))
        ResponsibilityFactory(recommendation=scene.whole, post=successor, starts_on=date(2016, 5, 1))
        appointed(successor)
        scene.view(scene.whole)
        assert _send(scene).told == (scene.holder,)

    def test_somebody_in_two_posts_gets_one_mail(self, scene: Minuting) -> None:
        other = PostFactory(name="Leader")
        AppointmentFactory(person=scene.holder.person, post=other)
        ResponsibilityFactory(recommendation=scene.whole, post=other, position=2)
        scene.view(scene.whole)
        _send(scene)
        lines = _lines(OutboxMail.objects.get())
        assert [line for line in lines if line.startswith("For ")] == ["For Deputy Leader", "For Leader"]

    def test_a_post_in_which_nobody_signs_in_is_named(self, scene: Minuting) -> None:
        body = PostFactory(name="Water Company")
        AppointmentFactory(post=body)
        ResponsibilityFactory(recommendation=scene.whole, post=body, position=2)
        scene.view(scene.whole)
        assert _send(scene).silent_posts == (body,)


class TestSendingAgain:
    def test_nobody_is_told_the_same_twice(self, scene: Minuting) -> None:
        scene.view_all()
        _send(scene)
        with pytest.raises(NotPossible, match="nothing new to tell"):
            _send(scene)
        assert (OutboxMail.objects.count(), Event.objects.count()) == (1, 1)

    def test_a_correction_is_told_to_those_it_concerns(self, scene: Minuting) -> None:
        other = PostFactory(name="Leader")
        user = appointed(other)
        ResponsibilityFactory(recommendation=scene.parts[0], post=other)
        scene.view(scene.whole)
        first = scene.view(scene.parts[0])
        _send(scene)
        scene.view(scene.parts[0], category=category(5), supersedes=first, superseding_reason="Misheard.")
        assert _send(scene).told == (user,)

    def test_what_is_corrected_back_is_told_once_more(self, scene: Minuting) -> None:
        first = scene.view(scene.whole)
        _send(scene)
        second = scene.view(scene.whole, category=category(5), supersedes=first, superseding_reason="Misheard.")
        _send(scene)
        scene.view(scene.whole, supersedes=second, superseding_reason="It was right.")
        _send(scene)
        texts = [mail.text for mail in OutboxMail.objects.order_by("pk")]
        assert (len(texts), texts[0]) == (3, texts[2])

    def test_the_decisions_follow_once_they_are_published(self) -> None:
        scene = minuting(is_published=False)
        scene.view_all()
        _send(scene)
        publish_views(by=scene.clerk, meeting=scene.meeting)
        assert _send(scene).told == (scene.holder,)
        assert "Tracking continues." in OutboxMail.objects.last().text

    def test_nor_once_the_words_of_old_mails_are_gone(self, scene: Minuting) -> None:
        scene.view(scene.whole, reason="No figures.")
        _send(scene)
        moment = timezone.now() - timedelta(days=91)
        OutboxMail.objects.update(state=MailState.SENT, sent_at=moment, queued_at=moment)
        assert remove_expired() == {"sent_mails": 1}
        with pytest.raises(NotPossible, match="Nobody gets a mail"):
            _send(scene)


class TestWhatIsRefused:
    @pytest.mark.parametrize("who", ["member", "holder"])
    def test_only_those_who_run_the_committee_send(self, scene: Minuting, who: str) -> None:
        scene.view_all()
        with pytest.raises(NotAllowed):
            _send(scene, by=getattr(scene, who))
        assert (OutboxMail.objects.count(), Event.objects.count()) == (0, 0)

    def test_nothing_is_sent_before_the_meeting_was_held(self, scene: Minuting) -> None:
        scene.view_all()
        Meeting.objects.update(state=MeetingState.PAPERS_ISSUED, views_published_at=None, views_published_by=None)
        with pytest.raises(NotPossible, match="once the meeting was held"):
            _send(scene)

    def test_nothing_is_sent_when_nobody_can_be_told(self, scene: Minuting) -> None:
        scene.view_all()
        User.objects.filter(pk=scene.holder.pk).update(is_active=False)
        with pytest.raises(NotPossible, match="Nobody gets a mail"):
            _send(scene)
        assert Event.objects.count() == 0
