"""Late news: handed in by the executive's side, published or declined by the clerk. The report itself never changes."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tracking import dates, rules
from tracking.actions.events import record_event
from tracking.actions.news_mails import tell_followers_of_supplement
from tracking.actions.report_decisions import lock_with_meeting, reason_for_lateness
from tracking.actions.report_mails import tell_of_declined_news, tell_of_late_news
from tracking.actions.reports import signature_of
from tracking.actions.signatures import signature_fields
from tracking.actions.state import change_state
from tracking.enums import SupplementState
from tracking.exceptions import NotPossible
from tracking.models import Meeting, Person, ProgressReport, Recommendation, ReportSupplement, User
from tracking.presenters.supplements import why_no_late_news
from tracking.queries.report_access import recommendations_in


@transaction.atomic
def hand_in_late_news(
    *,
    report: ProgressReport,
    text: str,
    by: User,
    recommendation: Recommendation | None = None,
    signed_by: Person | None = None,
    approved_how: str = "",
    approved_on: date | None = None,
) -> ReportSupplement:
    """Sign late news on a published report, about one of its recommendations or all of it, and hand it in.

    A holder of one of the report's posts signs; a contributor says which of them approved it, how and when. Raises
    NotAllowed for everyone else; NotPossible when the report is not published or was considered, its meeting is over,
    the recommendation is not in it, nothing is said, or the approval is not told. The same words handed in twice by the
    same user are one. Writes the ReportSupplement and one Event; queues a mail to the committee's officers.
    Source: the council's process; nothing that was handed in is overwritten, so what is new stands beside it.
    """
    rules.can_hand_in_late_news.check(by, report)
    person, post = signature_of(report, by, signed_by, approved_how, approved_on, on="late news")
    _lock_while_news_is_taken(report)
    if not text.strip():
        raise NotPossible("Write what is new.")
    if recommendation is not None and not recommendations_in(report).filter(pk=recommendation.pk).exists():
        raise NotPossible("This recommendation is not in the report. Choose one that is.")
    if already := _handed_in_already(report, recommendation, text.strip(), by):
        return already
    supplement = ReportSupplement.objects.create(
        report=report,
        recommendation=recommendation,
        text=text.strip(),
        recorded_by=by,
        **signature_fields(person, post.name, by=by, approved_how=approved_how, approved_on=approved_on),
    )
    tell_of_late_news(supplement, by)
    record_event(
        by=by,
        type="handed in late news",
        target=supplement,
        after={
            "state": supplement.state,
            "report": report.pk,
            "recommendation": recommendation.reference if recommendation else "",
            "signed_by": person.pk,
            "approved_on": supplement.approved_on,
        },
    )
    return supplement


def _handed_in_already(
    report: ProgressReport, recommendation: Recommendation | None, text: str, by: User
) -> ReportSupplement | None:
    """What the first of two presses on the button has handed in."""
    waiting = ReportSupplement.objects.filter(report=report, recorded_by=by, state=SupplementState.HANDED_IN)
    return waiting.filter(recommendation=recommendation, text=text).first()


@transaction.atomic
def publish_supplement(*, supplement: ReportSupplement, by: User, tabled_late_reason: str = "") -> None:
    """Publish late news as the next numbered supplement of its report: from now on everyone may read it.

    Raises NotAllowed unless `by` is clerk of the committee; NotPossible when the report was considered, its meeting is
    over, its papers are out and the reason for tabling the news late is missing, or it was declined; StaleState when
    somebody was faster. Queues mails to those who follow it. Source: Local Government Act 1972, section 100B, as for a
    report that is tabled late.
    """
    report = supplement.report
    rules.can_publish_late_news.check(by, report)
    meeting = _lock_while_news_is_taken(report)
    reason = reason_for_lateness(meeting, tabled_late_reason, of="late news")
    before = supplement.state
    last = ReportSupplement.objects.filter(report=report).aggregate(last=Max("number"))["last"] or 0
    change_state(
        supplement,
        "publish",
        number=last + 1,
        published_by=by,
        published_at=timezone.now(),
        tabled_late_reason=reason,
    )
    tell_followers_of_supplement(supplement)
    record_event(
        by=by,
        type="published supplement",
        target=supplement,
        before={"state": before},
        after={"state": supplement.state, "number": supplement.number, "tabled_late_reason": reason},
    )


@transaction.atomic
def decline_supplement(*, supplement: ReportSupplement, reason: str, by: User) -> None:
    """Decline late news with the reason, also once it is too late to publish it: whoever handed it in is answered.

    Raises NotAllowed unless `by` is clerk of the committee; NotPossible without a reason, or once it was published;
    StaleState when somebody was faster. Writes the state and one Event; queues a mail to whoever handed it in.
    """
    rules.can_publish_late_news.check(by, supplement.report)
    if not reason.strip():
        raise NotPossible("Say why the late news is declined.")
    before = supplement.state
    change_state(supplement, "decline", declined_by=by, declined_at=timezone.now(), declined_reason=reason.strip())
    tell_of_declined_news(supplement)
    record_event(
        by=by,
        type="declined late news",
        target=supplement,
        before={"state": before},
        after={"state": supplement.state, "reason": reason.strip()},
    )


def _lock_while_news_is_taken(report: ProgressReport) -> Meeting:
    """Keep a report and its meeting as they are until the transaction ends; NotPossible where it is too late.

    Whoever records a view holds the meeting's row as well, so none is given between reading and writing.
    """
    meeting = lock_with_meeting(report, report.meeting_id)
    report.refresh_from_db(fields=["state", "inquiry"])
    report.meeting = meeting
    if refusal := why_no_late_news(report, today=dates.today()):
        raise NotPossible(refusal)
    return meeting
