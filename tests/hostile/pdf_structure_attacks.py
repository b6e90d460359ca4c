"""PDF files that load what is elsewhere, that grow without end, or whose parts lead back to themselves."""

# fmt: off
import zlib
from collections.abc import Callable, Iterator

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests import uploads
from tests.hostile.attack import Bait, Fate
from tests.hostile.pdf_making import Make, Row, changed, drawn_form, form_field, in_root, on_page, tagged, with_font


def structure_attacks() -> Iterator[Row]:
    yield from _that_load()
    yield from _that_grow()
    yield from _that_never_end()
    yield from _two_things()


def _that_load() -> Iterator[Row]:
    yield (
        "stream-file",
        "has a file of the machine for its content",
        Fate.HARMLESS,
        on_page(Name.Contents, lambda pdf, bait: pdf.make_stream(b"", F=Dictionary(Type=Name.Filespec, F=String(bait.file)))),
    )
    yield (
        "stream-web",
        "has what a server answers for its content",
        Fate.HARMLESS,
        on_page(Name.Contents, lambda pdf, bait: pdf.make_stream(b"", F=Dictionary(Type=Name.Filespec, FS=Name.URL, F=String(bait.address)))),
    )
    yield ("drawing-of-file", "draws a page of another file", Fate.HARMLESS, changed(lambda pdf, bait: drawn_form(pdf, Ref=Dictionary(F=Dictionary(Type=Name.Filespec, F=String(bait.file)), Page=0))))
    yield ("picture-elsewhere", "prints a better picture of elsewhere", Fate.HARMLESS, changed(lambda pdf, bait: drawn_form(pdf, OPI=Dictionary({"/1.3": Dictionary(F=String(bait.file))}))))
    yield "postscript", "draws by PostScript", Fate.HARMLESS, changed(_postscript)
    yield "font-elsewhere", "takes a typeface from a file", Fate.HARMLESS, changed(_font)
    yield "letters-elsewhere", "takes the meaning of its letters from a file", Fate.HARMLESS, changed(_letters)
    yield (
        "profile-elsewhere",
        "takes its colours from a file",
        Fate.HARMLESS,
        in_root(Name.OutputIntents, lambda pdf, bait: Array([Dictionary(S=Name.GTS_PDFX, DestOutputProfileRef=Dictionary(URLs=[String(bait.address)]))])),
    )


def _postscript(pdf: Pdf, bait: Bait) -> None:
    drawn_form(pdf)
    pdf.pages[0].obj.Resources.XObject.A = pdf.make_stream(f"({bait.file}) (r) file".encode(), Type=Name.XObject, Subtype=Name.PS)


def _font(pdf: Pdf, bait: Bait) -> None:
    with_font(pdf, Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/" + bait.file.replace("/", "#2F")),
        FontDescriptor=pdf.make_indirect(Dictionary(
            Type=Name.FontDescriptor, FontName=Name.A, Flags=32,
            FontFile2=pdf.make_stream(b"glyf" * 999, F=Dictionary(F=String(bait.file))),
        )),
    ))  # fmt: skip


def _letters(pdf: Pdf, bait: Bait) -> None:
    stream = pdf.make_stream(f"/CIDInit /ProcSet findresource begin ({bait.file}) run usecmap".encode(), UseCMap=Name("/../../etc/passwd"))
    with_font(pdf, Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, ToUnicode=stream))


