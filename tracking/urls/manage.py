"""Addresses of managing: creating, editing, withdrawing, correcting."""

from django.urls import path

from tracking.views import manage_inquiries, manage_meetings, manage_people, manage_recommendations, manage_structure

urlpatterns = [
    path("", manage_inquiries.manage_home, name="manage_home"),
    path("inquiries/", manage_inquiries.manage_inquiries, name="manage_inquiries"),
    path("inquiries/new/", manage_inquiries.manage_inquiry_new, name="manage_inquiry_new"),
    path("inquiries/<slug:slug>/", manage_inquiries.manage_inquiry, name="manage_inquiry"),
    path("inquiries/<slug:slug>/edit/", manage_inquiries.manage_inquiry_edit, name="manage_inquiry_edit"),
    path("inquiries/<slug:slug>/response/", manage_inquiries.manage_inquiry_response, name="manage_inquiry_response"),
    path("inquiries/<slug:slug>/publish/", manage_inquiries.manage_inquiry_publish, name="manage_inquiry_publish"),
    path("inquiries/<slug:slug>/withdraw/", manage_inquiries.manage_inquiry_withdraw, name="manage_inquiry_withdraw"),
    path("inquiries/<slug:slug>/hand-on/", manage_inquiries.manage_inquiry_hand_on, name="manage_inquiry_hand_on"),
    path(
        "inquiries/<slug:slug>/recommendations/new/",
        manage_recommendations.manage_recommendation_new,
        name="manage_recommendation_new",
    ),
    path(
        "inquiries/<slug:slug>/recommendations/<str:reference>/",
        manage_recommendations.manage_recommendation,
        name="manage_recommendation",
    ),
    path(
        "inquiries/<slug:slug>/recommendations/<str:reference>/parts/new/",
        manage_recommendations.manage_part_new,
        name="manage_part_new",
    ),
    path(
        "inquiries/<slug:slug>/recommendations/<str:reference>/withdraw/",
        manage_recommendations.manage_recommendation_withdraw,
        name="manage_recommendation_withdraw",
    ),
    path(
        "inquiries/<slug:slug>/recommendations/<str:reference>/responsibilities/",
        manage_recommendations.manage_responsibilities,
        name="manage_responsibilities",
    ),
    path(
        "inquiries/<slug:slug>/recommendations/<str:reference>/responsibilities/<int:responsibility_pk>/move/",
        manage_recommendations.manage_responsibility_move,
        name="manage_responsibility_move",
    ),
    path(
        "inquiries/<slug:slug>/recommendations/<str:reference>/responsibilities/<int:responsibility_pk>/end/",
        manage_recommendations.manage_responsibility_end,
        name="manage_responsibility_end",
    ),
    path(
        "inquiries/<slug:slug>/recommendations/<str:reference>/responsibilities/<int:responsibility_pk>/first/",
        manage_recommendations.manage_responsibility_first,
        name="manage_responsibility_first",
    ),
    path("meetings/", manage_meetings.manage_meetings, name="manage_meetings"),
    path("committees/<slug:slug>/meetings/new/", manage_meetings.manage_meeting_new, name="manage_meeting_new"),
    path("committees/<slug:slug>/meetings/<str:date_slug>/", manage_meetings.manage_meeting, name="manage_meeting"),
    path(
        "committees/<slug:slug>/meetings/<str:date_slug>/hold/",
        manage_meetings.manage_meeting_hold,
        name="manage_meeting_hold",
    ),
    path(
        "committees/<slug:slug>/meetings/<str:date_slug>/approve-minutes/",
        manage_meetings.manage_meeting_approve_minutes,
        name="manage_meeting_approve_minutes",
    ),
    path(
        "committees/<slug:slug>/meetings/<str:date_slug>/cancel/",
        manage_meetings.manage_meeting_cancel,
        name="manage_meeting_cancel",
    ),
    path("closed-days/", manage_meetings.manage_closed_days, name="manage_closed_days"),
    path("closed-days/<int:pk>/remove/", manage_meetings.manage_closed_day_remove, name="manage_closed_day_remove"),
    path("people/", manage_people.manage_people, name="manage_people"),
    path("people/new/", manage_people.manage_person_new, name="manage_person_new"),
    path("people/<int:pk>/", manage_people.manage_person, name="manage_person"),
    path("people/<int:pk>/edit/", manage_people.manage_person_edit, name="manage_person_edit"),
    path("people/<int:pk>/user/", manage_people.manage_user, name="manage_user"),
    path("people/<int:pk>/appointments/new/", manage_people.manage_appointment_new, name="manage_appointment_new"),
    path(
        "people/<int:pk>/appointments/<int:appointment_pk>/end/",
        manage_people.manage_appointment_end,
        name="manage_appointment_end",
    ),
    path("people/<int:pk>/memberships/new/", manage_people.manage_membership_new, name="manage_membership_new"),
    path(
        "people/<int:pk>/memberships/<int:membership_pk>/end/",
        manage_people.manage_membership_end,
        name="manage_membership_end",
    ),
    path("posts/", manage_structure.manage_posts, name="manage_posts"),
    path("posts/new/", manage_structure.manage_post_new, name="manage_post_new"),
    path("posts/<slug:slug>/", manage_structure.manage_post, name="manage_post"),
    path("posts/<slug:slug>/end/", manage_structure.manage_post_end, name="manage_post_end"),
    path("committees/", manage_structure.manage_committees, name="manage_committees"),
    path("committees/new/", manage_structure.manage_committee_new, name="manage_committee_new"),
    path("committees/<slug:slug>/", manage_structure.manage_committee, name="manage_committee"),
    path("committees/<slug:slug>/abolish/", manage_structure.manage_committee_abolish, name="manage_committee_abolish"),
    path("schemes/<slug:slug>/", manage_structure.manage_scheme, name="manage_scheme"),
    path("schemes/<slug:slug>/categories/<int:number>/", manage_structure.manage_category, name="manage_category"),
]
