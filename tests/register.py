"""The register of rows that tests made without actions."""

from tracking.actions.register import refresh_register
from tracking.enums import Audience
from tracking.models import Recommendation, RegisterEntry


def registered() -> None:
    """Derive the register of everything there is: actions keep it by themselves, factories do not."""
    refresh_register(Recommendation.objects.all())


def entry_of(leaf: Recommendation, audience: Audience = Audience.EVERYONE) -> RegisterEntry:
    return RegisterEntry.objects.get(leaf=leaf, audience=audience)
