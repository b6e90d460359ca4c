"""Addresses: nouns and human identifiers; verbs only for transitions."""

from django.urls import include, path

from tracking.views import (
    audit,
    committees,
    evidence,
    following,
    inquiries,
    open_data,
    overview,
    posts,
    register,
    writing,
)

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("inquiries/", inquiries.inquiry_list, name="inquiry_list"),
    path("inquiries/<slug:slug>/", inquiries.inquiry_detail, name="inquiry_detail"),
    path("inquiries/<slug:slug>/progress.csv", inquiries.inquiry_progress_csv, name="inquiry_progress_csv"),
    path(
        "inquiries/<slug:slug>/recommendations/<str:reference>/",
        inquiries.recommendation_detail,
        name="recommendation_detail",
    ),
    path("recommendations/", register.register, name="register"),
    path("inquiries/<slug:slug>/follow/", following.inquiry_follow, name="inquiry_follow"),
    path(
        "inquiries/<slug:slug>/recommendations/<str:reference>/follow/",
        following.recommendation_follow,
        name="recommendation_follow",
    ),
    path("follow/<slug:key>/", following.follow_confirm, name="follow_confirm"),
    path("follow/<slug:key>/end/", following.follow_end, name="follow_end"),
    path("feeds/", include("tracking.urls.feeds")),
    path("posts/", posts.post_list, name="post_list"),
    path("posts/<slug:slug>/", posts.post_detail, name="post_detail"),
    path("committees/", committees.committee_list, name="committee_list"),
    path("committees/<slug:slug>/", committees.committee_detail, name="committee_detail"),
    path("writing/preview/", writing.writing_preview, name="writing_preview"),
    path("evidence/<int:pk>/", evidence.evidence_download, name="evidence_download"),
    path("committees/<slug:slug>/meetings/<str:date_slug>/", include("tracking.urls.meetings")),
    path("open-data/", open_data.open_data, name="open_data"),
    path("api/", include("tracking.api.urls")),
    path("audit/", audit.audit, name="audit"),
    path("plans/", include("tracking.urls.plans")),
    path("reports/", include("tracking.urls.reports")),
    path("manage/", include("tracking.urls.manage")),
    path("", include("tracking.urls.figures")),
]
