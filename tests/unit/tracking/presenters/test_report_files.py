"""What the files of a report's evidence are called in their folder, and what the page says of those that are not."""

import pytest

from tests import factories
from tracking.enums import ScanState
from tracking.presenters.report_files import file_names, folder_of
from tracking.queries.paper_facts import EvidenceFacts, EvidenceUseFacts

USES = (EvidenceUseFacts("R01", "3 and 8"),)


def piece(number: int = 1, title: str = "Plan", **facts: object) -> EvidenceFacts:
    told = {"stored_name": "evidence/ab/x", "content_type": "application/pdf", "original_name": "x.pdf"} | facts
    return EvidenceFacts(number=number, uses=USES, title=title, **told)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Business plan", "01 Business plan.pdf"),
        ("Plan.pdf", "01 Plan.pdf"),
        ("Plan.PDF", "01 Plan.pdf"),
        ("../../etc/passwd", "01 etc passwd.pdf"),
        ('C:\\plan: "2016" <draft>|?*', "01 C plan 2016 draft.pdf"),
        ("Plan\r\nSet-Cookie: x\x00", "01 Plan Set-Cookie x.pdf"),
        ("exe\u202efdp.plan", "01 exe fdp.plan.pdf"),
        (" . ", "01 File.pdf"),
        ("Cynllun Gwên – Gàidhlig", "01 Cynllun Gwên – Gàidhlig.pdf"),
        ("e\u0301tude", "01 étude.pdf"),
        ("a" * 200, f"01 {'a' * 80}.pdf"),
        ("計" * 200, f"01 {'計' * 53}.pdf"),
    ],
)
def test_a_file_is_called_by_its_title_as_every_system_can_take_it(title: str, name: str) -> None:
    assert file_names((piece(title=title),)) == {1: name}


def test_its_ending_is_that_of_its_kind() -> None:
    assert file_names((piece(content_type="text/csv", original_name="plan.exe"),)) == {1: "01 Plan.csv"}


def test_numbers_are_those_of_the_papers_and_sort_as_they_count() -> None:
    pieces = tuple(piece(number) for number in range(1, 101))
    names = list(file_names(pieces).values())
    assert (names[0], names[-1], sorted(names) == names) == ("001 Plan.pdf", "100 Plan.pdf", True)


def test_what_is_withheld_says_so_in_its_name() -> None:
    withheld = piece(is_withheld=True, exempt_paragraph=3)
    assert file_names((withheld,)) == {1: "01 Plan (not for publication).pdf"}


GONE = "This file is no longer in the store, so it is not here. Ask the committee’s contact for a copy."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("item", "told"),
    [
        (piece(), ("Plan", "01 Plan.pdf", "", "")),
        (piece(stored_name="evidence/ab/gone"), ("Plan", "", "", GONE)),
        (piece(stored_name="", link="https://example.org/"), ("Plan", "", "https://example.org/", "")),
        (
            piece(stored_name="", scan_state=ScanState.INFECTED),
            ("Plan", "", "", "A virus was found in this file, so it is not here."),
        ),
        (
            piece(stored_name="", scan_state=ScanState.WAITING),
            (
                "Plan",
                "",
                "",
                "This file is still being checked for viruses, so it is not here. Ask for the files again later.",
            ),
        ),
        (piece(stored_name=""), ("Plan", "", "", "This file is not open to you now.")),
        (
            piece(is_withheld=True, exempt_paragraph=3),
            ("Plan", "01 Plan (not for publication).pdf", "", "Not for publication. Exempt: paragraph 3."),
        ),
        (
            EvidenceFacts(number=1, uses=USES, is_withheld=True, exempt_paragraph=3),
            ("Exempt: paragraph 3. In the restricted edition only.", "", "", ""),
        ),
    ],
)
def test_each_piece_is_told_with_its_file_or_why_it_has_none(item: EvidenceFacts, told: tuple[str, ...]) -> None:
    folder = folder_of(factories.ProgressReportFactory(), (item,), missing={"evidence/ab/gone"})
    line = folder.lines[0]
    assert (line.title, line.file, line.link, line.note) == told
    assert (folder.file, line.used_for) == ("00 Contents.html", "R01 (pages 3 and 8)")
