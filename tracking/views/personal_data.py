"""What is held about a person: taking it along, and removing it. For administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import rules
from tracking.actions.personal_data import remove_personal_data
from tracking.forms.manage import ConfirmForm
from tracking.models import Person
from tracking.presenters.personal_data import what_goes_and_stays
from tracking.queries import managing as reads
from tracking.queries.personal_data import everything_held, why_name_stays
from tracking.views.form_pages import FormPage, attempt, posted, show_form


@require_safe
@login_required
def manage_person_data(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    answer = JsonResponse(everything_held(person), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = f'attachment; filename="held-about-person-{pk}.json"'
    return answer


@login_required
def manage_person_remove_data(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = ConfirmForm(posted(request))
    name = person.name
    if form.is_valid() and attempt(form, remove_personal_data, by=request.user, person=person):
        messages.success(request, f"What was held about {name} is removed, as far as the law allows.")
        return redirect("manage_person", pk=pk)
    page = FormPage(
        title="Remove their personal data",
        button="Remove it for good",
        caption=name,
        back=reverse("manage_person", args=[pk]),
        back_text=name,
        warning=True,
    )
    told = what_goes_and_stays(person, why_name_stays(person))
    return show_form(request, form, page, template="manage/remove_data.html", told=told)


def _person(request: HttpRequest, pk: int) -> Person:
    rules.can_administer.check(request.user)
    return get_object_or_404(reads.everyone(), pk=pk)
