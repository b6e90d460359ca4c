"""What the pages of a plan and of its months may be filtered by."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict

from tracking.models import Category, Post
from tracking.queries.plans.contents import Unit
from tracking.queries.plans.months import UnitInMonth
from tracking.queries.plans.standing import PlanStanding

LIMITED, NOT_RATED, STOPPED = "limited", "not-rated", "stopped"


class MonthFilterForm(forms.Form):
    """By the post that leads, by the rating, and by what is late or was changed this month."""

    lead = forms.ChoiceField(
        label="Lead",
        required=False,
        error_messages={"invalid_choice": "Choose a post from the list."},
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        error_messages={"invalid_choice": "Choose a state from the list."},
    )
    late = forms.BooleanField(label="Late", required=False)
    changed = forms.BooleanField(label="Changed this month", required=False)

    def __init__(self, data: QueryDict, *, leads: Sequence[Post], categories: Sequence[Category]) -> None:
        super().__init__(data)
        lead, state = self.fields["lead"], self.fields["state"]
        assert isinstance(lead, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(state, forms.ChoiceField)  # noqa: S101 - declared above
        # By the names of the month, which a post may have lost since.
        self._leads = {post.slug: post for post in leads}
        lead.choices = [("", "Any post"), *((slug, post.name) for slug, post in self._leads.items())]
        state.choices = [
            ("", "Any state"),
            *((category.mark.lower(), str(category)) for category in categories),
            (LIMITED, "Limited"),
            (NOT_RATED, "Not rated"),
            (STOPPED, "Asking stopped"),
        ]
        self._drop_what_is_unknown()
        self.is_valid()

    def _drop_what_is_unknown(self) -> None:
        """Take away what cannot be asked for."""

    @property
    def leading(self) -> Post | None:
        """The post that is asked for."""
        return self._leads.get(self.cleaned_data.get("lead", ""))

    @property
    def is_in_force(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)

    def fits(self, row: UnitInMonth) -> bool:
        """Whether a unit of the month is among those asked for."""
        said = self.cleaned_data
        return (
            (self.leading is None or row.unit.is_led_by(self.leading))
            and (not said.get("state") or _is_in_state(row, said["state"]))
            and (not said.get("late") or row.is_late)
            and (not said.get("changed") or row.has_changed)
        )


def _is_in_state(row: UnitInMonth, state: str) -> bool:
    """What is limited is in no category's state, as it is in no category's number."""
    if state == STOPPED:
        return row.stopped is not None
    if row.category is None:
        return state == NOT_RATED
    return state == (LIMITED if row.is_limited else row.category.mark.lower())


class PlanFilterForm(MonthFilterForm):
    """The same for the whole plan as its latest issued month left it, and by what is due; without a month, by that."""

    due = forms.BooleanField(label="Due by now", required=False)

    field_order = ("lead", "state", "due", "late", "changed")

    def __init__(self, data: QueryDict, *, leads: Sequence[Post], standing: PlanStanding) -> None:
        self.standing = standing
        super().__init__(data, leads=leads, categories=list(standing.contents.plan.scheme.categories.all()))

    def _drop_what_is_unknown(self) -> None:
        if self.standing.round is None:
            for name in ("state", "late", "changed"):
                del self.fields[name]
        else:
            self.fields["changed"].label = f"Changed in {self.standing.round.name}"

    def fits_in_plan(self, unit: Unit, today: date) -> bool:
        """Whether a unit of the plan is among those asked for."""
        row = self.standing.of(unit)
        fits = self.fits(row) if row else self.leading is None or unit.is_led_by(self.leading)
        return fits and (not self.cleaned_data.get("due") or unit.is_due_by(today))
