"""Evidence files made fit to stand in a pack: read, cleaned of everything that acts, and said so when they cannot be.

What strangers made never stops a pack: a file that cannot be printed is named on its separator page with what to do.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final

import pikepdf
from django.core.files.storage import default_storage
from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, Stream, String
from PIL import Image

from tracking.packs.merge import Fragment, PageMark, try_to_bind
from tracking.packs.pdf import PaperError
from tracking.packs.pictures import picture_as_pdf
from tracking.packs.structure_keys import forget
from tracking.packs.tags import saved

MOST_PAGES: Final = 1000
_PDF: Final = "application/pdf"
_PICTURES: Final = frozenset({"image/png", "image/jpeg"})
_ACTIONS_KEPT: Final = frozenset({"/URI", "/GoTo"})
# Files, what programs left for themselves; pictures and pages of other files; content that is in another file.
_CARRIED: Final = (Name.AF, Name.PieceInfo, Name.OPI)
_ELSEWHERE: Final = (Name.Ref, Name.F, Name.FFilter, Name.FDecodeParms)
# All that a pack takes from a page and from the file: whatever stands under another key is not printed.
_OF_A_PAGE: Final = frozenset({
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Group", "/Annots",
    "/StructParents", "/Tabs",
})  # fmt: skip
_OF_THE_FILE: Final = frozenset({"/Type", "/Pages", "/Names", "/StructTreeRoot", "/MarkInfo", "/Lang"})
_ASK: Final = "Ask the committee’s contact for a copy."


class NotPrintable(Exception):
    """A file whose pages cannot follow. The message says why and what to do, for the separator page."""


class NotThere(NotPrintable):
    """A file that is not in the store, or not as it was uploaded, and may be put back into it."""


@dataclass(frozen=True)
class FileFacts:
    """A file of the store.

    `sha256` is that of the content it was stored with: what is kept of it is found again by that. Empty: not known.
    """

    stored_name: str
    original_name: str
    content_type: str
    sha256: str


@dataclass(frozen=True)
class PrintableEvidence:
    """A file whose pages may stand in a pack.

    `claims_accessibility`: it is tagged, says itself that it is PDF/UA, and nothing had to be taken out of it.
    """

    content: bytes
    page_count: int
    is_tagged: bool
    claims_accessibility: bool


@dataclass(frozen=True)
class Unprintable:
    """A file whose pages cannot follow: why, and what to do. `for_now`: it may be there the next time."""

    reason: str
    for_now: bool = False


def prepared(file: FileFacts) -> PrintableEvidence | Unprintable:
    """Return the pages of a stored file, or why there are none. For a child process: strangers made the file.

    Raises PaperError when the store cannot be read: a pack without its files must not look like a finished one.
    """
    try:
        return printable(file)
    except NotPrintable as why_not:
        return Unprintable(str(why_not), for_now=isinstance(why_not, NotThere))


def broke_a_limit(original_name: str) -> Unprintable:
    """What is said of a file that took too long or too much memory to read."""
    return Unprintable(f"“{original_name}” is too large or too complicated to be printed. {_ASK}")


def printable(file: FileFacts) -> PrintableEvidence:
    """Return the pages of a stored file.

    Raises NotPrintable for every file that has none to give, PaperError when the store cannot be read.
    """
    if file.content_type not in {_PDF, *_PICTURES}:
        raise NotPrintable(
            f"“{file.original_name}” is not a document with pages, so it is not printed here. "
            "Open it on the page of this Progress Report on the council’s website."
        )
    content = _content(file)
    try:
        return clean_pdf(content if file.content_type == _PDF else picture_as_pdf(content))
    except NotPrintable:
        raise
    except Image.DecompressionBombError as error:
        raise NotPrintable(broke_a_limit(file.original_name).reason) from error
    except pikepdf.PasswordError as error:
        raise NotPrintable(f"“{file.original_name}” is locked with a password. {_ASK}") from error
    except MemoryError:
        raise
    except Exception as error:
        # Three libraries read what strangers made: whatever they raise, the pack goes on.
        raise NotPrintable(f"“{file.original_name}” is damaged and cannot be opened. {_ASK}") from error


def _content(file: FileFacts) -> bytes:
    try:
        with default_storage.open(file.stored_name) as stored:
            content: bytes = stored.read()
    except FileNotFoundError as error:
        raise NotThere(f"“{file.original_name}” is missing from the file store. {_ASK}") from error
    except Exception as error:
        # Each kind of store has errors of its own.
        raise PaperError(
            f"“{file.original_name}” could not be read, because the file store does not answer. "
            "Try again. If that does not help, tell whoever runs this service."
        ) from error
    if file.sha256 and hashlib.sha256(content).hexdigest() != file.sha256:
        # What is kept is found again by the hash, so nothing that other bytes give may be.
        raise NotThere(f"“{file.original_name}” in the file store is not the file that was uploaded. {_ASK}")
    return content


def clean_pdf(content: bytes) -> PrintableEvidence:
    """Return a PDF without scripts, launch actions, attachments, forms or comments that act; its looks stay.

    It can be bound. When only its tags cannot, they are dropped. Raises NotPrintable for too many pages,
    pikepdf.PasswordError and pikepdf.PdfError for what cannot be opened, anything else for what cannot be bound.
    """
    return _bindable(_clean(content))


def _clean(content: bytes) -> PrintableEvidence:
    with Pdf.open(BytesIO(content)) as pdf:
        count = len(pdf.pages)
        if not 1 <= count <= MOST_PAGES:
            raise NotPrintable(f"It has {count:,} pages, and a pack holds at most {MOST_PAGES:,} of one file. {_ASK}")
        is_tagged = _is_tagged(pdf)
        claims = is_tagged and _claims_accessibility(pdf)
        claims &= not _flatten_forms(pdf)
        places = _Places(pdf)
        for page in pdf.pages:
            _keep(page.obj, _OF_A_PAGE)
            claims &= not _clean_links(page.obj, places)
        places.write()
        claims &= not _clean_objects(pdf)
        _keep(pdf.Root, _OF_THE_FILE)
        return PrintableEvidence(saved(pdf), count, is_tagged, claims)


def _bindable(file: PrintableEvidence) -> PrintableEvidence:
    """Return a file that is sure to bind: what would stop one pack is found here, where it stops nothing.

    A tagged file must bind without its tags, too: it does when its names for roles mean something else in the pack.
    """
    _try_to_bind(replace(file, is_tagged=False))
    if file.is_tagged:
        try:
            _try_to_bind(file)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - whatever tags that strangers made lead to
            return _bindable(_without_tags(file))
    return file


def _try_to_bind(file: PrintableEvidence) -> None:
    marks = [PageMark(str(page), f"Page {page}", "Evidence", "Edition") for page in range(1, file.page_count + 1)]
    try_to_bind(Fragment(file.content, "file-", file.is_tagged, file.claims_accessibility), marks)


def _without_tags(file: PrintableEvidence) -> PrintableEvidence:
    with Pdf.open(BytesIO(file.content)) as pdf:
        forget(pdf, file.content)
        for key in (Name.StructTreeRoot, Name.MarkInfo):
            _drop(pdf.Root, key)
        return PrintableEvidence(saved(pdf), file.page_count, is_tagged=False, claims_accessibility=False)


def _is_tagged(pdf: Pdf) -> bool:
    marked, tree = pdf.Root.get(Name.MarkInfo), pdf.Root.get(Name.StructTreeRoot)
    if not isinstance(marked, Dictionary) or not isinstance(tree, Dictionary):
        return False
    says_so = marked.get(Name.Marked)
    return isinstance(says_so, bool) and says_so and Name.K in tree and Name.ParentTree in tree


def _claims_accessibility(pdf: Pdf) -> bool:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        return metadata.get("pdfuaid:part") == "1"


def _flatten_forms(pdf: Pdf) -> bool:
    """Turn what is filled into a form into print; say whether there was any."""
    has_form = Name.AcroForm in pdf.Root
    if has_form:
        pdf.flatten_annotations("all")
    return has_form


class _Places:
    """The places that links within a file lead to, given names of their own."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.pages = {page.objgen for page in pdf.pages}
        tree = pdf.Root.get(Name.Names, Dictionary()).get(Name.Dests)
        self.known: dict[str, Object] = _texts(tree) if tree is not None else {}
        self.known |= {key.removeprefix("/"): place for key, place in pdf.Root.get(Name.Dests, Dictionary()).items()}
        self.named: list[Object] = []

    def name_of(self, place: Object) -> String | None:
        """Return the name for a destination in whatever form it came, None when it leads nowhere."""
        if isinstance(place, String | Name):
            found = self.known.get(str(place).removeprefix("/"))
            return None if found is None else self.name_of(found)
        if isinstance(place, Dictionary):
            return self.name_of(place.D) if Name.D in place else None
        if not isinstance(place, Array) or not isinstance(place[0], Dictionary) or place[0].objgen not in self.pages:
            return None
        self.named.append(place)
        return String(f"place-{len(self.named):05}")

    def write(self) -> None:
        pairs = [item for number, place in enumerate(self.named, 1) for item in (String(f"place-{number:05}"), place)]
        self.pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(pairs)))
        _drop(self.pdf.Root, Name.Dests)


