"""The links at the head of every page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from tracking import rules


@dataclass(frozen=True)
class Link:
    text: str
    href: str
    is_current: bool


def _names(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield the text and the address name of each link this viewer has a use for."""
    yield "Overview", "overview"
    yield "Recommendations", "register"
    yield "Inquiries", "inquiry_list"
    yield "Committees", "committee_list"
    yield "Posts", "post_list"
    yield "Figures", "figures"
    yield "Plans", "plan_list"
    viewer = request.user
    if rules.is_for_any_post(viewer) or rules.is_scrutiny_officer(viewer) or rules.is_clerk(viewer):
        yield "Reports", "report_list"
    if rules.is_scrutiny_officer(viewer) or rules.is_clerk(viewer) or rules.is_administrator(viewer):
        yield "Manage", "manage_home"


def links(request: HttpRequest) -> list[Link]:
    """Return the links, the one whose pages the viewer is in marked."""
    home = reverse("overview")
    made = []
    for text, name in _names(request):
        href = reverse(name)
        is_current = request.path == href if href == home else request.path.startswith(href)
        made.append(Link(text, href, is_current))
    return made
