"""What the room's screen shows, what of it must wait until the public are out, and whether it is still the same."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from tracking import dates
from tracking.enums import CommitteeKind, CommitteeRole, Exemption, ExemptParagraph, PostKind
from tracking.models import (
    Appointment,
    Category,
    CommitteeMembership,
    EvidenceUse,
    ExemptPassage,
    Meeting,
    PrivateSession,
    Recommendation,
    ReportRevision,
    RoomScreen,
    User,
    Viewer,
)
from tracking.queries.recording import RecordPage
from tracking.queries.views_at_meeting import LeafAtMeeting, ReportAtMeeting, reports_at_meeting


@dataclass(frozen=True)
class Grounds:
    """Why papers are withheld: under which paragraphs of Schedule 12A, and whether any of them must be."""

    paragraphs: tuple[ExemptParagraph, ...] = ()
    is_confidential: bool = False

    def __bool__(self) -> bool:
        return self.is_confidential or bool(self.paragraphs)

    def are_covered_by(self, session: PrivateSession | None) -> bool:
        """Whether all of it may be taken in a private session."""
        if session is None:
            return not self
        covered = all(session.covers(paragraph) for paragraph in self.paragraphs)
        return covered and (session.covers(None) or not self.is_confidential)


@dataclass(frozen=True)
class WithheldItem:
    """A recommendation with withheld papers while the public are in the room: nothing of it but what it is called."""

    label: str
    grounds: Grounds


@dataclass(frozen=True)
class ShownItem:
    """A recommendation that the room may see, with the leaves that are judged here.

    `choices` are what the officer has chosen for those that wait, by the names of the record form's fields;
    `categories` those of the scheme, by number. `grounds` are not empty where it is shown only because the meeting is
    in private.
    """

    recommendation: Recommendation
    revision: ReportRevision
    leaves: tuple[LeafAtMeeting, ...]
    choices: Mapping[str, str]
    categories: Mapping[str, Category]
    grounds: Grounds


@dataclass(frozen=True)
class Picture:
    """What the room's screen shows. Without `item` it is the list; when nobody leads it, nothing is shown yet."""

    meeting: Meeting
    version: int
    is_led: bool
    private: PrivateSession | None
    item: ShownItem | WithheldItem | None
    recorded: int
    total: int


@dataclass(frozen=True)
class Lead:
    """Where an officer's page stands to the room's screen: who leads it, and what of this page the room may see."""

    meeting: Meeting
    leader: User | None
    private: PrivateSession | None
    recommendation: Recommendation | None
    grounds: Grounds

    @property
    def is_withheld(self) -> bool:
        return not self.grounds.are_covered_by(self.private)


def open_private_session(meeting: Meeting) -> PrivateSession | None:
    """The session for which press and public are out of the room now, if they are."""
    sessions = PrivateSession.objects.open().filter(meeting=meeting)
    return sessions.select_related("recorded_by__person").first()


def room_picture(meeting: Meeting, viewer: Viewer) -> Picture:
    """Read what the screen of a meeting shows now, in a fixed number of queries.

    The version is read first: what changes meanwhile has raised it, and is asked for again. Of a recommendation with
    withheld papers nothing but its reference is in the answer until a private session covers every ground.
    """
    screen = RoomScreen.objects.filter(meeting=meeting).select_related("recommendation__parent").first()
    private = open_private_session(meeting)
    version = screen.version if screen else 0
    if screen is None or screen.led_by_id is None:
        return Picture(meeting, version, is_led=False, private=private, item=None, recorded=0, total=0)
    reports = reports_at_meeting(meeting, viewer)
    return Picture(
        meeting=meeting,
        version=version,
        is_led=True,
        private=private,
        item=_item(screen, reports, private),
        recorded=sum(len(row.leaves) - len(row.waiting) for row in reports),
        total=sum(len(row.leaves) for row in reports),
    )


def _item(
    screen: RoomScreen, reports: Iterable[ReportAtMeeting], private: PrivateSession | None
) -> ShownItem | WithheldItem | None:
    recommendation = screen.recommendation
    found = [(row, leaf) for row in reports for leaf in _leaves_of(row, recommendation)]
    if recommendation is None or not found:
        return None
    leaves = tuple(leaf for _, leaf in found)
    grounds = _grounds(leaves)
    if not grounds.are_covered_by(private):
        return WithheldItem(recommendation.label, grounds)
    revision = found[0][0].revision
    scheme = revision.report.inquiry.scheme_id
    categories = Category.objects.filter(scheme=scheme) if screen.choices else Category.objects.none()
    return ShownItem(
        recommendation=recommendation,
        revision=revision,
        leaves=leaves,
        choices=screen.choices,
        categories={str(row.number): row for row in categories},
        grounds=grounds,
    )


def _leaves_of(report: ReportAtMeeting, recommendation: Recommendation | None) -> list[LeafAtMeeting]:
    """The leaves of a report that a recommendation stands for: itself, or its parts."""
    if recommendation is None:
        return []
    return [row for row in report.leaves if recommendation.pk in (row.leaf.pk, row.leaf.parent_id)]


