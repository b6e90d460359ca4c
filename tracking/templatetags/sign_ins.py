"""What pages of signing in need of the settings, and what scripts need of the server."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.simple_tag
def single_sign_on_name() -> str:
    """What the council's account is called; empty where there is none."""
    return settings.SSO_NAME if settings.SSO_ISSUER else ""


@register.filter
def as_json(value: Any) -> str:
    """For an attribute that a script reads; escaped there like any other text."""
    return json.dumps(value, cls=DjangoJSONEncoder)
