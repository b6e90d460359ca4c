"""What every page of meeting mode says about the room's screen: `{% load rooms %}{% room_lead %}`."""

from typing import Any

from django import template
from django.template import Context

from tracking.presenters.rooms import lead_face
from tracking.queries.rooms import room_lead as read_lead

register = template.Library()


@register.inclusion_tag("rooms/_lead.html", takes_context=True, name="room_lead")
def room_lead(context: Context) -> dict[str, Any]:
    """Read from the context the `meeting`, the user, and which page of the meeting this is."""
    request, meeting = context["request"], context["meeting"]
    kwargs = request.resolver_match.kwargs
    slug, reference = kwargs.get("inquiry_slug", ""), kwargs.get("reference", "")
    lead = read_lead(meeting, request.user, slug, reference)
    return {"lead": lead_face(lead, request.user, inquiry_slug=slug, reference=reference)}
