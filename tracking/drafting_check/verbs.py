"""Whether words tell somebody to do something: by the verb they begin with, or by "should" and the like."""

import re
from enum import Enum
from typing import Final


class LeadIn(Enum):
    """What the words before a list end in."""

    NOTHING = "nothing of these"
    THAT = '"that"'
    DUTY = '"should", "must" or "to"'
    SOMEBODY = "somebody, of whom each item goes on to speak"


_VERBS: Final = frozenset(
    """
    accept add address adopt advise agree alert allocate allow amend appoint approve arrange ask assess assign avoid
    begin bring build buy carry cease circulate clarify collect commission commit communicate complete conduct confirm
    consider consult convene co-ordinate coordinate create cut decide deliver designate determine develop discuss
    display draw employ enable encourage enforce engage ensure equip establish evaluate examine expand explore extend
    find furnish give guarantee hire hold identify implement improve include inform insist inspect install insulate
    introduce investigate invite involve keep lend let lobby maintain make mend negotiate nominate notify open operate
    organise organize pay prepare prevent prioritise prioritize procure promote propose protect provide publicise
    publicize publish purchase put raise recruit reduce refer refurbish remind remove renew repair replace require
    restore revise say secure seek sell send set settle simplify speed stop strengthen submit supply take teach tell
    undertake upload urge warn widen write
    """.split()  # noqa: SIM905 - a list of words, to be read
)
# Nouns as well, so that they count only before a word that a verb has for its object.
_NOUNS_TOO: Final = frozenset(
    """
    audit change charge check close cover design draft drive end fit focus fund help house increase issue join launch
    limit link list look map measure monitor move name offer plan pilot press process produce programme question rate
    report review roll run scope share show sign spend staff start support survey target test track train transfer
    trial update upgrade use visit work
    """.split()  # noqa: SIM905 - as above
)
_OBJECT_BEGINS: Final = frozenset(
    """
    a all an another any both each every four five his her how its more new no one our six some that the their them
    these this those three two up us what when where whether which who
    """.split()  # noqa: SIM905 - as above
)
_TWO_WORDS: Final = re.compile(
    r"(?:report(?:s|ing)? (?:back|to)|look(?:s|ing)? (?:at|again|into)|work(?:s|ing)? with|roll(?:s|ing)? out"
    r"|shar(?:e|es|ing) (?:information|data|good practice))\b"
)
# Behind these a verb's form is a noun: "planning for winter", "use of agency staff".
_NOUN_GOES_ON: Final = frozenset(
    "about and at between by for from in into is are of on or to was were with".split()  # noqa: SIM905 - as above
)
# Words of the same form that are none of doing.
_NO_VERBS: Final = frozenset(
    "building buildings including making meeting opening setting spending finding findings holding".split()  # noqa: SIM905
)
_NOUNS_IN_ING: Final = frozenset(
    """
    drafting funding housing launching marketing monitoring parking planning programming reporting running spending
    staffing supporting testing training working
    """.split()  # noqa: SIM905 - as above
)
_ASKS_NOTHING: Final = re.compile(r"(?:how|if|what|when|where|whether|which|who|whom|whose|why|because)\b")
_DUTY: Final = re.compile(r"\b(?:should|must|shall|ought to|(?:is|are|be) (?:to|asked to|invited to|required to))\b")
_DONE: Final = re.compile(
    r"\b(?:is|are|be)(?: \w+ly)? "
    r"(?:\w{2,}ed|begun|bought|brought|built|cut|drawn|found|given|held|kept|let|made|met|paid|put|run|sent|set"
    r"|shown|sold|taken|taught|told|written)\b"
)
_SIGNS: Final = re.compile(r"[*_~`\"'“”‘’]+")
_JOINS: Final = re.compile(r"(?:and |or |also |then |to |by )+")
_THAT: Final = re.compile(r"that ")
_WORD: Final = re.compile(r"[a-z-]+")
_LONGEST: Final = 400


def begins_with_an_ask(words: str, *, after: LeadIn = LeadIn.NOTHING) -> bool:
    """Whether an item of a list, after words of that kind, is something to be done.

    An order ("publish …"), its form in "-ing", a duty ("the council should …") or, after "that", what is to be done ("a
    group is set up").
    """
    plain = _plain(words)
    if not plain or _ASKS_NOTHING.match(plain):
        return False
    says_that = _THAT.match(plain)
    plain = plain[says_that.end() :] if says_that else plain
    if (says_that or after == LeadIn.THAT) and _DONE.search(plain):
        return True
    return bool(_DUTY.search(plain)) or begins_with_a_plain_order(plain) or _begins_with_a_form(plain, after)


def begins_with_a_plain_order(words: str) -> bool:
    """Whether a clause begins as an order does, in no other form: "publish the list"."""
    plain = _plain(words)
    verb, following = _first_words(plain)
    if _TWO_WORDS.match(plain):
        return True
    return bool(following) and (following in _OBJECT_BEGINS if verb in _NOUNS_TOO else verb in _VERBS)


def _begins_with_a_form(plain: str, after: LeadIn) -> bool:
    """ "Publishing the list"; after somebody "publishes the list"; after "should" whatever can be a verb."""
    verb, following = _first_words(plain)
    if not following or verb in _NO_VERBS or following in _NOUN_GOES_ON:
        return False
    if after == LeadIn.DUTY and verb in _NOUNS_TOO:
        return True
    if verb in _NOUNS_IN_ING:
        return following in _OBJECT_BEGINS
    if _stems(verb, "ing") & (_VERBS | _NOUNS_TOO):
        return True
    stems = _stems(verb, "s") if after == LeadIn.SOMEBODY else set()
    return bool(stems & _VERBS) or (bool(stems & _NOUNS_TOO) and following in _OBJECT_BEGINS)


def _first_words(plain: str) -> tuple[str, str]:
    """The verb, if it is one, and what follows; an adverb before it is passed over."""
    found = _WORD.findall(plain)
    if len(found) > 1 and found[0].endswith("ly"):
        found = found[1:]
    return (found[0] if found else "", found[1] if len(found) > 1 else "")


def _plain(words: str) -> str:
    plain = " ".join(_SIGNS.sub("", words[:_LONGEST]).casefold().split()).lstrip("-–•([ ")
    return _JOINS.sub("", plain, count=1) if _JOINS.match(plain) else plain


def _stems(word: str, ending: str) -> set[str]:
    """The verbs that a form may come from: sharing, share; cutting, cut; carries, carry."""
    if not word.endswith(ending):
        return set()
    stem = word.removesuffix(ending)
    stems = {stem, f"{stem}e"}
    if ending == "ing" and len(stem) > 1 and stem[-1:] == stem[-2:-1]:
        stems.add(stem[:-1])
    if ending == "s" and stem.endswith("e"):
        stems |= {stem[:-1], f"{stem[:-2]}y" if stem.endswith("ie") else stem}
    return stems
