"""A council in which everything that only some may read has a word of its own, and who is to be kept from which."""

from datetime import date, timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils import timezone

from tests import cabinet_factories, factories
from tests.cabinet_publishing import published as publish
from tests.cabinet_publishing import ready
from tests.council import Council, build_council
from tests.paper_scene import pdf_of
from tests.register import registered
from tracking.actions.drafts import keep_draft
from tracking.actions.plans.month_documents import print_month
from tracking.enums import (
    CabinetReportState,
    CommitteeRole,
    DraftPage,
    Edition,
    Exemption,
    ExemptParagraph,
    InquiryState,
    MeetingState,
    PlanRoundState,
    PlanUpdateState,
    ReportState,
)
from tracking.models import EvidenceUse, Meeting, ProgressReport, WrittenPage
from tracking.models.cabinet import CabinetReport, CabinetReportRevision
from tracking.packs.papers import make_packs
from tracking.queries.pack_papers import pack_papers

DRAFT = {"Draftoverview", "Draftevidence", "Draftproposal", "Draftcontact", "Draftwarning", "Draftpassage"}
WITHDRAWN = {"Withdrawnoverview", "Withdrawnevidence", "Withdrawnpassage"}
SUBMITTED = {"Submittedoverview", "Submittedevidence", "Submittedpassage"}
WITHHELD = {
    "Withheldtitle",
    "Withheldfile",
    "Withheldpages",
    "Confidentialtitle",
    "Withheldpassage",
    "Confidentialpassage",
}
# What the committee's members and officers read in the restricted pack, and nobody else: the exempt document, and the
# grounds for withholding.
SAT = {"Documentwords", "Documentground", "Withheldground", "Confidentialground", "Passageground"}
UNHELD = {"Unheldreason", "Unheldasked", "Unheldminute"}
UNPUBLISHED = {"Draftinquiry", "Withdrawninquiry"}
# What is withheld in reports to Cabinet, or not public yet: none of these viewers writes, clears or checks them.
CABINET = {
    "Hushedsection",
    "Hushedground",
    "Hushedrequest",
    "Hushedfile",
    "Hushedreasons",
    "Hushedfinding",
    "Hushededition",
    "Cabinetdraft",
    "Cabinetsubmitted",
    "Cabinetaccepted",
    "Cabinetreturned",
    "Cabinetwithdrawn",
}
CABINET_PUBLISHED = "Cabinettitle"
# What is withheld with updates on a plan, or not handed in yet: none of these viewers leads on it or keeps it.
PLAN = {"Shieldedtitle", "Shieldedfile", "Shieldedground", "Guardedtitle", "Guardedground", "Plandraftfile"}
PLAN_PUBLISHED = "Planevidence"
PLAN_PUBLISHED_FILE = "Planfigures"
# What nothing shows: what was returned, once it is published anew, and what somebody has typed and not saved.
NEVER = (
    {
        "Mistakewords",
        "Returnedoverview",
        "Returnedevidence",
        "Returnedreason",
        "Unsavedtext",
        "Returnedpassage",
    }
    | CABINET
    | PLAN
)
EVERYTHING = NEVER | DRAFT | WITHDRAWN | SUBMITTED | WITHHELD | SAT | UNHELD | UNPUBLISHED
PUBLISHED = "Publishedevidence"

# Whoever signs in may know the views of a meeting while they are recorded.
KEPT_FROM = {
    "anonymous": EVERYTHING,
    "administrator": EVERYTHING - UNHELD,
    "member": EVERYTHING - UNHELD - WITHHELD - SAT,
    "member elsewhere": EVERYTHING - UNHELD,
    "clerk elsewhere": EVERYTHING - UNHELD,
    "clerk of Cabinet": EVERYTHING - UNHELD,
    "cabinet member elsewhere": EVERYTHING - UNHELD,
    "former cabinet member": EVERYTHING - UNHELD,
    # They answer for a recommendation that the reports of the other post leave out.
    "responsible cabinet member": EVERYTHING - UNHELD,
    "outside body": EVERYTHING - UNHELD,
    "user without a role": EVERYTHING - UNHELD,
    "scrutiny officer elsewhere": EVERYTHING - UNHELD,
    # The committee's own officers read everything but what is being written.
    "scrutiny officer": DRAFT | WITHDRAWN | NEVER,
    "scrutiny officer with a cabinet post": DRAFT | WITHDRAWN | NEVER,
    "clerk": DRAFT | WITHDRAWN | NEVER,
    # Those who write read everything but what is the committee's alone.
    "cabinet member": UNPUBLISHED | SAT | NEVER,
    # What was typed and not saved is the one's who typed it.
    "contributor": UNPUBLISHED | SAT | NEVER - {"Unsavedtext"},
}


