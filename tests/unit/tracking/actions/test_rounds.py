from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    AppointmentFactory,
    InquiryFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
)
from tests.reporting import Reporting, also_answering_for, reporting
from tracking import dates
from tracking.actions.personal_data import remove_expired
from tracking.actions.rounds import Ask, Asked, ask_for_updates
from tracking.enums import Capacity, MailState, MeetingState, PostKind, ReportState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Event, Meeting, OutboxMail, ProgressReport, UpdateRound, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Reporting:
    return reporting()


def _ask(scene: Reporting, *, by: User | None = None, in_days: int = 10, **changed: object) -> Asked:
    arguments: dict[str, object] = {
        "meeting": scene.meeting,
        "due_on": dates.today() + timedelta(days=in_days),
        "asks": [Ask(scene.inquiry, (scene.post,))],
        "by": by or scene.officer,
    }
    return ask_for_updates(**arguments | changed)


def _told() -> list[tuple[int, list[int]]]:
    """Who was mailed about which reports, in order."""
    return [
        (mail.to_id, sorted(mail.reports.values_list("pk", flat=True))) for mail in OutboxMail.objects.order_by("pk")
    ]


class TestAsking:
    def test_it_opens_a_report_and_mails_everyone_who_writes_it(self, scene: Reporting) -> None:
        asked = _ask(scene, message="Figures, please.")
        report = ProgressReport.objects.get()
        assert (asked.opened, report.state, report.lead_post) == ((report,), ReportState.DRAFT, scene.post)
        assert (report.meeting, report.opened_by) == (scene.meeting, scene.officer)
        assert _told() == [(scene.holder.pk, [report.pk]), (scene.contributor.pk, [report.pk])]
        assert (asked.told, asked.silent_posts) == ((scene.holder, scene.contributor), ())

    def test_the_mail_says_what_by_when_and_where(self, scene: Reporting) -> None:
        _ask(scene, message="Figures, please.", due_on=scene.meeting.held_on)
        mail = OutboxMail.objects.first()
        report = ProgressReport.objects.get()
        day = f"{scene.meeting.held_on:%-d %B %Y}"
        assert mail.subject == f"Send progress on recommendations to scrutiny by {day}"
        lines = mail.text.splitlines()
        assert f"Send your progress to the scrutiny office by {day}." in lines
        assert "Refreshing the Partnership" in lines
        assert "Recommendations: R01 and R02" in lines
        assert f"https://scrutiny.example.org/reports/{report.pk}/" in lines
        assert "Figures, please." in lines

    def test_each_action_has_its_own_event_and_the_round_one(self, scene: Reporting) -> None:
        _ask(scene)
        assert list(Event.objects.order_by("pk").values_list("type", flat=True)) == [
            "opened report",
            "asked for updates",
        ]

    def test_a_post_that_answers_for_a_part_is_told_too(self, scene: Reporting) -> None:
        other = also_answering_for(scene.whole, scene.other_post)
        assert other in _ask(scene).told

    def test_a_post_in_which_nobody_signs_in_is_named(self, scene: Reporting) -> None:
        body = PostFactory(name="Water Company", kind=PostKind.OUTSIDE_BODY)
        AppointmentFactory(post=body)
        ResponsibilityFactory(recommendation=scene.whole, post=body, position=2)
        assert _ask(scene).silent_posts == (body,)

    def test_somebody_in_two_posts_gets_one_mail(self, scene: Reporting) -> None:
        ResponsibilityFactory(recommendation=scene.whole, post=scene.other_post, position=2)
        AppointmentFactory(person=scene.holder.person, post=scene.other_post, capacity=Capacity.CONTRIBUTOR)
        assert _ask(scene).told == (scene.holder, scene.contributor)

    def test_a_report_that_is_there_is_left_as_it_is_and_its_people_are_told(self, scene: Reporting) -> None:
        report = scene.draft()
        assert _ask(scene).opened == ()
        assert ProgressReport.objects.get() == report
        assert _told() == [(scene.holder.pk, [report.pk]), (scene.contributor.pk, [report.pk])]


