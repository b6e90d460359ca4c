"""Templates of reports to a Cabinet: what its clerk asks every report to deal with."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from django.db import transaction

from tracking import rules
from tracking.actions.cabinet.guards import required
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.conflicts import own_changes_told
from tracking.actions.events import field_values, record_event
from tracking.enums import CommitteeKind, HeadingHolds
from tracking.exceptions import NotPossible, StaleText
from tracking.models import Committee, Post, User
from tracking.models.cabinet import ReportTemplate, ReportTemplateVersion, TemplateHeading
from tracking.queries.cabinet.templates import is_frozen


@dataclass(frozen=True)
class HeadingSpec:
    """A heading as it is to be: its place is that in the list."""

    heading: str
    level: int = 1
    hint: str = ""
    if_required: bool = False
    holds: str = HeadingHolds.TEXT
    is_compliance: bool = False
    cleared_by: int | None = None
    """The primary key of the post."""


def specs_of(version: ReportTemplateVersion) -> list[HeadingSpec]:
    """Return the headings of a version as they may be changed, in order."""
    return [
        HeadingSpec(row.heading, row.level, row.hint, row.if_required, row.holds, row.is_compliance, row.cleared_by_id)
        for row in version.headings.order_by("position")
    ]


def fingerprint_of(version: ReportTemplateVersion | None) -> str:
    """Return a short digest of what a version asks for: a form remembers it, so that no change is lost."""
    said = [asdict(spec) for spec in specs_of(version)] if version else []
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def create_template(*, cabinet: Committee, name: str, headings: Sequence[HeadingSpec], by: User) -> ReportTemplate:
    """Write a template of a Cabinet with its first version.

    Raises NotAllowed unless `by` is its clerk; NotPossible for a committee that is no Cabinet, without a name, one that
    is taken, or with headings that do not fit (`save_headings`). Writes one Event.
    """
    rules.can_manage_report_templates.check(by, cabinet)
    if cabinet.kind != CommitteeKind.CABINET:
        raise NotPossible("Only a Cabinet has templates for reports.")
    template = ReportTemplate(committee=cabinet, name=required(name, "Give the template a name."))
    store(template)
    version = _write_version(template, 1, headings, by)
    after = {"name": template.name, "version": version.number, "headings": [spec.heading for spec in headings]}
    record_event(by=by, type="created report template", target=template, after=after)
    return template


@transaction.atomic
def change_template(
    *, template: ReportTemplate, name: str, retired: bool, by: User, read: Mapping[str, str] | None = None
) -> ReportTemplate:
    """Rename a template, take it out of use or bring it back. Reports that follow it stay as they are.

    `read` is the fingerprint of each field as it was read (`conflicts`). Raises NotAllowed unless `by` is clerk of its
    Cabinet; NotPossible without a name or for one that is taken; StaleText when somebody else changed the same.
    """
    rules.can_manage_report_templates.check(by, template.committee)
    lock(template)
    name = required(name, "Give the template a name.")
    mine = own_changes_told(saved=template_as_saved(template), typed={"name": name, "retired": retired}, read=read)
    before, after = change_fields(template, mine)
    if after:
        record_event(by=by, type="changed report template", target=template, before=before, after=after)
    return template


def template_as_saved(template: ReportTemplate) -> dict[str, Any]:
    """What is said of a template beside its headings, as it may be changed."""
    return field_values(template, ["name", "retired"])


@transaction.atomic
def save_headings(
    *, template: ReportTemplate, headings: Sequence[HeadingSpec], read: str, by: User
) -> ReportTemplateVersion:
    """Say anew what a template asks for: in its latest version or, once a report uses that, in the next one.

    `read` is the fingerprint of the version as it was read. Raises NotAllowed unless `by` is clerk of its Cabinet;
    NotPossible without a heading, without exactly one that holds the recommended decisions, for a heading with text and
    others under it (whose numbers would meet), or for a post that is not there; StaleText when somebody else has
    changed it since. Writes the headings and one Event; nothing for what is there already.
    """
    rules.can_manage_report_templates.check(by, template.committee)
    lock(template)
    version = template.versions.order_by("-number").first()
    if fingerprint_of(version) != read:
        raise StaleText(
            "Somebody else has changed this template since you opened it. Look at it, then change it again."
        )
    if version is not None and specs_of(version) == list(headings):
        return version
    if version is not None:
        lock(version)  # whoever starts a report after it does the same
    before = [spec.heading for spec in specs_of(version)] if version else []
    if version is None or is_frozen(version):
        number = version.number + 1 if version else 1
        written = _write_version(template, number, headings, by)
    else:
        version.headings.all().delete()
        _write_headings(version, headings)
        written = version
    after = {"version": written.number, "headings": [spec.heading for spec in headings]}
    record_event(by=by, type="changed report template", target=template, before={"headings": before}, after=after)
    return written


def _write_version(
    template: ReportTemplate, number: int, headings: Sequence[HeadingSpec], by: User
) -> ReportTemplateVersion:
    version = ReportTemplateVersion.objects.create(template=template, number=number, recorded_by=by)
    _write_headings(version, headings)
    return version


def _write_headings(version: ReportTemplateVersion, headings: Sequence[HeadingSpec]) -> None:
    _check(headings)
    posts = Post.objects.in_bulk([spec.cleared_by for spec in headings if spec.cleared_by])
    for position, spec in enumerate(headings, start=1):
        if spec.cleared_by and spec.cleared_by not in posts:
            raise NotPossible("One of the posts is no longer there. Choose the post that clears the section again.")
        store(
            TemplateHeading(
                version=version,
                position=position,
                level=spec.level,
                heading=required(spec.heading, "Give every heading its words."),
                hint=spec.hint.strip(),
                if_required=spec.if_required,
                holds=spec.holds,
                is_compliance=spec.is_compliance,
                cleared_by=posts.get(spec.cleared_by) if spec.cleared_by else None,
            )
        )


def _check(headings: Sequence[HeadingSpec]) -> None:
    if not headings:
        raise NotPossible("Add at least one heading.")
    if sum(spec.holds == HeadingHolds.DECISIONS for spec in headings) != 1:
        raise NotPossible("One heading must hold the recommended decisions, and only one.")
    if headings[0].level != 1:
        raise NotPossible("The first heading must be a main heading.")
    for spec, following in pairwise(headings):
        if following.level > spec.level + 1:
            raise NotPossible(f"“{following.heading}” skips a level. Make it one level below the heading before it.")
        if following.level > spec.level and spec.holds != HeadingHolds.HEADINGS:
            raise NotPossible(
                f"“{spec.heading}” has headings under it, so it cannot hold text of its own: "
                "its paragraphs and those headings would have the same numbers."
            )
