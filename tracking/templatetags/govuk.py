"""What the templates in templates/govuk/ ask of a form: the component of a field, its inputs, its error links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.formsets import BaseFormSet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tracking.forms.fields import DATE_PARTS, GovukDateInput, MarkdownTextarea, is_preview

register = template.Library()

# The first that fits; the template's name is also the component's class in GOV.UK Frontend.
_COMPONENTS: tuple[tuple[type[forms.Widget], str], ...] = (
    (GovukDateInput, "date-input"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (MarkdownTextarea, "markdown"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file-upload"),
    (forms.PasswordInput, "password-input"),
)

# Where the class of the input itself is not the component's.
_INPUT_CLASSES = {
    "password-input": "govuk-input",
    "checkbox": "govuk-checkboxes__input",
    "markdown": "govuk-textarea",
}


@dataclass(frozen=True)
class Choice:
    """One radio or checkbox as the templates print it."""

    input: SafeString
    id: str
    label: str
    hint: str
    is_chosen: bool
    reveals: str


@dataclass(frozen=True)
class DatePart:
    """One of the three inputs of a date."""

    input: SafeString
    id: str
    label: str


@dataclass(frozen=True)
class Problem:
    """A line of the error summary; `target` is the id of the input to go to, if there is one."""

    message: str
    target: str


def component_of(field: BoundField) -> str:
    widget = field.field.widget
    return next((name for kind, name in _COMPONENTS if isinstance(widget, kind)), "input")


@register.filter
def component_template(field: BoundField) -> str:
    return f"govuk/components/{component_of(field)}.html"


def _with_classes(field: BoundField, *classes: str, error: bool) -> dict[str, Any]:
    """Return the class attribute of an input: the component's, the widget's own, and the error's."""
    own = str(field.field.widget.attrs.get("class", ""))
    if error:
        classes = (*classes, f"{classes[0]}--error")
    return {"class": " ".join(filter(None, (*classes, own)))}


@register.simple_tag
def govuk_input(field: BoundField) -> SafeString:
    """Render the one input of a field with the classes of its component."""
    component = component_of(field)
    css_class = _INPUT_CLASSES.get(component, f"govuk-{component}")
    attrs = _with_classes(field, css_class, error=bool(field.errors))
    if component == "password-input":
        attrs["class"] += " govuk-password-input__input govuk-js-password-input-input"
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
    elif component in {"textarea", "markdown"}:
        attrs |= _textarea_attrs(field, attrs["class"])
    elif component == "file-upload":
        # Django's own would print the stored file's address and a "clear" box.
        return field.as_widget(_plain_file_input(field), attrs)
    return field.as_widget(attrs=attrs)


@register.simple_tag
def select_options(options: Sequence[Mapping[str, Any]]) -> SafeString:
    """Render options of a select without a template for each: a filter offers hundreds of them."""
    return format_html_join(
        "",
        '\n  <option value="{}"{}>{}</option>',
        (
            (row["value"] if row["value"] is not None else "", _option_attrs(row["attrs"]), row["label"])
            for row in options
        ),
    )


def _option_attrs(attrs: Mapping[str, Any]) -> SafeString:
    """As Django writes them: True is the name alone, False nothing."""
    return format_html_join(
        "",
        " {}",
        (
            (name if value is True else format_html('{}="{}"', name, value),)
            for name, value in attrs.items()
            if value is not False
        ),
    )


def _textarea_attrs(field: BoundField, css_class: str) -> dict[str, Any]:
    """Let people type beyond a limit and be told: a browser's own limit cuts what they paste without a word."""
    attrs: dict[str, Any] = {"maxlength": False, "data-maxlength": False}
    if character_limit(field):
        attrs["class"] = f"{css_class} govuk-js-character-count"
        attrs["aria-describedby"] = f"{field.aria_describedby or ''} {field.auto_id}-info".strip()
    return attrs


@register.filter
def character_limit(field: BoundField) -> str:
    """Return the number that a textarea counts down from: `Textarea({"data-maxlength": 500})` asks for it."""
    return str(field.field.widget.attrs.get("data-maxlength", ""))


@register.filter
def is_previewed(field: BoundField) -> bool:
    return is_preview(field.form.data)


def _plain_file_input(field: BoundField) -> forms.Widget:
    widget = field.field.widget
    if not isinstance(widget, forms.ClearableFileInput):
        return widget
    plain = type("PlainFileInput", (forms.FileInput,), {"allow_multiple_selected": widget.allow_multiple_selected})
    return plain(widget.attrs)


