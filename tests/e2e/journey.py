"""The whole job on the demo council, step by step and by clicking only.

Each step is one person's part. It starts at the front page and says what must be seen on the way.
"""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor, Worker
from tests.e2e.files import one_page_pdf, words_of
from tests.e2e.visitor import Visitor

INQUIRY = "Left Offline: Residents without the Internet"
RETURN_REASON = "Say which three buildings still have no wireless internet."
VIEW_REASON = "Nobody could say when the work begins."
MOST_LOOKS = 100
EVIDENCE_TITLE = "Counter service plan"
EVIDENCE_WORDS = "Every service has a counter or a telephone number by the spring."


def do_the_whole_job(new_visitor: NewVisitor, worker: Worker, files: Path, *, javascript: bool) -> None:
    """Take everybody through their part, then read the papers."""
    cabinet_member = new_visitor(javascript=javascript)
    officer = new_visitor(javascript=javascript)
    clerk = new_visitor(javascript=javascript)
    resident = new_visitor(javascript=javascript)
    member = new_visitor(javascript=javascript)

    report_is_written(cabinet_member, files)
    report_is_returned(officer)
    report_is_put_right(cabinet_member)
    report_is_accepted(officer)
    report, pack = papers_are_issued(clerk, worker, files, javascript=javascript)
    views_are_recorded(officer)
    history_is_read_by_a_member(member)
    history_is_read_by_a_resident(resident)

    assert_report_has_its_parts(report)
    assert_pack_has_its_parts(pack)


def report_is_written(cabinet_member: Visitor, files: Path) -> None:
    """The Cabinet Member fills in every recommendation, meets errors on the way, and signs."""
    cabinet_member.sign_in("cabinet.member")
    cabinet_member.follow(re.compile(f"^Draft .* of {INQUIRY}"))
    assert cabinet_member.heading() == "Draft Progress Report"
    _answer_r01(cabinet_member)
    _answer_r03(cabinet_member, files)
    _answer_r04(cabinet_member)
    expect(cabinet_member.page.locator("main")).to_contain_text("2 of 3 recommendations are complete.")
    _check_and_sign(cabinet_member)


def _answer_r01(visitor: Visitor) -> None:
    """A date that does not exist is told, and nothing typed is lost."""
    visitor.follow(re.compile("R01 Devices and connections"))
    evidence = "Wireless internet works in 45 of 48 buildings. The last three follow in the spring."
    visitor.choose("Cabinet Member’s assessment of R01 b)", "3 Not Achieved (Progress Made)")
    visitor.fill_date("When is R01 b) expected to be achieved?", 31, 2, 2030)
    visitor.fill("Evidence of progress", evidence)
    visitor.press("Save and continue")
    assert len(visitor.errors()) == 1
    expect(visitor.page.get_by_label("Evidence of progress", exact=True)).to_have_value(evidence)
    assert visitor.date_in("When is R01 b) expected to be achieved?") == ("31", "2", "2030")
    visitor.fill_date("When is R01 b) expected to be achieved?", 28, 2, 2030)
    visitor.press("Save and continue")


def _answer_r03(visitor: Visitor, files: Path) -> None:
    """A file of a kind that is not allowed is refused by its name; a PDF is taken."""
    assert visitor.heading() == "R03 Another way than online"
    visitor.choose("Cabinet Member’s assessment of R03", "6 In Progress")
    visitor.fill("Evidence of progress", "Eleven of the 14 services can now be reached by telephone.")
    visitor.press("Save and add a file or link")
    program = files / "counter-service.exe"
    program.write_bytes(b"MZ not a document")
    visitor.attach("File", program)
    visitor.fill("Title", EVIDENCE_TITLE)
    visitor.choose("Who may see it?", "Public")
    visitor.press("Add this evidence")
    assert ["counter-service.exe" in error for error in visitor.errors()] == [True]
    expect(visitor.page.get_by_label("Title", exact=True)).to_have_value(EVIDENCE_TITLE)
    visitor.attach("File", one_page_pdf(files / "counter-service.pdf", EVIDENCE_WORDS))
    visitor.press("Add this evidence")
    visitor.expect_success("The evidence is added.")
    expect(visitor.page.locator("main")).to_contain_text(EVIDENCE_TITLE)
    visitor.press("Save and continue")


