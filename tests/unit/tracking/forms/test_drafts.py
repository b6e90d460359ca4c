"""The token of a form that keeps drafts."""

import pytest
from django.core import signing
from django.http import QueryDict

from tracking.forms.drafts import TOKEN, DraftToken


@pytest.mark.parametrize(
    ("told", "page"),
    [
        ({"report": 5, "page": "section", "recommendation": 3}, DraftToken("them", "section", 5, 3)),
        ({"report": 5, "page": "check", "recommendation": None, "update": 0}, DraftToken("them", "check", 5, None)),
        (
            {"report": 0, "page": "plan_update", "recommendation": None, "update": 7},
            DraftToken("them", "plan_update", 7, None),
        ),
    ],
)
def test_a_form_that_was_open_while_the_software_was_updated_is_known_again(
    told: dict[str, object], page: DraftToken
) -> None:
    token = signing.dumps({"user": "them"} | told, salt="tracking.draft")
    assert DraftToken.read(QueryDict(f"{TOKEN}={token}")) == page
