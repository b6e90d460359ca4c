"""What a report to Cabinet says, from one source: numbers, what is exempt, and what each reader has of it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import cabinet_factories as cabinet
from tests.factories import PostFactory, UserFactory, administrator, appointed, seated
from tracking.enums import CabinetReportState, CommitteeRole, Exemption, ExemptParagraph, PartyRole
from tracking.models import User
from tracking.models.cabinet import (
    CabinetAppendix,
    CabinetFile,
    CabinetReport,
    CabinetReportEdition,
    CabinetSection,
)
from tracking.queries.cabinet.facts import WithheldMark
from tracking.queries.cabinet.frozen import frozen_header
from tracking.queries.cabinet.headers import header_today
from tracking.queries.cabinet.numbering import heading_numbers, numbered_paragraphs
from tracking.queries.cabinet.papers import public_paper
from tracking.queries.cabinet.withheld import editions_of, paper_for

pytestmark = pytest.mark.django_db

SECRET = "Eleven million pounds."
STATES = CabinetReportState


def _with_something_withheld(**fields: object) -> CabinetReport:
    report = cabinet.a_report(**fields)
    section = cabinet.section_of(report, "Legal Implications")
    for name, value in {**cabinet.WITHHELD, "text": SECRET}.items():
        setattr(section, name, value)
    section.save()
    revision = cabinet.current_revision(report)
    cabinet.CabinetAppendixFactory(revision=revision, title="Survey", position=1)
    withheld = cabinet.WITHHELD | {"exempt_paragraph": ExemptParagraph.INDIVIDUAL}
    cabinet.CabinetAppendixFactory(revision=revision, title="Valuation", position=2, **withheld)
    return report


def _readers(report: CabinetReport) -> dict[str, User]:
    relevant = cabinet.CabinetPartyFactory(
        report=report, role=PartyRole.CABINET_MEMBER, post=PostFactory(), name="", telephone=""
    )
    committee = report.meeting.committee
    return {
        "holder": appointed(report.post),
        "cabinet member": appointed(relevant.post),
        "clearing": appointed(cabinet.clearing_post(report)),
        "clerk": seated(committee, CommitteeRole.CLERK),
        "member": seated(committee),
        "clerk elsewhere": seated(cabinet.a_cabinet(), CommitteeRole.CLERK),
        "post elsewhere": appointed(PostFactory()),
        "administrator": administrator(),
        "nobody": UserFactory(),
    }


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 1, 2, 2, 1], ["1", "2", "2.1", "2.2", "3"]),
        ([1, 2, 3, 3, 2, 1, 2], ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]),
        ([1, 3], ["1", "1.1"]),
        ([], []),
    ],
    ids=["two-levels", "three-levels", "a-level-skipped", "none"],
)
def test_headings_are_numbered_by_order_and_level(levels: list[int], expected: list[str]) -> None:
    assert list(heading_numbers(levels)) == expected


@given(st.lists(st.integers(1, 3), max_size=30))
def test_no_two_headings_have_the_same_number(levels: list[int]) -> None:
    numbers = list(heading_numbers(levels))
    assert len(set(numbers)) == len(levels)


def test_paragraphs_are_numbered_and_lists_belong_to_them() -> None:
    text = "One\ngoes on.\n\n- a\n- b\n\n## Within\n\nTwo:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThree."
    assert [(row.number, row.text) for row in numbered_paragraphs(text, "7.1")] == [
        ("7.1.1", "One\ngoes on.\n\n- a\n- b"),
        ("", "## Within"),
        ("7.1.2", "Two:\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        ("7.1.3", "Three."),
    ]


def test_a_list_with_nothing_before_it_has_a_number_of_its_own() -> None:
    assert [row.number for row in numbered_paragraphs("- a\n- b\n\nThen.", "4")] == ["4.1", "4.2"]


def test_recommended_decisions_go_on_after_the_words_before_them() -> None:
    report = cabinet.a_report()
    cabinet.RecommendedDecisionFactory(revision=cabinet.current_revision(report), position=2)
    paper = editions_of(report).public
    section = paper.sections[1]
    assert [row.number for row in section.paragraphs] == ["2.1"]
    assert [(row.order, row.number) for row in section.recommended] == [(1, "2.2"), (2, "2.3")]


def test_exempt_and_its_paragraphs_follow_from_what_is_marked() -> None:
    report = cabinet.a_report()
    papers = editions_of(report)
    assert (papers.public.exempt_paragraphs, papers.public.is_confidential, papers.restricted) == ((), False, None)
    revision = cabinet.current_revision(_with_something_withheld())
    paper = public_paper(revision.report, revision)
    assert (paper.exempt_paragraphs, paper.is_confidential, paper.withholds) == ((1, 3), False, True)
    CabinetAppendix.objects.filter(title="Valuation").update(
        exemption=Exemption.CONFIDENTIAL, exempt_paragraph=None, confidential_ground="The Crown says so."
    )
    paper = public_paper(revision.report, revision)
    assert (paper.exempt_paragraphs, paper.is_confidential) == ((3,), True)


def test_the_public_source_never_reads_what_is_withheld() -> None:
    report = _with_something_withheld()
    revision = cabinet.current_revision(report)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        paper = public_paper(report, revision)
    assert SECRET not in str(paper)
    assert "negotiated" not in str(paper)
    legal = next(row for row in paper.sections if row.heading == "Legal Implications")
    mark = WithheldMark(Exemption.EXEMPT, 3)
    assert (legal.mark, legal.is_readable, legal.text, legal.paragraphs) == (mark, False, "", ())
    told = [query["sql"] for query in queries if "cabinetsection" in query["sql"] and '"text"' in query["sql"]]
    assert told
    assert all("exemption" in sql.partition("WHERE")[2] for sql in told)


def test_both_editions_number_alike_and_the_restricted_one_says_it_all() -> None:
    papers = editions_of(_with_something_withheld())
    restricted = papers.restricted
    assert restricted is not None
    assert [row.number for row in papers.public.sections] == [row.number for row in restricted.sections]
    assert [(row.number, row.paragraph, row.title) for row in restricted.appendices] == [
        (1, "4.1", "Survey"),
        (2, "4.2", "Valuation"),
    ]
    legal = next(row for row in restricted.sections if row.heading == "Legal Implications")
    assert legal.mark is not None
    assert ([row.number for row in legal.paragraphs], legal.text, legal.mark.why) == (
        ["3.1.1"],
        SECRET,
        "Prices are being negotiated.",
    )
    assert [row.is_readable for row in papers.public.appendices] == [True, False]
    assert [row.is_readable for row in restricted.appendices] == [True, True]
    assert papers.public.appendices[1].stored_name == ""


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (STATES.DRAFT, {"holder", "cabinet member", "clearing"}),
        (STATES.SUBMITTED, {"holder", "cabinet member", "clearing", "clerk"}),
        (STATES.ACCEPTED, {"holder", "cabinet member", "clearing", "clerk"}),
        (STATES.WITHDRAWN, {"holder", "cabinet member", "clearing"}),
    ],
)
def test_who_reads_a_report_before_it_is_published(state: CabinetReportState, expected: set[str]) -> None:
    report = _with_something_withheld(state=state)
    readers = _readers(report)
    seen = {name for name, user in readers.items() if CabinetReport.objects.visible_to(user).exists()}
    assert seen == expected
    assert not CabinetReport.objects.visible_to(AnonymousUser()).exists()


def test_everyone_reads_what_is_published_and_few_what_is_withheld() -> None:
    report = _with_something_withheld(state=STATES.PUBLISHED)
    cabinet.CabinetReportEditionFactory(report=report, edition="restricted")
    readers = _readers(report)
    entitled = {"holder", "cabinet member", "clerk", "member"}
    assert all(CabinetReport.objects.visible_to(user).exists() for user in readers.values())
    legal, valuation = SECRET, "Valuation"
    sections = {
        name for name, user in readers.items() if CabinetSection.objects.read_by(user).filter(text=legal).exists()
    }
    appendices = {
        name for name, user in readers.items() if CabinetAppendix.objects.read_by(user).filter(title=valuation).exists()
    }
    files = {name for name, user in readers.items() if CabinetFile.objects.openable_by(user).count() == 2}
    editions = {name for name, user in readers.items() if CabinetReportEdition.objects.visible_to(user).exists()}
    papers = {name for name, user in readers.items() if SECRET in str(paper_for(report, user))}
    assert (sections, appendices, files) == (entitled | {"clearing"}, entitled, entitled)
    assert (editions, papers) == (entitled, entitled | {"clearing"})
    assert SECRET not in str(paper_for(report, AnonymousUser()))


def test_what_a_returned_report_says_anew_is_for_those_who_write_and_clear_it() -> None:
    report = _with_something_withheld(state=STATES.RETURNED)
    new = cabinet.current_revision(report)
    new.number = 2
    new.save()
    old = type(new).objects.create(
        report=report,
        number=1,
        is_current=False,
        submitted_by=UserFactory(),
        submitted_at=report.opened_at,
        signed_by=UserFactory().person,
        signed_name="Ann",
        frozen=frozen_header(header_today(report)),
    )
    summary = report.template_version.headings.get(heading="Executive Summary")
    cabinet.CabinetSectionFactory(revision=old, heading=summary, text="As it was handed in.")
    readers = _readers(report)
    read = {}
    for name in ("holder", "clearing", "clerk"):
        paper = paper_for(report, readers[name])
        assert paper is not None
        read[name] = (paper.revision_number, paper.sections[0].text)
    assert read == {
        "holder": (2, "On Executive Summary."),
        "clearing": (2, "On Executive Summary."),
        "clerk": (1, "As it was handed in."),
    }
    assert set(CabinetSection.objects.read_by(readers["clerk"]).values_list("revision__number", flat=True)) == {1}


def test_a_party_of_a_post_is_whoever_holds_it_until_publication() -> None:
    report = cabinet.CabinetReportFactory()
    holder = appointed(report.post)
    paper = editions_of(report).public
    assert [(row.role, row.name, row.title) for row in paper.parties] == [
        (PartyRole.REPORT_OF, holder.person.name, report.post.name)
    ]
