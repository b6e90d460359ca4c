"""Reads finished PDF files with the tools that readers use, for the tests of papers."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parent.parent
_SAID = re.compile(r'^\s*"(.*)"$', re.MULTILINE)


def text_of(content: bytes) -> str:
    """What pdftotext reads, its lines joined."""
    return " ".join(pages_of(content))


def pages_of(content: bytes) -> list[str]:
    """What pdftotext reads on each page, lines joined."""
    return [" ".join(page.split()) for page in _run(["pdftotext", "-", "-"], content).split("\f")[:-1]]


def lines_of(content: bytes) -> list[str]:
    """What pdftotext reads on each line across the page, as the eye does."""
    return [" ".join(line.split()) for line in _run(["pdftotext", "-layout", "-", "-"], content).splitlines()]


def tagged_words(content: bytes, directory: Path) -> Counter[str]:
    """Every word in the structure tree, as poppler finds it."""
    path = directory / "tagged.pdf"
    path.write_bytes(content)
    return words_of(" ".join(_SAID.findall(_run(["pdfinfo", "-struct-text", str(path)]))))


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]+", text))


def html_words(html: str) -> Counter[str]:
    reader = _Body()
    reader.feed(html)
    return words_of(" ".join(reader.said))


def pdf_ua_faults(*contents: bytes, directory: Path) -> list[str]:
    """What veraPDF finds wrong with each file: "valid PDF/UA-1", or the rules that fail."""
    paths = []
    for number, content in enumerate(contents):
        paths.append(directory / f"{number}.pdf")
        paths[-1].write_bytes(content)
    done = subprocess.run([ROOT / "script" / "pdf-ua", *paths], capture_output=True, text=True, check=False)
    return done.stdout.replace(f"{directory}/", "").splitlines()


def roles(content: bytes) -> Counter[str]:
    """How many elements of each kind the structure tree has."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return Counter(str(element.S)[1:] for element in _elements(pdf.Root.StructTreeRoot))


def table_headers_without_scope(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as pdf:
        headers = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"]
        return sum("/Scope" not in header.get("/A", {}) for header in headers)


def dangling_links(content: bytes) -> list[str]:
    """Names that links lead to and nothing has."""
    with pikepdf.open(BytesIO(content)) as pdf:
        known = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
        links = [annotation for page in pdf.pages for annotation in page.obj.get("/Annots", [])]
        return [str(link.Dest) for link in links if "/Dest" in link and str(link.Dest) not in known]


def bookmarks(content: bytes) -> list[tuple[int, str]]:
    """The outline as depth and title, in order."""
    lines: list[tuple[int, str]] = []

    def read(items: list[pikepdf.OutlineItem], depth: int) -> None:
        for item in items:
            lines.append((depth, item.title))
            read(item.children, depth + 1)

    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_outline() as outline:
        read(outline.root, 0)
    return lines


def page_labels(content: bytes) -> list[str]:
    """What the viewer shows as the number of each page."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [page.label for page in pdf.pages]


def heading_levels(content: bytes) -> list[int]:
    """The level of every heading in the structure tree, in reading order."""
    with pikepdf.open(BytesIO(content)) as pdf:
        elements = [str(element.S) for element in _elements(pdf.Root.StructTreeRoot)]
    return [int(role[2:]) for role in elements if re.fullmatch(r"/H[1-6]", role)]


def untagged_pages(content: bytes) -> list[int]:
    """Pages of which nothing is in the structure tree, counted from 1."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [number for number, page in enumerate(pdf.pages, start=1) if "/StructParents" not in page.obj]


def title_and_language(content: bytes) -> tuple[str, str, bool]:
    """The title of a file, its language, and whether viewers show the title instead of the file's name."""
    with pikepdf.open(BytesIO(content)) as pdf:
        shown = bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        return str(pdf.docinfo.Title), str(pdf.Root.Lang), shown


def strings(content: bytes) -> str:
    """Every string and every packet of metadata in a file: titles, bookmarks, alternative texts, names of files."""
    with pikepdf.open(BytesIO(content)) as pdf:
        said = [words for item in pdf.objects for words in _strings_in(item)]
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        packets = [item.read_bytes() for item in streams if item.get("/Type") == "/Metadata"]
        said += [str(value) for value in pdf.docinfo.values()]
    return " ".join((*said, *(packet.decode(errors="replace") for packet in packets)))


def _strings_in(item: pikepdf.Object) -> Iterator[str]:
    """The strings of an object, without those of others that have a number of their own."""
    if isinstance(item, pikepdf.String):
        yield str(item)
        return
    held = list(item) if isinstance(item, pikepdf.Array) else []
    if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        held = [item[key] for key in item.keys()]  # noqa: SIM118 a stream is no mapping
    for part in held:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _strings_in(part)


def attachments(content: bytes) -> dict[str, bytes]:
    """The files that a file carries with it, by name."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return {name: attached.get_file().read_bytes() for name, attached in pdf.attachments.items()}


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    held = element.get("/K", [])
    for kid in held if isinstance(held, pikepdf.Array) else [held]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def claims_pdf_ua(content: bytes) -> bool:
    with pikepdf.open(BytesIO(content)) as pdf:
        return b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()


class _Body(HTMLParser):
    """Collects the words of a document's body."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_body |= tag == "body"

    def handle_data(self, data: str) -> None:
        if self.in_body:
            self.said.append(data)


def _run(command: list[str], content: bytes = b"") -> str:
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
