"""What the database refuses of reports to Cabinet: each named constraint, violated once."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from tests import cabinet_factories as factories
from tests.factories import PostFactory, UserFactory
from tracking.enums import CabinetReportState, DecisionOutcome, Exemption, HeadingHolds, JobState, PartyRole
from tracking.models.cabinet import (
    CabinetParty,
    CabinetReport,
    CabinetReportJob,
    CabinetReportRevision,
    ExecutiveDecision,
)

DAY = date(2019, 2, 1)


def _report(**fields: object) -> CabinetReport:
    return factories.CabinetReportFactory(**fields)


def _revision(**fields: object) -> CabinetReportRevision:
    """A second revision of a report that has one."""
    return CabinetReportRevision.objects.create(**{"report": _report(), "number": 2, "is_current": False} | fields)


def _appendix(**fields: object) -> object:
    return factories.CabinetAppendixFactory(revision=factories.current_revision(_report()), **fields)


def _appendix_twice(**made: object) -> object:
    first = _appendix(**made)
    return factories.CabinetAppendixFactory(
        revision=first.revision, file=first.file, issued_document=first.issued_document
    )


def _section(**fields: object) -> object:
    return factories.CabinetSectionFactory(
        revision=factories.current_revision(_report()), heading=factories.TemplateHeadingFactory(), **fields
    )


def _section_twice() -> object:
    section = _section()
    return factories.CabinetSectionFactory(revision=section.revision, heading=section.heading)


def _cleared_twice() -> object:
    clearance = factories.SectionClearanceFactory(section=_section())
    return factories.SectionClearanceFactory(section=clearance.section)


def _heading_twice(**fields: object) -> object:
    first = factories.TemplateHeadingFactory(**fields)
    return factories.TemplateHeadingFactory(version=first.version, **fields)


def _template_twice() -> object:
    template = factories.ReportTemplateFactory()
    return factories.ReportTemplateFactory(committee=template.committee, name=template.name)


def _version_twice() -> object:
    return factories.ReportTemplateVersionFactory(template=factories.ReportTemplateVersionFactory().template)


def _party(**fields: object) -> CabinetParty:
    return factories.CabinetPartyFactory(**fields)


def _member_twice() -> CabinetParty:
    who = {"role": PartyRole.CABINET_MEMBER, "post": PostFactory(), "name": "", "report": _report()}
    _party(**who)
    return _party(**who)


def _recommended(**fields: object) -> object:
    return factories.RecommendedDecisionFactory(revision=factories.current_revision(_report()), **fields)


def _decision(**fields: object) -> ExecutiveDecision:
    return factories.ExecutiveDecisionFactory(**{"report": _report()} | fields)


def _decided_twice_on_one() -> ExecutiveDecision:
    recommended = _recommended()
    told = {"recommended": recommended, "report": recommended.revision.report}
    _decision(**told)
    return _decision(**told)


def _decided_twice_on_the_whole() -> ExecutiveDecision:
    return _decision(report=_decision().report)


def _superseding_without_a_reason() -> ExecutiveDecision:
    first = _decision()
    return _decision(report=first.report, supersedes=first)


def _edition_twice() -> object:
    report = _report(state=CabinetReportState.PUBLISHED)
    factories.CabinetReportEditionFactory(report=report)
    return factories.CabinetReportEditionFactory(report=report)


def _job(**fields: object) -> CabinetReportJob:
    return factories.CabinetReportJobFactory(**fields)


def _made_twice() -> object:
    job = _job()
    factories.MadeCabinetEditionFactory(job=job)
    return factories.MadeCabinetEditionFactory(job=job)


CABINET_VIOLATIONS: dict[str, Callable[[], object]] = {
    "template_name_once_in_a_cabinet": _template_twice,
    "template_has_a_name": lambda: factories.ReportTemplateFactory(name=""),
    "template_version_number_once": _version_twice,
    "template_version_number_from_1": lambda: factories.ReportTemplateVersionFactory(number=0),
    "heading_has_words": lambda: factories.TemplateHeadingFactory(heading=""),
    "heading_level_from_1_to_3": lambda: factories.TemplateHeadingFactory(level=4),
    "heading_one_for_each_place_in_a_version": lambda: _heading_twice(position=1),
    "heading_one_holds_the_decisions": lambda: _heading_twice(holds=HeadingHolds.DECISIONS),
    "heading_one_lists_the_appendices": lambda: _heading_twice(holds=HeadingHolds.APPENDICES),
    "heading_cleared_only_as_compliance": lambda: factories.TemplateHeadingFactory(cleared_by=PostFactory()),
    "heading_compliance_and_if_required_hold_text": lambda: factories.TemplateHeadingFactory(
        holds=HeadingHolds.HEADINGS, if_required=True
    ),
    "cabinet_report_has_a_title": lambda: _report(title=""),
    "cabinet_report_handed_in_with_key_and_call_in": lambda: _report(
        state=CabinetReportState.SUBMITTED, is_key_decision=None
    ),
    "cabinet_report_notice_only_of_a_key_decision": lambda: _report(is_key_decision=False, key_notice_on=DAY),
    "cabinet_report_no_reason_where_open_to_call_in": lambda: _report(
        is_open_to_call_in=True, no_call_in_reason="Urgent."
    ),
    "cabinet_report_published_with_who_and_when": lambda: _report(
        state=CabinetReportState.PUBLISHED, published_by=None
    ),
    "cabinet_report_accepted_with_who_and_when": lambda: _report(state=CabinetReportState.ACCEPTED, accepted_by=None),
    "cabinet_report_decided_with_who_and_when": lambda: _report(state=CabinetReportState.DECIDED, decided_on=None),
    "cabinet_report_withdrawn_with_reason": lambda: _report(state=CabinetReportState.WITHDRAWN, withdrawn_reason=""),
    "cabinet_revision_number_once_in_a_report": lambda: _revision(number=1),
    "cabinet_revision_one_current_in_a_report": lambda: _revision(is_current=True),
    "cabinet_revision_submitted_with_who_and_signature": lambda: _revision(
        submitted_at=timezone.now(), frozen={"title": "Refuse vehicles"}
    ),
    "cabinet_revision_returned_with_who_and_reason": lambda: _revision(
        returned_at=timezone.now(), returned_by=UserFactory()
    ),
    "cabinet_revision_frozen_once_handed_in": lambda: _revision(frozen={"title": "Refuse vehicles"}),
    "party_a_post_a_chair_or_an_author": lambda: _party(post=PostFactory()),
    "party_post_once_in_a_role": _member_twice,
    "party_one_the_report_is_of": lambda: _party(role=PartyRole.REPORT_OF, post=PostFactory(), name=""),
    "section_one_for_a_heading_in_a_revision": _section_twice,
    "section_written_or_not_required": lambda: _section(text="Words.", not_required_reason="Nothing is bought."),
    "section_says_why_withheld": lambda: _section(exemption=Exemption.EXEMPT),
    "clearance_by_a_post_or_why_not": lambda: factories.SectionClearanceFactory(section=_section(), post=None),
    "clearance_once_of_what_was_saved": _cleared_twice,
    "cabinet_file_with_its_hash": lambda: factories.CabinetFileFactory(sha256=""),
    "appendix_has_a_title": lambda: _appendix(title=""),
    "appendix_a_file_or_an_issued_document": lambda: _appendix(file=None),
    "appendix_file_once_in_a_revision": _appendix_twice,
    "appendix_document_once_in_a_revision": lambda: _appendix_twice(
        file=None, issued_document=factories.IssuedDocumentFactory()
    ),
    "appendix_says_why_withheld": lambda: _appendix(exemption=Exemption.CONFIDENTIAL),
    "recommended_decision_has_words": lambda: _recommended(text=""),
    "executive_decision_has_reasons": lambda: _decision(reasons=""),
    "executive_decision_changed_has_its_wording": lambda: _decision(outcome=DecisionOutcome.AMENDED),
    "executive_decision_supersedes_with_a_reason": _superseding_without_a_reason,
    "executive_decision_first_once_on_each": _decided_twice_on_one,
    "executive_decision_first_once_on_the_whole": _decided_twice_on_the_whole,
    "cabinet_edition_once_in_a_report": _edition_twice,
    "cabinet_job_one_unfinished_for_a_report": lambda: _job(report=_job().report),
    "cabinet_job_failed_says_why": lambda: _job(state=JobState.FAILED, failure=""),
    "cabinet_job_ready_with_when_and_of_what": lambda: _job(state=JobState.READY, contents_digest=""),
    "made_cabinet_edition_once_in_a_job": _made_twice,
}
