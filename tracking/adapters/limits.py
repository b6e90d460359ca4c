"""Limits on guesses at passwords that a stranger cannot turn into a lock-out.

Each guess takes places that are given back when it was right; a place that is not given back is free again after its
time. Whoever guesses from one computer is stopped there. The bound on guesses at one account from everywhere does not
hold in a browser that its owner has signed in with before, which a signed cookie says: there, guesses are counted by
themselves (OWASP's device cookies). All of it is the same for addresses that nobody here has.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

_SALT: Final = "tracking.device"
# People who share a computer; the one who signed in longest ago is forgotten first.
MOST_ON_A_DEVICE: Final = 8


@dataclass(frozen=True)
class Guess:
    """A guess that may be made, and the places it takes until it proves right."""

    places: tuple[str, ...]

    def was_right(self) -> None:
        cache.delete_many(self.places)


@dataclass(frozen=True)
class Device:
    """A browser that people have signed in with: its own number, and marks of their addresses."""

    number: str
    owners: tuple[str, ...]

    def knows(self, email: str) -> bool:
        return _mark(email) in self.owners


def begin_guess(request: HttpRequest, email: str) -> Guess | None:
    """Return the guess that a client may make at an account; None when there were too many."""
    account, device = email.strip().lower(), device_of(request)
    if device is not None and device.knows(account):
        own = _take([("device", f"{device.number} {account}")])
        if own is not None:
            return own
    client = get_ip(request)
    return _take([("client", client), ("client and account", f"{client} {account}"), ("account", account)])


def _take(counted: Iterable[tuple[str, str]]) -> Guess | None:
    taken: list[str] = []
    for kind, of in counted:
        place = _free_place(kind, of)
        if place is None:
            cache.delete_many(taken)
            return None
        taken.append(place)
    return Guess(tuple(taken))


def _free_place(kind: str, of: str) -> str | None:
    """Take a place. Only adding is one step in every cache, so each place is an entry of its own."""
    most, seconds = settings.SIGN_IN_LIMITS[kind]
    key = f"sign-in/{kind.replace(' ', '-')}/{sha256(of.encode()).hexdigest()}"
    places = [f"{key}/{number}" for number in range(most)]
    taken = cache.get_many(places)
    return next((place for place in places if place not in taken and cache.add(place, 1, seconds)), None)


def device_of(request: HttpRequest) -> Device | None:
    """Return what the browser's cookie says, when it is ours."""
    try:
        told = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=settings.DEVICE_COOKIE_AGE
        )
    except signing.BadSignature:
        return None
    return Device(told["number"], tuple(told["owners"]))


def remember_device(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Mark the browser as one that the owner of an address has signed in with."""
    device = device_of(request) or Device(secrets.token_hex(16), ())
    owners = (_mark(email), *(owner for owner in device.owners if owner != _mark(email)))[:MOST_ON_A_DEVICE]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps({"number": device.number, "owners": owners}, salt=_SALT),
        max_age=settings.DEVICE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(email: str) -> str:
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:24]
