"""Addresses of the read-only API."""

from django.urls import path, re_path

from tracking.api import views
from tracking.api.framework import NothingThere
from tracking.api.schema import document

urlpatterns = [
    path("", views.Start.as_view(), name="api_start"),
    path("schema/", document, name="api_schema"),
    path("recommendations/", views.RecommendationList.as_view(), name="api_recommendations"),
    path(
        "recommendations/<slug:slug>/<slug:reference>/", views.RecommendationDetail.as_view(), name="api_recommendation"
    ),
    path("inquiries/", views.InquiryList.as_view(), name="api_inquiries"),
    path("inquiries/<slug:slug>/", views.InquiryDetail.as_view(), name="api_inquiry"),
    path("committees/", views.CommitteeList.as_view(), name="api_committees"),
    path("committees/<slug:slug>/", views.CommitteeDetail.as_view(), name="api_committee"),
    path("posts/", views.PostList.as_view(), name="api_posts"),
    path("posts/<slug:slug>/", views.PostDetail.as_view(), name="api_post"),
    path("meetings/", views.MeetingList.as_view(), name="api_meetings"),
    path("meetings/<slug:slug>/<slug:date_slug>/", views.MeetingDetail.as_view(), name="api_meeting"),
    path("categories/", views.CategoryList.as_view(), name="api_categories"),
    re_path(r"^(?P<rest>.*)/$", NothingThere.as_view(), name="api_nothing_there"),
]
