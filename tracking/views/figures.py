"""The figures of all the years, and each year's report."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracking import dates
from tracking.exports.figures import figures_csv as written_figures
from tracking.forms.figures import FiguresForm
from tracking.models import Viewer
from tracking.packs.papers import annual_report_pdf as rendered_report
from tracking.presenters.annual_report import AnnualReportFace, annual_report_face
from tracking.presenters.figure_rows import figure_rows
from tracking.presenters.figures import figures_face
from tracking.presenters.register_columns import LICENCE_ADDRESS
from tracking.queries.annual_report import annual_report as reported
from tracking.queries.annual_report import years_reported
from tracking.queries.figures import Scope
from tracking.queries.figures import figures as counted
from tracking.queries.register_years import years_of
from tracking.queries.years_brought import years_brought
from tracking.views.papers import inline_pdf


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    today, years = dates.today(), years_of(request.user)
    form = FiguresForm(request.GET, years=years)
    scope = Scope(request.user, form.chosen_committee, form.chosen_year)
    face = figures_face(
        counted(scope, today=today),
        committee=scope.committee,
        year=scope.year,
        years=years_reported(years, today=today),
        query=form.query,
        today=today,
    )
    context = {"form": form, "face": face, "licence_address": LICENCE_ADDRESS}
    return render(request, "figures/figures.html", context)


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same figures, narrowed in the same way, as one table."""
    today = dates.today()
    form = FiguresForm(request.GET, years=years_of(request.user))
    scope = Scope(request.user, form.chosen_committee, form.chosen_year)
    numbers = counted(scope, today=today)
    rows = figure_rows(numbers, years_brought(scope), committee=scope.committee, year=scope.year)
    response = HttpResponse(written_figures(rows, today=today), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="figures-{today:%Y-%m-%d}.csv"'
    response["Link"] = f'<{LICENCE_ADDRESS}>; rel="license"'
    return response


@require_safe
def annual_report(request: HttpRequest, year: int) -> HttpResponse:
    context = {
        "crumbs": [("Overview", reverse("overview")), ("Figures", reverse("figures"))],
        "face": _annual_report(request.user, year),
        "licence_address": LICENCE_ADDRESS,
    }
    return render(request, "figures/annual_report.html", context)


@require_safe
def annual_report_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The report as everyone may read it, whoever asks: it is made to be handed on."""
    face = _annual_report(AnonymousUser(), year)
    return inline_pdf(rendered_report(face).content, f"scrutiny-annual-report-{year}-{(year + 1) % 100:02d}.pdf")


def _annual_report(viewer: Viewer, year: int) -> AnnualReportFace:
    today = dates.today()
    years = years_reported(years_of(viewer), today=today)
    if year not in years:
        raise Http404
    return annual_report_face(reported(viewer, year, today=today), years=years, today=today)
