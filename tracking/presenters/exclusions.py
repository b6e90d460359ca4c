"""The exclusion of press and public from a meeting, in the words the Act asks for."""

from datetime import datetime

from django.utils import timezone

from tracking.dates import LONDON
from tracking.enums import ExemptParagraph
from tracking.models import Meeting, PrivateSession
from tracking.presenters.meetings import written_time
from tracking.presenters.minutes_document import Block
from tracking.presenters.wording import written_date

# Local Government Act 1972, Schedule 12A, Part 1, as it has read for England since 1 March 2006.
_PARAGRAPHS = {
    ExemptParagraph.INDIVIDUAL: "Information relating to any individual.",
    ExemptParagraph.IDENTITY: "Information which is likely to reveal the identity of an individual.",
    ExemptParagraph.BUSINESS_AFFAIRS: (
        "Information relating to the financial or business affairs of any particular person "
        "(including the authority holding that information)."
    ),
    ExemptParagraph.LABOUR_RELATIONS: (
        "Information relating to any consultations or negotiations, or contemplated consultations or negotiations, "
        "in connection with any labour relations matter arising between the authority or a Minister of the Crown and "
        "employees of, or office holders under, the authority."
    ),
    ExemptParagraph.LEGAL_PRIVILEGE: (
        "Information in respect of which a claim to legal professional privilege could be maintained in legal "
        "proceedings."
    ),
    ExemptParagraph.NOTICES: (
        "Information which reveals that the authority proposes (a) to give under any enactment a notice under or by "
        "virtue of which requirements are imposed on a person; or (b) to make an order or direction under any "
        "enactment."
    ),
    ExemptParagraph.CRIME: (
        "Information relating to any action taken or to be taken in connection with the prevention, investigation or "
        "prosecution of crime."
    ),
}


def exclusion_blocks(session: PrivateSession, meeting: Meeting) -> list[Block]:
    """The resolution as the Act asks for it, then when the public were out.

    Source: Local Government Act 1972, section 100A(2) (confidential information: they must be excluded) and (4)
    (exempt information: by a resolution that says which part of the proceedings and describes the information).
    """
    blocks = []
    if session.paragraphs:
        described = "of this description" if len(session.paragraphs) == 1 else "of these descriptions"
        blocks.append(
            Block(
                resolved=(
                    "RESOLVED: That, under section 100A(4) of the Local Government Act 1972, the press and public be "
                    "excluded from the meeting for the part of it recorded below, because exempt information "
                    f"{described} in Part 1 of Schedule 12A to that Act was likely to be disclosed:"
                ),
                bullets=tuple(
                    f"Paragraph {number}: {_PARAGRAPHS[ExemptParagraph(number)]}"
                    for number in sorted(session.paragraphs)
                ),
            )
        )
    if session.is_confidential:
        also = "also " if blocks else ""
        blocks.append(
            Block(
                text=f"The press and public were {also}excluded under section 100A(2) of the Local Government Act "
                "1972, because confidential information was likely to be disclosed in breach of confidence."
            )
        )
    return [*blocks, Block(text=_how_long(session, meeting))]


def _how_long(session: PrivateSession, meeting: Meeting) -> str:
    began = f"The meeting went into private session at {_clock(session.recorded_at, meeting)}"
    if session.ended_at is None:
        return f"{began}. When it ended is not recorded."
    return f"{began}. The press and public were readmitted at {_clock(session.ended_at, meeting)}."


def _clock(moment: datetime, meeting: Meeting) -> str:
    """ "2:35pm", with the day where it is not the meeting's."""
    local = timezone.localtime(moment, LONDON)
    day = "" if local.date() == meeting.held_on else f" on {written_date(local.date())}"
    return f"{written_time(local.time())}{day}"
