"""An issued month keeps the words it was issued with, on its page and in its files; the plan goes on with new ones."""

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
from tracking.presenters.plans.month_paper import month_paper
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
