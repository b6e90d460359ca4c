"""Reads finished PDF files with the tools that readers use, for the tests of papers."""

import re
import subprocess
from collections import Counter
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
    found: Counter[str] = Counter()

    def count(element: pikepdf.Object) -> None:
        held = element.get("/K", [])
        for kid in held if isinstance(held, pikepdf.Array) else [held]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                found[str(kid.S)[1:]] += 1
                count(kid)

    with pikepdf.open(BytesIO(content)) as pdf:
        count(pdf.Root.StructTreeRoot)
    return found


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
