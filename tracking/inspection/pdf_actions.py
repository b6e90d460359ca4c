"""What a PDF does by itself: scripts, programs, forms that send, files within it that can be run.

Read are all the places where a PDF may hang an action (ISO 32000-2, 12.6): the document, its pages, what is on them,
form fields, bookmarks and the lists of names. Files (7.11.4) may be part of anything, so every object is asked for
them. What is malformed there does nothing and is passed over. A stream is read as the dictionary before it.
"""

from collections.abc import Callable, Iterator
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from tracking.inspection.verdicts import Refusal, Refused

_RUNS: Final = frozenset({
    "/ImportData", "/JavaScript", "/Launch", "/Rendition", "/RichMediaExecute", "/SubmitForm", "/GoTo3DView",
})  # fmt: skip
# What may happen without being asked for: nothing but turning to a page.
_BY_ITSELF: Final = frozenset({"/GoTo", "/Named", ""})
_RUNS_ON_A_PAGE: Final = frozenset({"/RichMedia", "/3D", "/Screen"})
_FILES: Final = b"/EF"
_NAMES_OF_A_FILE: Final = (Name.F, Name.UF, Name.DOS, Name.Mac, Name.Unix)
_HAS_FIELDS: Final = (Dictionary, Stream)
_MOST: Final = 500_000
"""Places looked at. More is in no document that somebody wrote."""

IsProgram = Callable[[str, bytes], bool]


def check_actions(pdf: Pdf, is_program: IsProgram) -> None:
    """Raise Refused for a PDF that runs, sends or asks for something, or carries a file that can be run.

    `is_program` judges a file within it by its name and how it begins.
    """
    look = _Look(is_program)
    root = pdf.Root
    look.by_itself(root.get(Name.OpenAction))
    look.additional(root.get(Name.AA))
    names = _dictionary(root.get(Name.Names))
    if look.leaves(names.get(Name.JavaScript)):
        raise Refused(Refusal.RUNS)
    look.form(_dictionary(root.get(Name.AcroForm)))
    look.bookmarks(_dictionary(root.get(Name.Outlines)))
    for page in pdf.pages:
        look.page(page)
    for item in pdf.objects:
        look.files(item)


class _Look:
    """Goes through one file, and never twice through the same place: files are made to lead back to themselves."""

    def __init__(self, is_program: IsProgram) -> None:
        self.is_program = is_program
        self.been: set[tuple[str, tuple[int, int]]] = set()
        self.left = _MOST

    def is_new(self, what: str, item: object) -> bool:
        self.left -= 1
        if self.left < 0:
            raise Refused(Refusal.UNPACKS_TOO_FAR)
        if not isinstance(item, Object) or not item.is_indirect:
            return True
        key = (what, item.objgen)
        if key in self.been:
            return False
        self.been.add(key)
        return True

    def by_itself(self, action: object) -> None:
        """An action that nobody has to ask for."""
        self.action(action)
        if isinstance(action, _HAS_FIELDS) and _word(action, Name.S) not in _BY_ITSELF:
            raise Refused(Refusal.RUNS)

    def action(self, action: object) -> None:
        """An action, and what is done after it."""
        waiting = [action]
        while waiting:
            item = waiting.pop()
            if isinstance(item, Array):
                waiting.extend(item)
            elif isinstance(item, _HAS_FIELDS) and self.is_new("action", item):
                if _word(item, Name.S) in _RUNS or Name.JS in item:
                    raise Refused(Refusal.RUNS)
                waiting.append(item.get(Name.Next))

    def additional(self, actions: object) -> None:
        """Actions by what they wait for: a page shown, a pointer passing, a field filled in."""
        for action in dict(_dictionary(actions).items()).values():
            self.by_itself(action)

    def page(self, page: Page) -> None:
        self.additional(page.obj.get(Name.AA))
        notes = page.obj.get(Name.Annots)
        for note in notes if isinstance(notes, Array) else ():
            if isinstance(note, _HAS_FIELDS) and self.is_new("note", note):
                self.note(note)

    def note(self, note: Object) -> None:
        """Something on a page: a link, a field, a paper clip."""
        if _word(note, Name.Subtype) in _RUNS_ON_A_PAGE:
            raise Refused(Refusal.RUNS)
        self.action(note.get(Name.A))
        self.action(note.get(Name.PA))
        self.additional(note.get(Name.AA))

    def form(self, form: Object) -> None:
        if Name.XFA in form:
            raise Refused(Refusal.RUNS)
        waiting = [form.get(Name.Fields)]
        while waiting:
            item = waiting.pop()
            if isinstance(item, Array):
                waiting.extend(item)
            elif isinstance(item, _HAS_FIELDS) and self.is_new("field", item):
                self.note(item)
                waiting.append(item.get(Name.Kids))

    def bookmarks(self, outlines: Object) -> None:
        waiting = [outlines.get(Name.First)]
        while waiting:
            item = waiting.pop()
            if isinstance(item, _HAS_FIELDS) and self.is_new("bookmark", item):
                self.action(item.get(Name.A))
                waiting += [item.get(Name.First), item.get(Name.Next)]

    def leaves(self, tree: object) -> list[Object]:
        """What a tree of names leads to."""
        found: list[Object] = []
        waiting = [tree]
        while waiting:
            item = waiting.pop()
            if isinstance(item, Array):
                waiting.extend(item)
            elif isinstance(item, _HAS_FIELDS) and self.is_new("name", item):
                names = item.get(Name.Names)
                found += list(names)[1::2] if isinstance(names, Array) else []
                waiting.append(item.get(Name.Kids))
        return found

    def files(self, item: object) -> None:
        """The files that an object describes, or something that stands within it."""
        if not isinstance(item, Array | Dictionary | Stream):
            return
        whole = item.stream_dict if isinstance(item, Stream) else item
        # Most describe none, and are not gone through field by field.
        waiting: list[object] = [whole] if _FILES in whole.unparse(resolved=True) else []
        while waiting:
            inner = waiting.pop()
            if isinstance(inner, Dictionary):
                self.file(inner)
            if isinstance(inner, Array | Dictionary):
                within = inner if isinstance(inner, Array) else dict(inner.items()).values()
                waiting += [one for one in within if not getattr(one, "is_indirect", False)]

    def file(self, described: Object) -> None:
        for name, content in _files(described):
            if self.is_program(name, content):
                raise Refused(Refusal.PROGRAMS)


def _files(described: Object) -> Iterator[tuple[str, bytes]]:
    """The names of a file within the file, with how each begins."""
    names = [str(described[key]) for key in _NAMES_OF_A_FILE if key in described]
    streams = [stream for _, stream in _dictionary(described.get(Name.EF)).items() if isinstance(stream, Stream)]
    for stream in streams:
        content = bytes(stream.read_bytes())
        yield from ((name, content) for name in names or [""])


def _dictionary(item: object) -> Object:
    if isinstance(item, Stream):
        return item.stream_dict
    return item if isinstance(item, Dictionary) else Dictionary()


def _word(dictionary: Object, key: Name) -> str:
    value = dictionary.get(key)
    return str(value) if isinstance(value, Name) else ""