def marked_council() -> Council:
    """Make the council, its inquiries, meetings and reports."""
    council = build_council()
    _inquiries(council)
    meetings = _meetings(council)
    _published(council, meetings["issued"])
    for state in (ReportState.DRAFT, ReportState.WITHDRAWN, ReportState.SUBMITTED):
        _report(council, meetings[state], state)
    _issue(council, meetings["issued"])
    _reports_to_cabinet()
    _months_of_a_plan()
    registered()
    return council


def _reports_to_cabinet() -> None:
    """A published one with things withheld, returned and recorded that nobody may read, and others in their states.

    The editions of the published one are issued as they are made.
    """
    version = cabinet_factories.a_template()
    states = {
        "Cabinettitle": CabinetReportState.ACCEPTED,
        "Cabinetdraft": CabinetReportState.DRAFT,
        "Cabinetsubmitted": CabinetReportState.SUBMITTED,
        "Cabinetaccepted": CabinetReportState.ACCEPTED,
        "Cabinetwithdrawn": CabinetReportState.WITHDRAWN,
    }
    days = iter(range(20, 30))
    reports = {
        title: cabinet_factories.a_report(
            template_version=version,
            title=title,
            state=state,
            meeting=factories.MeetingFactory(
                committee=version.template.committee, held_on=timezone.localdate() + timedelta(days=next(days))
            ),
        )
        for title, state in states.items()
    }
    for report in reports.values():
        header = WrittenPage(report, DraftPage.CABINET_HEADER)
        keep_draft(of=header, fields={"wards": ["Unsavedtext"]}, by=factories.appointed(report.post))
    _made(reports["Cabinetaccepted"])
    published = reports["Cabinettitle"]
    withheld = cabinet_factories.WITHHELD | {"public_interest_reason": "Hushedground"}
    revision = cabinet_factories.current_revision(published)
    revision.sections.filter(heading__heading="Executive Summary").update(text="Hushedsection", **withheld)
    revision.sections.filter(heading__heading="Recommendations").update(text="Hushedsection", **withheld)
    revision.recommended_decisions.update(text="Hushedrequest")
    file = cabinet_factories.CabinetFileFactory(
        report=published, file=ContentFile(pdf_of("Hushedfile"), name="a.pdf"), original_name="Hushedfile.pdf"
    )
    cabinet_factories.CabinetAppendixFactory(revision=revision, title="Terms", file=file, **withheld)
    _returned_before(revision)
    publish(published, factories.seated(version.template.committee, CommitteeRole.CLERK))
    cabinet_factories.ExecutiveDecisionFactory(report=published, reasons="Hushedreasons")


def _made(report: CabinetReport) -> None:
    """Both editions, made and not published, with something found in the public one."""
    found = {"words": "Hushedfinding", "source": "Hushedfinding", "where": "Bookmarks", "identity": "a1"}
    job = ready(report, findings=[found])
    job.editions.all().delete()
    for edition in Edition:
        file = ContentFile(pdf_of("Hushededition"), name="report.pdf")
        cabinet_factories.MadeCabinetEditionFactory(job=job, edition=edition, file=file)


