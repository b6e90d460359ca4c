"""Full-text search over the register: one interface, whichever database answers.

Words are matched by their stems, all of them must occur, words in quotation marks next to each other. "R06", "6b" and
"R01 b)" are references. PostgreSQL searches its vectors, SQLite its FTS5 table (migration 0005).
"""

import re
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import FloatField, Q, TextField
from django.db.models.expressions import Expression, RawSQL

from tracking.models import SearchEntry
from tracking.models.recommendations import reference_parts
from tracking.models.register import RegisterEntryQuerySet

# Around what matched, in what `extracts` returns: signs for private use, which no text of ours has.
MATCH_BEGINS: Final = "\ue000"
MATCH_ENDS: Final = "\ue001"
LONGEST: Final = 200
MOST_RANKED: Final = 500

_TERM: Final = re.compile(r'"([^"]+)"|“([^”]+)”|(\S+)')
_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
# With its R or its letter a number is a reference; alone it may be any number.
_REFERENCE: Final = re.compile(r"R\d{1,3}[a-z]?|\d{1,3}[a-z]", re.IGNORECASE)
# Words in nearly every text, as PostgreSQL has them for English: it looks past them, and so does this search on either
# database. Of nothing else, everything is left.
_STOP_WORDS: Final = frozenset(
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself "  # noqa: SIM905
    "it its itself they them their theirs themselves what which who whom this that these those am is are was were be "
    "been being have has had having do does did doing a an the and but if or because as until while of at by for with "
    "about against between into through during before after above below to from up down in out on off over under "
    "again further then once here there when where why how all any both each few more most other some such no nor not "
    "only own same so than too very s t can will just don should now".split()
)
_NUMBER: Final = re.compile(r"\d{1,3}")
_SPACED_REFERENCE: Final = re.compile(r"\b(R?\d{1,3}) ([a-z])\)", re.IGNORECASE)


@dataclass(frozen=True)
class Search:
    """What somebody looks for: references, and words or phrases, each of which must occur."""

    references: tuple[tuple[int, str], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.references or self.phrases)


def search(typed: str) -> Search:
    """Return what is looked for with the words typed. Signs that are no words are left out; nothing is an error."""
    references, phrases = [], []
    text = _SPACED_REFERENCE.sub(r"\1\2", typed.replace("\x00", " ")[:LONGEST])
    for phrase, curly, word in _TERM.findall(text):
        quoted = phrase or curly
        bare = word.strip(".,;:()")
        found = reference_parts(bare) if not quoted and _REFERENCE.fullmatch(bare) else None
        parts = _WORD.findall(quoted or word)
        telling = [part for part in parts if part.lower() not in _STOP_WORDS]
        # In a phrase the words between count as they stand: both databases know how far apart its words are.
        words = tuple(parts if quoted and telling else telling)
        if found:
            references.append(found)
        elif words:
            phrases.append(words)
    if not references and len(phrases) == 1 and len(phrases[0]) == 1 and _NUMBER.fullmatch(phrases[0][0]):
        alone = reference_parts(phrases[0][0])
        return Search(references=(alone,) if alone else ())
    return Search(tuple(references), tuple(phrases))


def matching(entries: RegisterEntryQuerySet, looked_for: Search) -> RegisterEntryQuerySet:
    """Return the entries in which all that is looked for occurs, unordered; `best_first` orders them."""
    if looked_for.references:
        called = Q()
        for number, letter in looked_for.references:
            called |= Q(leaf__number=number, leaf__letter=letter) if letter else Q(leaf__number=number)
        entries = entries.filter(called)
    if looked_for.phrases:
        entries = entries.filter(leaf__in=_leaves_with(looked_for))
    return entries


def best_first(entries: RegisterEntryQuerySet, looked_for: Search) -> RegisterEntryQuerySet:
    """Order entries that match: the title counts most, then the words recommended, the inquiry, the evidence.

    Where there are very many, which is best says little and costs much: they come in the register's usual order.
    """
    if not looked_for.phrases or entries.order_by()[: MOST_RANKED + 1].count() > MOST_RANKED:
        return entries.most_urgent_first()
    return entries.annotate(rank=_rank(looked_for)).order_by("-rank", "is_concluded", "sorts_on", "leaf")


def extracts(leaf_ids: list[int], looked_for: Search) -> dict[int, str]:
    """Return by leaf where the words looked for stand, with marks around them, in one query; "" where they do not."""
    if not looked_for.phrases or not leaf_ids:
        return {}
    found = SearchEntry.objects.filter(leaf__in=leaf_ids).annotate(extract=_extract(looked_for))
    return {leaf: extract or "" for leaf, extract in found.values_list("leaf", "extract")}


def _leaves_with(looked_for: Search) -> RawSQL:
    if connection.vendor == "postgresql":
        sql, params = _tsquery(looked_for)
        return RawSQL(f"SELECT leaf_id FROM tracking_searchentry WHERE vector @@ ({sql})", params)
    return RawSQL("SELECT rowid FROM tracking_searchindex WHERE tracking_searchindex MATCH %s", [_fts(looked_for)])


def _rank(looked_for: Search) -> Expression:
    leaf = "tracking_registerentry.leaf_id"
    if connection.vendor == "postgresql":
        sql, params = _tsquery(looked_for)
        ranked = f"SELECT ts_rank_cd(s.vector, ({sql})) FROM tracking_searchentry s WHERE s.leaf_id = {leaf}"
        return RawSQL(ranked, params, output_field=FloatField())
    # The better the match, the lower its number.
    ranked = (
        "SELECT -bm25(tracking_searchindex, 8.0, 4.0, 2.0, 1.0) FROM tracking_searchindex "
        f"WHERE tracking_searchindex MATCH %s AND rowid = {leaf}"
    )
    return RawSQL(ranked, [_fts(looked_for)], output_field=FloatField())


def _extract(looked_for: Search) -> Expression:
    """Where in a `SearchEntry` the words stand."""
    if connection.vendor == "postgresql":
        sql, params = _tsquery(looked_for)
        shown = f"ts_headline('english', concat_ws(' · ', words, evidence, inquiry_words), ({sql}), %s)"
        options = f"StartSel={MATCH_BEGINS}, StopSel={MATCH_ENDS}, MaxFragments=2, MaxWords=24, MinWords=12"
        return RawSQL(shown, [*params, options], output_field=TextField())
    shown = (
        "SELECT snippet(tracking_searchindex, -1, %s, %s, '…', 32) FROM tracking_searchindex "
        "WHERE tracking_searchindex MATCH %s AND rowid = tracking_searchentry.leaf_id"
    )
    marks = [MATCH_BEGINS, MATCH_ENDS]
    return RawSQL(shown, [*marks, _fts(looked_for)], output_field=TextField())


def _tsquery(looked_for: Search) -> tuple[str, list[str]]:
    """Every phrase, as PostgreSQL reads it: words it looks past, such as "the", are no condition."""
    phrases = [" ".join(words) for words in looked_for.phrases]
    return " && ".join(["phraseto_tsquery('english', %s)"] * len(phrases)), phrases


def _fts(looked_for: Search) -> str:
    """Every phrase in quotation marks, so that nothing in it is an operator."""
    return " AND ".join(f'"{" ".join(words)}"' for words in looked_for.phrases)
