"""The things that the role matrix asks after: one in each state that matters, here and elsewhere."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from tests import factories
from tests.council import Council, build_council
from tests.integration.matrix.cabinet_world import ReportInWorld, cabinet_reports
from tests.paper_scene import pdf_of
from tests.register import registered
from tracking.enums import (
    ConclusionReason,
    Decision,
    Edition,
    Exemption,
    ExemptParagraph,
    InquiryState,
    JobState,
    MeetingState,
    PlanRoundState,
    PlanState,
    PlanUpdateState,
    ReportState,
    ResponseState,
)
from tracking.models import (
    AgendaDocument,
    Appointment,
    Assessment,
    ClosedDay,
    CommitteeMembership,
    CommitteePack,
    Evidence,
    EvidenceUse,
    ExemptPassage,
    Inquiry,
    Meeting,
    ProgressReport,
    ReportSupplement,
    Subscription,
    UpdateRound,
)
from tracking.models.cabinet import ExecutiveResponse
from tracking.models.plans import Aim, ImprovementPlan

PACK = b"%PDF-1.7 the pack as it was issued"
NEWS = "The survey was finished on time."
EXEMPT = {
    "exemption": Exemption.EXEMPT,
    "exempt_paragraph": ExemptParagraph.BUSINESS_AFFAIRS,
    "public_interest_reason": "Prices are being negotiated.",
}


@dataclass
class PlanInWorld:
    """An improvement plan with one of everything in it."""

    plan: ImprovementPlan
    arguments: dict[str, object]
    """What leads to it and to the things in it."""


@dataclass
class World:
    """Everything by name. "Elsewhere" belongs to the other committee and the other post."""

    council: Council
    draft_inquiry: Inquiry
    inquiry_elsewhere: Inquiry
    draft_inquiry_elsewhere: Inquiry
    planned: Meeting
    papers_issued: Meeting
    held: Meeting
    planned_elsewhere: Meeting
    draft: ProgressReport
    submitted: ProgressReport
    accepted: ProgressReport
    published: ProgressReport
    considered: ProgressReport
    draft_elsewhere: ProgressReport
    use_in_draft: EvidenceUse
    passage_in_draft: ExemptPassage
    public_evidence: Evidence
    exempt_evidence: Evidence
    evidence_in_draft: Evidence
    view: Assessment
    pack: CommitteePack
    late_news: ReportSupplement
    document: AgendaDocument
    """On the agenda of the planned meeting."""
    issued_document: AgendaDocument
    exempt_document: AgendaDocument
    """Issued with it, in the restricted edition."""
    closed_day: ClosedDay
    appointment: Appointment
    membership: CommitteeMembership
    subscription: Subscription
    """Somebody's to the council's inquiry, not confirmed yet."""
    plans: dict[str, PlanInWorld] = field(default_factory=dict)
    """The council's post keeps those that are published, a draft and ended; another keeps the one elsewhere."""
    months: dict[str, dict[str, object]] = field(default_factory=dict)
    """What leads to the months of the published plan, and to the things in them."""
    responses: dict[str, ExecutiveResponse] = field(default_factory=dict)
    """One in each state, each to an inquiry of its own that three posts answer for."""
    cabinet_reports: dict[str, ReportInWorld] = field(default_factory=dict)
    """By state; the council's post writes them all."""


def build_world() -> World:
    """Make the council and everything in it."""
    world = _unregistered_world()
    registered()
    return world


