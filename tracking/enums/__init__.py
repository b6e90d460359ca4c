"""The named sets of the domain: every choice a row may hold, and the groups of choices that rules speak of."""

from tracking.enums.cabinet import CabinetReportState, DecisionOutcome, HeadingHolds, PartyRole
from tracking.enums.council import (
    Capacity,
    CommitteeKind,
    CommitteeRole,
    PostKind,
)
from tracking.enums.judgements import (
    AsksFor,
    ConclusionReason,
    Decision,
    Outcome,
    Timing,
    Tone,
    ViewAnswer,
)
from tracking.enums.keeping import (
    DraftPage,
    MailKind,
    MailState,
    ScanState,
    SignInChange,
)
from tracking.enums.looking import (
    Audience,
    Ending,
    NewsKind,
    TrackingState,
)
from tracking.enums.openness import Edition, Exemption, ExemptParagraph
from tracking.enums.plans import ItemKind, PlanRoundState, PlanState, PlanUpdateState, SchemeUse
from tracking.enums.responses import ResponseAnswer, ResponseState
from tracking.enums.states import (
    InquiryState,
    JobState,
    MeetingState,
    ReportState,
    SupplementState,
)

__all__ = [
    "AsksFor",
    "Audience",
    "CabinetReportState",
    "Capacity",
    "CommitteeKind",
    "CommitteeRole",
    "ConclusionReason",
    "Decision",
    "DecisionOutcome",
    "DraftPage",
    "Edition",
    "Ending",
    "ExemptParagraph",
    "Exemption",
    "HeadingHolds",
    "InquiryState",
    "ItemKind",
    "JobState",
    "MailKind",
    "MailState",
    "MeetingState",
    "NewsKind",
    "Outcome",
    "PartyRole",
    "PlanRoundState",
    "PlanState",
    "PlanUpdateState",
    "PostKind",
    "ReportState",
    "ResponseAnswer",
    "ResponseState",
    "ScanState",
    "SchemeUse",
    "SignInChange",
    "SupplementState",
    "Timing",
    "Tone",
    "TrackingState",
    "ViewAnswer",
]
