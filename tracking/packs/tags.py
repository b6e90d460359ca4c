"""What WeasyPrint's tags lack for a reader who listens: whole tables, the scope of their headers, links with words.

WeasyPrint writes a table that runs over a page break as two, with the repeated head as content. Here the pieces become
one Table element again and the repeated head an artifact. `Headers` and `ID` give way to `Scope` on every TH, which
stays right when files are merged. An item of a list has its paragraphs in its body.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

if TYPE_CHECKING:
    # Who only merges files does without WeasyPrint, which takes long to load.
    from weasyprint import Document

_LINES: Final = frozenset({"/Span", "/NonStruct"})
_GROUPS: Final = frozenset({"/Document", "/Sect", "/Div"})
_CELLS: Final = frozenset({"/TH", "/TD", "/LBody"})
_OF_AN_ITEM: Final = frozenset({"/Lbl", "/LBody"})
_MAY_HOLD_TEXT: Final = frozenset(
    {"/P", "/TH", "/TD", "/LBody", "/Lbl", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Caption", "/Span"}
)
_PLAIN: Final = frozenset({"/K", "/P", "/Pg", "/S", "/Type"})


def finished(content: bytes, document: "Document", root: Element) -> bytes:
    """Return a rendered file with its tags put right, the same bytes for the same input."""
    with Pdf.open(BytesIO(content)) as pdf:
        elements = list(structure(pdf.Root.StructTreeRoot))
        _scope_headers(pdf, elements)
        _join_tables(pdf, elements, document, root)
        _describe_links(pdf, root)
        _give_bodies(pdf, elements)
        _Folding(pdf).fold(pdf.Root.StructTreeRoot)
        return saved(pdf)


def saved(pdf: Pdf) -> bytes:
    """Return a file's bytes, the same for the same content."""
    target = BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
    )
    return target.getvalue()


def structure(element: Object) -> Iterator[Object]:
    """Yield the structure elements below one, in reading order."""
    for kid in kids(element):
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            yield from structure(kid)


def kids(element: Object) -> list[Object]:
    """Return what an element holds, whether one thing or several."""
    held = element.get(Name.K)
    if held is None:
        return []
    return list(held) if isinstance(held, Array) else [held]


def has_role(element: Object, role: Name) -> bool:
    """Whether an element is a Table, a TH and so on."""
    return element.get(Name.S) == role


def _scope_headers(pdf: Pdf, elements: Sequence[Object]) -> None:
    in_head = {cell.objgen for head in elements if has_role(head, Name.THead) for cell in structure(head)}
    scopes = {scope: pdf.make_indirect(Dictionary(O=Name.Table, Scope=scope)) for scope in (Name.Column, Name.Row)}
    for element in elements:
        if has_role(element, Name.TH):
            scope = scopes[Name.Column if element.objgen in in_head else Name.Row]
            spans = {key: value for key, value in element.get(Name.A, {}).items() if key not in {"/O", "/Headers"}}
            element.A = Dictionary({**spans, "/O": Name.Table, "/Scope": scope.Scope}) if spans else scope
            _drop(element, Name.ID)
        elif has_role(element, Name.TD) and Name.A in element:
            _drop(element.A, Name.Headers)
            if set(element.A.keys()) == {"/O"}:
                del element.A


def _drop(dictionary: Object, key: Name) -> None:
    if key in dictionary:
        del dictionary[key]


def _join_tables(pdf: Pdf, elements: Sequence[Object], document: "Document", root: Element) -> None:
    boxes = [box for page in document.pages for box in page._page_box.descendants()]  # noqa: SLF001 - no public way
    of_tables = [box.element for box in boxes if getattr(box, "is_table_wrapper", False)]
    of_rows = [box.element for box in boxes if box.element_tag == "tr"]
    tables = [element for element in elements if has_role(element, Name.Table)]
    rows = [element for element in elements if has_role(element, Name.TR)]
    if len(tables) != len(of_tables) or len(rows) != len(of_rows):
        return
    whole = tables[0] if tables else pdf.Root
    for (_, of_before), (piece, of_piece) in pairwise(zip(tables, of_tables, strict=True)):
        if of_before is of_piece:
            _make_artifact(pdf, [kid for kid in kids(piece) if has_role(kid, Name.THead)])
            _append_rows(whole, piece)
        else:
            whole = piece
    in_heads = {row for head in root.iter("thead") for row in head.iter("tr")}
    for (row, of_row), (rest, of_rest) in pairwise(zip(rows, of_rows, strict=True)):
        if of_row is of_rest and of_row not in in_heads:
            _append_cells(row, rest)


def _append_rows(whole: Object, piece: Object) -> None:
    """Move the rows of a piece of a table behind those of its beginning."""
    body = [kid for kid in kids(whole) if has_role(kid, Name.TBody)][-1]
    for group in kids(piece):
        if has_role(group, Name.TBody):
            _move(kids(group), body)
    _remove(piece)


def _append_cells(row: Object, rest: Object) -> None:
    """Move what a row has on the next page into its own cells."""
    for cell, continued in zip(kids(row), kids(rest), strict=False):
        _move(kids(continued), cell)
    _remove(rest)


def _move(elements: Sequence[Object], parent: Object) -> None:
    for element in elements:
        element.P = parent
    parent.K = Array([*kids(parent), *elements])


def _remove(element: Object) -> None:
    element.P.K = Array([kid for kid in kids(element.P) if not _same(kid, element)])