def _unregistered_world() -> World:
    council = build_council()
    meetings = _meetings(council)
    inquiries = _inquiries(council)
    reports = _reports(council, meetings, inquiries["inquiry_elsewhere"])
    in_draft = _evidence(council, reports["draft"], "Evidence in a draft")
    _conclude_a_fourth_recommendation(council, meetings["held"])
    _other_packs(meetings["papers_issued"], meetings["of_accepted"])
    meetings["held"].declarations.create(
        person=council.user("member").person, interest="A tenant.", recorded_by=council.user("clerk")
    )
    UpdateRound.objects.create(
        meeting=meetings["planned"],
        due_on=timezone.localdate() + timedelta(days=20),
        recorded_by=council.user("scrutiny officer"),
    )
    pack = _pack(council, meetings["papers_issued"])
    clerk = council.user("clerk")
    factories.AgendaItemFactory(meeting=meetings["planned"], issued=pack.document, recorded_by=clerk)
    return World(
        council=council,
        **inquiries,
        **{name: meetings[name] for name in ("planned", "papers_issued", "held", "planned_elsewhere")},
        **reports,
        use_in_draft=in_draft.uses.get(),
        passage_in_draft=_passage(council, reports["draft"], "Passage in a draft"),
        public_evidence=_evidence(council, reports["published"], "Public evidence"),
        exempt_evidence=_evidence(council, reports["published"], "Exempt evidence", **EXEMPT),
        evidence_in_draft=in_draft,
        view=factories.AssessmentFactory(
            leaf=council.recommendations[0], meeting=meetings["held"], report=reports["considered"]
        ),
        pack=pack,
        late_news=_late_news(council, reports["published"]),
        document=_document(meetings["planned"], "Document to come"),
        issued_document=_document(meetings["papers_issued"], "Issued document", issued=True),
        exempt_document=_document(meetings["papers_issued"], "Exempt document", issued=True, **EXEMPT),
        closed_day=ClosedDay.objects.create(
            day=date(2016, 12, 28), reason="Offices closed", recorded_by=council.user("clerk")
        ),
        appointment=council.user("contributor").person.appointments.get(),
        membership=council.user("member").person.memberships.get(),
        subscription=Subscription.objects.create(email="resident@example.org", inquiry=council.inquiry),
        plans=(plans := _plans(council)),
        months=_months(council, plans["published"].plan),
        responses=_responses(council),
        cabinet_reports=cabinet_reports(council),
    )


def _plans(council: Council) -> dict[str, PlanInWorld]:
    return {
        "published": _plan(council, "The published plan"),
        "draft": _plan(council, "The draft plan", state=PlanState.DRAFT),
        "ended": _plan(council, "The ended plan", state=PlanState.ENDED, ended_on=date(2019, 3, 31)),
        "elsewhere": _plan(council, "The plan of parks", owning_post=council.other_post),
    }


def _responses(council: Council) -> dict[str, ExecutiveResponse]:
    return {state.value: _response(council, state) for state in ResponseState}


def _response(council: Council, state: ResponseState) -> ExecutiveResponse:
    inquiry = factories.InquiryFactory(
        title=f"Inquiry with a response: {state}", slug=f"response-{state}", tracking_committee=council.committee
    )
    response: ExecutiveResponse = factories.ExecutiveResponseFactory(
        inquiry=inquiry, state=state, recorded_by=council.user("contributor")
    )
    for number, post in enumerate((council.post, council.responsible_post, council.outside_body), start=1):
        recommendation = factories.RecommendationFactory(inquiry=inquiry, number=number)
        factories.ResponsibilityFactory(recommendation=recommendation, post=post)
        if number < 3:
            factories.ResponseItemFactory(response=response, recommendation=recommendation, post=post)
    return response


def _plan(council: Council, title: str, **fields: object) -> PlanInWorld:
    said = {"title": title, "slug": title.lower().replace(" ", "-"), "owning_post": council.post} | fields
    plan = factories.ImprovementPlanFactory(**said)
    aim = factories.AimFactory(
        theme=factories.ThemeFactory(plan=plan, number=1), number=4, text="That the partners trust each other."
    )
    factories.PlanItemFactory(aim=aim)
    item = factories.PlanItemFactory(aim=None, theme=aim.theme, text="Meet every month.")
    lead = factories.LeadFactory(aim=aim, post=council.other_post)
    link = factories.PlanLinkFactory(aim=aim, inquiry=council.inquiry)
    arguments = {
        "slug": plan.slug,
        "number": 1,
        "reference": aim.reference,
        "item_pk": item.pk,
        "lead_pk": lead.pk,
        "link_pk": link.pk,
    }
    return PlanInWorld(plan, arguments)


