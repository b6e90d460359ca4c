"""Rows of the matrix for executive responses: written by the posts that respond, agreed by Cabinet, read when given."""

from tests.integration.matrix import roles as r
from tests.integration.matrix.row import Arguments, Row
from tests.integration.matrix.world import World

WRITERS = r.SIGNATORIES | r.RESPONSIBLE
"""Those of the council's posts that answer for the inquiry; an outside body answers for part of it too."""
CLERKS = r.CLERK_OF_CABINET | r.CLERK_ELSEWHERE
"""Those of the two Cabinets there are: whoever is clerk of one takes the response to its meeting."""
BEFORE_IT_IS_SENT = WRITERS | CLERKS
ONCE_SENT = BEFORE_IT_IS_SENT | r.MEMBER | r.OFFICERS
READ = {
    "draft": BEFORE_IT_IS_SENT,
    "agreed": BEFORE_IT_IS_SENT,
    "sent": ONCE_SENT,
    "published": r.EVERYONE,
    "withdrawn": r.NOBODY,
}


def response(state: str, reference: str = "") -> Arguments:
    """The address of the response of the world that is in this state, or of one of its answers."""

    def arguments(world: World) -> dict[str, object]:
        more = {"reference": reference} if reference else {}
        return {"slug": world.responses[state].inquiry.slug} | more

    return arguments


def _reading() -> list[Row]:
    pages = [
        Row("response_detail", f"one that is {state}", {"Executive response: ": readers}, response(state), is_open=True)
        for state, readers in READ.items()
    ]
    files = [
        Row(name, f"one that is {state}", {begins: READ[state]}, response(state), is_open=True, asked=r.ONE_OF_EACH)
        for name, begins in (("response_pdf", "%PDF"), ("response_docx", "PK"))
        for state in ("agreed", "sent", "published")
    ]
    return pages + files


def _writing() -> list[Row]:
    started = "Write the executive response"
    rows = [
        Row("response_new", "to an inquiry without one", {started: WRITERS}, lambda world: {"slug": "own-inquiry"}),
        Row("response_item", "by those who answer for it", {"Answer R01": r.SIGNATORIES}, response("draft", "R01")),
        Row("response_item", "of another post", {"Answer R02": r.RESPONSIBLE}, response("draft", "R02")),
        Row("response_item", "of an outside body alone", {"Answer R03": WRITERS}, response("draft", "R03")),
        Row(
            "response_item_draft", "by those who answer for it", {"Answer R01": r.SIGNATORIES}, response("draft", "R01")
        ),
        Row("response_item_draft", "of another post", {"Answer R02": r.RESPONSIBLE}, response("draft", "R02")),
        Row(
            "response_item_remove",
            "by those who answer for it",
            {"Remove the answer to R01": r.SIGNATORIES},
            response("draft", "R01"),
        ),
        Row(
            "response_agree",
            "a draft",
            {"At which meeting": CLERKS},
            response("draft"),
        ),
        Row("response_back", "an agreed one", {"What is to be changed?": BEFORE_IT_IS_SENT}, response("agreed")),
        Row("response_send", "an agreed one", {"Send the response": WRITERS}, response("agreed")),
        Row("response_publish", "one that is sent", {"Publish the response": r.IMPARTIAL_OFFICERS}, response("sent")),
        Row("response_publish", "a draft", {"Publish the response": r.NOBODY}, response("draft")),
    ]
    for name, words in (
        ("response_edit", "Introduction"),
        ("response_edit_draft", "Introduction"),
        ("response_withdraw", "Withdraw the response"),
    ):
        rows.append(Row(name, "a draft", {words: WRITERS}, response("draft")))
    rows += [
        Row("response_edit", "one that is withdrawn", {"This response is withdrawn": WRITERS}, response("withdrawn")),
        Row("response_edit_draft", "one that is withdrawn", {"Introduction": r.NOBODY}, response("withdrawn")),
        Row("response_withdraw", "one that is withdrawn", {"Withdraw the": r.NOBODY}, response("withdrawn")),
    ]
    return rows


ROWS = [*_reading(), *_writing()]
