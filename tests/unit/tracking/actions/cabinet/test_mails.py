"""Mails about reports to Cabinet and responses: whoever has to act is told, and nothing that is not public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cabinet_factories import a_report, a_template, clearing_post, current_revision
from tests.factories import (
    AppointmentFactory,
    ExecutiveResponseFactory,
    InquiryFactory,
    MeetingFactory,
    PartFactory,
    RecommendationFactory,
    ResponseItemFactory,
    appointed,
    seated,
)
from tests.following import follower, mailed
from tracking.actions.cabinet.checking import return_report
from tracking.actions.cabinet.reports import submit_report
from tracking.actions.cabinet.response_sending import publish_response
from tracking.enums import Capacity, CommitteeRole, MailKind, ResponseAnswer, ResponseState
from tracking.models import OutboxMail, User
from tracking.models.cabinet import CabinetReport, ExecutiveResponse

pytestmark = pytest.mark.django_db

MARK = "Markedword"


@pytest.fixture
def report() -> CabinetReport:
    version = a_template()
    meeting = MeetingFactory(committee=version.template.committee, held_on=timezone.localdate() + timedelta(days=60))
    report = a_report(
        template_version=version,
        meeting=meeting,
        title=f"{MARK}title",
        is_key_decision=False,
        is_open_to_call_in=True,
        wards=f"{MARK}wards",
    )
    revision = current_revision(report)
    revision.sections.update(text=f"{MARK}text")
    revision.recommended_decisions.update(text=f"{MARK}decision")
    return report


@pytest.fixture
def clerk(report: CabinetReport) -> User:
    return seated(report.meeting.committee, CommitteeRole.CLERK)


def told(kind: MailKind) -> set[User | None]:
    return {mail.to for mail in OutboxMail.objects.filter(kind=kind)}


def test_cabinets_clerks_are_told_that_a_report_was_handed_in(report: CabinetReport, clerk: User) -> None:
    seated(report.meeting.committee, CommitteeRole.MEMBER)
    of_its_own_post = seated(report.meeting.committee, CommitteeRole.CLERK)
    AppointmentFactory(person=of_its_own_post.person, post=report.post, capacity=Capacity.CONTRIBUTOR)
    submit_report(report=report, by=appointed(report.post))
    assert told(MailKind.HANDED_IN) == {clerk}


def test_those_who_write_a_report_are_told_that_it_came_back(report: CabinetReport, clerk: User) -> None:
    holder, contributor = appointed(report.post), appointed(report.post, Capacity.CONTRIBUTOR)
    appointed(clearing_post(report))
    submit_report(report=report, by=holder)
    return_report(report=report, reason=f"{MARK}reason", by=clerk)
    assert told(MailKind.RETURNED) == {holder, contributor}


def test_a_report_handed_in_again_is_told_of_again(report: CabinetReport, clerk: User) -> None:
    holder = appointed(report.post)
    submit_report(report=report, by=holder)
    return_report(report=report, reason="Say more.", by=clerk)
    submit_report(report=report, by=holder)
    assert OutboxMail.objects.filter(kind=MailKind.HANDED_IN, to=clerk).count() == 2


def test_nothing_of_a_report_that_is_not_public_stands_in_a_mail(report: CabinetReport, clerk: User) -> None:
    holder = appointed(report.post)
    submit_report(report=report, by=holder)
    return_report(report=report, reason=f"{MARK}reason", by=clerk)
    mails = list(OutboxMail.objects.all())
    assert [mail.kind for mail in mails] == [MailKind.HANDED_IN, MailKind.RETURNED]
    assert [MARK in f"{mail.subject} {mail.text}" for mail in mails] == [False, False]
    assert [f"/cabinet-reports/{report.pk}/" in mail.text for mail in mails] == [True, True]
    assert [str(report.post) in mail.text for mail in mails] == [True, True]


def test_who_may_not_sign_in_is_told_nothing(report: CabinetReport, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    submit_report(report=report, by=appointed(report.post))
    assert not OutboxMail.objects.exists()


@pytest.fixture
def response() -> ExecutiveResponse:
    """Sent: R01 is rejected, part a of R02 accepted; R03 has no answer."""
    inquiry = InquiryFactory(title="Left Offline")
    response = ExecutiveResponseFactory(inquiry=inquiry, state=ResponseState.SENT, introduction=f"{MARK}words")
    first, second, _ = (RecommendationFactory(inquiry=inquiry, number=number, title="") for number in (1, 2, 3))
    part = PartFactory(parent=second, letter="a", title="Tablets")
    ResponseItemFactory(response=response, recommendation=part)
    ResponseItemFactory(
        response=response, recommendation=first, answer=ResponseAnswer.REJECTED, reason=f"{MARK}reason", action=""
    )
    return response


def publish(response: ExecutiveResponse) -> None:
    publish_response(
        by=seated(response.inquiry.tracking_committees.get().committee, CommitteeRole.CLERK), response=response
    )


def test_who_follows_an_inquiry_or_what_is_answered_is_told_that_the_response_is_published(
    response: ExecutiveResponse,
) -> None:
    rows = {row.reference: row for row in response.inquiry.recommendations.all()}
    for name, thing in (("inquiry", response.inquiry), ("first", rows["R01"]), ("third", rows["R03"])):
        follower(thing, f"{name}@example.org")
    follower(InquiryFactory(), "elsewhere@example.org")
    follower(rows["R02"], "unconfirmed@example.org", confirmed_at=None)
    publish(response)
    subject = "Executive response published: Left Offline"
    assert mailed() == [("inquiry@example.org", subject), ("first@example.org", subject)]


def test_news_of_a_response_says_what_was_answered_to_what_is_followed(response: ExecutiveResponse) -> None:
    part = response.inquiry.recommendations.get(letter="a")
    for thing, email in ((response.inquiry, "inquiry@example.org"), (part, "part@example.org")):
        follower(thing, email)
    publish(response)
    of_inquiry, of_part = (mail.text for mail in OutboxMail.objects.order_by("pk"))
    assert "- Accepted: 1\n- Rejected: 1\n" in of_inquiry
    assert "- R02 a) Tablets. The executive’s answer: Accepted\n" in of_part
    assert ("Rejected" in of_part, MARK in of_inquiry + of_part) == (False, False)
    assert f"/inquiries/{response.inquiry.slug}/response/\n" in of_part


def test_who_follows_nothing_in_the_inquiry_gets_no_mail_of_its_response(response: ExecutiveResponse) -> None:
    publish(response)
    assert not OutboxMail.objects.exists()
