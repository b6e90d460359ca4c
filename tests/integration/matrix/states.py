"""Every state that what an address speaks of can be in, here and elsewhere, and who may know of it at all.

Whoever is not named is told that there is no such page, whatever the address does. What those who are named are shown
is for the rows to say. The states come from the design's "Who may do what", not from the code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests import factories
from tests.integration.matrix import responses
from tests.integration.matrix import roles as r
from tests.integration.matrix.row import Row
from tests.integration.matrix.world import EXEMPT, World
from tracking.enums import Exemption, InquiryState, MeetingState, ReportState
from tracking.models import Evidence, EvidenceUse, Inquiry, Meeting, ProgressReport, Responsibility

CONFIDENTIAL = {"exemption": Exemption.CONFIDENTIAL, "confidential_ground": "A minister gave it in confidence."}
ENTERED_TWICE = "Entered twice."

# What an address speaks of, by how it begins once its first folder (`manage/`, `feeds/`, `api/`) is left out.
_KINDS = (
    ("report to Cabinet", re.compile(r"cabinet-reports/<int:pk>")),
    ("report template", re.compile(r"cabinet-reports/templates/<int:template_pk>")),
    ("report", re.compile(r"reports/<int:pk>")),
    ("evidence", re.compile(r"evidence/<int:pk>")),
    ("recommendation", re.compile(r"(inquiries|recommendations)/<slug:slug>/(recommendations/)?<\w+:reference>")),
    ("inquiry", re.compile(r"(inquiries|reports/new)/<slug:slug>")),
    ("document", re.compile(r"committees/<slug:slug>/meetings/<str:date_slug>/(pack/)?documents/<int:pk>")),
    ("issued document", re.compile(r"issued-documents/<int:pk>")),
    ("month", re.compile(r"plans/<slug:slug>/rounds/<\w+:month>")),
    ("plan", re.compile(r"plans/<slug:slug>")),
    ("meeting", re.compile(r"(committees|meetings)/<slug:slug>/(meetings/)?<\w+:date_slug>")),
)
# Not the page on which officers manage the dates of an inquiry's response.
_OF_A_RESPONSE = re.compile(r"inquiries/<slug:slug>/response/")
_FIRST_FOLDERS = re.compile(r"^(manage|feeds|api)/")
# Addresses with a name in them that is of none of these, in full: people, and what is public by nature or its owner's
# alone. What is put below one of them is asked about until somebody has said what it speaks of.
OF_NOTHING_WITHHELD = frozenset(
    (
        "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "accounts/invitation/<str:key>/",
        "accounts/passkeys/<int:pk>/remove/",
        "accounts/sessions/<int:pk>/end/",
        "api/^(?P<rest>.*)/$",
        "api/committees/<slug:slug>/",
        "api/posts/<slug:slug>/",
        "committees/<slug:slug>/",
        "feeds/committees/<slug:slug>.atom",
        "feeds/committees/<slug:slug>.ics",
        "figures/<int:year>/",
        "figures/<int:year>/annual-report.pdf",
        "follow/<slug:key>/",
        "follow/<slug:key>/end/",
        "manage/closed-days/<int:pk>/remove/",
        "manage/committees/<slug:slug>/",
        "manage/committees/<slug:slug>/abolish/",
        "manage/committees/<slug:slug>/meetings/new/",
        "manage/people/<int:pk>/",
        "manage/people/<int:pk>/appointments/<int:appointment_pk>/end/",
        "manage/people/<int:pk>/appointments/new/",
        "manage/people/<int:pk>/data.json",
        "manage/people/<int:pk>/edit/",
        "manage/people/<int:pk>/memberships/<int:membership_pk>/end/",
        "manage/people/<int:pk>/memberships/new/",
        "manage/people/<int:pk>/remove-data/",
        "manage/people/<int:pk>/sign-in/<slug:act>/",
        "manage/people/<int:pk>/user/",
        "manage/posts/<slug:slug>/",
        "manage/posts/<slug:slug>/end/",
        "manage/schemes/<slug:slug>/",
        "manage/schemes/<slug:slug>/categories/<int:number>/",
        "posts/<slug:slug>/",
    )
)


@dataclass(frozen=True)
class State:
    """A thing in a state: who may know of it, and the arguments that lead to it."""

    name: str
    known_to: frozenset[str]
    arguments: dict[str, object]


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """The name of every address that is not the audit site's, and how it is made."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name or route, route
        elif pattern.namespace != "admin":
            yield from routes(pattern, route)


