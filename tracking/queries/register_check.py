"""Whether the register still says what the judgements say."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import models

from tracking.models import Recommendation, RegisterEntry, SearchEntry
from tracking.queries.register import DERIVED, SEARCHED, derived_entries, derived_words

_AT_ONCE: Final = 500


def strayed_leaves() -> Iterator[int]:
    """Yield the primary keys of recommendations of which the register says too much, too little or something else.

    Reads everything, in chunks: for a command, not for a page.
    """
    ids = list(Recommendation.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        derived = _said(RegisterEntry, derived_entries(some), ("leaf_id", "audience"), DERIVED)
        kept = _said(RegisterEntry, RegisterEntry.objects.filter(leaf__in=some), ("leaf_id", "audience"), DERIVED)
        words = _said(SearchEntry, derived_words(some), ("leaf_id",), SEARCHED)
        kept_words = _said(SearchEntry, SearchEntry.objects.filter(leaf__in=some), ("leaf_id",), SEARCHED)
        strayed = {key[0] for key in derived.keys() | kept.keys() if derived.get(key) != kept.get(key)}
        strayed |= {key[0] for key in words.keys() | kept_words.keys() if words.get(key) != kept_words.get(key)}
        yield from sorted(strayed)


def _said(
    type_of: type[models.Model], rows: Iterable[Any], keys: tuple[str, ...], names: tuple[str, ...]
) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    fields = [column.attname for column in type_of._meta.concrete_fields if column.name in names]
    return {tuple(getattr(row, key) for key in keys): tuple(getattr(row, field) for field in fields) for row in rows}
