"""Rows of the matrix for reports to Cabinet: a post writes, another clears, Cabinet's clerk decides what goes out."""

from tests.integration.matrix import roles as r
from tests.integration.matrix.cabinet_world import REASONS, RECOMMENDED, SUMMARY
from tests.integration.matrix.row import Arguments, Row
from tests.integration.matrix.world import World

WRITERS, CLEARING = r.SIGNATORIES, r.WRITERS_ELSEWHERE
"""Those of the post a report is of, and of the post that clears a section of it."""
CLERK = frozenset({"clerk elsewhere"})
"""Cabinet's."""
MEMBERS = frozenset({"member elsewhere"})
INSIDERS = WRITERS | CLEARING

TITLES = {name: f"Report {name.replace('_', ' ')}" for name in ("draft", "submitted", "published", "decided")}
UNTIL_HANDED_IN = {
    "cabinet_header": "Which wards are specially affected?",
    "cabinet_header_draft": "Which wards are specially affected?",
    "cabinet_parties": "Who stands in the header",
    "cabinet_party_new": "Add: Report author",
    "cabinet_party_edit": "Change: Report author",
    "cabinet_party_remove": "out of the header?",
    "cabinet_section": "3.1 Legal Implications",
    "cabinet_section_draft": "3.1 Legal Implications",
    "cabinet_recommended": "What Cabinet is asked to decide",
    "cabinet_recommended_new": "Add a recommended decision",
    "cabinet_recommended_edit": "Change a recommended decision",
    "cabinet_recommended_remove": "Take out this recommended decision?",
    "cabinet_appendices": "They are numbered in this order.",
    "cabinet_appendix_file": "Add a file",
    "cabinet_appendix_issued": "Add a document that was issued",
    "cabinet_appendix_change": "Change “Appendix to the report”",
    "cabinet_appendix_remove": "Remove “Appendix to the report”?",
    "cabinet_report_check": "Check the report",
    "cabinet_report_submit": "Check the report",
}
OF_TEMPLATES = {
    "cabinet_template": "The template of the Cabinet",
    "cabinet_template_edit": "Change the template",
    "cabinet_heading_new": "Add a heading",
    "cabinet_heading_edit": "Change a heading",
    "cabinet_heading_remove": "Take “Legal Implications” out?",
}
_NAMES = {
    "cabinet_party_new": ("role",),
    "cabinet_party_edit": ("party_pk",),
    "cabinet_party_remove": ("party_pk",),
    "cabinet_section": ("place",),
    "cabinet_section_draft": ("place",),
    "cabinet_recommended_edit": ("decision_pk",),
    "cabinet_recommended_remove": ("decision_pk",),
    "cabinet_appendix": ("appendix_pk",),
    "cabinet_appendix_change": ("appendix_pk",),
    "cabinet_appendix_remove": ("appendix_pk",),
    "cabinet_clear": ("place",),
    "cabinet_editions_preview": ("edition",),
    "cabinet_decision_correct": ("recorded_pk",),
}


def report(which: str, name: str = "cabinet_report") -> Arguments:
    """What leads to a report to Cabinet of the world, or to one of the things in it."""
    names = ("pk", *_NAMES.get(name, ()))
    return lambda world: {key: world.cabinet_reports[which].arguments[key] for key in names}


def template(*names: str) -> Arguments:
    def arguments(world: World) -> dict[str, object]:
        found = world.cabinet_reports["draft"].arguments
        return {name: found[name] for name in ("template_pk", *names)}

    return arguments


def _row(name: str, case: str, shows: dict[str, frozenset[str]], which: str, *, is_open: bool = False) -> Row:
    return Row(name, case, shows, report(which, name), is_open=is_open)


def _reading() -> list[Row]:
    listed = {
        TITLES["published"]: r.EVERYONE,
        TITLES["decided"]: r.EVERYONE,
        TITLES["draft"]: INSIDERS,
        TITLES["submitted"]: INSIDERS | CLERK,
    }
    whole = WRITERS | CLERK | MEMBERS
    return [
        Row("cabinet_report_list", "all of them", listed, is_open=True),
        _row(
            "cabinet_report",
            "a published one",
            {TITLES["published"]: r.EVERYONE, RECOMMENDED: r.EVERYONE, SUMMARY: whole, REASONS: CLERK},
            "published",
            is_open=True,
        ),
        _row(
            "cabinet_report",
            "one that was decided",
            {TITLES["decided"]: r.EVERYONE, SUMMARY: whole, REASONS: r.EVERYONE},
            "decided",
            is_open=True,
        ),
        _row("cabinet_report", "a draft", {TITLES["draft"]: INSIDERS}, "draft", is_open=True),
        _row(
            "cabinet_report",
            "one that was handed in",
            {TITLES["submitted"]: INSIDERS | CLERK, SUMMARY: WRITERS | CLERK, RECOMMENDED: INSIDERS | CLERK},
            "submitted",
            is_open=True,
        ),
        _row(
            "cabinet_report",
            "one that was returned",
            {"Report returned": INSIDERS | CLERK},
            "returned",
            is_open=True,
        ),
        _row("cabinet_appendix", "of a published report", {"Secretappendix": whole}, "published", is_open=True),
        _row("cabinet_appendix", "of a draft", {"Secretappendix": WRITERS}, "draft", is_open=True),
    ]


