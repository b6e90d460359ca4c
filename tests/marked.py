"""A council in which everything that only some may read has a word of its own, and who is to be kept from which."""

from datetime import timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils import timezone

from tests import factories
from tests.council import Council, build_council
from tests.paper_scene import pdf_of
from tests.register import registered
from tracking.actions.drafts import keep_draft
from tracking.enums import DraftPage, Edition, Exemption, ExemptParagraph, InquiryState, MeetingState, ReportState
from tracking.models import EvidenceUse, Meeting, ProgressReport
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
# What nothing shows: what was returned, once it is published anew, and what a contributor has typed and not saved.
NEVER = {
    "Mistakewords",
    "Returnedoverview",
    "Returnedevidence",
    "Returnedreason",
    "Unsavedtext",
    "Returnedpassage",
}
EVERYTHING = NEVER | DRAFT | WITHDRAWN | SUBMITTED | WITHHELD | SAT | UNHELD | UNPUBLISHED
PUBLISHED = "Publishedevidence"

# Whoever signs in may know the views of a meeting while they are recorded.
KEPT_FROM = {
    "anonymous": EVERYTHING,
    "administrator": EVERYTHING - UNHELD,
    "member": EVERYTHING - UNHELD - WITHHELD - SAT,
    "member elsewhere": EVERYTHING - UNHELD,
    "clerk elsewhere": EVERYTHING - UNHELD,
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
    registered()
    return council


def _inquiries(council: Council) -> None:
    for title, state in (("Draftinquiry", InquiryState.DRAFT), ("Withdrawninquiry", InquiryState.WITHDRAWN)):
        inquiry = factories.InquiryFactory(
            title=title,
            slug=title.lower(),
            state=state,
            withdrawn_reason="Entered twice." if state == InquiryState.WITHDRAWN else "",
            tracking_committee=council.committee,
        )
        factories.ResponsibilityFactory(
            recommendation=factories.RecommendationFactory(inquiry=inquiry), post=council.other_post
        )
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
                report=report,
                page=page,
                recommendation=recommendation,
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
            file=ContentFile(edition.content, name="pack.pdf"),
            sha256=sha256(edition.content).hexdigest(),
            page_count=edition.page_count,
            web_page=ContentFile(page, name="pack.html"),
            web_page_sha256=sha256(page).hexdigest(),
            contents=packs.contents,
            contents_digest=packs.contents_digest,
            issued_by=council.user("clerk"),
        )
    assert [edition.edition for edition in packs.editions] == [Edition.PUBLIC, Edition.RESTRICTED]
