"""The month of an improvement plan as a landscape PDF: its cover with the contents, then theme by theme."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string

from tracking.packs.binding import page_mark
from tracking.packs.blocks import finished_results
from tracking.packs.html import stylesheet
from tracking.packs.merge import Fragment, bound, page_count, places
from tracking.packs.papers import FinishedPaper
from tracking.packs.pdf import render
from tracking.packs.pool import Task, silent
from tracking.packs.rendering import Rendered
from tracking.presenters.packs import PREVIEW_MARK
from tracking.presenters.plans.month_body import PLACES, MonthBody
from tracking.presenters.plans.month_paper import MonthFront, MonthPaper, with_pages

FRONT: Final = "front-"
_LIKELY: Final = 2
_TRIES: Final = 3


def month_pdf(paper: MonthPaper) -> FinishedPaper:
    """Render the month, valid PDF/UA-1; a preview says so above every page.

    The pages behind the cover are kept: once they were previewed, to issue the month takes little more than its cover.
    Raises PaperError when it cannot be made.
    """
    tasks = [Task(part.subject, render_body, part) for part in paper.body.parts]
    parts: list[Rendered] = finished_results(tasks, progress=silent)
    front = _front(paper.front, parts)
    count = front.page_count + sum(part.page_count for part in parts)
    top = PREVIEW_MARK if paper.is_preview else ""
    marks = [page_mark(str(number), count, top=top) for number in range(1, count + 1)]
    fragments = [Fragment(front.content, FRONT), *(Fragment(part.content, PLACES, depth=1) for part in parts)]
    return FinishedPaper(bound(fragments, marks, title=paper.front.subject), count)


def render_body(body: MonthBody) -> Rendered:
    """Raises PaperError, as the other does, when anything would be missing from the pages. For a child process."""
    return _rendered(body_html(body))


def render_front(front: MonthFront) -> Rendered:
    return _rendered(front_html(front))


def body_html(body: MonthBody) -> str:
    return _html("packs/plan_month.html", "landscape-body", body, body=body)


def front_html(front: MonthFront) -> str:
    return _html("packs/plan_month_front.html", "landscape", front, front=front)


def _html(template: str, page: str, face: MonthBody | MonthFront, **context: object) -> str:
    about = {"title": face.subject, "subject": face.subject, "committee": settings.COUNCIL_NAME, "date": face.month}
    return render_to_string(template, {**about, "page": page, "council_name": settings.COUNCIL_NAME, **context})


def _rendered(document: str) -> Rendered:
    content = render(document, stylesheet=stylesheet())
    return Rendered(content, page_count(content), places(content))


def _front(front: MonthFront, parts: Sequence[Rendered]) -> Rendered:
    """The cover, whose contents say on which page each part begins: that depends on how long it is itself."""
    length = _LIKELY
    for _ in range(_TRIES):
        task = Task("cover", render_front, with_pages(front, _pages(parts, length)))
        rendered: Rendered = finished_results([task], progress=silent)[0]
        if rendered.page_count == length:
            break
        length = rendered.page_count
    return rendered


def _pages(parts: Sequence[Rendered], before: int) -> dict[str, int]:
    """The page of each place behind the cover, which has `before` pages."""
    pages: dict[str, int] = {}
    for part in parts:
        pages |= {f"{PLACES}{name}": before + page + 1 for name, page in part.places.items()}
        before += part.page_count
    return pages
