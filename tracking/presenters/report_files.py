"""The words of a report's evidence as a folder of files: what each is called there, and the page that lists them."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from tracking.enums import ReportState, ScanState
from tracking.models import ProgressReport
from tracking.presenters.paper_evidence import evidence_lines
from tracking.presenters.papers import DRAFT_MARK, KIND
from tracking.presenters.withheld import NOT_FOR_PUBLICATION, withheld_by
from tracking.presenters.wording import written_date
from tracking.queries.paper_facts import EvidenceFacts

_RESERVED = frozenset('<>:"/\\|?*')
_LONGEST_TITLE = 80
_LONGEST_TITLE_IN_BYTES = 160
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_ENDINGS = {
    "application/pdf": ".pdf",
    f"{_OFFICE}wordprocessingml.document": ".docx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{_OPEN}text": ".odt",
    f"{_OPEN}spreadsheet": ".ods",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}


@dataclass(frozen=True)
class FolderLine:
    """One piece of evidence: the file in the folder, or the web page, or why there is neither."""

    number: int
    title: str
    file: str
    link: str
    note: str
    used_for: str
    supplied_by: str


@dataclass(frozen=True)
class Folder:
    """The page that lists the files of a report's evidence, itself a file in their folder."""

    title: str
    of_meeting: str
    mark: str
    file: str
    lines: tuple[FolderLine, ...]


def folder_of(report: ProgressReport, files: tuple[EvidenceFacts, ...], *, missing: Collection[str]) -> Folder:
    """`missing` are the stored names of files that the store has lost."""
    names = file_names(files)
    return Folder(
        title=f"Evidence: {KIND}: {report.inquiry.title}",
        of_meeting=f"{report.meeting.committee.name}, {written_date(report.meeting.held_on)}",
        mark="" if report.state in ReportState.public() else DRAFT_MARK,
        file=f"{0:0{_digits(files)}} Contents.html",
        lines=tuple(_line(item, names, missing) for item in files),
    )


def file_names(files: tuple[EvidenceFacts, ...]) -> dict[int, str]:
    """What each file that the reader may open is called, by its number: "01 Business plan.pdf".

    Its number keeps it apart from every other; its ending is that of its kind, whatever it was called before.
    """
    width = _digits(files)
    return {item.number: f"{item.number:0{width}} {_stem(item)}{_ending(item)}" for item in files if item.stored_name}


def _digits(files: tuple[EvidenceFacts, ...]) -> int:
    return max(2, len(str(len(files))))


def _line(item: EvidenceFacts, names: dict[int, str], missing: Collection[str]) -> FolderLine:
    words = evidence_lines((item,))[0]
    is_here = item.number in names and item.stored_name not in missing
    return FolderLine(
        number=item.number,
        title=item.title or words.title,
        file=names[item.number] if is_here else "",
        link=item.link,
        note=" ".join(filter(None, (_withheld(item), "" if is_here else _why_not_here(item)))),
        used_for=words.used_for,
        supplied_by=words.supplied_by,
    )


def _withheld(item: EvidenceFacts) -> str:
    """What must be known of withheld evidence by those who may read it; of other the title says it all."""
    is_known = item.is_withheld and item.title
    return f"{NOT_FOR_PUBLICATION}. {withheld_by((item.exempt_paragraph,))}." if is_known else ""


def _why_not_here(item: EvidenceFacts) -> str:
    """Why there is no file of it in the folder; the link speaks for itself, and so does the place of the withheld."""
    if item.link or not item.title:
        return ""
    if item.stored_name:
        return "This file is no longer in the store, so it is not here. Ask the committee’s contact for a copy."
    if item.scan_state == ScanState.WAITING:
        return "This file is still being checked for viruses, so it is not here. Ask for the files again later."
    if item.scan_state == ScanState.INFECTED:
        return "A virus was found in this file, so it is not here."
    return "This file is not open to you now."


def _stem(item: EvidenceFacts) -> str:
    """The title without anything that a file system, or the eye of whoever reads it, could take for something else."""
    letters = unicodedata.normalize("NFC", item.title)
    if letters.casefold().endswith(_ending(item)):
        letters = letters[: -len(_ending(item))]
    title = " ".join("".join(" " if _is_unfit(letter) else letter for letter in letters).split())[:_LONGEST_TITLE]
    title = title.encode()[:_LONGEST_TITLE_IN_BYTES].decode(errors="ignore").strip(" .") or "File"
    return f"{title} ({NOT_FOR_PUBLICATION.lower()})" if item.is_withheld else title


def _is_unfit(letter: str) -> bool:
    """Reserved signs, and letters that cannot be seen: some turn the order of those that can."""
    return letter in _RESERVED or unicodedata.category(letter)[0] in {"C", "Z"}


def _ending(item: EvidenceFacts) -> str:
    return _ENDINGS.get(item.content_type, ".bin")
