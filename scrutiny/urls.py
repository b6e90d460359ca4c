"""Root addresses. The product's own are in tracking/urls/."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.db import transaction
from django.urls import include, path, re_path
from django.views.generic import TemplateView

from scrutiny.brand import brand_css
from tracking.admin import site as audit_site
from tracking.views import account as own
from tracking.views import invitations, second_step, single_sign_on

# Of allauth's addresses only those that a user of ours needs: no e-mail addresses of one's own to manage,
# because an administrator keeps them. `account_signup` answers that sign-up is closed; allauth links to it.
# What changes how somebody signs in is one transaction with its Event; proving once more who one is may go on with one.
account_urlpatterns = [
    path("", own.account_home, name="account_home"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", transaction.atomic(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", own.change_password, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        own.choose_new_password,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("invitation/<str:key>/", invitations.invitation, name="invitation"),
    path("sessions/", own.account_sessions, name="account_sessions"),
    path("sessions/end-others/", own.account_sessions_end, name="account_sessions_end"),
    path("sessions/<int:pk>/end/", own.account_session_end, name="account_session_end"),
    path("second-step/", second_step.second_step, name="mfa_index"),
    path("second-step/ask/", mfa.authenticate, name="mfa_authenticate"),
    path("second-step/confirm/", transaction.atomic(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-step/app/", second_step.AddApp.as_view(), name="mfa_activate_totp"),
    path("second-step/app/remove/", transaction.atomic(second_step.TakeAppAway.as_view()), name="mfa_deactivate_totp"),
    path("second-step/codes/", second_step.recovery_codes, name="recovery_codes"),
    path("passkeys/add/", transaction.atomic(second_step.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "passkeys/<int:pk>/remove/",
        transaction.atomic(second_step.TakePasskeyAway.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "passkeys/confirm/",
        transaction.atomic(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("single-sign-on/", single_sign_on.sso_login, name="sso_login"),
    path("single-sign-on/callback/", single_sign_on.sso_callback, name="sso_callback"),
    path("single-sign-on/again/", single_sign_on.sso_again, name="sso_again"),
    path("single-sign-on/connect/", single_sign_on.sso_connect, name="sso_connect"),
    path("single-sign-on/disconnect/", single_sign_on.sso_disconnect, name="sso_disconnect"),
]

urlpatterns = [
    path("accounts/", include(account_urlpatterns)),
    path("admin/", audit_site.urls),
    path("brand.css", brand_css, name="brand_css"),
    path("accessibility/", TemplateView.as_view(template_name="accessibility.html"), name="accessibility"),
    path("", include("tracking.urls")),
]
