"""Evidence of an update on a plan: adding it, changing and removing it, and who reads it when."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PostFactory, appointed
from tests.pages import text_of
from tests.plan_months import MonthScene, address, month_scene, signed_in
from tests.uploads import csv_file, inspected
from tracking.actions.conflicts import fingerprints
from tracking.actions.openness import Openness
from tracking.actions.plans.evidence import add_plan_evidence
from tracking.actions.plans.rounds import issue_round
from tracking.actions.plans.update_decisions import accept_update, return_update, submit_update
from tracking.actions.plans.updates import update_as_saved
from tracking.enums import Exemption, ScanState
from tracking.models import Event, Evidence, EvidenceUse

pytestmark = pytest.mark.django_db

PUBLIC = Openness(Exemption.PUBLIC)
EXEMPT = Openness(Exemption.EXEMPT, 3, "It would harm the tender.")


@pytest.fixture
def scene() -> MonthScene:
    scene = month_scene()
    scene.open()
    return scene


@pytest.fixture
def lead(scene: MonthScene) -> Client:
    return signed_in(scene.lead)


def page(scene: MonthScene, name: str, *more: object) -> str:
    return address(f"plan_update_{name}", scene.update.pk, *more)


def save_and(scene: MonthScene, lead: Client, go: str) -> str:
    """Press a button of the form of the update, and return where it leads."""
    revision = scene.update.revisions.get(is_current=True)
    read = json.dumps(fingerprints(update_as_saved(revision)))
    sent = {"text": "The group met twice.", "label": scene.update.label, "version": revision.version, "read": read}
    return lead.post(page(scene, "write"), sent | {"go": go})["Location"]


def added(scene: MonthScene, title: str = "Minutes", openness: Openness = PUBLIC) -> EvidenceUse:
    said = {"title": title, "openness": openness, "file": inspected(), "pages": "1"}
    return add_plan_evidence(by=scene.lead, update=scene.update, **said)


def titles(scene: MonthScene) -> list[str]:
    uses = EvidenceUse.objects.filter(plan_revision__update=scene.update, plan_revision__is_current=True)
    return list(uses.order_by("position").values_list("evidence__title", flat=True))


def test_a_file_is_added_from_the_form_and_listed_in_it(scene: MonthScene, lead: Client) -> None:
    write = page(scene, "write")
    assert "will appear here once you add them" in text_of(lead.get(write))
    add = page(scene, "evidence_add")
    assert save_and(scene, lead, "evidence") == add
    assert scene.update.revisions.get().text == "The group met twice."
    sent = {"title": "Figures for 2018", "upload": csv_file(), "exemption": "public", "pages": "1"}
    response = lead.post(add, sent, follow=True)
    assert response.redirect_chain == [(write, 302)]
    told = text_of(response)
    assert "The evidence is added." in told
    assert "Figures for 2018 Page 1. CSV, 20 bytes. Supplied by City Solicitor. Public" in told
    (task,) = lead.get(address("plan_updates")).context["tasks"]
    assert task.hints == ("City Solicitor", "1 file or link")


def test_the_form_says_when_everyone_may_read_it_and_nothing_is_chosen(scene: MonthScene, lead: Client) -> None:
    response = lead.get(page(scene, "evidence_add"))
    assert "Anyone may read it once the month is issued." in text_of(response)
    assert "checked" not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("notes.exe", b"MZ", "“notes.exe” is not a kind of file that is kept here."),
        ("empty.txt", b"", "“empty.txt” is empty."),
        ("photo.png", b"year,figure\n", "“photo.png” is called a PNG picture but is not one"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_the_rest_is_still_there(
    scene: MonthScene, lead: Client, name: str, content: bytes, told: str
) -> None:
    sent = {"title": "My careful title", "upload": csv_file(name, content), "exemption": "public"}
    shown = lead.post(page(scene, "evidence_add"), sent).content.decode()
    assert told in shown
    assert '<a href="#id_upload">' in shown
    assert 'value="My careful title"' in shown
    assert Evidence.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(scene: MonthScene, lead: Client, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    sent = {"title": "Figures", "upload": csv_file(), "exemption": "public"}
    (refusal,) = lead.post(page(scene, "evidence_add"), sent).context["form"].errors["upload"]
    assert refusal.startswith("“figures.csv” is 20\xa0bytes, larger than the 10\xa0bytes allowed.")
    assert Evidence.objects.count() == 0


def test_what_is_missing_is_asked_for_in_words(scene: MonthScene, lead: Client) -> None:
    form = page(scene, "evidence_add")
    told = text_of(lead.post(form, {"exemption": "exempt"}))
    assert "Choose a file or enter a link: one of the two." in told
    assert "Enter a title for the evidence." in told
    assert "Choose the paragraph of Schedule 12A that applies." in told
    assert "Say why the public interest is in withholding it." in told
    sent = {"title": "Prices", "link": "https://www.example.org/prices", "exemption": "exempt"}
    lead.post(form, sent | {"exempt_paragraph": "3", "public_interest_reason": "It would harm the tender."})
    evidence = Evidence.objects.get()
    assert (evidence.exempt_paragraph, evidence.public_interest_reason) == (3, "It would harm the tender.")


def test_the_same_form_sent_twice_adds_it_once(scene: MonthScene, lead: Client) -> None:
    form = page(scene, "evidence_add")
    key = lead.get(form).context["form"]["form_key"].value()
    for _ in range(2):
        lead.post(form, {"title": "Figures", "upload": csv_file(), "exemption": "public", "form_key": str(key)})
    assert titles(scene) == ["Figures"]


def test_what_is_said_of_it_is_changed(scene: MonthScene, lead: Client) -> None:
    use = added(scene)
    write = page(scene, "write")
    assert save_and(scene, lead, f"change-{use.pk}") == page(scene, "evidence_change", use.pk)
    sent = {"title": "Prices", "pages": "", "exemption": "exempt", "exempt_paragraph": "3"}
    reason = {"public_interest_reason": "It would harm the tender."}
    assert lead.post(page(scene, "evidence_change", use.pk), sent | reason)["Location"] == write
    use.refresh_from_db()
    assert (use.evidence.title, use.pages, use.evidence.exemption) == ("Prices", "", "exempt")
    assert "Exempt: paragraph 3" in text_of(lead.get(write))
    event = Event.objects.latest("pk")
    assert (event.type, event.after["changed"]) == ("changed evidence", ["openness", "pages", "title"])
    assert "Prices" not in str(event.after)


def test_two_people_who_change_the_same_of_it_are_told(scene: MonthScene, lead: Client) -> None:
    use = added(scene)
    change = page(scene, "evidence_change", use.pk)
    read = lead.get(change).context["form"]["read"].value()
    sent = {"pages": "1", "exemption": "public", "read": read}
    signed_in(scene.drafter).post(change, sent | {"title": "What they call it"})
    response = lead.post(change, sent | {"title": "What I call it"})
    assert response.status_code == 409
    assert "It now says: “What they call it”, public, page 1." in text_of(response)
    assert 'value="What I call it"' in response.content.decode()


def test_it_is_put_in_order_and_taken_out(scene: MonthScene, lead: Client) -> None:
    first, second = added(scene, "First"), added(scene, "Second")
    order = page(scene, "evidence_order")
    assert save_and(scene, lead, "order") == order
    assert lead.post(order, {"move": f"up-{second.pk}"})["Location"] == f"{order}#evidence-{second.pk}"
    assert titles(scene) == ["Second", "First"]
    assert lead.post(order, {}).context["form"].errors["move"] == ["Choose what to move, and where."]
    remove = page(scene, "evidence_remove", first.pk)
    assert save_and(scene, lead, f"remove-{first.pk}") == remove
    assert "Take “First” out of the update?" in text_of(lead.get(remove))
    assert lead.post(remove)["Location"] == page(scene, "write")
    assert titles(scene) == ["Second"]
    assert lead.post(remove).status_code == 404


def test_evidence_of_another_update_is_not_found(scene: MonthScene, lead: Client) -> None:
    use = added(scene)
    stranger = signed_in(appointed(PostFactory()))
    names = ("evidence_change", "evidence_remove")
    assert [stranger.get(page(scene, name, use.pk)).status_code for name in names] == [404, 404]
    assert [lead.get(page(scene, name, use.pk + 1)).status_code for name in names] == [404, 404]


def test_the_owning_post_sees_it_once_it_is_handed_in_and_everyone_what_is_public_once_it_is_issued(
    scene: MonthScene, lead: Client
) -> None:
    public, exempt = added(scene, "Minutes"), added(scene, "Prices", EXEMPT)
    files = [reverse("evidence_download", args=[use.evidence_id]) for use in (public, exempt)]
    keeper, resident = signed_in(scene.keeper), Client()

    def opened_by(client: Client) -> list[int]:
        answers = [client.get(file) for file in files]
        for answer in answers:
            answer.getvalue()  # what is not read to its end stays open
        return [answer.status_code for answer in answers]

    assert (opened_by(lead), opened_by(keeper), opened_by(resident)) == ([200, 200], [404, 404], [404, 404])
    assert "Prices" not in text_of(keeper.get(address("plan_update", scene.update.pk)))
    scene.accept(action="A", output="")
    assert (opened_by(keeper), opened_by(resident)) == ([200, 200], [404, 404])
    told = text_of(keeper.get(address("plan_update", scene.update.pk)))
    assert "Prices Page 1. CSV, 20 bytes. Supplied by City Solicitor. Exempt: paragraph 3" in told
    issue_round(by=scene.keeper, plan_round=scene.update.round)
    assert (opened_by(keeper), opened_by(resident)) == ([200, 200], [200, 404])
    month = address("plan_round")
    assert files[0] in resident.get(month).content.decode()
    assert "Prices" not in text_of(resident.get(month))
    assert "Prices Page 1. CSV, 20 bytes. Supplied by City Solicitor. Exempt: paragraph 3" in text_of(lead.get(month))


def test_once_it_is_handed_in_its_evidence_is_not_changed_any_more(scene: MonthScene, lead: Client) -> None:
    use = added(scene)
    scene.hand_in(action="A", output="")
    update = address("plan_update", scene.update.pk)
    for name, more in (("add", ()), ("order", ()), ("change", (use.pk,)), ("remove", (use.pk,))):
        there = page(scene, f"evidence_{name}", *more)
        assert lead.get(there)["Location"] == update
        assert lead.post(there, {"title": "Typed too late"}).status_code == 409
    assert titles(scene) == ["Minutes"]


def test_what_was_handed_in_keeps_what_it_said_of_its_evidence(scene: MonthScene, lead: Client) -> None:
    added(scene)
    scene.hand_in(action="A", output="")
    return_update(by=scene.keeper, update=scene.update, reason="Say more.")
    again = EvidenceUse.objects.get(plan_revision__is_current=True)
    lead.post(
        page(scene, "evidence_change", again.pk), {"title": "Minutes of May", "pages": "1", "exemption": "public"}
    )
    assert titles(scene) == ["Minutes of May"]
    assert EvidenceUse.objects.get(plan_revision__is_current=False).evidence.title == "Minutes"
    keeper = signed_in(scene.keeper)
    assert "Minutes of May" not in text_of(keeper.get(address("plan_update", scene.update.pk)))
    submit_update(by=scene.lead, update=scene.update)
    accept_update(by=scene.keeper, update=scene.update)
    assert "Minutes of May" in text_of(keeper.get(address("plan_update", scene.update.pk)))


def test_a_file_with_a_virus_is_named_and_the_update_is_not_handed_in(scene: MonthScene, lead: Client) -> None:
    use = added(scene)
    Evidence.objects.filter(pk=use.evidence_id).update(scan_state=ScanState.INFECTED)
    scene.write(action="A", output="")
    checked = lead.get(page(scene, "check"))
    assert "A virus was found. Take it out." in text_of(checked)
    assert checked.context["sentence"] == ("A virus was found in the evidence. Take it out, then hand the update in.")
    again = lead.post(page(scene, "check"), {"read": checked.context["form"].initial.get("read", "")})
    assert again.context["sentence"] == checked.context["sentence"], "it does not go on to the signature"
    assert "A virus was found in the evidence of this update." in text_of(lead.post(page(scene, "submit")))


def test_an_update_that_says_nothing_is_told_so_where_it_is_checked(scene: MonthScene, lead: Client) -> None:
    scene.write(text="", action="", output="")
    for response in (lead.get(page(scene, "check")), lead.post(page(scene, "check"))):
        assert response.context["sentence"] == "The update says nothing yet. Write what has happened, then hand it in."
    scene.write(text="The group met.", action="", output="")
    checked = lead.get(page(scene, "check"))
    assert checked.context["sentence"] == "Nothing contradicts itself. You can hand the update in."