def leaves_at_meeting(meeting: Meeting, recommendation: Recommendation, viewer: Viewer) -> tuple[LeafAtMeeting, ...]:
    """Return the leaves that a recommendation stands for in the public reports at a meeting; empty for none."""
    reports = reports_at_meeting(meeting, viewer)
    return tuple(leaf for row in reports for leaf in _leaves_of(row, recommendation))


def _grounds(leaves: Sequence[LeafAtMeeting]) -> Grounds:
    """Why evidence or a passage for any of these leaves, or for their recommendation as a whole, is withheld."""
    about_them = Q(leaf__isnull=True) | Q(leaf__in=[row.leaf for row in leaves])
    updates = [row.claim.update_id for row in leaves]
    uses = EvidenceUse.objects.filter(about_them, update__in=updates, evidence__exemption__in=Exemption.withheld())
    passages = ExemptPassage.objects.filter(about_them, update__in=updates)
    withheld = set(
        uses.order_by()
        .values_list("evidence__exemption", "evidence__exempt_paragraph")
        .union(passages.order_by().values_list("exemption", "exempt_paragraph"))
    )
    exempt = {paragraph for exemption, paragraph in withheld if exemption == Exemption.EXEMPT and paragraph}
    return Grounds(
        paragraphs=tuple(ExemptParagraph(paragraph) for paragraph in sorted(exempt)),
        is_confidential=any(exemption == Exemption.CONFIDENTIAL for exemption, _ in withheld),
    )


def recommendation_at(viewer: Viewer, inquiry_slug: str, reference: str) -> Recommendation | None:
    """The recommendation or part at an address, where the viewer may see one."""
    found = Recommendation.objects.visible_to(viewer).filter(inquiry__slug=inquiry_slug).at_reference(reference)
    return found.select_related("parent", "inquiry").first()


def room_lead(meeting: Meeting, page: RecordPage | None) -> Lead:
    """Read what an officer's page says about the room's screen: that of a leaf, or without one the list."""
    screen = RoomScreen.objects.filter(meeting=meeting).select_related("led_by__person").first()
    reports = dict.fromkeys(row for row, _ in page.in_order) if page else {}
    leaves = [leaf for row in reports for leaf in _leaves_of(row, page.recommendation if page else None)]
    return Lead(
        meeting=meeting,
        leader=screen.led_by if screen else None,
        private=open_private_session(meeting),
        recommendation=page.recommendation if page else None,
        grounds=_grounds(leaves) if leaves else Grounds(),
    )


# --- Whether a window still shows what it should ---

_TAG = re.compile(r'(?:W/)?"(?P<meeting>\d{1,18})-(?P<version>\d{1,9})-(?P<user>\d{1,18})-(?P<proof>[0-9a-f]{64})"')


def picture_tag(picture: Picture, *, path: str, session_key: str, user: User) -> str:
    """Return the ETag of a picture that was given to a session of a user at an address.

    It cannot be guessed and is good for this sign-in alone: whoever sends it back was allowed to see this picture then.
    """
    meeting, version = picture.meeting.pk, picture.version
    return f'"{meeting}-{version}-{user.pk}-{_proof(meeting, version, user, path, session_key)}"'


def _proof(meeting: int, version: int, user: User, path: str, session_key: str) -> str:
    told = f"{meeting}-{version}-{path}-{session_key}-{user.get_session_auth_hash()}"
    return salted_hmac("tracking.queries.rooms", told, algorithm="sha256").hexdigest()


def is_unchanged(tag: str, *, path: str, session_key: str) -> bool:
    """Return whether the window that sends this tag shows what it should, in one query; none for any other tag.

    That is: the picture is still that version, the session still there, its user still may sign in with the same
    password, and still records views at that meeting. "No" means only that somebody has to look properly.
    """
    match = _TAG.fullmatch(tag)
    if match is None or not session_key:
        return False
    meeting, version = int(match["meeting"]), int(match["version"])
    user = _still_watching(int(match["user"]), meeting, version, session_key, timezone.now()).first()
    return user is not None and constant_time_compare(match["proof"], _proof(meeting, version, user, path, session_key))


def _still_watching(user: int, meeting: int, version: int, session_key: str, now: datetime) -> QuerySet[User]:
    """The user, where everything holds that lets them watch that version: `rules.can_record_views`, in the database."""
    today = dates.today()
    their_own = {"person": OuterRef("person")}
    runs_it = CommitteeMembership.objects.in_force(today).filter(
        committee__meetings=meeting, role__in=CommitteeRole.officers(), **their_own
    )
    in_cabinet = Appointment.objects.in_force(today).filter(post__kind=PostKind.PORTFOLIO, **their_own)
    same_version = Meeting.objects.annotate(shown=Coalesce(F("room_screen__version"), 0)).filter(
        pk=meeting, committee__kind=CommitteeKind.SCRUTINY, shown=version
    )
    session = Session.objects.filter(session_key=session_key, expire_date__gt=now)
    return User.objects.filter(
        Exists(runs_it), ~Exists(in_cabinet), Exists(same_version), Exists(session), pk=user, is_active=True
    )
