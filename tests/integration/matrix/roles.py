"""Who is asked: a viewer of each role, here and elsewhere, and the groups that rows of the matrix speak of."""

ASKED = (
    "anonymous",
    "user without a role",
    "member",
    "contributor",
    "cabinet member",
    "responsible cabinet member",
    "outside body",
    "scrutiny officer",
    "scrutiny officer with a cabinet post",
    "clerk",
    "administrator",
    "member elsewhere",
    "cabinet member elsewhere",
    "scrutiny officer elsewhere",
    "clerk elsewhere",
    "clerk of Cabinet",
)
# Of those, one of each column of the design's table.
ONE_OF_EACH = (
    "anonymous",
    "member",
    "contributor",
    "cabinet member",
    "outside body",
    "scrutiny officer",
    "clerk",
    "administrator",
)

EVERYONE = frozenset(ASKED)
SIGNED_IN = EVERYONE - {"anonymous"}
NOBODY: frozenset[str] = frozenset()

# Here
SCRUTINY_OFFICERS = frozenset({"scrutiny officer", "scrutiny officer with a cabinet post"})
CLERK = frozenset({"clerk"})
OFFICERS = SCRUTINY_OFFICERS | CLERK
IMPARTIAL_OFFICERS = frozenset({"scrutiny officer", "clerk"})
MEMBER = frozenset({"member"})
SIGNATORIES = frozenset({"cabinet member", "contributor"})
"""Those of the post that the report is of."""
SIGNATORY = frozenset({"cabinet member"})
"""Whoever holds the post that the report is of, and signs for all of it."""
RESPONSIBLE = frozenset({"responsible cabinet member"})
OUTSIDE_BODY = frozenset({"outside body"})
WRITERS = SIGNATORIES | RESPONSIBLE | OUTSIDE_BODY

# Elsewhere: the other post's holder here includes the officer who also holds it.
WRITERS_ELSEWHERE = frozenset({"cabinet member elsewhere", "scrutiny officer with a cabinet post"})
OFFICERS_ELSEWHERE = frozenset({"scrutiny officer elsewhere", "clerk elsewhere"})
CLERK_ELSEWHERE = frozenset({"clerk elsewhere"})

ANY_SCRUTINY_OFFICER = SCRUTINY_OFFICERS | {"scrutiny officer elsewhere"}
CLERK_OF_CABINET = frozenset({"clerk of Cabinet"})
ANY_CLERK = CLERK | CLERK_OF_CABINET | {"clerk elsewhere"}
ADMINISTRATOR = frozenset({"administrator"})
