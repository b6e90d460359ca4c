"""Rows of the matrix for following what happens: feeds, calendars and e-mail. Public material alone, whoever asks."""

from tests.integration.matrix import roles as r
from tests.integration.matrix.cabinet import TITLES
from tests.integration.matrix.reading import DRAFT, OWN
from tests.integration.matrix.responses import READ, response
from tests.integration.matrix.row import Row, inquiry, recommendation
from tests.integration.matrix.world import World

CALENDAR = "BEGIN:VCALENDAR"
ANSWERED = {"published": r.EVERYONE}
"""Who reads of a response in feeds, by its state: what is not published stands in none, whoever asks."""


def _committee(world: World) -> dict[str, object]:
    return {"slug": world.council.committee.slug}


def _cabinet(world: World) -> dict[str, object]:
    return {"slug": world.cabinet_reports["published"].report.meeting.committee.slug}


def _key(world: World) -> dict[str, object]:
    return {"key": world.subscription.key}


ROWS = [
    Row(
        "committee_feed",
        "one with a draft inquiry",
        {"Own Overview and Scrutiny Committee": r.EVERYONE, OWN: r.EVERYONE, DRAFT: r.NOBODY},
        _committee,
        is_open=True,
    ),
    Row("inquiry_feed", "of a published one", {OWN: r.EVERYONE}, inquiry("own"), is_open=True),
    Row("inquiry_feed", "of a draft", {DRAFT: r.NOBODY}, inquiry("draft_inquiry"), is_open=True),
    Row("recommendation_feed", "of a published inquiry", {OWN: r.EVERYONE}, recommendation("own"), is_open=True),
    Row("recommendation_feed", "of a draft", {DRAFT: r.NOBODY}, recommendation("draft_inquiry"), is_open=True),
    *(
        Row(
            name,
            f"with a response that is {state}",
            {"what is new": r.EVERYONE, "Executive response published": ANSWERED.get(state, r.NOBODY)},
            response(state, reference),
            is_open=True,
            asked=r.ONE_OF_EACH,
        )
        for name, reference in (("inquiry_feed", ""), ("recommendation_feed", "R01"))
        for state in READ
    ),
    Row(
        "committee_feed",
        "of a Cabinet with reports in every state",
        {
            f"Report to Cabinet published: {title}": r.EVERYONE if state in ("published", "decided") else r.NOBODY
            for state, title in TITLES.items()
        },
        _cabinet,
        is_open=True,
    ),
    Row("calendar", "of everything", {CALENDAR: r.EVERYONE, DRAFT: r.NOBODY}, is_open=True),
    Row(
        "committee_calendar",
        "one with a draft inquiry",
        {CALENDAR: r.EVERYONE, DRAFT: r.NOBODY},
        _committee,
        is_open=True,
    ),
    Row("inquiry_calendar", "of a published one", {CALENDAR: r.EVERYONE}, inquiry("own"), is_open=True),
    Row("inquiry_calendar", "of a draft", {CALENDAR: r.NOBODY}, inquiry("draft_inquiry"), is_open=True),
    Row("inquiry_follow", "a published one", {"Your e-mail address": r.EVERYONE}, inquiry("own"), is_open=True),
    Row("inquiry_follow", "a draft", {DRAFT: r.NOBODY}, inquiry("draft_inquiry"), is_open=True),
    Row(
        "recommendation_follow",
        "of a published inquiry",
        {"Your e-mail address": r.EVERYONE},
        recommendation("own"),
        is_open=True,
    ),
    Row("recommendation_follow", "of a draft", {DRAFT: r.NOBODY}, recommendation("draft_inquiry"), is_open=True),
    Row(
        "follow_confirm",
        "with the key of a mail",
        {"Confirm that you want to follow this": r.EVERYONE},
        _key,
        is_open=True,
    ),
    Row("follow_end", "with the key of a mail", {"Stop these mails": r.EVERYONE}, _key, is_open=True),
]
