from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import Settings

from tests.factories import MeetingFactory, UserFactory
from tests.reporting import Reporting, reporting
from tracking.actions.reminders import queue_reminders, remind_now
from tracking.actions.report_decisions import return_report
from tracking.actions.reports import submit_report, withdraw_report
from tracking.enums import MailKind, MeetingState, ReportState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Event, Meeting, OutboxMail, ProgressReport, UpdateRound, User

pytestmark = pytest.mark.django_db

# British Summer Time begins on Sunday 27 March 2016 and ends on Sunday 30 October 2016.
DUE_ON = date(2016, 4, 4)


@pytest.fixture
def scene() -> Reporting:
    return reporting()


def _awaited(scene: Reporting, *, due_on: date = DUE_ON) -> ProgressReport:
    """A draft that is due on a day of 2016, for a meeting a month later."""
    report = scene.draft()
    Meeting.objects.filter(pk=scene.meeting.pk).update(held_on=due_on + timedelta(days=30))
    UpdateRound.objects.create(meeting=scene.meeting, due_on=due_on, recorded_by=scene.officer)
    return report


def _on(day: date, hour: int = 6, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def _mailed(kind: MailKind) -> list[User]:
    return [mail.to for mail in OutboxMail.objects.filter(kind=kind).order_by("pk")]


class TestReminders:
    def test_they_fall_seven_days_and_one_before_then_the_day_after_and_weekly(self, scene: Reporting) -> None:
        _awaited(scene)
        for offset in range(-10, 20):
            queue_reminders(now=_on(DUE_ON + timedelta(days=offset)))
        days = OutboxMail.objects.filter(kind=MailKind.REMINDER, to=scene.holder).order_by("queued_at")
        offsets = [(mail.queued_at.date() - DUE_ON).days for mail in days]
        assert offsets == [-7, -1, 1, 8, 15]

    def test_the_days_before_are_a_setting(self, scene: Reporting, settings: Settings) -> None:
        settings.REMINDER_DAYS = [3]
        _awaited(scene)
        counts = [queue_reminders(now=_on(DUE_ON - timedelta(days=days))) for days in (7, 4, 3, 2, 1)]
        assert counts == [0, 0, 2, 0, 0]

    def test_a_day_on_which_no_worker_ran_is_made_good(self, scene: Reporting) -> None:
        _awaited(scene)
        assert queue_reminders(now=_on(DUE_ON - timedelta(days=5))) == 2

    def test_nobody_is_reminded_twice_on_a_day(self, scene: Reporting) -> None:
        _awaited(scene)
        assert [queue_reminders(now=_on(DUE_ON - timedelta(days=7), hour)) for hour in (6, 6, 18)] == [2, 0, 0]

    def test_two_reports_make_one_mail(self, scene: Reporting) -> None:
        _awaited(scene)
        other = MeetingFactory(committee=scene.committee, held_on=scene.meeting.held_on + timedelta(days=1))
        second = ProgressReport.objects.get()
        second.pk, second.meeting = None, other
        second.save()
        second.report_posts.create(post=scene.post)
        second.revisions.create()
        Meeting.objects.filter(pk=other.pk).update(held_on=DUE_ON + timedelta(days=40))
        UpdateRound.objects.create(meeting=other, due_on=DUE_ON + timedelta(days=2), recorded_by=scene.officer)
        queue_reminders(now=_on(DUE_ON - timedelta(days=5)))
        mail = OutboxMail.objects.get(to=scene.holder)
        assert mail.reports.count() == 2
        assert mail.subject == "Reminder: your 2 Progress Reports are due the first on 4 April 2016"

    def test_a_late_one_says_so(self, scene: Reporting) -> None:
        _awaited(scene)
        queue_reminders(now=_on(DUE_ON + timedelta(days=1)))
        mail = OutboxMail.objects.get(kind=MailKind.REMINDER, to=scene.holder)
        assert mail.subject == "Overdue: your Progress Report was due on 4 April 2016"
        assert "Due on 4 April 2016: 1 day late" in mail.text.splitlines()

    def test_the_officers_are_told_of_what_is_overdue_on_the_same_days(self, scene: Reporting) -> None:
        _awaited(scene)
        for offset in range(-8, 10):
            queue_reminders(now=_on(DUE_ON + timedelta(days=offset)))
        assert _mailed(MailKind.OVERDUE) == [scene.officer, scene.officer]
        mail = OutboxMail.objects.filter(kind=MailKind.OVERDUE).first()
        assert f"https://scrutiny.example.org/committees/{scene.committee.slug}/meetings/2016-05-04/ask/" in mail.text


class TestTheCouncilsOwnCalendar:
    @pytest.mark.parametrize(
        ("moment", "count"),
        [
            (datetime(2016, 3, 26, 23, 59, tzinfo=UTC), 0),  # still the 26th: the clock has not changed
            (datetime(2016, 3, 27, 22, 59, tzinfo=UTC), 0),  # 23:59 in summer time, still the 27th
            (datetime(2016, 3, 27, 23, 1, tzinfo=UTC), 2),  # 00:01 on the 28th, a week before
        ],
    )
    def test_a_day_begins_at_midnight_in_london_when_summer_time_begins(
        self, scene: Reporting, moment: datetime, count: int
    ) -> None:
        _awaited(scene, due_on=date(2016, 4, 4))
        assert queue_reminders(now=moment) == count

    @pytest.mark.parametrize(
        ("moment", "count"),
        [
            (datetime(2016, 10, 29, 22, 59, tzinfo=UTC), 0),  # 23:59 in summer time on the 29th
            (datetime(2016, 10, 29, 23, 1, tzinfo=UTC), 2),  # 00:01 on the 30th
            (datetime(2016, 10, 30, 23, 59, tzinfo=UTC), 2),  # still the 30th: the clock went back
        ],
    )
    def test_and_when_it_ends(self, scene: Reporting, moment: datetime, count: int) -> None:
        _awaited(scene, due_on=date(2016, 11, 6))
        assert queue_reminders(now=moment) == count


class TestWhenTheyStop:
    def test_a_report_handed_in_is_reminded_of_no_more(self, scene: Reporting) -> None:
        _awaited(scene)
        ProgressReport.objects.update(state=ReportState.SUBMITTED)
        assert queue_reminders(now=_on(DUE_ON)) == 0

    def test_nor_one_that_was_withdrawn(self, scene: Reporting) -> None:
        withdraw_report(report=_awaited(scene), reason="No longer needed.", by=scene.holder)
        assert queue_reminders(now=_on(DUE_ON)) == 0

    def test_nor_one_for_a_meeting_that_was_cancelled(self, scene: Reporting) -> None:
        _awaited(scene)
        Meeting.objects.update(state=MeetingState.CANCELLED, cancelled_reason="Election.")
        assert queue_reminders(now=_on(DUE_ON)) == 0

    def test_nor_once_the_day_of_the_meeting_has_passed(self, scene: Reporting) -> None:
        _awaited(scene)
        assert queue_reminders(now=_on(DUE_ON + timedelta(days=31))) == 0

    def test_a_returned_one_is_awaited_again(self, scene: Reporting) -> None:
        _awaited(scene)
        ProgressReport.objects.update(state=ReportState.RETURNED)
        assert queue_reminders(now=_on(DUE_ON)) == 2


class TestRemindingNow:
    @pytest.fixture
    def report(self, scene: Reporting) -> ProgressReport:
        report = scene.draft()
        UpdateRound.objects.create(meeting=scene.meeting, due_on=scene.meeting.held_on, recorded_by=scene.officer)
        return report

    def test_it_reminds_everyone_who_writes_it_once_a_day(self, scene: Reporting, report: ProgressReport) -> None:
        assert remind_now(report=report, by=scene.officer) == (scene.holder, scene.contributor)
        with pytest.raises(NotPossible, match="reminded today already"):
            remind_now(report=report, by=scene.officer)
        assert Event.objects.filter(type="reminded of report").count() == 1

    def test_it_counts_for_the_reminder_that_falls_on_the_day(self, scene: Reporting, report: ProgressReport) -> None:
        UpdateRound.objects.update(due_on=scene.meeting.held_on - timedelta(days=14))
        remind_now(report=report, by=scene.officer)
        assert queue_reminders() == 0

    @pytest.mark.parametrize("who", ["clerk", "holder", "contributor", "member", "administrator"])
    def test_only_the_scrutiny_officer_reminds(self, scene: Reporting, report: ProgressReport, who: str) -> None:
        with pytest.raises(NotAllowed):
            remind_now(report=report, by=getattr(scene, who))

    def test_a_report_nobody_asked_for_is_not_reminded_of(self, scene: Reporting, report: ProgressReport) -> None:
        UpdateRound.objects.all().delete()
        with pytest.raises(NotPossible, match="not waited for"):
            remind_now(report=report, by=scene.officer)

    def test_where_nobody_signs_in_it_says_so(self, scene: Reporting, report: ProgressReport) -> None:
        User.objects.filter(pk__in=[scene.holder.pk, scene.contributor.pk]).update(is_active=False)
        with pytest.raises(NotPossible, match="Nobody who writes this report signs in"):
            remind_now(report=report, by=scene.officer)


class TestWhatFollowsFromAReport:
    def test_handing_in_tells_the_officers_and_gives_a_receipt(self, scene: Reporting) -> None:
        report = scene.answered()
        submit_report(report=report, by=scene.holder)
        assert (_mailed(MailKind.HANDED_IN), _mailed(MailKind.RECEIPT)) == (
            [scene.officer, scene.clerk],
            [scene.holder],
        )
        receipt = OutboxMail.objects.get(kind=MailKind.RECEIPT)
        assert receipt.subject == f"Your Progress Report was handed in: PR-{report.pk:05d}"

    def test_a_return_tells_those_who_write_it_without_the_reason(self, scene: Reporting) -> None:
        report = scene.answered()
        submit_report(report=report, by=scene.holder)
        return_report(report=report, reason="The settlement with Mr Example is missing.", by=scene.officer)
        mails = OutboxMail.objects.filter(kind=MailKind.RETURNED)
        assert [mail.to for mail in mails] == [scene.holder, scene.contributor]
        assert [mail for mail in mails if "settlement" in mail.subject + mail.text] == []

    def test_somebody_from_elsewhere_is_told_nothing(self, scene: Reporting) -> None:
        stranger = UserFactory()
        submit_report(report=scene.answered(), by=scene.holder)
        assert OutboxMail.objects.filter(to=stranger).count() == 0