def _flate(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return content


def _that_grow() -> Iterator[Row]:
    yield "content", "has a page of 300 megabytes", Fate.REFUSED, _filtered(lambda: _flate(b" " * 300_000_000))
    yield "content-twice", "packs 150 megabytes into one thousand bytes", Fate.REFUSED, _filtered(lambda: _flate(b" " * 150_000_000, 2), times=2)
    yield "content-nested", "packs half a gigabyte three times over", Fate.REFUSED, _filtered(_packed_often, times=3)
    yield "picture-huge", "has a picture of sixty thousand dots a side", Fate.HARMLESS, changed(_huge_picture)
    yield ("picture-jpeg2000", "has a JPEG 2000 that says it is huge", Fate.HARMLESS, changed(lambda pdf, bait: _picture(pdf, b"\xff\x4f\xff\x51\x00\x2f\x00\x00" + b"\xff" * 36, Name.JPXDecode)))
    yield (
        "picture-jbig2",
        "has a picture that is a machine of its own",
        Fate.HARMLESS,
        changed(lambda pdf, bait: _picture(pdf, b"\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x13" + b"\xff" * 19, Name.JBIG2Decode)),
    )
    yield (
        "columns",
        "says that a line of a table has two thousand million bytes",
        Fate.REFUSED,
        on_page(Name.Contents, lambda pdf, bait: Stream(pdf, _flate(b"a"), {"/Filter": Name.FlateDecode, "/DecodeParms": Dictionary(Predictor=12, Columns=2_000_000_000)})),
    )
    yield ("pages-many", "has two thousand pages", Fate.HARMLESS, changed(lambda pdf, bait: [pdf.pages.append(pdf.pages[0]) for _ in range(2_000)]))
    yield ("pages-counted", "says that it has two thousand million pages", Fate.HARMLESS, changed(lambda pdf, bait: setattr(pdf.Root.Pages, "Count", 2_000_000_000)))
    yield ("page-large", "has a page that is a thousand kilometres wide", Fate.HARMLESS, on_page(Name.MediaBox, lambda pdf, bait: Array([0, 0, 2_000_000_000, 2_000_000_000])))
    yield "links-many", "has twenty thousand links on a page", Fate.HARMLESS, changed(_many_links)
    yield ("content-pieces", "has its content in a twenty thousand pieces", Fate.HARMLESS, on_page(Name.Contents, lambda pdf, bait: Array([pdf.make_stream(b"q Q")] * 20_000)))


def _filtered(packed: Callable[[], bytes], times: int = 1) -> Make:
    return on_page(Name.Contents, lambda pdf, bait: Stream(pdf, packed(), {"/Filter": Array([Name.FlateDecode] * times)}))


def _packed_often() -> bytes:
    """Half a gigabyte of blanks, packed three times, without ever being whole."""
    packing = zlib.compressobj(9)
    some = packing.compress(b" " * 100_000_000)
    whole = b"".join([some, *(packing.compress(b" " * 100_000_000) for _ in range(9)), packing.flush()])
    return _flate(whole, 2)


def _picture(pdf: Pdf, content: bytes, how: Name, side: int = 60_000) -> None:
    drawing = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side, BitsPerComponent=8, ColorSpace=Name.DeviceGray, Filter=how)
    page = pdf.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(A=drawing))
    page.Contents = pdf.make_stream(b"500 0 0 500 0 0 cm /A Do")


def _huge_picture(pdf: Pdf, bait: Bait) -> None:
    _picture(pdf, _flate(bytes(1000)), Name.FlateDecode)


def _many_links(pdf: Pdf, bait: Bait) -> None:
    link = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI=String("https://example.org/"))))
    pdf.pages[0].obj.Annots = Array([link] * 20_000)


def _that_never_end() -> Iterator[Row]:
    yield ("pages-loop", "has pages that lead back to themselves", Fate.REFUSED, lambda bait: _raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"))
    yield "pages-deep", "hides its page below five thousand others", Fate.REFUSED, lambda bait: _deep_pages(5_000)
    yield (
        "list-loop",
        "has a list of places that leads back to itself",
        Fate.HARMLESS,
        lambda bait: _raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", previous=True),
    )
    yield "outline-loop", "has bookmarks that lead back to themselves", Fate.HARMLESS, changed(_looped_outline)
    yield "names-loop", "has names that lead back to themselves", Fate.HARMLESS, changed(_looped_names)
    yield ("names-script-loop", "has names of scripts that lead back to themselves", Fate.HARMLESS, changed(_looped_scripts))
    yield "next-loop", "has what comes after lead back to itself", Fate.HARMLESS, changed(_looped_next)
    yield "field-loop", "has fields that lead back to themselves", Fate.HARMLESS, changed(_looped_field)
    yield "tags-loop", "has tags that lead back to themselves", Fate.HARMLESS, changed(_looped_tags)
    yield "drawing-loop", "draws itself within itself", Fate.HARMLESS, changed(_looped_drawing)
    yield "pattern-loop", "fills itself with itself", Fate.HARMLESS, changed(_looped_pattern)
    yield "letter-loop", "writes itself with itself", Fate.HARMLESS, changed(_looped_letter)
    yield (
        "arrays-deep",
        "nests a hundred thousand lists",
        Fate.REFUSED,
        lambda bait: _raw(b"<</Type/Catalog/Pages 2 0 R/A " + b"[" * 100_000 + b"]" * 100_000 + b">>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
    )
    yield ("content-deep", "nests a hundred thousand lists on a page", Fate.HARMLESS, on_page(Name.Contents, lambda pdf, bait: pdf.make_stream(b"[" * 100_000)))
    yield ("states-deep", "keeps a million states and gives none back", Fate.HARMLESS, on_page(Name.Contents, lambda pdf, bait: pdf.make_stream(b"q " * 1_000_000)))
    yield "destination-loop", "has a place that leads to itself", Fate.HARMLESS, changed(_looped_destination)
    yield (
        "length",
        "says that its content is four gigabytes long",
        Fate.HARMLESS,
        lambda bait: _raw(
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>", b"<</Length 4294967295>>stream\nq Q\nendstream"
        ),
    )
    yield (
        "length-loop",
        "has itself for its length",
        Fate.HARMLESS,
        lambda bait: _raw(
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>", b"<</Length 4 0 R>>stream\nq Q\nendstream"
        ),
    )
    yield (
        "objects-loop",
        "keeps what it is made of in itself",
        Fate.REFUSED,
        lambda bait: _raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/ObjStm/N 1/First 4/Extends 2 0 R/Length 8>>stream\n2 0 <<>>\nendstream"),
    )


def _raw(*objects: bytes, previous: bool = False) -> bytes:
    """A file written by hand, with a true list of places; `previous`: the list says that another, itself, is before it."""
    content = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, said in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    before = b"/Prev %d" % start if previous else b""
    return bytes(content + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, before, start))


def _deep_pages(depth: int) -> bytes:
    tree = [b"<</Type/Pages/Kids[%d 0 R]/Count 1%s>>" % (n + 1, b"/Parent %d 0 R" % (n - 1) if n > 2 else b"") for n in range(2, depth)]
    return _raw(b"<</Type/Catalog/Pages 2 0 R>>", *tree, b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (depth - 1))


def _looped_outline(pdf: Pdf, bait: Bait) -> None:
    item = pdf.make_indirect(Dictionary(Title=String("a")))
    item.Next = item.First = item
    pdf.Root.Outlines = Dictionary(First=item, Last=item, Count=1)


def _looped_names(pdf: Pdf, bait: Bait) -> None:
    names = pdf.make_indirect(Dictionary(Limits=[String("a"), String("z")]))
    names.Kids = Array([names])
    pdf.Root.Names = Dictionary(Dests=names)
    _link_to(pdf, String("b"))


def _looped_scripts(pdf: Pdf, bait: Bait) -> None:
    names = pdf.make_indirect(Dictionary(Limits=[String("a"), String("z")]))
    names.Kids = Array([names])
    pdf.Root.Names = Dictionary(JavaScript=names, EmbeddedFiles=names)


def _link_to(pdf: Pdf, place: object) -> None:
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=place))])