def _months(council: Council, plan: ImprovementPlan) -> dict[str, dict[str, object]]:
    """An issued month and an open one, whose updates the other post writes; in the open one also what is handed in."""
    submitted, accepted = {"state": PlanUpdateState.SUBMITTED}, {"state": PlanUpdateState.ACCEPTED}
    issued = {
        "state": PlanRoundState.ISSUED,
        "month": date(2018, 8, 1),
        "document": factories.IssuedDocumentFactory(title="The published plan, August 2018"),
    }
    return {
        "issued": _month(council, plan, accepted, **issued),
        "open": _month(council, plan, {}),
        "submitted": _month(council, plan, submitted),
    }


def _month(council: Council, plan: ImprovementPlan, update: dict[str, object], **fields: object) -> dict[str, object]:
    month = fields.get("month", date(2018, 9, 1))
    row = plan.rounds.filter(month=month).first() or factories.PlanRoundFactory(plan=plan, **fields)
    said = factories.PlanUpdateFactory(
        round=row, by=[council.other_post], aims=[Aim.objects.get(theme__plan=plan)], **update
    )
    keeper = council.user("cabinet member")
    prices = factories.EvidenceFactory(
        title="Tender prices", file=ContentFile(b"Prices", name="evidence.txt"), recorded_by=said.opened_by, **EXEMPT
    )
    use = EvidenceUse.objects.create(evidence=prices, plan_revision=said.revisions.get())
    take = row.narratives.create(position=1, title="Temperature take", precis="Warmer.", recorded_by=keeper)
    remark = take.remarks.create(said_on=month, speaker="Ada Fiction", text="They listen.", recorded_by=keeper)
    return {
        "slug": plan.slug,
        "month": row.reference,
        "update_pk": said.pk,
        "use_pk": use.pk,
        "text_pk": take.pk,
        "remark_pk": remark.pk,
    }


def _meetings(council: Council) -> dict[str, Meeting]:
    today = timezone.localdate()
    states = {
        "planned": (40, MeetingState.PLANNED),
        "of_submitted": (47, MeetingState.PLANNED),
        "of_accepted": (54, MeetingState.PLANNED),
        "papers_issued": (7, MeetingState.PAPERS_ISSUED),
        "held": (-60, MeetingState.HELD),
    }
    meetings = {
        name: factories.MeetingFactory(committee=council.committee, held_on=today + timedelta(days=days), state=state)
        for name, (days, state) in states.items()
    }
    meetings["planned_elsewhere"] = factories.MeetingFactory(
        committee=council.other_committee, held_on=today + timedelta(days=40)
    )
    return meetings


def _inquiries(council: Council) -> dict[str, Inquiry]:
    inquiries = {
        "draft_inquiry": factories.InquiryFactory(
            title="Draft inquiry here",
            slug="draft-inquiry",
            state=InquiryState.DRAFT,
            tracking_committee=council.committee,
        ),
        "inquiry_elsewhere": factories.InquiryFactory(
            title="Inquiry elsewhere", slug="inquiry-elsewhere", tracking_committee=council.other_committee
        ),
        "draft_inquiry_elsewhere": factories.InquiryFactory(
            title="Draft inquiry elsewhere",
            slug="draft-inquiry-elsewhere",
            state=InquiryState.DRAFT,
            tracking_committee=council.other_committee,
        ),
    }
    for inquiry in inquiries.values():
        recommendation = factories.RecommendationFactory(inquiry=inquiry, number=1)
        factories.ResponsibilityFactory(recommendation=recommendation, post=council.other_post)
    return inquiries


