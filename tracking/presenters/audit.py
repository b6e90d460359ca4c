"""Words of the audit trail's page and files: who did what to what, and what may be shown of it.

An administrator reads the trail and no withheld paper. So of what somebody wrote into papers, a reason or a title, the
trail shows that it changed, never the words; its digest stands in for it where a file is to be checked.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.urls import reverse
from django.utils.http import urlencode

from tracking.audit_chain import digest
from tracking.models import AuditCheck, Event
from tracking.presenters.sign_ins import moment_words
from tracking.presenters.wording import counted
from tracking.queries.audit_trail import Entry

# Kinds of things that administrators manage themselves: every word about these is theirs to read.
_THEIR_OWN: Final = frozenset(
    f"tracking.{name}"
    for name in (
        "appointment",
        "assessmentscheme",
        "category",
        "committee",
        "committeemembership",
        "person",
        "post",
        "user",
    )
)
# Names under which only words of ours stand: states, choices and references.
_WORDS_OF_OURS: Final = frozenset(
    (
        "by_means_of",
        "conclusion_reason",
        "decision",
        "edition",
        "exemption",
        "outcome",
        "recommendation",
        "reference",
        "scan_state",
        "state",
    )
)
_DAY_OR_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?")
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")
# A field's name, after the reference of a recommendation where it is about one.
_NAME: Final = re.compile(r"(R\d+[a-z]? )?\w+")
NOT_SHOWN: Final = "not shown: words of papers"


@dataclass(frozen=True)
class Told:
    """What may be shown of the values before or after, by name; of the others the digests."""

    shown: dict[str, Any]
    withheld: dict[str, str]


def told(event: Event, values: Mapping[str, Any]) -> Told:
    """Part values of an Event into those that may be shown and those of which only the digest is told."""
    shown = {name: value for name, value in values.items() if _may_be_shown(event.target_label, name, value)}
    return Told(shown, {name: digest(value) for name, value in values.items() if name not in shown})


def _may_be_shown(label: str, name: str, value: Any) -> bool:
    if label in _THEIR_OWN or value is None or isinstance(value, bool | int):
        return True
    if isinstance(value, str):
        return not value or name in _WORDS_OF_OURS or _says_nothing(value)
    if isinstance(value, dict):
        # The names may have been typed as well.
        return all(_NAME.fullmatch(name) and _may_be_shown(label, name, part) for name, part in value.items())
    return all(_may_be_shown(label, name, part) for part in value)


def _says_nothing(text: str) -> bool:
    return bool(_DAY_OR_MOMENT.fullmatch(text) or _FINGERPRINT.fullmatch(text))


# --- The page ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChangeLine:
    """One thing that an act changed or told, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditLine:
    """An entry, ready to show."""

    number: str
    title: str
    when: str
    who: str
    who_href: str
    target: str
    target_href: str
    changes: tuple[ChangeLine, ...]
    hash: str


@dataclass(frozen=True)
class TrailState:
    """What the last check found; `fault` where the trail is broken."""

    sentence: str
    fault: str = ""
    hash: str = ""


def audit_line(entry: Entry) -> AuditLine:
    event = entry.event
    return AuditLine(
        number=f"{entry.link.number:,}",
        title=_sentence(event.type),
        when=moment_words(event.at),
        who=who_words(entry),
        who_href=_href(q=event.actor or "system"),
        target=target_words(event),
        target_href=_href(kind=event.target_label, key=event.target_id) if event.target_label else "",
        changes=tuple(_changes(event)),
        hash=entry.link.hash,
    )


def who_words(entry: Entry) -> str:
    """The name of whoever did it; for an account that is gone, its identifier."""
    if not entry.event.actor:
        return "The system"
    return entry.name or f"An account that is gone ({entry.event.actor})"


def kind_words(label: str) -> str:
    """ "Progress report" for what Events call "tracking.progressreport"."""
    try:
        return _sentence(str(apps.get_model(label)._meta.verbose_name))
    except (LookupError, ValueError):
        return label


def target_words(event: Event) -> str:
    """What it was done to: "Progress report 22"; nothing where it was done to no one thing."""
    return f"{kind_words(event.target_label)} {event.target_id}".strip() if event.target_label else ""


def state_of(check: AuditCheck | None) -> TrailState:
    """What the last check of the whole trail found, in a sentence."""
    if check is None:
        return TrailState("Not checked yet. The service checks the whole trail every morning.")
    when = moment_words(check.checked_at)
    if check.fault:
        return TrailState(f"Broken. Checked on {when}.", fault=check.fault)
    entries = counted(check.number, "entry", "entries")
    return TrailState(f"Unbroken: {entries}, last checked on {when}.", hash=check.hash if check.number else "")


def found_words(number: int, *, is_filtered: bool) -> str:
    return f"{counted(number, 'entry', 'entries')}{' fit these filters' if is_filtered and number != 1 else ''}"


def _changes(event: Event) -> Iterable[ChangeLine]:
    for name in dict.fromkeys((*event.before, *event.after)):
        before, after = (
            _words(event.target_label, name, values[name]) if name in values else ""
            for values in (event.before, event.after)
        )
        yield ChangeLine(_name_words(name), before, after)


def _words(label: str, name: str, value: Any) -> str:
    """A value in words, each part of it that may not be shown left unsaid."""
    if isinstance(value, list):
        return "; ".join(_words(label, name, part) for part in value) or "none"
    if isinstance(value, dict):
        parts = (f"{_name_words(key).lower()}: {_words(label, key, part)}" for key, part in value.items())
        return ", ".join(parts) or "none"
    if not _may_be_shown(label, name, value):
        return NOT_SHOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value in {None, ""} else str(value)


def _name_words(name: str) -> str:
    """The name of a field, or of what a warning is about ("R01 late"); of anything else only that it is there."""
    return _sentence(name.replace("_", " ")) if _NAME.fullmatch(name) else "Other"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _href(**query: str) -> str:
    return f"{reverse('audit')}?{urlencode(query)}"
