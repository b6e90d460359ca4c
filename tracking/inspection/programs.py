"""Files that can be run, or that hold what can: known by their names and by how they begin."""

from typing import Final

_BEGINS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_BEGINS_A_PAGE: Final = (b"<html", b"<!doctype html", b"<script", b"mime-version:", b"{\\rtf", b"%!ps")
_KINDS: Final = (
    ".app", ".bat", ".chm", ".cmd", ".com", ".cpl", ".dll", ".docm", ".dotm", ".exe", ".hta", ".htm", ".html", ".img",
    ".iso", ".jar", ".js", ".jse", ".lnk", ".mht", ".mhtml", ".msi", ".pif", ".pptm", ".ps1", ".reg", ".rtf",
    ".scr", ".sh", ".svgz", ".url", ".vbe", ".vbs", ".vhd", ".wsf", ".xhtml", ".xlam", ".xlsm", ".xltm", ".xll",
)  # fmt: skip


def is_program(name: str, content: bytes) -> bool:
    """Whether a file inside another can be run, or is a page or rich text, which can hold what runs."""
    begins = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (
        name.lower().rstrip(". ").endswith(_KINDS) or content.startswith(_BEGINS) or begins.startswith(_BEGINS_A_PAGE)
    )
