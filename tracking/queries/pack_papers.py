"""Reads what goes into the packs of a meeting: one source, from which both editions are made.

`PackPapers.public` comes from queries that cannot see a withheld row; what is withheld is read apart
(`queries.paper_withheld`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max
from django.utils import timezone

from tracking.enums import Edition
from tracking.models import CommitteePack, Meeting, ProgressReport, ReportSupplement
from tracking.queries.agenda import AgendaEntry, agenda_of, issued_items
from tracking.queries.pack_contents import Changes, changes_since, supplement_of
from tracking.queries.pack_facts import ItemFacts, LateNewsFacts, PackPaper, PackPapers
from tracking.queries.paper_documents import document_as_public, issued_facts
from tracking.queries.paper_withheld import withheld_of
from tracking.queries.papers import meeting_facts, report_paper


def meeting_at(committee_slug: str, date_slug: str) -> Meeting | None:
    """Return the meeting at an address: `2016-04-12`, or `2016-04-12-2` for a second sitting."""
    meetings = Meeting.objects.filter(committee__slug=committee_slug).at_address(date_slug)
    return meetings.select_related("committee").first()


def issued_pack(meeting: Meeting, edition: Edition, *, number: int = 1) -> CommitteePack | None:
    """Return a pack of a meeting as it was issued; None where there is none of that number and edition."""
    packs = CommitteePack.objects.select_related("document")
    return packs.filter(meeting=meeting, edition=edition, number=number).first()


def next_number(meeting: Meeting) -> int:
    """The number of the pack that would be issued next: 1 is the pack itself."""
    last = CommitteePack.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def pack_papers(meeting: Meeting) -> PackPapers:
    """Freeze what the next pack of a meeting prints: all of it or, once a pack is issued, what changed since.

    There may be nothing in it. `Meeting.committee` is read.
    """
    return next_of(all_papers(meeting), issued_items(meeting))


def next_of(papers: PackPapers, issued: Mapping[str, Mapping[str, Any]]) -> PackPapers:
    """Return, of all the papers of a meeting, what its next pack prints; `issued` is what was issued so far."""
    if papers.public.number == 1:
        return papers
    return supplement_of(papers, changes_since(issued, papers), issued)


def changes_since_issue(meeting: Meeting) -> Changes:
    """Return what differs from what was issued. For a meeting without a pack everything is new."""
    return changes_since(issued_items(meeting), all_papers(meeting))


def all_papers(meeting: Meeting) -> PackPapers:
    """Freeze everything on a meeting’s agenda that is not left out, whether it was issued before or not."""
    entries = [entry for entry in agenda_of(meeting) if entry.number is not None]
    reports = [entry.report for entry in entries if entry.report is not None]
    news = _late_news(reports)
    public = PackPaper(
        meeting=meeting_facts(meeting),
        items=tuple(_item(entry, news) for entry in entries),
        number=next_number(meeting),
    )
    return PackPapers(public=public, withheld=withheld_of(public))


def _item(entry: AgendaEntry, news: dict[int, tuple[LateNewsFacts, ...]]) -> ItemFacts:
    number = entry.number or 0
    if entry.report is not None:
        report = report_paper(entry.report, seen_by=AnonymousUser())
        return ItemFacts(entry.key, number, report=report, late_news=news.get(entry.report.pk, ()))
    if entry.issued is not None:
        return ItemFacts(entry.key, number, document=issued_facts(entry.issued))
    document = None if entry.document is None else document_as_public(entry.document.pk)
    return ItemFacts(entry.key, number, document=document)


def _late_news(reports: Iterable[ProgressReport]) -> dict[int, tuple[LateNewsFacts, ...]]:
    """The published late news on each report, by its primary key."""
    rows = ReportSupplement.objects.published().filter(report__in=reports).select_related("recommendation")
    found: dict[int, tuple[LateNewsFacts, ...]] = {}
    for row in rows.order_by("report", "number"):
        news = LateNewsFacts(
            number=row.number or 0,
            label=row.recommendation.label if row.recommendation else "",
            text=row.text,
            signed_name=row.signed_name,
            signed_title=row.signed_title,
            handed_in_on=timezone.localdate(row.recorded_at),
            tabled_late_reason=row.tabled_late_reason,
        )
        found[row.report_id] = (*found.get(row.report_id, ()), news)
    return found
