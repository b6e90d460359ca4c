"""Rows of the matrix for managing: inquiries, recommendations, meetings, people and the council's structure."""

from collections.abc import Callable

from tests.integration.matrix import roles as r
from tests.integration.matrix.row import Row, inquiry, meeting, no_arguments, person, recommendation, thing
from tests.integration.matrix.world import World

OWN, DRAFT, DRAFT_ELSEWHERE = "Inquiry of the own committee", "Draft inquiry here", "Draft inquiry elsewhere"
POST = "Cabinet Member for Parks"
COMMITTEE, OTHER_COMMITTEE = "Own Overview and Scrutiny Committee", "Other Overview and Scrutiny Committee"


def _slug_of(which: str) -> Callable[[World], dict[str, object]]:
    return lambda world: {"slug": getattr(world.council, which).slug}


OF_AN_INQUIRY = (
    "manage_inquiry",
    "manage_inquiry_edit",
    "manage_inquiry_response",
    "manage_inquiry_publish",
    "manage_inquiry_withdraw",
    "manage_inquiry_hand_on",
    "manage_recommendation_new",
)
OF_A_RECOMMENDATION = (
    "manage_recommendation",
    "manage_part_new",
    "manage_recommendation_split",
    "manage_recommendation_withdraw",
    "manage_responsibilities",
)
OF_A_RESPONSIBILITY = (
    "manage_responsibility_move",
    "manage_responsibility_end",
    "manage_responsibility_first",
)
# What comes out of a meeting, for those who run its committee.
WHAT_COMES_OUT = {
    "meeting_minutes": OWN,
    "meeting_minutes_docx": "word/document.xml",
    "meeting_minutes_text": OWN,
    "meeting_declarations": "A tenant",
    "meeting_actions": "Deputy Leader",
}


def _inquiries() -> list[Row]:
    officers, elsewhere = r.SCRUTINY_OFFICERS, frozenset({"scrutiny officer elsewhere"})
    return [
        Row("manage_inquiries", "one's own", {DRAFT: officers, DRAFT_ELSEWHERE: elsewhere}),
        Row("manage_inquiry_new", "by any scrutiny officer", {"Title": r.ANY_SCRUTINY_OFFICER}),
        Row("manage_inquiry", "a published one", {OWN: officers}, inquiry("own")),
        *(Row(name, "a draft", {DRAFT: officers}, inquiry("draft_inquiry")) for name in OF_AN_INQUIRY),
        *(Row(name, "of a draft", {"R01": officers}, recommendation("draft_inquiry")) for name in OF_A_RECOMMENDATION),
        *(Row(name, "of a draft", {POST: officers}, _responsibility) for name in OF_A_RESPONSIBILITY),
        Row("manage_inquiry", "a draft elsewhere", {DRAFT_ELSEWHERE: elsewhere}, inquiry("draft_inquiry_elsewhere")),
        Row(
            "manage_recommendation",
            "of a draft elsewhere",
            {"R01": elsewhere},
            recommendation("draft_inquiry_elsewhere"),
        ),
    ]


def _responsibility(world: World) -> dict[str, object]:
    row = world.draft_inquiry.recommendations.get().responsibilities.get()
    return recommendation("draft_inquiry")(world) | {"responsibility_pk": row.pk}


def _meetings() -> list[Row]:
    return [
        Row(
            "manage_meetings",
            "one's own",
            {
                "These are the meetings of the committees": r.OFFICERS | r.OFFICERS_ELSEWHERE | r.CLERK_OF_CABINET,
                COMMITTEE: r.OFFICERS,
                OTHER_COMMITTEE: r.OFFICERS_ELSEWHERE,
            },
        ),
        Row("manage_meeting_new", "here", {COMMITTEE: r.OFFICERS}, _slug_of("committee")),
        Row("manage_meeting_new", "elsewhere", {OTHER_COMMITTEE: r.OFFICERS_ELSEWHERE}, _slug_of("other_committee")),
        Row("manage_meeting", "here", {COMMITTEE: r.OFFICERS}, meeting("planned")),
        Row("manage_meeting", "elsewhere", {OTHER_COMMITTEE: r.OFFICERS_ELSEWHERE}, meeting("planned_elsewhere")),
        Row("manage_meeting_hold", "papers issued", {COMMITTEE: r.OFFICERS}, meeting("papers_issued")),
        Row("manage_meeting_approve_minutes", "held", {COMMITTEE: r.OFFICERS}, meeting("held")),
        Row("manage_meeting_cancel", "planned", {COMMITTEE: r.OFFICERS}, meeting("planned")),
        *(Row(name, "held", {words: r.OFFICERS}, meeting("held")) for name, words in WHAT_COMES_OUT.items()),
        Row("meeting_declaration_remove", "by mistake", {"A tenant": r.OFFICERS}, _declaration),
        Row("manage_closed_days", "all", {"28 December 2016": r.ANY_CLERK}),
        Row("manage_closed_day_remove", "one", {"28 December 2016": r.ANY_CLERK}, thing("closed_day")),
    ]


def _declaration(world: World) -> dict[str, object]:
    return meeting("held")(world) | {"pk": world.held.declarations.get().pk}


def _structure() -> list[Row]:
    cases: list[tuple[str, str, Callable[[World], dict[str, object]]]] = [
        ("manage_people", "Person", no_arguments),
        ("manage_person_new", "Name", no_arguments),
        ("manage_person", "Person", person("clerk")),
        ("manage_person_edit", "Name", person("clerk")),
        ("manage_user", "E-mail address", person("clerk")),
        ("manage_sign_in", "Sign them out everywhere", lambda world: person("clerk")(world) | {"act": "sessions"}),
        ("manage_person_data", "tracking.committeemembership.person", person("clerk")),
        ("manage_person_remove_data", "What goes", person("clerk")),
        ("manage_appointment_new", "Post", person("clerk")),
        ("manage_membership_new", "Committee", person("clerk")),
        ("audit", "Audit trail", no_arguments),
        ("manage_posts", "Deputy Leader", no_arguments),
        ("manage_post_new", "Name", no_arguments),
        ("manage_post", "Deputy Leader", _slug_of("post")),
        ("manage_post_end", "Deputy Leader", _slug_of("post")),
        ("manage_committees", COMMITTEE, no_arguments),
        ("manage_committee_new", "Name", no_arguments),
        ("manage_committee", COMMITTEE, _slug_of("committee")),
        ("manage_committee_abolish", COMMITTEE, _slug_of("committee")),
        ("manage_scheme", "Six assessment categories", lambda world: {"slug": "six-categories"}),
        ("manage_category", "Achieved (Fully)", lambda world: {"slug": "six-categories", "number": 1}),
        (
            "manage_appointment_end",
            "Deputy Leader",
            lambda world: {"pk": world.appointment.person_id, "appointment_pk": world.appointment.pk},
        ),
        (
            "manage_membership_end",
            COMMITTEE,
            lambda world: {"pk": world.membership.person_id, "membership_pk": world.membership.pk},
        ),
    ]
    return [Row(name, "by the administrator", {words: r.ADMINISTRATOR}, arguments) for name, words, arguments in cases]


HOME = Row(
    "manage_home",
    "what each may manage",
    {
        "/manage/inquiries/new/": r.ANY_SCRUTINY_OFFICER,
        "/manage/closed-days/": r.ANY_CLERK,
        "/manage/people/": r.ADMINISTRATOR,
    },
)

ROWS = [HOME, *_inquiries(), *_meetings(), *_structure()]
