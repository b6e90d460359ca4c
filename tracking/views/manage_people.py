"""Managing people and users, their appointments and memberships: for administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import rules
from tracking.actions.people import (
    add_membership,
    appoint,
    create_person,
    edit_person,
    edit_user,
    end_appointment,
    end_membership,
    make_user,
)
from tracking.forms.manage import EndForm
from tracking.forms.manage_structure import AppointmentForm, MembershipForm, PeopleSearchForm, PersonForm, UserForm
from tracking.models import Person
from tracking.presenters import managing_council as managing
from tracking.presenters.sign_ins import sign_in_links, sign_in_words
from tracking.queries import managing as reads
from tracking.tasks import send_waiting_mails, soon
from tracking.views.form_pages import FormPage, attempt, page_of, posted, show_form


@require_safe
@login_required
def manage_people(request: HttpRequest) -> HttpResponse:
    rules.can_administer.check(request.user)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = page_of(request, reads.people_matching(words))
    context = {
        "search": PeopleSearchForm({"q": words}),
        "list_page": page,
        "table": managing.people_table(page, words),
    }
    return render(request, "manage/people.html", context)


@login_required
def manage_person_new(request: HttpRequest) -> HttpResponse:
    rules.can_administer.check(request.user)
    form = PersonForm(posted(request))
    if form.is_valid() and (person := attempt(form, create_person, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{person} is added. Say what they are next.")
        return redirect("manage_person", pk=person.pk)
    page = FormPage(
        title="Add a person",
        button="Add the person",
        back=reverse("manage_people"),
        back_text="People and users",
        sentences=("A person need not sign in: past Cabinet Members, for example.",),
    )
    return show_form(request, form, page)


@require_safe
@login_required
def manage_person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: how they sign in, and what they are and were."""
    person = _person(request, pk)
    context = {
        "person": person,
        "user_row": reads.user_of(person),
        "sign_in": sign_in_words(person),
        "sign_in_links": sign_in_links(person),
        "appointments": managing.appointment_table(person, person.appointments.select_related("post")),
        "memberships": managing.membership_table(person, person.memberships.select_related("committee")),
    }
    return render(request, "manage/person.html", context)


@login_required
def manage_person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = PersonForm(posted(request), initial=PersonForm.initial_of(person))
    if form.is_valid() and attempt(form, edit_person, by=request.user, person=person, **form.cleaned_data):
        messages.success(request, f"{person} is saved.")
        return redirect("manage_person", pk=pk)
    page = _page(
        person,
        "Change name or title",
        "Save",
        "Reports that were signed keep the name and title they were signed with.",
    )
    return show_form(request, form, page)


@login_required
def manage_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a person a user, or change how they sign in."""
    person = _person(request, pk)
    user = reads.user_of(person)
    form = UserForm(posted(request), initial=UserForm.initial_of(user) if user else {})
    if form.is_valid():
        saved = (
            attempt(form, edit_user, by=request.user, user=user, **form.cleaned_data)
            if user
            else attempt(form, make_user, by=request.user, person=person, **form.cleaned_data)
        )
        if saved:
            soon(send_waiting_mails)
            invited = f"{person} gets an invitation at {saved.email}."
            messages.success(request, invited if not user and saved.is_active else "The user is saved.")
            return redirect("manage_person", pk=pk)
    page = _page(
        person,
        "Change how they sign in" if user else "Let them sign in",
        "Save" if user else "Make them a user",
        "You do not set a password. They get an invitation by e-mail, and choose how they sign in.",
        "What a user may do follows from their appointments and committee memberships.",
    )
    return show_form(request, form, page)


@login_required
def manage_appointment_new(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = AppointmentForm(posted(request))
    if form.is_valid() and (row := attempt(form, appoint, by=request.user, person=person, **form.cleaned_data)):
        messages.success(request, f"{row} is saved.")
        return redirect("manage_person", pk=pk)
    return show_form(request, form, _page(person, "Appoint to a post", "Appoint"))


@login_required
def manage_appointment_end(request: HttpRequest, pk: int, appointment_pk: int) -> HttpResponse:
    person = _person(request, pk)
    row = get_object_or_404(person.appointments.select_related("post", "person"), pk=appointment_pk)
    form = EndForm(posted(request))
    if form.is_valid() and attempt(form, end_appointment, by=request.user, appointment=row, **form.cleaned_data):
        messages.success(request, "The end of the appointment is saved.")
        return redirect("manage_person", pk=pk)
    page = _page(person, f"End the appointment as {row.get_capacity_display().lower()} of {row.post}", "Save the end")
    return show_form(request, form, page)


@login_required
def manage_membership_new(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = MembershipForm(posted(request))
    if form.is_valid() and (row := attempt(form, add_membership, by=request.user, person=person, **form.cleaned_data)):
        messages.success(request, f"{row} is saved.")
        return redirect("manage_person", pk=pk)
    return show_form(request, form, _page(person, "Add to a committee", "Add"))


@login_required
def manage_membership_end(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    person = _person(request, pk)
    row = get_object_or_404(person.memberships.select_related("committee", "person"), pk=membership_pk)
    form = EndForm(posted(request))
    if form.is_valid() and attempt(form, end_membership, by=request.user, membership=row, **form.cleaned_data):
        messages.success(request, "The end of the membership is saved.")
        return redirect("manage_person", pk=pk)
    page = _page(person, f"End the membership as {row.get_role_display().lower()} of {row.committee}", "Save the end")
    return show_form(request, form, page)


def _person(request: HttpRequest, pk: int) -> Person:
    rules.can_administer.check(request.user)
    return get_object_or_404(reads.everyone(), pk=pk)


def _page(person: Person, title: str, button: str, *sentences: str) -> FormPage:
    return FormPage(
        title=title,
        button=button,
        caption=person.name,
        back=reverse("manage_person", args=[person.pk]),
        back_text=person.name,
        sentences=sentences,
    )
