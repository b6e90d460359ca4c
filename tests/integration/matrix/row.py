"""A row of the role matrix: an address, an object, and who is shown what there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from tests.integration.matrix.roles import ASKED
from tests.integration.matrix.world import World
from tracking.queries.agenda import document_key

Arguments = Callable[[World], dict[str, object]]


def no_arguments(world: World) -> dict[str, object]:
    return {}


@dataclass(frozen=True)
class Row:
    """Who is shown which words at an address.

    `shows` maps words that stand on the page to the viewers who read them. Whoever is in none of its sets is told
    "Page not found"; the anonymous are asked to sign in instead, unless the address `is_open` to them. `asked` is
    everyone, except where an answer takes long to make.
    """

    name: str
    case: str
    shows: Mapping[str, frozenset[str]]
    arguments: Arguments = no_arguments
    is_open: bool = False
    asked: tuple[str, ...] = ASKED

    def __str__(self) -> str:
        return f"{self.name}: {self.case}"

    @property
    def admitted(self) -> frozenset[str]:
        return frozenset().union(*self.shows.values())


def inquiry(which: str) -> Arguments:
    """The address of an inquiry, by its name in the world; "own" is the council's."""
    return lambda world: {"slug": _slug(world, which)}


def recommendation(which: str, reference: str = "R01") -> Arguments:
    return lambda world: {"slug": _slug(world, which), "reference": reference}


def meeting(which: str) -> Arguments:
    """The address of a meeting, by its name in the world or as that of a report ("submitted.meeting")."""

    def arguments(world: World) -> dict[str, object]:
        row = attrgetter(which)(world)
        return {"slug": row.committee.slug, "date_slug": row.date_slug}

    return arguments


def numbered(which: str, number: int) -> Arguments:
    """The address of one of a meeting's numbered supplements."""
    return lambda world: meeting(which)(world) | {"number": number}


def document(which: str) -> Arguments:
    """The address of a document of an agenda, by its name in the world."""
    return lambda world: meeting(f"{which}.meeting")(world) | {"pk": getattr(world, which).pk}


def item(which: str) -> Arguments:
    """The address of a document's place on its agenda."""
    return lambda world: meeting(f"{which}.meeting")(world) | {"key": document_key(getattr(world, which).pk)}


def view(which: str, reference: str = "R01") -> Arguments:
    return lambda world: meeting(which)(world) | {"inquiry_slug": world.council.inquiry.slug, "reference": reference}


def thing(which: str, **more: object) -> Arguments:
    """The address of a row that is known by its primary key."""
    return lambda world: {"pk": getattr(world, which).pk} | more


def year(began_in: int) -> Arguments:
    """The address of a municipal year."""
    return lambda world: {"year": began_in}


def person(viewer: str) -> Arguments:
    return lambda world: {"pk": world.council.user(viewer).person_id}


def _slug(world: World, which: str) -> str:
    return world.council.inquiry.slug if which == "own" else getattr(world, which).slug
