"""Signing in, for tests: pages of it, mails with links, codes of an authenticator app."""

import re
import time
from collections.abc import Callable
from html import unescape
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth import get_user
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, TestCase
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from tracking.actions.outbox import send_waiting_mails
from tracking.models import Event, User

PASSWORD = "lantern gravel orchard"
NEW_PASSWORD = "harbour velvet thimble"


def messages_in(html: str) -> list[str]:
    """The lines of the error summary."""
    summary = html.partition('class="govuk-error-summary"')[2].partition("</ul>")[0]
    lines = re.findall(r"<li>(.*?)</li>", summary, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines]


def signed_in_as(client: Client) -> str:
    return getattr(get_user(client), "email", "")


def sign_in(client: Client, user: User, password: str = PASSWORD, **sent: str) -> str:
    """Send address and password, and return where that leads."""
    answer = client.post("/accounts/login/", {"login": user.email, "password": password, **sent})
    return answer.headers.get("Location", "")


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def password_given(user: User) -> Client:
    """A browser in which somebody has given their password."""
    client = Client()
    sign_in(client, user)
    return client


def long_ago(client: Client) -> None:
    """Let it be ten minutes since whoever is signed in proved who they are."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 10 * 60
    session.save()


def forget_limits() -> None:
    """Let what was counted in the test before count no longer."""
    cache.clear()


def ask_for_link(client: Client, email: str, **more: Any) -> HttpResponse:
    """Ask for a new password, and let the worker do what was asked of it."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post("/accounts/password/reset/", {"email": email}, **more)
    do_what_waits()
    return answer


def do_what_waits() -> list[str]:
    """Do what waits in the queue, as the worker would, and return what it was."""
    done = []
    for row in OrmQ.objects.order_by("pk"):
        task = row.task
        row.delete()
        import_string(task["func"])(*task["args"])
        done.append(task["func"])
    return done


def sent_mails() -> list[mail.EmailMessage]:
    """Let the worker send what waits, and return all that was sent."""
    send_waiting_mails()
    return list(mail.outbox)


def link_in(message: mail.EmailMessage) -> str:
    """The path of the first link in a mail to a page about the account."""
    (path,) = re.findall(r"https://scrutiny\.example\.org(/accounts/\S+)", str(message.body))[:1]
    return path


def set_up_app(user: User) -> str:
    """Give a user an app, and return its secret."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    return secret


def code_of(user: User) -> str:
    """What the user's app shows now."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_for(decrypt(row.data["secret"]))


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def events_about(user: User) -> list[str]:
    """What the audit trail says of a user, the oldest first."""
    rows = Event.objects.filter(target_label="tracking.user", target_id=str(user.pk)).order_by("pk")
    return list(rows.values_list("type", flat=True))


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    algorithm = "counting"
    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.hashed += 1
        return super().encode(password, salt)


class Meanwhile:
    """A check of a new password, during which somebody else does something."""

    happens: Callable[[], object] = staticmethod(lambda: None)

    def validate(self, password: str, user: object = None) -> None:
        Meanwhile.happens()
