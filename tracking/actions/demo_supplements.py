"""The demo council's late news: supplements published beside a report after the papers had gone out."""

from datetime import timedelta

from tracking.actions.demo_council import Facts, papers_issued_at
from tracking.actions.demo_reports import Round
from tracking.enums import SupplementState
from tracking.models import ReportSupplement


def write_supplements(this_round: Round) -> None:
    """Write the supplements of a round's report, in order, with their Events."""
    for number, row in enumerate(this_round.facts.get("supplements", ()), start=1):
        _write_supplement(this_round, number, row)


def _write_supplement(this_round: Round, number: int, row: Facts) -> None:
    council, report = this_round.council, this_round.report
    clerk = council.clerks[this_round.meeting.committee_id]
    signatory = council.people[this_round.facts["signed_by"]]
    issued_at = papers_issued_at(council, this_round.meeting)
    handed_in_at = council.in_the_past(issued_at + timedelta(hours=20), at_least=timedelta(hours=2))
    published_at = council.in_the_past(issued_at + timedelta(hours=23), at_least=timedelta(hours=1))
    supplement = ReportSupplement.objects.create(
        report=report,
        recommendation=this_round.demo_inquiry.whole.get(row.get("recommendation", "")),
        text=row["text"].strip(),
        state=SupplementState.PUBLISHED,
        signed_by=signatory,
        signed_name=signatory.name,
        signed_title=report.lead_post.name,
        approved_how="By e-mail to the author, after reading it.",
        approved_on=handed_in_at.date(),
        number=number,
        published_by=clerk,
        published_at=published_at,
        tabled_late_reason=row["tabled_late_reason"],
        recorded_by=this_round.author,
        recorded_at=handed_in_at,
    )
    after = {"report": report.pk, "recommendation": row.get("recommendation", ""), "signed_by": signatory.pk}
    council.record("handed in late news", supplement, at=handed_in_at, by=this_round.author, after=after)
    after = {"number": number, "tabled_late_reason": supplement.tabled_late_reason}
    council.record("published supplement", supplement, at=published_at, by=clerk, after=after)
