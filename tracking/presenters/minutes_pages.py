"""The pages around the minutes of a meeting: what goes with the draft, and the interests declared."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracking.enums import MeetingState
from tracking.models import Declaration, Meeting
from tracking.presenters.links import Link, meeting_href
from tracking.presenters.resolutions import sentence
from tracking.presenters.wording import counted


@dataclass(frozen=True)
class MinutesFace:
    """What the page says around the document: what is not in it, the files, and where to go from there."""

    hint: str
    downloads: tuple[Link, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class DeclarationLine:
    """A declaration in the list; `remove_href` while it can be taken away."""

    words: str
    remove_href: str


@dataclass(frozen=True)
class DeclarationsFace:
    """Everything the page of declarations says above its form, and whether it has one."""

    state: str
    lines: tuple[DeclarationLine, ...]
    is_open: bool


def minutes_face(meeting: Meeting) -> MinutesFace:
    """Say what goes with the draft of a meeting's minutes."""
    published = (
        "" if meeting.views_published_at else "The views are not published yet, so this draft is not for the public. "
    )
    return MinutesFace(
        hint=f"{published}Add who was present and who sent apologies: that is not recorded here.",
        downloads=(
            Link("Word document (.docx)", meeting_href("meeting_minutes_docx", meeting)),
            Link("Plain text (.txt)", meeting_href("meeting_minutes_text", meeting)),
        ),
        links=(
            Link("Declarations of interest", meeting_href("meeting_declarations", meeting)),
            Link("Actions for each post", meeting_href("meeting_actions", meeting)),
        ),
    )


def declarations_face(meeting: Meeting, declarations: Iterable[Declaration]) -> DeclarationsFace:
    """List what was declared, with a way to take each away until the minutes are approved."""
    is_open = meeting.state not in {MeetingState.MINUTES_APPROVED, MeetingState.CANCELLED}
    lines = tuple(
        DeclarationLine(
            words=declared_words(row),
            remove_href=meeting_href("meeting_declaration_remove", meeting, pk=str(row.pk)) if is_open else "",
        )
        for row in declarations
    )
    entered = (
        f"{counted(len(lines), 'interest is', 'interests are')} declared." if lines else "No interest is declared."
    )
    closed = "" if is_open else "The minutes are approved, so this list is closed."
    if meeting.state == MeetingState.CANCELLED:
        closed = "The meeting was cancelled, so nothing can be declared at it."
    return DeclarationsFace(f"{entered} {closed}".strip(), lines, is_open)


def declared_words(declaration: Declaration) -> str:
    """ "Councillor A. Example declared an interest in the Progress Report on Housing: a tenant. Left the room."."""
    about = f"in the Progress Report on {declaration.report.inquiry}" if declaration.report else "in general"
    return f"{declaration.person} declared an interest {about}: {sentence(declaration.interest)}"
