"""What templates may ask: words for dates and Markdown. Everything else comes ready from presenters."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from tracking.presenters import wording

register = template.Library()


@register.filter
def written_date(day: date | None) -> str:
    return wording.written_date(day)


@register.filter
def markdown(text: str) -> SafeString:
    return wording.rendered_markdown(text)
