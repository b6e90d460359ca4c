"""Forms for reports to Cabinet: starting one, what its header says, who stands in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from tracking import dates
from tracking.actions.cabinet.parties import party_as_saved
from tracking.actions.cabinet.reports import header_as_saved
from tracking.actions.conflicts import fingerprints
from tracking.enums import PartyRole
from tracking.forms.drafts import FingerprintsField
from tracking.forms.layout import RevealingChoices
from tracking.forms.manage import ManageForm, a_date, long_text, short_text
from tracking.models import Committee, Meeting, Post
from tracking.models.cabinet import CabinetParty, CabinetReport, ReportTemplate
from tracking.presenters.wording import counted, written_date

YES_OR_NO = (("yes", "Yes"), ("no", "No"))
_SUBJECT = short_text("Subject", required="Enter the subject of the report.", limit=300)


def yes_or_no(label: str, **kwargs: Any) -> forms.TypedChoiceField:
    """Return a question answered by yes or no; None while nobody has said."""
    return forms.TypedChoiceField(
        label=label,
        choices=YES_OR_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
        **kwargs,
    )


def as_answer(said: bool | None) -> str:
    """What `yes_or_no` shows for what was said."""
    return "" if said is None else ("yes" if said else "no")


class CabinetMeetingChoice(forms.ModelChoiceField):
    """Meetings of Cabinets by name, date and place."""

    def label_from_instance(self, obj: Meeting) -> str:
        place = f", {obj.place}" if obj.place else ""
        return f"{obj.committee}, {written_date(obj.held_on)}{place}"


class _TemplateChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: ReportTemplate) -> str:
        return f"{obj.name} ({obj.committee})"


class StartReportForm(ManageForm):
    """What a report is about, whose it is, where it goes and which template it follows."""

    title = _SUBJECT
    post = forms.ModelChoiceField(
        Post.objects.none(),
        label="Which of your posts is it the report of?",
        empty_label="Choose a post",
        error_messages={"required": "Choose the post the report is of."},
    )
    meeting = CabinetMeetingChoice(
        label="For which meeting?",
        queryset=Meeting.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the meeting the report is for."},
    )
    template = _TemplateChoice(
        ReportTemplate.objects.none(),
        label="Which template does it follow?",
        widget=forms.RadioSelect,
        empty_label=None,
        help_text="The report keeps the headings of today, even if the template changes later.",
        error_messages={"required": "Choose the template the report follows."},
    )
    about = forms.ChoiceField(
        label="What does it start from? (optional)",
        required=False,
        help_text="Its facts and counts are filled in, and an issued month is appended. What they mean, you write.",
    )

    def __init__(
        self,
        *args: Any,
        posts: QuerySet[Post],
        meetings: QuerySet[Meeting],
        templates: QuerySet[ReportTemplate],
        starts: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        about = cast("forms.ChoiceField", self.fields["about"])
        about.choices = [("", "Nothing that is recorded here"), *starts]
        for name, rows in (("post", posts), ("meeting", meetings), ("template", templates)):
            self.offer_rows(name, rows)
            if len(rows) == 1:
                self.initial.setdefault(name, rows[0].pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        meeting, template = cleaned.get("meeting"), cleaned.get("template")
        if meeting and template and meeting.committee_id != template.committee_id:
            self.add_error("template", f"Choose a template of {meeting.committee}.")
        return cleaned


class HeaderForm(ManageForm):
    """What the header says beside its parties; what an answer does not ask for is left out of what is said."""

    title = _SUBJECT
    wards = long_text(
        "Which wards are specially affected? (optional)",
        rows=2,
        help_text="Name them. Leave it empty if all wards are affected.",
    )
    is_key_decision = yes_or_no("Is this a key decision?")
    forward_plan_reference = short_text("Forward Plan reference (optional)", limit=100)
    key_notice_on = a_date(
        "When was its notice published?", help_text="Leave empty if it was not. For example, 26 2 2019"
    )
    key_urgency = long_text(
        "By which urgency route is it dealt with? (optional)",
        rows=3,
    )
    is_open_to_call_in = yes_or_no("Is the decision eligible for call-in?")
    no_call_in_reason = long_text("Why is it not eligible for call-in? (optional)", rows=3)
    private_notice_on = a_date(
        "When was the notice of private business published? (optional)",
        help_text="Only if part of the report is exempt or confidential. For example, 26 2 2019",
    )
    private_urgency = long_text(
        "By which urgency route is the private business dealt with? (optional)",
        rows=3,
    )

    read = FingerprintsField()

    def __init__(self, *args: Any, report: CabinetReport, **kwargs: Any) -> None:
        read = fingerprints(header_as_saved(report))
        super().__init__(*args, initial=self.initial_of(report) | {"read": read}, **kwargs)
        for name in ("key_urgency", "private_urgency"):
            days = counted(settings.NOTICE_CLEAR_DAYS, "clear day")
            self.fields[name].help_text = f"Only if the notice is published fewer than {days} before the meeting."
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "read",
            "title",
            "wards",
            RevealingChoices("is_key_decision", {"yes": ["forward_plan_reference", "key_notice_on", "key_urgency"]}),
            RevealingChoices("is_open_to_call_in", {"no": ["no_call_in_reason"]}),
            "private_notice_on",
            "private_urgency",
        )

    def clean_key_notice_on(self) -> date | None:
        return self._day_of_a_notice("key_notice_on")

    def clean_private_notice_on(self) -> date | None:
        return self._day_of_a_notice("private_notice_on")

    def _day_of_a_notice(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is not None and day > dates.today():
            raise ValidationError("The day of the notice must be today or in the past.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_key_decision") is not True:
            cleaned |= {"forward_plan_reference": "", "key_notice_on": None, "key_urgency": ""}
        if cleaned.get("is_open_to_call_in") is not False:
            cleaned["no_call_in_reason"] = ""
        return cleaned

    @staticmethod
    def initial_of(report: CabinetReport) -> dict[str, Any]:
        names = (
            "title",
            "wards",
            "forward_plan_reference",
            "key_notice_on",
            "key_urgency",
            "no_call_in_reason",
            "private_notice_on",
            "private_urgency",
        )
        return {name: getattr(report, name) for name in names} | {
            "is_key_decision": as_answer(report.is_key_decision),
            "is_open_to_call_in": as_answer(report.is_open_to_call_in),
        }


class PostPartyForm(ManageForm):
    """A relevant Cabinet Member: whoever holds a post."""

    post = forms.ModelChoiceField(
        Post.objects.none(),
        label="Which post?",
        empty_label="Choose a post",
        help_text="The report names whoever holds it when it is published.",
        error_messages={"required": "Choose the post."},
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("post", posts)


class ChairForm(ManageForm):
    """The chair of an Overview and Scrutiny committee."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        label="Which committee?",
        empty_label="Choose a committee",
        error_messages={"required": "Choose the committee."},
    )
    name = short_text("Name of its chair", required="Enter the name of the chair.")

    def __init__(self, *args: Any, committees: QuerySet[Committee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("committee", committees)


class AuthorForm(ManageForm):
    """An author with how to reach them."""

    name = short_text("Name", required="Enter the name of the author.")
    title = short_text("Job title (optional)")
    telephone = short_text("Telephone (optional)", limit=50)
    email = forms.EmailField(label="E-mail (optional)", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("telephone") or cleaned.get("email")) and not self.errors:
            raise ValidationError("Say how the author can be reached: enter a telephone number or an e-mail address.")
        return cleaned


def party_form(role: PartyRole, data: Any, **offered: Any) -> ManageForm:
    """Return the form that a role in the header asks for; `offered` has the rows to choose from.

    That for somebody who is named already (`initial`) sends back what it showed.
    """
    initial = offered.get("initial")
    form: ManageForm
    if role == PartyRole.CABINET_MEMBER:
        form = PostPartyForm(data, posts=offered["posts"], initial=initial)
    elif role == PartyRole.SCRUTINY_CHAIR:
        form = ChairForm(data, committees=offered["committees"], initial=initial)
    else:
        form = AuthorForm(data, initial=initial)
    if initial:
        form.fields["read"] = FingerprintsField()
    return form


def party_as_typed(party: CabinetParty) -> dict[str, Any]:
    """What a party's form shows of it."""
    return {
        "post": party.post_id,
        "committee": party.committee_id,
        "name": party.name,
        "title": party.title,
        "telephone": party.telephone,
        "email": party.email,
        "read": fingerprints(party_as_saved(party)),
    }
