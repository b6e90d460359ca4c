"""Forms about a whole Progress Report: opening, its overview and contact officers, answering warnings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from tracking.actions.conflicts import changed_since_read, fingerprints
from tracking.actions.overrides import reason_name
from tracking.actions.updates import Contact, contacts_as_saved
from tracking.claim_check import Finding
from tracking.forms.drafts import FingerprintsField
from tracking.forms.fields import MarkdownField, MarkdownTextarea, RowsField
from tracking.forms.manage import ManageForm
from tracking.models import Inquiry, Meeting, Post, Recommendation, ReportRevision, User
from tracking.presenters.differences import Difference
from tracking.presenters.positions import full_title
from tracking.presenters.wording import written_date
from tracking.queries.report_lists import meetings_to_report_to, responsible_posts, tracked_recommendations


class MeetingChoice(forms.ModelChoiceField):
    """Meetings by date and place."""

    def label_from_instance(self, obj: Meeting) -> str:
        place = f", {obj.place}" if obj.place else ""
        return f"{written_date(obj.held_on)}{place}"


class _RecommendationChoices(RowsField):
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
    other_posts = RowsField(
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
    """The overview; `version` is the revision's as it was read, `read` the fingerprint of what it said."""

    overview = MarkdownField(
        label="Overview",
        help_text="What the committee should know before the details. Leave it empty if there is nothing to add.",
        widget=MarkdownTextarea({"rows": 14}, heading_level=2),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    read = FingerprintsField()

    def __init__(self, *args: Any, revision: ReportRevision, **kwargs: Any) -> None:
        saved = {"overview": revision.overview}
        initial = saved | {"version": revision.version, "read": fingerprints(saved)}
        super().__init__(*args, initial=initial, **kwargs)


class VersionForm(ManageForm):
    """How often the contact officers were saved when they were read, and the fingerprint of who they were."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    read = FingerprintsField()

    def __init__(self, *args: Any, revision: ReportRevision, **kwargs: Any) -> None:
        read = fingerprints({"contact_officers": contacts_as_saved(revision)})
        super().__init__(*args, initial={"version": revision.version, "read": read}, **kwargs)


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


CONTACT_PREFIX = "officer"
ContactOfficerFormSet: type[ContactOfficers] = forms.formset_factory(  # type: ignore[assignment]
    ContactOfficerForm, formset=ContactOfficers, extra=2, max_num=12
)


def contact_officer_rows(sent: QueryDict) -> list[dict[str, str]]:
    """The rows of the formset as they were typed, unchecked and without the empty ones."""
    rows = [
        {name: sent.get(f"{CONTACT_PREFIX}-{number}-{name}", "") for name in ContactOfficerForm.base_fields}
        for number in range(ContactOfficerFormSet.max_num)
    ]
    return [row for row in rows if any(row.values())]


def contact_lines(rows: Iterable[Mapping[str, str]]) -> str:
    """Contact officers as text, a line for each."""
    return "\n".join(", ".join(filter(None, row.values())) for row in rows)


class OverridesForm(ManageForm):
    """A reason for each warning of the claim check that is to stand; `read` holds the fingerprints of those there.

    One that was given while the warning read otherwise, `earlier`, is offered to be given again.
    """

    read = FingerprintsField()

    def __init__(
        self,
        *args: Any,
        warnings: Sequence[Finding],
        saved: Mapping[tuple[int, str], str],
        earlier: Mapping[tuple[int, str], str],
        **kwargs: Any,
    ) -> None:
        self.names = {finding.key: f"reason-{finding.leaf_pk}-{finding.code}" for finding in warnings}
        self.saved = {key: saved.get(key, "") for key in self.names}
        super().__init__(*args, **kwargs)
        self.initial["read"] = fingerprints({reason_name(key): reason for key, reason in self.saved.items()})
        for finding in warnings:
            self.fields[self.names[finding.key]] = forms.CharField(
                label=f"If {finding.label} is right as it stands, say why",
                help_text="The committee reads this beside the assessment.",
                initial=saved.get(finding.key) or earlier.get(finding.key, ""),
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )

    @property
    def reasons(self) -> dict[tuple[int, str], str]:
        return {key: self.cleaned_data[name].replace("\r\n", "\n") for key, name in self.names.items()}

    def differences(self, saved_now: "OverridesForm") -> list[Difference]:
        """Where the writer of a valid form and somebody else have changed the same reason."""
        read = self.cleaned_data["read"] or {}
        theirs = changed_since_read({reason_name(key): reason for key, reason in saved_now.saved.items()}, read)
        return [
            Difference(str(saved_now.fields[saved_now.names[key]].label), saved_now.saved[key], reason)
            for key, reason in self.reasons.items()
            if reason_name(key) in theirs and saved_now.saved[key] != reason
        ]

    def ask_for_reason(self, finding: Finding) -> None:
        """Tell that a warning must be settled before the report can be signed."""
        if finding.key in self.names:
            # The finding itself stands right above the box.
            reason = f"Say why {finding.label} is right as it stands, or change its assessment."
            self.add_error(self.names[finding.key], reason)
        else:
            self.add_error(None, f"{finding.message} {finding.settle}")
