"""An update on a plan: its form with drafts and two people at once, its check, its signing, and what follows."""

import json
import re

import pytest
from django.test import Client

from tests.plan_months import MonthScene, address, month_scene, signed_in
from tracking import dates
from tracking.actions.conflicts import fingerprints
from tracking.actions.plans.update_decisions import accept_update, leave_out_updates, submit_update
from tracking.actions.plans.updates import RatingAnswer, save_update, update_as_saved
from tracking.enums import PlanUpdateState
from tracking.models import Draft
from tracking.models.plans import LeadAssessment, PlanUpdate
from tracking.presenters.plans.month_columns import COLUMNS, month_in_columns
from tracking.queries.plans.month_contents import month_for_everyone

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> MonthScene:
    scene = month_scene()
    scene.open()
    return scene


@pytest.fixture
def lead(scene: MonthScene) -> Client:
    return signed_in(scene.lead)


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def form_of(scene: MonthScene, text: str = "The group met twice.", action: str = "A", output: str = "") -> dict:
    """What the form of the latest update sends: its words, and a rating for each of the two, by letter."""
    update = scene.update
    revision = update.revisions.get(is_current=True)
    sent = {
        "text": text,
        "label": update.label,
        "version": str(revision.version),
        "read": json.dumps(fingerprints(update_as_saved(revision))),
    }
    for item, letter in ((scene.action, action), (scene.output, output)):
        sent[f"item-{item.pk}-choice"] = str(scene.category(letter).pk) if letter else "none"
        sent[f"item-{item.pk}-note"] = ""
    return sent


def red(scene: MonthScene, text: str, day: str) -> dict[str, str]:
    """What stands under the radio for what is off track."""
    number, prefix = scene.category("R").number, f"item-{scene.action.pk}"
    parts = dict(zip(("day", "month", "year"), day.split(), strict=True)) if day else {}
    dated = {f"{prefix}-recovery_on_{number}_{part}": value for part, value in parts.items()}
    return {f"{prefix}-recovery_text_{number}": text} | dated


def ratings(update: PlanUpdate) -> dict[str, str]:
    rows = LeadAssessment.objects.filter(revision__update=update, revision__is_current=True)
    return {row.item.text: row.category.letter if row.category else "" for row in rows}


def test_a_lead_sees_what_they_have_to_write_and_by_when(scene: MonthScene, lead: Client) -> None:
    response = lead.get(address("plan_updates"))
    (task,) = response.context["tasks"]
    assert (task.name, task.state.words) == ("Update on aim 1.4", "Not handed in")
    assert response.context["state"].endswith("today. 0 of 1 update is handed in.")
    assert signed_in(scene.keeper).get(address("plan_updates")).status_code == 404


def test_what_is_left_out_is_not_said_to_be_handed_in(scene: MonthScene, lead: Client) -> None:
    leave_out_updates(by=scene.keeper, plan_round=scene.update.round, updates=[scene.update], reason="On leave.")
    said = lead.get(address("plan_updates")).context["state"]
    assert said.endswith("0 of 1 update is handed in. 1 is left out.")


def test_the_workbook_says_what_a_rating_is_limited_to_beside_it(scene: MonthScene) -> None:
    limited = RatingAnswer(scene.category("G"), limited_to="for Cabinet")
    answers = {("item", scene.action.pk): limited, ("item", scene.output.pk): RatingAnswer()}
    save_update(by=scene.lead, update=scene.update, text="The group met.", label="", answers=answers, version=0)
    submit_update(by=scene.lead, update=scene.update)
    accept_update(by=scene.keeper, update=scene.update)
    rows = month_in_columns(month_for_everyone(scene.update.round)).rows
    (rating,) = (column for column in COLUMNS if column.label == "Rating")
    assert [str(rating.read(row)).endswith(", for Cabinet") for row in rows] == [True, False]


