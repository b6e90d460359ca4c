"""Forms about a whole Progress Report: opening, its overview and contact officers, signing, and what officers decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError

from tracking import dates
from tracking.actions.updates import Contact
from tracking.claim_check import Finding
from tracking.enums import MeetingState
from tracking.forms.fields import GovukDateField, HintedCheckboxSelectMultiple
from tracking.models import ContactOfficer, Inquiry, Meeting, Person, Post, ProgressReport, Recommendation, ReportRevision, User
from tracking.presenters.reports import recommendation_heading
from tracking.presenters.wording import written_date
from tracking.queries.report_lists import meetings_to_report_to, responsible_posts, tracked_recommendations


def _helper(*buttons: Submit, layout: Layout | None = None) -> FormHelper:
    helper = FormHelper()
    if layout is not None:
        helper.layout = layout
    for button in buttons:
        helper.add_input(button)
    return helper


class _MeetingChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Meeting) -> str:
        place = f", {obj.place}" if obj.place else ""
        return f"{written_date(obj.held_on)}{place}"


class _RecommendationChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Recommendation) -> str:
        return recommendation_heading(obj)


class PostsForm(forms.Form):
    """The posts a report is of: the lead post, and others that report with it."""

    lead_post = forms.ModelChoiceField(
        label="Whose report is it?",
        help_text="Whoever holds this post signs it.",
        queryset=Post.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the post the report is of."},
    )
    other_posts = forms.ModelMultipleChoiceField(
        label="Is it also the report of another post? (optional)",
        queryset=Post.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = responsible_posts(inquiry)
        self._limit("lead_post", possible)
        self._limit("other_posts", possible)
        if len(possible) < 2:
            del self.fields["other_posts"]
        self.helper = _helper(Submit("save", "Save"))

    def _limit(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queryset

    @property
    def posts(self) -> list[Post]:
        """The posts of a valid form, the lead post first."""
        lead = self.cleaned_data["lead_post"]
        return [lead, *(post for post in self.cleaned_data.get("other_posts", []) if post != lead)]


class OpenReportForm(PostsForm):
    """Which meeting, whose report, on which recommendations."""

    meeting = _MeetingChoice(
        label="For which meeting?",
        queryset=Meeting.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the meeting the report is for."},
    )
    recommendations = _RecommendationChoices(
        label="Which recommendations does it report on?",
        help_text="All that are still tracked, unless another report to the same meeting covers some of them.",
        queryset=Recommendation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one recommendation."},
    )
    field_order = ("meeting", "lead_post", "other_posts", "recommendations")

    def __init__(self, *args: Any, inquiry: Inquiry, user: User, **kwargs: Any) -> None:
        super().__init__(*args, inquiry=inquiry, **kwargs)
        tracked = [row.pk for row in tracked_recommendations(inquiry)]
        self._limit("meeting", meetings_to_report_to(inquiry))
        self._limit("recommendations", Recommendation.objects.filter(pk__in=tracked).order_by("number"))
        own = responsible_posts(inquiry).filter(pk__in=user.roles.posts).first()
        self.initial |= {"recommendations": tracked, "lead_post": own.pk if own else None}
        self.helper = _helper(Submit("open", "Open the report"))


class OverviewForm(forms.Form):
    """The overview; `version` is the revision's as it was read."""

    overview = forms.CharField(
        label="Overview",
        help_text="What the committee should know before the details. Leave it empty if there is nothing to add.",
        widget=forms.Textarea({"rows": 14}),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, revision: ReportRevision, **kwargs: Any) -> None:
        super().__init__(*args, initial={"overview": revision.overview, "version": revision.version}, **kwargs)
        self.helper = _helper(Submit("save", "Save and go to the task list"))

    def clean_overview(self) -> str:
        return str(self.cleaned_data["overview"]).replace("\r\n", "\n")


class ContactOfficerForm(forms.Form):
    """One contact officer; a row left empty is none."""

    name = forms.CharField(label="Name", max_length=200, required=False)
    title = forms.CharField(label="Job title", max_length=200, required=False)
    telephone = forms.CharField(label="Telephone", max_length=50, required=False)
    email = forms.EmailField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "Enter an e-mail address like name@example.org."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(cleaned.get(name) for name in ("title", "telephone", "email")) and not cleaned.get("name"):
            self.add_error("name", "Enter the name of this contact officer, or empty the whole row.")
        return cleaned