def kind_of(route: str) -> str:
    """What an address speaks of; "" where that is nothing that may be withheld, "?" where nobody has said."""
    if _OF_A_RESPONSE.match(route):
        return "response"
    rest = _FIRST_FOLDERS.sub("", route)
    for kind, beginning in _KINDS:
        if beginning.match(rest):
            return kind
    return "?" if "<" in rest and route not in OF_NOTHING_WITHHELD else ""


def states(world: World) -> dict[str, list[State]]:
    """Every state of every kind of thing; makes what the world has not got yet."""
    withdrawn = _withdrawn_inquiry(world)
    reports = _reports(world, withdrawn)
    return {
        "inquiry": _inquiries(world, withdrawn),
        "recommendation": _recommendations(world, withdrawn),
        "report": [State(name, known_to, _of_report(report)) for name, (report, known_to) in reports.items()],
        "evidence": _evidence(world, {name: report for name, (report, _) in reports.items()}),
        "meeting": _meetings(world),
        "document": _documents(world),
        "issued document": _issued_documents(),
        "plan": _plans(world),
        "response": _responses(world),
        "report to Cabinet": _cabinet_reports(world),
        "report template": [State("of the Cabinet", r.CLERK_ELSEWHERE, world.cabinet_reports["draft"].arguments)],
        "month": _months(world),
    }


def _cabinet_reports(world: World) -> list[State]:
    """Written by the council's post, cleared by the one elsewhere, handed in to the clerk elsewhere."""
    writing = r.SIGNATORIES | r.WRITERS_ELSEWHERE
    handed_in = writing | r.CLERK_ELSEWHERE
    known = {
        "draft": writing,
        "submitted": handed_in,
        "returned": handed_in,
        "accepted": handed_in,
        "published": r.EVERYONE,
        "decided": r.EVERYONE,
        "withdrawn": writing,
        "withdrawn_handed_in": handed_in,
    }
    return [State(name, known_to, world.cabinet_reports[name].arguments) for name, known_to in known.items()]


def _withdrawn_inquiry(world: World) -> Inquiry:
    inquiry = factories.InquiryFactory(
        title="Withdrawn inquiry",
        slug="withdrawn-inquiry",
        state=InquiryState.WITHDRAWN,
        withdrawn_reason=ENTERED_TWICE,
        tracking_committee=world.council.committee,
    )
    recommendation = factories.RecommendationFactory(inquiry=inquiry, number=1)
    factories.ResponsibilityFactory(recommendation=recommendation, post=world.council.post)
    return inquiry


def _inquiries(world: World, withdrawn: Inquiry) -> list[State]:
    known = {
        "own": (world.council.inquiry, r.EVERYONE),
        "of another committee": (world.inquiry_elsewhere, r.EVERYONE),
        "draft": (world.draft_inquiry, r.OFFICERS),
        "draft of another committee": (world.draft_inquiry_elsewhere, r.OFFICERS_ELSEWHERE),
        "withdrawn": (withdrawn, r.OFFICERS),
    }
    return [State(name, known_to, {"slug": inquiry.slug}) for name, (inquiry, known_to) in known.items()]


def _recommendations(world: World, withdrawn: Inquiry) -> list[State]:
    factories.RecommendationFactory(inquiry=world.council.inquiry, number=9, withdrawn_reason=ENTERED_TWICE)
    of_inquiries = [
        State(
            state.name,
            state.known_to,
            state.arguments | {"reference": "R01", "responsibility_pk": _responsibility(state)},
        )
        for state in _inquiries(world, withdrawn)
    ]
    mistaken = {"slug": world.council.inquiry.slug, "reference": "R09", "responsibility_pk": 1}
    return [*of_inquiries, State("entered by mistake", r.NOBODY, mistaken)]


def _responsibility(inquiry: State) -> int:
    return Responsibility.objects.get(
        recommendation__inquiry__slug=inquiry.arguments["slug"], recommendation__number=1
    ).pk