def test_the_form_begins_with_what_was_said_and_rated_last_month() -> None:
    scene = month_scene_with_last_month()
    response = signed_in(scene.lead).get(address("plan_update_write", scene.update.pk))
    forms = response.context["forms"]
    assert forms.text.initial["text"] == "The group met twice."
    assert [form.initial["choice"] for form in forms.ratings] == [str(scene.category("R").pk), "none"]


def month_scene_with_last_month() -> MonthScene:
    """A scene whose last month is issued and whose new one is open."""
    scene = month_scene()
    month = dates.add_months(dates.today().replace(day=1), -1)
    scene.issue(month, action="R", output="")
    scene.open()
    return scene


def test_saving_writes_words_and_ratings_and_leads_to_the_check(scene: MonthScene, lead: Client) -> None:
    update = scene.update
    sent = form_of(scene, action="R", output="A") | red(scene, "More people.", "31 1 2030")
    response = lead.post(address("plan_update_write", update.pk), sent | {"go": "check"})
    assert response["Location"] == address("plan_update_check", update.pk)
    assert ratings(update) == {"Meet every month.": "R", "Trust has grown.": "A"}
    row = LeadAssessment.objects.get(category__letter="R")
    assert (row.recovery_text, f"{row.recovery_on:%-d %-m %Y}") == ("More people.", "31 1 2030")


def test_a_day_that_cannot_be_is_said_beside_it_and_nothing_typed_is_lost(scene: MonthScene, lead: Client) -> None:
    sent = form_of(scene, text="New words.", action="R") | red(scene, "More people.", "31 2 2030")
    response = lead.post(address("plan_update_write", scene.update.pk), sent)
    assert "There is no such day in that month." in text_of(response)
    assert "New words." in response.content.decode()
    assert "More people." in response.content.decode()


def test_what_is_typed_under_a_rating_that_is_not_chosen_is_no_part_of_the_answer(
    scene: MonthScene, lead: Client
) -> None:
    sent = form_of(scene, action="A") | red(scene, "More people.", "31 2 2030")
    assert lead.post(address("plan_update_write", scene.update.pk), sent).status_code == 302
    assert LeadAssessment.objects.get(item=scene.action).recovery_text == ""


def test_complete_for_a_part_is_saved_as_limited(scene: MonthScene, lead: Client) -> None:
    number = scene.category("G").number
    sent = form_of(scene, action="G") | {f"item-{scene.action.pk}-limited_to_{number}": "for Cabinet"}
    lead.post(address("plan_update_write", scene.update.pk), sent)
    row = LeadAssessment.objects.get(item=scene.action)
    assert (row.limited_to, row.is_complete) == ("for Cabinet", False)


def test_a_unit_is_taken_out_of_an_update_and_keeps_what_it_has(scene: MonthScene, lead: Client) -> None:
    sent = form_of(scene) | {f"item-{scene.output.pk}-choice": ""}
    lead.post(address("plan_update_write", scene.update.pk), sent)
    assert ratings(scene.update) == {"Meet every month.": "A"}
    response = lead.get(address("plan_update_write", scene.update.pk))
    assert [pair[1].row.item for pair in response.context["others"]] == [scene.output]


def test_what_is_typed_is_kept_as_a_draft_that_its_writer_alone_sees_and_may_discard(
    scene: MonthScene, lead: Client
) -> None:
    page, draft = (address(name, scene.update.pk) for name in ("plan_update_write", "plan_update_write_draft"))
    token = lead.get(page).context["draft_token"]
    kept = lead.post(
        draft, form_of(scene, text="As far as I got.") | {"draft_token": token}, headers={"accept": "application/json"}
    )
    assert kept.json()["state"] == "kept"
    assert "As far as I got." in lead.get(page).content.decode()
    assert "As far as I got." not in signed_in(scene.drafter).get(page).content.decode()
    shown = lead.get(draft)
    assert "As far as I got." in text_of(shown)
    sent = {"draft_token": token, "go": "discard", "kept_at": shown.context["kept_at"]}
    lead.post(draft, sent)
    assert not Draft.objects.exists()


