"""Rows of reports to Cabinet for tests. As in `factories`, nothing is made behind one's back."""

from datetime import date
from hashlib import sha256
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories import CommitteeFactory, MeetingFactory, PostFactory, UserFactory
from tests.uploads import pdf
from tracking.enums import (
    CabinetReportState,
    CommitteeKind,
    DecisionOutcome,
    Edition,
    Exemption,
    ExemptParagraph,
    HeadingHolds,
    JobState,
    PartyRole,
    PostKind,
)
from tracking.models import Committee, IssuedDocument
from tracking.models import cabinet as models
from tracking.queries.cabinet.frozen import frozen_header
from tracking.queries.cabinet.headers import header_today

WITHHELD = {
    "exemption": Exemption.EXEMPT,
    "exempt_paragraph": ExemptParagraph.BUSINESS_AFFAIRS,
    "public_interest_reason": "Prices are being negotiated.",
}


def a_cabinet() -> Committee:
    """A Cabinet with a name and an address of its own."""
    return CommitteeFactory(kind=CommitteeKind.CABINET)


class ReportTemplateFactory(DjangoModelFactory[models.ReportTemplate]):
    """A template of a Cabinet, still without a version."""

    class Meta:
        model = models.ReportTemplate

    committee = factory.LazyFunction(a_cabinet)
    name = factory.Sequence(lambda n: f"Report template {n}")


class ReportTemplateVersionFactory(DjangoModelFactory[models.ReportTemplateVersion]):
    """A version with no headings; see `a_template` for one that reports can follow."""

    class Meta:
        model = models.ReportTemplateVersion

    template = factory.SubFactory(ReportTemplateFactory)
    recorded_by = factory.SubFactory(UserFactory)


class TemplateHeadingFactory(DjangoModelFactory[models.TemplateHeading]):
    """A heading with text under it; give it `version=`."""

    class Meta:
        model = models.TemplateHeading

    version = factory.SubFactory(ReportTemplateVersionFactory)
    position = factory.Sequence(lambda n: n + 1)
    heading = factory.Sequence(lambda n: f"Heading {n}")


