"""The form behind the editor's preview."""

from django import forms

from tracking.forms.fields import MarkdownField


class PreviewForm(forms.Form):
    """A text and the level of its main headings where it will be read."""

    text = MarkdownField(required=False)
    heading_level = forms.IntegerField(min_value=2, max_value=5, required=False)
