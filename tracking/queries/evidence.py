"""What a viewer may know of a piece of evidence, and whether it opens for them."""

from collections.abc import Collection

from django.db.models import BooleanField, ExpressionWrapper

from tracking.models import Evidence, Viewer
from tracking.models.evidence import not_held_back_from


def evidence_that_opens(pks: Collection[int], viewer: Viewer) -> dict[int, bool]:
    """Of evidence, by primary key, what the viewer may see, each with whether the virus scanner lets them open it."""
    opens = ExpressionWrapper(not_held_back_from(viewer), output_field=BooleanField())
    return dict(Evidence.objects.visible_to(viewer).filter(pk__in=pks).values_list("pk", opens))
