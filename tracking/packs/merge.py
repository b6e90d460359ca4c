"""Many files made one, with what no library keeps: structure tree, links, bookmarks and page labels.

The structure of each file goes under a section of the one document. Its keys (see packs.structure_keys), named places
and links are renumbered or renamed so that they stay its own. Untagged files are not hidden: each of their pages
becomes one marked paragraph.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String

from tracking.packs.page_marks import PageMark, mark_pages, overlay, page_labels
from tracking.packs.structure_keys import Held, forget, is_element, renumber
from tracking.packs.tags import has_role, kids, saved

__all__ = ["PLACE_ELSEWHERE", "Fragment", "PageMark", "bound", "overlaid", "page_count", "places", "try_to_bind"]

LANGUAGE: Final = "en-GB"
_OUR_ROLES: Final = frozenset({
    "/Document", "/Sect", "/Div", "/P", "/Span", "/Link", "/Figure", "/Caption", "/L", "/LI", "/Lbl", "/LBody",
    "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/NonStruct",
})  # fmt: skip
"""Roles that keep their own meaning in a pack, whatever a file of others would have them mean."""
PLACE_ELSEWHERE: Final = "pack:"
"""A link to `pack:name` leads to the place of that name in the finished pack, whichever file it comes from."""


@dataclass(frozen=True)
class Fragment:
    """One file of a pack. Every name in it is known in the pack with `prefix` before it.

    `is_tagged`: its structure tree is kept. `claims_accessibility`: it says itself that it is valid PDF/UA.
    Its bookmarks come `depth` levels down in the outline.
    """

    content: bytes
    prefix: str
    is_tagged: bool = True
    claims_accessibility: bool = True
    depth: int = 0


@dataclass
class _Pack:
    """The file being put together."""

    pdf: Pdf
    root: Object
    document: Object
    pages: list[Object] = field(default_factory=list)
    marks: list[Object] = field(default_factory=list)
    places: dict[str, Object] = field(default_factory=dict)
    roles: dict[str, Object] = field(default_factory=dict)
    outline: list[tuple[int, str, Object]] = field(default_factory=list)
    claims_accessibility: bool = True


def bound(fragments: Sequence[Fragment], marks: Sequence[PageMark], *, title: str) -> bytes:
    """Return the fragments as one file, in order, with a mark on each page; the viewer shows the marks' labels.

    It claims to be valid PDF/UA-1 only when every fragment does and all of their tags could be kept. Raises
    pikepdf.PdfError for a fragment that cannot be read, KeyError for a link to a place that is in none of them,
    ValueError for more or fewer marks than pages.
    """
    with Pdf.new() as pdf:
        _put_together(pdf, fragments, marks, title)
        return saved(pdf)


def try_to_bind(fragment: Fragment, marks: Sequence[PageMark]) -> None:
    """Do what `bound` does with a fragment, and leave nothing. Raises whatever it would: strangers may have made it."""
    with Pdf.new() as pdf:
        _put_together(pdf, [fragment], marks, "")


def _put_together(pdf: Pdf, fragments: Sequence[Fragment], marks: Sequence[PageMark], title: str) -> None:
    pack = _empty_pack(pdf)
    for fragment in fragments:
        with Pdf.open(BytesIO(fragment.content)) as source:
            _append(pack, fragment, source)
    mark_pages(pdf, marks)
    _finish(pack, title)
    pdf.Root.PageLabels = page_labels([mark.label for mark in marks])


def overlaid(content: bytes, *, top: str) -> bytes:
    """Return a finished file with one mark laid over the top of every page, at the right."""
    with Pdf.open(BytesIO(content)) as pdf:
        overlay(pdf, top)
        return saved(pdf)


def places(content: bytes) -> dict[str, int]:
    """Return the page, counted from 0, on which each named place of a file is."""
    with Pdf.open(BytesIO(content)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        return {name: pages[place[0].objgen] for name, place in _named_places(pdf).items()}


def page_count(content: bytes) -> int:
    with Pdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def _empty_pack(pdf: Pdf) -> _Pack:
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    root.K = Array([document])
    return _Pack(pdf, root, document)


def _append(pack: _Pack, fragment: Fragment, source: Pdf) -> None:
    first = len(pack.pages)
    numbers = {page.obj.objgen: number for number, page in enumerate(source.pages, start=first)}
    named = {name: _aim(place, numbers) for name, place in _named_places(source).items()}
    outline = _outline(source, numbers)
    held = _held_under_keys(pack, fragment, source)
    for page in source.pages:
        pack.pdf.pages.append(page)
    pages = [pack.pdf.pages[number].obj for number in range(first, len(pack.pdf.pages))]
    pack.pages += pages
    pack.places |= {fragment.prefix + name: aim.on(pack.pages) for name, aim in named.items()}
    pack.outline += [(fragment.depth + depth, words, aim.on(pack.pages)) for depth, words, aim in outline]
    _rename_links(pages, fragment.prefix)
    pack.claims_accessibility &= fragment.claims_accessibility
    if held is None:
        pack.claims_accessibility = False
        _mark_as_paragraphs(pack, pages)
    else:
        _append_structure(pack, source, held)


def _held_under_keys(pack: _Pack, fragment: Fragment, source: Pdf) -> Held | None:
    """What is under each key of a file, which are now keys of the pack; None when its structure cannot be kept."""
    if fragment.is_tagged and _roles_agree(pack, source):
        return renumber(source, fragment.content, first=len(pack.marks))
    forget(source, fragment.content)
    return None


@dataclass(frozen=True)
class _Aim:
    """Where a link or bookmark leads: the page's number in the pack, and the rest of the destination."""

    page: int
    view: tuple[object, ...]

    def on(self, pages: Sequence[Object]) -> Object:
        return Array([pages[self.page], *self.view])