def test_without_javascript_a_button_keeps_the_draft_and_saving_throws_it_away(scene: MonthScene, lead: Client) -> None:
    page, draft = (address(name, scene.update.pk) for name in ("plan_update_write", "plan_update_write_draft"))
    token = {"draft_token": lead.get(page).context["draft_token"]}
    response = lead.post(draft, form_of(scene, text="As far as I got.") | token)
    assert (response.status_code, response["Location"]) == (303, page)
    lead.post(page, form_of(scene, text="Done.") | token)
    assert not Draft.objects.exists()


def test_two_people_who_change_the_same_see_both_versions_and_nothing_is_lost(scene: MonthScene, lead: Client) -> None:
    page = address("plan_update_write", scene.update.pk)
    mine = form_of(scene, text="What I say.")
    theirs = form_of(scene, text="What they say.")
    signed_in(scene.drafter).post(page, theirs)
    response = lead.post(page, mine)
    assert response.status_code == 409
    (difference,) = response.context["differences"]
    assert (difference.saved, difference.typed) == ("What they say.", "What I say.")
    again = {"text": "What we both say.", "read": response.context["forms"].text.initial["read"]}
    again["read"] = json.dumps(again["read"])
    lead.post(page, mine | again)
    assert scene.update.revisions.get().text == "What we both say."


def test_two_people_who_change_different_things_both_get_what_they_wrote(scene: MonthScene, lead: Client) -> None:
    page = address("plan_update_write", scene.update.pk)
    mine, theirs = form_of(scene, text="", action="G"), form_of(scene, text="What they say.", action="")
    signed_in(scene.drafter).post(page, theirs)
    assert lead.post(page, mine).status_code == 302
    assert (scene.update.revisions.get().text, ratings(scene.update)["Meet every month."]) == ("What they say.", "G")


def test_a_warning_is_answered_with_a_reason_before_the_update_can_be_handed_in(
    scene: MonthScene, lead: Client
) -> None:
    update = scene.update
    lead.post(address("plan_update_write", update.pk), form_of(scene, text="It is underway.", action="G"))
    check = address("plan_update_check", update.pk)
    response = lead.get(check)
    assert response.context["sentence"] == "1 warning needs a reason, or another rating."
    (name,) = response.context["form"].names.values()
    unanswered = lead.post(check, {name: ""})
    assert "Say why" in str(unanswered.context["form"].errors[name])
    answered = lead.post(check, {name: "The rest is a new project."})
    assert answered["Location"] == address("plan_update_submit", update.pk)
    lead.post(address("plan_update_submit", update.pk))
    update.refresh_from_db()
    assert update.state == PlanUpdateState.SUBMITTED


def test_what_is_off_track_says_how_it_comes_back_before_it_can_be_handed_in(scene: MonthScene, lead: Client) -> None:
    update = scene.update
    lead.post(address("plan_update_write", update.pk), form_of(scene, action="R"))
    response = lead.post(address("plan_update_check", update.pk))
    assert response.context["sentence"] == "1 rating must be put right before you can hand the update in."
    refused = lead.post(address("plan_update_submit", update.pk))
    assert refused["Location"] == address("plan_update_check", update.pk)


def test_a_contributor_hands_in_and_says_how_it_was_approved(scene: MonthScene) -> None:
    scene.write(action="A", output="")
    drafter, update = signed_in(scene.drafter), scene.update
    submit = address("plan_update_submit", update.pk)
    wrong = drafter.post(submit, {"signed_by": scene.lead.person.pk})
    assert set(wrong.context["form"].errors) == {"approved_how", "approved_on"}
    today = dates.today()
    parts = {"approved_on_day": today.day, "approved_on_month": today.month, "approved_on_year": today.year}
    drafter.post(submit, {"signed_by": scene.lead.person.pk, "approved_how": "By e-mail"} | parts)
    revision = update.revisions.get()
    assert (revision.signed_by, revision.approved_how) == (scene.lead.person, "By e-mail")