def _reports(world: World, withdrawn: Inquiry) -> dict[str, tuple[ProgressReport, frozenset[str]]]:
    """Each with who may know of it."""
    council = world.council
    days = iter(range(100, 200))

    def report(**fields: object) -> ProgressReport:
        meeting = factories.MeetingFactory(
            committee=council.committee, held_on=timezone.localdate() + timedelta(days=next(days))
        )
        return council.cover(council.open_report(meeting=meeting, **fields))

    by_another_post = report(lead_post=council.responsible_post)
    mistaken = report(state=ReportState.WITHDRAWN, withdrawn_reason=ENTERED_TWICE)
    handed_in = report(state=ReportState.WITHDRAWN, withdrawn_reason=ENTERED_TWICE)
    author = council.user("contributor")
    handed_in.revisions.update(
        submitted_at=timezone.now(), submitted_by=author, signed_by=author.person, signed_name="Councillor Example"
    )
    of_withdrawn = report(inquiry=withdrawn, **_published_by("clerk", world))
    writers = r.WRITERS
    return {
        "draft": (world.draft, writers),
        "draft of another post": (by_another_post, writers),
        "draft of another committee": (world.draft_elsewhere, r.WRITERS_ELSEWHERE),
        "submitted": (world.submitted, writers | r.OFFICERS),
        "accepted": (world.accepted, writers | r.OFFICERS),
        "published": (world.published, r.EVERYONE),
        "considered": (world.considered, r.EVERYONE),
        "withdrawn": (mistaken, writers),
        "withdrawn once handed in": (handed_in, writers | r.OFFICERS),
        "of a withdrawn inquiry": (of_withdrawn, writers | r.OFFICERS),
    }


def _published_by(viewer: str, world: World) -> dict[str, object]:
    return {
        "state": ReportState.PUBLISHED,
        "published_by": world.council.user(viewer),
        "published_at": timezone.now(),
    }


def _of_report(report: ProgressReport) -> dict[str, object]:
    update = factories.current_revision(report).updates.order_by("recommendation__number").first()
    use = update.evidence_uses.first() if update else None
    passage = update.exempt_passages.first() if update else None
    news = report.supplements.first()
    return {
        "pk": report.pk,
        "reference": "R01",
        "use_pk": use.pk if use else 1,
        "passage_pk": passage.pk if passage else 1,
        "supplement_pk": news.pk if news else 1,
    }


def _evidence(world: World, reports: dict[str, ProgressReport]) -> list[State]:
    readers = r.SIGNATORIES | r.OFFICERS | r.MEMBER
    elsewhere = r.WRITERS_ELSEWHERE | r.OFFICERS_ELSEWHERE | {"member elsewhere"}
    published_elsewhere = factories.ProgressReportFactory(
        inquiry=world.inquiry_elsewhere,
        meeting=factories.MeetingFactory(committee=world.council.other_committee),
        lead_post=world.council.other_post,
        **_published_by("clerk elsewhere", world),
    )
    factories.ProgressUpdateFactory(
        revision=factories.current_revision(published_elsewhere),
        recommendation=world.inquiry_elsewhere.recommendations.get(),
    )
    held = {
        "exempt in a draft": (_piece(reports["draft"], **EXEMPT), r.SIGNATORIES),
        "confidential": (_piece(reports["published"], **CONFIDENTIAL), readers),
        "confidential in what is handed in": (_piece(reports["submitted"], **CONFIDENTIAL), r.SIGNATORIES | r.OFFICERS),
        "exempt, of another committee": (_piece(published_elsewhere, **EXEMPT), elsewhere),
        "public, withdrawn": (_piece(reports["withdrawn"]), r.SIGNATORIES),
        "exempt, withdrawn": (_piece(reports["withdrawn once handed in"], **EXEMPT), r.SIGNATORIES | r.OFFICERS),
        "exempt, of a withdrawn inquiry": (
            _piece(reports["of a withdrawn inquiry"], **EXEMPT),
            r.SIGNATORIES | r.OFFICERS,
        ),
        "public, of another committee": (_piece(published_elsewhere), r.EVERYONE),
        "public": (world.public_evidence, r.EVERYONE),
        "exempt": (world.exempt_evidence, readers),
        "public in a draft": (world.evidence_in_draft, r.SIGNATORIES),
        **_evidence_on_a_plan(world),
    }
    return [State(name, known_to, {"pk": piece.pk}) for name, (piece, known_to) in held.items()]