def _looped_destination(pdf: Pdf, bait: Bait) -> None:
    place = pdf.make_indirect(Dictionary())
    place.D = place
    pdf.Root.Dests = Dictionary(A=place, B=Name.B)
    _link_to(pdf, Name.A)


def _looped_next(pdf: Pdf, bait: Bait) -> None:
    action = pdf.make_indirect(Dictionary(S=Name.URI, URI=String("https://example.org/")))
    action.Next = action
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action))])


def _looped_field(pdf: Pdf, bait: Bait) -> None:
    field = form_field(pdf)
    field.Kids = Array([field])
    field.Parent = field


def _looped_tags(pdf: Pdf, bait: Bait) -> None:
    tagged(pdf, "", "")
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P))
    element.K = element.P = element
    pdf.Root.StructTreeRoot.K = Array([element])


def _looped_drawing(pdf: Pdf, bait: Bait) -> None:
    drawing = drawn_form(pdf, b"/A Do")
    drawing.Resources = Dictionary(XObject=Dictionary(A=drawing))


def _looped_pattern(pdf: Pdf, bait: Bait) -> None:
    pattern = pdf.make_stream(b"/Pattern cs /P scn 0 0 9 9 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9], XStep=0, YStep=0)
    pattern.Resources = Dictionary(Pattern=Dictionary(P=pattern))
    page = pdf.pages[0].obj
    page.Resources = Dictionary(Pattern=Dictionary(P=pattern))
    page.Contents = pdf.make_stream(b"/Pattern cs /P scn 0 0 900 900 re f")


def _looped_letter(pdf: Pdf, bait: Bait) -> None:
    letter = pdf.make_stream(b"9 0 d0 BT /F 9 Tf (W) Tj ET")
    font = pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 9, 9], FontMatrix=[1, 0, 0, 1, 0, 0], FirstChar=87, LastChar=87,
        Widths=[9], CharProcs=Dictionary(W=letter), Encoding=Dictionary(Differences=[87, Name.W]),
    ))  # fmt: skip
    font.Resources = Dictionary(Font=Dictionary(F=font))
    with_font(pdf, font)


def _two_things() -> Iterator[Row]:
    yield "archive", "is an archive as well", Fate.HARMLESS, lambda bait: uploads.pdf() + uploads.docx()
    yield "page-before", "is a page as well", Fate.REFUSED, lambda bait: b"<html><script>a()</script>\n" + uploads.pdf()
    yield ("page-within", "has a page in a comment", Fate.HARMLESS, lambda bait: uploads.pdf().replace(b"\n", b"\n%<html><script>a()</script>\n", 1))
    yield "program-before", "is a program as well", Fate.REFUSED, lambda bait: b"MZ" + bytes(62) + uploads.pdf()
    yield "picture-before", "is a picture as well", Fate.REFUSED, lambda bait: uploads.picture("GIF") + uploads.pdf()
    yield ("twice", "was written over, so that readers disagree", Fate.HARMLESS, lambda bait: uploads.pdf(pages=1) + uploads.pdf(pages=2))
    yield "cut", "ends in the middle", Fate.REFUSED, lambda bait: uploads.pdf()[:300]
    yield "nothing", "is nothing but a beginning", Fate.REFUSED, lambda bait: b"%PDF-1.7\n"
    yield "text", "is called a PDF and is text", Fate.REFUSED, lambda bait: b"words\n"
