"""What changed since the last round, in words."""

from datetime import date

import pytest

from tests.factories import EvidenceFactory, ExemptPassageFactory, UserFactory, category
from tests.recording_scene import SAID, Scene, scene
from tests.reporting import r01
from tracking.enums import Exemption
from tracking.presenters.differences import Passage
from tracking.presenters.since_last_time import calmed

pytestmark = pytest.mark.django_db

SAME_CLAIM = "The Cabinet Member’s assessment is still 3 Not Achieved (Progress Made)."
SAME_TEXT = "The text is word for word last time’s."


@pytest.fixture
def council() -> Scene:
    return scene()


def sentences(council: Scene, reference: str = "R01") -> tuple[str, ...]:
    return council.face(reference).since.sentences


def test_the_first_report_says_so(council: Scene) -> None:
    council.report("R01")
    since = council.face().since
    assert (since.title, since.sentences, since.is_short) == ("Since last time", ("No report before this one.",), True)


def test_nothing_new_is_said_in_so_many_words(council: Scene) -> None:
    council.last_report("R01")
    council.report("R01", text=f"{SAID}\n")
    since = council.face().since
    assert since.title == "Since last time, 10 November 2015"
    assert since.sentences == (SAME_CLAIM, SAME_TEXT, "No new evidence.")
    assert (since.now, since.then, since.is_short) == ((), (), True)


def test_a_changed_assessment_and_a_moved_date_are_told(council: Scene) -> None:
    council.last_report("R01", category=category(6))
    council.report("R01", anticipated_on=date(2016, 6, 30))
    assert sentences(council)[:2] == (
        "The Cabinet Member’s assessment was 6 In Progress and is now 3 Not Achieved (Progress Made).",
        "The date moved to 30 June 2016, 213 days later.",
    )


def test_a_date_that_the_last_report_moved_is_no_news(council: Scene) -> None:
    for report in (council.last_report, council.report):
        report("R01", anticipated_on=date(2016, 6, 30))
    assert sentences(council) == (SAME_CLAIM, SAME_TEXT, "No new evidence.")


def test_parts_are_told_apart(council: Scene) -> None:
    council.last_report("R02a", "R02b")
    council.report("R02a", "R02b", category=category(6))
    assert sentences(council, "R02")[1] == (
        "The Cabinet Member’s assessment of R02 b) was 3 Not Achieved (Progress Made) and is now 6 In Progress."
    )


def test_a_changed_text_marks_what_is_new_and_what_is_left_out(council: Scene) -> None:
    council.last_report("R01", text="The plan was agreed by the board in March.")
    council.report("R01", text="The plan was agreed by the cabinet in March.")
    since = council.face().since
    assert since.sentences[1] == "The text has changed."
    assert [passage.text for passage in since.now if passage.differs] == ["cabinet"]
    assert [passage.text for passage in since.then if passage.differs] == ["board"]
    assert since.then_title == "The text last time, with what is left out now underlined"


def test_where_little_is_left_the_last_text_is_shown_without_marks(council: Scene) -> None:
    council.last_report("R01", text="The plan was agreed in March.")
    council.report("R01", text="Every library has opened its doors to everyone who asked for it.")
    since = council.face().since
    assert since.sentences[1] == "The text is new: little of last time’s is left."
    assert (since.now, since.then) == ((), (Passage("The plan was agreed in March.", differs=False),))
    assert since.then_title == "The text last time"


@pytest.mark.parametrize(
    ("then", "now", "sentence"),
    [("", SAID, "There was no text last time."), (SAID, "", "There is no text this time.")],
)
def test_a_text_that_is_missing_is_said(council: Scene, then: str, now: str, sentence: str) -> None:
    council.last_report("R01", text=then)
    council.report("R01", text=now)
    assert sentence in sentences(council)


def test_a_long_text_that_has_changed_is_not_short(council: Scene) -> None:
    council.last_report("R01", text="The plan was agreed. " * 40)
    council.report("R01", text="The plan was agreed. " * 40 + "It works.")
    assert council.face().since.is_short is False


def test_evidence_that_was_not_used_before_is_new(council: Scene) -> None:
    old = council.shows(council.last_report("R01"), title="The plan", sha256="1" * 64)
    report = council.report("R01")
    council.shows(report, old)
    council.shows(report, title="The plan again", sha256="1" * 64)
    council.shows(report, title="The minutes", sha256="2" * 64)
    face = council.face()
    assert face.since.sentences[-1] == "New evidence: “The minutes”."
    assert [(line.title, line.is_new) for line in face.evidence] == [
        ("The plan", False),
        ("The plan again", False),
        ("The minutes", True),
    ]


def test_new_evidence_that_is_withheld_from_the_viewer_is_not_named(council: Scene) -> None:
    council.last_report("R01")
    report = council.report("R01")
    exempt = EvidenceFactory(
        title="A secret",
        sha256="3" * 64,
        exemption=Exemption.EXEMPT,
        exempt_paragraph=3,
        public_interest_reason="It would harm the council.",
    )
    council.shows(report, exempt)
    council.officer = UserFactory()
    assert sentences(council)[-1] == "New evidence: 1 piece that is withheld from you."


def test_a_word_or_two_between_changes_is_marked_with_them() -> None:
    passages = (
        Passage("Then ", differs=False),
        Passage("came", differs=True),
        Passage(" the ", differs=False),
        Passage("change", differs=True),
        Passage(" of mind.", differs=False),
    )
    assert calmed(passages) == (
        Passage("Then ", differs=False),
        Passage("came the change", differs=True),
        Passage(" of mind.", differs=False),
    )


class TestExemptPassages:
    NEW = "Exempt passage 1: not said in these words last time."

    @pytest.mark.parametrize(
        ("then", "now", "told"),
        [
            ([], [], SAME_TEXT),
            ([], ["A price."], NEW),
            (["A price."], ["A  price.\n"], "No exempt passage has changed."),
            (["A price."], ["Another price."], NEW),
            (["A price."], [], "An exempt passage of last time is left out."),
            (["A price."], ["B.", "A price.", "C."], "Exempt passages 1 and 3: not said in these words last time."),
        ],
    )
    def test_those_who_read_both_are_told_what_is_new(
        self, council: Scene, then: list[str], now: list[str], told: str
    ) -> None:
        for report, texts in ((council.last_report("R01"), then), (council.report("R01"), now)):
            for position, text in enumerate(texts, start=1):
                ExemptPassageFactory(update=r01(report), text=text, position=position)
        assert sentences(council)[-2] == told
