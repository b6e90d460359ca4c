"""What a form brings along so that nothing typed into it is lost."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from tracking.models import Draft, User, WrittenPage

_SALT = "tracking.draft"
# As long as a page may have stood open, and no longer.
_MAX_AGE = 14 * 24 * 60 * 60

TOKEN = "draft_token"  # noqa: S105 - the name of a field
_AS_READ = {"version", "read"}
_CHOSEN = {"answer", "ongoing", "is_key_decision", "is_open_to_call_in"}
_NOT_TYPED = {"csrfmiddlewaretoken", "go", "then", TOKEN}


@dataclass(frozen=True)
class DraftToken:
    """Whose form this is, and of which page: signed, and good for keeping a draft and nothing else.

    It stands in the form, so that text is kept for its writer even when their session is over by the time it comes.
    `owner` and `part` are the keys of what the page belongs to and, where there is one for each of several, is about.
    """

    user: str
    page: str
    owner: int
    part: int | None

    @classmethod
    def of(cls, user: User, of: WrittenPage) -> str:
        """Return the token of a form, signed."""
        token = cls(str(user.public_id), of.page.value, of.owner.pk, of.part.pk if of.part else None)
        return signing.dumps(asdict(token), salt=_SALT)

    @classmethod
    def read(cls, sent: QueryDict) -> "DraftToken | None":
        """Return the token that a form brought along; None for one not ours, or older than a fortnight."""
        try:
            said = signing.loads(sent.get(TOKEN, ""), salt=_SALT, max_age=_MAX_AGE)
        except signing.BadSignature:
            return None
        return cls(**said) if "owner" in said else cls._of_before(said)

    @classmethod
    def _of_before(cls, said: Mapping[str, Any]) -> "DraftToken":
        """What a form said that was opened before an update of the software, when a token named each kind of owner."""
        return cls(said["user"], said["page"], said.get("update") or said["report"], said["recommendation"])


def fields_to_keep(sent: QueryDict) -> dict[str, list[str]]:
    """Return what was sent that belongs in a draft: no token, no button, no password."""
    return {
        name: [str(text) for text in texts]
        for name, texts in sent.lists()
        if name not in _NOT_TYPED and "password" not in name
    }


def kept_fields(draft: Draft) -> QueryDict:
    """Return a draft as if it had just been sent."""
    sent = QueryDict(mutable=True)
    for name, texts in draft.fields.items():
        sent.setlist(name, texts)
    return sent


def show_as_typed(
    form: forms.BaseForm, sent: QueryDict, *, names: Collection[str] | None = None, seen: bool = False
) -> None:
    """Have an unbound form show what was typed into it, unchecked: a draft may say "31 February".

    Into all its fields, or those of `names`. `seen` when its writer is shown beside it what is saved now, so that
    saving it is no conflict any more.
    """
    for name, field in form.fields.items():
        if (seen and name in _AS_READ) or (names is not None and name not in names):
            continue
        if not field.widget.value_omitted_from_data(sent, {}, form.add_prefix(name)):
            form.initial[name] = field.widget.value_from_datadict(sent, {}, form.add_prefix(name))


def with_read(sent: QueryDict, read: Mapping[str, str]) -> QueryDict:
    """Return what was sent, now that its writer has been shown what is saved."""
    again = sent.copy()
    again["read"] = json.dumps(read)
    return again


class FingerprintsField(forms.Field):
    """The fingerprints of what a form showed (`actions.conflicts`), hidden in it; None when they cannot be read."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return json.dumps(value) if isinstance(value, Mapping) else value

    def to_python(self, value: Any) -> dict[str, str] | None:
        try:
            read = json.loads(value or "null")
        except ValueError:
            return None
        return {str(name): str(digest) for name, digest in read.items()} if isinstance(read, dict) else None


def typed_words(fields: Mapping[str, list[str]]) -> list[str]:
    """Return what of a form's fields looks typed: no number of a choice, nothing that the form brought along."""
    return [
        text
        for name, texts in fields.items()
        if name not in _AS_READ | _CHOSEN
        and not name.endswith(("choice", "exemption", "proposed_conclusion", "_FORMS"))
        for text in texts
        if re.search(r"[^\W\d_]", text)
    ]
