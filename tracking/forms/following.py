"""The form for following something by e-mail."""

from django import forms

from tracking.forms.manage import ManageForm


class FollowForm(ManageForm):
    """An address, and nothing else about whoever it belongs to."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your e-mail address.",
            "max_length": "Use an e-mail address of 254 characters or fewer.",
        },
    )
