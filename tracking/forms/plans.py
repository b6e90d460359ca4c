"""Forms for improvement plans: themes, aims, actions and outputs, who leads on them, what they answer."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from tracking.enums import ItemKind
from tracking.forms.due_dates import DueDateForm
from tracking.forms.manage import ManageForm, a_date, long_text, narrow, short_text
from tracking.models import Inquiry, Post, Recommendation, Viewer
from tracking.models.plans import Aim, ImprovementPlan, PlanItem, Theme

CORRECTION = long_text(
    "Reason for the correction",
    required="Give the reason for the correction.",
    rows=3,
    help_text="For example, “A word was missing.” It is kept in the audit trail.",
)
CHANGE = long_text(
    "Reason for the change",
    required="Give the reason for the change.",
    rows=3,
    help_text="Everyone reads it in the plan, beside what was said before.",
)


class PlanForm(ManageForm):
    """What is said about a plan."""

    title = short_text("Title", required="Enter the title of the plan.")
    introduction = long_text("What the plan is for (optional)")

    @staticmethod
    def initial_of(plan: ImprovementPlan) -> dict[str, Any]:
        return {"title": plan.title, "introduction": plan.introduction}


class NewPlanForm(PlanForm):
    """A new plan, and the post that keeps it."""

    owning_post = forms.ModelChoiceField(
        Post.objects.none(),
        label="Which of your posts keeps the plan?",
        empty_label="Choose a post",
        error_messages={"required": "Choose the post that keeps the plan."},
    )

    field_order = ("owning_post",)

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("owning_post", posts)
        if len(posts) == 1:
            self.initial.setdefault("owning_post", posts[0])


class HandOverForm(ManageForm):
    """The post that keeps the plan from now on, and why."""

    post = forms.ModelChoiceField(
        Post.objects.none(),
        label="Which post keeps the plan from now on?",
        empty_label="Choose a post",
        error_messages={"required": "Choose the post that keeps the plan."},
    )
    reason = long_text(
        "Reason",
        required="Give the reason why another post keeps the plan.",
        rows=3,
        help_text="For example, “The portfolios changed.” It is kept in the audit trail.",
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("post", posts)


class PlanCorrectionForm(PlanForm):
    reason = CORRECTION


class EndPlanForm(ManageForm):
    """The day a plan ended, and what took its place."""

    on = a_date("On which day did it end?", required="Enter the day on which the plan ended. For example, 31 3 2019.")
    successor = forms.ModelChoiceField(
        ImprovementPlan.objects.none(),
        label="Which plan takes its place? (optional)",
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, plans: QuerySet[ImprovementPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("successor", plans)


class ThemeCorrectionForm(ManageForm):
    """A theme of a published plan: its number stays."""

    title = short_text("Title", required="Enter the title of the theme.")
    statement = long_text("What it is to achieve (optional)", rows=3)
    note = long_text("Note printed under the theme (optional)", rows=3)
    reason = CORRECTION

    @staticmethod
    def initial_of(theme: Theme) -> dict[str, Any]:
        return {name: getattr(theme, name) for name in ("number", "title", "statement", "note")}


def _number(label: str, **kwargs: Any) -> forms.IntegerField:
    messages = {
        "required": "Enter the number. For example, 6.",
        "min_value": "Enter a number from 1.",
        "max_value": "Enter a number up to 99.",
    }
    widget = forms.NumberInput(narrow(2))
    return forms.IntegerField(label=label, min_value=1, max_value=99, widget=widget, error_messages=messages, **kwargs)


class ThemeForm(ThemeCorrectionForm):
    """A theme that is new, or of a draft."""

    number = _number("Number")
    reason = None  # type: ignore[assignment]

    field_order = ("number",)


class AimCorrectionForm(ManageForm):
    """An aim of a published plan: its number stays."""

    text = long_text(
        "Words of the aim",
        required="Enter the words of the aim.",
        rows=8,
        help_text=(
            "A line that starts with - is a bullet. For a footnote put [^1] in the text, "
            "and [^1]: with the words of the note in a line of its own below."
        ),
    )
    reason = CORRECTION

    @staticmethod
    def initial_of(aim: Aim) -> dict[str, Any]:
        return {"number": aim.number, "text": aim.text}


class AimForm(AimCorrectionForm):
    """An aim that is new, or of a draft."""

    number = _number("Number in its theme (optional)", required=False, help_text="4 for 1.4. Some aims have none.")
    reason = None  # type: ignore[assignment]

    field_order = ("number",)


class ItemForm(DueDateForm):
    """An action or output that is new, or of a draft."""

    kind = forms.ChoiceField(
        choices=ItemKind,
        label="What is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is a required action or an output."},
    )
    text = long_text("Words", required="Enter the words of the action or output.", rows=5)

    field_order = ("kind", "text")

    @staticmethod
    def initial_of(item: PlanItem) -> dict[str, Any]:
        names = ("kind", "text", "due_text", "due_on", "ongoing", "recurs_every_months")
        return {name: getattr(item, name) for name in names}


class _Monthly(ManageForm):
    """A change of a published plan, with its reason and its month."""

    def offer_months(self, plan: ImprovementPlan, today: date) -> None:
        """Offer the months since the plan was published, the latest first."""
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared below
        field.choices = [(f"{month:%Y-%m-%d}", f"{month:%B %Y}") for month in months_since(plan, today)]


def months_since(plan: ImprovementPlan, today: date) -> list[date]:
    """Return the first days of the months since a plan was published, the latest first."""
    first = (plan.published_on or today).replace(day=1)
    months = [today.replace(day=1)]
    while months[-1] > first:
        earlier = months[-1]
        months.append(date(earlier.year - (earlier.month == 1), earlier.month - 1 or 12, 1))
    return months


def _month() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="In which month did the plan change?",
        coerce=date.fromisoformat,
        empty_value=None,
        error_messages={"required": "Choose the month in which the plan changed."},
    )


class ItemChangeForm(_Monthly, ItemForm):
    """A change of an action or output in a published plan."""

    reason = CHANGE
    month = _month()

    def __init__(self, *args: Any, plan: ImprovementPlan, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_months(plan, today)


class TakeOutForm(_Monthly):
    """Why and when an action or output was taken out of a published plan."""

    reason = CHANGE
    month = _month()

    def __init__(self, *args: Any, plan: ImprovementPlan, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_months(plan, today)


class LeadForm(ManageForm):
    """A further post that leads."""

    post = forms.ModelChoiceField(
        Post.objects.all(),
        label="Post",
        empty_label="Choose a post",
        error_messages={"required": "Choose the post that leads."},
    )
    as_written = short_text("As the plan has it", help_text="Only where it differs from the name of the post.")
    starts_on = a_date("Since when?", help_text="Leave empty for “from the beginning”. For example, 9 6 2018")


class LinkForm(ManageForm):
    """The inquiry or recommendation that is answered: `target` once the form is valid."""

    inquiry = forms.ModelChoiceField(
        Inquiry.objects.none(),
        label="Which inquiry does it answer?",
        empty_label="Choose an inquiry",
        error_messages={"required": "Choose the inquiry that it answers."},
    )
    reference = short_text(
        "Recommendation (optional)",
        limit=10,
        help_text="For example, R06 or R06b. Leave it empty for the inquiry as a whole.",
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.offer_rows("inquiry", Inquiry.objects.visible_to(viewer).public().order_by("title"))

    def clean_reference(self) -> Recommendation | None:
        typed, inquiry = self.cleaned_data["reference"].replace(" ", ""), self.cleaned_data.get("inquiry")
        if not typed or inquiry is None:
            return None
        rows = Recommendation.objects.visible_to(self.viewer).filter(inquiry=inquiry)
        found = rows.select_related("inquiry").at_reference(typed).first()
        if found is None:
            raise ValidationError(f"{inquiry} has no recommendation {typed}. Enter a reference like R06.")
        return found

    @property
    def target(self) -> Inquiry | Recommendation:
        return self.cleaned_data["reference"] or self.cleaned_data["inquiry"]
