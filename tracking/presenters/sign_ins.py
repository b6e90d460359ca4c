"""How people sign in, in words: the mails about it, and the pages of one's own account."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from tracking.models import Person, User
from tracking.presenters.managing_shapes import Line, Link
from tracking.presenters.wording import counted, written_date, written_list
from tracking.queries.sign_ins import (
    OpenSession,
    has_a_way_in,
    invitation_ends_at,
    is_open_invitation,
    second_steps_of,
)

# The first that is found names the browser: others call themselves by the names further down.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionLine:
    """One place where somebody is signed in, as their account page tells it."""

    pk: int
    browser: str
    words: str
    is_this_one: bool


@dataclass(frozen=True)
class SecondStepLine:
    """An authenticator app or a passkey, as its owner's pages tell it."""

    name: str
    words: str
    remove_href: str


def second_step_lines(steps: Iterable[Authenticator]) -> list[SecondStepLine]:
    lines = []
    for step in steps:
        is_app = step.type == Authenticator.Type.TOTP
        used = f", used last on {moment_words(step.last_used_at)}" if step.last_used_at else ", not used yet"
        lines.append(
            SecondStepLine(
                "Authenticator app" if is_app else f"Passkey “{step.wrap().name}”",
                f"Set up on {moment_words(step.created_at)}{used}",
                reverse("mfa_deactivate_totp") if is_app else reverse("mfa_remove_webauthn", args=[step.pk]),
            )
        )
    return lines


def account_lines(user: User, steps: Iterable[Authenticator], codes_left: int, *, has_identity: bool) -> list[Line]:
    """Return what one's account page lists: who one is here, and what one signs in with."""
    names = [line.name for line in second_step_lines(steps)]
    names = [*names[:1], *(name.replace("Passkey", "passkey", 1) for name in names[1:])]
    codes = f" {counted(codes_left, 'recovery code')} left." if names else ""
    no_password = "None: you sign in with the council’s account" if has_identity else "None"
    return [
        Line("Name", user.person.name_and_title, None),
        Line("E-mail address", user.email, None),
        Line(
            "Password",
            "Set" if user.has_usable_password() else no_password,
            Link("Change", reverse("account_change_password"), "password") if user.has_usable_password() else None,
        ),
        Line(
            "Second step",
            f"{written_list(names)}.{codes}" if names else "None",
            Link("Change" if names else "Set up", reverse("mfa_index"), "second step"),
        ),
    ]


def session_lines(sessions: Iterable[OpenSession]) -> list[SessionLine]:
    return [
        SessionLine(
            row.pk,
            browser_words(row.browser),
            f"Signed in on {moment_words(row.since)}, used last on {moment_words(row.used_at)}",
            row.is_this_one,
        )
        for row in sessions
    ]


def browser_words(user_agent: str) -> str:
    """ "Firefox on Windows"; what cannot be told is left out."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


def moment_words(moment: datetime) -> str:
    """ "9 June 2015 at 14:03"."""
    local = timezone.localtime(moment)
    return f"{written_date(local.date())} at {local:%H:%M}"


def sign_in_words(person: Person) -> str:
    """How a person signs in, for those who manage people."""
    user: User | None = getattr(person, "user", None)
    if user is None:
        return "Does not sign in"
    if not user.is_active:
        return f"{user.email} (may not sign in)"
    waiting = invitation_words(user)
    return f"{user.email} ({waiting})" if waiting else user.email


def invitation_words(user: User) -> str:
    """Say how an invitation stands; nothing once somebody can sign in."""
    if has_a_way_in(user):
        return ""
    if user.invited_at is None:
        return "not invited yet"
    if is_open_invitation(user):
        return f"invited on {written_date(timezone.localdate(user.invited_at))}, not accepted yet"
    ended_on = timezone.localdate(invitation_ends_at(user.invited_at))
    return f"the invitation ran out on {written_date(ended_on)}"


def sign_in_links(person: Person) -> list[Link]:
    """Return what an administrator can do about how a person signs in."""
    user: User | None = getattr(person, "user", None)
    if user is None or not user.is_active:
        return []
    if has_a_way_in(user):
        acts = [("password", "Take their password away")] if user.has_usable_password() else []
        acts += [("second-step", "Take their second step away")] if second_steps_of(user).exists() else []
        acts += [("sessions", "Sign them out everywhere")]
    else:
        again = "Send the invitation again" if user.invited_at else "Send an invitation"
        acts = [("invite", again), *([("withdraw", "Withdraw the invitation")] if user.invited_at else [])]
    return [Link(text, reverse("manage_sign_in", args=[person.pk, act])) for act, text in acts]


def readable_codes(codes: Iterable[str]) -> list[str]:
    """ "K3WQ-7HTM-…": in groups that an eye can hold."""
    return ["-".join(re.findall(".{4}", code)) for code in codes]


def readable_key(secret: str) -> str:
    """ "UEOP X56S …": the letters that an app is given, in groups; apps leave the blanks out."""
    return " ".join(re.findall(".{1,4}", secret))