def _same(one: object, other: Object) -> bool:
    return isinstance(one, Object) and one.is_indirect and one.objgen == other.objgen


def _make_artifact(pdf: Pdf, heads: Sequence[Object]) -> None:
    """Take repeated heads out of the tree and mark what they print as an artifact of pagination."""
    for head in heads:
        marked = [(element.Pg, number) for element in structure(head) for number in _marks(element)]
        _remove(head)
        for page in {page.objgen: page for page, _ in marked}.values():
            _unmark(pdf, page, {number for of_page, number in marked if of_page.objgen == page.objgen})


def _marks(element: Object) -> list[int]:
    """The numbers of the marked content that an element holds itself."""
    return [int(kid) for kid in kids(element) if isinstance(kid, int)]


def _unmark(pdf: Pdf, page: Object, numbers: set[int]) -> None:
    begins, pagination = pikepdf.Operator("BDC"), Dictionary(Type=Name.Pagination)
    instructions: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    for instruction in pikepdf.parse_content_stream(page):
        if instruction.operator == begins and instruction.operands[1].get(Name.MCID) in numbers:
            instructions.append(pikepdf.ContentStreamInstruction([Name.Artifact, pagination], begins))
        else:
            instructions.append(instruction)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
    marked = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(page.StructParents)]
    for number in numbers:
        marked[number] = None


def _describe_links(pdf: Pdf, root: Element) -> None:
    """Give every link the words that it has on the page, in place of its address."""
    words: dict[str, str] = {}
    for link in root.iter("a"):
        words.setdefault(link.get("href", "").removeprefix("#"), " ".join("".join(link.itertext()).split()))
    for page in pdf.pages:
        for annotation in page.obj.get(Name.Annots, []):
            said = words.get(str(annotation.get(Name.Contents, "")))
            if said:
                annotation.Contents = said


def _give_bodies(pdf: Pdf, elements: Sequence[Object]) -> None:
    """Put what stands in an item of a list without a body, as its paragraphs do, into one."""
    for item in elements:
        if has_role(item, Name.LI) and not all(_role(kid) in _OF_AN_ITEM for kid in kids(item)):
            bodies: list[Object] = []
            for is_loose, run in groupby(kids(item), lambda kid: _role(kid) not in _OF_AN_ITEM):
                held = list(run)
                bodies += [_body_of(pdf, item, held)] if is_loose else held
            item.K = Array(bodies)


def _body_of(pdf: Pdf, item: Object, held: Sequence[Object]) -> Object:
    body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array()))
    if Name.Pg in held[0]:
        body.Pg = held[0].Pg
    _move(held, body)
    return body


class _Folding:
    """Gives what elements hold that say nothing about it to the element around them.

    Those are the text of each line and the boxes of the layout: two thirds of all elements, each of which costs time
    and memory whenever files are merged. So does what an element need not say: that it is one, its page when it holds
    no text itself, a list of one.
    """

    def __init__(self, pdf: Pdf) -> None:
        tree = dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())
        self.holders = {page.obj.objgen: tree.get(int(page.obj.get(Name.StructParents, -1))) for page in pdf.pages}

    def fold(self, element: Object) -> None:
        """Fold everything below an element, innermost first."""
        held: list[Object | int] = list(kids(element))
        elements = [kid for kid in held if isinstance(kid, Object) and _is_element(kid)]
        for kid in elements:
            self.fold(kid)
        giving_way = {kid.objgen for kid in elements if _gives_way(kid, element, is_alone=len(held) == 1)}
        if giving_way:
            held = [content for kid in held for content in self._contents(kid, element, giving_way)]
        element.K = held[0] if len(held) == 1 else Array(held)
        self._shorten(element, held)

    def _shorten(self, element: Object, held: Sequence[Object | int]) -> None:
        role = _role(element)
        if role not in {"", "/Document"}:
            _drop(element, Name.Type)
        if role not in _LINES and all(_is_element(kid) for kid in held):
            _drop(element, Name.Pg)

    def _contents(self, kid: Object | int, around: Object, giving_way: set[tuple[int, int]]) -> list[Object | int]:
        if isinstance(kid, int) or kid.objgen not in giving_way:
            return [kid]
        contents: list[Object | int] = list(kids(kid))
        for content in contents:
            if isinstance(content, int):
                holders = self.holders[around.Pg.objgen]
                if holders is not None:
                    holders[content] = around
            elif Name.S in content:
                content.P = around
        return contents


def _gives_way(kid: Object, around: Object, *, is_alone: bool) -> bool:
    if not set(kid.keys()) <= _PLAIN:
        return False
    role, role_around = _role(kid), _role(around)
    if role == "/Div":
        return role_around in _GROUPS and all(_is_element(content) for content in kids(kid))
    is_line = role in _LINES and role_around in _MAY_HOLD_TEXT
    is_only_paragraph = role == "/P" and is_alone and role_around in _CELLS
    return (is_line or is_only_paragraph) and _is_on_the_same_page(kid, around)


def _is_element(kid: Object | int) -> bool:
    return isinstance(kid, Dictionary) and Name.S in kid


def _role(element: Object) -> str:
    return str(element.get(Name.S, ""))


def _is_on_the_same_page(kid: Object, around: Object) -> bool:
    return Name.Pg in kid and Name.Pg in around and bool(kid.Pg.objgen == around.Pg.objgen)
