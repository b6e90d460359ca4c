"""What Cabinet's clerk asks reports to deal with; a version that a report follows stays."""

from dataclasses import replace

import pytest

from tests import cabinet_factories as cabinet
from tests.factories import CommitteeFactory, PostFactory, administrator, appointed, seated
from tracking.actions.cabinet.templates import (
    HeadingSpec,
    change_template,
    create_template,
    fingerprint_of,
    save_headings,
    specs_of,
    template_as_saved,
)
from tracking.actions.conflicts import fingerprints
from tracking.enums import CommitteeRole, HeadingHolds
from tracking.exceptions import NotAllowed, NotPossible, StaleText
from tracking.models import Committee, Event, User
from tracking.queries.cabinet.templates import is_frozen, latest_version, templates_of

pytestmark = pytest.mark.django_db

DECISIONS = HeadingSpec("Recommendations", holds=HeadingHolds.DECISIONS)
TWO = [HeadingSpec("Executive Summary", hint="In short."), DECISIONS]


@pytest.fixture
def committee() -> Committee:
    return cabinet.a_cabinet()


@pytest.fixture
def clerk(committee: Committee) -> User:
    return seated(committee, CommitteeRole.CLERK)


def test_a_template_starts_with_its_first_version(committee: Committee, clerk: User) -> None:
    template = create_template(cabinet=committee, name=" Report to Cabinet ", headings=TWO, by=clerk)
    version = latest_version(template)
    assert version is not None
    assert (template.name, version.number, specs_of(version)) == ("Report to Cabinet", 1, TWO)
    assert Event.objects.get().after["headings"] == ["Executive Summary", "Recommendations"]
    with pytest.raises(NotPossible, match="already"):
        create_template(cabinet=committee, name="Report to Cabinet", headings=TWO, by=clerk)


def test_only_cabinet_s_clerk_manages_templates(committee: Committee, clerk: User) -> None:
    template = create_template(cabinet=committee, name="Report", headings=TWO, by=clerk)
    read = fingerprint_of(latest_version(template))
    for stranger in (administrator(), seated(committee), appointed(PostFactory())):
        with pytest.raises(NotAllowed):
            create_template(cabinet=committee, name="Other", headings=TWO, by=stranger)
        with pytest.raises(NotAllowed):
            save_headings(template=template, headings=TWO, read=read, by=stranger)
        with pytest.raises(NotAllowed):
            change_template(template=template, name="Other", retired=True, by=stranger)
    scrutiny = CommitteeFactory()
    with pytest.raises(NotPossible, match="Only a Cabinet"):
        create_template(cabinet=scrutiny, name="Report", headings=TWO, by=seated(scrutiny, CommitteeRole.CLERK))


def test_a_version_is_changed_until_a_report_follows_it(committee: Committee, clerk: User) -> None:
    template = create_template(cabinet=committee, name="Report", headings=TWO, by=clerk)
    first = latest_version(template)
    assert first is not None
    three = [*TWO, HeadingSpec("Consultation")]
    assert save_headings(template=template, headings=three, read=fingerprint_of(first), by=clerk) == first
    assert (specs_of(first), is_frozen(first)) == (three, False)
    cabinet.CabinetReportFactory(template_version=first)
    second = save_headings(template=template, headings=TWO, read=fingerprint_of(first), by=clerk)
    assert (second.number, specs_of(first), specs_of(second), is_frozen(first)) == (2, three, TWO, True)
    assert [row.report_count for row in templates_of(committee)] == [1]


def test_two_who_change_a_template_are_told(committee: Committee, clerk: User) -> None:
    template = create_template(cabinet=committee, name="Report", headings=TWO, by=clerk)
    read = fingerprint_of(latest_version(template))
    save_headings(template=template, headings=[*TWO, HeadingSpec("Consultation")], read=read, by=clerk)
    with pytest.raises(StaleText):
        save_headings(template=template, headings=[*TWO, HeadingSpec("Risk")], read=read, by=clerk)


def test_two_who_rename_a_template_are_told(committee: Committee, clerk: User) -> None:
    template = create_template(cabinet=committee, name="Report", headings=TWO, by=clerk)
    read = fingerprints(template_as_saved(template))
    change_template(template=template, name="Long report", retired=False, by=clerk, read=read)
    with pytest.raises(StaleText, match="Open it again"):
        change_template(template=template, name="Short report", retired=False, by=clerk, read=read)
    change_template(template=template, name="Report", retired=True, by=clerk, read=read)
    assert (template.name, template.retired) == ("Long report", True)


def test_saying_the_same_again_writes_nothing(committee: Committee, clerk: User) -> None:
    template = create_template(cabinet=committee, name="Report", headings=TWO, by=clerk)
    save_headings(template=template, headings=list(TWO), read=fingerprint_of(latest_version(template)), by=clerk)
    change_template(template=template, name="Report", retired=False, by=clerk)
    assert Event.objects.count() == 1
    change_template(template=template, name="Report", retired=True, by=clerk)
    assert Event.objects.order_by("pk").last().after == {"retired": True}


@pytest.mark.parametrize(
    ("headings", "why"),
    [
        ([], "at least one"),
        ([HeadingSpec("Summary")], "recommended decisions"),
        ([DECISIONS, replace(DECISIONS, heading="Again")], "recommended decisions"),
        ([replace(DECISIONS, level=2)], "main heading"),
        ([DECISIONS, HeadingSpec("Compliance", holds=HeadingHolds.HEADINGS), HeadingSpec("Deep", level=3)], "skips"),
        ([DECISIONS, HeadingSpec("Compliance"), HeadingSpec("Legal", level=2)], "same numbers"),
        ([DECISIONS, HeadingSpec(" ")], "words"),
        ([DECISIONS, HeadingSpec("Legal", cleared_by=-1)], "no longer there"),
    ],
    ids=["none", "no-decisions", "two-decisions", "first-below", "skips", "text-above", "no-words", "post-gone"],
)
def test_headings_that_do_not_fit_are_refused(
    headings: list[HeadingSpec], why: str, committee: Committee, clerk: User
) -> None:
    with pytest.raises(NotPossible, match=why):
        create_template(cabinet=committee, name="Report", headings=headings, by=clerk)