def _months_of_a_plan() -> None:
    """An issued month whose update has public and withheld evidence, and an open one that is being written."""
    aim = factories.AimFactory(theme__plan__slug="marked")
    for state, written, month in (
        (PlanRoundState.ISSUED, PlanUpdateState.ACCEPTED, date(2018, 8, 1)),
        (PlanRoundState.OPEN, PlanUpdateState.DRAFT, date(2018, 9, 1)),
    ):
        plan_round = factories.PlanRoundFactory(plan=aim.plan, state=state, month=month)
        update = factories.PlanUpdateFactory(round=plan_round, month=month, aims=[aim], state=written)
        is_issued = state == PlanRoundState.ISSUED
        title, words = (PLAN_PUBLISHED, PLAN_PUBLISHED_FILE) if is_issued else ("Plandraftfile", "Plandraftfile")
        for place, (said, content, openness) in enumerate(
            (
                (title, words, {}),
                (
                    "Shieldedtitle",
                    "Shieldedfile",
                    cabinet_factories.WITHHELD | {"public_interest_reason": "Shieldedground"},
                ),
                (
                    "Guardedtitle",
                    "Shieldedfile",
                    {"exemption": Exemption.CONFIDENTIAL, "confidential_ground": "Guardedground"},
                ),
            )
        ):
            file = ContentFile(content.encode(), name="a.txt")
            evidence = factories.EvidenceFactory(title=said, file=file, original_name=f"{content}.txt", **openness)
            EvidenceUse.objects.create(evidence=evidence, plan_revision=update.revisions.get(), position=place)
        if is_issued:
            print_month(plan_round=plan_round)


def _returned_before(revision: CabinetReportRevision) -> None:
    """What the report said before it was returned once."""
    signer = factories.UserFactory()
    earlier = cabinet_factories.models.CabinetReportRevision.objects.create(
        report=revision.report,
        number=2,
        is_current=False,
        submitted_by=signer,
        submitted_at=revision.submitted_at,
        signed_by=signer.person,
        signed_name="Cabinetreturned",
        returned_reason="Cabinetreturned",
        frozen=(revision.frozen or {}) | {"title": "Cabinetreturned", "wards": "Cabinetreturned"},
    )
    for section in revision.sections.all():
        cabinet_factories.CabinetSectionFactory(revision=earlier, heading=section.heading, text="Cabinetreturned")


def _inquiries(council: Council) -> None:
    for title, state in (("Draftinquiry", InquiryState.DRAFT), ("Withdrawninquiry", InquiryState.WITHDRAWN)):
        inquiry = factories.InquiryFactory(
            title=title,
            slug=title.lower(),
            state=state,
            withdrawn_reason="Entered twice." if state == InquiryState.WITHDRAWN else "",
            tracking_committee=council.committee,
        )
        recommendation = factories.RecommendationFactory(inquiry=inquiry, success_measure=f"{title} as it is measured.")
        factories.ResponsibilityFactory(recommendation=recommendation, post=council.other_post)
    factories.RecommendationFactory(
        inquiry=council.inquiry, number=9, text="Mistakewords", withdrawn_reason="Entered twice."
    )


def _meetings(council: Council) -> dict[str, Meeting]:
    today = timezone.localdate()
    issued = factories.MeetingFactory(
        committee=council.committee, held_on=today + timedelta(days=3), state=MeetingState.PAPERS_ISSUED
    )
    planned = {
        state: factories.MeetingFactory(committee=council.committee, held_on=today + timedelta(days=days))
        for days, state in ((30, ReportState.DRAFT), (37, ReportState.WITHDRAWN), (44, ReportState.SUBMITTED))
    }
    return {"issued": issued} | planned


