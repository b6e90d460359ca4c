from io import BytesIO

import pikepdf
import pytest

from tests.paper_scene import pdf_of
from tests.pdfs import bookmarks, claims_pdf_ua, dangling_links, roles, tagged_words
from tracking.packs.evidence import NotPrintable, clean_pdf
from tracking.packs.merge import Fragment, bound, page_count, places
from tracking.packs.page_marks import PageMark
from tracking.packs.pdf import render

PAGE = '<!DOCTYPE html><html lang="en-GB"><head><title>A paper</title></head><body>{}</body></html>'


def _paper(body: str) -> bytes:
    return render(PAGE.format(body), stylesheet=".new { break-before: page }")


def _pack(*fragments: Fragment) -> bytes:
    """The fragments as one file, its pages numbered through."""
    count = sum(page_count(fragment.content) for fragment in fragments)
    marks = [PageMark(str(number), f"Page {number} of {count}") for number in range(1, count + 1)]
    return bound(fragments, marks, title="Pack")


CONTENTS = _paper('<h1 id="top">Contents</h1><p><a href="pack:second-part">The part</a> and <a href="#top">up</a></p>')
PART = _paper('<h1 id="first">Beginning</h1><h2 id="part" class="new">Part</h2><p>Words of the part.</p>')


def test_every_files_structure_words_bookmarks_and_places_are_kept(tmp_path) -> None:
    pack = _pack(Fragment(CONTENTS, "first-"), Fragment(PART, "second-", depth=1))
    assert page_count(pack) == 3
    assert places(pack) == {"first-top": 0, "second-first": 1, "second-part": 2}
    assert roles(pack)["Sect"] == 2
    assert (roles(pack)["H1"], roles(pack)["H2"], roles(pack)["Link"]) == (2, 1, 2)
    assert tagged_words(pack, tmp_path) == tagged_words(CONTENTS, tmp_path) + tagged_words(PART, tmp_path)
    assert bookmarks(pack) == [(0, "Contents"), (1, "Beginning"), (2, "Part")]
    assert dangling_links(pack) == []


def test_a_link_says_the_words_it_has_on_the_page() -> None:
    pack = _pack(Fragment(CONTENTS, "first-"), Fragment(PART, "second-"))
    with pikepdf.open(BytesIO(pack)) as pdf:
        links = {str(link.Contents): str(link.Dest) for link in pdf.pages[0].Annots}
    assert links == {"The part": "second-part", "up": "first-top"}


def test_a_link_to_a_place_that_no_file_has_is_refused() -> None:
    with pytest.raises(KeyError, match="second-part"):
        _pack(Fragment(CONTENTS, "first-"))


def test_page_labels_count_through_the_whole_pack() -> None:
    pack = _pack(Fragment(PART, "first-"), Fragment(PART, "second-"))
    with pikepdf.open(BytesIO(pack)) as pdf:
        assert [page.label for page in pdf.pages] == ["1", "2", "3", "4"]


def test_an_untagged_file_takes_the_claim_away_and_is_still_read_out(tmp_path) -> None:
    untagged = Fragment(pdf_of("Costs"), "second-", is_tagged=False, claims_accessibility=False)
    pack = _pack(Fragment(PART, "first-"), untagged)
    assert (claims_pdf_ua(_pack(Fragment(PART, "first-"))), claims_pdf_ua(pack)) == (True, False)
    assert tagged_words(pack, tmp_path)["Costs"] == 1


def test_roles_that_mean_something_else_in_another_file_take_the_claim_away() -> None:
    fragments = [Fragment(_with_role("/P"), "first-"), Fragment(_with_role("/H1"), "second-")]
    assert claims_pdf_ua(_pack(*fragments[:1])) is True
    assert claims_pdf_ua(_pack(*fragments)) is False


def test_a_file_that_gives_our_own_roles_another_meaning_takes_the_claim_away_and_changes_nothing_of_ours() -> None:
    pack = _pack(Fragment(PART, "first-"), Fragment(_with_role("/H1", role="/P"), "second-"))
    with pikepdf.open(BytesIO(pack)) as pdf:
        assert "/RoleMap" not in pdf.Root.StructTreeRoot
    assert claims_pdf_ua(pack) is False


def _with_role(meaning: str, *, role: str = "/Paragraph") -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(PART)) as pdf:
        pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary({role: pikepdf.Name(meaning)})
        pdf.save(target)
    return target.getvalue()


def test_a_supplied_file_loses_everything_that_acts_and_keeps_its_links() -> None:
    clean = clean_pdf(_acting_pdf())
    with pikepdf.open(BytesIO(clean.content)) as pdf:
        actions = [str(link.A.URI) if "/A" in link else str(link.Dest) for link in pdf.pages[0].Annots]
        assert actions == ["https://example.org/", "place-00001"]
        assert {"/AA", "/OpenAction", "/AcroForm"} & set(pdf.Root.keys()) == set()
        assert "/AA" not in pdf.pages[0].obj
    assert (b"JavaScript" in clean.content, clean.page_count, clean.claims_accessibility) == (False, 2, False)


def test_the_links_within_a_supplied_file_still_lead_there_in_the_pack() -> None:
    clean = clean_pdf(_acting_pdf())
    pack = _pack(Fragment(PART, "first-"), Fragment(clean.content, "file-", is_tagged=False))
    assert dangling_links(pack) == []
    assert places(pack)["file-place-00001"] == 3


def test_a_supplied_file_that_says_it_is_accessible_is_believed_when_nothing_was_taken_out() -> None:
    paper = _pack(Fragment(PART, ""))
    assert (clean_pdf(paper).is_tagged, clean_pdf(paper).claims_accessibility) == (True, True)


def test_a_supplied_file_of_too_many_pages_is_refused() -> None:
    with pytest.raises(NotPrintable, match="It has 1,001 pages, and a pack holds at most 1,000 of one file"):
        clean_pdf(pdf_of("Words", pages=1001))


def _acting_pdf() -> bytes:
    """Two pages with a script, a program to start, a web link and a link to the second page."""
    name, dictionary = pikepdf.Name, pikepdf.Dictionary
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf_of("Words", pages=2))) as pdf:
        script = dictionary(S=name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.Root.AA = dictionary(WC=script)
        pdf.pages[0].obj.AA = dictionary(O=script)
        web = dictionary(S=name.URI, URI="https://example.org/", Next=script)
        inner = dictionary(S=name.GoTo, D=pikepdf.Array([pdf.pages[1].obj, name.Fit]))
        start = dictionary(S=name.Launch, F="calc.exe")
        pdf.pages[0].Annots = pikepdf.Array(
            pdf.make_indirect(dictionary(Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 9, 9], A=action))
            for action in (web, inner, start, script)
        )
        pdf.save(target)
    return target.getvalue()
