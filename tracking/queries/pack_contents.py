"""What a pack was made of, kept with it as data, and what differs from it now.

`contents` is a mapping with "items", by the key of `queries.agenda`; each has "number", "title", "digest" (of the
report or document and all that is withheld of it), "late_news" (numbers) and, once bound, "pages" (first and last).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tracking.enums import ReportState, ScanState
from tracking.queries.pack_facts import DocumentFacts, ItemFacts, PackPapers, WithheldItem
from tracking.queries.paper_digest import digest
from tracking.queries.paper_facts import EvidenceFacts, ReportPaper

File = TypeVar("File", EvidenceFacts, DocumentFacts, DocumentFacts | None)


@dataclass(frozen=True)
class Changes:
    """What differs from what was issued: items that a supplement would bring, by key.

    `gone` are titles of issued items that are no longer on the agenda; a supplement cannot bring those.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    late_news: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.late_news)


def contents_of(papers: PackPapers) -> dict[str, Any]:
    """Return what a pack of these papers is made of, as data to keep."""
    withheld = {item.key: item for item in papers.withheld}
    return {
        "items": {
            item.key: {
                "number": item.number,
                "title": item.title,
                **({"digest": item_digest(item, withheld.get(item.key))} if item.is_whole else {}),
                "late_news": [news.number for news in item.late_news],
            }
            for item in papers.public.items
        }
    }


def contents_digest(papers: PackPapers) -> str:
    """The digest of all that a pack prints: packs of the same digest are the same."""
    items = tuple(
        replace(item, report=_as_printed(item.report), document=_printed_file(item.document))
        for item in papers.public.items
    )
    return digest((replace(papers.public, items=items), tuple(_withheld_as_printed(item) for item in papers.withheld)))


def item_digest(item: ItemFacts, withheld: WithheldItem | None) -> str:
    """The digest of a report or document with what is withheld of it, apart from its late news and its number."""
    kept_back = _withheld_as_printed(withheld) if withheld else None
    return digest((_as_printed(item.report), _printed_file(item.document), kept_back))


def changes_since(issued: Mapping[str, Mapping[str, Any]], now: PackPapers) -> Changes:
    """Compare what was issued (`queries.agenda.issued_items`) with the papers as they are, all of them.

    An item whose digest was not kept, from a pack before packs kept them, counts as unchanged.
    """
    current = contents_of(now)["items"]
    added, changed, late_news = [], [], []
    for key, item in current.items():
        before = issued.get(key)
        if before is None:
            added.append(key)
        elif before.get("digest") not in {None, item["digest"]}:
            changed.append(key)
        elif set(item["late_news"]) - set(before.get("late_news", ())):
            late_news.append(key)
    gone = tuple(str(item["title"]) for key, item in issued.items() if key not in current)
    return Changes(tuple(added), tuple(changed), tuple(late_news), gone)


def supplement_of(papers: PackPapers, changes: Changes, issued: Mapping[str, Mapping[str, Any]]) -> PackPapers:
    """Return only what changed: new and changed items whole, of others the late news that was not issued yet."""
    whole = {*changes.added, *changes.changed}
    items = []
    for item in papers.public.items:
        if item.key in whole:
            items.append(item)
        elif item.key in changes.late_news:
            known = set(issued[item.key].get("late_news", ()))
            news = tuple(piece for piece in item.late_news if piece.number not in known)
            items.append(replace(item, late_news=news, is_whole=False))
    return PackPapers(
        public=replace(papers.public, items=tuple(items)),
        withheld=tuple(item for item in papers.withheld if item.key in whole),
    )


def _as_printed(report: ReportPaper | None) -> ReportPaper | None:
    """A report without what its own pages do not say, so that nothing else changes its digest.

    Whether it was considered since is not printed; time, place and contact of the meeting are on the cover alone.
    """
    if report is None:
        return None
    return replace(
        report,
        state=ReportState.PUBLISHED if report.state in ReportState.public() else report.state,
        meeting=replace(report.meeting, starts_at=None, place="", contact=None),
        evidence=tuple(_printed_file(item) for item in report.evidence),
    )


def _printed_file(file: File) -> File:
    """A file without what the virus scanner said of it, unless that keeps its pages out."""
    return file if file is None or file.is_held_back else replace(file, scan_state=ScanState.NOT_SCANNED)


def _withheld_as_printed(item: WithheldItem) -> WithheldItem:
    return replace(
        item,
        evidence=tuple(replace(of, evidence=_printed_file(of.evidence)) for of in item.evidence),
        document=replace(item.document, document=_printed_file(item.document.document)) if item.document else None,
    )
