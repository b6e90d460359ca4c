"""Forms about a whole Progress Report: opening, its overview and contact officers, answering warnings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from tracking.actions.updates import Contact
from tracking.claim_check import Finding
from tracking.forms.manage import ManageForm
from tracking.models import ContactOfficer, Inquiry, Meeting, Post, Recommendation, ReportRevision, User
from tracking.presenters.positions import full_title
from tracking.presenters.wording import written_date
from tracking.queries.report_lists import meetings_to_report_to, responsible_posts, tracked_recommendations


class MeetingChoice(forms.ModelChoiceField):
    """Meetings by date and place."""

    def label_from_instance(self, obj: Meeting) -> str:
        place = f", {obj.place}" if obj.place else ""
        return f"{written_date(obj.held_on)}{place}"


class _RecommendationChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Recommendation) -> str:
        return full_title(obj)


class PostsForm(ManageForm):
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
        self.limit("lead_post", possible)
        self.limit("other_posts", possible)
        if len(possible) < 2:
            del self.fields["other_posts"]

    def limit(self, name: str, queryset: Any) -> None:
        """Offer only these rows."""
        field: Any = self.fields[name]
        field.queryset = queryset

    @property
    def posts(self) -> list[Post]:
        """The posts of a valid form, the lead post first."""
        lead = self.cleaned_data["lead_post"]
        return [lead, *(post for post in self.cleaned_data.get("other_posts", []) if post != lead)]


class OpenReportForm(PostsForm):
    """Which meeting, whose report, on which recommendations."""

    meeting = MeetingChoice(
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
        meetings = meetings_to_report_to(inquiry)
        self.limit("meeting", meetings)
        self.limit("recommendations", Recommendation.objects.filter(pk__in=tracked).order_by("number"))
        own = responsible_posts(inquiry).filter(pk__in=user.roles.posts).first()
        self.initial.update({"recommendations": tracked, "lead_post": own.pk if own else None})
        if len(meetings) == 1:
            self.initial["meeting"] = meetings[0].pk


class OverviewForm(ManageForm):
    """The overview; `version` is the revision's as it was read."""

    overview = forms.CharField(
        label="Overview",
        help_text=(
            "What the committee should know before the details. Start a line with a hyphen for a bullet. "
            "Leave it empty if there is nothing to add."
        ),
        widget=forms.Textarea({"rows": 14}),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, revision: ReportRevision, **kwargs: Any) -> None:
        super().__init__(*args, initial={"overview": revision.overview, "version": revision.version}, **kwargs)

    def clean_overview(self) -> str:
        # A browser sends line ends of its own; what is saved must not differ for that alone.
        return str(self.cleaned_data["overview"]).replace("\r\n", "\n")


class VersionForm(ManageForm):
    """How often something was saved when it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


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


class ContactOfficers(forms.BaseFormSet):
    @property
    def contacts(self) -> list[Contact]:
        """The rows of a valid formset that are not empty, in order."""
        return [Contact(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("name")]


ContactOfficerFormSet: type[ContactOfficers] = forms.formset_factory(  # type: ignore[assignment]
    ContactOfficerForm, formset=ContactOfficers, extra=2, max_num=12
)


def contact_officer_rows(contacts: Iterable[ContactOfficer]) -> list[dict[str, str]]:
    """The rows of the formset as they were saved."""
    return [{"name": row.name, "title": row.title, "telephone": row.telephone, "email": row.email} for row in contacts]


class OverridesForm(ManageForm):
    """A reason for each warning of the claim check that is to stand."""

    def __init__(
        self, *args: Any, warnings: Sequence[Finding], saved: Mapping[tuple[int, str], str], **kwargs: Any
    ) -> None:
        self.names = {finding.key: f"reason-{finding.leaf_pk}-{finding.code}" for finding in warnings}
        super().__init__(*args, **kwargs)
        for finding in warnings:
            self.fields[self.names[finding.key]] = forms.CharField(
                label=f"If {finding.label} is right as it stands, say why",
                help_text="The committee reads this beside the assessment.",
                initial=saved.get(finding.key, ""),
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )

    @property
    def reasons(self) -> dict[tuple[int, str], str]:
        return {key: self.cleaned_data[name].replace("\r\n", "\n") for key, name in self.names.items()}

    def ask_for_reason(self, finding: Finding) -> None:
        """Tell that a warning must be settled before the report can be signed."""
        if finding.key in self.names:
            # The finding itself stands right above the box.
            reason = f"Say why {finding.label} is right as it stands, or change its assessment."
            self.add_error(self.names[finding.key], reason)
        else:
            self.add_error(None, f"{finding.message} {finding.settle}")
