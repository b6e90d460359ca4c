"""Addresses of improvement plans: reading them, and writing them for those of the owning post."""

from django.urls import path

from tracking.views.plans import items, leads, plans, reading, themes

urlpatterns = [
    path("", reading.plan_list, name="plan_list"),
    path("new/", plans.plan_new, name="plan_new"),
    path("<slug:slug>/", reading.plan_detail, name="plan_detail"),
    path("<slug:slug>/edit/", plans.plan_edit, name="plan_edit"),
    path("<slug:slug>/publish/", plans.plan_publish, name="plan_publish"),
    path("<slug:slug>/end/", plans.plan_end, name="plan_end"),
    path("<slug:slug>/themes/new/", themes.plan_theme_new, name="plan_theme_new"),
    path("<slug:slug>/themes/<int:number>/edit/", themes.plan_theme_edit, name="plan_theme_edit"),
    path("<slug:slug>/themes/<int:number>/remove/", themes.plan_theme_remove, name="plan_theme_remove"),
    path("<slug:slug>/themes/<int:number>/aims/new/", themes.plan_aim_new, name="plan_aim_new"),
    path("<slug:slug>/themes/<int:number>/items/new/", items.plan_theme_item_new, name="plan_theme_item_new"),
    path("<slug:slug>/aims/<str:reference>/", reading.plan_aim, name="plan_aim"),
    path("<slug:slug>/aims/<str:reference>/edit/", themes.plan_aim_edit, name="plan_aim_edit"),
    path("<slug:slug>/aims/<str:reference>/remove/", themes.plan_aim_remove, name="plan_aim_remove"),
    path("<slug:slug>/aims/<str:reference>/items/new/", items.plan_item_new, name="plan_item_new"),
    path("<slug:slug>/aims/<str:reference>/leads/", leads.plan_aim_leads, name="plan_aim_leads"),
    path("<slug:slug>/aims/<str:reference>/links/new/", leads.plan_aim_link_new, name="plan_aim_link_new"),
    path("<slug:slug>/items/<int:item_pk>/edit/", items.plan_item_edit, name="plan_item_edit"),
    path("<slug:slug>/items/<int:item_pk>/take-out/", items.plan_item_take_out, name="plan_item_take_out"),
    path("<slug:slug>/items/<int:item_pk>/leads/", leads.plan_item_leads, name="plan_item_leads"),
    path("<slug:slug>/items/<int:item_pk>/links/new/", leads.plan_item_link_new, name="plan_item_link_new"),
    path("<slug:slug>/leads/<int:lead_pk>/end/", leads.plan_lead_end, name="plan_lead_end"),
    path("<slug:slug>/leads/<int:lead_pk>/first/", leads.plan_lead_first, name="plan_lead_first"),
    path("<slug:slug>/links/<int:link_pk>/remove/", leads.plan_link_remove, name="plan_link_remove"),
]
