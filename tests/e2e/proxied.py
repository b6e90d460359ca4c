"""The site as it stands behind a proxy that ends TLS: what the proxy would tell it about each request."""

from collections.abc import Iterable
from typing import Any

from scrutiny.wsgi import application as site


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return site(environ | {"HTTP_X_FORWARDED_PROTO": "https"}, start_response)
