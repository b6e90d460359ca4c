"""The wording of an assessment scheme: what each category means, and the questions asked every time."""

from collections.abc import Sequence

from django.db import transaction

from tracking import rules
from tracking.actions.changes import change_fields, lock, store
from tracking.actions.events import record_event
from tracking.exceptions import NotPossible
from tracking.models import AssessmentScheme, Category, StandingQuestion, User


@transaction.atomic
def edit_category(*, by: User, category: Category, name: str, criterion: str) -> Category:
    """Change the wording of a category. Its number and meaning stay; papers that were issued keep the old words.

    Raises NotAllowed unless `by` is an administrator; NotPossible without a name or criterion, or with a name that
    another category of the scheme has. Writes the Category and one Event.
    """
    rules.can_administer.check(by)
    if category.scheme.categories.filter(name__iexact=name).exclude(pk=category.pk).exists():
        raise NotPossible(f"Another category is called {name}. Choose another name.")
    before, after = change_fields(category, {"name": name, "criterion": criterion})
    record_event(by=by, type="edited category", target=category, before=before, after=after)
    return category


@transaction.atomic
def edit_standing_questions(*, by: User, scheme: AssessmentScheme, questions: Sequence[str]) -> AssessmentScheme:
    """Replace the questions that the committee asks of every recommendation, in this order; blank ones fall away.

    Raises NotAllowed unless `by` is an administrator. Writes the StandingQuestions and one Event.
    """
    rules.can_administer.check(by)
    lock(scheme)
    old = list(scheme.standing_questions.values_list("text", flat=True))
    new = [question.strip() for question in questions if question.strip()]
    scheme.standing_questions.all().delete()
    for position, text in enumerate(new, start=1):
        store(StandingQuestion(scheme=scheme, position=position, text=text))
    before, after = {"standing_questions": old}, {"standing_questions": new}
    record_event(by=by, type="edited standing questions", target=scheme, before=before, after=after)
    return scheme
