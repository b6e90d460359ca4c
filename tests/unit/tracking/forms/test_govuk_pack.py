"""The `govuk` template pack: labels, hints, errors and what ties them to their inputs."""

import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template

from tracking.forms.fields import GovukDateField, HintedCheckboxSelectMultiple, HintedRadioSelect
from tracking.forms.layout import RevealingChoices


class Page(HTMLParser):
    """The elements of a rendered form, each a tag name with its attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[dict[str, str]] = []
        self._open: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = {"tag": tag, "text": "", **{name: value or "" for name, value in attrs}}
        self.elements.append(element)
        if tag not in {"input", "br", "meta", "link"}:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()["tag"] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element["text"] += data

    def all(self, **wanted: str) -> list[dict[str, str]]:
        return [e for e in self.elements if all(e.get(name) == value for name, value in wanted.items())]

    def one(self, **wanted: str) -> dict[str, str]:
        found = self.all(**wanted)
        assert len(found) == 1, f"{len(found)} elements with {wanted}"
        return found[0]

    def with_class(self, name: str) -> list[dict[str, str]]:
        return [element for element in self.elements if name in element.get("class", "").split()]

    @property
    def ids(self) -> list[str]:
        return [element["id"] for element in self.elements if "id" in element]

    def described_by(self, element: dict[str, str]) -> list[str]:
        """Return the texts that an element's aria-describedby points at, in order."""
        ids = element.get("aria-describedby", "").split()
        return [" ".join(self.one(id=id_)["text"].split()) for id_ in ids]


def crispy(form: forms.BaseForm) -> Page:
    template = Template("{% load crispy_forms_tags govuk %}{% error_summary form %}{{ form|crispy }}")
    return Page(template.render(Context({"form": form})))


def error_links(page: Page) -> list[str]:
    return [e["href"].removeprefix("#") for e in page.elements if e["tag"] == "a" and e.get("href", "").startswith("#")]


CATEGORIES = (("1", "Achieved"), ("3", "Progress made"))


class EveryKindForm(forms.Form):
    title = forms.CharField(help_text="Short and plain.", error_messages={"required": "Enter a title."})
    address = forms.EmailField(error_messages={"required": "Enter an e-mail address."})
    words = forms.CharField(
        widget=forms.Textarea, help_text="What was done.", error_messages={"required": "Enter the evidence."}
    )
    committee = forms.ChoiceField(
        choices=CATEGORIES, help_text="One committee.", error_messages={"required": "Choose a committee."}
    )
    category = forms.ChoiceField(
        choices=CATEGORIES,
        widget=HintedRadioSelect(hints={"1": "All of it was done."}),
        help_text="Choose one.",
        error_messages={"required": "Choose a category."},
    )
    posts = forms.MultipleChoiceField(
        choices=CATEGORIES,
        widget=HintedCheckboxSelectMultiple(hints={"3": "The second."}),
        help_text="Choose all that apply.",
        error_messages={"required": "Choose a post."},
    )
    agreed = forms.BooleanField(help_text="Read it first.", error_messages={"required": "Say that you agree."})
    completed_on = GovukDateField(label="Completed on", error_messages={"required": "Enter the date of completion."})
    paper = forms.FileField(help_text="PDF only.", error_messages={"required": "Choose a file."})
    password = forms.CharField(widget=forms.PasswordInput, error_messages={"required": "Enter your password."})


SINGLE_INPUTS = ("title", "address", "words", "committee", "agreed", "paper", "password")
GROUPS = ("category", "posts", "completed_on")


@pytest.fixture
def empty() -> Page:
    return crispy(EveryKindForm({}))


@pytest.mark.parametrize("name", SINGLE_INPUTS)
def test_an_input_has_exactly_one_label_that_points_at_it(name):
    page = crispy(EveryKindForm())

    label = page.one(tag="label", **{"for": f"id_{name}"})

    assert label["text"] == EveryKindForm()[name].label
    assert page.one(name=name)["id"] == f"id_{name}"


@pytest.mark.parametrize("name", [name for name in SINGLE_INPUTS if EveryKindForm.base_fields[name].help_text])
def test_an_input_is_described_by_its_hint_then_its_error(empty, name):
    field = EveryKindForm.base_fields[name]

    assert empty.described_by(empty.one(name=name)) == [
        str(field.help_text),
        f"Error: {field.error_messages['required']}",
    ]


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_of_inputs_is_a_fieldset_described_by_its_hint_then_its_error(empty, name):
    field = EveryKindForm({})[name]
    fieldset = next(e for e in empty.all(tag="fieldset") if f"id_{name}_error" in e.get("aria-describedby", ""))

    assert empty.described_by(fieldset) == [field.help_text, f"Error: {field.errors[0]}"]
    assert fieldset["text"].strip().startswith(field.label)


def test_an_input_without_hint_or_error_is_described_by_nothing():
    assert "aria-describedby" not in crispy(EveryKindForm()).one(name="address")