class CabinetReportFactory(DjangoModelFactory[models.CabinetReport]):
    """A draft of an officer post for a planned meeting, with its first revision and the party it is of.

    One that was handed in says that it is no key decision and open to call-in; one that went further has who and when.
    """

    class Meta:
        model = models.CabinetReport
        skip_postgeneration_save = True

    template_version = factory.SubFactory(ReportTemplateVersionFactory)
    meeting = factory.LazyAttribute(
        lambda row: MeetingFactory(committee=row.template_version.template.committee, held_on=date(2019, 3, 26))
    )
    title = factory.Sequence(lambda n: f"Subject {n}")
    post = factory.SubFactory(PostFactory, kind=PostKind.OFFICER)
    state = CabinetReportState.DRAFT
    opened_by = factory.SubFactory(UserFactory)
    is_key_decision = factory.LazyAttribute(lambda row: None if row.state in CabinetReportState.editable() else False)
    is_open_to_call_in = factory.LazyAttribute(lambda row: None if row.state in CabinetReportState.editable() else True)
    accepted_by = factory.LazyAttribute(lambda row: UserFactory() if _accepted(row.state) else None)
    accepted_at = factory.LazyAttribute(lambda row: timezone.now() if _accepted(row.state) else None)
    published_by = factory.LazyAttribute(
        lambda row: UserFactory() if row.state in CabinetReportState.public() else None
    )
    published_at = factory.LazyAttribute(lambda row: timezone.now() if row.published_by else None)
    decided_on = factory.LazyAttribute(
        lambda row: row.meeting.held_on if row.state == CabinetReportState.DECIDED else None
    )
    decisions_published_by = factory.LazyAttribute(lambda row: UserFactory() if row.decided_on else None)
    decisions_published_at = factory.LazyAttribute(lambda row: timezone.now() if row.decided_on else None)
    withdrawn_reason = factory.LazyAttribute(
        lambda row: "Not needed." if row.state == CabinetReportState.WITHDRAWN else ""
    )

    @factory.post_generation
    def content(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        models.CabinetParty.objects.create(report=self, role=PartyRole.REPORT_OF, post=self.post)
        signed = {}
        if self.state in CabinetReportState.handed_in():
            signer = UserFactory()
            signed = {
                "submitted_by": signer,
                "submitted_at": timezone.now(),
                "signed_by": signer.person,
                "signed_name": signer.person.name,
                "signed_title": self.post.name,
                "frozen": frozen_header(header_today(self)),
            }
        models.CabinetReportRevision.objects.create(report=self, **signed | kwargs)


def _accepted(state: CabinetReportState) -> bool:
    return state in CabinetReportState.public() | {CabinetReportState.ACCEPTED}


class CabinetPartyFactory(DjangoModelFactory[models.CabinetParty]):
    """An author with a telephone number."""

    class Meta:
        model = models.CabinetParty

    report = factory.SubFactory(CabinetReportFactory)
    role = PartyRole.AUTHOR
    name = factory.Sequence(lambda n: f"Author {n}")
    telephone = "0121 496 0000"


class CabinetSectionFactory(DjangoModelFactory[models.CabinetSection]):
    """A public section of a report's current revision; give it `revision=` and `heading=`."""

    class Meta:
        model = models.CabinetSection

    text = "What there is to say."
    exemption = Exemption.PUBLIC
    recorded_by = factory.SubFactory(UserFactory)


class SectionClearanceFactory(DjangoModelFactory[models.SectionClearance]):
    """The clearing of a section as it stands; give it `section=`."""

    class Meta:
        model = models.SectionClearance

    section_version = factory.SelfAttribute("section.version")
    post = factory.SubFactory(PostFactory, kind=PostKind.OFFICER)
    recorded_by = factory.SubFactory(UserFactory)


class CabinetFileFactory(DjangoModelFactory[models.CabinetFile]):
    """A small PDF; give it `report=`."""

    class Meta:
        model = models.CabinetFile

    report = factory.SubFactory(CabinetReportFactory)
    file = factory.LazyFunction(lambda: ContentFile(pdf(pages=1), name="appendix.pdf"))
    original_name = "appendix.pdf"
    content_type = "application/pdf"
    size = factory.LazyAttribute(lambda row: row.file.size)
    sha256 = factory.LazyAttribute(lambda row: sha256(row.file.open().read()).hexdigest())
    page_count = 2
    recorded_by = factory.SubFactory(UserFactory)


class IssuedDocumentFactory(DjangoModelFactory[IssuedDocument]):
    """A public document that went out, with pages that can be bound."""

    class Meta:
        model = IssuedDocument

    title = factory.Sequence(lambda n: f"Issued document {n}")
    is_public = True
    file = factory.LazyFunction(lambda: ContentFile(pdf(pages=1), name="issued.pdf"))
    sha256 = factory.LazyAttribute(lambda row: sha256(row.file.open().read()).hexdigest())
    page_count = 1
    issued_by = factory.SubFactory(UserFactory)
    issued_at = factory.LazyFunction(timezone.now)


class CabinetAppendixFactory(DjangoModelFactory[models.CabinetAppendix]):
    """A public file at the end of a revision; give it `revision=`."""

    class Meta:
        model = models.CabinetAppendix

    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Appendix about matter {n}")
    file = factory.LazyAttribute(lambda row: CabinetFileFactory(report=row.revision.report))
    exemption = Exemption.PUBLIC
    recorded_by = factory.SubFactory(UserFactory)


class RecommendedDecisionFactory(DjangoModelFactory[models.RecommendedDecision]):
    """Give it `revision=`."""

    class Meta:
        model = models.RecommendedDecision

    position = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"To approve matter {n}.")
    recorded_by = factory.SubFactory(UserFactory)


class ExecutiveDecisionFactory(DjangoModelFactory[models.ExecutiveDecision]):
    """What was recommended is agreed; give it `report=` and, unless on the whole, `recommended=`."""

    class Meta:
        model = models.ExecutiveDecision

    meeting = factory.SelfAttribute("report.meeting")
    outcome = DecisionOutcome.AGREED
    reasons = "It serves the council's plan."
    recorded_by = factory.SubFactory(UserFactory)


