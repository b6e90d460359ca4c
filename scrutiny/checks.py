"""Checks of settings that would go wrong unnoticed."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's names
from django.core.exceptions import ValidationError
from django.core.validators import validate_email


@register(Tags.compatibility)
def check_clamav_socket(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse an address that leads to no daemon: every file would wait for ever."""
    if not settings.CLAMAV_SOCKET or _is_an_address(settings.CLAMAV_SOCKET):
        return []
    return [
        Error(
            f"CLAMAV_SOCKET is {settings.CLAMAV_SOCKET!r}.",
            hint="Write it as unix:///run/clamav/clamd.ctl or tcp://host:3310, or leave it empty.",
            id="scrutiny.E003",
        )
    ]


def _is_an_address(socket: str) -> bool:
    try:
        address = urlsplit(socket)
        has_port = address.port is None or address.port > 0
    except ValueError:
        return False
    if address.scheme == "unix":
        return not address.netloc and len(address.path) > 1
    return address.scheme == "tcp" and bool(address.hostname) and has_port


@register(Tags.compatibility)
def check_audit_mail_to(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse what is not one address: nobody would be told of the audit trail."""
    if not settings.AUDIT_MAIL_TO:
        return []
    try:
        validate_email(settings.AUDIT_MAIL_TO)
    except ValidationError:
        return [
            Error(
                f"AUDIT_MAIL_TO is {settings.AUDIT_MAIL_TO!r}.",
                hint="Write one e-mail address, or leave it empty. To tell several people, name a mailing list.",
                id="scrutiny.E004",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_limits_are_shared(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn where each process would count guesses at passwords for itself, and take a used code once more."""
    if not settings.CACHES["default"]["BACKEND"].endswith(".LocMemCache"):
        return []
    return [
        Warning(
            "CACHE_URL is not set: each process counts failed sign-ins for itself.",
            hint="Set it to dbcache://cache (after manage.py createcachetable) or to redis://host:6379/1.",
            id="scrutiny.W001",
        )
    ]
