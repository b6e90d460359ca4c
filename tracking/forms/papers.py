"""Forms about papers."""

from typing import Any

from tracking.forms.manage import ManageForm, long_text


class IssuePapersForm(ManageForm):
    """Sending it issues the papers; late ones ask for the reason of urgency."""

    late_papers_reason = long_text(
        "Why are the papers late, and why is the matter urgent?",
        required="Say why the papers are late, and why the matter is urgent.",
        rows=4,
        help_text="It is kept with the meeting.",
    )

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["late_papers_reason"]
