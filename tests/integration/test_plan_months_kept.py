"""An issued month keeps the words it was issued with, wherever it is told; the plan goes on with new ones."""

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.pages import text_of
from tests.pdfs import text_of as pdf_text
from tests.plan_months import THIS_MONTH, MonthScene, address, month_scene, signed_in
from tracking import dates
from tracking.actions.plans.leads import add_lead, put_lead_first
from tracking.actions.plans.month_documents import print_issued_months
from tracking.actions.plans.narratives import add_narrative, add_remark
from tracking.actions.plans.plans import edit_plan
from tracking.actions.plans.rounds import issue_round
from tracking.actions.plans.themes import add_aim, edit_aim, edit_theme
from tracking.actions.posts import edit_post
from tracking.actions.schemes import edit_category
from tracking.models import Post
from tracking.models.plans import PlanRound
from tracking.presenters.plans.lines import aim_href
from tracking.presenters.plans.month_paper import month_paper
from tracking.presenters.plans.month_timelines import AimTimeline
from tracking.queries.plans.month_contents import month_contents, month_for_everyone
from tracking.queries.plans.month_words import frozen_words
from tracking.queries.plans.ratings import wordings_of

pytestmark = pytest.mark.django_db

NEXT_MONTH = dates.add_months(THIS_MONTH, 1)
OLD = ("Governance Plan", "1. Leadership", "Well led.", "City Solicitor", "On track", "Amber is fine.")
NEW = ("Better Plan", "1. Leading well", "Led with care.", "Monitoring Officer", "Going well", "Amber goes well.")


@dataclass
class Issued:
    """A month that was issued with an aim of two leads, the second put down behind the first."""

    scene: MonthScene
    second: Post

    def page(self, month=THIS_MONTH) -> str:
        """What everyone reads; the way to the page names the plan as it is called now."""
        return text_of(Client().get(address("plan_round", month=month)))

    def timeline(self) -> AimTimeline:
        """What the aim's page tells month by month."""
        timeline: AimTimeline = Client().get(aim_href(self.scene.aim)).context["aim_page"].timeline
        return timeline

    def next_month(self) -> None:
        """Issue another month, in which the action is rated green."""
        self.scene.plan.refresh_from_db()
        plan_round = self.scene.open(NEXT_MONTH)
        self.scene.accept(action="G", output="G")
        issue_round(by=self.scene.keeper, plan_round=plan_round)

    def workbook(self) -> str:
        content = Client().get(address("plan_round_xlsx")).content
        with ZipFile(BytesIO(content)) as parts:
            sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
        return " ".join(re.sub(r"<[^>]+>", " ", "".join(sheets)).split())

    def pdf(self) -> str:
        return pdf_text(b"".join(Client().get(address("plan_round_pdf"))))

    def correct_everything(self) -> None:
        """Every word that can be written over, of plan, theme, aim, post and rating; and the order of the leads."""
        by, council = self.scene.keeper, factories.administrator()
        edit_plan(by=by, plan=self.scene.plan, reason="So.", title=NEW[0], introduction="For many.")
        theme = self.scene.plan.themes.get()
        edit_theme(by=by, theme=theme, reason="So.", title="Leading well", statement="We lead.", note="Noted.")
        edit_aim(by=by, aim=theme.aims.get(), text=NEW[2], number=4, reason="So.")
        first = self.scene.aim.leads.select_related("post").get(position=1).post
        edit_post(by=council, post=first, name=NEW[3], kind=first.kind)
        edit_category(by=council, category=self.scene.category("A"), name=NEW[4], criterion=NEW[5])
        put_lead_first(by=by, lead=self.scene.aim.leads.get(post=self.second))
        add_aim(by=by, theme=theme, text="An aim that came later.", number=5)


def _without_the_plans_name(reader: Client, at: str) -> str:
    """A page as it is read, without what leads to the plan: that names it as it is called now."""
    return text_of(reader.get(at)).replace("Better Plan", "Governance Plan")


@pytest.fixture
def issued() -> Issued:
    scene = month_scene()
    edit_category(
        by=factories.administrator(), category=scene.category("A"), name="On track", criterion="Amber is fine."
    )
    second = factories.PostFactory(name="Head of Finance")
    add_lead(by=scene.keeper, on=scene.aim, post=second)
    plan_round = scene.open()
    scene.update.update_posts.filter(post=second).delete()
    add_narrative(by=scene.keeper, plan_round=plan_round, title="Outlook", text="Fair.", posts=[second])
    scene.accept(action="A", output="G")
    issue_round(by=scene.keeper, plan_round=plan_round)
    return Issued(scene, second)


