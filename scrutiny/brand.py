"""The council's one hue: the shades made of it, the style sheet that carries it, and the check of its contrast."""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# WCAG 2.2, success criterion 1.4.3: text on its background.
LEAST_CONTRAST = 4.5

_BLACK = (0, 0, 0)
_WHITE = (255, 255, 255)
Rgb = tuple[int, int, int]


def rgb(colour: str) -> Rgb:
    """Read "#rrggbb"; raises ValueError for anything else."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, other: Rgb, share: float) -> str:
    """Return the colour with a share of another in it, as "#rrggbb"."""
    parts = (round(own * (1 - share) + added * share) for own, added in zip(rgb(colour), other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def contrast_with_white(colour: str) -> float:
    """Return WCAG's contrast ratio of white text on the colour, from 1 to 21."""
    channels = [part / 255 for part in rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def custom_properties(colour: str) -> dict[str, str]:
    """Return the CSS custom properties that follow from the hue."""
    dark = mixed(colour, _BLACK, 0.5)
    return {
        "--govuk-brand-colour": colour,
        "--govuk-link-colour": colour,
        "--govuk-link-hover-colour": dark,
        "--app-brand-dark": dark,
        "--app-brand-tint": mixed(colour, _WHITE, 0.9),
    }


@require_safe
@cache_control(public=True, max_age=300)
def brand_css(request: HttpRequest) -> HttpResponse:
    """Answer the style sheet of the council's colour: a setting, so it is not compiled into the others."""
    properties = custom_properties(settings.BRAND_COLOUR)
    lines = "".join(f"  {name}: {value};\n" for name, value in properties.items())
    return HttpResponse(f":root {{\n{lines}}}\n", content_type="text/css; charset=utf-8")


@register(Tags.compatibility)
def check_brand_colour(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a hue that is no colour, or on which white text cannot be read."""
    try:
        contrast = contrast_with_white(settings.BRAND_COLOUR)
    except ValueError:
        return [
            Error(
                f"BRAND_COLOUR is {settings.BRAND_COLOUR!r}.",
                hint="Write it as # and six hexadecimal digits, for example #00575e.",
                id="scrutiny.E001",
            )
        ]
    if contrast < LEAST_CONTRAST:
        return [
            Error(
                f"BRAND_COLOUR {settings.BRAND_COLOUR} has a contrast of {contrast:.1f} to 1 with white text.",
                hint=f"Choose a darker one: at least {LEAST_CONTRAST} to 1 can be read.",
                id="scrutiny.E002",
            )
        ]
    return []