def _answer_r04(visitor: Visitor) -> None:
    assert visitor.heading() == "R04 A yearly picture"
    visitor.choose("Cabinet Member’s assessment of R04", "1 Achieved (Fully)")
    visitor.fill("Evidence of progress", "The first report was published with figures for every ward.")
    visitor.press("Save and go to the task list")


def _check_and_sign(visitor: Visitor) -> None:
    """The claim check doubts an achievement without its date; the reason given goes to the committee."""
    visitor.follow("Check your answers and sign")
    visitor.press("Continue to sign")
    assert len(visitor.errors()) == 1
    visitor.page.locator("main").get_by_role("textbox").fill("The report appears in parts over the year.")
    visitor.press("Continue to sign")
    visitor.press("Sign and submit")
    assert visitor.heading() == "Report submitted"


def report_is_returned(officer: Visitor) -> None:
    """The scrutiny officer sends the report back, and must say why."""
    officer.sign_in("scrutiny.officer")
    officer.follow(re.compile(f"^Check the report on {INQUIRY}"))
    assert officer.heading() == "Submitted Progress Report"
    officer.press("Return it")
    officer.press("Return the report")
    assert len(officer.errors()) == 1
    officer.fill("What must be put right?", RETURN_REASON)
    officer.press("Return the report")
    officer.expect_success("The report is returned.")


def report_is_put_right(cabinet_member: Visitor) -> None:
    """The Cabinet Member reads why it came back, changes a sentence and signs again."""
    cabinet_member.arrive()
    cabinet_member.follow(re.compile(INQUIRY))
    expect(cabinet_member.page.locator("main")).to_contain_text(RETURN_REASON)
    cabinet_member.follow(re.compile("R01 Devices and connections"))
    cabinet_member.fill("Evidence of progress", "Wireless internet works everywhere but in three depots.")
    cabinet_member.press("Save and go to the task list")
    cabinet_member.follow("Check your answers and sign")
    cabinet_member.press("Continue to sign")
    cabinet_member.press("Sign and submit")
    assert cabinet_member.heading() == "Report submitted"


def report_is_accepted(officer: Visitor) -> None:
    officer.arrive()
    officer.follow(re.compile(f"^Check the report on {INQUIRY}"))
    officer.press("Accept the report")
    officer.press("Accept the report")
    officer.expect_success("The report is accepted.")


def papers_are_issued(clerk: Visitor, worker: Worker, files: Path, *, javascript: bool) -> tuple[Path, Path]:
    """The clerk publishes the report, has the packs made and issues them; returns the report's and the pack's PDF."""
    clerk.sign_in("clerk")
    clerk.follow(re.compile(f"^Publish the report on {INQUIRY}"))
    clerk.press("Publish the report")
    clerk.expect_success("The report is published.")
    report = clerk.download(re.compile("PDF"), files)
    clerk.follow(re.compile("^Corporate Resources"), within=clerk.page.locator("main"))
    clerk.follow("Issue the papers")
    clerk.press("Make the packs")
    packs_are_made(clerk, worker, javascript=javascript)
    clerk.press(re.compile("^Issue the "))
    clerk.press(re.compile("^Issue the "))
    clerk.expect_success("The papers are issued.")
    pack = clerk.download("Committee pack (PDF)", files)
    clerk.follow("Committee pack (web page)")
    expect(clerk.page.get_by_role("heading", level=2, name=re.compile(INQUIRY)).first).to_be_visible()
    return report, pack


def packs_are_made(clerk: Visitor, worker: Worker, *, javascript: bool) -> None:
    """The clerk watches the worker: the page goes on by itself or, without scripts, when asked again."""
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Making the packs: waiting to begin")
    ready = clerk.page.get_by_role("heading", name="The packs are ready")
    with worker():
        if javascript:
            clerk.page.wait_for_url("**/pack/")
            clerk.look()
            return
        for _ in range(MOST_LOOKS):
            if ready.is_visible():
                break
            clerk.press("Refresh")
    clerk.follow("Go on to the pack")


