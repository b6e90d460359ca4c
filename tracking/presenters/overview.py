"""How the council's recommendations stand, what changed lately and who meets next, in words for everyone."""

from django.urls import reverse

from tracking.models import Inquiry, Meeting
from tracking.presenters.figure_words import state_sentences
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.meetings import written_time
from tracking.presenters.wording import counted, written_date
from tracking.queries.overview import Change, Headline


def headline_sentences(headline: Headline) -> str:
    """ "Of 214 recommendations and parts since 2013, 96 were achieved on time and 41 late. …"."""
    return state_sentences(headline.figures, since=f" since {headline.since}" if headline.since else "")


def change_link(change: Change) -> Link:
    """What happened, with its date."""
    committee, on = str(change.meeting.committee), written_date(change.on)
    if change.report:
        text = f"Progress Report on {change.inquiry} published"
        return Link(text, reverse("report_detail", args=[change.report.pk]), f"{on}, for {committee}")
    views = counted(change.views, "view")
    return Link(f"{views} given on {change.inquiry}", _inquiry_href(change.inquiry), f"{on}, {committee}")


def meeting_link(meeting: Meeting) -> Link:
    when = ", ".join(
        word for word in (written_time(meeting.starts_at) if meeting.starts_at else "", meeting.place) if word
    )
    return Link(f"{meeting.committee}, {written_date(meeting.held_on)}", meeting_href("meeting_detail", meeting), when)


def _inquiry_href(inquiry: Inquiry) -> str:
    return reverse("inquiry_detail", args=[inquiry.slug])
