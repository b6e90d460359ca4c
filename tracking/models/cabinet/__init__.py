"""What goes to Cabinet and comes from it. The queries of inquiries and plans know nothing of it."""

from tracking.models.cabinet.appendices import CabinetAppendix, CabinetFile
from tracking.models.cabinet.decisions import ExecutiveDecision, RecommendedDecision
from tracking.models.cabinet.editions import CabinetReportEdition, CabinetReportJob, MadeCabinetEdition
from tracking.models.cabinet.reports import CabinetParty, CabinetReport, CabinetReportRevision
from tracking.models.cabinet.responses import ExecutiveResponse, ResponseItem, responding_posts
from tracking.models.cabinet.sections import CabinetSection, SectionClearance
from tracking.models.cabinet.templates import ReportTemplate, ReportTemplateVersion, TemplateHeading

__all__ = [
    "CabinetAppendix",
    "CabinetFile",
    "CabinetParty",
    "CabinetReport",
    "CabinetReportEdition",
    "CabinetReportJob",
    "CabinetReportRevision",
    "CabinetSection",
    "ExecutiveDecision",
    "ExecutiveResponse",
    "MadeCabinetEdition",
    "RecommendedDecision",
    "ReportTemplate",
    "ReportTemplateVersion",
    "ResponseItem",
    "SectionClearance",
    "TemplateHeading",
    "responding_posts",
]
