"""Forms about papers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from tracking.forms.manage import ManageForm, long_text
from tracking.presenters.findings import FindingLine

MADE_AGAIN = "These packs were made again since. Look at what was found now."


class IssuePapersForm(ManageForm):
    """Sending it issues the papers that were made by `job`; late ones ask for the reason of urgency."""

    job = forms.IntegerField(widget=forms.HiddenInput)
    late_papers_reason = long_text(
        "Why are the papers late, and why is the matter urgent?",
        required="Say why the papers are late, and why the matter is urgent.",
        rows=4,
        help_text="It is kept with the papers.",
    )

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["late_papers_reason"]


class OfJobForm(ManageForm):
    """Something that is said of what one job made.

    Whoever looked at what another made is told so, with 409 and the words `made_again`, and sees what this one made,
    with all that they typed.
    """

    job = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, of_job: int | None, made_again: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["job"].initial = of_job
        self.of_job, self.made_again = of_job, made_again

    def full_clean(self) -> None:
        """Refuse what is said of another job, whatever else is wrong with it."""
        super().full_clean()
        if self.is_bound and self.cleaned_data.get("job") != self.of_job:
            self.errors.clear()
            self.add_error(None, self.made_again)
            self.response_status = 409
            self.data = {**{name: self.data.get(name) for name in self.data}, "job": str(self.of_job or "")}


class FindingsForm(OfJobForm):
    """For each place in the public edition where something exempt was found: why it is not exempt there.

    Whoever looked at the findings of another job sees what they typed again for the very same.
    """

    def __init__(self, *args: Any, findings: Sequence[FindingLine], given: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = findings
        for line, reason in zip(findings, given, strict=True):
            field = long_text(
                line.question,
                required=line.required,
                rows=2,
                initial=reason,
            )
            self.fields[_reason(line)] = field

    @property
    def rows(self) -> list[tuple[FindingLine, Any]]:
        """Each place with its field."""
        return [(line, self[_reason(line)]) for line in self.findings]

    def reasons(self) -> dict[int, str]:
        """What was typed, by the number of the finding."""
        return {line.number: self.cleaned_data[_reason(line)] for line in self.findings}


def _reason(line: FindingLine) -> str:
    return f"reason_{line.key}"