@pytest.mark.parametrize("name", ["title", "words", "committee", "paper"])
def test_an_input_with_an_error_is_marked(empty, name):
    element = empty.one(name=name)

    assert element["aria-invalid"] == "true"
    assert any(css_class.endswith("--error") for css_class in element["class"].split())


def test_each_choice_has_its_label_and_hint():
    page = crispy(EveryKindForm())

    radio = page.one(name="category", value="1")
    assert page.one(tag="label", **{"for": radio["id"]})["text"] == "Achieved"
    assert page.described_by(radio) == ["All of it was done."]
    assert "aria-describedby" not in page.one(name="category", value="3")
    assert page.described_by(page.one(name="posts", value="3")) == ["The second."]


def test_error_links_go_to_the_input_the_first_choice_or_the_first_part_of_a_date(empty):
    assert error_links(empty) == [
        "id_title",
        "id_address",
        "id_words",
        "id_committee",
        "id_category_0",
        "id_posts_0",
        "id_agreed",
        "id_completed_on_day",
        "id_paper",
        "id_password",
    ]


def test_every_error_link_goes_to_an_input_that_exists(empty):
    inputs = {e.get("id") for e in empty.elements if e["tag"] in {"input", "select", "textarea"}}

    assert [link for link in error_links(empty) if link not in inputs] == []


def test_no_id_is_given_twice(empty):
    assert [id_ for id_, count in Counter(empty.ids).items() if count > 1] == []


def test_the_error_summary_is_absent_when_nothing_is_wrong():
    assert crispy(EveryKindForm()).with_class("govuk-error-summary") == []


def test_an_error_about_the_whole_form_stands_in_the_summary_without_a_link():
    form = EveryKindForm({})
    form.full_clean()
    form.add_error(None, "The meeting was cancelled.")

    items = [e["text"].strip() for e in crispy(form).elements if e["tag"] == "li"]

    assert items[-1] == "The meeting was cancelled."


def test_the_error_summary_lists_the_errors_of_every_form_of_a_formset():
    class NameForm(forms.Form):
        name = forms.CharField(error_messages={"required": "Enter a name."})

    formset = forms.formset_factory(NameForm, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "", "form-1-name": ""}
    )
    page = Page(Template("{% load govuk %}{% error_summary formset %}").render(Context({"formset": formset})))

    assert error_links(page) == ["id_form-0-name", "id_form-1-name"]


def test_what_was_typed_is_still_there_after_an_error():
    page = crispy(
        EveryKindForm(
            {
                "title": "Refreshing <the> Partnership",
                "category": "3",
                "completed_on_day": "31",
                "completed_on_month": "June",
                "completed_on_year": "16",
            }
        )
    )

    assert page.one(name="title")["value"] == "Refreshing <the> Partnership"
    assert "checked" in page.one(name="category", value="3")
    assert [page.one(name=f"completed_on_{part}")["value"] for part in ("day", "month", "year")] == ["31", "June", "16"]


class DateForm(forms.Form):
    held_on = GovukDateField(label="Held on")


def typed(day: str, month: str, year: str) -> DateForm:
    return DateForm({"held_on_day": day, "held_on_month": month, "held_on_year": year})


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("31", "3", "2016"), date(2016, 3, 31)),
        (("09", "06", "2015"), date(2015, 6, 9)),
        ((" 29 ", "February", " 2016"), date(2016, 2, 29)),
        (("1", "sept", "2015"), date(2015, 9, 1)),
    ],
)
def test_a_date_is_read_from_its_three_parts(parts, expected):
    form = typed(*parts)
    form.full_clean()

    assert form.cleaned_data == {"held_on": expected}


@pytest.mark.parametrize(
    ("parts", "message", "wrong"),
    [
        (("", "", ""), "Enter a date. For example, 31 3 2016.", ["day", "month", "year"]),
        (("31", "3", ""), "The date must include a year. For example, 31 3 2016.", ["year"]),
        (("", "", "2016"), "The date must include a day and a month. For example, 31 3 2016.", ["day", "month"]),
        (("32", "3", "2016"), "The day must be a number between 1 and 31.", ["day"]),
        (("first", "3", "2016"), "The day must be a number between 1 and 31.", ["day"]),
        (("1", "13", "2016"), "The month must be a number between 1 and 12, or its name.", ["month"]),
        (("1", "Brumaire", "2016"), "The month must be a number between 1 and 12, or its name.", ["month"]),
        (("1", "3", "16"), "The year must have four numbers. For example, 2016.", ["year"]),
        (("1", "3", "²016"), "The year must have four numbers. For example, 2016.", ["year"]),
        (("31", "6", "2016"), "There is no such day in that month. Check the day and the month.", ["day", "month"]),
    ],
)
def test_a_date_that_cannot_be_read_says_why_and_marks_and_links_to_the_parts_to_put_right(parts, message, wrong):
    form = typed(*parts)
    page = crispy(form)

    assert form.errors == {"held_on": [message]}
    assert error_links(page) == [f"id_held_on_{wrong[0]}"]
    marked = [e["name"] for e in page.all(tag="input") if e.get("aria-invalid") == "true"]
    assert marked == [f"held_on_{part}" for part in wrong]


