"""A report to Cabinet with something of everything, public and withheld, for the tests of its editions."""

import hashlib
from datetime import UTC, date, datetime

from django.core.files.base import ContentFile

from tests import cabinet_factories as cabinet
from tests.factories import AppointmentFactory, CommitteeFactory, MeetingFactory, PersonFactory, PostFactory
from tests.paper_scene import pdf_of
from tracking.enums import CabinetReportState, CommitteeKind, Exemption, ExemptParagraph, HeadingHolds, PartyRole
from tracking.models.cabinet import CabinetAppendix, CabinetReport, CabinetReportRevision

TITLE = "Refuse vehicles: next steps"
SECRET = "The depot lease would cost eleven million pounds to surrender before the contract ends."
WHY = "Naming the ceiling would weaken the council in its talks with the landlord."
SECRET_PAGES = "Valuation of the Holloway depot by an independent surveyor"
GROUND = "The Home Office supplied it on terms that forbid disclosure."
EVERY_EXEMPT_WORD = (SECRET, WHY, SECRET_PAGES, GROUND, "holloway-valuation.pdf")

_HEADINGS = (
    (1, "Executive Summary", {}),
    (1, "Recommendations", {"holds": HeadingHolds.DECISIONS}),
    (1, "Background", {}),
    (1, "Options considered and Recommended Proposal", {}),
    (1, "Consultation", {}),
    (1, "Compliance Issues", {"holds": HeadingHolds.HEADINGS}),
    (2, "Legal Implications", {"is_compliance": True}),
    (2, "Financial Implications", {"is_compliance": True}),
    (2, "Procurement Implications (if required)", {"is_compliance": True, "if_required": True}),
    (1, "Appendices", {"holds": HeadingHolds.APPENDICES}),
    (1, "Background Documents", {}),
)
_TEXTS = {
    "Executive Summary": "Forty vehicles are past their life.\n\nThis report asks for a **first** order.",
    "Recommendations": "Cabinet is asked:",
    "Background": (
        "The fleet was bought in 2009. It breaks down\n\n- in *winter*, most of all\n  - at night\n- on hills\n\n"
        "Two depots serve it:\n\n| Depot | Vehicles |\n|---|---|\n| North | 21 |\n| South | 19 |\n\n"
        "## Earlier decisions\n\nSee [the plan](https://example.org/plan) of 2018."
    ),
    "Options considered and Recommended Proposal": "1. Do nothing\n\n2. Buy forty\n\n3. Hire",
    "Consultation": "Crews & their unions were asked <twice>.",
    "Legal Implications": "The Environmental Protection Act 1990, section 45, asks for collection.",
    "Financial Implications": f"{SECRET}\n\nIt is not in the budget.",
    "Background Documents": "None.",
}


def full_report(
    state: CabinetReportState = CabinetReportState.ACCEPTED, *, held_on: date = date(2019, 3, 26)
) -> CabinetReport:
    """A key decision with a withheld section, five appendices of every kind and everyone in its header."""
    committee = CommitteeFactory(kind=CommitteeKind.CABINET, name="Cabinet", slug="cabinet")
    version = cabinet.ReportTemplateVersionFactory(template__committee=committee)
    for position, (level, heading, fields) in enumerate(_HEADINGS, start=1):
        cabinet.TemplateHeadingFactory(version=version, position=position, level=level, heading=heading, **fields)
    report = cabinet.CabinetReportFactory(
        template_version=version,
        meeting=MeetingFactory(committee=committee, held_on=held_on, place="Council House"),
        title=TITLE,
        state=state,
        post__name="Director of Neighbourhoods",
        is_key_decision=True,
        forward_plan_reference="006123/2019",
        key_notice_on=date(2019, 2, 20),
        private_notice_on=date(2019, 2, 20),
        is_open_to_call_in=True,
        wards="Ladywood, Nechells",
    )
    _parties(report)
    cabinet.frozen_again(report)
    revision = cabinet.current_revision(report)
    for heading in version.headings.all():
        if heading.heading in _TEXTS:
            cabinet.CabinetSectionFactory(revision=revision, heading=heading, **_section(heading.heading))
        elif heading.if_required:
            cabinet.CabinetSectionFactory(
                revision=revision, heading=heading, text="", not_required_reason="Nothing is bought by this report."
            )
    for text in ("To approve the order of forty vehicles.", "To note the terms:\n\n- delivery\n- training"):
        cabinet.RecommendedDecisionFactory(revision=revision, text=text)
    _appendices(revision)
    return report


def _section(heading: str) -> dict[str, object]:
    withheld = cabinet.WITHHELD | {"public_interest_reason": WHY} if heading == "Financial Implications" else {}
    return {"text": _TEXTS[heading]} | withheld


def _parties(report: CabinetReport) -> None:
    AppointmentFactory(post=report.post, person=PersonFactory(name="Example Director"))
    portfolio = PostFactory(name="Cabinet Member for Street Scene")
    AppointmentFactory(post=portfolio, person=PersonFactory(name="Councillor Example Member"))
    fields: dict[str, object] = {"report": report, "name": "", "telephone": ""}
    cabinet.CabinetPartyFactory(**fields | {"role": PartyRole.CABINET_MEMBER, "post": portfolio})
    cabinet.CabinetPartyFactory(
        **fields
        | {
            "role": PartyRole.SCRUTINY_CHAIR,
            "committee": CommitteeFactory(name="Environment Scrutiny Committee"),
            "name": "Councillor Example Chair",
        }
    )
    cabinet.CabinetPartyFactory(report=report, name="Example Author", title="Head of Fleet", email="author@example.org")


def _appendices(revision: CabinetReportRevision) -> None:
    append(revision, "Fleet survey", pdf_of("Survey page", pages=2), "survey.pdf")
    append(
        revision,
        "Valuation",
        pdf_of(SECRET_PAGES, pages=3),
        "holloway-valuation.pdf",
        **cabinet.WITHHELD | {"exempt_paragraph": ExemptParagraph.INDIVIDUAL, "public_interest_reason": WHY},
    )
    append(
        revision,
        "Threat assessment",
        pdf_of("Threat words"),
        "threat.pdf",
        exemption=Exemption.CONFIDENTIAL,
        confidential_ground=GROUND,
    )
    content = pdf_of("Month page")
    issued = cabinet.IssuedDocumentFactory(
        file=ContentFile(content, name="month.pdf"),
        sha256=hashlib.sha256(content).hexdigest(),
        issued_at=datetime(2019, 3, 1, 12, tzinfo=UTC),
    )
    cabinet.CabinetAppendixFactory(
        revision=revision, title="Improvement plan, February 2019", file=None, issued_document=issued
    )


def append(revision: CabinetReportRevision, title: str, content: bytes, name: str, **fields: object) -> CabinetAppendix:
    """Store a PDF and put it behind the other appendices, public unless `fields` say otherwise."""
    file = cabinet.CabinetFileFactory(
        report=revision.report,
        file=ContentFile(content, name=name),
        original_name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return cabinet.CabinetAppendixFactory(revision=revision, title=title, file=file, **fields)
