"""Where the register lists exactly those that a figure counts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from tracking.enums import Ending
from tracking.models import Committee, Post


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

    def of_ending(self, ending: Ending) -> str:
        """Those that ended so."""
        return self.to(ending=ending)
