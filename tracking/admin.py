"""The Django admin: a window for administrators on what permissions follow from. Read-only.

The audit trail has a page of its own (`views.audit`).
"""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tracking.models import Appointment, Committee, CommitteeMembership, Person, Post, User


class AuditSite(admin.AdminSite):
    """Signed into like the rest of the product; changes nothing. For a user who is no administrator it is not there."""

    site_header = site_title = "Scrutiny: who may do what"
    index_title = "What is recorded"
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        if request.user.is_authenticated and not super().has_permission(request):
            raise Http404
        return super().has_permission(request)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Send visitors to the product's own sign-in."""
        if self.has_permission(request):
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def logout(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_change_password")


site = AuditSite(name="admin")


class ReadOnly(admin.ModelAdmin):
    """Rows to look at, not to touch."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User, site=site)
class UserAdmin(ReadOnly):
    list_display = ("email", "person", "public_id", "is_active", "is_administrator", "joined_at", "last_login")
    list_select_related = ("person",)
    search_fields = ("email", "person__name", "public_id")
    exclude = ("password",)


@admin.register(Person, site=site)
class PersonAdmin(ReadOnly):
    list_display = ("name", "title")
    search_fields = ("name", "title")


@admin.register(Post, site=site)
class PostAdmin(ReadOnly):
    list_display = ("name", "kind", "ended_on")
    search_fields = ("name",)


@admin.register(Appointment, site=site)
class AppointmentAdmin(ReadOnly):
    list_display = ("person", "post", "capacity", "starts_on", "ends_on")
    list_select_related = ("person", "post")
    search_fields = ("person__name", "post__name")


@admin.register(Committee, site=site)
class CommitteeAdmin(ReadOnly):
    list_display = ("name", "abolished_on")
    search_fields = ("name",)


@admin.register(CommitteeMembership, site=site)
class CommitteeMembershipAdmin(ReadOnly):
    list_display = ("person", "committee", "role", "starts_on", "ends_on")
    list_select_related = ("person", "committee")
    search_fields = ("person__name", "committee__name")
