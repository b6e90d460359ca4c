"""Addresses below one meeting of a committee."""

from django.urls import path

from tracking.views import committees, minutes, papers, rooms, rounds, view_acts, views_at_meeting

urlpatterns = [
    path("", committees.meeting_detail, name="meeting_detail"),
    path("views/", views_at_meeting.meeting_views, name="meeting_views"),
    path("views/agree/", view_acts.views_agree, name="views_agree"),
    path("views/jump/", view_acts.view_jump, name="view_jump"),
    path("publish-views/", view_acts.meeting_publish_views, name="meeting_publish_views"),
    path("views/<slug:inquiry_slug>/<str:reference>/undo/", view_acts.view_undo, name="view_undo"),
    path("views/<slug:inquiry_slug>/<str:reference>/", views_at_meeting.view_record, name="view_record"),
    path("views/<slug:inquiry_slug>/<str:reference>/correct/", views_at_meeting.view_correct, name="view_correct"),
    path("views/<slug:inquiry_slug>/<str:reference>/reopen/", views_at_meeting.view_reopen, name="view_reopen"),
    path("reopen/", views_at_meeting.view_reopen_choose, name="view_reopen_choose"),
    path("screen/", rooms.meeting_screen, name="meeting_screen"),
    path("screen/now/", rooms.meeting_screen_now, name="meeting_screen_now"),
    path("screen/show/", rooms.meeting_screen_show, name="meeting_screen_show"),
    path("private/", rooms.meeting_private, name="meeting_private"),
    path("private/end/", rooms.meeting_private_end, name="meeting_private_end"),
    path("minutes/", minutes.meeting_minutes, name="meeting_minutes"),
    path("minutes.docx", minutes.meeting_minutes_docx, name="meeting_minutes_docx"),
    path("minutes.txt", minutes.meeting_minutes_text, name="meeting_minutes_text"),
    path("declarations/", minutes.meeting_declarations, name="meeting_declarations"),
    path("declarations/<int:pk>/remove/", minutes.meeting_declaration_remove, name="meeting_declaration_remove"),
    path("actions/", minutes.meeting_actions_page, name="meeting_actions"),
    path("pack.pdf", papers.meeting_pack, name="meeting_pack"),
    path("issue/", papers.meeting_issue, name="meeting_issue"),
    path("ask/", rounds.meeting_ask, name="meeting_ask"),
]
