"""The words for what is withheld from the public, and for the places that mark it."""

from dataclasses import dataclass, replace

from tracking.enums import ExemptParagraph
from tracking.presenters.wording import written_list
from tracking.queries.pack_facts import WithheldPassage
from tracking.queries.paper_facts import PassagePlace

NOT_FOR_PUBLICATION = "Not for publication"
NOT_COMPARED = "Not compared"
"""Where a finding is that stands for something nobody could look through: it is to be looked at by eye."""


@dataclass(frozen=True)
class GapPage:
    """The one page that stands in the place of withheld pages."""

    heading: str
    words: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class ExemptText:
    """An exempt passage in the restricted edition."""

    heading: str
    text: str
    withheld: tuple[str, ...]


@dataclass(frozen=True)
class ExemptAppendix:
    """The last appendix of a report in the restricted edition."""

    heading: str
    passages: tuple[ExemptText, ...]


Paragraphs = tuple[int | None, ...]
"""Paragraphs of Schedule 12A by which something is withheld; None for what is confidential instead."""


def withheld_by(paragraphs: Paragraphs) -> str:
    """ "Exempt: paragraph 3", "Exempt: paragraphs 1 and 3", "Confidential"."""
    numbers = sorted({str(paragraph) for paragraph in paragraphs if paragraph is not None})
    exempt = f"Exempt: {'paragraph' if len(numbers) == 1 else 'paragraphs'} {written_list(numbers)}" if numbers else ""
    if None not in paragraphs:
        return exempt
    return f"{exempt}, and confidential" if exempt else "Confidential"


def only_restricted(paragraph: int | None) -> str:
    """What stands in both editions where something withheld is listed."""
    return f"{withheld_by((paragraph,))}. In the restricted edition only."


def gap_words(paragraphs: Paragraphs, first: int, last: int) -> str:
    """ "Exempt: paragraph 3. Pages 41 to 48 are not in this edition." """
    to_the_last = f"and {last}" if last == first + 1 else f"to {last}"
    pages = f"Page {first} is" if first == last else f"Pages {first} {to_the_last} are"
    return f"{withheld_by(paragraphs)}. {pages} not in this edition."


def gap_page(heading: str, paragraphs: Paragraphs, first: int, last: int) -> GapPage:
    grounds = tuple(legal_ground(paragraph) for paragraph in dict.fromkeys(paragraphs))
    return GapPage(heading, gap_words(paragraphs, first, last), grounds)


def without_pages(heading: str, paragraphs: Paragraphs) -> GapPage:
    """The same in a report by itself, which has no other edition to share page numbers with."""
    return replace(gap_page(heading, paragraphs, 1, 1), words=f"{withheld_by(paragraphs)}. It is not published.")


def empty_page() -> GapPage:
    """A page of the front for which its contents turned out too short."""
    return GapPage("This page is left empty", "The numbers of the pages go on.", ())


def page_range_label(first: int, last: int) -> str:
    """The label of a page that stands for several."""
    return str(first) if first == last else f"{first}–{last}"


def legal_ground(paragraph: int | None) -> str:
    """Why the law lets it, or has it, be withheld.

    Source: Local Government Act 1972, section 100A(3) (confidential information) and Schedule 12A (exempt information).
    """
    if paragraph is None:
        return "It is confidential: the law does not allow the council to publish it."
    number, _, what = ExemptParagraph(paragraph).label.partition(": ")
    return f"Paragraph {number} of Schedule 12A to the Local Government Act 1972 is about {what}."


def withheld_note(paragraph: int | None, why: str) -> tuple[str, ...]:
    """What the restricted edition says of something that the public edition leaves out."""
    ground = f"{NOT_FOR_PUBLICATION}. {withheld_by((paragraph,))}. {legal_ground(paragraph)}"
    return (ground, f"Why it is withheld: {why}")


def passage_name(place: PassagePlace) -> str:
    """ "Exempt passage 1 (paragraph 3)"; the same in every edition."""
    return f"Exempt passage {place.number} ({withheld_short(place.exempt_paragraph)})"


def withheld_short(paragraph: int | None) -> str:
    return f"paragraph {paragraph}" if paragraph else "confidential"


def exempt_appendix(heading: str, passages: tuple[WithheldPassage, ...]) -> ExemptAppendix:
    return ExemptAppendix(
        heading,
        tuple(
            ExemptText(
                heading=f"{passage_name(passage.place)}: {passage.place.label}",
                text=passage.text,
                withheld=withheld_note(passage.place.exempt_paragraph, passage.why),
            )
            for passage in passages
        ),
    )
