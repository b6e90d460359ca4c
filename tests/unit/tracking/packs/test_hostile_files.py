"""Files that strangers made badly: none of them stops a pack, and none points at elements of ours."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from tests.paper_scene import pdf_of
from tests.pdfs import claims_pdf_ua, pages_of
from tests.rendering_tasks import Words, paper
from tests.uploads import changed_pdf
from tracking.packs.evidence import clean_pdf
from tracking.packs.merge import Fragment, bound, page_count
from tracking.packs.page_marks import PageMark

OURS = paper(Words("Report"))
ACCESSIBLE = bound([Fragment(OURS, "")], [PageMark("1", "")], title="Plan")
HUGE = 2_000_000_000


def _pack(*contents: bytes) -> bytes:
    """Files of strangers, cleaned, each between papers of ours."""
    fragments = [Fragment(OURS, "a-")]
    for number, content in enumerate(contents):
        file = clean_pdf(content)
        fragments += [
            Fragment(file.content, f"file-{number}-", file.is_tagged, file.claims_accessibility),
            Fragment(OURS, f"b-{number}-"),
        ]
    count = sum(page_count(fragment.content) for fragment in fragments)
    return bound(fragments, [PageMark(str(page), f"Page {page}") for page in range(1, count + 1)], title="Pack")


def _tree(pdf: Pdf) -> Object:
    return pdf.Root.StructTreeRoot


def _with_annotation(pdf: Pdf, **fields: object) -> None:
    link = Dictionary(S=Name.URI, URI="https://example.org/")
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=link, **fields)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(annotation)])


TAGS = {
    "a reference to nothing among the elements": lambda pdf: setattr(_tree(pdf), "K", Array([*_tree(pdf).K, None])),
    "a number among the elements": lambda pdf: setattr(_tree(pdf), "K", Array([*_tree(pdf).K, 7])),
    "a number for an element": lambda pdf: setattr(_tree(pdf), "K", 7),
    "a number under a key": lambda pdf: setattr(_tree(pdf).ParentTree, "Nums", Array([0, 7])),
    "a number among what is under a key": lambda pdf: setattr(_tree(pdf).ParentTree, "Nums", Array([0, Array([7])])),
    "an enormous key": lambda pdf: setattr(_tree(pdf).ParentTree, "Nums", Array([HUGE, Array([])])),
    "no table of keys": lambda pdf: setattr(_tree(pdf), "ParentTree", 7),
    "a list of roles": lambda pdf: setattr(_tree(pdf), "RoleMap", Array([Name.P])),
    "a number for a role": lambda pdf: setattr(_tree(pdf), "RoleMap", Dictionary(Own=7)),
    "words for a role": lambda pdf: setattr(_tree(pdf), "RoleMap", Dictionary(Own=String("P"))),
    "a page whose key is no number": lambda pdf: setattr(pdf.pages[0].obj, "StructParents", Name.No),
    "a link whose key is no number": lambda pdf: _with_annotation(pdf, StructParent=String("no")),
    "a list in place of the tree": lambda pdf: setattr(pdf.Root, "StructTreeRoot", Array([])),
    "a list in place of the marks": lambda pdf: setattr(pdf.Root, "MarkInfo", Array([])),
}


@pytest.mark.parametrize("fault", TAGS)
def test_a_file_with_damaged_tags_does_not_stop_the_pack_and_takes_its_claim_away(fault: str) -> None:
    pack = _pack(changed_pdf(ACCESSIBLE, TAGS[fault]))
    assert [page.split()[0] for page in pages_of(pack)] == ["Report", "Report", "Report"]
    assert (claims_pdf_ua(_pack(ACCESSIBLE)), claims_pdf_ua(pack)) == (True, False)


PAGES = {
    "turned by a word": lambda page: setattr(page, "Rotate", Name.No),
    "turned by a little": lambda page: setattr(page, "Rotate", 12.5),
    "fonts that are a list": lambda page: setattr(page.Resources, "Font", Array([])),
    "resources that are a list": lambda page: setattr(page, "Resources", Array([])),
    "no size": lambda page: delattr(page, "MediaBox"),
    "a size of three numbers": lambda page: setattr(page, "MediaBox", Array([0, 0, 595])),
    "a size in words": lambda page: setattr(page, "MediaBox", Array([0, 0, String("a"), String("b")])),
    "a size from the other corner": lambda page: setattr(page, "MediaBox", Array([595, 842, 0, 0])),
    "no room": lambda page: setattr(page, "MediaBox", Array([0, 0, 0, 0])),
    "cut to a number": lambda page: setattr(page, "CropBox", 7),
    "cut to what is elsewhere": lambda page: setattr(page, "CropBox", Array([900, 900, 950, 950])),
    "content that is a number": lambda page: setattr(page, "Contents", 7),
    "content with a number in it": lambda page: setattr(page, "Contents", Array([page.Contents, 7])),
}


@pytest.mark.parametrize("fault", PAGES)
def test_a_file_with_damaged_pages_does_not_stop_the_pack_and_its_pages_are_marked(fault: str) -> None:
    damaged = changed_pdf(pdf_of("Plan"), lambda pdf: PAGES[fault](pdf.pages[0].obj))
    file = clean_pdf(damaged)
    content = bound(
        [Fragment(file.content, "file-", is_tagged=False)], [PageMark("1", "Page 1 of 1", "Ours")], title=""
    )
    assert pages_of(content)[0].removeprefix("Plan 1 ") == "Ours · Page 1 of 1"


def test_tags_that_cannot_be_bound_are_dropped_with_the_claim_that_they_are_right() -> None:
    def damage(pdf: Pdf) -> None:
        pdf.Root.Pages.S = Name.P
        _tree(pdf).K = Array([pdf.Root.Pages])

    good, damaged = clean_pdf(ACCESSIBLE), clean_pdf(changed_pdf(ACCESSIBLE, damage))
    assert [(file.is_tagged, file.claims_accessibility) for file in (good, damaged)] == [(True, True), (False, False)]
    with pikepdf.open(BytesIO(damaged.content)) as pdf:
        assert {"/StructTreeRoot", "/MarkInfo"} & set(pdf.Root.keys()) == set()
        assert "/StructParents" not in pdf.pages[0].obj
    assert claims_pdf_ua(_pack(changed_pdf(ACCESSIBLE, damage))) is False


def _with_pictures(pdf: Pdf) -> None:
    """A page and a link with keys that nothing is under, and two drawings, one in the other, with keys of elements."""
    element = _tree(pdf).K[0]
    _tree(pdf).ParentTree.Nums = Array([0, Array([]), 5, Array([element]), 6, Array([element])])
    inner = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], StructParents=5)
    outer = pdf.make_stream(b"/In Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], StructParents=6)
    outer.Resources = Dictionary(XObject=Dictionary(In=inner))
    pdf.add_blank_page()
    for page in pdf.pages:
        page.obj.Resources = Dictionary(XObject=Dictionary(Out=outer))
    pdf.pages[1].obj.StructParents = 9
    _with_annotation(pdf, StructParent=10)


def _keys(pack: bytes) -> list[list[int]]:
    """The keys on each page: its own, those of its links and of its drawings."""
    with pikepdf.open(BytesIO(pack)) as pdf:
        return [
            [
                int(thing[key])
                for thing in _with_keys(page.obj)
                for key in ("/StructParents", "/StructParent")
                if key in thing
            ]
            for page in pdf.pages
        ]


def _with_keys(page: Object) -> list[Object]:
    drawings = dict(page.Resources.get("/XObject", {}).items()).values()
    inner = [drawing for outer in drawings for drawing in dict(outer.Resources.XObject.items()).values()]
    return [page, *page.get("/Annots", []), *drawings, *inner]


def _held(pack: bytes) -> list[int]:
    with pikepdf.open(BytesIO(pack)) as pdf:
        tree = pdf.Root.StructTreeRoot
        assert tree.ParentTreeNextKey == len(pikepdf.NumberTree(tree.ParentTree))
        return [len(held) for _, held in pikepdf.NumberTree(tree.ParentTree).items()]


def test_every_file_has_keys_of_its_own_down_to_drawings_in_drawings_and_none_that_leads_nowhere() -> None:
    pack = _pack(changed_pdf(ACCESSIBLE, _with_pictures))
    assert _keys(pack) == [[0], [1, 3, 2], [3, 2], [4]]
    assert _held(pack) == [1, 0, 1, 1, 1]


def test_an_untagged_file_keeps_no_key_but_those_its_pages_are_given() -> None:
    def untag(pdf: Pdf) -> None:
        _with_pictures(pdf)
        del pdf.Root.StructTreeRoot

    assert _keys(_pack(changed_pdf(ACCESSIBLE, untag))) == [[0], [1], [2], [3]]


def test_a_file_whose_roles_mean_something_else_here_keeps_no_key_either() -> None:
    def with_role(meaning: Name) -> bytes:
        def change(pdf: Pdf) -> None:
            _with_pictures(pdf)
            _tree(pdf).RoleMap = Dictionary(Own=meaning)

        return changed_pdf(ACCESSIBLE, change)

    keys = _keys(_pack(with_role(Name.P), with_role(Name.H1)))
    assert keys == [[0], [1, 3, 2], [3, 2], [4], [5], [6], [7]]
