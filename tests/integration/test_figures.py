"""The figures and the annual report: numbers lead to what they count, files say the same, papers are accessible."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import (
    AssessmentFactory,
    CommitteeFactory,
    InquiryFactory,
    MeetingFactory,
    PostFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    UserFactory,
    category,
    published_report,
    seated,
)
from tests.pdfs import claims_pdf_ua, html_words, pages_of, pdf_ua_faults, roles, tagged_words
from tests.register import registered
from tracking import dates
from tracking.enums import CommitteeRole, ConclusionReason, Decision, InquiryState, MeetingState
from tracking.models import Committee, Inquiry, Meeting, Recommendation, SelfAssessment
from tracking.packs import html
from tracking.packs.pdf import render
from tracking.presenters.annual_report import annual_report_face
from tracking.queries.annual_report import annual_report, years_reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory(name="Corporate Resources", slug="corporate-resources")


@pytest.fixture
def meeting(committee: Committee) -> Meeting:
    return MeetingFactory(committee=committee, held_on=date(2016, 4, 12), state=MeetingState.HELD)


@pytest.fixture
def inquiry(committee: Committee, meeting: Meeting) -> Inquiry:
    """An inquiry of which something became of each kind, with a claim that the committee did not share."""
    inquiry = InquiryFactory(title="Refreshing the Partnership", slug="partnership", tracking_committee=committee)
    post = PostFactory(name="Deputy Leader", slug="deputy-leader")
    conclude(leaf_of(inquiry, 1), meeting, 1)
    conclude(leaf_of(inquiry, 2), meeting, 1)
    conclude(leaf_of(inquiry, 3), meeting, 2)
    for number, reason in enumerate(ConclusionReason, start=4):
        conclude(leaf_of(inquiry, number), meeting, None, reason)
    disputed = leaf_of(inquiry, 20)
    report = published_report([disputed], meeting=meeting, claims={"category": category(6)}, lead_post=post)
    AssessmentFactory(
        leaf=disputed,
        meeting=meeting,
        report=report,
        self_assessment=SelfAssessment.objects.get(leaf=disputed),
        category=category(5),
        agreed_due_on=date(2016, 11, 30),
    )
    ResponsibilityFactory(recommendation=disputed, post=post)
    leaf_of(inquiry, 21)
    registered()
    return inquiry


def leaf_of(inquiry: Inquiry, number: int) -> Recommendation:
    return RecommendationFactory(inquiry=inquiry, number=number, title=f"Thing {number}")


def conclude(leaf: Recommendation, meeting: Meeting, number: int | None, reason: str = "implemented") -> None:
    AssessmentFactory(
        leaf=leaf,
        meeting=meeting,
        category=category(number) if number else None,
        decision=Decision.CONCLUDE,
        conclusion_reason=reason,
        conclusion_target="Elsewhere" if reason in ConclusionReason.with_target() else "",
    )


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


class TestFigures:
    def test_every_number_leads_to_as_many_in_the_register(self, client: Client, inquiry: Inquiry) -> None:
        face = client.get(reverse("figures")).context["face"]
        linked = {line.name: line for line in face.lines if line.href}
        numbers = [section.chart.numbers for section in face.sections if section.chart]
        cells = [cell for table in numbers for row in table.rows for cell in row.cells if cell.href]
        assert {*linked} == {
            "Achieved on time",
            "Achieved late",
            "Implemented",
            "Overtaken by events",
            "Transferred",
            "Merged",
            "Not achievable",
            "Withdrawn",
            "Still tracked",
            "Overdue",
            "Never tracked",
            "Latest view differs",
        }
        counted = [*((line.number, line.href) for line in linked.values()), *((cell.text, cell.href) for cell in cells)]
        for number, href in counted:
            assert (href, client.get(href).context["page"].paginator.count) == (href, int(number))

    def test_each_number_says_what_it_is_counted_of(self, client: Client, inquiry: Inquiry) -> None:
        response = client.get(reverse("figures"))
        lines = {line.name: (line.number, line.of) for line in response.context["face"].lines}
        assert response.context["face"].state == (
            "Of 11 recommendations and parts, 2 were achieved on time and 1 late. "
            "6 were concluded for other reasons and 2 are still tracked."
        )
        assert lines["Achieved on time"] == ("2", "of 11 in all (18%)")
        assert lines["Implemented"] == ("1", "of 11 in all (9%)")
        assert lines["Overdue"] == ("2", "of 2 still tracked (100%)")
        assert lines["Original date never moved"] == ("10", "of 11 with an original date (91%)")
        assert lines["Days slipped, on average"] == ("33.3", "over 11 with an original date")
        assert lines["Median, of those that moved"] == ("366", "days slipped, of 1 whose date moved")

    def test_figures_are_narrowed_to_what_is_chosen(
        self, client: Client, inquiry: Inquiry, committee: Committee
    ) -> None:
        RecommendationFactory(inquiry=InquiryFactory(approved_on=date(2016, 5, 1)))
        registered()
        face = client.get(reverse("figures"), {"committee": committee.slug, "year": "2015"}).context["face"]
        assert face.state.startswith(
            "Of 11 recommendations and parts of inquiries approved in 2015/16 of Corporate Resources, "
        )
        assert face.lines[0].href == (f"{reverse('register')}?committee=corporate-resources&year=2015&ending=on_time")
        assert face.csv_href == f"{reverse('figures_csv')}?committee=corporate-resources&year=2015"

    def test_what_is_not_on_offer_is_said_so_and_narrows_nothing(self, client: Client, inquiry: Inquiry) -> None:
        response = client.get(reverse("figures"), {"committee": "nonsense", "year": "1066"})
        assert response.context["form"].errors == {
            "committee": ["Choose a committee from the list."],
            "year": ["Choose a year from the list."],
        }
        assert response.context["face"].state.startswith("Of 11 recommendations and parts, ")

    def test_without_anything_to_count_the_page_says_what_will_appear(self, client: Client) -> None:
        response = client.get(reverse("figures"))
        assert response.context["face"].state == "No recommendations are tracked here yet."
        assert (
            "Figures will appear here once an inquiry with recommendations is published." in response.content.decode()
        )

    def test_charts_without_figures_yet_say_so(self, client: Client) -> None:
        RecommendationFactory(due_on=None, due_text="")
        registered()
        sections = client.get(reverse("figures")).context["face"].sections
        assert [bool(section.chart) for section in sections] == [True, False, False, False, False]
        assert sections[4].empty == "Nothing is overdue today."

    def test_pages_of_everyone_hold_no_token_and_nothing_of_a_session(self, client: Client, inquiry: Inquiry) -> None:
        for address in (reverse("figures"), reverse("annual_report", args=[2015]), reverse("overview")):
            response = client.get(address)
            assert ("csrfmiddlewaretoken" in response.content.decode(), dict(response.cookies)) == (False, {})
            assert client.get(address).content == response.content


class TestCsv:
    def test_it_is_one_tidy_table_with_what_each_number_is_counted_of(self, client: Client, inquiry: Inquiry) -> None:
        response = client.get(reverse("figures_csv"))
        rows = rows_of(response)
        found = {(row["municipal_year"], row["measure"]): (row["number"], row["denominator"]) for row in rows}
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert found["2015/16", "Achieved on time"] == ("2", "11")
        assert found["all", "Still tracked"] == ("2", "11")
        assert found["2015/16", "Views that shared the assessment"] == ("0", "1")
        assert found["all", "Days from approval to conclusion, median"] == ("308", "9")
        assert found["all", "Days slipped, median"] == ("0", "11")
        assert found["all", "Overdue: Deputy Leader"] == ("1", "1")
        assert {(row["as_at"], row["licence"]) for row in rows} == {
            (dates.today().isoformat(), "Open Government Licence v3.0")
        }

    def test_it_has_the_numbers_of_each_chart_and_of_each_annual_report(self, client: Client, inquiry: Inquiry) -> None:
        rows = rows_of(client.get(reverse("figures_csv")))
        found = {(row["municipal_year"], row["measure"]): (row["number"], row["denominator"]) for row in rows}
        sections = client.get(reverse("figures")).context["face"].sections
        charts = {section.chart.slug: section.chart for section in sections if section.chart}
        for slug, measure in (("slips", "Slipped"), ("time-to-conclude", "Time to conclude")):
            *ranges, in_all = charts[slug].numbers.rows
            for row in ranges:
                expected = (row.cells[0].text, in_all.cells[0].text)
                assert found["all", f"{measure}: {row.head}"] == expected
        lines = client.get(reverse("annual_report", args=[2015])).context["face"].lines
        concluded = {line.name: line.number for line in lines if " concluded " in line.of}
        assert {name: found["2015/16", f"Concluded in the year: {name}"][0] for name in concluded} == concluded
        assert found["2015/16", "Concluded in the year: Achieved on time"] == ("2", "9")
        assert found["2015/16", "Inquiries approved"] == ("1", "1")
        assert found["all", "Days slipped, median of those that moved"] == ("366", "1")

    def test_its_endings_add_up_to_the_total(self, client: Client, inquiry: Inquiry) -> None:
        rows = [row for row in rows_of(client.get(reverse("figures_csv"))) if row["municipal_year"] == "2015/16"]
        counts = {row["measure"]: row["number"] for row in rows if row["denominator"] == "11"}
        total = int(counts.pop("Recommendations and parts"))
        others = {"Original date never moved", "Days slipped, mean"}
        assert sum(int(number) for measure, number in counts.items() if measure not in others) == total == 11

    def test_no_name_in_it_is_taken_for_a_formula(self, client: Client, inquiry: Inquiry) -> None:
        Committee.objects.update(name="=1+1")
        rows = rows_of(client.get(reverse("figures_csv"), {"committee": "corporate-resources"}))
        assert {row["committee"] for row in rows} == {"'=1+1"}


class TestAnnualReport:
    def test_it_opens_with_the_state_and_lists_what_the_year_brought(self, client: Client, inquiry: Inquiry) -> None:
        face = client.get(reverse("annual_report", args=[2015])).context["face"]
        assert face.state == (
            "In 2015/16, committees concluded 9 recommendations and parts: "
            "2 achieved on time, 1 achieved late and 6 for other reasons. "
            "Of 1 view on what a Cabinet Member had assessed, 0 shared the assessment."
        )
        assert [line.leaf.text for line in face.concluded] == [
            f"R{number:02d} Thing {number}" for number in range(1, 10)
        ]
        (disputed,) = face.disagreements
        assert (disputed.claim.number, [tag.number for tag in disputed.view]) == ("6", ["5"])
        assert disputed.when == "Corporate Resources, 12 April 2016"
        assert face.slipped == ()
        assert [link.text for link in face.approved] == ["Refreshing the Partnership"]
        assert [link.detail for link in face.never_tracked] == ["approved 9 June 2015, 1 recommendation or part"]

    def test_what_another_year_brought_is_not_in_it(self, client: Client, inquiry: Inquiry) -> None:
        face = client.get(reverse("annual_report", args=[2016])).context["face"]
        assert face.state == "In 2016/17, committees concluded no recommendation."
        assert (face.concluded, face.disagreements, face.approved) == ((), (), ())

    def test_what_slipped_most_is_of_what_was_still_tracked_when_the_year_began_as_dates_stand_today(
        self, client: Client, inquiry: Inquiry
    ) -> None:
        response = client.get(reverse("annual_report", args=[2016]))
        slipped = [(line.leaf.text, line.slipped) for line in response.context["face"].slipped]
        assert slipped == [("R20 Thing 20", "366 days")]
        says = "As the dates stand today, of what was still tracked when the year began."
        assert (says in response.content.decode(), says in html.annual_report_html(_face(2016))) == (True, True)

    def test_what_was_never_tracked_is_said_of_what_the_reader_may_know(self, client: Client, inquiry: Inquiry) -> None:
        address = reverse("annual_report", args=[2015])
        never = "1 recommendation or part, on which"
        assert client.get(address).context["face"].of_never_tracked == f"{never} no view is published yet."
        client.force_login(UserFactory())
        assert client.get(address).context["face"].of_never_tracked == f"{never} no committee has given a view yet."

    def test_nothing_is_said_of_views_where_there_are_none(self, client: Client, inquiry: Inquiry) -> None:
        lines = client.get(reverse("annual_report", args=[2016])).context["face"].lines
        assert [(line.name, line.number) for line in lines] == [("Inquiries approved", "0")]
        looked_at = "A committee has looked at every recommendation approved by then."
        conclude(Recommendation.objects.get(number=21), Meeting.objects.get(), 1)
        registered()
        assert _face(2016).none_never_tracked == looked_at

    def test_where_nothing_was_approved_no_committee_is_said_to_have_looked_at_it(self, client: Client) -> None:
        year = dates.municipal_year(dates.today())
        page = client.get(reverse("annual_report", args=[year])).content.decode()
        for words in (page, html.annual_report_html(_face(year))):
            assert ("No recommendation was approved by then." in words, "looked at every" in words) == (True, False)

    def test_there_is_one_from_the_first_year_of_approval_to_the_one_that_runs(
        self, client: Client, inquiry: Inquiry
    ) -> None:
        current = dates.municipal_year(dates.today())
        years = (2014, 2015, current, current + 1)
        assert [client.get(reverse("annual_report", args=[year])).status_code for year in years] == [404, 200, 200, 404]
        assert client.get(reverse("annual_report_pdf", args=[2014])).status_code == 404

    def test_it_is_one_click_from_the_figures_and_from_the_overview(self, client: Client, inquiry: Inquiry) -> None:
        href = f'href="{reverse("annual_report", args=[dates.municipal_year(dates.today())])}"'
        for name in ("figures", "overview"):
            assert href in client.get(reverse(name)).content.decode()

    def test_a_long_list_shows_the_latest_and_says_of_how_many(
        self, client: Client, inquiry: Inquiry, meeting: Meeting
    ) -> None:
        for number in range(100, 192):
            conclude(leaf_of(inquiry, number), meeting, 1)
        registered()
        face = client.get(reverse("annual_report", args=[2015])).context["face"]
        assert (len(face.concluded), face.of_concluded) == (100, "The latest 100 of 101.")

    def test_the_paper_is_accessible_and_says_what_the_page_says(
        self, client: Client, inquiry: Inquiry, tmp_path: Path
    ) -> None:
        response = client.get(reverse("annual_report_pdf", args=[2015]))
        assert pdf_ua_faults(response.content, directory=tmp_path) == ["0.pdf: valid PDF/UA-1"]
        assert claims_pdf_ua(response.content) is True
        assert roles(response.content)["Figure"] == 5
        pages = pages_of(response.content)
        assert pages[0].startswith(
            "Demo Council Scrutiny annual report: impact of recommendations 2015/16 In 2015/16, "
        )
        assert pages[0].endswith(f"Page 1 of {len(pages)}")

    def test_nothing_of_the_page_is_lost_in_the_paper(self, inquiry: Inquiry, tmp_path: Path) -> None:
        source = html.annual_report_html(_face(2015))
        content = render(source, stylesheet=html.stylesheet())
        without_pictures = _without_pictures(source)
        assert html_words(without_pictures) - tagged_words(content, tmp_path) == {}
        assert roles(content)["Table"] == source.count("<table")

    def test_the_paper_is_the_same_for_everyone(self, client: Client, inquiry: Inquiry, committee: Committee) -> None:
        unpublished = MeetingFactory(
            committee=committee, held_on=date(2016, 4, 20), state=MeetingState.HELD, views_published_by=None
        )
        conclude(Recommendation.objects.get(number=21), unpublished, 1)
        draft = InquiryFactory(title="Draft of an inquiry", state=InquiryState.DRAFT, tracking_committee=committee)
        leaf_of(draft, 1)
        registered()
        client.force_login(seated(committee, CommitteeRole.SCRUTINY_OFFICER))
        page = client.get(reverse("annual_report", args=[2015])).content.decode()
        paper = client.get(reverse("annual_report_pdf", args=[2015])).content
        assert ("Draft of an inquiry" in page, "committees concluded 10 " in page) == (True, True)
        client.logout()
        assert client.get(reverse("annual_report_pdf", args=[2015])).content == paper

    def test_nothing_yet_is_a_report_too(self, client: Client) -> None:
        client.force_login(UserFactory())
        year = dates.municipal_year(dates.today())
        response = client.get(reverse("annual_report", args=[year]))
        assert response.context["face"].state == (
            f"So far in {dates.municipal_year_words(year)}, committees concluded no recommendation."
        )


def _face(year: int) -> Any:
    today = dates.today()
    report = annual_report(AnonymousUser(), year, today=today)
    return annual_report_face(report, years=years_reported([year], today=today), today=today)


def _without_pictures(source: str) -> str:
    """A picture is one figure in the structure, with a text in its place."""
    before, *rest = source.split("<svg")
    return before + "".join(part.partition("</svg>")[2] for part in rest)