def _evidence_on_a_plan(world: World) -> dict[str, tuple[Evidence, frozenset[str]]]:
    """Evidence of the updates of a plan: what is withheld is in each already."""
    leads = r.WRITERS_ELSEWHERE
    working = r.SIGNATORIES | leads
    known_to = {"open": (leads, leads), "submitted": (working, working), "issued": (r.EVERYONE, working)}
    held: dict[str, tuple[Evidence, frozenset[str]]] = {}
    for name, (public, withheld) in known_to.items():
        use = EvidenceUse.objects.get(pk=world.months[name]["use_pk"])
        piece = factories.EvidenceFactory(file=ContentFile(b"Figures", name="evidence.txt"))
        EvidenceUse.objects.create(evidence=piece, plan_revision=use.plan_revision)
        held[f"public, on a plan, {name}"] = (piece, public)
        held[f"exempt, on a plan, {name}"] = (use.evidence, withheld)
    return held


def _piece(report: ProgressReport, **fields: object) -> Evidence:
    """Evidence of the report's first recommendation, uploaded by somebody who is asked nowhere."""
    piece = factories.EvidenceFactory(file=ContentFile(b"Figures", name="evidence.txt"), **fields)
    update = factories.current_revision(report).updates.order_by("recommendation__number").first()
    EvidenceUse.objects.create(evidence=piece, update=update)
    return piece


def _meetings(world: World) -> list[State]:
    """Meetings are public; what is done about one is its committee's officers' business."""
    cancelled = factories.MeetingFactory(
        committee=world.council.committee,
        held_on=timezone.localdate() + timedelta(days=300),
        state=MeetingState.CANCELLED,
        cancelled_reason="No business.",
    )
    here = {
        "planned": world.planned,
        "papers issued": world.papers_issued,
        "held": world.held,
        "cancelled": cancelled,
    }
    own = [State(name, r.OFFICERS, _of_meeting(world, meeting)) for name, meeting in here.items()]
    elsewhere = _of_meeting(world, world.planned_elsewhere)
    return [*own, State("of another committee", r.OFFICERS_ELSEWHERE, elsewhere)]


def _of_meeting(world: World, meeting: Meeting) -> dict[str, object]:
    return {
        "slug": meeting.committee.slug,
        "date_slug": meeting.date_slug,
        "inquiry_slug": world.council.inquiry.slug,
        "reference": "R01",
        "number": 1,
        "key": "none",
        "pk": 1,
    }


def _documents(world: World) -> list[State]:
    def document(meeting: Meeting, **fields: object) -> dict[str, object]:
        row = factories.AgendaDocumentFactory(
            meeting=meeting, file=ContentFile(b"Words", name="document.pdf"), title="A document", **fields
        )
        return _of_meeting(world, meeting) | {"pk": row.pk}

    sat = r.MEMBER | r.OFFICERS
    issued = {"issued": True}
    return [
        State("not issued", r.OFFICERS, document(world.planned)),
        State("issued", r.EVERYONE, document(world.papers_issued, **issued)),
        State("exempt", sat, document(world.papers_issued, **issued, **EXEMPT)),
        State("confidential", sat, document(world.papers_issued, **issued, **CONFIDENTIAL)),
        State("withdrawn", r.OFFICERS, document(world.papers_issued, removed_reason="A mistake.")),
        State("of another committee", r.OFFICERS_ELSEWHERE, document(world.planned_elsewhere)),
    ]


def _issued_documents() -> list[State]:
    """What is not public is read at what it is issued for, and by nobody here."""
    rows = {public: factories.IssuedDocumentFactory(is_public=public) for public in (True, False)}
    return [
        State("public", r.EVERYONE, {"pk": rows[True].pk}),
        State("not public", r.NOBODY, {"pk": rows[False].pk}),
    ]


def _plans(world: World) -> list[State]:
    known = {"published": r.EVERYONE, "ended": r.EVERYONE, "elsewhere": r.EVERYONE, "draft": r.SIGNATORIES}
    return [State(name, known_to, world.plans[name].arguments) for name, known_to in known.items()]


def _responses(world: World) -> list[State]:
    return [
        State(state, readers, {"slug": world.responses[state].inquiry.slug, "reference": "R01"})
        for state, readers in responses.READ.items()
    ]


def _months(world: World) -> list[State]:
    """An open month is for those who keep the plan and those who write its updates."""
    working = r.SIGNATORIES | r.WRITERS_ELSEWHERE
    known = {"issued": r.EVERYONE, "open": working, "submitted": working}
    return [State(name, known_to, world.months[name]) for name, known_to in known.items()]


def is_open(name: str, rows: list[Row]) -> bool:
    """Whether visitors may look at an address, by its rows."""
    return all(row.is_open for row in rows if row.name == name)
