"""The grid of an inquiry: what its cells show and say."""

from datetime import date

from tracking.enums import Decision, Outcome, Tone
from tracking.models import Assessment, Category, SelfAssessment
from tracking.presenters.inquiry_grid import GridCell, Mark, grid_cell
from tracking.queries.judgements import LeafRound, Sitting

DONE = Category(pk=1, number=1, name="Achieved (Fully)", tone=Tone.ACHIEVED)
PROGRESS = Category(pk=3, number=3, name="Not Achieved (Progress Made)", tone=Tone.PROGRESS)
SITTING = Sitting(date(2016, 4, 12))


def a_round(claim: SelfAssessment | None = None, view: Assessment | None = None) -> LeafRound:
    return LeafRound(leaf_id=1, sitting=SITTING, claim=claim, view=view)


def a_view(**fields) -> Assessment:
    return Assessment(considered_on=SITTING.considered_on, **{"outcome": Outcome.VIEWED, **fields})


def test_both_judgements_are_marks_for_the_eye_and_full_words_for_the_ear():
    view = a_view(category=PROGRESS, decision=Decision.CONTINUE)

    assert grid_cell(a_round(SelfAssessment(category=DONE), view)) == GridCell(
        claim=(Mark("1", "achieved", "Achieved (Fully)"),),
        claim_words="1 Achieved (Fully)",
        view=(Mark("3", "progress", "Not Achieved (Progress Made)"),),
        view_words="3 Not Achieved (Progress Made)",
        differs=True,
    )


def test_a_conclusion_has_its_sign_beside_the_category_and_a_proposal_its_own():
    view = a_view(category=DONE, decision=Decision.CONCLUDE, conclusion_reason="implemented")
    cell = grid_cell(a_round(SelfAssessment(proposed_conclusion="overtaken"), view))

    assert cell is not None
    assert [mark.sign for mark in (*cell.claim, *cell.view)] == ["▫", "1", "✓"]
    assert cell.claim_words == "Proposed: overtaken by events"
    assert cell.view_words == "1 Achieved (Fully), Concluded 12 April 2016: implemented"


def test_a_deferral_is_written_out():
    cell = grid_cell(a_round(view=a_view(outcome=Outcome.DEFERRED)))

    assert cell is not None
    assert (cell.claim_words, cell.view) == ("no assessment", (Mark("", "plain", "Deferred"),))


def test_a_round_without_either_is_an_empty_cell():
    assert [grid_cell(None), grid_cell(a_round())] == [None, None]
