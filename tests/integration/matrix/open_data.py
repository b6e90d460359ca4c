"""Rows of the matrix for what programs read: the API says no more than the pages do."""

from tests.integration.matrix import roles as r
from tests.integration.matrix.row import Row, inquiry, meeting, recommendation
from tests.integration.matrix.world import World

OWN, DRAFT, ELSEWHERE, DRAFT_ELSEWHERE = (
    "Inquiry of the own committee",
    "Draft inquiry here",
    "Inquiry elsewhere",
    "Draft inquiry elsewhere",
)
ALL_INQUIRIES = {OWN: r.EVERYONE, ELSEWHERE: r.EVERYONE, DRAFT: r.OFFICERS, DRAFT_ELSEWHERE: r.OFFICERS_ELSEWHERE}


def _committee(world: World) -> dict[str, object]:
    return {"slug": world.council.committee.slug}


def _post(world: World) -> dict[str, object]:
    return {"slug": world.council.post.slug}


ROWS = [
    Row("open_data", "the page about it", {"claimed_category": r.EVERYONE}, is_open=True),
    Row("api_start", "where everything is", {"/api/recommendations/": r.EVERYONE}, is_open=True),
    Row("api_schema", "the document", {"openapi": r.EVERYONE}, is_open=True),
    Row("api_recommendations", "all of them", ALL_INQUIRIES, is_open=True),
    Row("api_recommendation", "of a published inquiry", {OWN: r.EVERYONE}, recommendation("own"), is_open=True),
    Row("api_recommendation", "of a draft", {DRAFT: r.OFFICERS}, recommendation("draft_inquiry"), is_open=True),
    Row("api_recommendation", "not there", {OWN: r.NOBODY}, recommendation("own", "R99"), is_open=True),
    Row("api_inquiries", "all of them", ALL_INQUIRIES, is_open=True),
    Row("api_inquiry", "a published one", {OWN: r.EVERYONE}, inquiry("own"), is_open=True),
    Row("api_inquiry", "a draft", {DRAFT: r.OFFICERS}, inquiry("draft_inquiry"), is_open=True),
    Row("api_committees", "all of them", {"Own Overview and Scrutiny Committee": r.EVERYONE}, is_open=True),
    Row("api_committee", "one", {"Own Overview and Scrutiny Committee": r.EVERYONE}, _committee, is_open=True),
    Row("api_posts", "all of them", {"Deputy Leader": r.EVERYONE, "Water Company": r.EVERYONE}, is_open=True),
    Row("api_post", "one", {"Deputy Leader": r.EVERYONE}, _post, is_open=True),
    Row("api_meetings", "all of them", {"Committee Room 6": r.EVERYONE}, is_open=True),
    Row("api_meeting", "one", {"Committee Room 6": r.EVERYONE}, meeting("papers_issued"), is_open=True),
    Row("api_categories", "all of them", {"Not Achieved (Obstacle)": r.EVERYONE}, is_open=True),
    Row(
        "api_nothing_there",
        "an address that nothing has",
        {"results": r.NOBODY},
        lambda world: {"rest": "people"},
        is_open=True,
    ),
]
