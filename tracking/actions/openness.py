"""Who may see what somebody writes or uploads: public, exempt or confidential."""

from dataclasses import asdict, dataclass
from typing import Any

from tracking.enums import Exemption
from tracking.exceptions import NotPossible


@dataclass(frozen=True)
class Openness:
    """Who may see a piece of evidence: a choice somebody makes, with the reason where it is withheld.

    Source: Schedule 12A to the Local Government Act 1972 (exempt), section 100A(3) (confidential).
    """

    exemption: str
    exempt_paragraph: int | None = None
    public_interest_reason: str = ""
    confidential_ground: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """What a row says of it, by field."""
        return asdict(self)

    def checked(self) -> "Openness":
        """Return it without what the choice does not ask for; raises NotPossible where something is missing."""
        match self.exemption:
            case Exemption.PUBLIC:
                return Openness(Exemption.PUBLIC)
            case Exemption.EXEMPT:
                if self.exempt_paragraph is None or not self.public_interest_reason.strip():
                    raise NotPossible(
                        "Say which paragraph of Schedule 12A applies and why the public interest is in withholding it."
                    )
                return Openness(Exemption.EXEMPT, self.exempt_paragraph, self.public_interest_reason.strip())
            case Exemption.CONFIDENTIAL:
                if not self.confidential_ground.strip():
                    raise NotPossible("Say why this must be withheld.")
                return Openness(Exemption.CONFIDENTIAL, confidential_ground=self.confidential_ground.strip())
            case _:
                raise NotPossible("Choose whether this is public, exempt or confidential.")
