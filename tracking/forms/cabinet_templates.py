"""Forms for the templates of reports to Cabinet: their names, and the headings they ask for."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.db.models import QuerySet

from tracking.actions.cabinet.templates import HeadingSpec, specs_of, template_as_saved
from tracking.actions.conflicts import fingerprints
from tracking.enums import HeadingHolds
from tracking.forms.cabinet_writing import MoveRowsForm
from tracking.forms.drafts import FingerprintsField
from tracking.forms.manage import ManageForm, long_text, short_text
from tracking.models import Committee, Post
from tracking.models.cabinet import ReportTemplate

_LEVELS = ((1, "A main heading, like 7"), (2, "Below it, like 7.1"), (3, "Below that, like 7.1.1"))


class TemplateForm(ManageForm):
    """What a template is called, and whether new reports may follow it."""

    name = short_text("Name", required="Enter the name of the template.")
    retired = forms.BooleanField(label="No longer used for new reports", required=False)
    read = FingerprintsField()

    @staticmethod
    def initial_of(template: ReportTemplate) -> dict[str, Any]:
        saved = template_as_saved(template)
        return saved | {"read": fingerprints(saved)}


class NewTemplateForm(ManageForm):
    """A new template of a Cabinet: with the headings of another, or with the one that every report needs."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        label="Whose reports follow it?",
        empty_label="Choose a committee",
        error_messages={"required": "Choose the committee."},
    )
    name = short_text("Name", required="Enter the name of the template.")
    copied = forms.ModelChoiceField(
        ReportTemplate.objects.none(),
        label="Begin with the headings of another template? (optional)",
        empty_label="No, begin anew",
        required=False,
    )
    decisions_heading = short_text(
        "Heading over the recommended decisions",
        limit=300,
        help_text=(
            "Every report has one. You can add the other headings afterwards. "
            "Leave it empty if you begin with those of another template."
        ),
    )

    def __init__(
        self, *args: Any, committees: QuerySet[Committee], templates: QuerySet[ReportTemplate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("committee", committees)
        self.offer_rows("copied", templates)
        if len(committees) == 1:
            self.initial.setdefault("committee", committees[0].pk)
        if not templates:
            del self.fields["copied"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("copied") and not cleaned.get("decisions_heading"):
            self.add_error("decisions_heading", "Enter the heading over the recommended decisions.")
        return cleaned

    @property
    def headings(self) -> list[HeadingSpec]:
        """What a valid form has the template begin with."""
        copied: ReportTemplate | None = self.cleaned_data.get("copied")
        version = copied.versions.order_by("-number").first() if copied else None
        if version is not None:
            return specs_of(version)
        return [HeadingSpec(self.cleaned_data["decisions_heading"], holds=HeadingHolds.DECISIONS)]


class HeadingForm(ManageForm):
    """A heading, the hint for who writes under it, and what the template asks of them."""

    heading = short_text("Heading", required="Enter the heading.", limit=300)
    level = forms.TypedChoiceField(
        label="Where does it stand?",
        choices=_LEVELS,
        coerce=int,
        widget=forms.RadioSelect,
        initial=1,
        help_text="Numbers are computed.",
        error_messages={"required": "Choose where the heading stands."},
    )
    holds = forms.ChoiceField(
        label="What stands under it?",
        choices=HeadingHolds,
        widget=forms.RadioSelect,
        initial=HeadingHolds.TEXT,
        error_messages={"required": "Choose what stands under the heading."},
    )
    hint = long_text(
        "Hint for the writer (optional)", rows=3, help_text="It stands above the box on the writer’s page."
    )
    if_required = forms.BooleanField(label="It may be left out, with a reason", required=False)
    is_compliance = forms.BooleanField(label="It is a compliance section", required=False)
    cleared_by = forms.ModelChoiceField(
        Post.objects.none(),
        label="Which post clears it? (optional)",
        empty_label="None",
        required=False,
        help_text="Only for a compliance section.",
    )

    read = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("cleared_by", posts)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_text = cleaned.get("holds") == HeadingHolds.TEXT
        if not is_text and cleaned.get("if_required"):
            self.add_error("if_required", "Only a heading with text under it can be left out.")
        if not is_text and cleaned.get("is_compliance"):
            self.add_error("is_compliance", "Only a heading with text under it can be a compliance section.")
        if cleaned.get("cleared_by") and not cleaned.get("is_compliance"):
            self.add_error("cleared_by", "Only a compliance section is cleared by a post.")
        return cleaned

    @staticmethod
    def initial_of(spec: HeadingSpec) -> dict[str, Any]:
        return asdict(spec)

    @property
    def spec(self) -> HeadingSpec:
        """The heading that a valid form describes."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("read", "cleared_by")}
        post = self.cleaned_data["cleared_by"]
        return HeadingSpec(**said, cleared_by=post.pk if post else None)


class MoveHeadingForm(MoveRowsForm):
    """A button beside each heading that moves it; `read` is the template as it was read."""

    read = forms.CharField(widget=forms.HiddenInput)


class RemoveHeadingForm(ManageForm):
    """Taking a heading out: nothing to fill in but what was read."""

    read = forms.CharField(widget=forms.HiddenInput)
