"""Rows of the matrix for the months of improvement plans: who writes them, who keeps them, and everyone else."""

from tests.integration.matrix import roles as r
from tests.integration.matrix.plans import KEEPERS, plan
from tests.integration.matrix.row import Arguments, Row
from tests.integration.matrix.world import World

LEADS = r.WRITERS_ELSEWHERE
"""Those of the post that writes the updates: the other one."""
WORKING = KEEPERS | LEADS
ISSUED, OPEN = "August 2018", "September 2018"
UPDATE = "Update on aim 1.4"

BY_KEEPERS_WHILE_OPEN = {
    "plan_round_edit": "Change the day or the message",
    "plan_round_remind": "Remind the leads now",
    "plan_round_leave_out": "Leave updates out of the month",
    "plan_round_carry": "What is printed again",
    "plan_round_issue": "Issue September 2018",
    "plan_narrative_new": "Add a text beside the plan",
    "plan_narrative_edit": "Edit “Temperature take”",
    "plan_narrative_remove": "Take “Temperature take” out of the month",
    "plan_update_leave_out": "Leave out the update on aim 1.4",
    "plan_update_take_back_in": "Wait for the update on aim 1.4",
    "plan_update_accept": "Accept the update on aim 1.4",
    "plan_update_return": "Return the update on aim 1.4",
}
BY_KEEPERS_AT_ANY_TIME = {
    "plan_remark_new": "Add a remark",
    "plan_remark_edit": "Edit the remark of Ada Fiction",
    "plan_remark_remove": "Take out the remark of Ada Fiction",
    "plan_remark_publish": "Publish the remark of Ada Fiction",
    "plan_remark_take_back": "Take the remark of Ada Fiction back",
}
BY_LEADS = {
    "plan_update_write": UPDATE,
    "plan_update_write_draft": UPDATE,
    "plan_update_check": "Check your update",
    "plan_update_submit": "the update on aim 1.4",
    "plan_update_aims": "What the update on aim 1.4 is about",
    "plan_update_evidence_add": "Add evidence",
    "plan_update_evidence_change": "Change “Tender prices”",
    "plan_update_evidence_order": "Put the evidence in order",
    "plan_update_evidence_remove": "Take “Tender prices” out of the update?",
}
OF_A_USE = {"plan_update_evidence_change", "plan_update_evidence_remove"}
_NEED = {"update": "update_pk", "narrative": "text_pk", "remark": "remark_pk"}


def month(which: str, address: str = "") -> Arguments:
    """What leads to a month of the world, and to what an address is about in it."""

    def arguments(world: World) -> dict[str, object]:
        row = world.months[which]
        parts = address.split("_")
        more = () if parts[-1] == "new" and address != "plan_remark_new" else (_NEED.get("_".join(parts[1:2]), ""),)
        names = ("text_pk",) if address == "plan_remark_new" else more
        names += ("use_pk",) if address in OF_A_USE else ()
        return {name: row[name] for name in ("slug", "month", *filter(None, names))}

    return arguments


def _reading() -> list[Row]:
    return [
        Row(
            "plan_rounds",
            "of a published plan",
            {ISSUED: r.EVERYONE, "updates due on": WORKING},
            plan("published"),
            is_open=True,
        ),
        Row("plan_rounds", "of a draft", {"Months of the plan": KEEPERS}, plan("draft"), is_open=True),
        Row("plan_rounds", "of one that ended", {"No month of this plan": r.EVERYONE}, plan("ended"), is_open=True),
        Row(
            "plan_round",
            "issued",
            {ISSUED: r.EVERYONE, "Ada Fiction": KEEPERS, "Tender prices": WORKING},
            month("issued"),
            is_open=True,
        ),
        Row(
            "plan_round",
            "open",
            {OPEN: WORKING, "Temperature take": KEEPERS, "Ada Fiction": KEEPERS},
            month("open"),
            is_open=True,
        ),
        *(
            Row(name, which, {begins: known_to}, month(which), is_open=True, asked=r.ONE_OF_EACH)
            for name, begins in (("plan_round_pdf", "%PDF"), ("plan_round_xlsx", "PK"))
            for which, known_to in (("issued", r.EVERYONE), ("open", WORKING))
        ),
    ]


def _keeping() -> list[Row]:
    return [
        Row("plan_round_new", "of a published plan", {"Open a month of the plan": KEEPERS}, plan("published")),
        Row("plan_round_new", "of a draft", {"Open a month of the plan": r.NOBODY}, plan("draft")),
        Row("plan_round_new", "of one that ended", {"Open a month of the plan": r.NOBODY}, plan("ended")),
        Row("plan_round_work", "open", {"Work on September 2018": KEEPERS}, month("open")),
        Row("plan_round_work", "issued", {"Work on August 2018": KEEPERS}, month("issued")),
        *(Row(name, "open", {words: KEEPERS}, month("open", name)) for name, words in BY_KEEPERS_WHILE_OPEN.items()),
        *(
            Row(name, "issued", {words: r.NOBODY}, month("issued", name))
            for name, words in BY_KEEPERS_WHILE_OPEN.items()
        ),
        *(
            Row(name, which, {words: KEEPERS}, month(which, name))
            for name, words in BY_KEEPERS_AT_ANY_TIME.items()
            for which in ("open", "issued")
        ),
        *(
            Row(name, which, {"Stop asking about": who}, plan(which, place))
            for name, place in (("plan_aim_asking", "reference"), ("plan_item_asking", "item_pk"))
            for which, who in (("published", KEEPERS), ("draft", r.NOBODY), ("ended", r.NOBODY))
        ),
    ]


def _writing() -> list[Row]:
    return [
        Row("plan_updates", "open", {"Your updates for September 2018": LEADS}, month("open")),
        Row("plan_updates", "issued", {"Your updates for August 2018": LEADS}, month("issued")),
        Row("plan_update_new", "open", {"Start another update": WORKING}, month("open")),
        Row("plan_update_new", "issued", {"Start another update": r.NOBODY}, month("issued")),
        Row(
            "plan_update",
            "a draft",
            {UPDATE: WORKING, "It was begun.": LEADS, "Tender prices": LEADS},
            month("open", "plan_update"),
        ),
        Row(
            "plan_update",
            "handed in",
            {"It was begun.": WORKING, "Tender prices": WORKING},
            month("submitted", "plan_update"),
        ),
        Row("plan_update", "accepted", {"It was begun.": WORKING}, month("issued", "plan_update")),
        *(Row(name, "a draft", {words: LEADS}, month("open", name)) for name, words in BY_LEADS.items()),
        *(Row(name, "accepted", {"Accepted.": LEADS}, month("issued", name)) for name in BY_LEADS),
    ]


ROWS = [*_reading(), *_keeping(), *_writing()]
