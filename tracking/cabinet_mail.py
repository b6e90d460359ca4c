"""Mails about reports to Cabinet that are not public: who has to act, without anything that a report says.

Not even its subject stands in them: until a report is published that is for those who write, clear and check it. They
name the post it is of and the meeting, and say where the rest can be read after signing in.
"""

from django.urls import reverse

from tracking.mail import Words, link, mail_words
from tracking.models.cabinet import CabinetReport
from tracking.presenters.wording import written_date


def cabinet_handed_in_words(report: CabinetReport) -> Words:
    """Tell Cabinet's clerks that a report waits to be checked."""
    return _words(report, "Check a report for the meeting of the {committee} on {day}", "cabinet_handed_in")


def cabinet_returned_words(report: CabinetReport) -> Words:
    """Say that a report came back. The reason is read after signing in."""
    subject = "Your report for the meeting of the {committee} on {day} was returned to you to put right"
    return _words(report, subject, "cabinet_returned")


def cabinet_editions_words(report: CabinetReport, *, is_ready: bool) -> Words:
    """Tell whoever asked that the editions of a report are ready, or could not be made."""
    verb = "are ready" if is_ready else "could not be made"
    subject = "The editions of a report for the meeting of the {committee} on {day} " + verb
    return _words(report, subject, "cabinet_editions", address="cabinet_report_publish", verb=verb, is_ready=is_ready)


def _words(
    report: CabinetReport, subject: str, template: str, *, address: str = "cabinet_report", **more: object
) -> Words:
    committee, day = str(report.meeting.committee), written_date(report.meeting.held_on)
    return mail_words(
        subject.format(committee=committee, day=day),
        template,
        committee=committee,
        meeting_on=day,
        post=str(report.post),
        url=link(reverse(address, args=[report.pk])),
        **more,
    )
