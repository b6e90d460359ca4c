"""Root addresses. The product's own are in tracking/urls/."""

from allauth.account import views as account
from django.urls import include, path, re_path
from django.views.generic import TemplateView

from scrutiny.brand import brand_css
from tracking.admin import site as audit_site

# Of allauth's addresses only those that a user of ours needs: no e-mail addresses of one's own to manage,
# because an administrator keeps them. `account_signup` answers that sign-up is closed; allauth links to it.
account_urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("accounts/", include(account_urlpatterns)),
    path("admin/", audit_site.urls),
    path("brand.css", brand_css, name="brand_css"),
    path("accessibility/", TemplateView.as_view(template_name="accessibility.html"), name="accessibility"),
    path("", include("tracking.urls")),
]
