"""What the register may be filtered by, searched for and ordered by: on its page, in every export and in the API."""

from datetime import date

import django_filters as filters
from django import forms
from django.db import models
from django.http import QueryDict

from tracking.dates import municipal_year_words
from tracking.enums import ConclusionReason, Ending, TrackingState
from tracking.filters.categories import categories_by_code, category_choices
from tracking.models import Committee, Inquiry, Post, Viewer
from tracking.models.register import RegisterEntryQuerySet
from tracking.queries.register_years import years_of
from tracking.queries.search import LONGEST, Search, best_first, matching, search


class Order(models.TextChoices):
    """What the register may be ordered by; the first is the usual one, or the best match where words are looked for."""

    URGENT = "urgent", "Still tracked first, by date"
    SLIPPED = "slipped", "Slipped the most"
    LATEST = "latest", "Latest view of the committee"
    INQUIRY = "inquiry", "Inquiry and reference"


_ORDERS = {
    Order.URGENT: ("is_concluded", "sorts_on", "leaf"),
    Order.SLIPPED: (models.F("days_slipped").desc(nulls_last=True), "leaf"),
    Order.LATEST: (models.F("viewed_on").desc(nulls_last=True), "leaf"),
    Order.INQUIRY: ("inquiry__title", "inquiry", "leaf__number", "leaf__letter"),
}


def _choice(label: str, what: str, *, any_words: str, **options) -> dict:
    return {
        "label": label,
        "empty_label": any_words,
        "error_messages": {"invalid_choice": f"Choose {what} from the list."},
        **options,
    }


def _tick(label: str, **options) -> filters.BooleanFilter:
    return filters.BooleanFilter(label=label, widget=forms.CheckboxInput, **options)


class RegisterFilter(filters.FilterSet):
    """Leaves of inquiries the viewer may see. `found` is what is looked for, for the extracts beside each line."""

    q = filters.CharFilter(
        label="Words or reference",
        method="look_for",
        help_text="In recommendations, inquiries and evidence. For example: “R06 service birmingham”.",
        max_length=LONGEST,
        error_messages={"max_length": f"Search for {LONGEST} characters or fewer."},
    )
    committee = filters.ModelChoiceFilter(
        queryset=Committee.objects.of_scrutiny(),
        to_field_name="slug",
        method="filter_committee",
        **_choice("Committee", "a committee", any_words="Any committee"),
    )
    post = filters.ModelChoiceFilter(
        queryset=Post.objects.current_first(),
        to_field_name="slug",
        method="filter_post",
        **_choice("Post that answers, now or before", "a post", any_words="Any post"),
    )
    now = _tick("Only what it answers for today", method="leave")
    year = filters.ChoiceFilter(
        field_name="municipal_year", **_choice("Municipal year of approval", "a year", any_words="Any year")
    )
    inquiry = filters.ModelChoiceFilter(
        queryset=Inquiry.objects.none(),
        to_field_name="slug",
        **_choice("Inquiry", "an inquiry", any_words="Any inquiry", widget=forms.HiddenInput),
    )
    claimed = filters.ChoiceFilter(
        method="filter_claimed", **_choice("Cabinet Member’s assessment", "a category", any_words="Any category")
    )
    viewed = filters.ChoiceFilter(
        method="filter_viewed", **_choice("Committee’s view", "a category", any_words="Any category")
    )
    state = filters.ChoiceFilter(
        choices=TrackingState,
        method="filter_state",
        **_choice("Tracking", "a state", any_words="Tracked or concluded"),
    )
    reason = filters.ChoiceFilter(
        field_name="conclusion_reason",
        choices=ConclusionReason,
        **_choice("Why it was concluded", "a reason", any_words="Any reason"),
    )
    ending = filters.ChoiceFilter(
        choices=Ending, **_choice("What became of it", "an ending", any_words="Anything", widget=forms.HiddenInput)
    )
    overdue = _tick("Overdue", method="filter_overdue")
    disagreement = _tick("The committee’s view differs", method="filter_disagreement")
    never = _tick("Never tracked", method="filter_never")
    sort = filters.ChoiceFilter(
        choices=Order.choices, method="leave", **_choice("Order", "an order", any_words="As usual")
    )

    class Meta:
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, queryset: RegisterEntryQuerySet, *, viewer: Viewer, today: date) -> None:
        self.today = today
        super().__init__(data, queryset)
        self.filters["inquiry"].queryset = Inquiry.objects.visible_to(viewer)
        self.filters["year"].extra["choices"] = [(str(year), municipal_year_words(year)) for year in years_of(viewer)]
        self.categories = categories_by_code()
        for name in ("claimed", "viewed"):
            self.filters[name].extra["choices"] = category_choices(self.categories)

    @property
    def found(self) -> Search:
        return search(self.form.cleaned_data.get("q") or "") if self.form.is_valid() else Search()

    def filter_queryset(self, queryset: RegisterEntryQuerySet) -> RegisterEntryQuerySet:
        rows = super().filter_queryset(queryset)
        order = self.form.cleaned_data.get("sort")
        if order:
            return rows.order_by(*_ORDERS[Order(order)])
        return best_first(rows, self.found)

    def look_for(self, rows: RegisterEntryQuerySet, name: str, words: str) -> RegisterEntryQuerySet:
        return matching(rows, search(words))

    def filter_committee(self, rows: RegisterEntryQuerySet, name: str, committee: Committee) -> RegisterEntryQuerySet:
        return rows.of_committee(committee)

    def filter_post(self, rows: RegisterEntryQuerySet, name: str, post: Post) -> RegisterEntryQuerySet:
        return rows.answered_by([post], on=self.today if self.form.cleaned_data.get("now") else None)

    def filter_claimed(self, rows: RegisterEntryQuerySet, name: str, chosen: str) -> RegisterEntryQuerySet:
        return rows.filter(claimed=self.categories[chosen].pk)

    def filter_viewed(self, rows: RegisterEntryQuerySet, name: str, chosen: str) -> RegisterEntryQuerySet:
        return rows.filter(viewed=self.categories[chosen].pk)

    def filter_state(self, rows: RegisterEntryQuerySet, name: str, state: str) -> RegisterEntryQuerySet:
        return rows.concluded() if TrackingState(state) == TrackingState.CONCLUDED else rows.tracked()

    def filter_overdue(self, rows: RegisterEntryQuerySet, name: str, chosen: bool) -> RegisterEntryQuerySet:
        return rows.overdue(self.today) if chosen else rows

    def filter_disagreement(self, rows: RegisterEntryQuerySet, name: str, chosen: bool) -> RegisterEntryQuerySet:
        return rows.disagreed() if chosen else rows

    def filter_never(self, rows: RegisterEntryQuerySet, name: str, chosen: bool) -> RegisterEntryQuerySet:
        return rows.never_tracked() if chosen else rows

    def leave(self, rows: RegisterEntryQuerySet, name: str, value: str) -> RegisterEntryQuerySet:
        """Nothing by itself: the order is applied last, and `now` says how a post is read."""
        return rows
