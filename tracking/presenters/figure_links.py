"""Where the register lists exactly those that a figure counts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from tracking.enums import ConclusionReason, Ending, Timing, TrackingState
from tracking.models import Category, Committee, Post
from tracking.queries.figures import YearFigures

_ENDING_OF = {Timing.ON_TIME: Ending.ON_TIME, Timing.LATE: Ending.LATE}


@dataclass(frozen=True)
class RegisterLinks:
    """Addresses of the register, narrowed as the figures are."""

    committee: Committee | None = None
    year: int | None = None

    def to(self, **filters: str) -> str:
        """The register with these filters, beside the committee and the year."""
        asked: dict[str, object] = {"committee": self.committee.slug if self.committee else "", "year": self.year or ""}
        query = urlencode({name: value for name, value in (asked | filters).items() if value})
        return reverse("register") + (f"?{query}" if query else "")

    def of_post(self, post: Post) -> str:
        """What a post answers for today that is overdue."""
        return self.to(post=post.slug, now="on", overdue="on")

    def of_ending(self, ending: Ending, figures: YearFigures, achieved_as: tuple[Category, ...]) -> str:
        """Those that ended so; nothing where no filter of the register lists them and no others."""
        if ending == Ending.TRACKED:
            return self.to(state=TrackingState.TRACKED)
        if ending in Ending.achieved():
            meant = [row for row in achieved_as if _ENDING_OF.get(Timing(row.timing), Ending.ACHIEVED) == ending]
            known_as = f"{meant[0].scheme.slug}-{meant[0].number}" if len(meant) == 1 else ""
            return self.to(state=TrackingState.CONCLUDED, viewed=known_as) if known_as else ""
        # A reason is given for what was achieved too.
        is_exact = figures.reasons.get(ConclusionReason(ending), 0) == figures.endings.get(ending, 0)
        return self.to(state=TrackingState.CONCLUDED, reason=ending) if is_exact else ""