def _reports(council: Council, meetings: dict[str, Meeting], elsewhere: Inquiry) -> dict[str, ProgressReport]:
    published = {"published_by": council.user("clerk"), "published_at": timezone.now()}
    reports = {
        "draft": council.open_report(meeting=meetings["planned"]),
        "submitted": council.open_report(meeting=meetings["of_submitted"], state=ReportState.SUBMITTED),
        "accepted": council.open_report(meeting=meetings["of_accepted"], state=ReportState.ACCEPTED),
        "published": council.open_report(meeting=meetings["papers_issued"], state=ReportState.PUBLISHED, **published),
        "considered": council.open_report(
            meeting=meetings["held"],
            state=ReportState.CONSIDERED,
            considered_on=meetings["held"].held_on,
            **published,
        ),
        "draft_elsewhere": factories.ProgressReportFactory(
            inquiry=elsewhere, meeting=meetings["planned_elsewhere"], lead_post=council.other_post
        ),
    }
    for report in reports.values():
        _fill(report)
    return reports


def _fill(report: ProgressReport) -> None:
    """Write a section for each recommendation, and sign what was handed in."""
    revision = factories.current_revision(report)
    for recommendation in report.inquiry.recommendations.all():
        update = factories.ProgressUpdateFactory(
            revision=revision, recommendation=recommendation, recorded_by=report.opened_by
        )
        factories.SelfAssessmentFactory(update=update, leaf=recommendation, recorded_by=report.opened_by)
    if report.state != ReportState.DRAFT:
        revision.submitted_by = report.opened_by
        revision.submitted_at = timezone.now()
        revision.signed_by = report.opened_by.person
        revision.signed_name = "Councillor Example"
        revision.save()


def _conclude_a_fourth_recommendation(council: Council, meeting: Meeting) -> None:
    factories.AssessmentFactory(
        leaf=factories.RecommendationFactory(inquiry=council.inquiry, number=4),
        meeting=meeting,
        decision=Decision.CONCLUDE,
        conclusion_reason=ConclusionReason.OVERTAKEN,
    )


def _evidence(council: Council, report: ProgressReport, title: str, **fields: object) -> Evidence:
    evidence = factories.EvidenceFactory(
        title=title,
        file=ContentFile(title.encode(), name="evidence.txt"),
        recorded_by=council.user("contributor"),
        **fields,
    )
    update = factories.current_revision(report).updates.get(recommendation__number=1)
    EvidenceUse.objects.create(evidence=evidence, update=update)
    return evidence


def _passage(council: Council, report: ProgressReport, text: str) -> ExemptPassage:
    update = factories.current_revision(report).updates.get(recommendation__number=1)
    return factories.ExemptPassageFactory(update=update, text=text, recorded_by=council.user("contributor"))


def _document(meeting: Meeting, title: str, **fields: object) -> AgendaDocument:
    return factories.AgendaDocumentFactory(
        meeting=meeting, title=title, file=ContentFile(title.encode(), name="document.pdf"), **fields
    )


def _late_news(council: Council, report: ProgressReport) -> ReportSupplement:
    """Late news that waits for the clerk."""
    author = council.user("contributor")
    return ReportSupplement.objects.create(
        report=report, text=NEWS, signed_by=author.person, signed_name="Councillor Example", recorded_by=author
    )


def _pack(council: Council, meeting: Meeting) -> CommitteePack:
    return factories.CommitteePackFactory(
        meeting=meeting,
        document__file=ContentFile(PACK, name="pack.pdf"),
        document__web_page=ContentFile(b"<p>The web page as it was issued</p>", name="pack.html"),
        document__issued_by=council.user("clerk"),
    )


def _other_packs(issued: Meeting, to_come: Meeting) -> None:
    """A restricted edition and a supplement to what was issued, and packs that are made and wait."""
    factories.CommitteePackFactory(meeting=issued, edition=Edition.RESTRICTED)
    factories.CommitteePackFactory(
        meeting=issued,
        number=2,
        document__file=ContentFile(b"%PDF-1.7 the supplement as it was issued", name="pack.pdf"),
        document__web_page=ContentFile("<p>The supplement’s web page</p>".encode(), name="pack.html"),
    )
    found = {"words": "Secretword", "source": "Evidence 1", "where": "Text of page 3", "reason": "A public price."}
    job = factories.PackJobFactory(meeting=to_come, state=JobState.READY, findings=[found])
    factories.MadeEditionFactory(job=job, file=ContentFile(pdf_of("Made"), name="pack.pdf"))
