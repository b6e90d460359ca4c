import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.paper_scene import pdf_of
from tests.pdfs import claims_pdf_ua, pages_of, pdf_ua_faults, tagged_words
from tests.rendering_tasks import Words, paper
from tracking.packs.merge import Fragment, bound, overlaid
from tracking.packs.page_marks import PageMark

PAPER = paper(Words("Report"))
OTHERS = "Evidence 1, supplied by the Łódź Forum, not checked for accessibility"
TOP = "Restricted edition: not for publication"


def _of_others(pages: int) -> Fragment:
    return Fragment(pdf_of("Plan", pages=pages), "file-", is_tagged=False, claims_accessibility=False)


def test_every_page_says_its_number_and_the_viewer_shows_the_same() -> None:
    marks = [
        PageMark("1", "Page 1 of 12"),
        PageMark("2–4", "Pages 2–4 of 12"),
        PageMark("5", "Page 5 of 12"),
        PageMark("6", "Page 6 of 12"),
        PageMark("9", "Page 9 of 12"),
        PageMark("", "No page"),
    ]
    pack = bound([Fragment(PAPER, f"{number}-") for number in range(6)], marks, title="Pack")
    with pikepdf.open(BytesIO(pack)) as pdf:
        assert [page.label for page in pdf.pages] == [mark.label for mark in marks]
        assert len(pdf.Root.PageLabels.Nums) == 2 * 5
    assert pages_of(pack) == [f"Report {mark.words}" for mark in marks]


def test_marks_are_no_part_of_what_is_read_out_and_keep_a_paper_valid(tmp_path: Path) -> None:
    pack = bound([Fragment(PAPER, "a-")], [PageMark("1", "Page 1 of 1", top=TOP)], title="Pack")
    assert tagged_words(pack, tmp_path) == {"Report": 1}
    assert (pdf_ua_faults(pack, directory=tmp_path), claims_pdf_ua(pack)) == (["0.pdf: valid PDF/UA-1"], True)


def test_pages_that_were_marked_before_keep_their_own_marks() -> None:
    once = bound([Fragment(PAPER, "a-")], [PageMark("1", "Page 1 of 1", top=TOP)], title="Month")
    mark = PageMark("7", "Page 7 of 9", of_others="Item 3", top="Preview")
    (page,) = pages_of(bound([Fragment(once, "file-")], [mark], title="Pack"))
    assert all(words in page for words in (TOP, "Report", "Page 1 of 1", "Preview", "Item 3 · Page 7 of 9"))


def test_pages_of_others_say_whose_they_are_and_letters_we_lack_can_still_be_searched() -> None:
    mark = PageMark("1", "Page 1 of 1", of_others=f"{OTHERS} 漢", top=TOP)
    assert pages_of(bound([_of_others(1)], [mark], title="Pack")) == [f"{TOP} Plan 1 {OTHERS} 漢 · Page 1 of 1"]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_marks_stand_upright_at_the_edges_of_turned_pages(turned: int) -> None:
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf_of("Plan"))) as pdf:
        pdf.pages[0].obj.Rotate = turned
        pdf.save(target)
    fragment = Fragment(target.getvalue(), "file-", is_tagged=False, claims_accessibility=False)
    pack = bound([fragment], [PageMark("1", "Page 1 of 1", of_others="Ours", top=TOP)], title="Pack")
    width, height = (842, 595) if turned in {90, 270} else (595, 842)
    found = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pack, capture_output=True, check=True).stdout
    edges = {
        line.split(">")[1].split("<")[0]: line.split('"')[1::2]
        for line in found.decode().splitlines()
        if "<word" in line
    }
    first, last = [float(edge) for edge in edges["Restricted"]], [float(edge) for edge in edges["of"]]
    assert (round(first[0]), first[3] < 40) == (57, True)
    assert (last[2] < width - 50, last[0] > width - 90, last[1] > height - 30) == (True, True, True)


def test_as_many_marks_as_pages_are_asked_for() -> None:
    with pytest.raises(ValueError, match="shorter"):
        bound([_of_others(2)], [PageMark("1", "Page 1 of 2")], title="Pack")


def test_a_mark_over_a_finished_file_is_on_every_page_and_changes_nothing_else() -> None:
    marks = [PageMark(str(number), f"Page {number} of 3") for number in (1, 2, 3)]
    pack = bound([Fragment(PAPER, "a-"), _of_others(2)], marks, title="Pack")
    preview = overlaid(pack, top="Preview: not issued")
    assert pages_of(preview) == [f"Preview: not issued {page}" for page in pages_of(pack)]


_MAKES = """
import hashlib, sys, django
django.setup()
from tests.paper_scene import pdf_of
from tests.rendering_tasks import Words, paper
from tracking.packs.merge import Fragment, bound
from tracking.packs.page_marks import PageMark
marks = [PageMark(str(page), f"Page {page} of 3", "Łódź" if page > 1 else "", "Restricted") for page in (1, 2, 3)]
others = Fragment(pdf_of("Plan", pages=2), "file-", is_tagged=False)
print(hashlib.sha256(bound([Fragment(paper(Words("Report")), "a-"), others], marks, title="Pack")).hexdigest())
"""


def test_the_same_papers_are_the_same_bytes_in_every_process() -> None:
    def made(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())}
        return subprocess.run(
            [sys.executable, "-c", _MAKES], env=environment, capture_output=True, text=True, check=True
        ).stdout

    first = made("1")
    assert (first, len(first.strip())) == (made("2"), 64)
