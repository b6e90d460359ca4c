"""Categories as a filter offers them: by a code that stays the same, in words that tell two schemes apart."""

from tracking.enums import SchemeUse
from tracking.models import Category


def categories_by_code() -> dict[str, Category]:
    """Return every category that inquiries' leaves may have, in their order, in one query."""
    rows = Category.objects.filter(scheme__use=SchemeUse.INQUIRIES)
    return {row.code: row for row in rows.select_related("scheme")}


def category_choices(categories: dict[str, Category]) -> list[tuple[str, str]]:
    several = len({row.scheme_id for row in categories.values()}) > 1
    return [(code, f"{row} ({row.scheme})" if several else str(row)) for code, row in categories.items()]
