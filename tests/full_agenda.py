"""A meeting with something of everything on its agenda, public and withheld, for the tests of packs."""

import hashlib
from datetime import UTC, datetime

from django.core.files.base import ContentFile

from tests import factories
from tests.paper_scene import EXEMPT, pdf_of, service_report
from tracking import models
from tracking.enums import Exemption, SupplementState

PASSAGE = "The preferred bidder is Example Outsourcing and the price is forty million pounds."
WHY = "Naming the bidder would harm the council’s position."
SECRET_PAGES = "Settlement offered to the departing partner"
EVERY_EXEMPT_WORD = (
    PASSAGE,
    WHY,
    SECRET_PAGES,
    "Contract prices",
    "prices.txt",
    "settlement.pdf",
    "Prices under negotiation.",
)


def full_meeting() -> models.Meeting:
    """Minutes, the report of `paper_scene` with an exempt passage and late news, and an exempt document."""
    report = service_report()
    meeting = report.meeting
    minutes = add_document(meeting, "Minutes of the last meeting", pdf_of("Minutes page", pages=3), "minutes.pdf")
    clerk = factories.UserFactory()
    models.AgendaItem.objects.create(meeting=meeting, position=1, document=minutes, recorded_by=clerk)
    models.AgendaItem.objects.create(meeting=meeting, position=2, report=report, recorded_by=clerk)
    add_document(meeting, "Settlement with the partner", pdf_of(SECRET_PAGES, pages=4), "settlement.pdf", **EXEMPT)
    add_passage(report, PASSAGE)
    add_late_news(report, "The indicators were reported after all.")
    return meeting


def add_document(
    meeting: models.Meeting, title: str, content: bytes, name: str, **fields: object
) -> models.AgendaDocument:
    """Store a PDF and put it on the agenda, public unless `fields` say otherwise."""
    return factories.AgendaDocumentFactory(
        meeting=meeting,
        title=title,
        file=ContentFile(content, name=name),
        original_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        supplied_by="the scrutiny office",
        **({"exemption": Exemption.PUBLIC} | fields),
    )


def add_passage(report: models.ProgressReport, text: str, **fields: object) -> models.ExemptPassage:
    """Withhold a passage of the report’s first section."""
    update = factories.current_revision(report).updates.order_by("recommendation__number").first()
    reason = {"exemption": Exemption.EXEMPT, "exempt_paragraph": 3, "public_interest_reason": WHY}
    return models.ExemptPassage.objects.create(
        update=update, text=text, recorded_by=factories.UserFactory(), **(reason | fields)
    )


def add_late_news(report: models.ProgressReport, text: str) -> models.ReportSupplement:
    """Publish late news on the whole report, as its next supplement."""
    number = models.ReportSupplement.objects.filter(report=report).count() + 1
    clerk = factories.UserFactory()
    return models.ReportSupplement.objects.create(
        report=report,
        text=text,
        state=SupplementState.PUBLISHED,
        signed_by=clerk.person,
        signed_name="Councillor Example Holder",
        signed_title="Deputy Leader",
        number=number,
        recorded_by=clerk,
        recorded_at=datetime(2016, 11, 4, 12, tzinfo=UTC),
        published_by=clerk,
        published_at=datetime(2016, 11, 5, 12, tzinfo=UTC),
    )
