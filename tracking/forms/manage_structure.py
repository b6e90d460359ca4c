"""Forms for meetings, people, posts, committees and the assessment scheme."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from tracking.enums import Capacity, CommitteeKind, CommitteeRole, PostKind
from tracking.forms.fields import RowsField
from tracking.forms.manage import ManageForm, a_date, long_text, narrow, short_text
from tracking.models import AssessmentScheme, Category, Committee, Meeting, Person, Post, User


class MeetingForm(ManageForm):
    """When and where a committee meets."""

    held_on = a_date("Date", required="Enter the date of the meeting.")
    starts_at = forms.TimeField(
        label="Time",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H%M"],
        widget=forms.TimeInput(narrow(5), format="%H:%M"),
        help_text="For example, 14:00",
    )
    place = short_text("Place", help_text="For example, Committee Room 6")

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, Any]:
        return {"held_on": meeting.held_on, "starts_at": meeting.starts_at, "place": meeting.place}


class MinutesForm(ManageForm):
    """When the minutes were approved."""

    on = a_date("On which day were the minutes approved?", required="Enter the day the minutes were approved.")


class ClosedDayForm(ManageForm):
    """A day on which the offices are closed."""

    day = a_date("Day", required="Enter the day the offices are closed.")
    reason = short_text(
        "Reason", required="Enter why the offices are closed.", help_text="For example, Christmas closure"
    )


class PeopleSearchForm(forms.Form):
    """Words to look for among the people."""

    q = forms.CharField(label="Name, title or e-mail address", required=False)


class PersonForm(ManageForm):
    """Somebody's name and title."""

    name = short_text("Name", required="Enter the person’s name.")
    title = short_text("Job title or form of address", help_text="For example, Councillor")

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        return {"name": person.name, "title": person.title}


class UserForm(ManageForm):
    """How a person signs in."""

    email = forms.EmailField(
        label="E-mail address", error_messages={"required": "Enter the e-mail address they sign in with."}
    )
    is_active = forms.BooleanField(label="May sign in", required=False, initial=True)
    is_administrator = forms.BooleanField(
        label="Administrator",
        required=False,
        help_text="Manages people, posts, committees and wording, and reads the audit trail. Decides nothing.",
    )

    @staticmethod
    def initial_of(user: User) -> dict[str, Any]:
        return {name: getattr(user, name) for name in ("email", "is_active", "is_administrator")}


class AppointmentForm(ManageForm):
    """A post for a person."""

    post = forms.ModelChoiceField(
        Post.objects.all(),
        label="Post",
        empty_label="Choose a post",
        error_messages={"required": "Choose the post."},
    )
    capacity = forms.ChoiceField(
        label="As",
        choices=[
            (Capacity.HOLDER, "Holder: signs the post’s reports"),
            (Capacity.CONTRIBUTOR, "Contributor: drafts them, and submits on the holder’s behalf"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose holder or contributor."},
    )
    starts_on = a_date("From", required="Enter the day it begins.")
    ends_on = a_date("Until", help_text="Leave empty if it goes on. From this day on they are no longer in the post.")


class MembershipForm(ManageForm):
    """A committee for a person."""

    committee = forms.ModelChoiceField(
        Committee.objects.all(),
        label="Committee",
        empty_label="Choose a committee",
        error_messages={"required": "Choose the committee."},
    )
    role = forms.ChoiceField(
        label="As",
        choices=CommitteeRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the person is in the committee."},
    )
    starts_on = a_date("From", required="Enter the day it begins.")
    ends_on = a_date("Until", help_text="Leave empty if it goes on. From this day on they no longer belong to it.")


class PostForm(ManageForm):
    """A post's name and kind."""

    name = short_text("Name", required="Enter the name of the post.")
    kind = forms.ChoiceField(
        label="Kind",
        choices=PostKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of post it is."},
    )

    @staticmethod
    def initial_of(post: Post) -> dict[str, Any]:
        return {"name": post.name, "kind": post.kind}


class EndPostForm(ManageForm):
    """When a post ends and what follows it."""

    on = a_date("From which day does it no longer exist?", required="Enter the day the post ends.")
    successors = RowsField(
        Post.objects.none(),
        label="Which posts take over from it?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, successors: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("successors", successors)


class CommitteeForm(ManageForm):
    """A committee's name, kind, contact and interval."""

    name = short_text("Name", required="Enter the name of the committee.")
    kind = forms.ChoiceField(
        label="Kind",
        choices=CommitteeKind.choices,
        initial=CommitteeKind.SCRUTINY,
        widget=forms.RadioSelect,
        help_text="Only an overview and scrutiny committee tracks inquiries and gives its view.",
        error_messages={"required": "Choose what kind of committee it is."},
    )
    tracking_interval_months = forms.IntegerField(
        label="Months between rounds of tracking",
        help_text="The next report is due this long after the meeting that considered the last one.",
        min_value=1,
        max_value=60,
        initial=6,
        widget=forms.NumberInput(narrow(2)),
        error_messages={
            "required": "Enter the number of months. For example, 6.",
            "min_value": "Enter 1 month or more.",
            "max_value": "Enter 60 months or fewer.",
        },
    )
    contact_name = short_text("Contact (job title)", help_text="Shown to everyone. For example, Scrutiny Officer")
    contact_telephone = short_text("Contact telephone", limit=50)
    contact_email = forms.EmailField(label="Contact e-mail address", required=False)

    @staticmethod
    def initial_of(committee: Committee) -> dict[str, Any]:
        names = ("name", "kind", "tracking_interval_months", "contact_name", "contact_telephone", "contact_email")
        return {name: getattr(committee, name) for name in names}


class AbolishForm(ManageForm):
    """When a committee is no more."""

    on = a_date("From which day does it no longer exist?", required="Enter the day it is abolished.")


class CategoryForm(ManageForm):
    """The wording of a category."""

    name = short_text("Name", required="Enter the name of the category.", limit=100)
    criterion = long_text("Criterion", required="Enter the criterion.", help_text="Printed in every report.")

    @staticmethod
    def initial_of(category: Category) -> dict[str, Any]:
        return {"name": category.name, "criterion": category.criterion}


class StandingQuestionsForm(ManageForm):
    """A box for each question that is asked every time, and an empty one for another."""

    def __init__(self, *args: Any, scheme: AssessmentScheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = [question.text for question in scheme.standing_questions.all()]
        for number, text in enumerate([*texts, ""], start=1):
            hint = "" if text else "Leave empty if there is no further question."
            self.fields[f"question_{number}"] = long_text(f"Question {number}", rows=2, initial=text, help_text=hint)

    @property
    def questions(self) -> list[str]:
        """The questions in order, empty boxes left out."""
        return [text for text in self.cleaned_data.values() if text]
