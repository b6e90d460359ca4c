"""Mails that follow from what happens to a report to Cabinet or a response; queued by the action that does it."""

from tracking import dates, rules
from tracking.actions.news_mails import by_what_they_follow
from tracking.actions.outbox import Letter, queue_mails, queue_to_subscribers
from tracking.cabinet_mail import cabinet_handed_in_words, cabinet_returned_words
from tracking.enums import CommitteeRole, MailKind
from tracking.mail import news_words
from tracking.models import OutboxMail, Post, User
from tracking.models.cabinet import CabinetReport, CabinetReportRevision, ExecutiveResponse
from tracking.presenters.cabinet.news import response_mail
from tracking.queries.cabinet.news import said_of
from tracking.queries.recipients import officers_of, users_of_posts
from tracking.queries.subscriptions import subscribers_within
from tracking.rules.base import keeping_posts


def tell_of_submission(report: CabinetReport, revision: CabinetReportRevision, by: User) -> list[OutboxMail]:
    """Queue a mail to those clerks of the Cabinet who may check a report that it was handed in."""
    cabinet = report.meeting.committee_id
    clerks = officers_of([cabinet], today=dates.today(), roles=(CommitteeRole.CLERK,))[cabinet]
    words = cabinet_handed_in_words(report)
    return queue_mails(
        Letter(MailKind.HANDED_IN, f"cabinet-handed-in/{revision.pk}/{clerk.pk}", clerk, words)
        for clerk in clerks
        if clerk != by and rules.can_check_cabinet_report(clerk, report)
    )


def tell_of_return(report: CabinetReport, returned: CabinetReportRevision) -> list[OutboxMail]:
    """Queue a mail to everyone who writes a report that its revision `returned` came back."""
    posts = Post.objects.filter(pk__in=keeping_posts(report.post)).order_by("pk")
    writers = dict.fromkeys(user for users in users_of_posts(posts, dates.today()).values() for user in users)
    words = cabinet_returned_words(report)
    return queue_mails(
        Letter(MailKind.RETURNED, f"cabinet-returned/{returned.pk}/{user.pk}", user, words) for user in writers
    )


def tell_followers_of_response(response: ExecutiveResponse) -> None:
    """Queue mails that a response was published, once for each subscription to something that it answers.

    It is read as anybody may read it. Where nobody follows anything in the inquiry, that is one query.
    """
    for thing, group in by_what_they_follow(subscribers_within(response.inquiry)).items():
        if news := said_of(thing, response):
            words = news_words(response_mail(news))
            queue_to_subscribers(group, kind=MailKind.NEWS, key=f"news/response/{response.pk}", words=words)
