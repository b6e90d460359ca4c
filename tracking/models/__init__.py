"""The domain's rows, one concept per file."""

from tracking.models.agenda import AgendaDocument, AgendaItem
from tracking.models.assessments import Assessment
from tracking.models.audit import AuditCheck, AuditHead, AuditLink
from tracking.models.committees import ClosedDay, Committee, CommitteeMembership, Meeting
from tracking.models.documents import IssuedDocument
from tracking.models.drafts import Draft, WrittenPage
from tracking.models.events import Event
from tracking.models.evidence import Evidence, EvidenceUse
from tracking.models.exempt_passages import ExemptPassage
from tracking.models.inquiries import Inquiry, TrackingCommittee
from tracking.models.jobs import Job, MadeByJob
from tracking.models.mails import OutboxMail
from tracking.models.packs import CommitteePack, MadeEdition, PackJob
from tracking.models.people import Person, User, Viewer, roles_of
from tracking.models.posts import Appointment, Post
from tracking.models.recommendations import Recommendation, Responsibility
from tracking.models.register import RegisterEntry, SearchEntry, audience_of
from tracking.models.reports import ContactOfficer, ProgressReport, ProgressUpdate, ReportPost, ReportRevision
from tracking.models.roles import Roles
from tracking.models.rooms import Declaration, PrivateSession, RoomScreen
from tracking.models.rounds import UpdateRound
from tracking.models.schemes import AssessmentScheme, Category, StandingQuestion
from tracking.models.self_assessments import ClaimCheckOverride, SelfAssessment
from tracking.models.subscriptions import Subscription
from tracking.models.supplements import ReportSupplement

from tracking.models import cabinet, plans  # isort: skip - built on all of these

__all__ = [
    "AgendaDocument",
    "AgendaItem",
    "Appointment",
    "Assessment",
    "AssessmentScheme",
    "AuditCheck",
    "AuditHead",
    "AuditLink",
    "Category",
    "ClaimCheckOverride",
    "ClosedDay",
    "Committee",
    "CommitteeMembership",
    "CommitteePack",
    "ContactOfficer",
    "Declaration",
    "Draft",
    "Event",
    "Evidence",
    "EvidenceUse",
    "ExemptPassage",
    "Inquiry",
    "IssuedDocument",
    "Job",
    "MadeByJob",
    "MadeEdition",
    "Meeting",
    "OutboxMail",
    "PackJob",
    "Person",
    "Post",
    "PrivateSession",
    "ProgressReport",
    "ProgressUpdate",
    "Recommendation",
    "RegisterEntry",
    "ReportPost",
    "ReportRevision",
    "ReportSupplement",
    "Responsibility",
    "Roles",
    "RoomScreen",
    "SearchEntry",
    "SelfAssessment",
    "StandingQuestion",
    "Subscription",
    "TrackingCommittee",
    "UpdateRound",
    "User",
    "Viewer",
    "WrittenPage",
    "audience_of",
    "cabinet",
    "plans",
    "roles_of",
]
