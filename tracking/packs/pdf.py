"""HTML to tagged PDF. WeasyPrint itself is loaded by the first paper, so that who only asks for papers does without."""


class PaperError(Exception):
    """A paper could not be rendered as it must be: a fault of ours, never of the reader."""


def render(html: str, *, stylesheet: str) -> bytes:
    """Render a document as a tagged PDF/UA-1 file, without page numbers: those are written after merging.

    Raises PaperError when anything would be missing from it.
    """
    from tracking.packs.typesetting import typeset  # half a second and 40 MB that the process which asks can spare

    return typeset(html, stylesheet)
