"""A report with something in every appendix, for the tests of papers."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import ClassVar

import pikepdf
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from PIL import Image

from tests import factories
from tracking import models
from tracking.enums import ConclusionReason, Decision, Exemption, MeetingState, ReportState

LONG_WORDS = "The plan names who is accountable for each outcome and what the core price covers. " * 4


def service_report(state: ReportState = ReportState.PUBLISHED) -> models.ProgressReport:
    """R01 with part a) concluded and b), c) tracked, R02 tracked, R03 concluded; evidence public and exempt."""
    committee = factories.CommitteeFactory(
        name="Corporate Resources Overview and Scrutiny Committee",
        slug="corporate-resources",
        contact_name="Scrutiny Officer",
        contact_telephone="0121 496 0001",
        contact_email="scrutiny@example.org",
    )
    inquiry = factories.InquiryFactory(
        title="Refreshing the Partnership: Service Birmingham",
        slug="service-birmingham",
        tracking_committee=committee,
        lead_member=factories.PersonFactory(name="Example Member", title="Councillor"),
        lead_officer=factories.PersonFactory(name="Head of Scrutiny", title=""),
    )
    deputy = factories.PostFactory(name="Deputy Leader", slug="deputy-leader")
    meeting = factories.MeetingFactory(committee=committee, held_on=date(2016, 11, 10))
    earlier = factories.MeetingFactory(committee=committee, state=MeetingState.HELD)
    report = _report(inquiry, meeting, deputy, state)
    whole, parts = _first_recommendation(inquiry, deputy)
    _conclude(parts[0], earlier)
    update = _update(report, whole, LONG_WORDS, overall_statement="Overall: on course")
    factories.SelfAssessmentFactory(
        update=update, leaf=parts[1], category=factories.category(1), completed_on=date(2016, 3, 31), pointer_text="p8"
    )
    factories.SelfAssessmentFactory(
        update=update,
        leaf=parts[2],
        category=factories.category(3),
        anticipated_on=date(2017, 1, 31),
        anticipated_text="end of January",
    )
    second = factories.RecommendationFactory(
        inquiry=inquiry, number=2, title="Communications", text="That costs are shown."
    )
    other = _update(
        report, second, "- Costs are on the website\n- Charges follow\n\nSee [the page](https://example.org/costs)."
    )
    factories.SelfAssessmentFactory(
        update=other,
        leaf=second,
        category=None,
        proposed_conclusion=ConclusionReason.OVERTAKEN,
        proposal_explanation="The service no longer exists.",
    )
    _conclude(factories.RecommendationFactory(inquiry=inquiry, number=3, text="That members are told."), earlier)
    add_evidence(update, "Business plan", pdf_of("Business plan page", pages=2), "plan.pdf", "application/pdf", 1)
    add_evidence(other, "Contract prices", b"secret", "prices.txt", "text/plain", 1, **EXEMPT)
    add_evidence(other, "Website", picture(), "website.png", "image/png", 2)
    add_evidence(other, "Figures", b"a,b\n1,2\n", "figures.csv", "text/csv", 3)
    return report


def plain_report() -> models.ProgressReport:
    """A published report of the same names with one recommendation and no evidence: quickly printed."""
    committee = factories.CommitteeFactory(name="Corporate Resources O&S Committee", slug="corporate-resources")
    inquiry = factories.InquiryFactory(
        title="Refreshing the Partnership: Service Birmingham", slug="service-birmingham", tracking_committee=committee
    )
    meeting = factories.MeetingFactory(committee=committee, held_on=date(2016, 11, 10))
    report = _report(inquiry, meeting, factories.PostFactory(name="Deputy Leader"), ReportState.PUBLISHED)
    leaf = factories.RecommendationFactory(inquiry=inquiry, number=1)
    factories.SelfAssessmentFactory(update=_update(report, leaf, "It was done."), leaf=leaf)
    return report


class StorageWithNews(FileSystemStorage):
    """Something happens while a file is being opened: `news` is called once, before the first."""

    news: ClassVar[list[Callable[[], object]]] = []

    def _open(self, name: str, mode: str = "rb") -> File:
        while self.news:
            self.news.pop()()
        return super()._open(name, mode)


EXEMPT = {
    "exemption": Exemption.EXEMPT,
    "exempt_paragraph": 3,
    "public_interest_reason": "Prices under negotiation.",
}


def _report(
    inquiry: models.Inquiry, meeting: models.Meeting, post: models.Post, state: ReportState
) -> models.ProgressReport:
    public = state in ReportState.public()
    clerk = factories.UserFactory()
    report = factories.ProgressReportFactory(
        inquiry=inquiry,
        meeting=meeting,
        lead_post=post,
        state=state,
        published_by=clerk if public else None,
        published_at=datetime(2016, 11, 1, tzinfo=UTC) if public else None,
        content__overview="Much was done since April.\n\n" + LONG_WORDS,
        content__signed_by=factories.PersonFactory(),
        content__signed_name="Councillor Example Holder",
        content__signed_title="Deputy Leader",
        content__submitted_by=clerk,
        content__submitted_at=datetime(2016, 10, 20, 12, tzinfo=UTC),
    )
    models.ContactOfficer.objects.create(
        revision=factories.current_revision(report),
        name="Procurement Lead",
        title="Assistant Director",
        telephone="0121 496 0002",
        email="procurement@example.org",
    )
    return report


def _first_recommendation(
    inquiry: models.Inquiry, post: models.Post
) -> tuple[models.Recommendation, list[models.Recommendation]]:
    whole = factories.RecommendationFactory(
        inquiry=inquiry, number=1, title="Operational plan", text="That the partnership plans ahead:"
    )
    factories.ResponsibilityFactory(recommendation=whole, post=post)
    parts = [
        factories.PartFactory(parent=whole, letter=letter, text=f"{letter.upper()} {LONG_WORDS}", due_text=due)
        for letter, due in (("a", "November 2015"), ("b", "April 2016"), ("c", "Annual Review"))
    ]
    return whole, parts


def _update(
    report: models.ProgressReport, recommendation: models.Recommendation, evidence_text: str, **fields: str
) -> models.ProgressUpdate:
    return factories.ProgressUpdateFactory(
        revision=factories.current_revision(report),
        recommendation=recommendation,
        evidence_text=evidence_text,
        **fields,
    )


def _conclude(leaf: models.Recommendation, meeting: models.Meeting) -> None:
    factories.AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=factories.category(1),
        decision=Decision.CONCLUDE,
        conclusion_reason=ConclusionReason.IMPLEMENTED,
        minute="47",
    )


def add_evidence(
    update: models.ProgressUpdate,
    title: str,
    content: bytes,
    name: str,
    content_type: str,
    position: int,
    **fields: object,
) -> models.Evidence:
    """Store a file and use it in an update."""
    evidence = factories.EvidenceFactory(
        title=title,
        file=ContentFile(content, name=name),
        original_name=name,
        content_type=content_type,
        size=len(content),
        **({"sha256": hashlib.sha256(content).hexdigest()} | fields),
    )
    models.EvidenceUse.objects.create(evidence=evidence, update=update, position=position)
    return evidence


def pdf_of(words: str, *, pages: int = 1) -> bytes:
    """An untagged PDF that says something on every page."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = pdf.make_stream(f"BT /F1 18 Tf 72 700 Td ({words} {number}) Tj ET".encode())
        target = BytesIO()
        pdf.save(target, deterministic_id=True)
        return target.getvalue()


def picture() -> bytes:
    """A small PNG."""
    target = BytesIO()
    Image.new("RGB", (60, 40), "#1b5a86").save(target, format="PNG")
    return target.getvalue()