def views_are_recorded(officer: Visitor) -> None:
    """The officer records the committee's view on each leaf: agreeing, and once disagreeing."""
    officer.arrive()
    officer.follow(re.compile("^Corporate Resources Overview and Scrutiny Committee, "))
    officer.follow("Record the committee’s views")
    officer.follow(re.compile(r"^Record the view on R01 a\)"))
    _agree(officer)
    officer.press("Record and next")
    expect(officer.page.locator("h1")).to_contain_text("R01 b)")
    _disagree(officer)
    expect(officer.page.locator("h1")).to_contain_text("R03")
    _agree(officer)
    officer.press("Record and next")
    expect(officer.page.locator("h1")).to_contain_text("R04")
    # It recurs every year: "achieved" means this cycle, and the committee must say whether it goes on.
    _agree(officer, decision="Continue tracking")
    officer.press("Record and next")
    expect(officer.page.locator("main")).to_contain_text("All 4 views are recorded.")


def _agree(officer: Visitor, *, decision: str = "As usual for the category") -> None:
    officer.choose("Committee’s view", re.compile("^Agree with the Cabinet Member’s assessment"))
    officer.choose("Decision", decision)


def _disagree(officer: Visitor) -> None:
    """Another category than the Cabinet Member's needs a reason; what was asked for is kept."""
    asked_for = "A date for each of the three buildings."
    officer.choose("Committee’s view", "5 Not Achieved (Insufficient Progress)")
    officer.choose("Decision", "As usual for the category")
    officer.unfold("More: what is asked for, new date, minute")
    officer.fill("What the committee asks for next time", asked_for)
    officer.press_in_place("Record and next")
    assert len(officer.errors()) == 1
    expect(officer.page.get_by_label("What the committee asks for next time")).to_have_value(asked_for)
    officer.fill("Reason for the view", VIEW_REASON)
    officer.press("Record and next")


def history_is_read_by_a_member(member: Visitor) -> None:
    """A member finds the inquiry, its rounds with both judgements, and one recommendation's timeline."""
    member.sign_in("member")
    _find_recommendation(member)
    expect(member.page.locator("main")).to_contain_text(VIEW_REASON)


def history_is_read_by_a_resident(resident: Visitor) -> None:
    """A resident reads the published report, but no view before the meeting has been held."""
    resident.arrive()
    _find_recommendation(resident)
    expect(resident.page.locator("main")).to_contain_text("3 Not Achieved (Progress Made)")
    expect(resident.page.locator("main")).not_to_contain_text(VIEW_REASON)


def _find_recommendation(reader: Visitor) -> None:
    reader.follow("Inquiries")
    reader.follow(INQUIRY)
    rounds = reader.page.get_by_role("table", name="The Cabinet Member’s assessment and the committee’s view")
    expect(rounds).to_be_visible()
    reader.follow("R01 b)")
    expect(reader.page.get_by_role("heading", name="What happened, newest first")).to_be_visible()


def assert_report_has_its_parts(report: Path) -> None:
    """The Progress Report holds what the design lays out for it."""
    words = words_of(report)
    for part in (
        "Report of",
        "Deputy Leader",
        "Progress Report on Implementation",
        INQUIRY,
        "Member who led the original review",
        "Date last tracked",
        *SIX_CATEGORIES,
        "It is too early to judge: the date set for it has not yet passed.",
        "tracked previously and concluded",
        "being tracked today",
    ):
        assert part.lower() in words.lower()


def assert_pack_has_its_parts(pack: Path) -> None:
    """The pack holds the report, and behind it the evidence: its own page, then the file itself."""
    assert_report_has_its_parts(pack)
    words = words_of(pack)
    for part in ("Corporate Resources Overview and Scrutiny Committee", "Agenda", EVIDENCE_TITLE, EVIDENCE_WORDS):
        assert part in words


SIX_CATEGORIES = (
    "Achieved (Fully)",
    "Achieved (Late)",
    "Not Achieved (Progress Made)",
    "Not Achieved (Obstacle)",
    "Not Achieved (Insufficient Progress)",
    "In Progress",
)
