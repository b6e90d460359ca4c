"""The settings of signing in, as the environment gives them."""

import environ
import pytest

from scrutiny import signing_in

SSO = {"SSO_ISSUER": "https://login.microsoftonline.com/tenant/v2.0/", "SSO_CLIENT_ID": "us", "SSO_CLIENT_SECRET": "s"}


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> environ.Env:
    for name in ("SECOND_STEP_FOR", "BREACHED_PASSWORDS", "SSO_ISSUER", "SSO_IS_SECOND_STEP", "DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return environ.Env()


def of(env: environ.Env, *, debug: bool = False) -> dict[str, object]:
    return signing_in.settings(env, debug=debug, behind_proxy=True)


def test_the_strict_values_are_those_of_production(env: environ.Env) -> None:
    found = of(env)
    names = ("SECOND_STEP_FOR", "SSO_IS_SECOND_STEP", "SSO_ISSUER", "SESSION_COOKIE_AGE", "SESSION_LONGEST")

    assert [found[name] for name in names] == ["exempt", False, "", 60 * 60, 10 * 60 * 60]
    assert found["SOCIALACCOUNT_PROVIDERS"] == {}
    assert (of(env, debug=True)["SECOND_STEP_FOR"], found["MFA_WEBAUTHN_USER_VERIFICATION"]) == ("nobody", "required")


def test_breached_passwords_are_asked_about_by_setting_alone(env: environ.Env, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [[row["NAME"] for row in of(env)["AUTH_PASSWORD_VALIDATORS"]]]
    monkeypatch.setenv("BREACHED_PASSWORDS", "1")
    names.append([row["NAME"] for row in of(env)["AUTH_PASSWORD_VALIDATORS"]])

    assert ["scrutiny.passwords.NotBreached" in found for found in names] == [False, True]


def test_entra_is_known_by_its_address(env: environ.Env, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SSO.items():
        monkeypatch.setenv(name, value)
    found = of(env)
    (app,) = found["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]

    assert (found["SSO_IS_ENTRA"], found["SSO_ISSUER"]) == (True, SSO["SSO_ISSUER"].rstrip("/"))
    assert app["settings"]["oauth_pkce_enabled"] is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"SECOND_STEP_FOR": "some"},
        {"SSO_ISSUER": "https://login.example.org"},
        SSO | {"SSO_ISSUER": "http://login.example.org"},
    ],
)
def test_what_would_be_half_set_up_does_not_start(
    env: environ.Env, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]
) -> None:
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match="Scrutiny does not start with"):
        of(env)