def test_an_error_that_the_form_adds_to_a_date_marks_all_of_it():
    form = typed("1", "3", "2016")
    form.full_clean()
    form.add_error("held_on", "The meeting must be after the report.")

    page = crispy(form)

    assert len([e for e in page.all(tag="input") if e.get("aria-invalid") == "true"]) == 3
    assert error_links(page) == ["id_held_on_day"]


def test_a_date_that_may_be_left_out_is_nothing_when_empty():
    class OptionalDateForm(forms.Form):
        held_on = GovukDateField(required=False)

    form = OptionalDateForm({})
    form.full_clean()

    assert form.cleaned_data == {"held_on": None}


def test_a_date_known_before_shows_in_its_parts():
    page = crispy(DateForm(initial={"held_on": date(2016, 4, 12)}))

    assert [page.one(name=f"held_on_{part}")["value"] for part in ("day", "month", "year")] == ["12", "4", "2016"]


def test_a_date_left_as_it_was_has_not_changed():
    data = {"held_on_day": "12", "held_on_month": "4", "held_on_year": "2016"}

    assert DateForm(data, initial={"held_on": date(2016, 4, 12)}).changed_data == []
    assert DateForm(data, initial={"held_on": date(2016, 4, 13)}).changed_data == ["held_on"]


class ViewForm(forms.Form):
    category = forms.ChoiceField(choices=CATEGORIES, widget=forms.RadioSelect)
    completed_on = GovukDateField(required=False)
    reason = forms.CharField(widget=forms.Textarea)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            RevealingChoices("category", {"1": ["completed_on"]}),
            Fieldset("Why", "reason"),
            Submit("record", "Record the view"),
        )


def rendered(form: forms.BaseForm) -> Page:
    template = Template("{% load crispy_forms_tags %}{% crispy form %}")
    return Page(template.render(Context({"form": form, "csrf_token": "token"})))


def test_a_choice_reveals_its_fields_and_says_which():
    page = rendered(ViewForm())

    revealed = page.one(id=page.one(name="category", value="1")["data-reveals"])
    assert "Day" in revealed["text"]
    assert "govuk-radios__conditional--hidden" in revealed["class"].split()
    assert "data-reveals" not in page.one(name="category", value="3")


def test_the_fields_of_the_choice_made_are_not_hidden():
    page = rendered(ViewForm({"category": "1"}))

    revealed = page.one(id=page.one(name="category", value="1")["data-reveals"])
    assert revealed["class"].split() == ["govuk-radios__conditional"]


def test_a_layout_prints_the_form_tag_the_token_the_fieldset_and_the_button():
    page = rendered(ViewForm())

    form = page.one(tag="form")
    assert (form["method"], "novalidate" in form) == ("post", True)
    assert page.one(name="csrfmiddlewaretoken")["value"] == "token"
    assert "Why" in [e["text"] for e in page.all(tag="legend")]
    assert page.one(tag="button", name="record")["text"] == "Record the view"


def test_a_form_with_a_file_is_sent_in_parts():
    class PaperForm(forms.Form):
        paper = forms.FileField()

    assert rendered(PaperForm()).one(tag="form")["enctype"] == "multipart/form-data"


def test_a_textarea_counts_down_only_when_asked_and_never_cuts_what_is_pasted():
    class WordsForm(forms.Form):
        short = forms.CharField(max_length=200, widget=forms.Textarea({"data-maxlength": 200}))
        long = forms.CharField(max_length=5000, widget=forms.Textarea)

    page = crispy(WordsForm())

    assert page.one(**{"data-module": "govuk-character-count"})["data-maxlength"] == "200"
    assert page.described_by(page.one(name="short")) == ["You can enter up to 200 characters"]
    assert [e["name"] for e in page.all(tag="textarea") if "maxlength" in e] == []


def test_a_hidden_field_has_no_label():
    class HiddenForm(forms.Form):
        revision = forms.CharField(widget=forms.HiddenInput, initial="2")

    page = crispy(HiddenForm())

    assert page.one(name="revision")["value"] == "2"
    assert page.all(tag="label") == []


def test_classes_of_a_widget_stay_beside_those_of_the_pack():
    class YearForm(forms.Form):
        year = forms.CharField(widget=forms.TextInput({"class": "govuk-input--width-4"}))

    assert crispy(YearForm()).one(name="year")["class"] == "govuk-input govuk-input--width-4"


def test_text_that_people_typed_is_escaped():
    class EchoForm(forms.Form):
        title = forms.CharField()

        def clean_title(self):
            raise forms.ValidationError(f"{self.cleaned_data['title']} is taken.")

    html = Template("{% load govuk %}{% error_summary form %}").render(
        Context({"form": EchoForm({"title": "<script>"})})
    )

    assert re.findall(r"<a href=\"#id_title\">(.*?)</a>", html) == ["&lt;script&gt; is taken."]
