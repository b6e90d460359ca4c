"""How the PDF files of the corpus are made: a blank page, changed in one place."""

from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from tests import uploads
from tests.hostile.attack import Bait, Fate

Make = Callable[[Bait], bytes]
Row = tuple[str, str, Fate, Make]
SCRIPT = "app.launchURL('http://127.0.0.1/', true);"


def changed(change: Callable[[Pdf, Bait], object], *, pages: int = 1) -> Make:
    def make(bait: Bait) -> bytes:
        return uploads.changed_pdf(
            uploads.pdf(pages=pages), lambda pdf: change(pdf, bait), static_id=True, compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )  # fmt: skip

    return make


def script(words: str = SCRIPT) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(words))


def in_root(key: Name, value: Callable[[Pdf, Bait], object]) -> Make:
    return changed(lambda pdf, bait: pdf.Root.__setitem__(key, value(pdf, bait)))


def on_page(key: Name, value: Callable[[Pdf, Bait], object]) -> Make:
    return changed(lambda pdf, bait: pdf.pages[0].obj.__setitem__(key, value(pdf, bait)))


def annotated(**fields: Callable[[Pdf, Bait], object]) -> Make:
    def change(pdf: Pdf, bait: Bait) -> None:
        said = {key: value(pdf, bait) for key, value in fields.items()}
        annotation = Dictionary(Type=Name.Annot, Rect=[0, 0, 90, 90], **{"Subtype": Name.Link, **said})
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(annotation)])

    return changed(change)


def linked(action: Callable[[Pdf, Bait], Object]) -> Make:
    return annotated(A=action)


def form_field(pdf: Pdf, **fields: object) -> Object:
    """A form field on the first page, with what the field does."""
    field = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), Rect=[0, 0, 90, 20], **fields)
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return field


def drawn_form(pdf: Pdf, content: bytes = b"", **fields: object) -> Object:
    """A page that draws one form."""
    drawing = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], **fields)
    page = pdf.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(A=drawing))
    page.Contents = pdf.make_stream(b"/A Do")
    return drawing


def tagged(pdf: Pdf, document_type: str, words: str) -> None:
    """A tagged file whose metadata are read to learn whether it claims to be accessible."""
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=Array([]), ParentTree=Dictionary(Nums=Array([])))
    )
    said = (
        f'<?xml version="1.0"?>{document_type}<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:p="http://www.aiim.org/pdfua/ns/id/"><p:part>{words}1</p:part></rdf:Description></rdf:RDF></x:xmpmeta>'
    )
    pdf.Root.Metadata = pdf.make_stream(said.encode(), Type=Name.Metadata, Subtype=Name.XML)


def with_font(pdf: Pdf, font: Dictionary) -> None:
    page = pdf.pages[0].obj
    page.Resources = Dictionary(Font=Dictionary(F=font))
    page.Contents = pdf.make_stream(b"BT /F 12 Tf 9 9 Td (Words) Tj ET")
