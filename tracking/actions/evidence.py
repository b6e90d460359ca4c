"""Adding evidence to a section of a Progress Report."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from tracking import dates
from tracking.actions.events import record_event
from tracking.actions.evidence_adding import add_once, added_before, new_evidence
from tracking.actions.evidence_files import InspectedFile
from tracking.actions.evidence_uses import check_leaf, check_may_write, check_pages, use_as_data, write_use
from tracking.actions.openness import Openness
from tracking.actions.updates import lock_for_writing
from tracking.models import Evidence, EvidenceUse, Post, ProgressUpdate, Recommendation, Responsibility, User


def add_evidence(
    *,
    update: ProgressUpdate,
    title: str,
    openness: Openness,
    by: User,
    file: InspectedFile | None = None,
    link: str = "",
    leaf: Recommendation | None = None,
    pages: str = "",
    also: Sequence[ProgressUpdate] = (),
    form_key: UUID | None = None,
) -> EvidenceUse:
    """Keep a file, or a link, and use it in a section of a report being written; for one leaf or all of it.

    `also` are further sections of the same revision that it serves as a whole. `form_key` is that of the form it was
    added with: however often the same form is sent, it is added once, and its use is returned.

    Raises NotAllowed unless `by` writes every section; NotPossible without a title, for both or neither of file and
    link, without who may see it, for a leaf of another recommendation, for pages the file has not, or when the form was
    sent before and what it added was taken out since; StaleReport when the report was handed in. The file is stored,
    under a random name and outside the transaction, before its row is written: a crash leaves no row without its file.
    With a virus scanner it then waits to be scanned. Writes the evidence, its uses and one Event.
    """
    for section in (update, *also):
        check_may_write(section, by)
    check_leaf(update, leaf)
    check_pages(pages, file.page_count if file else None)
    evidence = new_evidence(
        by=by,
        supplied_by=_supplier(update, by),
        title=title,
        openness=openness,
        file=file,
        link=link,
        form_key=form_key,
    )
    return add_once(evidence, file, lambda: _write(evidence, update, also, leaf, pages), update=update)


@transaction.atomic
def _write(
    evidence: Evidence,
    update: ProgressUpdate,
    also: Sequence[ProgressUpdate],
    leaf: Recommendation | None,
    pages: str,
) -> EvidenceUse:
    for section in (update, *also):
        lock_for_writing(update.revision.report, section)
    if (earlier := added_before(evidence, update=update)) is not None:
        return earlier
    evidence.save(force_insert=True)
    use = write_use(evidence, update, leaf, pages)
    for section in also:
        write_use(evidence, section, None, pages)
    record_event(
        by=evidence.recorded_by,
        type="added evidence",
        target=update,
        after=use_as_data(use) | {"also_in": [section.pk for section in also]},
    )
    return use


def _supplier(update: ProgressUpdate, by: User) -> Post | None:
    """The post that `by` supplies it for: one responsible for the recommendation if possible, else any of theirs."""
    rows = Responsibility.objects.in_force(dates.today()).within_recommendation(update.recommendation)
    own = Post.objects.filter(pk__in=by.roles.posts)
    return own.filter(pk__in=rows.values("post")).first() or own.first()