def _files() -> list[Row]:
    whole = WRITERS | CLERK | MEMBERS
    return [
        _row("cabinet_report_pdf", "as issued", {"the public edition": r.EVERYONE}, "published", is_open=True),
        _row("cabinet_restricted_pdf", "as issued", {"the restricted edition": whole}, "published", is_open=True),
        _row("cabinet_report_docx", "as issued", {"PK": r.EVERYONE}, "published", is_open=True),
        _row("cabinet_restricted_docx", "as issued", {"PK": whole}, "published", is_open=True),
        _row("cabinet_report_docx", "of a draft", {"PK": INSIDERS}, "draft", is_open=True),
        _row("cabinet_restricted_docx", "of a draft", {"PK": WRITERS}, "draft", is_open=True),
    ]


def _writing() -> list[Row]:
    starting = WRITERS | r.RESPONSIBLE | r.WRITERS_ELSEWHERE
    return [
        Row("cabinet_report_new", "by whoever has a post of the council", {"Start a report to Cabinet": starting}),
        *(_row(name, "a draft", {words: WRITERS}, "draft") for name, words in UNTIL_HANDED_IN.items()),
        *(
            _row(name, "one that was handed in", {"this cannot be done now": WRITERS, words: r.NOBODY}, "submitted")
            for name, words in UNTIL_HANDED_IN.items()
            if name not in ("cabinet_section", "cabinet_section_draft", "cabinet_recommended")
        ),
        _row("cabinet_report_withdraw", "a draft", {"Withdrawing cannot be undone.": WRITERS}, "draft"),
        _row("cabinet_report_withdraw", "a published one", {"this cannot be done now": WRITERS}, "published"),
        _row("cabinet_report_move", "a draft", {"Move the report to another meeting": WRITERS}, "draft"),
        _row("cabinet_report_move", "one that was handed in", {"to another meeting": CLERK}, "submitted"),
        _row("cabinet_report_move", "with a decision recorded", {"is recorded, so it stays": CLERK}, "published"),
        _row("cabinet_report_move", "one that was decided", {"so it stays with its meeting": CLERK}, "decided"),
        _row("cabinet_clear", "a draft", {"Clear this section": CLEARING}, "draft"),
        _row("cabinet_clear", "an accepted one", {"this cannot be done now": CLEARING}, "accepted"),
    ]


def _deciding() -> list[Row]:
    return [
        _row("cabinet_report_return", "one that was handed in", {"What must be put right?": CLERK}, "submitted"),
        _row("cabinet_report_accept", "one that was handed in", {"go without being cleared?": CLERK}, "submitted"),
        _row("cabinet_report_publish", "an accepted one", {"Publishing cannot be undone.": CLERK}, "accepted"),
        _row("cabinet_editions", "while they wait to be made", {"waiting to begin": CLERK}, "waiting"),
        _row("cabinet_editions", "once they are made", {"The editions are ready": CLERK}, "accepted"),
        _row("cabinet_editions", "of a published one", {"this cannot be done now": CLERK}, "published"),
        _row("cabinet_editions_make", "leads to publication", {"What goes out": CLERK}, "accepted"),
        _row("cabinet_editions_cancel", "leads to the progress", {"The editions are ready": CLERK}, "accepted"),
        _row("cabinet_editions_findings", "of an accepted one", {"Secretfinding": CLERK}, "accepted"),
        _row("cabinet_editions_findings", "not made yet", {"What goes out": CLERK}, "waiting"),
        _row("cabinet_editions_preview", "the restricted edition", {"%PDF": CLERK}, "accepted"),
        _row("cabinet_editions_preview", "of a published one", {"%PDF": r.NOBODY}, "published"),
        Row(
            "cabinet_editions_preview",
            "the public edition",
            {"%PDF": CLERK},
            lambda world: report("accepted")(world) | {"edition": "public"},
        ),
        _row("cabinet_report_publish", "one that was handed in", {"this cannot be done now": CLERK}, "submitted"),
        _row("cabinet_decision", "a published one", {"Nobody else sees it until you publish": CLERK}, "published"),
        _row("cabinet_decision", "one that was decided", {REASONS: CLERK}, "decided"),
        _row("cabinet_decision_correct", "before it is published", {REASONS: CLERK}, "published"),
        _row("cabinet_decision_correct", "after it is published", {REASONS: CLERK}, "decided"),
        _row("cabinet_decision_publish", "a published one", {"Publish the decisions": CLERK}, "published"),
    ]


def _templates() -> list[Row]:
    with_place = ("cabinet_heading_edit", "cabinet_heading_remove")
    return [
        Row(
            "cabinet_template_list",
            "those of the Cabinet",
            {"Templates of reports": CLERK | r.CLERK_OF_CABINET, "The template of the Cabinet": CLERK},
        ),
        Row("cabinet_template_new", "by a clerk of a Cabinet", {"Add a template": CLERK | r.CLERK_OF_CABINET}),
        *(
            Row(name, "of the Cabinet", {words: CLERK}, template(*(("place",) if name in with_place else ())))
            for name, words in OF_TEMPLATES.items()
        ),
    ]


ROWS = [*_reading(), *_files(), *_writing(), *_deciding(), *_templates()]
