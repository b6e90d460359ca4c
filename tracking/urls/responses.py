"""Addresses of the executive response to an inquiry, below the inquiry's own."""

from django.urls import path

from tracking.views.responses import reading, sending, writing

urlpatterns = [
    path("", reading.response_detail, name="response_detail"),
    path("response.pdf", reading.response_pdf, name="response_pdf"),
    path("response.docx", reading.response_docx, name="response_docx"),
    path("new/", writing.response_new, name="response_new"),
    path("edit/", writing.response_edit, name="response_edit"),
    path("edit/draft/", writing.response_edit_draft, name="response_edit_draft"),
    path("items/<str:reference>/", writing.response_item, name="response_item"),
    path("items/<str:reference>/draft/", writing.response_item_draft, name="response_item_draft"),
    path("items/<str:reference>/remove/", writing.response_item_remove, name="response_item_remove"),
    path("withdraw/", writing.response_withdraw, name="response_withdraw"),
    path("agree/", sending.response_agree, name="response_agree"),
    path("back/", sending.response_back, name="response_back"),
    path("send/", sending.response_send, name="response_send"),
    path("publish/", sending.response_publish, name="response_publish"),
]
