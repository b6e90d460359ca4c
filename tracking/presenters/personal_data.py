"""What removing somebody's personal data removes, and what it leaves, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracking.models import Person


@dataclass(frozen=True)
class Removal:
    """Two lists of sentences; `why_name_stays` is empty when the name goes."""

    goes: tuple[str, ...]
    stays: tuple[str, ...]
    why_name_stays: tuple[str, ...]


def what_goes_and_stays(person: Person, why_name_stays: Sequence[str]) -> Removal:
    """Return the sentences of the page that asks; `why_name_stays` as `queries.personal_data` gives it."""
    goes = [
        "Their account: the e-mail address, the password, second steps and where they were signed in.",
        "Mails that were sent to them, and words they typed and never saved.",
        "What they follow by e-mail.",
        "Their telephone number and e-mail address as contact officer, in reports that give their account’s address.",
    ]
    stays = [
        "Issued packs, published reports and minutes: they are the council’s public record.",
        "The name of a contact officer in a report; a number or another address there until it was kept long enough.",
        "What they recorded. It no longer says whose account it was.",
        "The audit trail, which holds no names.",
    ]
    named = f"the name {person.name}"
    (stays if why_name_stays else goes).insert(0, f"{named[0].upper()}{named[1:]}.")
    return Removal(tuple(goes), tuple(stays), tuple(why_name_stays))
