"""What the list of inquiries may be filtered by."""

import django_filters as filters
from django.db import models
from django.http import QueryDict

from tracking.enums import InquiryState
from tracking.filters.categories import categories_by_code, category_choices
from tracking.models import Committee, Inquiry, Post, Viewer, roles_of
from tracking.models.inquiries import InquiryQuerySet
from tracking.queries.inquiries import inquiries_matching


class TrackingChoice(models.TextChoices):
    """How far the tracking of an inquiry has come."""

    TRACKED = "tracked", "Still tracked"
    CONCLUDED = "concluded", "All concluded"
    NEVER = "never", "Never tracked"


class InquiryFilter(filters.FilterSet):
    """Inquiries the viewer may see; by state only for those who see more than published ones."""

    q = filters.CharFilter(
        label="Words",
        method="filter_words",
        help_text="In inquiries, recommendations and evidence",
        max_length=100,
        error_messages={"max_length": "Search for 100 characters or fewer."},
    )
    committee = filters.ModelChoiceFilter(
        label="Committee",
        queryset=Committee.objects.of_scrutiny(),
        to_field_name="slug",
        method="filter_committee",
        empty_label="Any committee",
        error_messages={"invalid_choice": "Choose a committee from the list."},
    )
    post = filters.ModelChoiceFilter(
        label="Post that answers, now or before",
        queryset=Post.objects.all(),
        to_field_name="slug",
        method="filter_post",
        empty_label="Any post",
        error_messages={"invalid_choice": "Choose a post from the list."},
    )
    category = filters.ChoiceFilter(
        label="Committee’s view",
        method="filter_category",
        empty_label="Any category",
        error_messages={"invalid_choice": "Choose a category from the list."},
    )
    tracking = filters.ChoiceFilter(
        label="Tracking",
        choices=TrackingChoice,
        method="filter_tracking",
        empty_label="Any",
        error_messages={"invalid_choice": "Choose how far tracking has come from the list."},
    )
    state = filters.ChoiceFilter(
        label="State of the inquiry",
        choices=InquiryState,
        empty_label="Any state",
        error_messages={"invalid_choice": "Choose a state from the list."},
    )

    class Meta:
        model = Inquiry
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, queryset: InquiryQuerySet, *, viewer: Viewer) -> None:
        self.viewer = viewer
        super().__init__(data, queryset)
        self.categories = categories_by_code()
        self.filters["category"].extra["choices"] = category_choices(self.categories)
        if not roles_of(viewer).committees_run:
            del self.filters["state"]

    def filter_words(self, rows: InquiryQuerySet, name: str, words: str) -> InquiryQuerySet:
        return inquiries_matching(rows, words, self.viewer)

    def filter_committee(self, rows: InquiryQuerySet, name: str, committee: Committee) -> InquiryQuerySet:
        return rows.of_committee(committee)

    def filter_post(self, rows: InquiryQuerySet, name: str, post: Post) -> InquiryQuerySet:
        return rows.answered_by(post)

    def filter_category(self, rows: InquiryQuerySet, name: str, chosen: str) -> InquiryQuerySet:
        return rows.with_leaf_in_category(self.categories[chosen], self.viewer)

    def filter_tracking(self, rows: InquiryQuerySet, name: str, tracking: str) -> InquiryQuerySet:
        match TrackingChoice(tracking):
            case TrackingChoice.TRACKED:
                return rows.still_tracked(self.viewer)
            case TrackingChoice.CONCLUDED:
                return rows.all_concluded(self.viewer)
            case TrackingChoice.NEVER:
                return rows.never_tracked(self.viewer)
