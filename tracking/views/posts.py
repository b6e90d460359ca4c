"""Looking back: posts, who holds them and what they answer for."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates
from tracking.models import Post
from tracking.presenters.pagers import pager
from tracking.presenters.plans.posts import plans_of_post_lines
from tracking.presenters.post_sittings import sitting_line
from tracking.presenters.posts import answered_line, post_line, post_page
from tracking.queries.change_scopes import of_post
from tracking.queries.plans.lists import plans_of_post
from tracking.queries.post_sittings import said_at, sittings_of_post
from tracking.queries.posts import answered_leaves, leaves_answered_by, post_history, post_rows
from tracking.views.since import since_last_time

PAGE_SIZE = 25
SITTINGS_PER_PAGE = 5


@require_safe
def post_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(Post.objects.current_first().with_holders(), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = post_rows(page, request.user, today=dates.today())
    return render(request, "posts/list.html", {"page": page, "lines": [post_line(row) for row in rows]})


@require_safe
def post_detail(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Post.objects.with_holders(), slug=slug)
    today = dates.today()
    page = Paginator(leaves_answered_by(post, request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    sittings = Paginator(sittings_of_post(post), SITTINGS_PER_PAGE).get_page(request.GET.get("sittings"))
    context = {
        "crumbs": [("Overview", reverse("overview")), ("Posts", reverse("post_list"))],
        "post": post,
        "post_page": post_page(post_history(post, request.user, today=today)),
        "page": page,
        "lines": [answered_line(leaf, today=today) for leaf in answered_leaves(page, post, request.user, today=today)],
        "sittings": [sitting_line(row, request.user) for row in said_at(sittings, post, request.user)],
        "sittings_pager": pager(
            sittings, request.GET, parameter="sittings", anchor="said", label="what was said at earlier meetings"
        ),
        "plans": plans_of_post_lines(plans_of_post(post, request.user, on=today)),
        "since": since_last_time(request, of_post(post, request.user)),
    }
    return render(request, "posts/detail.html", context)