def _texts(tree: Object) -> dict[str, Object]:
    return {str(name): place for name, place in NameTree(tree).items()}


def _clean_links(page: Object, places: _Places) -> bool:
    """Keep links to web pages and within the file, drop every other annotation; say whether anything was dropped."""
    annotations = list(page.get(Name.Annots, []))
    kept = [annotation for annotation in annotations if _clean_link(annotation, places)]
    if annotations:
        page.Annots = Array(kept)
    return len(kept) < len(annotations)


def _clean_link(annotation: Object, places: _Places) -> bool:
    action = annotation.get(Name.A, Dictionary())
    if annotation.get(Name.Subtype) != Name.Link or str(action.get(Name.S, "/GoTo")) not in _ACTIONS_KEPT:
        return False
    for key in (Name.AA, Name.PA):
        _drop(annotation, key)
    if action.get(Name.S) == Name.URI:
        address = str(action.get(Name.URI, ""))
        annotation.A = Dictionary(S=Name.URI, URI=String(address))
        return address.lower().startswith(("https:", "http:", "mailto:"))
    place = annotation.get(Name.Dest, action.get(Name.D))
    name = None if place is None else places.name_of(place)
    if name is None:
        return False
    _drop(annotation, Name.A)
    annotation.Dest = name
    return True


def _clean_objects(pdf: Pdf) -> bool:
    """Take out what objects carry or would have a reader load from elsewhere; say whether there was any."""
    found = False
    for item in pdf.objects:
        if isinstance(item, Dictionary | Stream):
            # What a camera or a program says of a picture or a typeface: nothing that is printed or read out.
            _drop(item, Name.Metadata)
            for key in (*_CARRIED, *(_ELSEWHERE if isinstance(item, Stream) else ())):
                found |= key in item
                _drop(item, key)
        if isinstance(item, Stream) and item.get(Name.Subtype) == Name.PS:
            # What a printer would run becomes a drawing of nothing.
            found = True
            item.write(b"", type_check=False)
            item.Subtype, item.BBox = Name.Form, Array([0, 0, 0, 0])
    return found


def _keep(dictionary: Object, keys: Collection[str]) -> None:
    for key in set(dictionary.keys()) - set(keys):
        del dictionary[key]


def _drop(dictionary: Object, key: Name) -> None:
    if key in dictionary:
        del dictionary[key]
