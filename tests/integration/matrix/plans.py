"""Rows of the matrix for improvement plans: everyone reads what is published, those of the owning post write it."""

from tests.integration.matrix import roles as r
from tests.integration.matrix.row import Arguments, Row
from tests.integration.matrix.world import PlanInWorld, World

PUBLISHED, DRAFT, ENDED, ELSEWHERE = "The published plan", "The draft plan", "The ended plan", "The plan of parks"
KEEPERS = r.SIGNATORIES
"""Those of the post that keeps the plans: the one that the council's report is of."""
AIM = "That the partners trust each other"

OF_A_PLAN = {
    "plan_edit": "Title",
    "plan_hand_over": "Have another post keep the plan",
    "plan_theme_new": "Add a theme",
    "plan_theme_edit": "theme 1",
    "plan_aim_new": "Add an aim to theme 1",
    "plan_theme_item_new": "to theme 1 as a whole",
    "plan_aim_edit": AIM,
    "plan_item_new": "Add an action or output to aim",
    "plan_item_edit": "Meet every month",
    "plan_item_take_out": "Meet every month",
    "plan_aim_leads": "Who leads on aim",
    "plan_item_leads": "Who leads on required action",
    "plan_lead_end": "no longer leads",
    "plan_lead_first": "first on aim",
    "plan_aim_link_new": "Which inquiry does it answer?",
    "plan_item_link_new": "Which inquiry does it answer?",
    "plan_link_remove": "Remove the link",
}
OF_A_DRAFT = OF_A_PLAN | {
    "plan_publish": "Publish the plan",
    "plan_theme_remove": "Remove theme 1",
    "plan_aim_remove": "Remove aim",
    "plan_lead_remove": "Take ",
}


def plan(which: str, *names: str) -> Arguments:
    """What leads to a plan of the world, or to one of the things in it."""

    def arguments(world: World) -> dict[str, object]:
        row: PlanInWorld = world.plans[which]
        return {name: row.arguments[name] for name in ("slug", *names)}

    return arguments


def _names(address: str) -> tuple[str, ...]:
    """What an address needs beside the plan."""
    if (address.startswith("plan_theme") and address != "plan_theme_new") or address == "plan_aim_new":
        return ("number",)
    if address.startswith("plan_aim") or address == "plan_item_new":
        return ("reference",)
    kind = address.split("_")[1]
    return {"item": ("item_pk",), "lead": ("lead_pk",), "link": ("link_pk",)}.get(kind, ())


def _reading() -> list[Row]:
    listed = {PUBLISHED: r.EVERYONE, ENDED: r.EVERYONE, ELSEWHERE: r.EVERYONE, DRAFT: KEEPERS}
    return [
        Row("plan_list", "all of them", listed, is_open=True),
        Row("plan_detail", "a published one", {PUBLISHED: r.EVERYONE}, plan("published"), is_open=True),
        Row("plan_detail", "one that ended", {ENDED: r.EVERYONE}, plan("ended"), is_open=True),
        Row("plan_detail", "a draft", {DRAFT: KEEPERS}, plan("draft"), is_open=True),
        Row("plan_aim", "of a published plan", {AIM: r.EVERYONE}, plan("published", "reference"), is_open=True),
        Row("plan_aim", "of one that ended", {AIM: r.EVERYONE}, plan("ended", "reference"), is_open=True),
        Row("plan_aim", "of a draft", {AIM: KEEPERS}, plan("draft", "reference"), is_open=True),
        *(
            Row("plan_item", f"of {which}", {"Meet every month": known_to}, plan(name, "item_pk"), is_open=True)
            for which, name, known_to in (
                ("a published plan", "published", r.EVERYONE),
                ("one that ended", "ended", r.EVERYONE),
                ("a draft", "draft", KEEPERS),
            )
        ),
    ]


def _writing() -> list[Row]:
    starting = KEEPERS | r.RESPONSIBLE | r.WRITERS_ELSEWHERE
    return [
        Row("plan_new", "by whoever has a post of the council", {"Start an improvement plan": starting}),
        Row("plan_end", "a published one", {"End the plan": KEEPERS}, plan("published")),
        *(Row(name, "a draft", {words: KEEPERS}, plan("draft", *_names(name))) for name, words in OF_A_DRAFT.items()),
        *(
            Row(name, "a published one", {words: KEEPERS}, plan("published", *_names(name)))
            for name, words in OF_A_PLAN.items()
        ),
        *(
            Row(name, "one that ended", {words: r.NOBODY}, plan("ended", *_names(name)))
            for name, words in OF_A_PLAN.items()
        ),
    ]


ROWS = [*_reading(), *_writing()]
