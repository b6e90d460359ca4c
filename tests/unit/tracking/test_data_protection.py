"""The page on data protection says of every field that could name somebody what it holds: none is forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models
from django.db.models import Field

from tracking.models import Person, User

PAGE = (Path(__file__).parents[3] / "docs/data-protection.md").read_text(encoding="utf-8")
NOT_OF_THE_COUNCIL = {"contenttypes", "auth"}
COULD_NAME = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.GenericIPAddressField,
    models.BinaryField,
    models.UUIDField,
)
# What the machine makes: hashes, keys of forms, media types.
MADE = re.compile(r".*(sha256|digest|hash|form_key|content_type|slug|ip_hash)$")


def _fields() -> Iterator[str]:
    for model in apps.get_models():
        if model._meta.app_label not in NOT_OF_THE_COUNCIL:
            yield from (
                f"{model._meta.label_lower}.{field.name}" for field in model._meta.local_fields if _could(field)
            )


def _could(field: Field) -> bool:
    if field.is_relation:
        return field.related_model in {Person, User}
    return isinstance(field, COULD_NAME) and not field.choices and not MADE.match(field.name)


def test_every_field_that_could_name_somebody_is_on_the_page() -> None:
    said = set(re.findall(r"`([a-z_]+\.[a-z]+\.[a-z_0-9]+)`", PAGE))
    fields = set(_fields())
    assert {"not on the page": fields - said, "no such field": said - fields} == {
        "not on the page": set(),
        "no such field": set(),
    }


def test_every_limit_is_on_the_page_with_its_days(settings) -> None:
    said = {name: int(days) for name, days in re.findall(r"^\| `(KEEP_\w+)` \| (\d+)", PAGE, re.MULTILINE)}
    assert said == settings.DAYS_KEPT