def _report(council: Council, meeting: Meeting, state: ReportState) -> ProgressReport:
    """A report on R01 alone, with a word of its own in everything that is written."""
    name = state.value.capitalize()
    reason = "Opened twice." if state == ReportState.WITHDRAWN else ""
    report = council.cover(council.open_report(meeting=meeting, state=state, withdrawn_reason=reason), 1)
    revision = report.revisions.get()
    revision.overview = f"{name}overview"
    if state == ReportState.SUBMITTED:
        revision.submitted_at = timezone.now()
        revision.submitted_by = council.user("contributor")
        revision.signed_by, revision.signed_name = council.user("cabinet member").person, "Councillor Example"
    revision.save()
    update = revision.updates.get()
    update.evidence_text = f"{name}evidence"
    update.save()
    factories.ExemptPassageFactory(update=update, text=f"{name}passage", public_interest_reason="Passageground")
    if state == ReportState.DRAFT:
        for page, recommendation in ((DraftPage.SECTION, update.recommendation), (DraftPage.OVERVIEW, None)):
            keep_draft(
                of=WrittenPage(report, page, recommendation),
                fields={"evidence_text": ["Unsavedtext"], "overview": ["Unsavedtext"]},
                by=council.user("contributor"),
            )
        revision.contact_officers.create(name="Draftcontact")
        claim = factories.SelfAssessmentFactory(
            update=update,
            leaf=update.recommendation,
            category=None,
            proposed_conclusion="overtaken",
            proposal_explanation="Draftproposal",
            pointer_text="See appendix 9",
        )
        claim.overrides.create(code="pointer-leads-nowhere", reason="Draftwarning", recorded_by=report.opened_by)
    return report


def _published(council: Council, meeting: Meeting) -> None:
    """Published after it was returned once, with evidence withheld and a view that is being recorded."""
    report = factories.published_report(
        [council.recommendations[0]],
        meeting=meeting,
        lead_post=council.post,
        published_by=council.user("clerk"),
    )
    report.revisions.get().updates.update(evidence_text=PUBLISHED)
    returned = factories.returned_copy(report, claims={})
    returned.overview, returned.returned_reason = "Returnedoverview", "Returnedreason"
    returned.save()
    returned.updates.update(evidence_text="Returnedevidence")
    factories.ExemptPassageFactory(update=returned.updates.get(), text="Returnedpassage")
    section = factories.current_revision(report).updates.get()
    for fields in (
        {
            "title": "Withheldtitle",
            "original_name": "Withheldfile.txt",
            "exemption": Exemption.EXEMPT,
            "exempt_paragraph": ExemptParagraph.BUSINESS_AFFAIRS,
            "public_interest_reason": "Withheldground",
        },
        {
            "title": "Confidentialtitle",
            "exemption": Exemption.CONFIDENTIAL,
            "confidential_ground": "Confidentialground",
        },
    ):
        evidence = factories.EvidenceFactory(file=ContentFile(b"Withheldfile", name="withheld.txt"), **fields)
        EvidenceUse.objects.create(evidence=evidence, update=section, pages="Withheldpages")
    factories.ExemptPassageFactory(update=section, text="Withheldpassage", public_interest_reason="Passageground")
    factories.ExemptPassageFactory(
        update=section,
        text="Confidentialpassage",
        exemption=Exemption.CONFIDENTIAL,
        exempt_paragraph=None,
        public_interest_reason="",
        confidential_ground="Passageground",
    )
    factories.AssessmentFactory(
        leaf=council.recommendations[0],
        meeting=meeting,
        report=report,
        reason="Unheldreason",
        asked_for="Unheldasked",
        minute="Unheldminute",
    )


def _issue(council: Council, meeting: Meeting) -> None:
    """Both editions of the pack, as they are made, with an exempt document besides the report."""
    factories.AgendaDocumentFactory(
        meeting=meeting,
        title="Settlement with the partner",
        file=ContentFile(pdf_of("Documentwords"), name="Documentfile.pdf"),
        exemption=Exemption.EXEMPT,
        exempt_paragraph=ExemptParagraph.BUSINESS_AFFAIRS,
        public_interest_reason="Documentground",
        recorded_by=council.user("clerk"),
        issued=True,
    )
    packs = make_packs(pack_papers(meeting))
    for edition in packs.editions:
        page = edition.web_page.encode()
        factories.CommitteePackFactory(
            meeting=meeting,
            edition=edition.edition,
            document__file=ContentFile(edition.content, name="pack.pdf"),
            document__sha256=sha256(edition.content).hexdigest(),
            document__page_count=edition.page_count,
            document__web_page=ContentFile(page, name="pack.html"),
            document__web_page_sha256=sha256(page).hexdigest(),
            document__contents=packs.contents,
            document__contents_digest=packs.contents_digest,
            document__issued_by=council.user("clerk"),
        )
    assert [edition.edition for edition in packs.editions] == [Edition.PUBLIC, Edition.RESTRICTED]
