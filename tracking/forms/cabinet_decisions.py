"""Forms for signing a report to Cabinet, for what Cabinet's clerk does with it, and for what Cabinet decided."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from tracking.actions.cabinet.decisions import DecisionWords
from tracking.enums import DecisionOutcome
from tracking.forms.manage import ManageForm, long_text
from tracking.forms.papers import OfJobForm
from tracking.forms.reports import MeetingChoice
from tracking.forms.signing import OnBehalfForm
from tracking.models import Meeting
from tracking.models.cabinet import ExecutiveDecision
from tracking.presenters.cabinet.decided import WHOLE_REPORT
from tracking.queries.cabinet.readiness import ClearingFacts

_WORDS = ("outcome", "wording", "reasons", "options_rejected", "interests", "dispensations")


class SignOnBehalfForm(OnBehalfForm):
    """A contributor says which holder of the post approved the report, how and when."""

    thing = "the report"


class AcceptReportForm(ManageForm):
    """Accepting a report; for each section that nobody cleared it asks why it goes without."""

    def __init__(self, *args: Any, not_cleared: Sequence[ClearingFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {f"why-{row.section.pk}": row for row in not_cleared}
        for name, row in self.sections.items():
            heading = row.section.heading
            self.fields[name] = long_text(
                f"Why does “{heading}” go without being cleared?",
                required=f"Say why “{heading}” goes without being cleared, or wait until it is.",
                rows=3,
                help_text=f"{row.post} has not cleared it. Your reason is kept with the report.",
            )

    @property
    def reasons(self) -> dict[int, str]:
        """Why each section goes without, by its primary key."""
        return {row.section.pk: self.cleaned_data[name] for name, row in self.sections.items()}


class PublishReportForm(OfJobForm):
    """Publishing the editions that `job` made; asks for the reason where the report is late."""

    tabled_late_reason = long_text(
        "Why is the report late, and why is the matter urgent?",
        required="Say why the report is late, and why the matter is urgent.",
        rows=4,
        help_text="Everyone reads it with the report.",
    )

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["tabled_late_reason"]


class MoveReportForm(ManageForm):
    """Another meeting of the same Cabinet; for a published report also why it comes late to it."""

    meeting = MeetingChoice(
        label="To which meeting?",
        queryset=Meeting.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the meeting the report goes to."},
    )

    tabled_late_reason = long_text(
        "If it is late for that meeting, why, and why is the matter urgent?",
        rows=4,
        help_text="Everyone reads it with the report.",
    )

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("meeting", meetings)
        if not is_public:
            del self.fields["tabled_late_reason"]


class _DecisionForm(ManageForm):
    outcome = forms.ChoiceField(
        label="What did Cabinet decide?",
        choices=DecisionOutcome,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what Cabinet decided."},
    )
    wording = long_text(
        "The decision in words",
        rows=4,
        help_text="Needed where it was agreed with changes. Otherwise only if the words differ.",
    )
    reasons = long_text(
        "Reasons for the decision",
        required="Give the reasons for the decision.",
        rows=4,
        help_text="Everyone reads what you record here. Put nothing exempt in it.",
    )
    options_rejected = long_text("Options considered and rejected (optional)", rows=3)
    interests = long_text("Interests declared (optional)", rows=2)
    dispensations = long_text("Dispensations granted (optional)", rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == DecisionOutcome.AMENDED and not cleaned.get("wording", "").strip():
            self.add_error("wording", "Give the wording that was agreed.")
        return cleaned

    @property
    def words(self) -> DecisionWords:
        """What the record of a valid form holds."""
        return DecisionWords(**{name: self.cleaned_data[name] for name in _WORDS})


class RecordDecisionForm(_DecisionForm):
    """What Cabinet decided on one thing it was asked, or on the report as a whole."""

    on = forms.ChoiceField(
        label="What was decided?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was decided."},
    )
    field_order = ("on",)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["on"]).choices = choices
        if len(choices) == 1:
            self.initial.setdefault("on", choices[0][0])

    @property
    def recommended_pk(self) -> int | None:
        """Which recommended decision it is on; None for the report as a whole."""
        on = self.cleaned_data["on"]
        return None if on == WHOLE_REPORT else int(on)


class CorrectDecisionForm(_DecisionForm):
    """A record that takes the place of another, which stays readable."""

    reason = long_text(
        "Why does it take the place of the earlier record?",
        required="Say why this takes the place of the earlier record.",
        rows=3,
        help_text="For example, it was decided at a later meeting. Everyone reads it beside both records.",
    )
    meeting = MeetingChoice(
        label="At which meeting was it decided?",
        queryset=Meeting.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the meeting at which it was decided."},
    )

    def __init__(self, *args: Any, decision: ExecutiveDecision, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        said = {name: getattr(decision, name) for name in _WORDS} | {"meeting": decision.meeting_id}
        super().__init__(*args, initial=said, **kwargs)
        self.offer_rows("meeting", meetings)