def _aim(place: Object, numbers: Mapping[tuple[int, int], int]) -> _Aim:
    return _Aim(numbers[place[0].objgen], tuple(list(place)[1:]))


def _named_places(pdf: Pdf) -> dict[str, Object]:
    tree = pdf.Root.get(Name.Names, Dictionary()).get(Name.Dests)
    return {str(name): place for name, place in NameTree(tree).items()} if tree is not None else {}


def _outline(pdf: Pdf, numbers: Mapping[tuple[int, int], int]) -> list[tuple[int, str, _Aim]]:
    lines: list[tuple[int, str, _Aim]] = []

    def read(items: Sequence[pikepdf.OutlineItem], depth: int) -> None:
        for item in items:
            lines.append((depth, item.title, _aim(cast("Object", item.destination), numbers)))
            read(item.children, depth + 1)

    # Not as a context: that would write the outline anew, which takes long in a large file.
    read(pdf.open_outline().root, 0)
    return lines


def _rename_links(pages: Sequence[Object], prefix: str) -> None:
    for page in pages:
        for annotation in page.get(Name.Annots, []):
            if Name.Dest in annotation:
                annotation.Dest = String(prefix + str(annotation.Dest))
            elif str(annotation.get(Name.A, Dictionary()).get(Name.URI, "")).startswith(PLACE_ELSEWHERE):
                annotation.Dest = String(str(annotation.A.URI).removeprefix(PLACE_ELSEWHERE))
                del annotation[Name.A]


def _roles_agree(pack: _Pack, source: Pdf) -> bool:
    """Whether the file's own names for roles, if it has any, mean nothing else in the pack; they are then known."""
    root = source.Root.get(Name.StructTreeRoot)
    roles = root.get(Name.RoleMap, Dictionary()) if isinstance(root, Dictionary) else None
    if not isinstance(roles, Dictionary) or not all(isinstance(value, Name) for value in roles.values()):
        return False
    own = {key: str(value) for key, value in roles.items() if key != str(value)}
    if own.keys() & _OUR_ROLES or any(str(pack.roles.get(key, value)) != value for key, value in own.items()):
        return False
    pack.roles |= {key: Name(value) for key, value in own.items()}
    return True


def _append_structure(pack: _Pack, source: Pdf, held: Held) -> None:
    """Copy a file's structure tree below the pack's document, after its pages: the copies refer to those."""
    pack.marks += [_copied(pack.pdf, source, of_key) for of_key in held.of_keys]
    root = kids(source.Root.StructTreeRoot)
    elements = [element for element in root if is_element(element)]
    pack.claims_accessibility &= held.is_whole and len(elements) == len(root)
    for element in elements:
        copy = _copied(pack.pdf, source, element)
        if has_role(copy, Name.Document):
            copy.S = Name.Sect
        copy.P = pack.document
        pack.document.K.append(copy)


def _copied(pdf: Pdf, source: Pdf, held: Object) -> Object:
    return pdf.copy_foreign(held if held.is_indirect else source.make_indirect(held))


def _mark_as_paragraphs(pack: _Pack, pages: Sequence[Object]) -> None:
    """Tag each page of an untagged file as one paragraph, so that what text it has is read out at least."""
    section = pack.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=pack.document, K=Array()))
    pack.document.K.append(section)
    for page in pages:
        paragraph = pack.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=section, Pg=page, K=0))
        section.K.append(paragraph)
        page.StructParents = len(pack.marks)
        pack.marks.append(Array([paragraph]))
        whole = pikepdf.Page(page)
        whole.contents_add(b"/P <</MCID 0>> BDC\n", prepend=True)
        whole.contents_add(b"\nEMC")


def _finish(pack: _Pack, title: str) -> None:
    root, pdf = pack.root, pack.pdf
    numbered = [item for number, held in enumerate(pack.marks) for item in (number, held)]
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbered)))
    root.ParentTreeNextKey = len(pack.marks)
    if pack.roles:
        root.RoleMap = Dictionary(pack.roles)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    _write_places(pack)
    _write_outline(pack)
    pdf.docinfo.Title = String(title)
    pdf.docinfo.Producer = String("Scrutiny")
    metadata = pdf.make_stream(_metadata(title, claims_accessibility=pack.claims_accessibility))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata


def _write_places(pack: _Pack) -> None:
    for page in pack.pdf.pages:
        for annotation in page.obj.get(Name.Annots, []):
            if Name.Dest in annotation and str(annotation.Dest) not in pack.places:
                raise KeyError(f"A link leads to “{annotation.Dest}”, which is not in the pack.")
    ordered = sorted(pack.places.items(), key=lambda place: bytes(String(place[0])))
    pairs = [part for name, place in ordered for part in (String(name), place)]
    pack.pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(pairs)))


def _write_outline(pack: _Pack) -> None:
    with pack.pdf.open_outline() as outline:
        parents: list[list[pikepdf.OutlineItem]] = [outline.root]
        for depth, title, place in pack.outline:
            item = pikepdf.OutlineItem(title)
            item.destination = cast("Array", place)
            del parents[min(depth, len(parents) - 1) + 1 :]
            parents[-1].append(item)
            parents.append(item.children)
    pack.pdf.Root.PageMode = Name.UseOutlines


def _metadata(title: str, *, claims_accessibility: bool) -> bytes:
    """XMP with the title and, for a file that is valid, the claim to be PDF/UA-1; no dates: the same every time."""
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    claim = "<pdfuaid:part>1</pdfuaid:part>" if claims_accessibility else ""
    return (
        '<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escaped}</rdf:li></rdf:Alt></dc:title>{claim}'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
