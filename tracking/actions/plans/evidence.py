"""Evidence for an update on a plan: files and links, while it is being written."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from tracking import rules
from tracking.actions.events import record_event
from tracking.actions.evidence_adding import add_once, added_before, new_evidence
from tracking.actions.evidence_files import InspectedFile
from tracking.actions.evidence_uses import SaidOfEvidence, check_pages, use_as_data, write_change, write_order
from tracking.actions.openness import Openness
from tracking.actions.plans.updates import lock_for_writing
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Evidence, EvidenceUse, User, roles_of
from tracking.models.plans import PlanUpdate
from tracking.queries.plans.round_pages import writing_posts


def add_plan_evidence(
    *,
    by: User,
    update: PlanUpdate,
    title: str,
    openness: Openness,
    file: InspectedFile | None = None,
    link: str = "",
    pages: str = "",
    form_key: UUID | None = None,
) -> EvidenceUse:
    """Keep a file, or a link, and use it in an update being written, as `actions.evidence.add_evidence` does.

    However often the same form is sent, it is added once. Raises NotAllowed unless `by` is of its posts; NotPossible
    without a title, for both or neither of file and link, without who may see it, for pages the file has not, or when
    what the form added was taken out since; StaleState when the update was handed in. Writes the evidence, its use and
    one Event.
    """
    rules.can_draft_plan_update.check(by, update)
    check_pages(pages, file.page_count if file else None)
    own = [post for post in writing_posts(update) if post.pk in roles_of(by).posts]
    evidence = new_evidence(
        by=by, supplied_by=own[0], title=title, openness=openness, file=file, link=link, form_key=form_key
    )
    here = {"plan_revision__update": update, "plan_revision__is_current": True}
    return add_once(evidence, file, lambda: _write(evidence, update, pages), **here)


@transaction.atomic
def _write(evidence: Evidence, update: PlanUpdate, pages: str) -> EvidenceUse:
    revision = lock_for_writing(update)
    if (earlier := added_before(evidence, plan_revision=revision)) is not None:
        return earlier
    evidence.save(force_insert=True)
    last = revision.evidence_uses.aggregate(last=Max("position"))["last"] or 0
    use = EvidenceUse.objects.create(evidence=evidence, plan_revision=revision, position=last + 1, pages=pages.strip())
    record_event(by=evidence.recorded_by, type="added evidence", target=update, after=use_as_data(use))
    return use


@transaction.atomic
def change_plan_evidence(
    *,
    by: User,
    use: EvidenceUse,
    title: str,
    openness: Openness,
    pages: str = "",
    read: Mapping[str, str] | None = None,
) -> None:
    """Change what an update being written says of a piece of evidence, as `evidence_uses.change_evidence` does.

    Where what was handed in before uses it too, nothing there is overwritten: the update gets a row of its own for the
    same stored file. Raises NotAllowed unless `by` is of its posts and may see the evidence; NotPossible without a
    title or who may see it, for pages the file has not, or when it was taken out; StaleText when somebody else changed
    the same; StaleState when the update was handed in. Writes one Event; nothing when nothing changes.
    """
    use, update = _locked(use, by)
    here = EvidenceUse.objects.filter(plan_revision=use.plan_revision_id)
    write_change(use, SaidOfEvidence(title, openness, pages), by=by, read=read, here=here, of=update)


@transaction.atomic
def move_plan_evidence(*, by: User, use: EvidenceUse, up: bool) -> None:
    """Move a piece of evidence one place up or down in an update being written; at either end it stays.

    Raises as `remove_plan_evidence` does. Writes the order and one Event.
    """
    use, update = _locked(use, by)
    rows = EvidenceUse.objects.filter(plan_revision=use.plan_revision_id).order_by("position", "pk")
    write_order(use, rows, up=up, by=by, of=update)


@transaction.atomic
def remove_plan_evidence(*, by: User, use: EvidenceUse) -> None:
    """Take a piece of evidence out of an update being written; the evidence itself stays.

    Raises NotAllowed unless `by` is of its posts and may see the evidence; NotPossible when it was taken out already;
    StaleState when the update was handed in. Deletes the use and writes one Event.
    """
    use, update = _locked(use, by)
    before = use_as_data(use)
    use.delete()
    record_event(by=by, type="removed evidence", target=update, before=before)


def _locked(use: EvidenceUse, by: User) -> tuple[EvidenceUse, PlanUpdate]:
    """Return a use that `by` may change as it is now, and its update, locked until the transaction ends."""
    revision = use.plan_revision
    if revision is None:
        raise NotAllowed("You do not have permission to do this.")
    rules.can_draft_plan_update.check(by, revision.update)
    current = lock_for_writing(revision.update)
    now = EvidenceUse.objects.filter(pk=use.pk, plan_revision=current).select_related("evidence").first()
    if now is None:
        raise NotPossible("Somebody has taken this evidence out meanwhile, so there is nothing to change.")
    if not Evidence.objects.visible_to(by).filter(pk=now.evidence_id).exists():
        raise NotAllowed("You do not have permission to do this.")
    return now, revision.update
