"""Forms about papers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from tracking.forms.manage import ManageForm, long_text
from tracking.presenters.pack_issue import FindingLine


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


class FindingsForm(ManageForm):
    """For each place in the public edition where something exempt was found: why it is not exempt there."""

    def __init__(self, *args: Any, findings: Sequence[FindingLine], given: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = findings
        for line, reason in zip(findings, given, strict=True):
            field = long_text(
                f"Why is “{line.words}” not exempt here?",
                required=f"{line.where}: say why this is not exempt here, or take it out and make the packs again.",
                rows=2,
                initial=reason,
            )
            self.fields[_reason(line.number)] = field

    @property
    def rows(self) -> list[tuple[FindingLine, Any]]:
        """Each place with its field."""
        return [(line, self[_reason(line.number)]) for line in self.findings]

    def reasons(self) -> dict[int, str]:
        """What was typed, by the number of the finding."""
        return {line.number: self.cleaned_data[_reason(line.number)] for line in self.findings}


def _reason(number: int) -> str:
    return f"reason_{number}"
