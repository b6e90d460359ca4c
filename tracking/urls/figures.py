"""Addresses of the figures and of each year's report."""

from django.urls import path

from tracking.views import figures

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures.csv", figures.figures_csv, name="figures_csv"),
    path("figures/<int:year>/", figures.annual_report, name="annual_report"),
    path("figures/<int:year>/annual-report.pdf", figures.annual_report_pdf, name="annual_report_pdf"),
]
