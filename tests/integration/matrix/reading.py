"""Rows of the matrix for what everyone may look through: inquiries, posts, committees, meetings, papers."""

from tests.integration.matrix import roles as r
from tests.integration.matrix.row import Row, inquiry, meeting, recommendation, thing, view

OWN, DRAFT, ELSEWHERE, DRAFT_ELSEWHERE = (
    "Inquiry of the own committee",
    "Draft inquiry here",
    "Inquiry elsewhere",
    "Draft inquiry elsewhere",
)
WORDS = "That the council does thing 1."

ROWS = [
    Row(
        "overview",
        "the front page",
        {"What changed lately": frozenset({"anonymous"}), "Waiting for others": r.SIGNED_IN},
        is_open=True,
    ),
    Row("accessibility", "the accessibility statement", {"Accessibility statement": r.EVERYONE}, is_open=True),
    Row("brand_css", "the council's colour", {"--app-brand": r.EVERYONE}, is_open=True),
    Row(
        "inquiry_list",
        "all inquiries",
        {OWN: r.EVERYONE, ELSEWHERE: r.EVERYONE, DRAFT: r.OFFICERS, DRAFT_ELSEWHERE: r.OFFICERS_ELSEWHERE},
        is_open=True,
    ),
    Row("inquiry_detail", "a published one", {OWN: r.EVERYONE}, inquiry("own"), is_open=True),
    Row("inquiry_detail", "a draft", {DRAFT: r.OFFICERS}, inquiry("draft_inquiry"), is_open=True),
    Row(
        "recommendation_detail",
        "of a published inquiry",
        {WORDS: r.EVERYONE},
        recommendation("own"),
        is_open=True,
    ),
    Row(
        "recommendation_detail",
        "of a draft",
        {WORDS: r.OFFICERS},
        recommendation("draft_inquiry"),
        is_open=True,
    ),
    Row(
        "recommendation_detail",
        "that does not exist",
        {WORDS: r.NOBODY},
        recommendation("own", "R99"),
        is_open=True,
    ),
    Row("post_list", "all posts", {"Deputy Leader": r.EVERYONE, "Water Company": r.EVERYONE}, is_open=True),
    Row(
        "post_detail",
        "a post that answers for a draft too",
        {ELSEWHERE: r.EVERYONE, DRAFT: r.OFFICERS, DRAFT_ELSEWHERE: r.OFFICERS_ELSEWHERE},
        lambda world: {"slug": world.council.other_post.slug},
        is_open=True,
    ),
    Row("committee_list", "all committees", {"Own Overview and Scrutiny Committee": r.EVERYONE}, is_open=True),
    Row(
        "committee_detail",
        "one with a draft inquiry",
        {"Own Overview and Scrutiny Committee": r.EVERYONE, OWN: r.EVERYONE, DRAFT: r.OFFICERS},
        lambda world: {"slug": world.council.committee.slug},
        is_open=True,
    ),
    Row(
        "meeting_detail",
        "with a published report",
        {"Own Overview and Scrutiny Committee": r.EVERYONE, OWN: r.EVERYONE},
        meeting("papers_issued"),
        is_open=True,
    ),
    Row(
        "meeting_detail",
        "with a report that is only a draft",
        {"Own Overview and Scrutiny Committee": r.EVERYONE, OWN: r.WRITERS},
        meeting("planned"),
        is_open=True,
    ),
    Row(
        "meeting_detail",
        "with a submitted report",
        {"Own Overview and Scrutiny Committee": r.EVERYONE, OWN: r.WRITERS | r.OFFICERS},
        meeting("submitted.meeting"),
        is_open=True,
    ),
    Row("meeting_pack", "as issued", {"the pack as it was issued": r.EVERYONE}, meeting("papers_issued"), is_open=True),
    Row("meeting_pack", "before issue", {"%PDF": r.OFFICERS}, meeting("planned"), is_open=True),
    Row("meeting_issue", "of the own committee", {"Issue": r.CLERK}, meeting("accepted.meeting")),
    Row("meeting_issue", "of another committee", {"Issue": r.CLERK_ELSEWHERE}, meeting("planned_elsewhere")),
    Row("meeting_views", "while they are recorded", {OWN: r.IMPARTIAL_OFFICERS}, meeting("papers_issued")),
    Row("view_record", "a leaf", {WORDS: r.IMPARTIAL_OFFICERS}, view("papers_issued")),
    Row("view_correct", "a view already recorded", {WORDS: r.IMPARTIAL_OFFICERS}, view("held")),
    Row(
        "view_reopen_choose",
        "what a meeting can reopen",
        {"Reopen a concluded recommendation": r.IMPARTIAL_OFFICERS},
        meeting("papers_issued"),
    ),
    Row("view_reopen", "a leaf that is still tracked", {WORDS: r.NOBODY}, view("papers_issued")),
    Row(
        "view_reopen",
        "a concluded leaf",
        {"That the council does thing 4.": r.IMPARTIAL_OFFICERS},
        view("papers_issued", "R04"),
    ),
    Row(
        "evidence_download",
        "public, in a published report",
        {"Public evidence": r.EVERYONE},
        thing("public_evidence"),
        is_open=True,
    ),
    Row(
        "evidence_download",
        "exempt, in a published report",
        {"Exempt evidence": r.SIGNATORIES | r.OFFICERS | r.MEMBER},
        thing("exempt_evidence"),
        is_open=True,
    ),
    Row(
        "evidence_download",
        "public, in a draft",
        {"Evidence in a draft": r.SIGNATORIES},
        thing("evidence_in_draft"),
        is_open=True,
    ),
]
