"""Moving a row among its like, by its `position`."""

from typing import Any

from django.db.models import QuerySet


def move_in(rows: "QuerySet[Any]", row: Any, *, up: bool) -> bool:
    """Move a row one place up or down among `rows` and answer whether it moved. Positions are then 1, 2, 3 …

    To be called inside a transaction that has locked what they are rows of.
    """
    ordered = list(rows.order_by("position", "pk"))
    place = next(index for index, other in enumerate(ordered) if other.pk == row.pk)
    target = place + (-1 if up else 1)
    if not 0 <= target < len(ordered):
        return False
    ordered[place], ordered[target] = ordered[target], ordered[place]
    for position, other in enumerate(ordered, start=1):
        if other.position != position:
            rows.filter(pk=other.pk).update(position=position)
    row.position = target + 1
    return True
