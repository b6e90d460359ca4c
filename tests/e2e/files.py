"""Files that visitors bring with them or take away."""

import subprocess
from pathlib import Path

import pikepdf


def one_page_pdf(path: Path, words: str) -> Path:
    """Write a real PDF of one page that says `words`."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    page.Contents = pdf.make_stream(f"BT /F1 14 Tf 72 740 Td ({words}) Tj ET".encode())
    pdf.save(path)
    return path


def words_of(pdf: Path) -> str:
    """The text of a PDF as a reader copies it, its lines run together."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())