def test_its_page_stays_when_words_are_corrected_and_another_lead_is_put_first(issued: Issued) -> None:
    before = issued.page()
    assert [words in before for words in OLD[:5]] == [True] * 5
    assert "City Solicitor Head of Finance" in before
    issued.correct_everything()
    assert issued.page() == before


def test_its_workbook_stays(issued: Issued) -> None:
    before = issued.workbook()
    assert [words in before for words in OLD] == [True] * 6
    assert "City Solicitor, Head of Finance" in before
    issued.correct_everything()
    assert issued.workbook() == before


def test_its_paper_says_what_it_was_issued_with_even_when_it_is_printed_later(issued: Issued) -> None:
    plan_round = PlanRound.objects.get()
    before = month_paper(month_for_everyone(plan_round))
    issued.correct_everything()
    assert month_paper(month_for_everyone(PlanRound.objects.get())) == before
    print_issued_months()
    printed = issued.pdf()
    assert [words in printed for words in OLD] == [True] * 6
    assert [words in printed for words in (*NEW, "An aim that came later.", "For many.")] == [False] * 8
    assert PlanRound.objects.get().document.title == f"Governance Plan: {plan_round.name}"


def test_the_plan_says_the_new_words(issued: Issued) -> None:
    issued.correct_everything()
    plan = text_of(Client().get(reverse("plan_detail", args=["governance"])))
    assert [words in plan for words in NEW[:5]] == [True] * 5
    assert "Head of Finance Monitoring Officer" in plan
    assert "An aim that came later." in plan


def test_the_next_month_says_the_new_words(issued: Issued) -> None:
    issued.correct_everything()
    scene = issued.scene
    scene.plan.refresh_from_db()
    plan_round = scene.open(NEXT_MONTH)
    scene.accept(action="A", output="G")
    issue_round(by=scene.keeper, plan_round=plan_round)
    following = issued.page(NEXT_MONTH)
    assert [words in following for words in NEW[:5]] == [True] * 5
    assert "Head of Finance Monitoring Officer" in following
    assert [words in issued.page() for words in OLD[:5]] == [True] * 5


def test_the_page_of_its_aim_tells_it_with_the_words_it_was_issued_with(issued: Issued) -> None:
    before = issued.timeline()
    issued.correct_everything()
    assert issued.timeline() == before
    (said,) = before.latest[0].said
    assert said.by == "City Solicitor"
    assert [(line.unit.name, line.tag.words) for line in said.ratings] == [
        ("Required action of aim 1.4", "On track"),
        ("Output of aim 1.4", "Complete or evaluated"),
    ]


def test_each_month_on_the_page_of_its_aim_is_told_with_its_own_words(issued: Issued) -> None:
    before = issued.timeline().latest
    issued.correct_everything()
    edit_category(
        by=factories.administrator(), category=issued.scene.category("G"), name="Complete", criterion="It is done."
    )
    issued.next_month()
    told = issued.timeline()
    assert told.earlier == before
    (said,) = told.latest[0].said
    assert said.by == "Head of Finance and Monitoring Officer"
    assert [line.tag.words for line in said.ratings] == ["Complete", "Complete"]


def test_the_page_of_an_item_of_a_whole_theme_tells_it_with_the_words_it_was_issued_with() -> None:
    scene = month_scene()
    item = factories.PlanItemFactory(aim=None, theme=scene.plan.themes.get(), text="Publish a summary.")
    scene.issue(action="A", output="G")
    factories.LeadAssessmentFactory(revision=scene.update.revisions.get(), item=item, letter="A")
    lead, at = scene.aim.leads.get().post, reverse("plan_item", args=["governance", item.pk])
    before = Client().get(at).context["item_page"].timeline
    assert [(said.by, said.ratings[0].tag.number) for said in before.latest[0].said] == [("City Solicitor", "A")]
    edit_post(by=factories.administrator(), post=lead, name="Monitoring Officer", kind=lead.kind)
    edit_category(
        by=factories.administrator(), category=scene.category("A"), name="Going well", criterion="Amber goes well."
    )
    assert Client().get(at).context["item_page"].timeline == before


