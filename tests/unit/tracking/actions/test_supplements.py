"""Late news: what is written when it is handed in, published or declined, and when it is too late."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.reporting import Reporting, published, reporting
from tracking import dates
from tracking.actions.supplements import decline_supplement, hand_in_late_news, publish_supplement
from tracking.enums import InquiryState, MailKind, MeetingState, ReportState, SupplementState
from tracking.exceptions import NotPossible, StaleState
from tracking.models import Event, Inquiry, Meeting, OutboxMail, ProgressReport, ReportSupplement

pytestmark = pytest.mark.django_db

TEXT = "The survey was **finished** on 6 April."
APPROVAL = {"approved_how": "By e-mail to me", "approved_on": dates.today()}


@pytest.fixture
def scene() -> Reporting:
    return reporting()


@pytest.fixture
def report(scene: Reporting) -> ProgressReport:
    report = published(scene)
    OutboxMail.objects.all().delete()
    return report


@pytest.fixture
def handed_in(scene: Reporting, report: ProgressReport) -> ReportSupplement:
    supplement = hand_in_late_news(report=report, text=TEXT, recommendation=scene.whole, by=scene.holder)
    OutboxMail.objects.all().delete()
    return supplement


def _last_event() -> tuple[str, str, dict, dict]:
    return Event.objects.order_by("-pk").values_list("type", "actor", "before", "after")[0]


# --- Handing in ---------------------------------------------------------------------------------------


def test_a_holder_signs_and_the_name_and_title_are_frozen(scene: Reporting, report: ProgressReport) -> None:
    supplement = hand_in_late_news(report=report, text=f"\n{TEXT}\n", recommendation=scene.whole, by=scene.holder)
    supplement.refresh_from_db()
    assert (supplement.state, supplement.text, supplement.recommendation) == ("handed_in", TEXT, scene.whole)
    assert (supplement.signed_by, supplement.signed_name) == (scene.holder.person, scene.holder.person.name)
    assert (supplement.signed_title, supplement.number, supplement.recorded_by) == ("Deputy Leader", None, scene.holder)


def test_it_has_its_event_without_the_words(scene: Reporting, report: ProgressReport) -> None:
    hand_in_late_news(report=report, text=TEXT, recommendation=scene.whole, by=scene.holder)
    after = {
        "state": "handed_in",
        "report": report.pk,
        "recommendation": "R01",
        "signed_by": scene.holder.person_id,
        "approved_on": None,
    }
    assert _last_event() == ("handed in late news", str(scene.holder.public_id), {}, after)


def test_a_contributor_hands_it_in_in_the_name_of_whoever_approved_it(scene: Reporting, report: ProgressReport) -> None:
    supplement = hand_in_late_news(report=report, text=TEXT, by=scene.contributor, **APPROVAL)
    supplement.refresh_from_db()
    assert (supplement.signed_by, supplement.recorded_by) == (scene.holder.person, scene.contributor)
    assert (supplement.approved_how, supplement.approved_on) == ("By e-mail to me", dates.today())
    assert supplement.recommendation is None


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({}, r"^Say how and when .+ approved the late news\.$"),
        ({"approved_how": " ", "approved_on": dates.today()}, r"^Say how and when .+ approved the late news\.$"),
        (
            {"approved_how": "By telephone", "approved_on": dates.today() + timedelta(days=1)},
            r" is still to come\. Enter the day on which it was approved\.$",
        ),
    ],
)
def test_a_contributor_says_how_and_when_it_was_approved(
    scene: Reporting, report: ProgressReport, told: dict[str, object], refusal: str
) -> None:
    with pytest.raises(NotPossible, match=refusal):
        hand_in_late_news(report=report, text=TEXT, by=scene.contributor, **told)
    assert ReportSupplement.objects.count() == 0


def test_it_must_say_something(scene: Reporting, report: ProgressReport) -> None:
    with pytest.raises(NotPossible, match=r"^Write what is new\.$"):
        hand_in_late_news(report=report, text=" \n", by=scene.holder)


def test_it_is_about_a_recommendation_of_the_report(scene: Reporting, report: ProgressReport) -> None:
    for stranger in (factories.RecommendationFactory(inquiry=scene.inquiry, number=9), scene.part_a):
        with pytest.raises(NotPossible, match="not in the report"):
            hand_in_late_news(report=report, text=TEXT, recommendation=stranger, by=scene.holder)


def test_the_button_pressed_twice_hands_it_in_once(scene: Reporting, report: ProgressReport) -> None:
    both = [hand_in_late_news(report=report, text=TEXT, by=scene.holder) for _ in range(2)]
    assert both[0] == both[1]
    handed_in = Event.objects.filter(type="handed in late news")
    assert (ReportSupplement.objects.count(), handed_in.count()) == (1, 1)


def test_the_officers_of_the_committee_get_a_mail_without_the_words(scene: Reporting, report: ProgressReport) -> None:
    hand_in_late_news(report=report, text=TEXT, recommendation=scene.whole, by=scene.holder)
    mails = list(OutboxMail.objects.order_by("to"))
    assert [(mail.kind, mail.to) for mail in mails] == [
        (MailKind.SUPPLEMENT, scene.officer),
        (MailKind.SUPPLEMENT, scene.clerk),
    ]
    subject = f"Late news was handed in for the meeting on {scene.meeting.held_on:%-d %B %Y}"
    assert {mail.subject for mail in mails} == {subject}
    assert ["finished" in mail.text for mail in mails] == [False, False]
    assert "It is about R01." in mails[0].text


# --- Publishing ---------------------------------------------------------------------------------------


def test_published_ones_are_numbered_as_they_come_out_whatever_order_they_came_in(
    scene: Reporting, report: ProgressReport
) -> None:
    first, second, third = (
        hand_in_late_news(report=report, text=f"News {number}.", by=scene.holder) for number in (1, 2, 3)
    )
    for supplement in (second, third):
        publish_supplement(supplement=supplement, by=scene.clerk)
    decline_supplement(supplement=first, reason="It is in the report.", by=scene.clerk)
    rows = ReportSupplement.objects.order_by("pk")
    assert [(row.state, row.number) for row in rows] == [("declined", None), ("published", 1), ("published", 2)]


def test_each_report_counts_its_own(scene: Reporting, report: ProgressReport, handed_in: ReportSupplement) -> None:
    other = factories.published_report([factories.RecommendationFactory()])
    ReportSupplement.objects.create(
        report=other,
        text=TEXT,
        signed_by=scene.holder.person,
        signed_name="Example",
        recorded_by=scene.holder,
        state=SupplementState.PUBLISHED,
        number=7,
        published_by=scene.clerk,
        published_at=timezone.now(),
    )
    publish_supplement(supplement=handed_in, by=scene.clerk)
    assert handed_in.number == 1


def test_publishing_says_who_and_when_and_has_its_event(scene: Reporting, handed_in: ReportSupplement) -> None:
    before = timezone.now()
    publish_supplement(supplement=handed_in, by=scene.clerk)
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.published_by) == (SupplementState.PUBLISHED, scene.clerk)
    assert before <= handed_in.published_at <= timezone.now()
    after = {"state": "published", "number": 1, "tabled_late_reason": ""}
    assert _last_event() == ("published supplement", str(scene.clerk.public_id), {"state": "handed_in"}, after)


def test_once_the_papers_are_out_the_reason_for_lateness_is_needed(
    scene: Reporting, handed_in: ReportSupplement
) -> None:
    Meeting.objects.filter(pk=scene.meeting.pk).update(state=MeetingState.PAPERS_ISSUED)
    refusal = r"^The papers for this meeting are out\. Say why the late news is tabled late\.$"
    with pytest.raises(NotPossible, match=refusal):
        publish_supplement(supplement=handed_in, by=scene.clerk)
    publish_supplement(supplement=handed_in, tabled_late_reason=" The survey ended on Friday. ", by=scene.clerk)
    handed_in.refresh_from_db()
    assert handed_in.tabled_late_reason == "The survey ended on Friday."


def test_before_the_papers_are_out_no_reason_is_kept(scene: Reporting, handed_in: ReportSupplement) -> None:
    publish_supplement(supplement=handed_in, tabled_late_reason="Because.", by=scene.clerk)
    assert handed_in.tabled_late_reason == ""


@pytest.mark.parametrize("act", [publish_supplement, decline_supplement])
def test_whoever_comes_second_is_told(scene: Reporting, handed_in: ReportSupplement, act: Callable[..., None]) -> None:
    again = ReportSupplement.objects.get(pk=handed_in.pk)
    publish_supplement(supplement=handed_in, by=scene.clerk)
    said = {"reason": "Too long."} if act is decline_supplement else {}
    with pytest.raises(StaleState, match="Somebody else has just changed this supplement"):
        act(supplement=again, by=scene.clerk, **said)
    again.refresh_from_db()
    assert (again.state, again.number, again.declined_reason) == (SupplementState.PUBLISHED, 1, "")


# --- Too late -----------------------------------------------------------------------------------------


def _considered(scene: Reporting, report: ProgressReport) -> None:
    today = dates.today()
    ProgressReport.objects.filter(pk=report.pk).update(state=ReportState.CONSIDERED, considered_on=today)


def _meeting_held(scene: Reporting, report: ProgressReport) -> None:
    Meeting.objects.filter(pk=scene.meeting.pk).update(state=MeetingState.HELD)


def _day_passed(scene: Reporting, report: ProgressReport) -> None:
    yesterday = dates.today() - timedelta(days=1)
    Meeting.objects.filter(pk=scene.meeting.pk).update(state=MeetingState.PAPERS_ISSUED, held_on=yesterday)


def _inquiry_withdrawn(scene: Reporting, report: ProgressReport) -> None:
    Inquiry.objects.filter(pk=scene.inquiry.pk).update(state=InquiryState.WITHDRAWN, withdrawn_reason="A mistake.")


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (_considered, "The committee has considered this report. Put what is new into the next one."),
        (_meeting_held, "is over. Put what is new into the next report."),
        (_day_passed, "is over. Put what is new into the next report."),
        (_inquiry_withdrawn, "This inquiry is no longer public, so nothing can be published on it."),
    ],
)
def test_what_happened_meanwhile_is_told_to_whoever_read_the_report_before(
    scene: Reporting,
    report: ProgressReport,
    handed_in: ReportSupplement,
    happens: Callable[[Reporting, ProgressReport], None],
    words: str,
) -> None:
    happens(scene, report)
    with pytest.raises(NotPossible, match=words):
        hand_in_late_news(report=report, text="More.", by=scene.holder)
    with pytest.raises(NotPossible, match=words):
        publish_supplement(supplement=handed_in, tabled_late_reason="Late.", by=scene.clerk)
    decline_supplement(supplement=handed_in, reason="It came too late.", by=scene.clerk)
    assert [row.state for row in ReportSupplement.objects.all()] == [SupplementState.DECLINED]


def test_on_the_day_of_the_meeting_it_can_still_be_tabled(scene: Reporting, handed_in: ReportSupplement) -> None:
    Meeting.objects.filter(pk=scene.meeting.pk).update(state=MeetingState.PAPERS_ISSUED, held_on=dates.today())
    publish_supplement(supplement=handed_in, tabled_late_reason="It happened this morning.", by=scene.clerk)
    assert handed_in.number == 1


# --- Declining ----------------------------------------------------------------------------------------


def test_declining_needs_its_reason(scene: Reporting, handed_in: ReportSupplement) -> None:
    with pytest.raises(NotPossible, match=r"^Say why the late news is declined\.$"):
        decline_supplement(supplement=handed_in, reason=" ", by=scene.clerk)


def test_declining_keeps_who_when_and_why_and_has_its_event(scene: Reporting, handed_in: ReportSupplement) -> None:
    decline_supplement(supplement=handed_in, reason=" It is in the report. ", by=scene.clerk)
    handed_in.refresh_from_db()
    assert (handed_in.declined_by, handed_in.declined_reason) == (scene.clerk, "It is in the report.")
    assert handed_in.number is None
    after = {"state": "declined", "reason": "It is in the report."}
    assert _last_event() == ("declined late news", str(scene.clerk.public_id), {"state": "handed_in"}, after)


def test_whoever_handed_it_in_is_told_by_mail_without_the_reason(scene: Reporting, handed_in: ReportSupplement) -> None:
    decline_supplement(supplement=handed_in, reason="It is in the report.", by=scene.clerk)
    mail = OutboxMail.objects.get()
    assert (mail.kind, mail.to, mail.subject) == (MailKind.SUPPLEMENT, scene.holder, "Your late news was declined")
    assert "in the report" not in mail.text