@register.simple_tag
def govuk_choices(field: BoundField, reveals: Mapping[str, SafeString] | None = None) -> list[Choice]:
    """Return the radios or checkboxes of a field, with what each reveals."""
    css_class = f"govuk-{component_of(field)}__input"
    revealed = {str(value): html for value, html in (reveals or {}).items()}
    return [_choice(option, css_class, revealed) for option in field.subwidgets]


def _choice(option: BoundWidget, css_class: str, revealed: Mapping[str, SafeString]) -> Choice:
    html = revealed.get(str(option.data["value"]), "")
    attrs = option.data["attrs"]
    id_ = attrs["id"]
    attrs["class"] = css_class
    # The group carries the error; a single radio cannot be wrong.
    attrs.pop("aria-invalid", None)
    attrs.pop("required", None)
    if option.data.get("hint"):
        attrs["aria-describedby"] = f"{id_}_hint"
    if html:
        # Checkboxes are GOV.UK Frontend's own component; for radios see reveals.js.
        control = "data-aria-controls" if css_class.startswith("govuk-checkboxes") else "data-reveals"
        attrs[control] = f"{id_}_reveals"
    return Choice(
        input=option.tag(wrap_label=False),
        id=id_,
        label=str(option.choice_label),
        hint=option.data.get("hint", ""),
        is_chosen=option.data["selected"],
        reveals=html,
    )


@register.simple_tag
def govuk_date_parts(field: BoundField) -> list[DatePart]:
    """Return the three inputs of a date, those to be put right marked."""
    wrong = wrong_date_parts(field)
    context = field.field.widget.get_context(field.html_name, field.value(), {"id": field.auto_id})
    parts = []
    for part, subwidget in zip(DATE_PARTS, context["widget"]["subwidgets"], strict=True):
        size = "4" if part == "year" else "2"
        classes = f"govuk-input govuk-date-input__input govuk-input--width-{size}"
        attrs = subwidget["attrs"]
        if part in wrong:
            classes += " govuk-input--error"
            attrs["aria-invalid"] = "true"
        attrs["class"] = classes
        html = field.form.renderer.render(subwidget["template_name"], {"widget": subwidget})
        parts.append(DatePart(input=SafeString(html), id=attrs["id"], label=part.capitalize()))
    return parts


def wrong_date_parts(field: BoundField) -> tuple[str, ...]:
    """Return the parts of a date that its error is about: all of them when the error does not say."""
    errors = field.form.errors.as_data().get(field.name, []) if field.errors else []
    for error in errors:
        return getattr(error, "parts", DATE_PARTS)
    return ()


def error_target(field: BoundField) -> str:
    """Return the id of the input that an error link goes to: the first choice, the first wrong part of a date."""
    if field.is_hidden:
        return ""
    match component_of(field):
        case "date-input":
            return f"{field.auto_id}_{wrong_date_parts(field)[0]}"
        case "radios" | "checkboxes":
            return f"{field.auto_id}_0"
        case _:
            return field.id_for_label or field.auto_id


def _problems_of_form(form: forms.BaseForm) -> Iterator[Problem]:
    for field in form:
        for message in field.errors:
            yield Problem(message=str(message), target=error_target(field))
    for message in form.errors.get(NON_FIELD_ERRORS, []):
        yield Problem(message=str(message), target="")


def _problems(thing: forms.BaseForm | BaseFormSet | None) -> Iterator[Problem]:
    if isinstance(thing, BaseFormSet):
        for form in thing.forms:
            yield from _problems_of_form(form)
        for message in thing.non_form_errors():
            yield Problem(message=str(message), target="")
    elif isinstance(thing, forms.BaseForm):
        yield from _problems_of_form(thing)


@register.inclusion_tag("govuk/error_summary.html")
def error_summary(*things: forms.BaseForm | BaseFormSet | None) -> dict[str, object]:
    """Print GOV.UK's error summary for forms and formsets: nothing when nothing is wrong."""
    return {"problems": [problem for thing in things for problem in _problems(thing)]}


@register.inclusion_tag("govuk/error_summary.html")
def error_summary_of(things: Sequence[forms.BaseForm | BaseFormSet]) -> dict[str, object]:
    """Print the error summary of a list of forms that are sent together, in their order."""
    return error_summary(*things)
