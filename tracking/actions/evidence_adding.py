"""What adding evidence is, whatever uses it: checked, kept once, and no file left behind by what failed."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError

from tracking.actions.evidence_files import InspectedFile
from tracking.actions.kept_files import discard_file, keep_file
from tracking.actions.openness import Openness
from tracking.exceptions import NotPossible, ScrutinyError
from tracking.models import Evidence, EvidenceUse, Post, User
from tracking.models.evidence import random_evidence_path


def new_evidence(
    *,
    by: User,
    supplied_by: Post | None,
    title: str,
    openness: Openness,
    file: InspectedFile | None,
    link: str,
    form_key: UUID | None,
) -> Evidence:
    """Return a piece of evidence that is not written yet: a file, or a link.

    Raises NotPossible without a title, for both or neither of file and link, for half an address, or without who may
    see it.
    """
    if not title.strip():
        raise NotPossible("Give the evidence a title.")
    if bool(file) == bool(link):
        raise NotPossible("Choose a file or enter a link: one of the two.")
    return Evidence(
        title=title.strip(),
        link=_checked_link(link) if link else "",
        recorded_by=by,
        supplied_by=supplied_by,
        form_key=form_key,
        **openness.checked().fields,
    )


def add_once(
    evidence: Evidence, file: InspectedFile | None, write: Callable[[], EvidenceUse], **here: object
) -> EvidenceUse:
    """Store the file, then `write` the evidence and its use; or return the use that the same form added before.

    `here` says which uses count as this form's. Raises what `write` raises, and as `added_before`. A file whose row is
    not written is taken away again.
    """
    if (earlier := added_before(evidence, **here)) is not None:
        return earlier
    if file is not None:
        keep_file(evidence, file, random_evidence_path(evidence, file.name))
    try:
        use = write()
    except (ScrutinyError, IntegrityError):
        discard_file(evidence)
        raise
    if use.evidence_id != evidence.pk:
        discard_file(evidence)
    return use


def added_before(evidence: Evidence, **here: object) -> EvidenceUse | None:
    """Return what the same form, sent before by the same user, has added `here`.

    Raises NotPossible when that was taken out since.
    """
    if evidence.form_key is None:
        return None
    earlier = Evidence.objects.filter(form_key=evidence.form_key, recorded_by=evidence.recorded_by).first()
    if earlier is None:
        return None
    use = earlier.uses.filter(**here).select_related("evidence").first()
    if use is None:
        raise NotPossible("What this form added was taken out since. Open the page again to add something new.")
    return use


def _checked_link(link: str) -> str:
    """Return the whole address of a page. Raises NotPossible for anything else."""
    try:
        URLValidator(schemes=["http", "https"])(link.strip())
    except ValidationError:
        raise NotPossible("Enter the whole address of the page, such as https://www.example.org/minutes.") from None
    return link.strip()
