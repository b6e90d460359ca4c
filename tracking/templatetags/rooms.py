"""What every page of meeting mode says about the room's screen: `{% load rooms %}{% room_lead %}`."""

from typing import Any

from django import template
from django.template import Context

from tracking.presenters.rooms import lead_face
from tracking.queries.rooms import room_lead as read_lead

register = template.Library()


@register.inclusion_tag("rooms/_lead.html", takes_context=True, name="room_lead")
def room_lead(context: Context) -> dict[str, Any]:
    """Read from the context the user, the `meeting` and, where the page is that of a leaf, its `record_page`."""
    lead = read_lead(context["meeting"], context.get("record_page"))
    return {"lead": lead_face(lead, context["request"].user)}
