"""What browsers are told to guard: the names of cookies, and the headers that every answer carries.

Fixed words, so a small module of our own instead of a package: no page has an inline script or style, so nothing here
differs from answer to answer but the kind of thing that is answered.
"""

import environ


def cookie_name(name: str) -> str:
    """What a cookie is called: in production a browser takes one of this name from this host alone, over TLS alone."""
    return name if environ.Env().bool("DEBUG", default=False) else f"__Host-{name}"


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items())


# Nothing may be loaded, run, sent or framed.
_NOTHING = {
    "default-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
# What a page of ours loads is a file of ours. `data:` pictures are in GOV.UK Frontend's styles. GOV.UK's one inline
# script is the file js/javascript-runs.js here, so that no page needs a hash or a nonce, and equal pages stay equal.
_OWN_FILES = _NOTHING | {
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
}
# Text becomes elements in one place of our scripts, js/parsed.js.
_TRUSTED_TYPES = {"require-trusted-types-for": "'script'", "trusted-types": "scrutiny"}


# What a page may do. Forms lead to this site alone: single sign-on begins with a page that goes on by itself.
PAGE_POLICY = _policy(_OWN_FILES | {"form-action": "'self'"} | _TRUSTED_TYPES)
# Django's own pages for administrators: their scripts write elements as text.
ADMIN_POLICY = _policy(_OWN_FILES | {"form-action": "'self'"})
# Data, papers, pictures, styles: what is opened by itself and leads nowhere.
DATA_POLICY = _policy(_NOTHING)
# What is saved as a file. Should a browser show it all the same, then as if it came from nowhere.
DOWNLOAD_POLICY = _policy({"sandbox": ""} | _NOTHING)

_NOT_USED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
# Passkeys are the one thing of a browser that pages of ours may ask for.
_PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join((*(f"{name}=()" for name in _NOT_USED), *(f"{name}=(self)" for name in _PASSKEYS))),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Of every answer, errors and files of ours among them."""