@pytest.mark.parametrize("page", ["plan_update", "plan_updates", "plan_round_work"])
def test_those_who_work_on_it_read_what_was_handed_in_with_the_words_it_was_issued_with(
    issued: Issued, page: str
) -> None:
    reader = signed_in(issued.scene.lead if page == "plan_updates" else issued.scene.keeper)
    of = [issued.scene.update.pk] if page == "plan_update" else []
    before = _without_the_plans_name(reader, address(page, *of))
    assert "City Solicitor" in before
    issued.correct_everything()
    assert _without_the_plans_name(reader, address(page, *of)) == before


def test_what_an_update_changed_since_the_month_before_is_told_in_the_words_of_its_own_month(issued: Issued) -> None:
    issued.next_month()
    reader, last = signed_in(issued.scene.keeper), issued.scene.update
    at = address("plan_update", last.pk, month=NEXT_MONTH)
    before = reader.get(at).context["update_page"].differences
    assert [(row.label, row.saved, row.typed) for row in before if "aim 1.4" in row.label] == [
        ("Rating of Required action of aim 1.4", "A On track", "G Complete or evaluated")
    ]
    issued.correct_everything()
    assert reader.get(at).context["update_page"].differences == before


def test_an_inquiry_that_it_answers_is_told_its_ratings_with_the_words_it_was_issued_with(issued: Issued) -> None:
    inquiry = factories.InquiryFactory()
    factories.PlanLinkFactory(aim=None, item=issued.scene.action, inquiry=inquiry)
    issued.correct_everything()
    page = text_of(Client().get(reverse("inquiry_detail", args=[inquiry.slug])))
    assert ("On track" in page, "Going well" in page) == (True, False)


def test_a_month_that_was_issued_before_words_were_kept_is_told_with_those_of_today(issued: Issued) -> None:
    PlanRound.objects.update(frozen=None)
    issued.correct_everything()
    (said,) = issued.timeline().latest[0].said
    assert (said.by, said.ratings[0].tag.words) == ("Monitoring Officer", "Going well")
    page = text_of(signed_in(issued.scene.keeper).get(address("plan_update", issued.scene.update.pk)))
    assert ("Monitoring Officer" in page, "Better Plan" in page) == (True, True)


def test_it_is_filtered_by_the_leads_it_was_issued_with(issued: Issued) -> None:
    issued.correct_everything()
    form = Client().get(address("plan_round")).context["form"]
    assert [str(label) for value, label in form.fields["lead"].choices if value] == [
        "City Solicitor",
        "Head of Finance",
    ]


def test_who_may_read_what_of_it_is_asked_anew_each_time() -> None:
    scene = month_scene()
    plan_round = scene.open()
    take = add_narrative(by=scene.keeper, plan_round=plan_round, title="Take", precis="In short.", posts=[])
    add_remark(by=scene.keeper, narrative=take, said_on=dates.today(), speaker="A. Member", text="Nobody listens.")
    scene.accept(action="A", output="G")
    issue_round(by=scene.keeper, plan_round=plan_round)
    readers = {"resident": Client(), "lead": signed_in(scene.lead), "keeper": signed_in(scene.keeper)}
    seen = {name: "Nobody listens." in text_of(reader.get(address("plan_round"))) for name, reader in readers.items()}
    assert seen == {"resident": False, "lead": False, "keeper": True}
    scene.plan.refresh_from_db()
    assert "Nobody listens." not in str(PlanRound.objects.get().frozen)


def test_a_month_of_thirty_aims_is_read_in_as_many_queries_as_one_of_three_once_it_is_issued() -> None:
    counts = []
    for number in (3, 30):
        plan_round = factories.PlanRoundFactory(state="issued")
        theme = factories.ThemeFactory(plan=plan_round.plan)
        for _ in range(number):
            aim = factories.AimFactory(theme=theme)
            factories.LeadFactory(aim=aim)
            factories.PlanUpdateFactory(round=plan_round, state="accepted", aims=[aim])
        plan_round.frozen = frozen_words(plan_round, wordings_of(plan_round.plan))
        plan_round.save()
        plan_round = PlanRound.objects.select_related("plan__scheme").get(pk=plan_round.pk)
        with CaptureQueriesContext(connection) as queries:
            contents = month_contents(plan_round, AnonymousUser())
            assert len([lead.post.name for unit in contents.units for lead in unit.unit.leads]) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_open_month_keeps_no_words_yet() -> None:
    with pytest.raises(IntegrityError, match="plan_round_issued_with_who_and_signature"):
        factories.PlanRoundFactory(frozen={})
