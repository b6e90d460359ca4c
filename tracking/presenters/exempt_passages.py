"""The words for exempt passages on pages: their heading, and what is said to those who may not read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tracking.models import ExemptPassage
from tracking.queries.exempt_passages import NumberedPassage, PassageInReport


@dataclass(frozen=True)
class PassageLine:
    """An exempt passage as a page shows it.

    Where the viewer may read it, `heading`, `about` and `text`; for everyone else `withheld` alone. `about` is empty
    for what is about the whole recommendation.
    """

    pk: int
    heading: str
    about: str
    text: str
    withheld: str

    @property
    def is_open(self) -> bool:
        return not self.withheld


def passage_lines(
    passages: Sequence[PassageInReport], *, leaves: Collection[int] | None = None
) -> tuple[PassageLine, ...]:
    """Return a section's exempt passages in order; with `leaves` those about them, or about the whole."""
    return tuple(
        _line(row) for row in passages if leaves is None or row.mark.leaf_pk is None or row.mark.leaf_pk in leaves
    )


def _line(row: PassageInReport) -> PassageLine:
    if row.passage is None:
        return PassageLine(row.mark.pk, "", "", "", withheld=withheld_passage_words(row.mark))
    return PassageLine(
        pk=row.mark.pk,
        heading=f"{passage_name(row.mark)}: not for publication",
        about=f"About {row.mark.label}." if row.mark.leaf_pk else "",
        text=row.passage.text,
        withheld="",
    )


def passage_name(mark: NumberedPassage) -> str:
    """ "Exempt passage 1 (paragraph 3)", "Exempt passage 2 (confidential)"."""
    why = f"paragraph {mark.exempt_paragraph}" if mark.exempt_paragraph else "confidential"
    return f"Exempt passage {mark.number} ({why})"


def withheld_passage_words(mark: NumberedPassage) -> str:
    """ "Exempt passage 1 is withheld here: paragraph 3." """
    why = f"paragraph {mark.exempt_paragraph}" if mark.exempt_paragraph else "confidential"
    return f"Exempt passage {mark.number} is withheld here: {why}."


def saved_passage(passage: ExemptPassage) -> PassageLine:
    """A passage as it is saved, outside the report in which it has its number."""
    why = f"Exempt: paragraph {passage.exempt_paragraph}" if passage.exempt_paragraph else "Confidential"
    about = f"about {passage.leaf.label}" if passage.leaf else "about the whole recommendation"
    return PassageLine(passage.pk, "What it says now", about=f"{why}, {about}.", text=passage.text, withheld="")