def test_what_was_typed_too_late_is_shown_again_and_kept(scene: MonthScene, lead: Client) -> None:
    page = address("plan_update_write", scene.update.pk)
    sent = form_of(scene, text="Too late.") | {"draft_token": lead.get(page).context["draft_token"]}
    scene.hand_in()
    response = lead.post(page, sent)
    assert response.status_code == 409
    assert "Too late." in text_of(response)
    assert "It is kept as your draft" in text_of(response)


def test_the_owning_post_sees_what_has_changed_since_last_month_and_accepts_it() -> None:
    scene = month_scene_with_last_month()
    scene.write("The group met again.", action="A", output="")
    keeper, update = signed_in(scene.keeper), scene.update
    assert "The group met again." not in text_of(keeper.get(address("plan_update", update.pk)))
    signed_in(scene.lead).post(address("plan_update_submit", update.pk))
    response = keeper.get(address("plan_update", update.pk))
    changed = {row.label: (row.saved, row.typed) for row in response.context["update_page"].differences}
    assert changed == {
        "What has happened": ("The group met twice.", "The group met again."),
        "Rating of Required action of aim 1.4": ("R Off track\nMore people.\n31 January 2030", "A On track"),
    }
    keeper.post(address("plan_update_accept", update.pk))
    update.refresh_from_db()
    assert update.state == PlanUpdateState.ACCEPTED


def test_a_returned_update_says_why_above_its_form_and_is_handed_in_again(scene: MonthScene, lead: Client) -> None:
    update = scene.hand_in()
    keeper = signed_in(scene.keeper)
    wrong = keeper.post(address("plan_update_return", update.pk), {"reason": ""})
    assert wrong.context["form"].errors["reason"] == ["Say why the update is returned, so that it can be put right."]
    keeper.post(address("plan_update_return", update.pk), {"reason": "Say who met."})
    assert "Say who met." in text_of(lead.get(address("plan_update_write", update.pk)))
    lead.post(address("plan_update_write", update.pk), form_of(scene, text="The panel met.", action="A"))
    lead.post(address("plan_update_submit", update.pk))
    assert [row.text for row in update.revisions.order_by("number")] == ["The group met twice.", "The panel met."]


def test_the_label_of_what_is_written_anew_is_for_its_own_posts(scene: MonthScene, lead: Client) -> None:
    update = scene.hand_in()
    keeper = signed_in(scene.keeper)
    keeper.post(address("plan_update_return", update.pk), {"reason": "Say who met."})
    lead.post(address("plan_update_write", update.pk), form_of(scene) | {"label": "Second thoughts"})
    page = address("plan_update", update.pk)
    assert ["Second thoughts" in text_of(client.get(page)) for client in (lead, keeper)] == [True, False]


def test_a_decision_that_comes_second_is_told_so(scene: MonthScene) -> None:
    update = scene.hand_in()
    keeper, deputy = signed_in(scene.keeper), signed_in(scene.deputy)
    keeper.post(address("plan_update_accept", update.pk))
    response = deputy.post(address("plan_update_return", update.pk), {"reason": "Say who met."})
    assert "Say who met." in response.content.decode()
    assert "This update on a plan is accepted" in text_of(response)


@pytest.mark.parametrize("key", ["9" * 30, "\x00", ""])
def test_a_post_that_cannot_be_is_refused_in_words(scene: MonthScene, lead: Client, key: str) -> None:
    response = lead.post(address("plan_update_new"), {"posts": [key], "first": f"aim-{scene.aim.pk}"})
    assert "Choose one from the list." in text_of(response)


def test_nobody_but_its_posts_opens_the_form_of_an_update(scene: MonthScene) -> None:
    page = address("plan_update_write", scene.update.pk)
    codes = [signed_in(user).get(page).status_code for user in (scene.lead, scene.drafter, scene.keeper, scene.deputy)]
    assert codes == [200, 200, 404, 404]


def test_an_update_is_read_by_its_own_posts_after_its_month(scene: MonthScene, lead: Client) -> None:
    scene.accept(action="A", output="")
    signed_in(scene.keeper).post(address("plan_round_issue"))
    assert "The group met twice." in text_of(lead.get(address("plan_update", scene.update.pk)))
