"""Rows of the matrix for Progress Reports."""

from tests.integration.matrix import roles as r
from tests.integration.matrix.row import Row, inquiry, meeting, thing
from tests.integration.matrix.world import NEWS, World

OWN, ELSEWHERE = "Inquiry of the own committee", "Inquiry elsewhere"


def _late_news(world: World) -> dict[str, object]:
    return {"pk": world.published.pk, "supplement_pk": world.late_news.pk}


def _passage(world: World) -> dict[str, object]:
    return {"pk": world.draft.pk, "reference": "R01", "passage_pk": world.passage_in_draft.pk}


ROWS = [
    Row(
        "report_list",
        "one's own",
        {
            "Your reports": r.WRITERS | r.OFFICERS | r.WRITERS_ELSEWHERE | r.OFFICERS_ELSEWHERE | r.CLERK_OF_CABINET,
            OWN: r.WRITERS | r.OFFICERS,
            ELSEWHERE: r.WRITERS_ELSEWHERE,
        },
    ),
    Row(
        "meeting_ask",
        "of a planned meeting",
        {"Updates asked for": r.SCRUTINY_OFFICERS, OWN: r.SCRUTINY_OFFICERS},
        meeting("planned"),
    ),
    Row(
        "meeting_ask",
        "of a meeting elsewhere",
        {"Ask for updates": frozenset({"scrutiny officer elsewhere"})},
        meeting("planned_elsewhere"),
    ),
    Row("report_remind", "a draft that was asked for", {OWN: r.SCRUTINY_OFFICERS}, thing("draft")),
    Row("report_open", "on one's own inquiry", {OWN: r.WRITERS | r.SCRUTINY_OFFICERS}, inquiry("own")),
    Row(
        "report_open",
        "on an inquiry elsewhere",
        {ELSEWHERE: r.WRITERS_ELSEWHERE | {"scrutiny officer elsewhere"}},
        inquiry("inquiry_elsewhere"),
    ),
    Row("report_detail", "a draft", {OWN: r.WRITERS}, thing("draft"), is_open=True),
    Row("report_detail", "a draft elsewhere", {ELSEWHERE: r.WRITERS_ELSEWHERE}, thing("draft_elsewhere"), is_open=True),
    Row("report_detail", "a submitted one", {OWN: r.WRITERS | r.OFFICERS}, thing("submitted"), is_open=True),
    Row("report_detail", "a published one", {OWN: r.EVERYONE}, thing("published"), is_open=True),
    Row(
        "report_detail",
        "a published one with late news handed in",
        {OWN: r.EVERYONE, NEWS: r.SIGNATORIES | r.OFFICERS},
        thing("published"),
        is_open=True,
    ),
    Row("supplement_new", "on a published report", {OWN: r.SIGNATORIES}, thing("published")),
    Row("supplement_publish", "handed in", {NEWS: r.CLERK}, _late_news),
    Row("supplement_decline", "handed in", {NEWS: r.CLERK}, _late_news),
    Row(
        "report_preview",
        "a draft",
        {
            OWN: r.WRITERS,
            "That the council does thing 1.": r.SIGNATORIES,
            "That the council does thing 2.": r.SIGNATORIES | r.RESPONSIBLE,
            "That the council does thing 3.": r.SIGNATORIES | r.OUTSIDE_BODY,
        },
        thing("draft"),
        is_open=True,
    ),
    Row("report_preview", "a submitted one", {OWN: r.WRITERS | r.OFFICERS}, thing("submitted"), is_open=True),
    Row("report_pdf", "a draft", {"%PDF": r.WRITERS}, thing("draft"), is_open=True, asked=r.ONE_OF_EACH),
    Row(
        "report_pdf",
        "a published one",
        {"%PDF": r.EVERYONE},
        thing("published"),
        is_open=True,
        asked=r.ONE_OF_EACH,
    ),
    Row("report_docx", "a draft", {"PK": r.WRITERS}, thing("draft"), is_open=True, asked=r.ONE_OF_EACH),
    Row("report_docx", "a published one", {"PK": r.EVERYONE}, thing("published"), is_open=True, asked=r.ONE_OF_EACH),
    Row(
        "report_evidence_zip",
        "of a draft",
        {"PK": r.WRITERS, "01 Evidence in a draft.txt": r.SIGNATORIES},
        thing("draft"),
        is_open=True,
    ),
    Row(
        "report_evidence_zip",
        "of a published one",
        {
            "01 Public evidence.txt": r.EVERYONE,
            "02 Exempt evidence (not for publication).txt": r.SIGNATORIES | r.OFFICERS | r.MEMBER,
        },
        thing("published"),
        is_open=True,
    ),
    Row("report_overview", "of a draft", {OWN: r.SIGNATORIES}, thing("draft")),
    Row("report_contact_officers", "of a draft", {OWN: r.SIGNATORIES}, thing("draft")),
    Row("report_posts", "of a draft", {OWN: r.SIGNATORIES}, thing("draft")),
    Row(
        "report_recommendation",
        "that the report's own post answers for",
        {"That the council does thing 1.": r.SIGNATORIES},
        thing("draft", reference="R01"),
    ),
    Row(
        "report_recommendation",
        "that another post answers for",
        {"That the council does thing 2.": r.SIGNATORY | r.RESPONSIBLE},
        thing("draft", reference="R02"),
    ),
    Row(
        "report_recommendation",
        "that an outside body answers for",
        {"That the council does thing 3.": r.SIGNATORY | r.OUTSIDE_BODY},
        thing("draft", reference="R03"),
    ),
    Row("report_earlier", "for one's own section", {"R01": r.SIGNATORIES}, thing("draft", reference="R01")),
    Row(
        "report_earlier",
        "for a section that another post answers for",
        {"R02": r.SIGNATORY | r.RESPONSIBLE},
        thing("draft", reference="R02"),
    ),
    # Without a draft of one's own, the address of a draft leads to its form.
    Row(
        "report_recommendation_draft",
        "that the report's own post answers for",
        {"That the council does thing 1.": r.SIGNATORIES},
        thing("draft", reference="R01"),
    ),
    Row("report_overview_draft", "of a draft", {OWN: r.SIGNATORIES}, thing("draft")),
    Row("report_contact_officers_draft", "of a draft", {OWN: r.SIGNATORIES}, thing("draft")),
    Row("report_check_draft", "a draft", {OWN: r.WRITERS}, thing("draft")),
    Row("report_evidence_add", "to one's own section", {"R01": r.SIGNATORIES}, thing("draft", reference="R01")),
    Row(
        "report_evidence_add",
        "to a section that another post answers for",
        {"R02": r.SIGNATORY | r.RESPONSIBLE},
        thing("draft", reference="R02"),
    ),
    Row(
        "report_evidence_change",
        "in a draft",
        {"Evidence in a draft": r.SIGNATORIES},
        lambda world: {"pk": world.draft.pk, "reference": "R01", "use_pk": world.use_in_draft.pk},
    ),
    Row(
        "report_evidence_order",
        "in a draft",
        {"Evidence in a draft": r.SIGNATORIES},
        thing("draft", reference="R01"),
    ),
    Row(
        "report_evidence_remove",
        "from a draft",
        {"Evidence in a draft": r.SIGNATORIES},
        lambda world: {"pk": world.draft.pk, "reference": "R01", "use_pk": world.use_in_draft.pk},
    ),
    Row("exempt_passage_add", "to one's own section", {"R01": r.SIGNATORIES}, thing("draft", reference="R01")),
    Row(
        "exempt_passage_add",
        "to a section that another post answers for",
        {"R02": r.SIGNATORY | r.RESPONSIBLE},
        thing("draft", reference="R02"),
    ),
    Row("exempt_passage_change", "in a draft", {"Passage in a draft": r.SIGNATORIES}, _passage),
    Row("exempt_passage_remove", "from a draft", {"Passage in a draft": r.SIGNATORIES}, _passage),
    Row("report_check", "a draft", {OWN: r.WRITERS}, thing("draft")),
    Row("report_submit", "a draft", {OWN: r.SIGNATORIES}, thing("draft")),
    Row("report_submitted", "a submitted one", {OWN: r.SIGNATORIES}, thing("submitted")),
    Row("report_return", "a submitted one", {OWN: r.IMPARTIAL_OFFICERS}, thing("submitted")),
    Row("report_accept", "a submitted one", {OWN: r.IMPARTIAL_OFFICERS}, thing("submitted")),
    Row("report_publish", "an accepted one", {OWN: r.CLERK}, thing("accepted")),
    Row("report_withdraw", "a draft", {OWN: r.SIGNATORIES}, thing("draft")),
    Row("writing_preview", "of nothing", {"Nothing is written yet.": r.SIGNED_IN}),
    Row("report_move", "a published one", {OWN: r.CLERK}, thing("published")),
]