class _ContactOfficerFormSet(forms.BaseFormSet[ContactOfficerForm]):
    @property
    def contacts(self) -> list[Contact]:
        """The rows of a valid formset that are not empty, in order."""
        return [Contact(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("name")]


ContactOfficerFormSet = forms.formset_factory(ContactOfficerForm, formset=_ContactOfficerFormSet, extra=2, max_num=12)


def contact_officer_rows(contacts: Iterable[ContactOfficer]) -> list[dict[str, str]]:
    """The rows of the formset as they were saved."""
    return [{"name": row.name, "title": row.title, "telephone": row.telephone, "email": row.email} for row in contacts]


class VersionForm(forms.Form):
    """How often something was saved when it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class OverridesForm(forms.Form):
    """A reason for each warning of the claim check that is to stand."""

    def __init__(
        self, *args: Any, warnings: Sequence[Finding], saved: Mapping[tuple[int, str], str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {f"reason-{finding.leaf_pk}-{finding.code}": finding.key for finding in warnings}
        for (name, key), finding in zip(self.keys.items(), warnings, strict=True):
            self.fields[name] = forms.CharField(
                label=f"If {finding.label} is right as it stands, say why",
                help_text="The committee reads this beside the assessment.",
                initial=saved.get(key, ""),
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )

    @property
    def reasons(self) -> dict[tuple[int, str], str]:
        return {key: self.cleaned_data[name].replace("\r\n", "\n") for name, key in self.keys.items()}


class SignForm(forms.Form):
    """A holder signs: nothing to type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(Submit("submit", "Sign and submit"))


class SubmitOnBehalfForm(forms.Form):
    """A contributor says which Cabinet Member approved the report, how and when."""

    signed_by = forms.ModelChoiceField(
        label="Who approved it?",
        queryset=Person.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose who approved the report."},
    )
    approved_how = forms.CharField(
        label="How did they approve it?",
        help_text="For example, “By e-mail to me”.",
        error_messages={"required": "Say how the Cabinet Member approved the report."},
    )
    approved_on = GovukDateField(
        label="When did they approve it?",
        error_messages={"required": "Enter the date when the Cabinet Member approved the report."},
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["signed_by"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in people])
        if len(people) == 1:
            self.initial["signed_by"] = people[0].pk
        self.helper = _helper(Submit("submit", "Submit on behalf of the Cabinet Member"))

    def clean_approved_on(self) -> Any:
        approved_on = self.cleaned_data["approved_on"]
        if approved_on > dates.today():
            raise ValidationError("The date of approval must be today or in the past.")
        return approved_on


class ReasonForm(forms.Form):
    """One reason, for an act that needs it."""

    reason = forms.CharField(widget=forms.Textarea({"rows": 5}))

    def __init__(self, *args: Any, label: str, missing: str, button: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text
        self.fields["reason"].error_messages["required"] = missing
        self.helper = _helper(Submit("do", button))


class ConfirmForm(forms.Form):
    """Nothing to type: one button."""

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(Submit("do", button))


def _late_reason_field() -> forms.CharField:
    return forms.CharField(
        label="Why is the report tabled late?",
        help_text="The papers for this meeting are out already. The reason is printed with the report.",
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say why the report is tabled late."},
    )


class PublishForm(ConfirmForm):
    """Publishing; asks for the reason of lateness once the meeting's papers are out."""

    def __init__(self, *args: Any, report: ProgressReport, **kwargs: Any) -> None:
        super().__init__(*args, button="Publish the report", **kwargs)
        if report.meeting.state == MeetingState.PAPERS_ISSUED:
            self.fields["tabled_late_reason"] = _late_reason_field()


class MoveForm(forms.Form):
    """Another meeting of the committee for a report."""

    meeting = _MeetingChoice(
        label="To which meeting?",
        queryset=Meeting.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the meeting the report goes to."},
    )
    tabled_late_reason = forms.CharField(
        label="If the papers for that meeting are out: why is the report tabled late?",
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, report: ProgressReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = meetings_to_report_to(report.inquiry).exclude(pk=report.meeting_id)
        self.helper = _helper(Submit("do", "Move the report"))
