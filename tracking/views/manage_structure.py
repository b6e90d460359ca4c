"""Managing posts, committees and the wording of the assessment scheme: for administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates, rules
from tracking.actions.committees import abolish_committee, create_committee, edit_committee
from tracking.actions.posts import create_post, edit_post, end_post
from tracking.actions.schemes import edit_category, edit_standing_questions
from tracking.forms.manage_structure import (
    AbolishForm,
    CategoryForm,
    CommitteeForm,
    EndPostForm,
    PostForm,
    StandingQuestionsForm,
)
from tracking.models import AssessmentScheme, Committee, Post
from tracking.presenters import managing_council as managing
from tracking.queries import managing as reads
from tracking.views.form_pages import FormPage, attempt, page_of, posted, show_form


@require_safe
@login_required
def manage_posts(request: HttpRequest) -> HttpResponse:
    rules.can_administer.check(request.user)
    page = page_of(request, reads.listed_posts())
    context = {"list_page": page, "table": managing.post_table(page, dates.today())}
    return render(request, "manage/posts.html", context)


@login_required
def manage_post_new(request: HttpRequest) -> HttpResponse:
    rules.can_administer.check(request.user)
    form = PostForm(posted(request))
    if form.is_valid() and (post := attempt(form, create_post, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{post} is added. Appoint people to it on their own pages.")
        return redirect("manage_post", slug=post.slug)
    return show_form(
        request,
        form,
        FormPage(title="Add a post", button="Add the post", back=reverse("manage_posts"), back_text="Posts"),
    )


@login_required
def manage_post(request: HttpRequest, slug: str) -> HttpResponse:
    post = _post(request, slug)
    form = PostForm(posted(request), initial=PostForm.initial_of(post))
    if form.is_valid() and attempt(form, edit_post, by=request.user, post=post, **form.cleaned_data):
        messages.success(request, f"{post} is saved.")
        return redirect("manage_post", slug=slug)
    page = FormPage(
        title=post.name,
        button="Save",
        back=reverse("manage_posts"),
        back_text="Posts",
        sentences=(managing.post_sentence(post, reads.open_responsibilities(post)),),
    )
    return show_form(request, form, page, template="manage/post.html", post=post)


@login_required
def manage_post_end(request: HttpRequest, slug: str) -> HttpResponse:
    post = _post(request, slug)
    form = EndPostForm(posted(request), successors=reads.possible_successors(post))
    if form.is_valid() and attempt(form, end_post, by=request.user, post=post, **form.cleaned_data):
        messages.success(request, f"The end of {post} is saved.")
        return redirect("manage_post", slug=slug)
    page = FormPage(
        title=f"End the post {post}",
        button="End the post",
        back=reverse("manage_post", args=[slug]),
        back_text=post.name,
        sentences=(
            "Its open appointments end on the same day.",
            "Scrutiny officers move the recommendations it is responsible for, one by one.",
        ),
        warning=True,
    )
    return show_form(request, form, page)


@require_safe
@login_required
def manage_committees(request: HttpRequest) -> HttpResponse:
    rules.can_administer.check(request.user)
    page = page_of(request, reads.listed_committees())
    context = {"list_page": page, "table": managing.committee_table(page)}
    return render(request, "manage/committees.html", context)


@login_required
def manage_committee_new(request: HttpRequest) -> HttpResponse:
    rules.can_administer.check(request.user)
    form = CommitteeForm(posted(request))
    if form.is_valid() and (committee := attempt(form, create_committee, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{committee} is added. Add its people on their own pages.")
        return redirect("manage_committee", slug=committee.slug)
    page = FormPage(
        title="Add a committee",
        button="Add the committee",
        back=reverse("manage_committees"),
        back_text="Committees",
    )
    return show_form(request, form, page)


@login_required
def manage_committee(request: HttpRequest, slug: str) -> HttpResponse:
    committee = _committee(request, slug)
    form = CommitteeForm(posted(request), initial=CommitteeForm.initial_of(committee))
    if form.is_valid() and attempt(form, edit_committee, by=request.user, committee=committee, **form.cleaned_data):
        messages.success(request, f"{committee} is saved.")
        return redirect("manage_committee", slug=slug)
    page = FormPage(
        title=committee.name,
        button="Save",
        back=reverse("manage_committees"),
        back_text="Committees",
        sentences=(managing.committee_sentence(committee),),
    )
    table = managing.committee_people_table(reads.people_of_committee(committee))
    return show_form(request, form, page, template="manage/committee.html", committee=committee, table=table)


@login_required
def manage_committee_abolish(request: HttpRequest, slug: str) -> HttpResponse:
    committee = _committee(request, slug)
    form = AbolishForm(posted(request))
    if form.is_valid() and attempt(form, abolish_committee, by=request.user, committee=committee, **form.cleaned_data):
        messages.success(request, f"The abolition of {committee} is saved.")
        return redirect("manage_committee", slug=slug)
    page = FormPage(
        title=f"Abolish {committee}",
        button="Abolish",
        back=reverse("manage_committee", args=[slug]),
        back_text=committee.name,
        sentences=(
            "Its open memberships end on the same day. Its history stays.",
            "Its inquiries must be handed on to another committee first.",
        ),
        warning=True,
    )
    return show_form(request, form, page)


@login_required
def manage_scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """The categories, each with a link to its wording, and the standing questions as a form."""
    scheme = _scheme(request, slug)
    form = StandingQuestionsForm(posted(request), scheme=scheme)
    if form.is_valid() and attempt(
        form, edit_standing_questions, by=request.user, scheme=scheme, questions=form.questions
    ):
        messages.success(request, "The standing questions are saved.")
        return redirect("manage_scheme", slug=slug)
    page = FormPage(
        title=scheme.name,
        button="Save the questions",
        back=reverse("manage_home"),
        back_text="Manage",
        sentences=("These words are printed in every report. Papers that were issued keep the words they had.",),
    )
    lines = managing.category_lines(scheme)
    return show_form(request, form, page, template="manage/scheme.html", lines=lines)


@login_required
def manage_category(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    scheme = _scheme(request, slug)
    category = get_object_or_404(scheme.categories, number=number)
    form = CategoryForm(posted(request), initial=CategoryForm.initial_of(category))
    if form.is_valid() and attempt(form, edit_category, by=request.user, category=category, **form.cleaned_data):
        messages.success(request, f"The wording of category {category} is saved.")
        return redirect("manage_scheme", slug=slug)
    page = FormPage(
        title=f"Wording of category {category}",
        button="Save",
        caption=scheme.name,
        back=reverse("manage_scheme", args=[slug]),
        back_text=scheme.name,
        sentences=(managing.category_sentence(category),),
    )
    return show_form(request, form, page)


def _post(request: HttpRequest, slug: str) -> Post:
    rules.can_administer.check(request.user)
    return get_object_or_404(reads.listed_posts(), slug=slug)


def _committee(request: HttpRequest, slug: str) -> Committee:
    rules.can_administer.check(request.user)
    return get_object_or_404(reads.listed_committees(), slug=slug)


def _scheme(request: HttpRequest, slug: str) -> AssessmentScheme:
    rules.can_administer.check(request.user)
    return get_object_or_404(reads.schemes(), slug=slug)