class TestAskingAgain:
    def test_the_same_again_changes_nothing_and_says_so(self, scene: Reporting) -> None:
        _ask(scene)
        events = Event.objects.count()
        with pytest.raises(NotPossible, match="Everyone has been asked for this already"):
            _ask(scene)
        assert (OutboxMail.objects.count(), Event.objects.count()) == (2, events)

    def test_another_inquiry_is_all_that_is_told(self, scene: Reporting) -> None:
        _ask(scene)
        inquiry = InquiryFactory(tracking_committee=scene.committee)
        ResponsibilityFactory(recommendation=RecommendationFactory(inquiry=inquiry), post=scene.post)
        (second,) = _ask(scene, asks=[Ask(inquiry, (scene.post,))]).opened
        assert _told()[2:] == [(scene.holder.pk, [second.pk]), (scene.contributor.pk, [second.pk])]

    def test_another_day_is_told_to_all_who_have_not_handed_in(self, scene: Reporting) -> None:
        _ask(scene)
        assert _ask(scene, in_days=12, asks=[]).told == (scene.holder, scene.contributor)
        assert UpdateRound.objects.get().due_on == dates.today() + timedelta(days=12)
        event = Event.objects.first()
        assert (event.before["due_on"], event.after["due_on"]) == (
            str(dates.today() + timedelta(days=10)),
            str(dates.today() + timedelta(days=12)),
        )

    def test_a_contributor_appointed_since_is_told(self, scene: Reporting) -> None:
        _ask(scene)
        newcomer = also_answering_for(scene.parent, scene.other_post)
        assert _ask(scene, asks=[]).told == (newcomer,)

    def test_whoever_was_asked_is_told_of_another_day_though_old_mails_have_lost_their_words(
        self, scene: Reporting
    ) -> None:
        _ask(scene)
        OutboxMail.objects.update(
            state=MailState.SENT, sent_at=timezone.now(), queued_at=timezone.now() - timedelta(days=91)
        )
        _ask(scene, in_days=12, asks=[])
        assert remove_expired() == {"sent_mails": 2}
        with pytest.raises(NotPossible, match="Everyone has been asked for this already"):
            _ask(scene, in_days=12, asks=[])
        assert _ask(scene, in_days=14, asks=[]).told == (scene.holder, scene.contributor)

    def test_a_mails_number_is_never_used_twice(self, scene: Reporting) -> None:
        for in_days in (10, 12):
            _ask(scene, in_days=in_days)
        OutboxMail.objects.filter(to=scene.holder).earliest("pk").delete()
        assert _ask(scene, in_days=14, asks=[]).told == (scene.holder, scene.contributor)


class TestWhatIsRefused:
    @pytest.mark.parametrize("who", ["clerk", "holder", "contributor", "member", "administrator"])
    def test_only_the_scrutiny_officer_asks(self, scene: Reporting, who: str) -> None:
        with pytest.raises(NotAllowed):
            _ask(scene, by=getattr(scene, who))
        assert (UpdateRound.objects.count(), ProgressReport.objects.count(), OutboxMail.objects.count()) == (0, 0, 0)

    @pytest.mark.parametrize("in_days", [-1, 22])
    def test_the_day_is_between_today_and_the_meeting(self, scene: Reporting, in_days: int) -> None:
        with pytest.raises(NotPossible, match="between today and the meeting"):
            _ask(scene, in_days=in_days)

    def test_a_meeting_whose_papers_are_out_is_too_late(self, scene: Reporting) -> None:
        Meeting.objects.update(state=MeetingState.PAPERS_ISSUED)
        with pytest.raises(NotPossible, match="The papers of this one are out"):
            _ask(scene)

    def test_nothing_to_ask_about_leaves_no_round(self, scene: Reporting) -> None:
        with pytest.raises(NotPossible, match="Choose at least one inquiry"):
            _ask(scene, asks=[])
        assert UpdateRound.objects.count() == 0
