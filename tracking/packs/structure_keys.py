"""The keys under which a page, a link or a picture finds its elements in the structure tree of its file.

In a pack every file has keys of its own: what strangers made must never point at elements of ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf, Stream

_KEYS: Final = (Name.StructParents, Name.StructParent)


@dataclass(frozen=True)
class Held:
    """What is under each key of a file, in order: an element, or an array of elements with null between them.

    `is_whole`: nothing had to be left out because it made no sense.
    """

    of_keys: Sequence[Object]
    is_whole: bool


def renumber(source: Pdf, content: bytes, *, first: int) -> Held:
    """Give everything in a file that has a key another one, counted from `first`, and return what is under each.

    Keys that lead nowhere are dropped: among the keys of other files they would lead somewhere. `content` is what the
    file was opened from.
    """
    tree = _parent_tree(source)
    held = {key: of_key for key, of_key in tree.items() if isinstance(of_key, Array | Dictionary)}
    used = [(thing, key, _old(thing[key])) for thing in _things(source, content) for key in _KEYS if key in thing]
    known = sorted({old for _, _, old in used if old in held})
    numbers = {old: number for number, old in enumerate(known, start=first)}
    for thing, key, old in used:
        if old in numbers:
            thing[key] = numbers[old]
        else:
            _drop(thing, key)
    is_whole = len(held) == len(tree) and all(old in numbers for _, _, old in used)
    of_keys: list[Object] = [held[old] for old in known]
    if not all(map(_makes_sense, of_keys)):
        is_whole, of_keys = False, [_sensible(of_key) for of_key in of_keys]
    return Held(of_keys, is_whole)


def _makes_sense(held: Object) -> bool:
    if isinstance(held, Array):
        return all(item is None or isinstance(item, Dictionary) for item in held)
    return is_element(held)


def _sensible(held: Object) -> Object:
    if isinstance(held, Array):
        return Array([item if isinstance(item, Dictionary) else None for item in held])
    return held


def _old(key: object) -> int:
    """A key as a number, -1 for what is none: nothing is held under that."""
    return key if isinstance(key, int) else -1


def forget(source: Pdf, content: bytes) -> None:
    """Take away every key of a file whose structure tree is not kept."""
    for thing in _things(source, content):
        for key in _KEYS:
            _drop(thing, key)


def is_element(thing: object) -> bool:
    """Whether something in a structure tree is an element: not a number, a reference to nothing or a page's content."""
    return isinstance(thing, Dictionary) and Name.S in thing


def _parent_tree(source: Pdf) -> dict[int, Object]:
    tree = source.Root.StructTreeRoot.get(Name.ParentTree)
    return {key: held for key, held in NumberTree(tree).items() if key >= 0} if isinstance(tree, Dictionary) else {}


def _things(source: Pdf, content: bytes) -> Iterator[Object]:
    """Everything in a file that may have a key; some of it twice."""
    for page in source.pages:
        yield page.obj
        annotations = page.obj.get(Name.Annots)
        if isinstance(annotations, Array):
            yield from (annotation for annotation in annotations if isinstance(annotation, Dictionary))
    # Streams are never within others, so their keys can be read in the bytes of the file. Ours have none, and to look
    # at each object of a large pack takes long.
    if b"/StructParent" in content:
        yield from (thing for thing in source.objects if isinstance(thing, Stream))


def _drop(thing: Object, key: Name) -> None:
    if key in thing:
        del thing[key]