class CabinetReportEditionFactory(DjangoModelFactory[models.CabinetReportEdition]):
    """An edition, the public one unless told; give it `report=`."""

    class Meta:
        model = models.CabinetReportEdition

    edition = Edition.PUBLIC
    document = factory.SubFactory(
        IssuedDocumentFactory,
        is_public=factory.LazyAttribute(lambda row: row.factory_parent.edition == Edition.PUBLIC),
    )


class CabinetReportJobFactory(DjangoModelFactory[models.CabinetReportJob]):
    """Editions asked for, still waiting for the worker; `state=READY` is finished, with a made-up digest."""

    class Meta:
        model = models.CabinetReportJob

    report = factory.SubFactory(CabinetReportFactory)
    requested_by = factory.SubFactory(UserFactory)
    requested_at = factory.LazyFunction(timezone.now)
    state = JobState.WAITING
    finished_at = factory.LazyAttribute(lambda row: None if row.state in JobState.unfinished() else row.requested_at)
    contents_digest = factory.LazyAttribute(
        lambda row: "0" * 64 if row.state in {JobState.READY, JobState.ISSUED} else ""
    )
    failure = factory.LazyAttribute(lambda row: "A page was too long." if row.state == JobState.FAILED else "")


class MadeCabinetEditionFactory(DjangoModelFactory[models.MadeCabinetEdition]):
    """A public edition with a file that says next to nothing; give it `job=`."""

    class Meta:
        model = models.MadeCabinetEdition

    edition = Edition.PUBLIC
    file = factory.LazyFunction(lambda: ContentFile(pdf(), name="report.pdf"))
    sha256 = factory.LazyAttribute(lambda row: sha256(row.file.open().read()).hexdigest())
    page_count = 1


def a_template(**fields: Any) -> models.ReportTemplateVersion:
    """A version like a council's: summary, decisions, a compliance section that a post clears, appendices."""
    version = ReportTemplateVersionFactory(**fields)
    rows: list[dict[str, Any]] = [
        {"heading": "Executive Summary", "hint": "What it is about."},
        {"heading": "Recommendations", "holds": HeadingHolds.DECISIONS},
        {"heading": "Compliance Issues", "holds": HeadingHolds.HEADINGS},
        {
            "heading": "Legal Implications",
            "level": 2,
            "is_compliance": True,
            "cleared_by": PostFactory(kind=PostKind.OFFICER),
        },
        {"heading": "Procurement Implications", "level": 2, "is_compliance": True, "if_required": True},
        {"heading": "Appendices", "holds": HeadingHolds.APPENDICES},
    ]
    for position, row in enumerate(rows, start=1):
        TemplateHeadingFactory(version=version, position=position, **row)
    return version


def a_report(**fields: Any) -> models.CabinetReport:
    """A report after `a_template`, each section written and one recommended decision in it."""
    report = CabinetReportFactory(**{"template_version": fields.pop("template_version", None) or a_template()} | fields)
    revision = current_revision(report)
    for heading in report.template_version.headings.all():
        if heading.is_written:
            CabinetSectionFactory(revision=revision, heading=heading, text=f"On {heading.heading}.")
    RecommendedDecisionFactory(revision=revision, position=1)
    return report


def frozen_again(report: models.CabinetReport) -> None:
    """Freeze what the header of a report that was handed in says now, as when it was handed in."""
    handed_in = report.revisions.filter(is_current=True, submitted_at__isnull=False)
    handed_in.update(frozen=frozen_header(header_today(report)))


def current_revision(report: models.CabinetReport) -> models.CabinetReportRevision:
    return report.revisions.get(is_current=True)


def section_of(report: models.CabinetReport, heading: str) -> models.CabinetSection:
    """The section under a heading in the current revision."""
    return current_revision(report).sections.get(heading__heading=heading)


def clearing_post(report: models.CabinetReport) -> Any:
    """The post that clears the legal implications of a report after `a_template`."""
    return section_of(report, "Legal Implications").heading.cleared_by
