"""The words around packs as they are read: the HTML edition’s frame, and the links to editions and supplements."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tracking import dates
from tracking.enums import Edition
from tracking.models import CommitteePack, MadeEdition, Meeting
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.wording import counted, written_date

NOT_ISSUED: Final = "Preview: not issued. Only officers of the committee see this page."
NOT_FOR_PUBLICATION: Final = "Not for publication. This edition holds what is withheld from the public."


@dataclass(frozen=True)
class ReadingFace:
    """What stands around the HTML edition of a pack. `warnings` come first; `sha256` is that of the HTML edition."""

    heading: str
    issued: str
    warnings: tuple[str, ...]
    links: tuple[Link, ...]
    back: str
    back_text: str
    sha256: str = ""


def pack_name(number: int) -> str:
    """Return "Committee pack", or "Supplement 1" for number 2."""
    return "Committee pack" if number == 1 else f"Supplement {number - 1}"


def pack_href(pack: CommitteePack) -> str:
    """The address of an issued PDF, for ever."""
    return _href(pack, "meeting_pack", "meeting_pack_supplement")


def web_href(pack: CommitteePack) -> str:
    """The address of the HTML edition of an issued pack."""
    return _href(pack, "meeting_papers", "meeting_papers_supplement")


def _href(pack: CommitteePack, name: str, name_of_supplement: str) -> str:
    if pack.number == 1:
        address = meeting_href(name, pack.meeting)
    else:
        address = meeting_href(name_of_supplement, pack.meeting, number=str(pack.number - 1))
    return f"{address}?edition={pack.edition}" if pack.edition != Edition.PUBLIC else address


def pack_links(packs: Iterable[CommitteePack]) -> tuple[Link, ...]:
    """Links to issued packs, the web page of each before its PDF."""
    links: list[Link] = []
    for pack in packs:
        document = pack.document
        day, pages = written_date(dates.today(document.issued_at)), counted(document.page_count, "page")
        if document.web_page:
            links.append(Link(f"{_named(pack)} (web page)", web_href(pack), f"Issued on {day}."))
        links.append(Link(f"{_named(pack)} (PDF)", pack_href(pack), f"{pages}, issued on {day}."))
    return tuple(links)


def reading_face(pack: CommitteePack, others: Iterable[CommitteePack]) -> ReadingFace:
    """The frame of an issued pack; `others` are all packs of the meeting that the viewer may read."""
    issued_on = written_date(dates.today(pack.document.issued_at))
    return ReadingFace(
        heading=_heading(pack.meeting, pack.number),
        issued=f"{Edition(pack.edition).label} edition, issued on {issued_on}.",
        warnings=(NOT_FOR_PUBLICATION,) if pack.edition == Edition.RESTRICTED else (),
        links=(
            Link("The same as a PDF", pack_href(pack), counted(pack.document.page_count, "page")),
            *(
                Link(_in_full(other), web_href(other))
                for other in others
                if other.pk != pack.pk and other.document.web_page
            ),
        ),
        back=meeting_href("meeting_detail", pack.meeting),
        back_text="Meeting",
        sha256=pack.document.web_page_sha256,
    )


def preview_face(made: MadeEdition) -> ReadingFace:
    """The frame of an edition that is not issued yet."""
    job = made.job
    query = f"?edition={made.edition}"
    others = [other for other in job.editions.all() if other.edition != made.edition]
    preview = meeting_href("meeting_pack_preview_page", job.meeting)
    return ReadingFace(
        heading=_heading(job.meeting, job.number),
        issued=f"{Edition(made.edition).label} edition.",
        warnings=(NOT_ISSUED, *((NOT_FOR_PUBLICATION,) if made.edition == Edition.RESTRICTED else ())),
        links=(
            Link("The same as a PDF", meeting_href("meeting_pack_preview", job.meeting) + query, _pages(made)),
            *(
                Link(f"{Edition(other.edition).label} edition", f"{preview}?edition={other.edition}")
                for other in others
            ),
        ),
        back=meeting_href("meeting_pack_builder", job.meeting),
        back_text="Pack",
    )


def _heading(meeting: Meeting, number: int) -> str:
    return f"{pack_name(number)}: {meeting.committee}, {written_date(meeting.held_on)}"


def _named(pack: CommitteePack) -> str:
    edition = ", restricted edition" if pack.edition == Edition.RESTRICTED else ""
    return f"{pack_name(pack.number)}{edition}"


def _in_full(pack: CommitteePack) -> str:
    return f"{pack_name(pack.number)}, {Edition(pack.edition).label.lower()} edition"


def _pages(made: MadeEdition) -> str:
    return counted(made.page_count, "page")
